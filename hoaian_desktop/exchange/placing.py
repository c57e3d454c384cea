"""A row from words to records: references are looked up, the rules speak, and what may stay is placed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from hoaian_desktop import choices
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.exchange.letting_go import let_go
from hoaian_desktop.exchange.lines import Line
from hoaian_desktop.exchange.reading import Remark, remark_of
from hoaian_desktop.exchange.shelf import Entry, Shelf
from hoaian_desktop.exchange.ways import Ways
from hoaian_desktop.fields import Kind
from hoaian_desktop.indicators.catalogue import BY_CODE
from hoaian_desktop.records import Activation, CampaignEvent, Tally
from hoaian_desktop.rules import doubts
from hoaian_desktop.rules.activation_checks import FAILED
from hoaian_desktop.rules.activation_facts import ActivationFacts, TeamLife
from hoaian_desktop.rules.activation_rules import doubts_of
from hoaian_desktop.rules.dates import parse_date
from hoaian_desktop.rules.names import clean

_RULED = (Activation, Tally, CampaignEvent)
_REASON = re.compile(r"lý do\s*:\s*(.+)", re.IGNORECASE)
_PERIOD = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*(?:-|–|—|đến|tới)\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})")
_ORDERED = (("started", "ended"), ("first_day", "last_day"))


class Placing:
    """Takes rows one after another, sheets in the order of `mapping.KINDS`, and fills the shelf."""

    def __init__(self, shelf: Shelf, *, today: datetime.date) -> None:
        self._shelf = shelf
        self._today = today
        self._ways = Ways(shelf)
        self._seen: dict[tuple[Any, ...], int] = {}

    def take(self, line: Line) -> State:
        """Where the row goes; what there is to say is added to the line."""
        kind = line.mapping.kind
        written = (kind.key, *map(line.values.get, kind.names))
        values = dict(line.values)
        if prepare := _PREPARE.get(kind.key):
            prepare(line, values, self._today)
        self._resolve(line, values)
        self._check(line, values)
        if line.is_refused:
            return State.REJECTED
        known = len(self._seen)
        before = self._seen.setdefault(written, line.row)
        if len(self._seen) == known:
            message = f"Dòng này lặp lại nguyên dòng {before}, không nhập lần nữa."
            line.warn("exact_duplicate", message, "personal_number")
            return State.DUPLICATE
        self._settle(line, values)
        return self._ways.place(line, values)

    def finish(self) -> None:
        """Say what can only be said once every row is known."""
        self._ways.finish()
        let_go(self._seen)

    def _resolve(self, line: Line, values: dict[str, Any]) -> None:
        for field in line.mapping.kind.looked_up:
            words = values.get(field.name)
            if not words:
                continue
            if field.kind is Kind.REFERENCES:
                found = [self._refer(line, field.refers_to, one, field.name, required=False) for one in words]
                values[field.name] = tuple(dict.fromkeys(entry for entry in found if entry is not None))
            else:
                values[field.name] = self._refer(
                    line, field.refers_to, words, field.name, required=field.name in line.mapping.kind.required
                )

    def _refer(self, line: Line, table: str, words: str, name: str, *, required: bool) -> Entry | None:
        entry, remark = self._shelf.refer(table, words)
        if remark is not None:
            line.say(Remark(remark.code, Level.ERROR, remark.message) if required else remark, name)
        return entry

    def _settle(self, line: Line, values: dict[str, Any]) -> None:
        """Villages come last: a row that is refused must not add one."""
        for field in line.mapping.kind.of_villages:
            if not (words := values.get(field.name)):
                continue
            entries = []
            for one in (words,) if field.kind is Kind.REFERENCE else words:
                entry, remark = self._shelf.village(one, line.row)
                if remark is not None:
                    line.say(remark, field.name)
                if entry is not None:
                    entries.append(entry)
            single = field.kind is Kind.REFERENCE
            values[field.name] = (entries[0] if entries else None) if single else tuple(dict.fromkeys(entries))

    def _check(self, line: Line, values: dict[str, Any]) -> None:
        for first, last in _ORDERED:
            begin, end = values.get(first), values.get(last)
            if begin is not None and end is not None and end < begin:
                line.refuse("dates_in_order", "Ngày kết thúc trước ngày bắt đầu. Hãy sửa một trong hai ngày.", last)
        if line.mapping.kind.record not in _RULED:
            return
        service: Entry | None = values.get("service_id")
        about = service.values if service else {}
        today, since = self._today, self._shelf.since
        known = ActivationFacts(values.get("day"), today=today, since=since)
        known.service_code = about.get("code") or ""
        known.service_valid_from, known.service_valid_to = about.get("valid_from"), about.get("valid_to")
        if line.mapping.kind.record is Activation:
            number, born = values.get("personal_number"), values.get("born")
            if born is None and (person := self._ways.citizens.with_number(number)):
                born = person.values.get("born")
            known.number, known.born, known.sex = number, born, values.get("sex")
            known.level, known.status = about.get("level"), values.get("status") or ""
            known.transaction_day, known.reason = values.get("transaction_day"), values.get("reason")
            known.guardian, known.team = values.get("guardian"), _team_life(values.get("team_id"))
            known.provinces = choices.provinces()
        for doubt in doubts_of(known, today=today, since=since):
            # A hint to fill a column this sheet does not have would be said on every row.
            if doubt.level is not doubts.Level.HINT or line.mapping.column_of(doubt.field) is not None:
                line.say(remark_of(doubt), doubt.field)


_life = lru_cache(256)(TeamLife)  # a file names some teams on all its rows


def _team_life(team: Entry | None) -> TeamLife | None:
    """The life of a row's team. Whose member a helper is is not asked: a file would be told so on every row."""
    if team is None or team.values.get("started") is None:
        return None
    return _life(team.values["started"], team.values.get("ended"))


def _prepare_activation(line: Line, values: dict[str, Any], today: datetime.date) -> None:
    """«Lý do: mất sóng» among the notes of a failed support is its reason."""
    if values.get("status") != FAILED or "reason" in values:
        return
    if match := _REASON.fullmatch(clean(values.get("notes", ""))):
        code = choices.code("failure_reason", match[1].rstrip(". "))
        values["reason"] = code or "other"
        if code:
            del values["notes"]


def _prepare_event(line: Line, values: dict[str, Any], today: datetime.date) -> None:
    """A place that is a village is kept as the village."""
    if line.mapping.column_of("village_id") is None and Shelf.is_village(values.get("place", "")):
        values["village_id"] = values.pop("place")


def _prepare_target(line: Line, values: dict[str, Any], today: datetime.date) -> None:
    if words := values.pop("period", None):
        match = _PERIOD.fullmatch(clean(words))
        try:
            days = [parse_date(text, today=today) for text in match.groups()] if match else []
        except ValueError:
            days = []
        if days:
            values["first_day"], values["last_day"] = days
        else:
            line.refuse("invalid_period", "Hãy ghi kỳ bằng hai ngày, ví dụ 30/6/2023 - 31/12/2023.", "period")
    elif not {"first_day", "last_day"} <= values.keys():
        line.refuse("missing_value", "Cần nhập kỳ: từ ngày nào đến ngày nào.", "period")
    if (code := values.get("indicator")) and code not in BY_CODE:
        line.warn("unknown_indicator", "Mã này không có trong danh mục chỉ tiêu nên chưa so được kết quả.", "indicator")


_PREPARE: Mapping[str, Callable[[Line, dict[str, Any], datetime.date], None]] = {
    "activations": _prepare_activation,
    "events": _prepare_event,
    "targets": _prepare_target,
}
