"""Biểu 03: what was done for the people of each village, service by service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from hoaian_desktop.report_content import Annex, Row
from hoaian_desktop.reports.form_rows import nothing
from hoaian_desktop.rules.numbers import show_count

if TYPE_CHECKING:
    from hoaian_desktop.indicators.figures import Counts
    from hoaian_desktop.services.annexes import VillageRow

CODE = "Biểu 03"
PEOPLE = "2.9.nguoi"
BOTH_LEVELS = "2.3"

_HEADS: Mapping[str, str] = {
    "2.1": "Định danh mức 1",
    "2.2": "Định danh mức 2",
    BOTH_LEVELS: "Cộng mức 1, mức 2",
    "2.4.luot": "Lượt hướng dẫn DVC",
    "2.5": "Hồ sơ DVC đã nộp",
    "2.6": "Tài khoản VssID",
    "2.7": "Thanh toán, ví điện tử",
    "2.8": "Chữ ký số cá nhân",
    PEOPLE: "Người được hỗ trợ (1)",
}
_WIDTHS = (12.0, 46.0, *[22.0] * 8, 23.0)
_KINDS = ("count", "text", *["count"] * len(_HEADS))
_ALIGNMENTS = ("center", "left", *["right"] * len(_HEADS))
_USUAL = ("thon", "khu-pho", "")


def annex_of(rows: Sequence[VillageRow], counts: Counts, span: str, *, village: str = "thôn") -> Annex:
    """The annex for a span named as in «tháng 11 năm 2023»; `counts` are the figures of Biểu 01 for the same days.

    What differs from them (a figure corrected by hand) is said below the table, never hidden.
    """
    lines = [_numbers(row.counts) for row in rows]
    totals = {key: sum(line[key] for line in lines) for key in _HEADS}
    body = [
        Row("main", (str(place), _name(row, village), *(show_count(line[key]) for key in _HEADS)))
        for place, (row, line) in enumerate(zip(rows, lines, strict=True), start=1)
    ]
    if not body:
        body = [nothing(f"Chưa ghi danh sách {village}", len(_WIDTHS))]
    marks, notes = _doubts(totals, counts)
    total = Row("total", ("", "Tổng cộng", *(show_count(totals[key]) for key in _HEADS)), marks)
    return Annex(
        code=CODE,
        title=f"Kết quả hỗ trợ người dân theo {village} và dịch vụ {span}".upper(),
        columns=("STT", village.capitalize(), *_HEADS.values()),
        widths=_WIDTHS,
        alignments=_ALIGNMENTS,
        rows=(*body, total),
        kinds=_KINDS,
        notes=(_of_people(counts, village), *notes),
    )


def _numbers(counts: Mapping[str, int]) -> dict[str, int]:
    found = {key: counts.get(key, 0) for key in _HEADS}
    found[BOTH_LEVELS] = found["2.1"] + found["2.2"]
    return found


def _name(row: VillageRow, village: str) -> str:
    if not row.name:
        return f"Chưa ghi {village}"
    return row.name if row.kind in _USUAL else f"làng {row.name}"


def _of_people(counts: Counts, village: str) -> str:
    said = f"Mỗi công dân tính một lần, ở {village} nơi cư trú; số người không cộng qua các kỳ."
    tally = counts[PEOPLE].tally if PEOPLE in counts else None
    return f"{said} Gồm {show_count(tally)} người theo số đếm, có thể trùng nhau." if tally else said


def _doubts(totals: Mapping[str, int], counts: Counts) -> tuple[tuple[tuple[int, int], ...], list[str]]:
    """Marks and notes where the sum is not what Biểu 01 says; note 1 is that of the people."""
    marks, notes = [], []
    for column, (key, number) in enumerate(totals.items(), start=2):
        said = counts[key].total if key in counts else None
        if said is not None and said != number:
            notes.append(f"Biểu 01 ghi {show_count(said)}, là số sửa tay; Biểu này cộng từ các bản ghi trong sổ.")
            marks.append((column, len(notes) + 1))
    return tuple(marks), notes
