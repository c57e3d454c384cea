"""PDF, Word and Excel of one content say the same: figures, words, and whatever was typed, as it was typed."""

import hashlib
import io
import os
import re
import subprocess
from dataclasses import replace
from shutil import which

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoaian_desktop.indicators.catalogue import CATALOGUE, GROUPS, parts
from hoaian_desktop.paths import resource
from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import form01, letter, narrative, word, wording, workbook
from hoaian_desktop.rules.numbers import show_count
from tests.reports.papers import (
    OFFICE,
    a_letter,
    a_report,
    a_table,
    elsewhere,
    figures,
    nothing_done,
    printed,
    whole_text,
)

HOSTILE = (
    "Nguyễn <b>Văn</b> & Con </w:t>", "{{ten}} {% if %}", "&amp; &#x41; ]]>", "đảo\u202engược", "chuông\u0007\u0000",
    "ư" * 300, "=HYPERLINK(1)", "_x0041_ \\n", "“ngoặc” 'đơn'",
)  # fmt: skip


def word_text(data):
    """Everything written in a Word document, with single blanks."""
    body = docx.Document(io.BytesIO(data)).element.body
    paragraphs = ("".join(_shown(p)) for p in body.iter(qn("w:p")))
    return " ".join(" ".join(paragraphs).split())


def _shown(paragraph):
    for piece in paragraph.iter(qn("w:t"), qn("w:br")):
        yield " " if piece.tag == qn("w:br") else piece.text or ""


def excel_text(data):
    """Everything written in a workbook as its cells show it, with single blanks."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return " ".join(" ".join(map(_as_shown, cells)).split())


def _as_shown(cell):
    if not isinstance(cell.value, (int, float)):
        return str(cell.value)
    if ".0" not in cell.number_format:
        return show_count(cell.value)
    whole, tenth = f"{cell.value:,.1f}".split(".")
    return f"{whole.replace(',', '.')},{tenth}"


def every_text(content):
    return whole_text(letter.render(content)), word_text(word.render(content)), excel_text(workbook.render(content))


def with_figures(found):
    """The report of these figures: its words and its Biểu 01."""
    written = narrative.draft(found, OFFICE, CATALOGUE, None)
    annex = form01.annex_of(found, CATALOGUE, GROUPS, OFFICE.span)
    return replace(a_report(), opening=written.opening, sections=written.sections, closing=written.closing,
                   annexes=(annex,))  # fmt: skip


def test_every_figure_is_the_same_in_all_three():
    unique = {key: 1_003 + 7 * place for place, (key, _, part) in enumerate(parts()) if part.tally is None}
    content = with_figures(figures(unique))
    numbers = {show_count(number) for number in unique.values()}
    told = [[each for each in re.findall(r"\d\.\d{3}", text) if each in numbers] for text in every_text(content)]
    assert len(set(told[0])) > 15
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("content", [a_report(), with_figures(nothing_done())], ids=["november", "nothing done"])
def test_every_word_and_every_row_is_the_same_in_all_three(content):
    for text in every_text(content):
        for line in wording.body(content):
            assert line.text in text
        for row in content.annexes[0].rows[1:]:
            figures_of_it = " ".join(cell for cell in row.cells[3:9] if cell)
            assert figures_of_it in text
        assert "Trần Thị Mỹ Duyên" in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_was_typed_is_written_as_it_was_typed(hostile):
    table = replace(a_table(1), rows=(Row("main", ("1", hostile, hostile)),))
    content = replace(a_letter(f"Trước {hostile} sau.", issuer=hostile), annexes=(table,), issuer_long=hostile)
    seen = wording.typed(hostile)
    for text in (word_text(word.render(content)), excel_text(workbook.render(content))):
        assert _solid(text).count(_solid(seen)) >= 4
    assert _solid(seen) == _solid(re.sub("[\u0000\u0007\u202e]", "", hostile))


def _solid(text):
    # A word that is longer than its line is broken between letters.
    return "".join(text.split())


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=60))
@example("\ud800\ufffe\x0b")
@example("a\u0323\u0302")
def test_no_text_makes_a_file_that_cannot_be_opened(text):
    table = replace(
        a_table(1), code=text, title=text, rows=(Row("main", (text, text, text)), Row("group", ("I", text)))
    )
    content = replace(a_letter(text, text, superior=text, closing=text), annexes=(table,), subject=text, code=text)
    seen = " ".join(wording.typed(text).split())
    for shown in (word_text(word.render(content)), excel_text(workbook.render(content))):
        assert _solid(seen) in _solid(shown)


def test_the_same_content_gives_the_same_bytes_everywhere():
    ours = [hashlib.sha256(module.render(a_report())).hexdigest() for module in (word, workbook)]
    assert elsewhere("word", "workbook") == ours


@pytest.mark.slow
def test_libreoffice_opens_both_and_shows_the_same_figures(tmp_path):
    office = os.environ.get("HOAIAN_SOFFICE") or which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    content = a_report()
    (tmp_path / "word.docx").write_bytes(word.render(content))
    (tmp_path / "excel.xlsx").write_bytes(workbook.render(content))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    told = [office, "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", tmp_path]
    around = {**os.environ, "FONTCONFIG_FILE": str(_in_tinos(tmp_path))}
    both = (tmp_path / "word.docx", tmp_path / "excel.xlsx")
    subprocess.run([*told, *both], env=around, check=True, capture_output=True, timeout=180)
    ours = letter.render(content)
    for name in ("word", "excel"):
        made = (tmp_path / f"{name}.pdf").read_bytes()
        shown = whole_text(made).replace("1,650", "1.650")
        for line in wording.body(content):
            assert line.text in shown
        for row in content.annexes[0].rows:
            assert _solid(row.cells[1]) in _solid(shown)
        turned = [page.width > page.height for page in printed(made)]
        assert turned == sorted(turned)
    assert len(printed((tmp_path / "word.pdf").read_bytes())) == len(printed(ours))


def _in_tinos(folder):
    """Fonts as LibreOffice is told of them: the bundled one for Times New Roman, which it equals in every width."""
    told = folder / "fonts.conf"
    told.write_text(
        f"""<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
        <dir>{resource("fonts")}</dir><alias binding="same"><family>Times New Roman</family>
        <prefer><family>Tinos</family></prefer></alias></fontconfig>""",
        encoding="utf-8",
    )
    return told
