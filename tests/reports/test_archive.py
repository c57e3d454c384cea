"""What is printed can be kept for decades: every paper is PDF/A-3u, and says what it is in Vietnamese."""

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date

import page
import pikepdf
import pytest
from lxml import etree

from hoaian_desktop.reports import archive, letter, recovery_sheet
from tests.reports.papers import (
    A_SEAL,
    SENTENCE,
    a_letter,
    a_report,
    a_table,
    ending_like_a_line,
    fonts_of,
    the_closed_report,
    the_facts,
    whole_text,
)

HOSTILE = "Nhóm <b>A & B</b> {{ x }} &amp; ]]> \u202e đảo \u0007 😀 漢 ﬀ \ufeff \ufffe " + "x" * 300
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def hostile():
    """A report into whose every place somebody typed what no clerk types."""
    whole = a_letter(HOSTILE, HOSTILE[:60] * 30, superior=HOSTILE, issuer=HOSTILE, place=HOSTILE)
    return letter.render(
        replace(
            whole, subject=HOSTILE, issuer_long=HOSTILE, addressee=HOSTILE, closing=HOSTILE, recipients=(HOSTILE,),
            annexes=(a_table(30, HOSTILE),),
        ),
        A_SEAL,
    )  # fmt: skip


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(the_closed_report, id="closed"),
        pytest.param(lambda: letter.render(replace(a_report(), draft=True)), id="draft"),
        pytest.param(lambda: letter.render(a_letter(*[SENTENCE * 3] * 30, day=None, number=None)), id="blank date"),
        pytest.param(hostile, id="hostile"),
        pytest.param(lambda: recovery_sheet.render("Đoàn xã Ân Tín", "ABCDE" * 8, date(2023, 6, 30)), id="recovery"),
    ],
)
def test_every_paper_passes_pdf_a_3u(paper):
    report = page.validate_pdf_bytes(paper(), profile="3u")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_validator_would_notice_a_paper_that_is_none():
    with pikepdf.open(io.BytesIO(the_closed_report())) as document:
        del document.Root.OutputIntents
        changed = io.BytesIO()
        document.save(changed)
    assert not page.is_pdf_compliant_bytes(changed.getvalue(), profile="3u")


def test_data_that_ends_like_a_line_is_kept_so_that_no_validator_miscounts_it():
    ending = ending_like_a_line(b"{}")
    pdf = letter.render(a_letter("Nội dung."), attachments=[archive.Attachment("a.txt", "a", "text/plain", ending)])
    assert page.is_pdf_compliant_bytes(pdf, profile="3u")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.attachments["a.txt"].get_file().read_bytes() == ending
        assert document.pages[0].Contents.read_bytes().startswith(b"1 0 0 1")


def test_the_metadata_says_in_vietnamese_what_the_document_information_says():
    with pikepdf.open(io.BytesIO(the_closed_report())) as document:
        info = {name: str(value) for name, value in document.docinfo.items()}
        xmp = etree.fromstring(document.Root.Metadata.read_bytes())
        assert "/Filter" not in document.Root.Metadata

    def said(path):
        return "".join(xmp.find(f".//{path}", NAMES).itertext()).strip()

    assert said("dc:title") == info["/Title"] == "Báo cáo kết quả thực hiện công tác chuyển đổi số, Đề án 06 tháng " \
        "11 năm 2023"  # fmt: skip
    assert said("dc:creator") == info["/Author"] == "Ban Chấp hành Đoàn xã Ân Tín"
    assert said("dc:description") == info["/Subject"]
    assert said("xmp:CreatorTool") == said("pdf:Producer") == info["/Producer"] == "Sổ chuyển đổi số"
    assert (said("pdfaid:part"), said("pdfaid:conformance"), said("dc:language")) == ("3", "U", "vi-VN")
    assert info["/CreationDate"].startswith("D:20231120")
    assert said("xmp:CreateDate") == said("xmp:ModifyDate") == "2023-11-20T00:00:00+00:00"


def test_the_identity_of_a_file_comes_from_all_that_is_in_it():
    def identity(pdf):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return [bytes(part) for part in document.trailer.ID]

    content, data = a_report(), archive.Attachment("a.json", "a", "application/json", b"{}")
    first = identity(letter.render(content, attachments=[data]))
    other = identity(letter.render(content, attachments=[replace(data, content=b"[]")]))
    assert first[0] == first[1]
    assert len({first[0], other[0], identity(letter.render(content))[0]}) == 3


def test_only_tinos_is_in_a_closed_report_and_its_words_come_out_composed():
    fonts = fonts_of(the_closed_report())
    assert fonts and all("+Tinos" in name and embedded for name, embedded in fonts.items())
    text = whole_text(the_closed_report())
    assert unicodedata.is_normalized("NFC", text)
    assert the_facts().content.subject in text
    assert the_facts().content.closing.rstrip(" ./") in text


def test_no_code_of_a_font_is_mapped_to_what_is_no_letter():
    letters = [0, 0xFEFF, 0x41, 0x1EC7, 0x1F600] + [0x20] * 200
    lines = [b"<%02X> <%04X>" % (code, letter) for code, letter in enumerate(letters)]
    cmap = b"begincmap\n1 begincodespacerange\n<00> <CC>\nendcodespacerange\n205 beginbfchar\n"
    mended = archive.to_unicode(cmap + b"\n".join(lines) + b"\nendbfchar\nendcmap\nend")
    blocks = re.findall(rb"(\d+) beginbfchar\n(.*?)\nendbfchar", mended, re.DOTALL)
    assert [(int(many), len(block.split(b"\n"))) for many, block in blocks] == [(100, 100), (100, 100), (3, 3)]
    assert blocks[0][1].split(b"\n")[:3] == [b"<02> <0041>", b"<03> <1EC7>", b"<04> <D83DDE00>"]
    assert mended.startswith(b"begincmap\n1 begincodespacerange\n<00> <CC>\nendcodespacerange\n")
    assert mended.endswith(b"endcmap\nend")
