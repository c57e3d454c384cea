"""One commune before the work begins: villages, volunteers, teams with members, and the people villagers trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.practice.people import People
from hoaian_desktop.practice.shares import SHARES, Share
from hoaian_desktop.records import InfluentialPerson, Membership, Team, Village, Volunteer
from hoaian_desktop.records.base import Record
from hoaian_desktop.rules.periods import Span

_INFLUENCE = ("party-cell-secretary", "village-head", "front-head", "retired-teacher", "veteran", "business")
_HIGHLAND_INFLUENCE = ("elder", "hamlet-head", "party-cell-secretary", "recognised", "front-head")
_HEAD = {"khu-pho": "quarter-head", "lang": "hamlet-head"}
_SQUADS = {"dvc-squad": "Đội hình TNTN hỗ trợ DVC", "youth": "Tổ công nghệ số thanh niên"}


@dataclass
class Commune:
    """The records of one share, and who of them can be asked to help."""

    unit_id: int
    name: str
    share: Share
    days: Span
    rng: Random
    people: People
    villages: list[Village] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    members: dict[int, list[tuple[Volunteer, date, date | None]]] = field(default_factory=dict)  # by team id
    volunteers: list[Volunteer] = field(default_factory=list)  # all who take part some day
    influencers: list[InfluentialPerson] = field(default_factory=list)

    @classmethod
    def of(cls, share: Share, *, unit_id: int, name: str, days: Span) -> Commune:
        """A commune that draws from its own seed, so that it is the same alone and within the district."""
        rng = Random(f"hoaian/{share.key}/{days.first.year}")
        people = People(
            rng,
            order=SHARES.index(share),
            code=share.key.removeprefix("old-"),
            highland=share.highland,
            year=days.first.year,
        )
        return cls(unit_id, name, share, days, rng, people)

    def settle(self, session: Session) -> None:
        """Add and flush everything that is there before the first support."""
        rng, share = self.rng, self.share
        self.villages = [
            Village(name=name, kind=share.village_kind, unit_id=self.unit_id, households=rng.randint(120, 420))
            for name in share.villages
        ]
        _keep(session, self.villages)
        self.volunteers = [self._volunteer() for _ in range(share.volunteers)]
        self.volunteers[0].position = "branch-secretary"
        idle = [self._volunteer() for _ in range(3)]
        idle[0].status, idle[1].status = rng.choice((("away", "studying"), ("moved", "graduated")))
        self.influencers = [self._influencer(role) for role in self._roles()]
        self.teams = self._teams()
        _keep(session, [*self.volunteers, *idle, *self.influencers, *self.teams])
        _keep(session, self._memberships())

    def team_on(self, day: date) -> Team | None:
        """One of the teams at work on a day, those of the villages rather than the squads."""
        working = [team for team in self.teams if team.started <= day]
        return self.rng.choices(working, [4 if t.kind == "community" else 1 for t in working])[0] if working else None

    def members_on(self, team: Team, day: date) -> list[Volunteer]:
        """Who belongs to a team on a day."""
        return [one for one, first, last in self.members[team.id] if first <= day and (last is None or day <= last)]

    def _volunteer(self) -> Volunteer:
        village = self.rng.choice(self.villages)
        word = choices.name("village_kind", village.kind)
        branch = "Chi đoàn trường học" if self.rng.random() < 0.08 else f"Chi đoàn {word} {village.name}"
        return self.people.volunteer(village, branch=branch)

    def _roles(self) -> list[str]:
        if self.share.highland:
            return list(_HIGHLAND_INFLUENCE)
        head = _HEAD.get(self.share.village_kind, "village-head")
        roles = [head if role == "village-head" else role for role in _INFLUENCE]
        return roles[: self.rng.randint(4, len(roles))]

    def _influencer(self, role: str) -> InfluentialPerson:
        name, sex, born, phone = self.people.adult()
        return InfluentialPerson(
            full_name=name, sex=sex, born=born, role=role, phone=phone, village_id=self.rng.choice(self.villages).id
        )

    def _teams(self) -> list[Team]:
        share, first = self.share, self.days.first
        old = first.year == 2023
        halves = [self.villages[:3]] if share.teams == 1 else [self.villages[:2], self.villages[2:4]]
        teams = []
        for at, villages in enumerate(halves):
            where = f"{choices.name('village_kind', share.village_kind)} {villages[0].name}"
            # The second team of a commune follows some weeks after the first.
            days = 23 if at else -self.rng.randint(20, 90) if old else 0
            started = first + timedelta(days=days)
            teams.append(self._team("community", f"Tổ CNSCĐ {where}", villages, started))
        if share.teams == 2 or not old:
            teams.append(self._team("dvc-squad", self._squad_name("dvc-squad"), [], first + timedelta(days=9)))
        elif share.volunteers > 80:
            teams.append(self._team("youth", self._squad_name("youth"), [], first + timedelta(days=16)))
        return teams

    def _squad_name(self, kind: str) -> str:
        return f"{_SQUADS[kind]} {self.name}"

    def _team(self, kind: str, name: str, villages: list[Village], started: date) -> Team:
        decided = started - timedelta(days=self.rng.randint(1, 6))
        by_union = kind != "community"
        body = "QĐ/ĐTN" if by_union else "QĐ-UBND"
        number = self.rng.randint(4, 160)
        return Team(
            name=name,
            kind=kind,
            villages=villages,
            started=started,
            decision_number=f"{number:02d}-{body}" if by_union else f"{number:02d}/{body}",
            decision_date=decided,
            decision_issuer=f"BCH Đoàn {self.name}" if by_union else f"UBND {self.name}",
            place=f"Nhà văn hóa {villages[0].name}" if villages else f"Bộ phận Một cửa {self.name}",
        )

    def _memberships(self) -> list[Membership]:
        """The share's number of members at the end, plus one in each community team who has left before."""
        rng, made = self.rng, []
        # Members of the Union before other young people.
        pool = iter(sorted(self.volunteers, key=lambda one: one.position in {"youth", "federation"}))
        community = [team for team in self.teams if team.kind == "community"]
        for at, team in enumerate(self.teams):
            if team in community:
                size = self.share.members // len(community) + (at < self.share.members % len(community))
                chosen = [next(pool) for _ in range(size + 1)]
            else:
                chosen = rng.sample(self.volunteers[-20:], 6)
            self.members[team.id] = []
            for place, volunteer in enumerate(chosen):
                started, ended = team.started, None
                if team in community and place == len(chosen) - 1:
                    ended = self.days.first + timedelta(days=rng.randint(60, 110))
                elif team in community and place == len(chosen) - 2:
                    started = self.days.first + timedelta(days=rng.randint(40, 60))
                role = "leader" if place == 0 else "deputy" if place == 1 else "member"
                made.append(
                    Membership(team_id=team.id, volunteer_id=volunteer.id, role=role, started=started, ended=ended)
                )
                self.members[team.id].append((volunteer, started, ended))
        return made


def _keep(session: Session, records: Sequence[Record]) -> None:
    session.add_all(records)
    session.flush()
