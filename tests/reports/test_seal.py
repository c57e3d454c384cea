"""The code in the footer ties a page to its file: it is read by eye and by a camera."""

import io
from contextlib import closing
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from hoaian_desktop.reports import letter, seal
from hoaian_desktop.reports.seal import Seal
from tests.reports.papers import A_SEAL, SENTENCE, a_letter, a_table, printed, the_closed_report, the_facts

FREE = Seal("AT-2023-10-15_2023-11-14-V12", "0123456789abcdef" * 4)


def scanned(pdf, dpi):
    """What a scanner's program finds on each page."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for place in range(len(document)):
            with closing(document[place]) as sheet, closing(sheet.render(scale=dpi / 72)) as bitmap:
                yield [found.text for found in zxingcpp.read_barcodes(bitmap.to_pil())]


@pytest.mark.parametrize("dpi", [300, 200])
@pytest.mark.parametrize("kept", [A_SEAL, FREE], ids=["a month", "free days"])
def test_every_page_upright_or_wide_names_its_report_to_a_scanner(kept, dpi):
    content = replace(a_letter(SENTENCE * 40), code=kept.code, annexes=(a_table(3),))
    pages = list(scanned(letter.render(content, kept), dpi))
    assert len(pages) == 3
    for found in pages:
        assert [seal.read(text) for text in found] == [kept]


def test_the_code_holds_what_the_packet_holds():
    facts = the_facts()
    with closing(pypdfium2.PdfDocument(the_closed_report())) as document:
        many = len(document)
    pages = list(scanned(the_closed_report(), 200))
    assert len(pages) == many
    assert {text for found in pages for text in found} == {f"AT-2023-11-V1 {facts.digest.upper()}"}


def test_what_is_printed_beside_it_begins_as_the_digest_does():
    assert A_SEAL.words == "Mã báo cáo: AT-2023-11-V1 · Mã kiểm tra: 3F9A-1C22-77B0-E5D1"


def test_nothing_comes_near_it():
    content = replace(
        a_letter(*[SENTENCE * 3] * 20), annexes=(a_table(60, "ghi chú dài " * 8), a_table(22)), code=FREE.code
    )
    pages = printed(letter.render(content, FREE))
    assert len(pages) > 5
    for page in pages:
        width, height = page.width / 72 * 25.4, page.height / 72 * 25.4
        left, top = width - 20 - 12.5, height - 18
        assert not [line.text for line in page.lines if line.right > left - 2 and line.base > top - 1.5]
        (footer,) = [line for line in page.lines if line.text.startswith("Mã báo cáo")]
        assert footer.right < left - 2


def test_its_modules_are_black_and_drawn_once_for_all_pages():
    with pikepdf.open(io.BytesIO(the_closed_report())) as document:
        forms = {next(iter(sheet.Resources.XObject.values())).objgen for sheet in document.pages}
        assert len(document.pages) > 2
    assert len(forms) == 1
    with closing(pypdfium2.PdfDocument(the_closed_report())) as document, closing(document[0]) as sheet:
        image = sheet.render(scale=300 / 72).to_pil().convert("L")
    right, below = image.width - 20 / 25.4 * 300, image.height - 5.5 / 25.4 * 300
    corner = image.getpixel((int(right - 12.5 / 25.4 * 300 + 2), int(below - 2)))  # of the lower left finder
    assert corner == 0


def test_a_draft_has_none():
    draft = letter.render(replace(a_letter("Nội dung."), draft=True))
    assert list(scanned(draft, 200)) == [[]]


@pytest.mark.parametrize(
    "text", ["https://vneid.gov.vn", "AT-2023-11-V1", "AT-2023-11-V1 12", " ", A_SEAL.payload + "0"]
)
def test_a_code_of_something_else_is_no_seal(text):
    assert seal.read(text) is None
