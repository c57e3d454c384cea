"""The styles of a Word report: Word's own names for headings and body text, restyled as 29-HD wants them."""

from __future__ import annotations

from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.word_xml import NAMESPACE, twips

FONT = "Times New Roman"
LANGUAGE = "vi-VN"

NORMAL, BODY, TITLE, SUBJECT = "Normal", "BodyText", "Title", "Subtitle"
HEADINGS = ("Heading1", "Heading2")
CENTRED, RECIPIENT = "Centred", "Recipient"
ANNEX, CELL, COLUMN_HEAD, NOTE = "AnnexTitle", "Cell", "ColumnHead", "AnnexNote"
PAGE_HEAD, PAGE_FOOT = "Header", "Footer"


def styles() -> str:
    """The whole styles part."""
    made = "".join(
        (
            _style(NORMAL, "Normal", "", "", "", default=True),
            _style(BODY, "Body Text", NORMAL, _body("both"), ""),
            _style(HEADINGS[0], "heading 1", NORMAL, f"<w:keepNext/>{_body('left', level=0)}", "<w:b/>", after=BODY),
            _style(HEADINGS[1], "heading 2", NORMAL, f"<w:keepNext/>{_body('left', level=1)}", "<w:b/>", after=BODY),
            _style(
                TITLE, "Title", NORMAL, _centred(7.5 * MM, at.TEXT_LEADING, keep=True), f"<w:b/>{_size(at.TYPE_SIZE)}"
            ),
            _style(SUBJECT, "Subtitle", NORMAL, _centred(0, at.TEXT_LEADING, keep=True), "<w:b/>"),
            _style(CENTRED, "Dòng giữa", NORMAL, _centred(0, at.HEADER_PITCH), ""),
            _style(RECIPIENT, "Nơi nhận", NORMAL, _recipient(), _size(at.RECIPIENTS_SIZE)),
            _style(ANNEX, "Tên biểu", HEADINGS[0], _annex(), "<w:b/>"),
            _style(CELL, "Ô bảng", NORMAL, "", _size(at.TABLE_SIZE)),
            _style(COLUMN_HEAD, "Đầu cột", CELL, '<w:keepNext/><w:jc w:val="center"/>', "<w:b/>"),
            _style(NOTE, "Chú thích biểu", CELL, '<w:spacing w:before="60"/>', _size(at.NOTE_SIZES[0])),
            _style(PAGE_HEAD, "header", NORMAL, '<w:jc w:val="center"/>', ""),
            _style(PAGE_FOOT, "footer", NORMAL, "", f'<w:color w:val="737373"/>{_size(at.FOOTER_SIZE)}'),
            _TABLES,
        )
    )
    return f'<w:styles xmlns:w="{NAMESPACE}">{_DEFAULTS}{made}</w:styles>'


def settings() -> str:
    """The settings part: as a Word of today writes, with Vietnamese numbers."""
    return (
        f'<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def _style(key: str, name: str, base: str, paragraph: str, face: str, *, after: str = "", default: bool = False) -> str:
    first = ' w:default="1"' if default else ""
    first += "" if name.isascii() else ' w:customStyle="1"'  # names of our own are Vietnamese
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    following = f'<w:next w:val="{after}"/>' if after else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{key}"><w:name w:val="{name}"/>{based}{following}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{face}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _body(align: str, level: int | None = None) -> str:
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    return (
        f'<w:widowControl/><w:spacing w:after="{twips(at.AFTER)}" w:line="{twips(at.TEXT_LEADING)}" '
        f'w:lineRule="atLeast"/><w:ind w:firstLine="{twips(at.INDENT)}"/><w:jc w:val="{align}"/>{outline}'
    )


def _centred(before: float, pitch: float, *, keep: bool = False) -> str:
    return (
        f"{'<w:keepNext/>' if keep else ''}"
        f'<w:spacing w:before="{twips(before)}" w:line="{twips(pitch)}" w:lineRule="atLeast"/><w:jc w:val="center"/>'
    )


def _recipient() -> str:
    hang = twips(2.2 * MM)
    return (
        f'<w:spacing w:line="{twips(at.RECIPIENTS_PITCH)}" w:lineRule="atLeast"/>'
        f'<w:ind w:left="{hang}" w:hanging="{hang}"/>'
    )


def _annex() -> str:
    return (
        '<w:keepNext/><w:spacing w:after="0" w:line="340" w:lineRule="atLeast"/><w:ind w:firstLine="0"/>'
        '<w:jc w:val="center"/><w:outlineLvl w:val="0"/>'
    )


_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" '
    f'w:cs="{FONT}"/>{_size(at.TEXT_SIZE)}<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
