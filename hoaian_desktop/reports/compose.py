"""A report put together: figures, office and the office's own words become one ReportContent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from hoaian_desktop.report_content import Annex, Heading, ReportContent, Signature
from hoaian_desktop.reports import form01, narrative
from hoaian_desktop.reports.office import Letterhead, OfficeFacts

if TYPE_CHECKING:
    from hoaian_desktop.indicators.catalogue import Indicator
    from hoaian_desktop.indicators.figures import Figures

TYPE_NAME = "BÁO CÁO"


def content_of(
    figures: Figures,
    office: OfficeFacts,
    letterhead: Letterhead,
    *,
    catalogue: Sequence[Indicator],
    groups: Mapping[str, str],
    code: str,
    own: Mapping[str, str] | None = None,
    number: int | None = None,
    day: date | None = None,
    subject: str | None = None,
    draft: bool = True,
    with_figures: bool = True,
    more: Sequence[Annex] = (),
) -> ReportContent:
    """The whole report. `number` and `day` stay None to be written by pen; `own` is the office's text by section.

    `subject` is the office's own trích yếu; None is the form's. `more` are the Biểu that go along besides Biểu
    01, which stays in the content even where it does not go along: the figures on screen are its rows.
    """
    table = form01.annex_of(figures, catalogue, groups, office.span, village=office.village)
    annexes = (*((table,) if with_figures else ()), *more)
    enclosed = [annex.code for annex in annexes]
    written = narrative.draft(figures, office, catalogue, own, subject=subject, enclosed=enclosed)
    return ReportContent(
        heading=Heading(
            superior=letterhead.superior,
            issuer=letterhead.issuer,
            symbol=letterhead.symbol,
            place=letterhead.place,
            month=day or figures.last,
            number=number,
            day=day,
            layout=letterhead.layout,
        ),
        type_name=TYPE_NAME,
        subject=narrative.subject_of(office, subject),
        addressee=f"Kính gửi: {office.superior}",
        opening=written.opening,
        sections=written.sections,
        closing=written.closing,
        signature=Signature(letterhead.authority, letterhead.title, letterhead.secretary),
        recipients=letterhead.recipients,
        annexes=annexes,
        kept=() if with_figures else (table,),
        issuer_long=f"Ban Chấp hành {office.union}",
        code=code,
        draft=draft,
        form=office.form,
    )
