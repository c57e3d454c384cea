"""What the teams did for people: named supports and anonymous tallies that add up to the commune's share exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from hoaian_desktop.practice.commune import Commune
from hoaian_desktop.practice.rhythm import Rhythm
from hoaian_desktop.records import Citizen, Tally, Team, Volunteer

_REASONS = ("no-chip-card", "sim-not-own", "no-smartphone", "wrong-data", "not-approved", "no-signal", "other")
_REASON_WEIGHTS = (6, 6, 5, 3, 3, 2, 1)
_UNFINISHED = ("failed", "registered", "installed", "guided")
_OLD_OTHERS = {"dvc-account": 0.17, "dvc-dossier": 0.08, "vssid": 0.16, "wallet": 0.08, "payment": 0.09}
_NEW_OTHERS = {
    "dvc-login": 0.17,
    "dvc-dossier": 0.12,
    "vssid": 0.12,
    "payment": 0.11,
    "wallet": 0.05,
    "signature": 0.13,
}
_CAN_TRANSACT = {"dvc-account": 0.12, "dvc-login": 0.2, "dvc-dossier": 0.74, "wallet": 0.45, "payment": 0.5}


@dataclass
class Support:
    """One support before it has an id to be kept under."""

    day: date
    citizen: Citizen
    service: str  # code
    status: str
    reason: str | None = None
    transaction_day: date | None = None
    team: Team | None = None
    helpers: list[Volunteer] = field(default_factory=list)


class Supports:
    """Draws the supports of one commune."""

    def __init__(self, commune: Commune, services: Mapping[str, int]) -> None:
        self._commune = commune
        self._services = services  # ids by code
        self._rng: Random = commune.rng
        self._rhythm = Rhythm(commune.rng, commune.days)
        self._met: list[tuple[Citizen, date]] = []
        self._done: set[tuple[int, str]] = set()
        self._supports: list[Support] = []

    def draw(self) -> tuple[list[Support], list[Tally]]:
        """Everything in order of days; the accounts of level 1 and 2, named and tallied, are the commune's share."""
        share = self._commune.share.accounts
        counted = round(share * 0.06)
        named = share - counted
        first_level = round(named * 0.44)
        for _ in range(first_level):
            self._account(self._somebody(known=0), "vneid-1")
        for _ in range(named - first_level):
            self._account(self._somebody(known=0.27, service="vneid-2"), "vneid-2")
        for _ in range(round(named * 0.05)):
            self._unfinished(*self._somebody(known=0), self._rng.choice(("vneid-1", "vneid-2")))
        old = self._commune.days.first.year == 2023
        for service, part in (_OLD_OTHERS if old else _NEW_OTHERS).items():
            for _ in range(round(named * part)):
                self._other(*self._somebody(known=0.72, service=service), service)
        self._rng.shuffle(self._supports)  # on one day people come for this and that
        self._supports.sort(key=lambda support: support.day)
        self._send_helpers()
        return self._supports, self._tallies(counted, "dvc-account" if old else "dvc-login")

    def _somebody(self, *, known: float, service: str = "") -> tuple[Citizen, date]:
        """A new person on any day, or one who was met before and comes back on that day or later."""
        rng = self._rng
        if self._met and rng.random() < known:
            for _ in range(20):
                citizen, day = rng.choice(self._met)
                if (id(citizen), service) not in self._done:
                    return citizen, day if rng.random() < 0.6 else self._rhythm.later(day, 30)
        citizen, day = self._commune.people.citizen(), self._rhythm.day()
        citizen.village_id = rng.choice(self._commune.villages).id
        if rng.random() < 0.85:
            citizen.consent_on, citizen.consent_method = day, rng.choices(("signed", "witnessed"), (9, 1))[0]
        self._met.append((citizen, day))
        return citizen, day

    def _account(self, person: tuple[Citizen, date], service: str) -> None:
        citizen, day = person
        self._done.add((id(citizen), service))
        made = self._add(day, citizen, service, "activated")
        drawn = self._rng.random()
        if drawn < 0.05 and day - timedelta(days=7) >= self._commune.days.first:
            # The first try came to nothing, a week later it worked: progress, not a duplicate.
            tried = day - timedelta(days=self._rng.randint(3, 7))
            self._add(tried, citizen, service, *self._why_not())
            if citizen.consent_on:
                citizen.consent_on = min(tried, citizen.consent_on)
        elif drawn > 0.985:
            self._supports.append(replace(made, day=self._rhythm.later(day, 30), helpers=[]))

    def _unfinished(self, citizen: Citizen, day: date, service: str) -> None:
        self._add(day, citizen, service, *self._why_not())

    def _other(self, citizen: Citizen, day: date, service: str) -> None:
        self._done.add((id(citizen), service))
        if self._rng.random() < 0.1:
            self._unfinished(citizen, day, service)
            return
        made = self._add(day, citizen, service, "activated")
        if self._rng.random() < _CAN_TRANSACT.get(service, 0):
            made.status = "transacted"
            made.transaction_day = day if self._rng.random() < 0.6 else self._rhythm.later(day, 20)
        elif service == "dvc-dossier":
            made.status = "registered"

    def _why_not(self) -> tuple[str, str | None]:
        status = self._rng.choices(_UNFINISHED, (6, 3, 1, 2))[0]
        return status, self._rng.choices(_REASONS, _REASON_WEIGHTS)[0] if status == "failed" else None

    def _add(self, day: date, citizen: Citizen, service: str, status: str, reason: str | None = None) -> Support:
        support = Support(day, citizen, service, status, reason)
        self._supports.append(support)
        return support

    def _send_helpers(self) -> None:
        """A team and one or two helpers for each support; in the end every volunteer has helped once."""
        commune, rng = self._commune, self._rng
        waiting = list(commune.volunteers)
        rng.shuffle(waiting)
        for support in self._supports:
            support.team = commune.team_on(support.day)
            if support.team is None or rng.random() < 0.03:
                continue
            own = commune.members_on(support.team, support.day)
            support.helpers.append(rng.choice(own) if own and rng.random() < 0.75 else rng.choice(commune.volunteers))
            if rng.random() < 0.25:
                support.helpers.append(rng.choice([v for v in commune.volunteers if v is not support.helpers[0]]))
        places = [support for support in self._supports if support.helpers]
        helped = {id(helper) for support in places for helper in support.helpers}
        for volunteer in waiting:
            if id(volunteer) not in helped:
                min(rng.sample(places, 5), key=lambda place: len(place.helpers)).helpers.append(volunteer)

    def _tallies(self, accounts: int, portal: str) -> list[Tally]:
        """Sundays when a team only counted heads."""
        made = []
        while accounts > 0:
            number = min(accounts, self._rng.randint(3, 14))
            accounts -= number
            made.append(self._tally(self._rng.choice(("vneid-1", "vneid-2")), "activated", number))
        made.append(self._tally(portal, "guided", self._rng.randint(5, 20)))
        made.append(self._tally("vssid", "activated", self._rng.randint(3, 9)))
        return sorted(made, key=lambda tally: tally.day)

    def _tally(self, service: str, status: str, number: int) -> Tally:
        day = self._rhythm.day()
        team = self._commune.team_on(day)
        return Tally(
            day=day,
            team_id=team.id if team else None,
            village_id=self._rng.choice(self._commune.villages).id,
            service_id=self._services[service],
            status=status,
            number=number,
            notes="Tổ báo số lượng, không có danh sách",
        )
