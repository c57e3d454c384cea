"""A report as a Word document: ReportContent in, bytes out. The same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports import word_letter, word_styles, word_table, wording
from hoaian_desktop.reports.layout import MM, Sheet
from hoaian_desktop.reports.pages import PROGRAM
from hoaian_desktop.reports.word_xml import NAMESPACE, Set, nothing, paragraph, run, twips

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows
_NUMBER_TOP = at.NUMBER_HEIGHT * MM - 0.89 * at.TEXT_SIZE
_FOOT_BOTTOM = at.FOOTER_HEIGHT * MM - 0.22 * at.FOOTER_SIZE
_PAGE = f'<w:fldSimple w:instr=" PAGE ">{run("2")}</w:fldSimple>'
# What python-docx's blank document brings along and a report has no use for: 800 KB of styles, a picture of the page.
_UNUSED = ("stylesWithEffects", "webSettings", "fontTable", "theme", "customXml", "numbering", "thumbnail")


def render(content: ReportContent, foot: str = "") -> bytes:
    """The whole report: the letter, then each annex in a landscape section with page numbers of its own.

    `foot` stands at the foot of every page, where it is to say more than the report's code.
    """
    shown = wording.every_text(content, wording.typed)
    document = _document("".join(_blocks(shown)))
    before = None
    for section, sheet in zip(document.sections, _sheets(shown), strict=True):
        if sheet != before:  # the next annexes have what the first one has
            _frame(section, sheet, foot or wording.code_line(shown), wording.state_line(shown))
        before = sheet
    _describe(document, shown)
    made = io.BytesIO()
    document.save(made)
    return _packed(made.getvalue())


def _blocks(content: ReportContent) -> Iterator[str]:
    sheets = _sheets(content)
    yield from word_letter.letter(content)
    yield nothing(_section(sheets[0])) if len(sheets) > 1 else nothing()
    for place, each in enumerate(content.annexes, start=1):
        yield from word_table.annex(each, content)
        # The last section's properties stand at the end of the body, not in a paragraph.
        yield nothing(_section(sheets[place]) if place < len(content.annexes) else "")
    yield _section(sheets[-1])


def _sheets(content: ReportContent) -> list[Sheet]:
    return [at.PORTRAIT, *(at.LANDSCAPE for _ in content.annexes)]


def _section(sheet: Sheet) -> str:
    """The paper of a section: its first page has no number, and its pages count from 1."""
    turned = ' w:orient="landscape"' if sheet.width > sheet.height else ""
    return (
        f'<w:sectPr><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(sheet.width * MM)}" w:h="{twips(sheet.height * MM)}"{turned}/>'
        f'<w:pgMar w:top="{twips(sheet.top * MM)}" w:right="{twips(sheet.right * MM)}" '
        f'w:bottom="{twips(sheet.bottom * MM)}" w:left="{twips(sheet.left * MM)}" w:header="{twips(_NUMBER_TOP)}" '
        f'w:footer="{twips(_FOOT_BOTTOM)}" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _document(blocks: str) -> Document:
    """A document of these blocks, in the styles of a report and with nothing else in it."""
    import docx
    from docx.document import Document

    part = docx.Document(io.BytesIO(_blank())).part
    # Whole trees are put in place: moving the rows of a long table from one to another takes minutes.
    part._element = _parsed(
        f'<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_RELATED}"><w:body>{blocks}</w:body></w:document>'
    )
    part._styles_part._element = _parsed(word_styles.styles())
    part._settings_part._element = _parsed(word_styles.settings())
    for other in part.package.iter_parts():
        if other.partname == "/docProps/app.xml":
            other._blob = _APP.encode()
    return Document(part._element, part)


@cache
def _blank() -> bytes:
    """python-docx's blank document without what a report has no use for: reading that costs as much as a page."""
    import docx

    part = docx.Document().part
    for owner in (part.rels, part.package.rels):
        for key in [key for key, rel in owner.items() if rel.reltype.rpartition("/")[2] in _UNUSED]:
            del owner[key]
    part._styles_part._element = _parsed(word_styles.styles())
    made = io.BytesIO()
    part.save(made)
    return made.getvalue()


def _replace(element: Any, xml: str) -> None:
    """Put what the XML says in place of an element's attributes and children."""
    new = _parsed(xml)
    element.clear()
    element.attrib.update(new.attrib)
    element.extend(list(new))


def _frame(section: Section, sheet: Sheet, words: str, state: str) -> None:
    """The page number above from the second page on; below what the report is, and whether it is a draft."""
    tab = twips(sheet.text_width * MM)
    foot = (
        f'<w:p><w:pPr><w:pStyle w:val="{word_styles.PAGE_FOOT}"/><w:tabs><w:tab w:val="right" w:pos="{tab}"/></w:tabs>'
        f"</w:pPr>{run(words)}<w:r><w:tab/></w:r>{run(state)}</w:p>"
    )
    head = Set(word_styles.PAGE_HEAD)
    for edge, name, inside in (
        (section.header, "hdr", paragraph(_PAGE, head)),
        (section.first_page_header, "hdr", paragraph("", head)),
        (section.footer, "ftr", foot),
        (section.first_page_footer, "ftr", foot),
    ):
        edge.is_linked_to_previous = False
        _replace(edge._element, f'<w:{name} xmlns:w="{NAMESPACE}">{inside}</w:{name}>')


def _describe(document: Document, content: ReportContent) -> None:
    day = datetime.combine(content.heading.day or content.heading.month, time())
    about = document.core_properties
    about.title, about.subject = wording.title(content)[:255], content.subject[:255]
    about.author = about.last_modified_by = content.issuer_long[:255]
    about.language, about.keywords, about.comments = word_styles.LANGUAGE, content.code[:255], ""
    about.created = about.modified = day
    about.revision = 1


def _packed(made: bytes) -> bytes:
    """The same parts, of no time and in a fixed order: the first names the kinds of the others."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        first, *others = before.namelist()
        for name in (first, *sorted(others)):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            after.writestr(entry, before.read(name))
    return packed.getvalue()


def _parsed(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{PROGRAM}</Application></Properties>"
)
