"""A report as a PDF in the Union's layout: ReportContent in, bytes out. The same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak

from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import annex, fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.archive import Attachment
from hoaian_desktop.reports.flowables import BODY, HEADING, Ending, Text
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.letterhead import Letterhead, title
from hoaian_desktop.reports.numbering import numbered
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.reports.seal import Seal
from hoaian_desktop.reports.signature import signature_block

END_MARK = "./."
DRAFT = "Bản nháp"

_GAP = 8.0
_WIDTH = at.PORTRAIT.text_width * MM


def render(content: ReportContent, seal: Seal | None = None, attachments: Sequence[Attachment] = ()) -> bytes:
    """The whole report: the letter, then each annex on landscape pages with numbers of its own.

    A closed version has its seal in every footer and its figures attached; a draft has neither.
    """
    shown = _printable(content)
    footer = seal.words if seal else ""
    state = DRAFT if shown.draft else ""
    templates = [NumberedPage("letter", at.PORTRAIT, footer, state, seal)]
    story = letter(shown)
    for place, table in enumerate(shown.annexes):
        name = f"annex-{place}"
        templates.append(NumberedPage(name, at.LANDSCAPE, footer, state, seal))
        story += [NextPageTemplate(name), PageBreak(), *annex.story(table, shown, name)]
    return build(story, templates, _identity(shown), attachments)


def letter(content: ReportContent) -> list[Flowable]:
    """The letter itself, from the letterhead to the signature."""
    story: list[Flowable] = [Letterhead(content.heading, content.type_name)]
    story += title(content.type_name, content.subject, content.addressee)
    texts = list(_texts(content))
    signature, more = signature_block(content.signature, content.recipients)
    start = _ending_begins(texts)
    story += _body(texts[:start])
    story.append(Ending(texts[start:], signature, gap=_GAP))
    return story + more


def with_end_mark(text: str) -> str:
    """The last paragraph with `./.` after its last word, once."""
    return text.rstrip(" ./") + END_MARK


def _texts(content: ReportContent) -> Iterator[Text]:
    body: list[tuple[str, tuple[str, str, int] | None]] = [(line, None) for line in _paragraphs([content.opening])]
    depth = -1
    for section, heading in zip(content.sections, numbered(content.sections), strict=True):
        # An outline may not skip a level.
        depth = min(section.level - 1, depth + 1)
        body.append((heading, (f"section-{len(body)}", heading, depth)))
        body += [(line, None) for line in _paragraphs(section.paragraphs)]
    body += [(line, None) for line in _paragraphs([content.closing])]
    if body and body[-1][1] is None:
        body[-1] = (with_end_mark(body[-1][0]), None)
    for line, outline in body:
        text = Text.plain(line, HEADING if outline else BODY)
        text.outline = outline
        yield text


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from (line.strip() for line in text.split("\n") if line.strip())


def _body(texts: Sequence[Text]) -> Iterator[Flowable]:
    for place, text in enumerate(texts):
        if text.is_heading and not (place and texts[place - 1].is_heading):
            yield CondPageBreak(_room_for(texts[place:]))
        yield text


def _room_for(texts: Sequence[Text]) -> float:
    """The height that headings need together with the first lines of what they head."""
    room = 0.0
    for text in texts:
        count = text.line_count(_WIDTH)
        if text.is_heading:
            room += count * at.TEXT_LEADING + at.AFTER
            continue
        room += (count if count <= 3 else 2) * at.TEXT_LEADING
        break
    return min(room, at.PORTRAIT.text_height * MM / 2)


def _ending_begins(texts: Sequence[Text]) -> int:
    """Where the stretch begins that holds two lines of text for the signature and no beheaded paragraph."""
    start, lines = len(texts), 0
    while start and lines < 2:
        start -= 1
        if not texts[start].is_heading:
            lines += texts[start].line_count(_WIDTH)
    while start and texts[start - 1].is_heading:
        start -= 1
    return start


def _identity(content: ReportContent) -> Identity:
    heading = content.heading
    return Identity(
        title=f"{content.type_name.capitalize()} {content.subject[:1].lower()}{content.subject[1:]}",
        author=content.issuer_long,
        subject=content.subject,
        day=heading.day or heading.month,
    )


def _printable(content: ReportContent) -> ReportContent:
    return ReportContent.from_data(_clean(content.as_data()))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return fonts.printable(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return value
