"""Every form looks as it was looked at and found good: pictures of the pages, with a little room for the drawing."""

from __future__ import annotations

import page as validator
import pytest
from PIL import ImageChops

from hoaian_desktop.reports import signing
from tests.certificates import AT, a_file
from tests.reports import golden, papers

APART = 70  # of 255: a point darker or lighter by so much is another point
MOST = 0.003  # of a page's points


@pytest.mark.parametrize("name", golden.CASES)
def test_the_pages_look_as_they_did(name):
    kept, now = golden.kept(name), list(golden.pictures(golden.drawn(name)))
    assert [picture.size for picture in now] == [picture.size for picture in kept]
    for place, (one, other) in enumerate(zip(now, kept, strict=True), start=1):
        apart = ImageChops.difference(one, other.convert("L")).histogram()
        share = sum(apart[APART:]) / sum(apart)
        assert share <= MOST, f"page {place}: {share:.2%} of the points changed"


def test_a_moved_line_is_seen():
    page = golden.kept("thang")[0].convert("L")
    moved = ImageChops.offset(page, 0, 3)
    apart = ImageChops.difference(page, moved).histogram()
    assert sum(apart[APART:]) / sum(apart) > 3 * MOST


@pytest.mark.parametrize("name", golden.CASES)
def test_every_form_is_an_archive_file_signed_or_not(name, own_key):
    paper = golden.drawn(name)
    assert faults(paper) == []
    if name in golden.SIGNED:
        assert faults(signing.sign(paper, own_key, papers.a_report().signature, AT)) == []


@pytest.fixture(scope="module")
def own_key(tmp_path_factory):
    return a_file(tmp_path_factory.mktemp("key"))


def faults(paper: bytes) -> list[str]:
    """What keeps a file from being PDF/A-3u."""
    report = validator.validate_pdf_bytes(paper, profile="3u")
    assert report.is_compliant is not bool(report.failures)
    return [f"{fault.rule_id} {fault.message}" for fault in report.failures]
