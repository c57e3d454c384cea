"""What the report tab works on: one load of a period, and the changes it asks for. Sessions only pass through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hoaian_desktop import papers
from hoaian_desktop.errors import GoneError
from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import late, missing, noted, report_heads, reporting, version_files
from hoaian_desktop.services.late import LatePeriod
from hoaian_desktop.services.missing import Missing, Weight
from hoaian_desktop.services.reporting import PeriodLine, VersionLine
from hoaian_desktop.services.version_files import FileLine
from ui.tabs import report_acts, report_words
from ui.tabs.report_acts import Decided
from ui.tabs.report_words import ReportWords

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
    words: ReportWords
    missing: tuple[Missing, ...]
    noted: frozenset[str] = frozenset()  # keys of the doubts that were looked at
    files: Mapping[int, tuple[FileLine, ...]] = field(default_factory=dict)  # kept, by version number
    late: tuple[LatePeriod, ...] = ()  # earlier closed periods that wait for a decision
    decided: tuple[Decided, ...] = ()
    reopened: str = ""  # why a closed report is being written again

    @property
    def faults(self) -> tuple[Missing, ...]:
        """What stands in the way of closing."""
        return tuple(each for each in self.missing if each.weight is Weight.FAULT)

    @property
    def unseen(self) -> tuple[Missing, ...]:
        """The doubts nobody has looked at."""
        doubts = (each for each in self.missing if each.weight is Weight.DOUBT)
        return tuple(each for each in doubts if noted.key_of(each) not in self.noted)

    @property
    def open(self) -> bool:
        """Whether it may be closed: it never was, or it was opened again."""
        return not self.line.closed

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
        now, then = self.content.table.rows, self.frozen[self.latest.number].table.rows
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
    found = missing.find(session, line.span, line, figures.period)
    is_late = any(each.place == (period_id, "check") for each in found)  # what waits is looked up once, if it does
    return ReportState(
        line=line,
        content=content,
        figures=figures,
        own=dict(report.narrative),
        versions=versions,
        frozen={each.number: reporting.content_of_version(session, each.id) for each in versions},
        file_name=papers.file_name(session, line.span),
        words=report_words.load(session, line, content, figures),
        missing=found,
        noted=noted.of(session, period_id),
        late=late.waiting(session, line.span) if is_late else (),
        decided=report_acts.decided(session, line),
        files={each.number: tuple(version_files.listed(session, each.id)) for each in versions},
        reopened=report.reopened or "",
    )


def keep_words(
    session: Any,
    period_id: int,
    *,
    own: Mapping[str, str],
    number: int | None,
    day: date | None,
    subject: str = "",
    knowingly: bool = False,
) -> None:
    """Keep the office's own words, number and date; None leaves number or date blank on paper.

    An empty subject is the form's. Raises ValidationError for a number that another report has, unless `knowingly`.
    """
    reporting.write(session, period_id, own=own, document_number=number, document_date=day, knowingly=knowingly)
    report_heads.name_it(session, period_id, subject)


def choose_annexes(session: Any, period_id: int, codes: Sequence[str]) -> None:
    """Keep which Biểu go along with the report being written."""
    reporting.choose_annexes(session, period_id, codes)


def add_period(session: Any, span: Span, *, kind: str, due: date | None) -> int:
    """A new period with an empty report; the one of these days if there is one."""
    return reporting.ensure_period(session, span, kind=kind, due=due).id


def close(session: Any, period_id: int) -> int:
    """Freeze the period's report as its next version and return the number. Raises GoneError, NotReady."""
    return papers.close_period(session, period_id).number
