"""How one row fares when many are changed together: what differs, which rule refuses it, what is to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import (
    Activation,
    Citizen,
    Confirmation,
    Membership,
    Record,
    Service,
    Team,
    Volunteer,
    field_of,
    fields_of,
)
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.doubts import Doubt, Level, hard, soft
from hoaian_desktop.services import activations, facts

PAGE = 500
ARCHIVED = Doubt("archived", "Mục này đã lưu trữ. Hãy khôi phục trước khi sửa.", Level.HARD)
_AGAIN = "Hai lượt được chọn là của cùng một người và sẽ cùng một dịch vụ: chỉ tính một tài khoản."
OWNED: Mapping[tuple[type[Record], str], Field] = {
    (Activation, "village_id"): field_of(Citizen, "village_id"),
    (Volunteer, "team_id"): field_of(Membership, "team_id"),
}
"""Fields that belong to another record than the one in the list."""


def fields_for(record: type[Record], names: Sequence[str]) -> tuple[Field, ...]:
    """The declared fields that are changed together, whosever they are."""
    return tuple(OWNED.get((record, name)) or field_of(record, name) for name in names)


@dataclass(frozen=True)
class Asked:
    """What is to be done to the rows."""

    session: Session
    record: type[Record]
    values: Mapping[str, Any]
    today: date

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are set."""
        return fields_for(self.record, tuple(self.values))


@dataclass
class Verdict:
    """One row: the fields that would differ, and what the rules say about that."""

    kept: Any
    owner: int  # whose the fields are that are not the record's own
    label: str
    changes: tuple[str, ...]
    refusal: Doubt | None = None
    doubts: list[Doubt] = field(default_factory=list)

    def refuse_unless(self, confirmed: Sequence[str]) -> None:
        """Refuse the row for a soft doubt nobody has let stand."""
        self.refusal = self.refusal or next((doubt for doubt in self.doubts if doubt.code not in confirmed), None)


def judged(asked: Asked, ids: Sequence[int], progress: Progress | None = None) -> Iterator[Verdict]:
    """Every row that is still there, in its order. Raises Cancelled."""
    judge = _JUDGES.get(asked.record, _Judge)(asked)
    pages = (list(ids[start : start + PAGE]) for start in range(0, len(ids), PAGE))
    rows = (row for page in pages for row in judge.page(page))
    for row in progress.over(rows, total=len(ids)) if progress else rows:
        if row.kept.archived:
            row.refusal, row.doubts = ARCHIVED, []
        yield row


class _Judge:
    """Records whose fields are their own and about which no rule speaks."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def page(self, ids: Sequence[int]) -> Iterator[Verdict]:
        """The verdicts on some rows."""
        own = [f for f in self.asked.fields if (self.asked.record, f.name) not in OWNED]
        for kept in self.loaded(ids):
            before = {f.name: value_of(kept, f) for f in own}
            yield Verdict(kept, kept.id, kept.label, self.changes(own, before))

    def loaded(self, ids: Sequence[int]) -> list[Any]:
        """The records with their several references."""
        record = self.asked.record
        several = [getattr(record, f.name) for f in fields_of(record) if f.kind is Kind.REFERENCES]
        query = select(record).options(*[selectinload(attribute) for attribute in several]).where(record.id.in_(ids))
        by_id = {found.id: found for found in self.asked.session.scalars(query)}
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def changes(self, fields: Sequence[Field], before: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the fields that would differ."""
        return tuple(f.name for f in fields if not _same(f, before[f.name], self.asked.values[f.name]))


class _VolunteerJudge(_Judge):
    """Volunteers join a team unless they belong to it today."""

    def page(self, ids: Sequence[int]) -> Iterator[Verdict]:
        joins = "team_id" in self.asked.values
        members = self._members(ids) if joins else frozenset()
        for row in super().page(ids):
            if joins and row.kept.id not in members:
                row.changes = (*row.changes, "team_id")
            yield row

    def _members(self, ids: Sequence[int]) -> frozenset[int]:
        belongs = select(Membership.volunteer_id).where(
            Membership.team_id == self.asked.values["team_id"],
            Membership.volunteer_id.in_(ids),
            Membership.archived.is_(False),
            or_(Membership.ended.is_(None), Membership.ended >= self.asked.today),
        )
        return frozenset(self.asked.session.scalars(belongs))


class _SupportJudge(_Judge):
    """Activations: the rules are asked about each as it is and as it would be."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        services = asked.session.scalars(select(Service)).all()
        self._repeatable = frozenset(each.id for each in services if each.code in facts.REPEATABLE)
        # A session forgets what nobody holds: the rules would ask for the same service and team with every row.
        self._held = [*services, *asked.session.scalars(select(Team))]
        self._accounts: set[tuple[int, int]] = set()  # that rows before this one will have

    def page(self, ids: Sequence[int]) -> Iterator[Verdict]:
        found = self.loaded(ids)
        whose = select(Citizen).where(Citizen.id.in_({kept.citizen_id for kept in found}))
        citizens = {each.id: each for each in self.asked.session.scalars(whose)}
        stood = self._let_stand(ids)
        for kept in found:
            yield self._verdict(kept, citizens[kept.citizen_id], stood.get(kept.id, frozenset()))

    def _verdict(self, kept: Activation, citizen: Citizen, stood: frozenset[str]) -> Verdict:
        before = {f.name: value_of(kept, f) for f in activations.SUPPORT_FIELDS}
        before |= {f.name: value_of(citizen, f) for f in activations.PERSON_FIELDS}
        row = Verdict(kept, citizen.id, citizen.label, self.changes(self.asked.fields, before))
        if row.changes:
            after = {**before, **self.asked.values}
            said = self._said(kept, after)
            row.refusal = next(iter(hard(said)), None)
            if soft(said):
                known = {doubt.code for doubt in self._said(kept, before)}  # not of this change's making
                row.doubts = [doubt for doubt in soft(said) if doubt.code not in known | stood]
            if row.refusal is None:
                self._count_account(row, citizen.id, after)
        return row

    def _said(self, kept: Activation, values: Mapping[str, Any]) -> list[Doubt]:
        return activations.doubts(self.asked.session, values, today=self.asked.today, id_=kept.id)

    def _count_account(self, row: Verdict, citizen_id: int, after: Mapping[str, Any]) -> None:
        account = (citizen_id, after["service_id"])
        if after["status"] not in COUNTED_STATUSES or after["service_id"] in self._repeatable:
            return
        if account in self._accounts and all(doubt.code != "same-service-again" for doubt in row.doubts):
            row.doubts.append(Doubt("same-service-again", _AGAIN, Level.SOFT, "service_id"))
        self._accounts.add(account)

    def _let_stand(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        stood = select(Confirmation.record_id, Confirmation.code).where(
            Confirmation.record == "activation", Confirmation.record_id.in_(ids)
        )
        codes: dict[int, frozenset[str]] = {}
        for id_, code in self.asked.session.execute(stood):
            codes[id_] = codes.get(id_, frozenset()) | {code}
        return codes


def value_of(kept: Any, f: Field) -> Any:
    """A field's value as forms have it; several references as ids."""
    value = getattr(kept, f.name)
    return tuple(sorted(other.id for other in value)) if f.kind is Kind.REFERENCES else value


def _same(f: Field, before: Any, after: Any) -> bool:
    return set(before) == set(after or ()) if f.kind is Kind.REFERENCES else bool(before == after)


_JUDGES: Mapping[type[Record], Callable[[Asked], _Judge]] = {Activation: _SupportJudge, Volunteer: _VolunteerJudge}
