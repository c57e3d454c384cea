"""What the step «Lời văn» works on, and the changes it asks for. Sessions only pass through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hoaian_desktop import papers
from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports.live_figures import LiveFigures
from hoaian_desktop.reports.numbering import roman
from hoaian_desktop.rules.numbering import Numbering
from hoaian_desktop.rules.report_forms import Outline
from hoaian_desktop.services import document_numbers, narrative_templates, offices, report_heads, reporting
from hoaian_desktop.services.report_heads import Signer
from hoaian_desktop.services.reporting import PeriodLine


@dataclass(frozen=True)
class ReportWords:
    """The text of a report and what stands around it."""

    form: str  # a code of the list `report_form`
    titles: Mapping[str, str]  # every part that can be written, with its heading as on paper
    live: LiveFigures
    drafted: Mapping[str, str]  # kept texts, as the program proposes them
    templates: Mapping[str, str]  # kept texts of this form, as the office keeps them
    subject: str  # the trích yếu of the form
    own_subject: str | None
    numbering: Numbering  # of the other reports
    number_doubled: int | None  # the number that is knowingly used twice
    signer: Signer
    signs_for_office: bool  # nobody of its own signs


def load(session: Any, line: PeriodLine, content: ReportContent, figures: Figures) -> ReportWords:
    """The words of a period whose content was made of these figures. Raises GoneError."""
    report, words = reporting.report_of(session, line.id), papers.words(session, line.span, content, figures)
    return ReportWords(
        form=words.form,
        titles=titles(words.outline),
        live=words.live,
        drafted=words.drafted,
        templates=narrative_templates.of_form(session, words.form),
        subject=words.subject,
        own_subject=report.subject,
        numbering=document_numbers.numbering(session, but=report.id),
        number_doubled=report.number_doubled,
        signer=report_heads.signer_of(offices.current(session), report),
        signs_for_office=report.signer is None,
    )


def titles(outline: Outline) -> dict[str, str]:
    """Every part of a form with its heading as on paper: «II.2. Hỗ trợ tài khoản…»; none for those that only head."""
    found = {"opening": "Mở đầu"}
    high = low = 0
    for at, (key, level, title) in enumerate(outline):
        high, low = (high + 1, 0) if level == 1 else (high, low + 1)
        heads_others = level == 1 and at + 1 < len(outline) and outline[at + 1][1] > 1
        if not heads_others:
            found[key] = f"{roman(high)}{f'.{low}' if low else ''}. {title}"
    return {**found, "closing": "Kết thúc"}


def choose_form(session: Any, period_id: int, form: str | None) -> None:
    """Write the report in another form; None is the one of the period."""
    report_heads.choose_form(session, period_id, form)


def sign_by(session: Any, period_id: int, signer: Signer | None) -> None:
    """Let somebody else sign; None is who signs for the office. Raises ValidationError."""
    report_heads.sign_by(session, period_id, signer)


def keep_template(session: Any, form: str, section: str, text: str | None) -> None:
    """Keep a section's text as the office's own for this form; None forgets it. Raises ValidationError."""
    if text is None:
        narrative_templates.forget(session, form, section)
    else:
        narrative_templates.keep(session, form, section, text)
