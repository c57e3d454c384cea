"""Reports to print in tests, and a reader that measures what was printed."""

from __future__ import annotations

import ctypes
import io
import os
import subprocess
import sys
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from hoaian_desktop.indicators import published
from hoaian_desktop.indicators.catalogue import CATALOGUE, GROUPS, parts
from hoaian_desktop.indicators.figures import Count, Figures, TargetFigure
from hoaian_desktop.report_content import Annex, Heading, ReportContent, Row, Section, Signature
from hoaian_desktop.reports import packet
from hoaian_desktop.reports.compose import content_of
from hoaian_desktop.reports.office import Letterhead, OfficeFacts
from hoaian_desktop.reports.seal import Seal
from hoaian_desktop.rules import digests

MM = 72 / 25.4
SENTENCE = "Đoàn viên, thanh niên hướng dẫn người dân cài đặt và kích hoạt tài khoản định danh điện tử tại thôn. "

A_SEAL = Seal("AT-2023-11-V1", "3f9a1c2277b0e5d1" * 4)

_NOVEMBER = {
    "1.1.to": 6, "1.2.nguoi": 46, "1.2.nu": 20, "1.2.doan_vien": 38, "1.3.thon": 6, "1.3.tong_so": 6, "1.4.doi": 1,
    "1.4.nguoi": 8, "1.5.luot": 97, "1.5.nguoi": 41, "2.1": 46, "2.2": 168, "2.3": 214, "2.4.nguoi": 58,
    "2.4.luot": 70, "2.5": 42, "2.6": 51, "2.7": 39, "2.7.co_giao_dich": 21, "2.8": 0, "2.9.nguoi": 186,
    "2.9.luot": 320, "2.9.cao_tuoi": 31, "3.1.buoi": 4, "3.1.luot": 187, "3.2.buoi": 9, "3.2.phut": 135,
    "3.2.cum_loa": 6, "3.3.tin_bai": 14, "3.3.luot": 2066, "3.4.lop": 1, "3.4.nguoi": 32, "3.5": 350,
    "4.1.nguoi": 9, "4.2.ho": 45, "4.2.buoi": 4,
}  # fmt: skip


def counts(numbers: Mapping[str, int | None], tallies: Mapping[str, int] | None = None) -> dict[str, Count]:
    """Counts for every key of the catalogue; what is not named is 0, None is missing."""
    found = {}
    for key, _indicator, part in parts():
        tally = None if part.tally is None else (tallies or {}).get(key, 0)
        number = numbers.get(key, 0)
        named = number - (tally or 0) if number is not None else None
        found[key] = Count(named, tally if number is not None else None)
    return found


def figures(
    changes: Mapping[str, int | None] | None = None,
    *,
    before: Mapping[str, int | None] | None = None,
    targets: Mapping[str, TargetFigure] | None = None,
    tallies: Mapping[str, int] | None = None,
) -> Figures:
    """November 2023 in xã Ân Tín."""
    return Figures(
        unit="old-21703",
        first=date(2023, 10, 15),
        last=date(2023, 11, 14),
        since=date(2023, 6, 30),
        period=counts({**_NOVEMBER, **(changes or {})}, tallies),
        previous=counts({**_NOVEMBER, "2.3": 176, **(before or {})}),
        year=counts({**_NOVEMBER, "2.3": 1981}),
        cumulative=counts({**_NOVEMBER, "2.3": 5535}),
        targets={"2.3": TargetFigure(1650, 1414)} if targets is None else targets,
    )


def nothing_done() -> Figures:
    """A month without a single record."""
    none = counts({})
    return Figures("old-21703", date(2023, 11, 1), date(2023, 11, 30), date(2023, 6, 30), none, none, none, none)


OFFICE = OfficeFacts(
    unit_kind="xã",
    unit_name="Ân Tín",
    superior="Ban Thường vụ Huyện đoàn Hoài Ân",
    superior_short="Huyện đoàn",
    since=date(2023, 6, 30),
    directive="Kế hoạch số 27-KH/HĐ ngày 30 tháng 6 năm 2023 của Ban Thường vụ Huyện đoàn Hoài Ân",
    span="tháng 11 năm 2023",
    next_span="tháng 12 năm 2023",
)
LETTERHEAD = Letterhead(
    superior="HUYỆN ĐOÀN HOÀI ÂN",
    issuer="BCH ĐOÀN XÃ ÂN TÍN",
    symbol="ĐTN",
    place="Ân Tín",
    authority="TM. BAN CHẤP HÀNH",
    title="BÍ THƯ",
    secretary="Trần Thị Mỹ Duyên",
    recipients=("BTV Huyện đoàn (b/c)", "Đảng ủy, UBND xã (b/c)", "Các chi đoàn (t/h)", "Lưu VP"),
)


def a_report(*, with_figures: bool = True, **changes: object) -> ReportContent:
    """The whole report of November, as the office prints it; Biểu 01 goes along unless it is not wanted."""
    content = content_of(
        figures(), OFFICE, LETTERHEAD, catalogue=CATALOGUE, groups=GROUPS, code="AT-2023-11-V1", number=12,
        day=date(2023, 11, 20), draft=False, with_figures=with_figures,
    )  # fmt: skip
    return replace(content, **changes)


def a_letter(*paragraphs: str, closing: str = "Trên đây là kết quả thực hiện.", **heading: object) -> ReportContent:
    """A short letter with one section and no annex."""
    head = Heading(
        "HUYỆN ĐOÀN HOÀI ÂN", "BCH ĐOÀN XÃ ÂN TÍN", "ĐTN", "Ân Tín", date(2023, 11, 1), 12, date(2023, 11, 20)
    )
    return ReportContent(
        heading=replace(head, **heading),
        type_name="BÁO CÁO",
        subject="Kết quả thực hiện công tác chuyển đổi số, Đề án 06 tháng 11 năm 2023",
        addressee="Kính gửi: Ban Thường vụ Huyện đoàn Hoài Ân",
        opening="Thực hiện kế hoạch, Ban Thường vụ Đoàn xã báo cáo như sau:",
        sections=(Section("direction", "Công tác chỉ đạo, tuyên truyền", 1, paragraphs),),
        closing=closing,
        signature=Signature("TM. BAN CHẤP HÀNH", "BÍ THƯ", "Trần Thị Mỹ Duyên"),
        recipients=("BTV Huyện đoàn (b/c)", "Lưu VP"),
        annexes=(),
        issuer_long="Ban Chấp hành Đoàn xã Ân Tín",
        code="AT-2023-11-V1",
        draft=False,
    )


def a_table(rows: int, note: str = "") -> Annex:
    """An annex of many rows."""
    return Annex(
        code="Biểu 02",
        title="DANH SÁCH TỔ CÔNG NGHỆ SỐ",
        columns=("STT", "Tên tổ", "Ghi chú"),
        widths=(15, 182, 60),
        alignments=("center", "left", "left"),
        rows=tuple(Row("main", (str(n), f"Tổ công nghệ số thôn {n}", note)) for n in range(1, rows + 1)),
    )


def with_marks() -> ReportContent:
    """The report of November with one figure of Biểu 01 corrected by hand."""
    content = a_report()
    annex = content.annexes[0]
    rows = list(annex.rows)
    rows[1] = replace(rows[1], marks=((5, 1),))
    return replace(content, annexes=(replace(annex, rows=tuple(rows), notes=("Một tổ nộp muộn.",)),))


def elsewhere(*modules: str) -> list[str]:
    """Digests of the November report as modules of `reports` render it in another process: other zone, other hashes."""
    script = (
        "import hashlib; from importlib import import_module; from tests.reports.papers import a_report\n"
        f"for name in {modules}:\n"
        "    made = import_module(f'hoaian_desktop.reports.{name}').render(a_report())\n"
        "    print(hashlib.sha256(made).hexdigest())"
    )
    seed = "77" if os.environ.get("PYTHONHASHSEED") != "77" else "1"
    around = {"PYTHONPATH": ".", "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
    ran = subprocess.run([sys.executable, "-c", script], env=around, capture_output=True, text=True, check=True)
    return ran.stdout.split()


@dataclass
class Line:
    """Characters on one base line without a gap; millimetres from the page's upper left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str


@dataclass(frozen=True)
class PrintedPage:
    """A page as a reader finds it."""

    width: float  # points
    height: float
    text: str
    lines: tuple[Line, ...]

    def line(self, beginning: str) -> Line:
        """The one line that begins so."""
        found = [line for line in self.lines if line.text.strip().startswith(beginning)]
        assert len(found) == 1, (beginning, [line.text for line in self.lines])
        return found[0]

    @property
    def body(self) -> list[Line]:
        """The lines inside the text box of a portrait page."""
        return [line for line in self.lines if 15 < line.base < 280]


def printed(data: bytes) -> list[PrintedPage]:
    """Read the pages of a PDF."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [_page(document, place) for place in range(len(document))]


def last_printed(data: bytes) -> tuple[PrintedPage, int]:
    """Read the last page alone, and its number."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return _page(document, len(document) - 1), len(document)


def _page(document: pypdfium2.PdfDocument, place: int) -> PrintedPage:
    with closing(document[place]) as page, closing(page.get_textpage()) as text:
        lines: list[Line] = []
        width, height = page.get_size()
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code in (0, 10, 13) or pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            left, _bottom, right, _top = text.get_charbox(index, loose=True)
            base = (height - y.value) / MM
            last = lines[-1] if lines else None
            if last and abs(last.base - base) < 0.2 and -1 < left / MM - last.right < 4:
                last.text += chr(code)
                last.right = right / MM
                continue
            size = pdfium.FPDFText_GetFontSize(text, index)
            lines.append(Line(chr(code), x.value / MM, right / MM, base, size, _font(text, index)))
        return PrintedPage(width, height, text.get_text_bounded(), tuple(lines))


def _font(text: pypdfium2.PdfTextPage, index: int) -> str:
    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 100, flags)
    return name.value.decode().split("+")[-1]


def fonts_of(data: bytes) -> dict[str, bool]:
    """Every font in the file with whether it is embedded."""
    found = {}
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                found[str(thing.BaseFont)] = "/FontDescriptor" in thing and "/FontFile2" in thing.FontDescriptor
    return found


def whole_text(data: bytes) -> str:
    """All pages' text with single blanks."""
    return " ".join(" ".join(page.text for page in printed(data)).split())


@cache
def the_report() -> bytes:
    """The November report, rendered once for all tests that only look at it."""
    from hoaian_desktop.reports import letter

    return letter.render(a_report())


def the_facts(**changes: object) -> packet.Facts:
    """What the November report is handed up with."""
    content, document = a_report(), published.document(figures())
    content_digest = digests.of(content.as_data())
    facts = packet.Facts(
        content=content,
        figures=document,
        version=1,
        digest=digests.of_report(content_digest, digests.of(document)),
        content_digest=content_digest,
        replaces=None,
        unit=packet.UnitFacts(
            "old-21703", "21703", "Ân Tín", "commune", parent=packet.UnitFacts("old-544", "544", "Hoài Ân", "district")
        ),
        period_kind="free",
        first=date(2023, 10, 15),
        last=date(2023, 11, 14),
        due=None,
        since=date(2023, 6, 30),
        closed_at=datetime(2023, 11, 20, 8, 15),
        program="0.1.0",
    )
    return replace(facts, **changes)


@cache
def the_closed_report() -> bytes:
    """The same as it is kept when it is closed: sealed, and with its figures."""
    from hoaian_desktop.reports import letter

    facts = the_facts()
    return letter.render(
        facts.content, Seal(facts.content.code, facts.digest), [packet.attachment(packet.build(facts))]
    )


def ending_like_a_line(content: bytes) -> bytes:
    """Content, some blanks longer, whose deflated form ends in a carriage return."""
    return next(longer for many in range(1000) if zlib.adler32(longer := content + b"\t" * many) % 256 == 13)
