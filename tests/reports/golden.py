"""Papers whose pictures are kept: every form, and what strains a page; `python -m tests.reports.golden` draws anew.

Look at what changed (git shows the pictures) before it is committed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image

from hoaian_desktop.indicators.catalogue import CATALOGUE, GROUPS
from hoaian_desktop.indicators.figures import TargetFigure
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports import letter
from hoaian_desktop.reports.compose import content_of
from tests.reports import papers

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


CASES: Mapping[str, Callable[[], ReportContent]] = {
    "thang": papers.a_report,
    "thi-tran": lambda: named("thị trấn", "Tăng Bạt Hổ", "Tăng Bạt Hổ", "BCH ĐOÀN THỊ TRẤN TĂNG BẠT HỔ"),
    "an-tuong-dong": lambda: named("xã", "Ân Tường Đông", "Ân Tường Đông", "BCH ĐOÀN XÃ ÂN TƯỜNG ĐÔNG"),
    "thang-trong": empty,
    "con-so": numbers,
    "60-dong": lambda: papers.a_report(annexes=(papers.a_table(60, "theo quyết định"),), sections=()),
    "tam-trang": lambda: papers.a_letter(*[papers.SENTENCE * 6] * 31),
    "mot-dong-cuoi": one_line_left,
}


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


def drawn(name: str) -> bytes:
    """A paper as the program draws it now."""
    return letter.render(CASES[name]())


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
