"""Biểu 05: the persons of influence who took part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hoaian_desktop import choices
from hoaian_desktop.report_content import Annex, Row
from hoaian_desktop.reports.form_rows import NOTHING, nothing, words
from hoaian_desktop.rules.numbers import show_count

if TYPE_CHECKING:
    from hoaian_desktop.services.annexes import InfluencerRow

CODE = "Biểu 05"

_WIDTHS = (12.0, 80.0, 80.0, 50.0, 35.0)
_KINDS = ("count", "text", "text", "text", "count")
_ALIGNMENTS = ("center", "left", "left", "left", "right")


def annex_of(people: Sequence[InfluencerRow], span: str, *, village: str = "thôn") -> Annex:
    """The annex for a span named as in «tháng 11 năm 2023»; `village` is what the parts of the unit are called."""
    rows = [
        Row(
            "main",
            (
                str(place),
                person.full_name,
                choices.name("influence_role", person.role),
                words(person.village),
                show_count(person.events),
            ),
        )
        for place, person in enumerate(people, start=1)
    ]
    if rows:
        turns = show_count(sum(person.events for person in people))
        rows.append(Row("total", ("", f"Cộng: {show_count(len(people))} người", "", "", turns)))
    return Annex(
        code=CODE,
        title=f"Người có uy tín tham gia {span}".upper(),
        columns=("STT", "Họ và tên", "Vai trò", village.capitalize(), "Lượt tham gia hoạt động"),
        widths=_WIDTHS,
        alignments=_ALIGNMENTS,
        rows=tuple(rows or [nothing(NOTHING, len(_WIDTHS))]),
        kinds=_KINDS,
    )
