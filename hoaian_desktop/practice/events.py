"""Broadcasts, sessions, posts, classes and days of action of one commune, under the campaigns of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hoaian_desktop.practice import names
from hoaian_desktop.practice.commune import Commune
from hoaian_desktop.practice.rhythm import Rhythm
from hoaian_desktop.records import Campaign, CampaignEvent, InfluentialPerson, Volunteer
from hoaian_desktop.rules.periods import Span


@dataclass
class Happening:
    """One event with those who came, before it has an id."""

    event: CampaignEvent
    volunteers: list[Volunteer]
    influencers: list[InfluentialPerson]


class Events:
    """Draws the events of one commune. `campaigns` are kept records by the name of their initiative."""

    def __init__(self, commune: Commune, campaigns: Mapping[str, Campaign]) -> None:
        self._commune = commune
        self._campaigns = campaigns
        self._rng = commune.rng
        self._rhythm = Rhythm(commune.rng, commune.days)
        self._happenings: list[Happening] = []

    def draw(self) -> list[Happening]:
        """Every event of the span in order of days."""
        days = self._commune.days
        self._launch(days.first)
        for month in self._rhythm.months():
            if sundays := self._rhythm.sundays(month):
                self._month(month, sundays)
        if (national := date(days.first.year, 10, 10)) in days:
            self._launch(national)
        return sorted(self._happenings, key=lambda happening: happening.event.day)

    def _month(self, month: Span, sundays: list[date]) -> None:
        rng = self._rng
        for day in sundays:
            if rng.random() < 0.85:
                self._broadcast(day)
        for _ in range(rng.randint(0, 2)):
            self._broadcast(self._any_day(month))
        for _ in range(rng.choices((0, 1, 2), (2, 5, 2))[0]):
            self._session(rng.choice(sundays))
        if rng.random() < 0.8:
            self._visit(rng.choice(sundays))
        for _ in range(rng.randint(1, 2)):
            self._post(self._any_day(month))
        if rng.random() < 0.25:
            self._training(self._any_day(month))

    def _any_day(self, month: Span) -> date:
        first, last = max(month.first, self._commune.days.first), min(month.last, self._commune.days.last)
        return first + timedelta(days=self._rng.randrange((last - first).days + 1))

    def _broadcast(self, day: date) -> None:
        rng = self._rng
        self._add(
            day, "broadcast", "Tiếng loa thanh niên", rng.choice(names.BROADCASTS), rng.randint(1, 2),
            minutes=rng.choice((10, 12, 15, 15, 20)), reach=rng.randint(8, 42) * 10, here=True,
        )  # fmt: skip

    def _session(self, day: date) -> None:
        rng = self._rng
        self._add(
            day, "session", "Ngày Chủ nhật số", rng.choice(names.SESSIONS), rng.randint(2, 5),
            minutes=rng.choice((60, 90, 120)), reach=rng.randint(22, 95), leaflets=rng.choice((None, 50, 80, 100)),
            here=True,
        )  # fmt: skip

    def _visit(self, day: date) -> None:
        rng = self._rng
        trusted = rng.sample(self._commune.influencers, rng.randint(1, 2))
        self._add(
            day, "session", "Phát huy vai trò của người có uy tín trong hoạt động chuyển đổi số",
            rng.choice(names.VISITS), rng.randint(2, 4), trusted, minutes=rng.choice((90, 120, 150)),
            reach=rng.randint(15, 60), households=rng.randint(6, 28), here=True,
        )  # fmt: skip

    def _post(self, day: date) -> None:
        rng = self._rng
        place = rng.choice(("Trang Facebook của Đoàn", "Nhóm Zalo các chi đoàn"))
        self._add(day, "post", None, rng.choice(names.POSTS), 1, reach=rng.randint(12, 140) * 10, place=place)

    def _training(self, day: date) -> None:
        rng = self._rng
        self._add(
            day, "training", "Tập huấn kỹ năng số", rng.choice(names.TRAININGS), rng.randint(5, 8),
            minutes=rng.choice((120, 180)), reach=rng.randint(18, 45), place=f"Hội trường UBND {self._commune.name}",
        )  # fmt: skip

    def _launch(self, day: date) -> None:
        self._add(
            day, "launch", "Ngày Chủ nhật số", f"Ra quân hỗ trợ người dân chuyển đổi số, {self._commune.name}",
            self._rng.randint(8, 14), self._commune.influencers[:1], minutes=180, reach=self._rng.randint(60, 160),
            leaflets=200, place=f"Nhà văn hóa {self._commune.name}",
        )  # fmt: skip

    def _add(
        self,
        day: date,
        kind: str,
        initiative: str | None,
        subject: str,
        hands: int,
        trusted: list[InfluentialPerson] | None = None,
        *,
        here: bool = False,
        **about: int | str | None,
    ) -> None:
        commune = self._commune
        team = commune.team_on(day)
        own = commune.members_on(team, day) if team else []
        asked = {id(v): v for v in [*own, *self._rng.sample(commune.volunteers, 12)]}
        event = CampaignEvent(
            day=day,
            kind=kind,
            subject=subject,
            campaign_id=self._campaigns[initiative].id if initiative else None,
            village_id=self._rng.choice(commune.villages).id if here else None,
            **about,
        )
        self._happenings.append(Happening(event, self._rng.sample(list(asked.values()), hands), trusted or []))
