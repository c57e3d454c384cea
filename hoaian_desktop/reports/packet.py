"""The data packet in a closed report's PDF: what the unit above reads instead of retyping figures. Pure data.

The shape is published in `resources/schemas/report-packet-1.json`. What a reader may rely on:

- A report is known by its unit's key and the two days of its period; a frozen version by its number besides.
- Among versions of one report the highest number counts. The same number with the same digest is the same version,
  with another digest it is a conflict: two books of one unit. `replaces` names the version before with its digest.
- Keys a reader does not know are left alone: newer programs may add some. `schema.version` grows only when an older
  reader would misunderstand, and then it refuses.
- Missing is null, never 0.
- There is no personal data: who closed is told by office and title.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import PacketRefused
from hoaian_desktop.indicators import published
from hoaian_desktop.paths import resource
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.rules import digests, document, structure

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

    from hoaian_desktop.reports.archive import Attachment

NAME = "hoaian-report-packet"
VERSION = 1
FILE_NAME = "so-lieu-bao-cao.json"
MEDIA_TYPE = "application/json"

_DESCRIPTION = "Số liệu của báo cáo, để đơn vị cấp trên nhận vào sổ"
_PROGRAM = "hoaian-desktop"
_LARGEST = 4 * 1024 * 1024  # bytes of a packet; ours have some twenty thousand


@dataclass(frozen=True)
class UnitFacts:
    """The unit that reports. GSO codes are reused after 1/7/2025: `key` identifies it."""

    key: str
    code: str
    name: str
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None
    parent: UnitFacts | None = None


@dataclass(frozen=True)
class Facts:
    """All that a packet is made of."""

    content: ReportContent
    figures: Mapping[str, Any]  # as `indicators.published.document`
    version: int
    digest: str  # of the version: of content and figures
    content_digest: str
    replaces: tuple[int, str] | None  # number and digest of the version before
    unit: UnitFacts
    period_kind: str
    first: date
    last: date
    due: date | None
    since: date  # counting start
    closed_at: datetime
    program: str


def build(facts: Facts) -> dict[str, Any]:
    """The packet of a frozen version, JSON-ready."""
    content = facts.content
    heading, signature = content.heading, content.signature
    number = None if heading.number is None else document.document_number(heading.number, "BC", heading.symbol)
    replaces = None if facts.replaces is None else {"version": facts.replaces[0], "digest": facts.replaces[1]}
    packet: dict[str, Any] = {
        "schema": {"name": NAME, "version": VERSION},
        "program": {"name": _PROGRAM, "version": facts.program},
        "report": {
            "code": content.code,
            "form": content.form,
            "version": facts.version,
            "replaces": replaces,
            "digest": facts.digest,
            "content_digest": facts.content_digest,
        },
        "unit": _unit(facts.unit),
        "superior": heading.superior,
        "period": {
            "kind": facts.period_kind,
            "from": facts.first.isoformat(),
            "to": facts.last.isoformat(),
            "due": _day(facts.due),
            "since": facts.since.isoformat(),
        },
        "document": {"number": number, "date": _day(heading.day), "subject": content.subject},
        "closed": {
            "at": facts.closed_at.replace(microsecond=0).isoformat(),
            "by": {"issuer": content.issuer_long, "authority": signature.authority, "title": signature.title},
        },
        "figures": dict(facts.figures),
        "definitions": published.definitions(),
    }
    return {**packet, "checksum": digests.of(packet)}


def attachment(packet: Mapping[str, Any]) -> Attachment:
    """The packet as the file that lies in the PDF, legible to people too."""
    from hoaian_desktop.reports.archive import Attachment

    text = json.dumps(packet, ensure_ascii=False, indent=1)
    return Attachment(FILE_NAME, _DESCRIPTION, MEDIA_TYPE, text.encode())


def read(pdf: bytes) -> dict[str, Any]:
    """The packet in a PDF, whole and as it was closed.

    Raises PacketRefused: no PDF, no packet in it, of a newer program, damaged, or changed since.
    """
    packet = _parsed(_embedded(pdf))
    about = packet.get("schema")
    if not isinstance(about, dict) or about.get("name") != NAME or not isinstance(about.get("version"), int):
        raise PacketRefused("damaged")
    if about["version"] > VERSION:
        raise PacketRefused("newer")
    if structure.faults(packet, schema()):
        raise PacketRefused("damaged")
    body = {name: value for name, value in packet.items() if name != "checksum"}
    report = packet["report"]
    figures = digests.of(packet["figures"])
    if (
        packet["checksum"] != digests.of(body)
        or report["digest"] != digests.of_report(report["content_digest"], figures)
        or packet["figures"]["unit"] != packet["unit"]["key"]
        or any(packet["figures"][day] != packet["period"][day] for day in ("from", "to"))
    ):
        raise PacketRefused("altered")
    return packet


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of packets of this version."""
    path = resource("schemas", f"report-packet-{VERSION}.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _unit(unit: UnitFacts) -> dict[str, Any]:
    values: dict[str, Any] = {each.name: getattr(unit, each.name) for each in fields(unit)}
    values["valid_from"], values["valid_to"] = _day(unit.valid_from), _day(unit.valid_to)
    values["parent"] = _unit(unit.parent) if unit.parent else None
    return values


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _embedded(pdf: bytes) -> bytes:
    """The attached file's bytes."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            stream = _found(opened)
            if stream is None:
                raise PacketRefused("stripped")
            return _inflated(stream)
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, TypeError, ValueError) as error:
        # What is not a PDF, is locked, or breaks the rules of the format where the file should be.
        raise PacketRefused("unreadable") from error


def _found(opened: Pdf) -> Object | None:
    specification = opened.attachments.get(FILE_NAME)
    return None if specification is None else specification.get_file().obj


def _inflated(stream: Object) -> bytes:
    """Its content, in the ways `archive` writes it; nobody can make us hold more than `_LARGEST` bytes of it."""
    content, names = stream.read_raw_bytes(), _filters(stream)
    try:
        if names[:1] == ["/ASCIIHexDecode"]:
            content, names = bytes.fromhex(content.rstrip(b">").decode()), names[1:]
        if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
            content, names = zlib.decompressobj().decompress(content, _LARGEST + 1), []
    except (ValueError, zlib.error) as error:
        raise PacketRefused("damaged") from error
    if names:
        raise PacketRefused("damaged")
    return content


def _filters(stream: Object) -> list[str]:
    from pikepdf import Name

    given = stream.get("/Filter")
    if given is None:
        return []
    return [str(given)] if isinstance(given, Name) else [str(each) for each in given.as_list()]


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        if len(content) > _LARGEST:
            raise PacketRefused("damaged")
        packet = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PacketRefused("damaged") from error
    if not isinstance(packet, dict):
        raise PacketRefused("damaged")
    return packet
