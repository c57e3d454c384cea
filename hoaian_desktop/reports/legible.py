"""Whether all of a report can be read once it is on paper: places whose letters the bundled typeface lacks."""

from __future__ import annotations

from collections.abc import Iterator

from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports.numbering import numbered
from hoaian_desktop.rules import letters


def faults(content: ReportContent) -> tuple[str, ...]:
    """A sentence for each place with letters that cannot be drawn; empty if the report can be printed as it is."""
    said = ((place, fonts.missing(text)) for place, text in _texts(content))
    return tuple(letters.sentence(place, lacking) for place, lacking in said if lacking)


def _texts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Everything that is printed, by the name under which a clerk finds it."""
    heading = content.heading
    yield "Cơ quan cấp trên", heading.superior
    yield "Cơ quan ban hành", f"{heading.issuer} {content.issuer_long}"
    yield "Ký hiệu", heading.symbol
    yield "Địa danh", heading.place
    yield "Trích yếu", f"{content.type_name} {content.subject}"
    yield "Kính gửi", content.addressee
    yield "Đoạn mở đầu", content.opening
    for section, title in zip(content.sections, numbered(content.sections), strict=True):
        yield f"Mục “{title}”", "\n".join((title, *section.paragraphs))
    yield "Đoạn kết", content.closing
    signature = content.signature
    yield "Phần ký tên", f"{signature.authority} {signature.title} {signature.name}"
    yield "Nơi nhận", "\n".join(content.recipients)
    for annex in content.annexes:
        cells = [cell for row in annex.rows for cell in row.cells]
        yield annex.code, "\n".join((annex.title, *annex.columns, *cells, *annex.notes))
