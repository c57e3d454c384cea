"""Two versions of a report side by side on A4: the figures, the heading and the texts that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable

from hoaian_desktop.report_content import Annex, Row
from hoaian_desktop.reports import annex, fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.flowables import BODY, CentredLines, Line, Text
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import balanced
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.rules.numbers import show_count

if TYPE_CHECKING:
    from hoaian_desktop.services.differences import Difference, Differences, TextDifference

_PLAIN = ParagraphStyle("compared", BODY, fontSize=13, leading=17.0, firstLineIndent=0, spaceAfter=4)
_LABEL = ParagraphStyle("compared-label", _PLAIN, fontName=fonts.ITALIC, spaceAfter=2)
_TITLE = ParagraphStyle("compared-title", _PLAIN, fontName=fonts.BOLD, spaceBefore=12, spaceAfter=6)
_SECTION = ParagraphStyle("compared-section", _PLAIN, fontName=fonts.BOLD_ITALIC, spaceBefore=6, spaceAfter=3)
_ROOM = 30 * MM  # a title needs at least this much below it
_LINES = 4 * 17.0  # and the name of a version two lines
_FIGURES = (11.0, 46.0, 20.0, 40.0, 14.0, 14.0, 15.0)
_FACTS = (36.0, 62.0, 62.0)
_NOTHING = "Hai bản không khác nhau về số liệu, phần đầu và lời văn."


def render(found: Differences) -> bytes:
    """The comparison as a PDF; the same two versions give the same bytes."""
    one, other = found.older.words, found.newer.words
    content = found.newer.content
    wide = at.PORTRAIT.text_width * MM
    texts = [
        (f"So sánh {one} và {other}", fonts.BOLD),
        (content.subject, fonts.REGULAR),
        (content.issuer_long, fonts.ITALIC),
    ]
    lines = [
        Line(line, font, at.TEXT_SIZE, 19.0)
        for text, font in texts
        for line in balanced(fonts.printable(text), font, at.TEXT_SIZE, wide)
    ]
    story: list[Flowable] = [CentredLines(lines, wide / 2, after=10)]
    if found.reason:
        story.append(Text.plain(fonts.printable(f"Lý do lập {other}: {found.reason}"), _PLAIN))
    if found.none:
        story.append(Text.plain(_NOTHING, _PLAIN))
    if found.figures:
        story += [*_titled(f"Số liệu khác nhau ({show_count(len(found.figures))} ô)"), *_table(_figures(found))]
    if found.heading:
        story += [*_titled("Phần đầu, người ký, nơi nhận"), *_table(_heading(found))]
    if found.annexes:
        story += _titled("Các biểu khác")
        story += [Text.plain(fonts.printable(f"- {sentence}"), _PLAIN) for sentence in found.annexes]
    if found.texts:
        story += _titled("Lời văn")
        for text in found.texts:
            story += _text(text, one, other)
    identity = Identity(
        title=f"So sánh {one} và {other}: {content.subject}",
        author=content.issuer_long,
        subject=content.subject,
        day=content.heading.day or content.heading.month,
    )
    footer = f"Mã báo cáo: {content.code}" if content.code else ""
    return build(story, [NumberedPage("compared", at.PORTRAIT, fonts.printable(footer))], identity)


def _titled(words: str) -> list[Flowable]:
    return [CondPageBreak(_ROOM), Text.plain(words, _TITLE)]


def _figures(found: Differences) -> Annex:
    rows, last = [], ("", "")
    for one in found.figures:
        again = (one.code, one.name) == last
        last = (one.code, one.name)
        rows.append(_row(one, again=again))
    return Annex(
        code="",
        title="",
        columns=(
            "Mã", "Chỉ tiêu", "Đơn vị tính", "Cột", _short(found.older.words), _short(found.newer.words), "Chênh lệch",
        ),
        widths=_FIGURES,
        alignments=("center", "left", "center", "left", "right", "right", "right"),
        rows=tuple(rows),
    )  # fmt: skip


def _table(compared: Annex) -> list[Flowable]:
    made: Any = annex.table(compared)  # one flowable, or several that follow each other
    return made if isinstance(made, list) else [made]


def _row(one: Difference, *, again: bool) -> Row:
    """A row that goes on about the figure above names it no second time, and stays with it."""
    cells = ("", "", "") if again else (one.code, one.name, one.unit)
    return Row("main", _clean((*cells, one.column, one.before, one.after, one.change)))


def _heading(found: Differences) -> Annex:
    rows = tuple(Row("main", _clean((one.name, one.before, one.after))) for one in found.heading)
    columns = ("Nội dung", _short(found.older.words), _short(found.newer.words))
    return Annex("", "", columns, _FACTS, ("left", "center", "center"), rows)


def _text(text: TextDifference, one: str, other: str) -> Iterator[Flowable]:
    yield CondPageBreak(_ROOM)
    yield Text.plain(fonts.printable(text.title), _SECTION)
    for words, said in ((one, text.before), (other, text.after)):
        yield CondPageBreak(_LINES)
        yield Text.plain(f"{words[:1].upper()}{words[1:]}:", _LABEL)
        lines = [line.strip() for line in said.splitlines() if line.strip()] or ["(không có)"]
        yield from (Text.plain(fonts.printable(line), _PLAIN) for line in lines)


def _short(words: str) -> str:
    """«v1», «Nháp v2»: what stands over a narrow column."""
    short = words.removeprefix("bản ")
    return short if short.startswith("v") else short[:1].upper() + short[1:]


def _clean(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fonts.printable(cell) for cell in cells)
