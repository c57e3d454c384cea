"""Papers whose pictures are kept: every form, and what strains a page; `python -m tests.reports.golden` draws anew.

Look at what changed (git shows the pictures) before it is committed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image

from hoaian_desktop.indicators.catalogue import CATALOGUE, GROUPS
from hoaian_desktop.indicators.figures import TargetFigure
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import (
    certificate,
    consent_form,
    form02,
    form03,
    form04,
    form05,
    letter,
    overview_page,
    recovery_sheet,
    team_board,
    volunteer_list,
)
from hoaian_desktop.reports import differences as differences_paper
from hoaian_desktop.reports.board import Table
from hoaian_desktop.reports.certificate import Holder, Thanked
from hoaian_desktop.reports.compose import content_of
from hoaian_desktop.reports.consent_form import Person
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.annexes import EventRow, InfluencerRow, TeamList, VillageRow
from hoaian_desktop.services.differences import Side, compared
from tests.reports import papers
from tests.reports.test_charts import a_page
from tests.reports.test_office_papers import ISSUER, TODAY, a_row, team_row

FOLDER = Path(__file__).parents[1] / "data" / "golden"
DPI = 44
MOST = 12  # pages of one paper that are kept


def named(kind: str, name: str, place: str, issuer: str) -> ReportContent:
    """The report of a unit with a long name."""
    office = replace(papers.OFFICE, unit_kind=kind, unit_name=name)
    head = replace(papers.LETTERHEAD, issuer=issuer, place=place)
    return content_of(
        papers.figures(), office, head, catalogue=CATALOGUE, groups=GROUPS, code="TBH-2023-11-V1", draft=False
    )


def numbers() -> ReportContent:
    """0, —, 1.234.567 and 98,5 % side by side."""
    changes = {"2.1": 0, "2.2": 1_234_567, "2.3": 1_234_567, "2.6": None}
    counted = papers.figures(changes, targets={"2.3": TargetFigure(1_253_368, 1_234_567), "2.6": TargetFigure(0, 51)})
    return content_of(
        counted, papers.OFFICE, papers.LETTERHEAD, catalogue=CATALOGUE, groups=GROUPS, code="AT-2023-11", number=7
    )


def empty() -> ReportContent:
    """A month in which nothing was done."""
    return content_of(
        papers.nothing_done(), papers.OFFICE, papers.LETTERHEAD, catalogue=CATALOGUE, groups=GROUPS, code="AT-2023-11"
    )


def one_line_left() -> ReportContent:
    """A letter that would leave one line and the signature for its last page."""
    for many in range(10, 60):
        shape = papers.a_letter(*[papers.SENTENCE] * many)
        before, after = (_count(letter.render(papers.a_letter(*[papers.SENTENCE] * n))) for n in (many, many + 1))
        if after > before:
            return shape
    raise AssertionError("no length comes to the end of a page")


def written(form: str, span: str, following: str) -> bytes:
    """The report of November in another form."""
    office = replace(papers.OFFICE, form=form, span=span, next_span=following)
    content = content_of(
        papers.figures(), office, papers.LETTERHEAD, catalogue=CATALOGUE, groups=GROUPS, code="AT-2023-11",
        with_figures=False,
    )  # fmt: skip
    return letter.render(content)


def older() -> bytes:
    """The heading as offices had it before 2013."""
    content = papers.a_report(sections=(), annexes=())
    return letter.render(replace(content, heading=replace(content.heading, layout="older")))


def annexes() -> bytes:
    """Biểu 02 to 05, one after the other."""
    teams = (team_row(), team_row(name="Tổ CNSCĐ thôn Vạn Hội", villages=("Vạn Hội 1", "Vạn Hội 2"), members=7))
    villages = [
        VillageRow(name, "thon", {"2.1": at, "2.2": 9 * at, "2.4.nguoi": 3 * at, "2.9.nguoi": 11 * at})
        for at, name in enumerate(("Năng An", "Thanh Lương", "Vạn Hội 2", "Đại Định"), start=1)
    ]
    events = [
        EventRow(date(2023, 11, day), kind, subject, "Nhà văn hóa thôn Năng An", 15, 40, 6, 1)
        for day, kind, subject in ((5, "broadcast", "Tiếng loa thanh niên"), (12, "session", "Kích hoạt mức 2"))
    ]
    people = [
        InfluencerRow("Đinh Văn Bré", "elder", "Năng An", 3),
        InfluencerRow("Lê Thị Ba", "other", None, 1),
    ]
    made = (
        form02.annex_of(TeamList(date(2023, 11, 30), teams, {"community": 15})),
        form03.annex_of(villages, papers.figures().period, "tháng 11 năm 2023"),
        form04.annex_of(events, "tháng 11 năm 2023"),
        form05.annex_of(people, "tháng 11 năm 2023"),
    )
    return letter.render(papers.a_report(sections=(), annexes=made))


def versions() -> bytes:
    """What differs between two versions."""
    one = papers.a_report()
    other = content_of(
        papers.figures({"2.2": 170, "2.3": 216}), papers.OFFICE, papers.LETTERHEAD, catalogue=CATALOGUE, groups=GROUPS,
        code="AT-2023-11-V2", number=12, day=date(2023, 11, 22), draft=False,
    )  # fmt: skip
    sides = Side(1, draft=False, content=one), Side(2, draft=False, content=other)
    return differences_paper.render(compared(Span.month(2023, 11), *sides, "Bổ sung hai lượt hỗ trợ"))


def certificates() -> bytes:
    """One volunteer thanked."""
    thanked = Thanked("Ngày Chủ nhật số tháng 11", date(2023, 11, 5), date(2023, 11, 26), date(2023, 11, 30))
    return certificate.render([Holder("Nguyễn Trần Thị Mỹ Duyên", "Chi đoàn Năng An")], thanked, ISSUER)


def overview() -> bytes:
    """The overview with its chart."""
    figures = Table(("Chỉ tiêu", "Trong kỳ"), (("Định danh điện tử mức 1 và 2", "214 tài khoản"),))
    return overview_page.render(a_page(figures=figures, missing=("Chưa có số báo cáo",)))


_LONG = ("thị trấn", "Tăng Bạt Hổ", "Tăng Bạt Hổ", "BCH ĐOÀN THỊ TRẤN TĂNG BẠT HỔ")
CASES: Mapping[str, Callable[[], bytes]] = {
    "thang": papers.the_report,
    "chot": lambda: letter.render(papers.a_report(sections=()), papers.A_SEAL),
    "quy": lambda: written("quarterly", "quý IV năm 2023", "quý I năm 2024"),
    "sau-thang": lambda: written("half-yearly", "6 tháng đầu năm 2024", "6 tháng cuối năm 2024"),
    "nam": lambda: written("yearly", "năm 2023", "năm 2024"),
    "dot-xuat": lambda: written("sudden", "từ ngày 15/10/2023 đến ngày 24/10/2023", "thời gian tới"),
    "kieu-cu": older,
    "thi-tran": lambda: letter.render(named(*_LONG)),
    "an-tuong-dong": lambda: letter.render(named("xã", "Ân Tường Đông", "Ân Tường Đông", "BCH ĐOÀN XÃ ÂN TƯỜNG ĐÔNG")),
    "thang-trong": lambda: letter.render(empty()),
    "con-so": lambda: letter.render(numbers()),
    "60-dong": lambda: letter.render(papers.a_report(annexes=(papers.a_table(60, "theo quyết định"),), sections=())),
    "tam-trang": lambda: letter.render(papers.a_letter(*[papers.SENTENCE * 6] * 31)),
    "mot-dong-cuoi": lambda: letter.render(one_line_left()),
    "bieu-02-05": annexes,
    "so-sanh": versions,
    "tong-quan": overview,
    "phieu-dong-y": lambda: consent_form.render(ISSUER, TODAY, Person("Lê Thị Hoa", "05/11/1970", "Năng An", age=53)),
    "danh-sach": lambda: volunteer_list.render([a_row(at) for at in range(1, 45)], ISSUER, TODAY),
    "giay-chung-nhan": certificates,
    "bang-to": lambda: team_board.render([team_row(), team_row(name="Tổ CNSCĐ thôn Vạn Hội")], ISSUER, TODAY),
    "khoi-phuc": lambda: recovery_sheet.render("Đoàn xã Ân Tín", "7K2Q-9XWD-41FH-M8RT-5BNC-J6PA", TODAY),
}

SIGNED = ("thang", "chot", "quy", "sau-thang", "nam", "dot-xuat", "kieu-cu", "thi-tran", "thang-trong", "bieu-02-05")
"""The forms that are signed; the other papers are not reports."""


def _count(pdf: bytes) -> int:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def pictures(pdf: bytes) -> Iterator[Image.Image]:
    """The pages, grey."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for place in range(min(len(document), MOST)):
            yield document[place].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")


def kept(name: str) -> list[Image.Image]:
    """The pictures kept of a paper."""
    paths = sorted(FOLDER.glob(f"{name}.[0-9][0-9].png"))
    return [Image.open(io.BytesIO(path.read_bytes())) for path in paths]


@cache
def drawn(name: str) -> bytes:
    """A paper as the program draws it now."""
    return CASES[name]()


def main() -> None:
    """Draw every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.png"):
        path.unlink()
    for name in CASES:
        for place, picture in enumerate(pictures(drawn(name)), start=1):
            picture.quantize(16).save(FOLDER / f"{name}.{place:02d}.png", optimize=True)


if __name__ == "__main__":
    main()
