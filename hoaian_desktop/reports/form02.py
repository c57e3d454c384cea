"""Biểu 02: the teams at work on the last day of the period, by kind."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hoaian_desktop import choices
from hoaian_desktop.report_content import Annex, Row
from hoaian_desktop.reports.form_rows import heading, listed, nothing, words
from hoaian_desktop.rules import phone
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count

if TYPE_CHECKING:
    from hoaian_desktop.services.annexes import TeamList, TeamRow

CODE = "Biểu 02"
ONCE = "Số cộng tính mỗi người một lần; người ở nhiều tổ có tên trong số của từng tổ."

_WIDTHS = (12.0, 60.0, 43.0, 33.0, 25.0, 40.0, 25.0, 19.0)
_KINDS = ("count", "text", "text", "text", "date", "text", "text", "count")
_ALIGNMENTS = ("center", "left", "left", "left", "center", "left", "center", "right")
_MEASURES = {"dvc-squad": "đội hình"}


def annex_of(teams: TeamList, *, village: str = "thôn", masked: bool = True) -> Annex:
    """The annex. `village` is what the parts of the unit are called; phones are masked unless told otherwise."""
    rows: list[Row] = []
    notes: tuple[str, ...] = ()
    for number, (kind, group) in enumerate(groupby(teams.rows, lambda team: team.kind), start=1):
        found = list(group)
        rows.append(heading(number, choices.name("team_kind", kind), len(_WIDTHS)))
        rows += [_row(place, team, masked) for place, team in enumerate(found, start=1)]
        total = teams.members.get(kind, 0)
        marks: tuple[tuple[int, int], ...] = ()
        if total != sum(team.members for team in found):
            notes, marks = (ONCE,), ((len(_WIDTHS) - 1, 1),)
        measure = _MEASURES.get(kind, "tổ")
        sum_words = f"Cộng: {show_count(len(found))} {measure}"
        rows.append(Row("total", ("", sum_words, "", "", "", "", "", show_count(total)), marks))
    if not rows:
        rows.append(nothing("Chưa có tổ nào hoạt động", len(_WIDTHS)))
    return Annex(
        code=CODE,
        title=f"Danh sách tổ công nghệ số, đội hình thanh niên đến ngày {show_date(teams.day)}".upper(),
        columns=(
            "STT", "Tên tổ, đội hình", village.capitalize(), "Số quyết định", "Ngày quyết định", "Tổ trưởng",
            "Điện thoại", "Số thành viên",
        ),
        widths=_WIDTHS,
        alignments=_ALIGNMENTS,
        rows=tuple(rows),
        kinds=_KINDS,
        notes=notes,
    )  # fmt: skip


def _row(place: int, team: TeamRow, masked: bool) -> Row:
    number = (phone.mask if masked else phone.show)(team.phone) if team.phone else None
    return Row(
        "main",
        (
            str(place),
            team.name,
            listed(team.villages),
            words(team.decision_number),
            words(show_date(team.decision_date)),
            words(team.leader),
            words(number),
            show_count(team.members),
        ),
    )
