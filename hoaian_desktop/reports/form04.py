"""Biểu 04: what was done to spread the word, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from hoaian_desktop import choices
from hoaian_desktop.report_content import Annex, Row
from hoaian_desktop.reports.form_rows import NOTHING, heading, known_sum, nothing, words
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count

if TYPE_CHECKING:
    from hoaian_desktop.services.annexes import EventRow

CODE = "Biểu 04"

_COLUMNS = (
    "STT", "Nội dung", "Ngày", "Nơi thực hiện", "Số phút", "Lượt nghe, tiếp cận", "ĐVTN tham gia (lượt)",
    "Người có uy tín (lượt)",
)  # fmt: skip
_WIDTHS = (12.0, 91.0, 25.0, 52.0, 16.0, 21.0, 20.0, 20.0)
_KINDS = ("count", "text", "date", "text", "count", "count", "count", "count")
_ALIGNMENTS = ("center", "left", "center", "left", "right", "right", "right", "right")
_MEASURES = {"session": "buổi", "broadcast": "buổi", "post": "tin, bài", "training": "lớp", "launch": "ngày"}


def annex_of(events: Sequence[EventRow], span: str) -> Annex:
    """The annex for a span named as in «tháng 11 năm 2023»; kinds without an event are left out."""
    rows: list[Row] = []
    for number, (kind, group) in enumerate(groupby(events, lambda event: event.kind), start=1):
        found = list(group)
        rows.append(heading(number, choices.name("event_kind", kind), len(_COLUMNS)))
        rows += [_row(place, event) for place, event in enumerate(found, start=1)]
        rows.append(_sum(found, _MEASURES.get(kind, "hoạt động")))
    return Annex(
        code=CODE,
        title=f"Hoạt động tuyên truyền, vận động {span}".upper(),
        columns=_COLUMNS,
        widths=_WIDTHS,
        alignments=_ALIGNMENTS,
        rows=tuple(rows or [nothing(NOTHING, len(_COLUMNS))]),
        kinds=_KINDS,
    )


def _row(place: int, event: EventRow) -> Row:
    numbers = (event.minutes, event.reach, event.volunteers, event.influencers)
    said = (str(place), event.subject, show_date(event.day), words(event.place))
    return Row("main", (*said, *map(show_count, numbers)))


def _sum(events: Sequence[EventRow], measure: str) -> Row:
    numbers = (
        known_sum(event.minutes for event in events),
        known_sum(event.reach for event in events),
        sum(event.volunteers for event in events),
        sum(event.influencers for event in events),
    )
    return Row("total", ("", f"Cộng: {show_count(len(events))} {measure}", "", "", *map(show_count, numbers)))
