"""ReportLab's PDF made fit for an archive: PDF/A-3u (ISO 19005-3, level U), with data attached where there are any.

What the level asks for, and where it comes from: every font is embedded (only Tinos is ever used), each letter can be
turned back into Unicode (`to_unicode` rewrites ReportLab's maps), colours mean sRGB (output intent), and the file says
what it is in XMP, in the very words of its document information. Nothing here asks the clock: dates are those
ReportLab was told, the file's /ID is taken from its content, so the same input gives the same bytes.

Where accessibility ends: ReportLab writes no structure tree, so paragraphs, table cells and reading order are not
tagged, and the file claims neither level A nor PDF/UA. What a reader gets without tags is there: the language, the
title in the window, an outline of headings and annexes, and text in reading order, since it is drawn in that order.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from hoaian_desktop.paths import resource

if TYPE_CHECKING:
    from pikepdf import Object, Pdf, Stream

_SRGB = "sRGB IEC61966-2.1"
_MAPPED = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,6})>")
_DOUBTFUL_END = b"\r\nendstream"
_BLOCK = 100  # most entries in one bfchar block, by Adobe's note 5014
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True)
class Attachment:
    """Data that travels in the file: the figures a report was drawn from."""

    name: str
    description: str
    media_type: str
    content: bytes


def archived(pdf: bytes, attachments: Sequence[Attachment] = ()) -> bytes:
    """The same pages as PDF/A-3u, with `attachments` as its data; what it says of itself is taken from the PDF."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        _mend_fonts(document)
        _name_colours(document)
        created = str(document.docinfo.CreationDate)
        for each in attachments:
            _attach(document, each, created)
        del document.docinfo.Trapped  # ReportLab writes it as text
        document.Root.Metadata = _metadata(document)
        del document.trailer.ID  # made of the pages alone; the new one is made of everything
        made = _saved(document)
        if _DOUBTFUL_END in made:
            _respell(document)
            made = _saved(document)
    return made


def _saved(document: Pdf) -> bytes:
    import pikepdf

    target = BytesIO()
    document.save(
        target,
        min_version="1.7",
        deterministic_id=True,
        compress_streams=False,  # they are
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        fix_metadata_version=False,  # ours needs none, and looking costs loading an XML library
    )
    return target.getvalue()


def _respell(document: Pdf) -> None:
    """Write in hex what ends in a carriage return when it is packed.

    A validator that measures streams takes that last byte for half of the line's end, and calls the length wrong.
    """
    from pikepdf import Array, Name, Stream

    for thing in document.objects:
        if isinstance(thing, Stream) and thing.read_raw_bytes().endswith(b"\r"):
            packed = thing.read_raw_bytes()
            thing.write(packed.hex().encode() + b">", filter=Array([Name.ASCIIHexDecode, Name.FlateDecode]))


def to_unicode(cmap: bytes) -> bytes:
    """ReportLab's map from codes to letters without what is no letter, in blocks no longer than allowed.

    Codes that a subset leaves unused are mapped to U+0000 there; no text uses them.
    """
    pairs = [(code, int(letter, 16)) for code, letter in _MAPPED.findall(cmap)]
    kept = [b"<%s> <%s>" % (code, _utf16(letter)) for code, letter in pairs if letter not in (0, 0xFEFF, 0xFFFE)]
    head, tail = cmap[: cmap.index(b"endcodespacerange")], cmap[cmap.index(b"endcmap") :]
    blocks = [kept[start : start + _BLOCK] for start in range(0, len(kept), _BLOCK)]
    body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
    return head + b"endcodespacerange\n" + body + b"\n" + tail


def _utf16(letter: int) -> bytes:
    return chr(letter).encode("utf-16-be").hex().upper().encode()


def _mend_fonts(document: Pdf) -> None:
    """Rewrite the maps of all fonts; ReportLab gives every page the same ones."""
    mended = set()
    for page in document.pages:
        for font in page.Resources.Font.values():
            if font.objgen not in mended:
                mended.add(font.objgen)
                _pack(font.ToUnicode, to_unicode(font.ToUnicode.read_bytes()))


def _pack(stream: Object, content: bytes) -> None:
    from pikepdf import Name

    stream.write(zlib.compress(content, 9), filter=Name.FlateDecode)


@cache
def _profile() -> bytes:
    """The profile of sRGB as it stands in every file, packed once."""
    return zlib.compress(resource("colour", "sRGB.icc").read_bytes(), 9)


def _name_colours(document: Pdf) -> None:
    """Grey and RGB numbers in the pages are sRGB."""
    from pikepdf import Array, Dictionary, Name, String

    profile = document.make_stream(b"", N=3)
    profile.write(_profile(), filter=Name.FlateDecode)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_SRGB),
        Info=String(_SRGB),
        DestOutputProfile=profile,
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


def _attach(document: Pdf, attachment: Attachment, created: str) -> None:
    """Where readers look for it: by name among the embedded files, and as data the whole document belongs to."""
    from pikepdf import AttachedFileSpec, Name

    specification = AttachedFileSpec(
        document,
        attachment.content,
        filename=attachment.name,
        description=attachment.description,
        mime_type=attachment.media_type,
        creation_date=created,
        mod_date=created,
        relationship=Name.Data,
    )
    _pack(specification.obj.EF.F, attachment.content)
    document.attachments[attachment.name] = specification


def _metadata(document: Pdf) -> Stream:
    info = document.docinfo
    words = {
        "language": document.Root.Lang,
        "title": info.Title,
        "author": info.Author,
        "subject": info.Subject,
        "creator": info.Creator,
        "producer": info.Producer,
    }
    packet = _XMP.format(
        created=_iso(str(info.CreationDate)), **{name: escape(str(value)) for name, value in words.items()}
    )
    from pikepdf import Name

    return document.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _iso(pdf_date: str) -> str:
    """A PDF date as XMP writes it; both are UTC."""
    found = _PDF_DATE.match(pdf_date)
    if found is None:
        raise ValueError(pdf_date)
    return "{}-{}-{}T{}:{}:{}+00:00".format(*found.groups())
