"""The body of the report drafted from its figures; the office edits it section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hoaian_desktop.report_content import Section
from hoaian_desktop.reports import assessment, results
from hoaian_desktop.reports.office import OfficeFacts
from hoaian_desktop.reports.phrases import Reader
from hoaian_desktop.rules import dates

if TYPE_CHECKING:
    from hoaian_desktop.indicators.catalogue import Indicator
    from hoaian_desktop.indicators.figures import Figures

WORK = "công tác chuyển đổi số, Đề án 06"

TITLES: Mapping[str, tuple[int, str]] = {
    "direction": (1, "Công tác chỉ đạo, tuyên truyền"),
    "results": (1, "Kết quả thực hiện"),
    "teams": (2, "Tổ công nghệ số cộng đồng"),
    "accounts": (2, "Hỗ trợ tài khoản và dịch vụ số"),
    "models": (2, "Các mô hình"),
    "targets": (2, "So với chỉ tiêu"),
    "assessment": (1, "Đánh giá chung"),
    "strengths": (2, "Ưu điểm"),
    "limits": (2, "Tồn tại, hạn chế"),
    "causes": (2, "Nguyên nhân"),
    "plan": (1, "Phương hướng, nhiệm vụ kỳ tới"),
    "proposals": (1, "Đề xuất, kiến nghị"),
}
"""Level and title of every section in the order of the paper; «results» and «assessment» only head others."""


@dataclass(frozen=True)
class Draft:
    """The drafted text of a report."""

    opening: str
    sections: tuple[Section, ...]
    closing: str


def draft(
    figures: Figures, office: OfficeFacts, catalogue: Sequence[Indicator], own: Mapping[str, str] | None = None
) -> Draft:
    """Write the report from its figures; `own` holds the office's text by section key («opening», «closing» too).

    Own text replaces what was drafted; an empty one leaves the section out.
    """
    own = own or {}
    reader = Reader(figures)
    written: dict[str, list[str]] = {
        "direction": results.direction(reader, office),
        "teams": results.teams(reader, office, figures),
        "accounts": results.accounts(reader, office),
        "models": results.models(reader),
        "targets": assessment.targets(figures, catalogue),
        "strengths": assessment.strengths(reader, figures, catalogue),
        "limits": assessment.limits(figures, office, catalogue),
        "causes": [assessment.CAUSES],
        "plan": assessment.plan(figures, office, catalogue),
        "proposals": assessment.proposals(office),
    }
    written |= {key: paragraphs(text) for key, text in own.items() if key in written}
    return Draft(
        opening=own.get("opening", _opening(figures, office)),
        sections=_sections(written),
        closing=own.get("closing", f"Trên đây là kết quả thực hiện {WORK} {office.span} của {office.bureau}."),
    )


def paragraphs(text: str) -> list[str]:
    """The office's text as paragraphs: one a line, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _sections(written: Mapping[str, list[str]]) -> tuple[Section, ...]:
    found: list[Section] = []
    for key, (level, title) in TITLES.items():
        texts = tuple(written.get(key, ()))
        if texts or key not in written:
            found.append(Section(key, title, level, texts))
    # A heading that only heads others goes when they are gone.
    return tuple(
        section
        for section, after in zip(found, [*found[1:], None], strict=True)
        if section.paragraphs or (after is not None and after.level > section.level)
    )


def _opening(figures: Figures, office: OfficeFacts) -> str:
    basis = (office.directive or "").strip().rstrip(".;,")
    if not basis:
        basis = f"sự chỉ đạo của {office.superior} về công tác chuyển đổi số và triển khai Đề án 06"
    basis = basis.removeprefix("Thực hiện ").strip()
    return (
        f"Thực hiện {basis}, {office.bureau} báo cáo kết quả thực hiện {WORK} "
        f"từ ngày {_long(figures.first)} đến ngày {_long(figures.last)} như sau:"
    )


def _long(day: date) -> str:
    return f"{day.day:02d} tháng {dates.padded_month(day.month)} năm {day.year}"
