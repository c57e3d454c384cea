"""Numbers, file names and issuing lines of the Union's documents (Hướng dẫn 29-HD/TWĐTN-VP)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hoaian_desktop.rules.names import clean, fold, nfc, proper
from hoaian_desktop.rules.periods import PeriodKind, Span, before_reform

BLANK = "     "  # room to write the number by hand
SUPERIOR_OF_DISTRICT_ERA = "HUYỆN ĐOÀN HOÀI ÂN"
SUPERIOR_SINCE_REFORM = "TỈNH ĐOÀN GIA LAI"

UNIT_WORDS: Mapping[str, str] = {
    "commune": "XÃ",
    "town": "THỊ TRẤN",
    "ward": "PHƯỜNG",
    "district": "HUYỆN",
    "province": "TỈNH",
}
_ABOVE = ("HUYỆN", "TỈNH")  # these bodies put their word first: HUYỆN ĐOÀN HOÀI ÂN

_LABEL = r"(?:số\s*:?\s*)?"
_BODY = r"(?P<body>[A-ZĐa-zđ]{2,8}(?:-[A-ZĐa-zđ]{2,6})?)"
_KIND = r"(?P<kind>[A-ZĐa-zđ]{1,4})"
_FORMS = tuple(
    re.compile(_LABEL + r"(?P<number>[0-9]{1,4})" + rest, re.IGNORECASE)
    for rest in (
        rf"\s*-\s*{_KIND}\s*/\s*{_BODY}",  # 05-BC/ĐTN
        rf"\s+{_KIND}\s*/\s*{_BODY}",  # 12 BC/ĐTN, before 2013
        rf"\s*/\s*{_KIND}\s*-\s*{_BODY}",  # 12/BC-ĐTN, as state offices write
    )
)


@dataclass(frozen=True)
class DocumentNumber:
    """Number, kind and symbol of a document, however it was written; `str` is the form of the Union."""

    number: int
    kind: str
    body: str

    def __str__(self) -> str:
        return document_number(self.number, self.kind, self.body)


def document_number(number: int | None, kind: str, body: str) -> str:
    """Return "05-BC/ĐTN"; without a number "     -BC/ĐTN", to be completed by pen after signing."""
    shown = BLANK if number is None else f"{number:02d}"
    return f"{shown}-{nfc(kind)}/{nfc(body)}"


def parse_document_number(text: str) -> DocumentNumber:
    """Read 05-BC/ĐTN and the older forms 12 BC/ĐTN and 12/BC-ĐTN; raises ValueError with a sentence."""
    typed = clean(text)
    for form in _FORMS:
        if found := form.fullmatch(typed):
            return DocumentNumber(int(found["number"]), found["kind"], found["body"])
    shown = typed if len(typed) <= 30 else typed[:30] + "…"
    raise ValueError(f"Không hiểu số văn bản “{shown}”. Hãy ghi như 05-BC/ĐTN.")


def file_name(kind: str, unit_name: str, span: Span, version: int | None, ext: str) -> str:
    """Return a name that survives Zalo and old disks: BC_CDS_AnTin_2023-11_v1.pdf; without a version no «_v1»."""
    tail = "" if version is None else f"_v{version}"
    return f"{kind}_{camel(unit_name)}_{_span_part(span)}{tail}.{ext.lstrip('.')}"


def check_code(digest: str) -> str:
    """Return the beginning of a report's digest as it is compared by eye on paper: 3F9A-1C22-77B0-E5D1."""
    signs = digest[:16].upper()
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def issuer_line(kind: str, name: str) -> str:
    """Return the issuing body in capitals: "BCH ĐOÀN XÃ ÂN TÍN"; `kind` is a code of `unit_kind` or its word."""
    word = UNIT_WORDS.get(kind, clean(kind).upper())
    unit = clean(name).upper()
    return f"{word} ĐOÀN {unit}" if word in _ABOVE else f"BCH ĐOÀN {word} {unit}"


def default_superior(day: date) -> str:
    """Return the first header line a report of this day carries unless the office has set its own."""
    return SUPERIOR_OF_DISTRICT_ERA if before_reform(day) else SUPERIOR_SINCE_REFORM


def superior_short(superior: str) -> str:
    """Return how prose and Nơi nhận call the superior: "Huyện đoàn" for "BCH HUYỆN ĐOÀN HOÀI ÂN"."""
    found = _superior(superior)
    return f"{found[1].capitalize()} đoàn" if found else proper(superior)


def superior_full(superior: str) -> str:
    """Return the superior in a sentence: "Huyện đoàn Hoài Ân" for "HUYỆN ĐOÀN HOÀI ÂN"."""
    found = _superior(superior)
    return f"{found[1].capitalize()} đoàn {proper(found[2])}".strip() if found else proper(superior)


def _superior(line: str) -> re.Match[str] | None:
    lead = r"(?:BCH|BTV|BAN CHẤP HÀNH|BAN THƯỜNG VỤ)?\s*"
    return re.fullmatch(lead + r"(HUYỆN|TỈNH|THÀNH|THỊ|QUẬN|TRUNG ƯƠNG)\s+ĐOÀN\s*(.*)", clean(line), re.IGNORECASE)


def camel(name: str) -> str:
    """Return the words of a name without marks and spaces: Ân Tín as AnTin."""
    return "".join(word[0].upper() + word[1:] for word in re.findall(r"[a-z0-9]+", fold(name)))


def _span_part(span: Span) -> str:
    match span.kind:
        case PeriodKind.MONTH:
            return f"{span.first:%Y-%m}"
        case PeriodKind.QUARTER:
            return f"{span.first.year}-Q{span.first.month // 3 + 1}"
        case PeriodKind.YEAR:
            return str(span.first.year)
    return f"{span.first.isoformat()}_{span.last.isoformat()}"
