"""What the report tab works on: one load of a period, and the changes it asks for. Sessions only pass through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hoaian_desktop import papers
from hoaian_desktop.errors import GoneError
from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import missing, reporting, version_files
from hoaian_desktop.services.missing import Missing
from hoaian_desktop.services.reporting import PeriodLine, VersionLine

FIGURES = slice(3, 9)  # the columns of Biểu 01 that hold numbers


@dataclass(frozen=True)
class ReportState:
    """A period as it stands: what would be printed now, and what was frozen."""

    line: PeriodLine
    content: ReportContent  # as the book stands now
    figures: Figures
    own: Mapping[str, str]  # the office's own words by section
    versions: tuple[VersionLine, ...]  # newest first
    frozen: Mapping[int, ReportContent]  # by version number
    file_name: str  # of a draft: without a version
    next_number: int
    missing: tuple[Missing, ...]

    @property
    def latest(self) -> VersionLine | None:
        """The newest frozen version."""
        return self.versions[0] if self.versions else None

    @property
    def next_version(self) -> int:
        """The number the report would be closed under."""
        return self.latest.number + 1 if self.latest else 1

    @property
    def changed_figures(self) -> set[tuple[int, int]]:
        """Row and column of each printed number that differs from the newest version; all if rows no longer match."""
        if self.latest is None:
            return set()
        now, then = self.content.annexes[0].rows, self.frozen[self.latest.number].annexes[0].rows
        if len(now) != len(then):
            return {(row, column) for row in range(len(now)) for column in range(*FIGURES.indices(10))}
        return {
            (row, column)
            for row, (one, other) in enumerate(zip(now, then, strict=True))
            for column in range(*FIGURES.indices(len(one.cells)))
            if one.cells[column] != other.cells[column]
        }

    @property
    def changed(self) -> bool:
        """Whether closing again would freeze something else than the newest version."""
        if self.latest is None:
            return True
        then = self.frozen[self.latest.number]
        return replace(self.content, code=then.code, draft=then.draft) != then

    def named(self, version: int | None, kind: str = version_files.PDF) -> str:
        """The file name of a version, or of the draft, with the ending of a kind of `papers.DRAWN`."""
        stem = self.file_name.removesuffix(".pdf")
        return f"{stem}.{kind}" if version is None else f"{stem}_v{version}.{kind}"


def load(session: Any, period_id: int) -> ReportState:
    """Everything about a period. Raises GoneError."""
    line = next((line for line in reporting.list_periods(session) if line.id == period_id), None)
    if line is None:
        raise GoneError
    content, figures = papers.report_content(session, line.span)
    report = reporting.report_of(session, period_id)
    versions = tuple(reporting.versions(session, period_id))
    return ReportState(
        line=line,
        content=content,
        figures=figures,
        own=dict(report.narrative),
        versions=versions,
        frozen={each.number: reporting.content_of_version(session, each.id) for each in versions},
        file_name=papers.file_name(session, line.span),
        next_number=reporting.next_number(session, (line.document_date or line.due or line.span.last).year),
        missing=missing.find(session, line.span, line),
    )


def keep_words(session: Any, period_id: int, *, own: Mapping[str, str], number: int | None, day: date | None) -> None:
    """Keep the office's own words, number and date; None leaves number or date blank on paper."""
    reporting.write(session, period_id, own=own, document_number=number, document_date=day)


def add_period(session: Any, span: Span, *, kind: str, due: date | None) -> int:
    """A new period with an empty report; the one of these days if there is one."""
    return reporting.ensure_period(session, span, kind=kind, due=due).id


def close(session: Any, period_id: int) -> int:
    """Freeze the period's report as its next version and return the number. Raises GoneError, NotReady."""
    return papers.close_period(session, period_id).number
