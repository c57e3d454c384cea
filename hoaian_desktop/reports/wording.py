"""What all renderings of a report say alike: its lines, its title, its code; and its letters made fit for a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass, replace
from operator import is_
from typing import Any

from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports.letterhead import number_of, short_date
from hoaian_desktop.reports.numbering import numbered
from hoaian_desktop.rules.letters import INVISIBLE

END_MARK = "./."
DRAFT = "Bản nháp"

# Overrides and isolates: a number behind one would be read backwards in Word and Excel, which PDF knows nothing of.
_TURNING = frozenset("\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_GONE = dict.fromkeys(map(ord, INVISIBLE | _TURNING))
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class BodyLine:
    """One paragraph of the body; `level` is that of a heading, 0 for text."""

    text: str
    level: int = 0


def body(content: ReportContent) -> list[BodyLine]:
    """The body from the opening to the closing, headings numbered; the last paragraph carries the end mark."""
    lines = list(_paragraphs([content.opening]))
    for section, heading in zip(content.sections, numbered(content.sections), strict=True):
        lines += [BodyLine(heading, section.level), *_paragraphs(section.paragraphs)]
    lines += _paragraphs([content.closing])
    if lines and not lines[-1].level:
        lines[-1] = BodyLine(with_end_mark(lines[-1].text))
    return lines


def with_end_mark(text: str) -> str:
    """The last paragraph with `./.` after its last word, once."""
    return text.rstrip(" ./") + END_MARK


def title(content: ReportContent) -> str:
    """What the document calls itself: «Báo cáo kết quả thực hiện …»."""
    return f"{content.type_name.capitalize()} {content.subject[:1].lower()}{content.subject[1:]}"


def code_line(content: ReportContent) -> str:
    """The report's identity for the foot of its pages."""
    return f"Mã báo cáo: {content.code}" if content.code else ""


def state_line(content: ReportContent) -> str:
    """What marks a draft; empty for a closed version."""
    return DRAFT if content.draft else ""


def attached_to(content: ReportContent) -> str:
    """The line below an annex's title that says which letter it came with."""
    heading = content.heading
    letter = f"{content.type_name.capitalize()} số {number_of(heading, content.type_name)} ngày {short_date(heading)}"
    return f"(Kèm theo {letter} của {content.issuer_long})"


def every_text(content: ReportContent, change: Callable[[str], str]) -> ReportContent:
    """The content with every text in it changed."""
    changed: ReportContent = _changed(content, change)
    return changed


def typed(text: str) -> str:
    """Text as it was typed, composed, in the order of its letters, without what no XML file can hold."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable() and _GONE.keys().isdisjoint(map(ord, composed)):
        return composed
    plain = composed.translate(_GONE).replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(" " if letter != "\n" and unicodedata.category(letter) == "Cc" else letter for letter in plain)
    return _NOT_XML.sub("□", plain)


def _paragraphs(texts: Sequence[str]) -> Iterator[BodyLine]:
    for text in texts:
        yield from (BodyLine(line.strip()) for line in text.split("\n") if line.strip())


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        inner = tuple(_changed(one, change) for one in value)
        # A list of a hundred thousand rows is not held twice.
        return value if all(map(is_, inner, value)) else inner
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found = {name: after for name, before in vars(value).items() if (after := _changed(before, change)) is not before}
    return replace(value, **found) if found else value
