"""The body of the report drafted from its figures; the office edits it section by section.

Every number in a drafted text is a live figure (`rules/live_text.py`): what the office writes over goes on following
the book. `sources` are the texts as they are kept, `draft` is what they say now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hoaian_desktop.report_content import Section
from hoaian_desktop.reports import assessment, results
from hoaian_desktop.reports.live_figures import LiveFigures
from hoaian_desktop.reports.office import OfficeFacts
from hoaian_desktop.reports.phrases import Reader
from hoaian_desktop.rules import dates, live_text
from hoaian_desktop.rules.report_forms import ORDER, Outline

if TYPE_CHECKING:
    from hoaian_desktop.indicators.catalogue import Indicator
    from hoaian_desktop.indicators.figures import Figures

WORK = "công tác chuyển đổi số, Đề án 06"


@dataclass(frozen=True)
class Draft:
    """The text of a report as it reads now."""

    opening: str
    sections: tuple[Section, ...]
    closing: str


def live(
    figures: Figures, office: OfficeFacts, catalogue: Sequence[Indicator], enclosed: Sequence[str] = ()
) -> LiveFigures:
    """The figures as this office's text says them; `enclosed` are the codes of the Biểu that go along."""
    return LiveFigures(figures, tuple(catalogue), office.wording.before, office.village, tuple(enclosed))


def drafted(numbers: LiveFigures, office: OfficeFacts, subject: str) -> dict[str, str]:
    """What the program proposes for every part of the form, as kept texts: paragraphs are lines."""
    reader, figures = Reader(numbers), numbers.figures
    written: dict[str, list[str]] = {
        "opening": [_opening(figures, office)],
        "situation": results.situation(reader, office, figures),
        "direction": results.direction(reader, office),
        "teams": results.teams(reader, office, figures),
        "accounts": results.accounts(reader, office),
        "models": results.models(reader, office),
        "targets": assessment.targets(numbers, office),
        "strengths": assessment.strengths(reader, office),
        "limits": assessment.limits(numbers, office),
        "causes": [assessment.CAUSES],
        "plan": assessment.plan(numbers, office),
        "proposals": assessment.proposals(office),
        "closing": [_closing(office, subject)],
    }
    here = {"opening", "closing", *(key for key, _level, _title in office.wording.outline)}
    return {key: "\n".join(written[key]) for key in ORDER if key in here}


def subject_of(office: OfficeFacts, own: str | None = None) -> str:
    """The trích yếu: the office's own, else the form's."""
    return own or office.wording.subject.format(work=WORK, span=office.span)


def draft(
    figures: Figures,
    office: OfficeFacts,
    catalogue: Sequence[Indicator],
    own: Mapping[str, str] | None = None,
    *,
    subject: str | None = None,
    enclosed: Sequence[str] = (),
) -> Draft:
    """Write the report from its figures; `own` holds the office's text by section key («opening», «closing» too).

    Own text replaces what was drafted; an empty one leaves the section out.
    """
    numbers = live(figures, office, catalogue, enclosed)
    texts = drafted(numbers, office, subject_of(office, subject))
    texts |= {key: text for key, text in (own or {}).items() if key in texts}
    said = {key: numbers.text(text) for key, text in texts.items()}
    return Draft(said["opening"], _sections(said, office.wording.sections(office.next_span)), said["closing"])


def paragraphs(text: str) -> list[str]:
    """The office's text as paragraphs: one a line, empty lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _sections(said: Mapping[str, str], outline: Outline) -> tuple[Section, ...]:
    found: list[Section] = []
    for key, level, title in outline:
        texts = tuple(paragraphs(said.get(key, "")))
        if texts or key not in said:
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
    return live_text.literal(
        f"Thực hiện {basis}, {office.bureau} báo cáo kết quả thực hiện {WORK} "
        f"từ ngày {_long(figures.first)} đến ngày {_long(figures.last)} như sau:"
    )


def _closing(office: OfficeFacts, subject: str) -> str:
    what = f"{subject[:1].lower()}{subject[1:]}".rstrip(" .;")
    report = "" if what.startswith("kết quả") else "báo cáo "
    return live_text.literal(f"Trên đây là {report}{what} của {office.bureau}.")


def _long(day: date) -> str:
    return f"{day.day:02d} tháng {dates.padded_month(day.month)} năm {day.year}"
