"""Where a row belongs: new, there already, or adding to what is there; one way for each kind of sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from hoaian_desktop.exchange.findings import State
from hoaian_desktop.exchange.letting_go import let_go
from hoaian_desktop.exchange.lines import Line
from hoaian_desktop.exchange.merging import merge
from hoaian_desktop.exchange.people import Citizens
from hoaian_desktop.exchange.repeats import Repeats, conflict, may_be
from hoaian_desktop.exchange.shelf import Entry, Shelf
from hoaian_desktop.records import Activation, Membership, Target, Team, Village, Volunteer
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules import villages
from hoaian_desktop.services.activations import PERSON_FIELDS
from hoaian_desktop.services.facts import REPEATABLE

PERSON_NAMES = frozenset(field.name for field in PERSON_FIELDS)


class Ways:
    """Puts rows on the shelf; references among their values are entries already."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._repeats = Repeats(shelf)
        self._ways: Mapping[str, Callable[[Line, dict[str, Any]], State]] = {
            "villages": self._village,
            "volunteers": self._person,
            "influencers": self._person,
            "teams": self._team,
            "members": self._member,
            "citizens": self._citizen,
            "activations": self._activation,
            "tallies": self._thing,
            "events": self._thing,
            "targets": self._target,
        }

    def place(self, line: Line, values: dict[str, Any]) -> State:
        """Put one row where it belongs; what there is to say is added to the line."""
        return self._ways[line.mapping.kind.key](line, values)

    def finish(self) -> None:
        """Say what can only be said once every row is known."""
        read = vars(self)  # a file without supports has asked for neither
        if "citizens" in read:
            self.citizens.finish()
        if "_accounts" in read:
            let_go(self._accounts)

    @cached_property
    def citizens(self) -> Citizens:
        """The people of the book and of the file; read when the first activation comes."""
        return Citizens(self._shelf)

    @cached_property
    def _accounts(self) -> dict[tuple[Entry, Entry], int | None]:
        """Accounts that count already, with the row where they were first met; None is the book."""
        counted = (e.values for e in self._shelf.all(Activation) if not e.archived)
        return {(v["citizen_id"], v["service_id"]): None for v in counted if v["status"] in COUNTED_STATUSES}

    @cached_property
    def _members(self) -> dict[tuple[Any, ...], Entry]:
        return {_member_key(entry.values): entry for entry in self._shelf.all(Membership)}

    @cached_property
    def _targets(self) -> dict[tuple[Any, ...], Entry]:
        return {_target_key(entry.values): entry for entry in self._shelf.all(Target) if not entry.archived}

    def _person(self, line: Line, values: dict[str, Any]) -> State:
        record = line.mapping.kind.record
        named = [e for e in self._shelf.names(record).written(values["full_name"]) if may_be(e.values, values)]
        if len(named) == 1:
            return _merged(line, named[0], values)
        if named:
            line.warn(
                "ambiguous_person", "Trong sổ có nhiều người cùng tên như dòng này; không thêm lần nữa.", "full_name"
            )
            return State.DUPLICATE
        self._shelf.add(record, values, line.row)
        return State.IMPORTED

    def _village(self, line: Line, values: dict[str, Any]) -> State:
        kind, values["name"] = villages.read(values["name"])
        if kind:
            values.setdefault("kind", kind)
        if known := self._shelf.names(Village).alike(values["name"]):
            if known[0].archived:
                known[0].bring_back()
            return _merged(line, known[0], values)
        values = {"kind": "thon", **values, "unit_id": self._shelf.unit_id}
        self._shelf.add(Village, values, line.row)
        return State.IMPORTED

    def _citizen(self, line: Line, values: dict[str, Any]) -> State:
        known = self.citizens.known(values)
        _, gained, _ = self.citizens.take(line, values, known)
        return State.IMPORTED if known is None else State.UPDATED if gained else State.DUPLICATE

    def _team(self, line: Line, values: dict[str, Any]) -> State:
        known = [entry for entry in self._shelf.names(Team).alike(values["name"]) if not entry.archived]
        if known:
            return _merged(line, known[0], values)
        self._shelf.add(Team, values, line.row)
        return State.IMPORTED

    def _member(self, line: Line, values: dict[str, Any]) -> State:
        person: dict[str, Any] = {name: values.pop(name) for name in ("born", "sex") if name in values}
        name = values["volunteer_id"]
        found = [e for e in self._shelf.people(Volunteer, name) if not conflict(e.values, person)]
        if len(found) > 1:
            message = "Có nhiều người cùng tên trong danh sách tình nguyện viên. Hãy ghi thêm ngày sinh."
            line.refuse("ambiguous_volunteer", message, "volunteer_id")
            return State.REJECTED
        if found:
            values["volunteer_id"] = found[0]
        else:
            # Not everyone in a team belongs to the Union: no position is made up.
            values["volunteer_id"] = self._shelf.add(
                Volunteer, {"full_name": name, "position": None, **person}, line.row
            )
            message = "Người này chưa có trong danh sách tình nguyện viên nên được thêm vào."
            line.tell("new_volunteer", message, "volunteer_id")
        known = self._members.get(_member_key(values))
        if known is not None:
            return _merged(line, known, values)
        self._members[_member_key(values)] = self._shelf.add(Membership, values, line.row)
        return State.IMPORTED

    def _activation(self, line: Line, values: dict[str, Any]) -> State:
        person = {name: values.pop(name) for name in tuple(values) if name in PERSON_NAMES}
        citizen, gained, lost = self.citizens.take(line, person, self._known(person, values))
        values["citizen_id"] = citizen
        account = (citizen, values["service_id"])
        if known := self._repeats.match(Activation, values):
            state = _merged(line, known, values)
            return State.UPDATED if gained else state
        again = (
            values["status"] in COUNTED_STATUSES
            and account in self._accounts
            and values["service_id"].values["code"] not in REPEATABLE
        )
        before = self._accounts.get(account)
        where = f"ở dòng {before}" if before else "trong sổ"
        if lost:
            message = "Họ tên mất dấu so với người cùng số định danh đã có; tên có dấu được giữ."
            counted = f" Dịch vụ này đã tính {where}, không tính thêm tài khoản." if again else ""
            line.warn("near_duplicate_tone_lost", message + counted, "full_name")
        elif again:
            message = f"Công dân này đã có dịch vụ này {where}. Lượt hỗ trợ được ghi, tài khoản không tính thêm."
            line.warn("duplicate_service", message, "service_id")
        if values["status"] in COUNTED_STATUSES:
            self._accounts.setdefault(account, line.row)
        self._shelf.add(Activation, values, line.row)
        return State.IMPORTED

    def _thing(self, line: Line, values: dict[str, Any]) -> State:
        record = line.mapping.kind.record
        if known := self._repeats.match(record, values):
            return _merged(line, known, values)
        self._shelf.add(record, values, line.row)
        return State.IMPORTED

    def _target(self, line: Line, values: dict[str, Any]) -> State:
        known = self._targets.get(_target_key(values))
        if known is None:
            self._targets[_target_key(values)] = self._shelf.add(Target, values, line.row)
            return State.IMPORTED
        if known.id is None:
            line.refuse("target_again", f"Chỉ tiêu này đã có ở dòng {known.row}. Hãy giữ một dòng.", "indicator")
            return State.REJECTED
        if "value" in values and known.values.get("value") != values["value"]:
            known.fill("value", values["value"])  # the unit above has set another figure
        return State.UPDATED if merge(line, known, values) or known.changes else State.DUPLICATE

    def _known(self, person: dict[str, Any], values: dict[str, Any]) -> Entry | None:
        known = self.citizens.known(person)
        return self._repeats.bare_person(person, values) if known is None else known


def _merged(line: Line, known: Entry, values: Mapping[str, Any]) -> State:
    return State.UPDATED if merge(line, known, values) else State.DUPLICATE


def _member_key(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return values["team_id"], values["volunteer_id"], values["started"]


def _target_key(values: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("indicator", "first_day", "last_day", "team_id", "village_id")
    return *(values.get(name) for name in names), values.get("issue") or 1
