"""A report as data: everything that is printed, and nothing that has to be asked for. Five renderings read it.

It is stored with a closed version, so it turns into plain JSON and back without loss (`as_data`, `from_data`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

FIGURES = "Biểu 01"
"""The code of the annex that holds every figure."""


@dataclass(frozen=True)
class Heading:
    """The top of page one. `number` and `day` are None where they are to be written by pen."""

    superior: str  # HUYỆN ĐOÀN HOÀI ÂN
    issuer: str  # BCH ĐOÀN XÃ ÂN TÍN
    symbol: str  # ĐTN
    place: str  # Ân Tín
    month: date  # any day of the month that is printed when the day is left blank
    number: int | None = None
    day: date | None = None
    layout: str = "hd29"  # a code of the list `header_layout`


@dataclass(frozen=True)
class Section:
    """One headed stretch of the body: level 1 «I.», level 2 «1.». Paragraphs are plain text."""

    key: str  # stable name under which the office's own text is kept
    title: str
    level: int
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of a Biểu, every cell as it is printed; `kind` is group, main, sub or total.

    `marks` are footnotes: column and number, printed as «35 (1)»; the cell itself stays the bare number.
    """

    kind: str
    cells: tuple[str, ...]
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Annex:
    """A table on pages of its own, landscape: «Biểu 01»."""

    code: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]  # in millimetres
    alignments: tuple[str, ...]  # left, center, right
    rows: tuple[Row, ...]
    kinds: tuple[str, ...] = ()  # of each column: text, count, percent, date; none: all are text
    notes: tuple[str, ...] = ()  # footnotes 1, 2 … below the table


@dataclass(frozen=True)
class Signature:
    """Who signs: «TM. BAN CHẤP HÀNH», «BÍ THƯ», the name without titles."""

    authority: str
    title: str
    name: str


@dataclass(frozen=True)
class ReportContent:
    """One whole report. Texts are NFC."""

    heading: Heading
    type_name: str  # BÁO CÁO
    subject: str  # the trích yếu
    addressee: str  # Kính gửi: …
    opening: str
    sections: tuple[Section, ...]
    closing: str  # its last words are followed by ./.
    signature: Signature
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...]
    issuer_long: str  # Ban Chấp hành Đoàn xã Ân Tín
    code: str  # the report's identity on paper: AT-2023-11-V1
    draft: bool = True
    form: str = "monthly"  # a code of the list `report_form`
    kept: tuple[Annex, ...] = ()  # Biểu that belong to the figures and do not go along on paper

    @property
    def table(self) -> Annex:
        """Biểu 01, the table of the figures, whether it goes along or not. Raises LookupError."""
        for annex in (*self.annexes, *self.kept):
            if annex.code == FIGURES:
                return annex
        raise LookupError(FIGURES)

    def as_data(self) -> dict[str, Any]:
        """The content as JSON-ready data; dates are ISO text."""
        data: dict[str, Any] = _plain(asdict(self))
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> ReportContent:
        """The content that `as_data` wrote, also in an earlier release: what was not known then has its default."""
        heading = dict(data["heading"])
        heading["month"] = date.fromisoformat(heading["month"])
        heading["day"] = date.fromisoformat(heading["day"]) if heading["day"] else None
        sections = tuple(Section(s["key"], s["title"], s["level"], tuple(s["paragraphs"])) for s in data["sections"])
        plain = {
            k: v
            for k, v in data.items()
            if k not in {"heading", "sections", "signature", "recipients", "annexes", "kept"}
        }
        return cls(
            heading=Heading(**heading),
            sections=sections,
            signature=Signature(**data["signature"]),
            recipients=tuple(data["recipients"]),
            annexes=tuple(map(_annex, data["annexes"])),
            kept=tuple(map(_annex, data.get("kept", ()))),
            **plain,
        )


def _annex(data: dict[str, Any]) -> Annex:
    return Annex(
        code=data["code"],
        title=data["title"],
        columns=tuple(data["columns"]),
        widths=tuple(data["widths"]),
        alignments=tuple(data["alignments"]),
        rows=tuple(map(_row, data["rows"])),
        kinds=tuple(data.get("kinds", ())),
        notes=tuple(data.get("notes", ())),
    )


def _row(data: dict[str, Any]) -> Row:
    marks = tuple((column, number) for column, number in data.get("marks", ()))
    return Row(data["kind"], tuple(data["cells"]), marks)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
