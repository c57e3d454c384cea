"""What differs between two versions of a report, figure by figure and text by text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from hoaian_desktop.errors import GoneError, NotReady
from hoaian_desktop.records import Report, ReportingPeriod, ReportVersion
from hoaian_desktop.report_content import Annex, ReportContent, Row
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.document import document_number
from hoaian_desktop.rules.numbers import MISSING, show_count, show_percent
from hoaian_desktop.rules.periods import Span

_FIRST, _SECOND = "Mở đầu", "Kết thúc"
_OTHER_REPORT = "Hai bản này không phải của cùng một kỳ báo cáo. Hãy chọn hai bản của một kỳ."
FORM = "Biểu 01"


@dataclass(frozen=True)
class Side:
    """One of the two that are compared; `number` is that of the version, for a draft the one it would have."""

    number: int
    draft: bool
    content: ReportContent

    @property
    def words(self) -> str:
        """«bản v1», «bản nháp v2»."""
        return f"bản nháp v{self.number}" if self.draft else f"bản v{self.number}"


@dataclass(frozen=True)
class Difference:
    """One cell of Biểu 01 as both versions print it, or a fact of the heading (`column` empty)."""

    code: str  # 2.4, of its indicator
    name: str  # of the row, or of what stands in the heading
    unit: str
    column: str  # Trong kỳ, Lũy kế năm …
    before: str
    after: str

    @property
    def change(self) -> str:
        """How many more, as it is printed: +8, −1, of a percentage +3,2; «—» where a side is no number."""
        one, other = _number(self.before), _number(self.after)
        if one is None or other is None:
            return MISSING
        size = abs(other - one)
        shown = show_percent(size)[:-1] if "," in self.before + self.after else show_count(int(size))
        return f"{'−' if other < one else '+'}{shown}"


@dataclass(frozen=True)
class TextDifference:
    """A section with other words: both texts, paragraphs one a line; empty where the section is not there."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    """Everything that differs between two versions of one report."""

    span: Span
    older: Side
    newer: Side
    reason: str  # why the newer one was made
    figures: tuple[Difference, ...]
    heading: tuple[Difference, ...]
    texts: tuple[TextDifference, ...]
    annexes: tuple[str, ...]  # a sentence for each other Biểu that differs

    @property
    def none(self) -> bool:
        """Whether both say the same."""
        return not (self.figures or self.heading or self.texts or self.annexes)


def between(session: Session, older_version_id: int, newer_version_id: int) -> Differences:
    """The differences of two closed versions of one report. Raises GoneError; NotReady for those of two periods."""
    older, newer = session.get(ReportVersion, older_version_id), session.get(ReportVersion, newer_version_id)
    if older is None or newer is None:
        raise GoneError
    if older.report_id != newer.report_id:
        raise NotReady([_OTHER_REPORT])
    if older.number > newer.number:
        older, newer = newer, older
    return compared(_span(session, newer.report_id), _side(older), _side(newer), newer.reason or "")


def against(session: Session, version_id: int, draft: ReportContent) -> Differences:
    """The differences of a closed version and the report as it stands now. Raises GoneError."""
    older = session.get(ReportVersion, version_id)
    if older is None:
        raise GoneError
    report = session.get_one(Report, older.report_id)
    newer = Side(older.number + 1, draft=True, content=draft)
    return compared(_span(session, report.id), _side(older), newer, report.reopened or "")


def compared(span: Span, older: Side, newer: Side, reason: str) -> Differences:
    """Two contents side by side; needs no session."""
    one, other = older.content, newer.content
    return Differences(
        span, older, newer, reason,
        figures=tuple(_figures(_form(one), _form(other))),
        heading=tuple(_heading(one, other)),
        texts=tuple(_texts(one, other)),
        annexes=tuple(_annexes(one.annexes, other.annexes)),
    )  # fmt: skip


def _side(version: ReportVersion) -> Side:
    return Side(version.number, draft=False, content=ReportContent.from_data(version.content))


def _span(session: Session, report_id: int) -> Span:
    period = session.get_one(ReportingPeriod, session.get_one(Report, report_id).period_id)
    return Span(period.first_day, period.last_day)


def _form(content: ReportContent) -> Annex | None:
    return next((annex for annex in (*content.annexes, *content.kept) if annex.code == FORM), None)


def _figures(one: Annex | None, other: Annex | None) -> Iterator[Difference]:
    if one is None or other is None:
        return
    before, after = dict(_rows(one)), dict(_rows(other))
    columns = [at for at, heading in enumerate(other.columns) if 3 <= at < len(other.columns) - 1 and heading]
    for place in [*after, *(key for key in before if key not in after)]:
        shown = after.get(place) or before[place]
        for at in columns:
            old = before[place].cells[at] if place in before else MISSING
            new = after[place].cells[at] if place in after else MISSING
            if old != new:
                yield Difference(place[0], place[1], shown.cells[2], other.columns[at], old, new)


def _rows(annex: Annex) -> Iterator[tuple[tuple[str, str], Row]]:
    """The rows with figures, by the code of their indicator and their name."""
    code = ""
    for row in annex.rows:
        if row.kind == "group":
            continue
        code = row.cells[0] or code
        yield (code, row.cells[1]), row


def _heading(one: ReportContent, other: ReportContent) -> Iterator[Difference]:
    for name, before, after in zip(_FACTS, _facts(one), _facts(other), strict=True):
        if before != after:
            yield Difference("", name, "", "", before, after)


_FACTS = (
    "Cơ quan cấp trên", "Cơ quan ban hành", "Số, ký hiệu", "Ngày ký", "Địa danh", "Tên loại văn bản", "Trích yếu",
    "Kính gửi", "Thẩm quyền ký", "Chức danh", "Người ký", "Nơi nhận", "Biểu kèm theo",
)  # fmt: skip


def _facts(content: ReportContent) -> tuple[str, ...]:
    heading, signature = content.heading, content.signature
    number = "để trống" if heading.number is None else document_number(heading.number, "BC", heading.symbol)
    return (
        heading.superior, heading.issuer, number, show_date(heading.day) or "để trống", heading.place,
        content.type_name, content.subject, content.addressee, signature.authority, signature.title, signature.name,
        "; ".join(line.strip(" -;.") for line in content.recipients),
        ", ".join(annex.code for annex in content.annexes) or "không có",
    )  # fmt: skip


def _texts(one: ReportContent, other: ReportContent) -> Iterator[TextDifference]:
    before, after = _sections(one), _sections(other)
    titles = {**{key: title for key, (title, _) in before.items()}, **{key: title for key, (title, _) in after.items()}}
    for key, title in titles.items():
        old, new = before.get(key, ("", ""))[1], after.get(key, ("", ""))[1]
        if old != new:
            yield TextDifference(title, old, new)


def _sections(content: ReportContent) -> dict[str, tuple[str, str]]:
    found = {"opening": (_FIRST, content.opening)}
    found |= {one.key: (one.title, "\n".join(one.paragraphs)) for one in content.sections}
    return {**found, "closing": (_SECOND, content.closing)}


def _annexes(one: Sequence[Annex], other: Sequence[Annex]) -> Iterator[str]:
    """Other Biểu hold lists: how many lines differ is said, the lines themselves are on the papers."""
    before = {annex.code: annex for annex in one if annex.code != FORM}
    for annex in other:
        old = before.get(annex.code)
        if old is None or old.rows == annex.rows:
            continue
        lost = sum(row not in annex.rows for row in old.rows)
        new = sum(row not in old.rows for row in annex.rows)
        yield f"{annex.code}: {show_count(new)} dòng mới hoặc sửa, {show_count(lost)} dòng không còn như trước."


def _number(text: str) -> Decimal | None:
    bare = text.replace(".", "").replace(",", ".")
    return Decimal(bare) if bare.replace(".", "", 1).isdecimal() else None
