"""A report is signed on this computer and checked by somebody else's program."""

from __future__ import annotations

import io
import re
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import page as validator
import pikepdf
import pypdf
import pypdfium2
import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata
from pyhanko.sign.signers import sign_pdf

from hoaian_desktop.errors import (
    CertificateNotValid,
    NoPlaceToSign,
    NoPrivateKey,
    NotACertificate,
    NotAPdf,
    NotForSigning,
    SignatureError,
    WrongCertificatePassphrase,
)
from hoaian_desktop.report_content import Signature
from hoaian_desktop.reports import credentials, letter, signature_place, signing, stamp, verifying
from hoaian_desktop.reports.signature import ROOM_BEGINS
from hoaian_desktop.signature_facts import CertificateFile
from tests.certificates import AT, ISSUER, OFFICE, OWNER, PASSPHRASE, VIETNAM, a_file, certificate, root
from tests.reports.papers import MM, SENTENCE, a_letter, a_report, a_table, printed, the_closed_report, the_report
from ui.widgets.page_view import draw_page

NOW = datetime(2024, 2, 1, 8, 0, tzinfo=VIETNAM)
LATER = datetime(2031, 2, 1, 8, 0, tzinfo=VIETNAM)


def signature() -> Signature:
    return a_report().signature


def roots() -> list[bytes]:
    return [root().public_bytes(Encoding.DER)]


@pytest.fixture(scope="module")
def own_key(tmp_path_factory):
    return a_file(tmp_path_factory.mktemp("key"))


@pytest.fixture(scope="module")
def signed(own_key):
    """The November report, signed once for all who only look at it."""
    return signing.sign(the_closed_report(), own_key, signature(), AT)


def state_of(pdf, now=NOW):
    (found,) = verifying.verify(pdf, now, roots()).signatures
    return found


def test_another_program_says_valid_and_the_whole_document_signed(signed, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert f"Signer Certificate Common Name: {OWNER}" in said
    assert "Signature Type: ETSI.CAdES.detached" in said


def test_who_signed_and_when_is_told_with_each_fact_for_itself(signed):
    found = state_of(signed)
    assert (found.owner, found.certificate.organisation, found.certificate.issuer) == (OWNER, OFFICE, ISSUER)
    assert found.at == AT  # the moment handed in, not the clock's
    assert (found.intact, found.whole, found.trusted, found.certificate.self_signed) == (True, True, True, False)
    assert (found.in_its_days, found.expired_now) == (True, False)
    assert [look for look, _ in found.sentences()] == ["good", "good"]
    assert verifying.verify(signed, NOW, roots()).code == "AT-2023-11-V1"


def test_what_was_in_the_file_stays_byte_for_byte_with_its_figures_for_two_readers(signed):
    assert signed.startswith(the_closed_report())
    with pikepdf.open(io.BytesIO(the_closed_report())) as before, pikepdf.open(io.BytesIO(signed)) as after:
        (name,) = before.attachments
        figures = before.attachments[name].get_file().read_bytes()
        assert after.attachments[name].get_file().read_bytes() == figures
        assert after.attachments[name].relationship == "/Data"
    assert pypdf.PdfReader(io.BytesIO(signed)).attachments == {name: [figures]}


def test_the_signed_report_is_still_pdf_a_3u(signed):
    report = validator.validate_pdf_bytes(signed, profile="3u")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_stamp_stands_between_title_and_name_and_brings_its_letters_along(signed):
    pages = printed(signed)
    at, page = next((number, page) for number, page in enumerate(pages) if "TM. BAN CHẤP HÀNH" in page.text)
    assert page.width < page.height
    title = page.line("BÍ THƯ").base
    name = [line.base for line in page.lines if line.text.strip() == OWNER][-1]
    with pikepdf.open(io.BytesIO(signed)) as document:
        (widget,) = [note for note in document.pages[at].Annots if note.get("/FT") == "/Sig"]
        assert int(widget.F) & 4  # it is printed, too
        left, bottom, right, top = map(float, widget.Rect)
        fonts = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/BaseFont")]
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert len({str(font.BaseFont) for font in fonts}) > 3
    assert title < (page.height - top) / MM < (page.height - bottom) / MM < name - 3
    image = draw_page(signed, at, 1.0)
    part = image.copy(int(left), int(page.height - top), int(right - left), int(top - bottom))
    dots = [part.pixelColor(x, y) for x in range(part.width()) for y in range(part.height())]
    assert sum(dot.blue() > dot.red() + 60 for dot in dots) > 300  # ink, as the window shows and prints it


def test_the_stamp_says_who_for_whom_and_when_with_the_zone_however_long_the_names():
    long = replace(
        credentials.facts(asn1.Certificate.load(certificate().public_bytes(Encoding.DER))),
        owner="Nguyễn Thị Hồng Ngọc Bảo Trân Phương Thảo " * 2,
        organisation="Ban Chấp hành Đoàn Thanh niên Cộng sản Hồ Chí Minh thị trấn Tăng Bạt Hổ, huyện Hoài Ân",
    )
    width, height = 230, 71
    (page,) = printed(stamp.draw(long, AT, width, height))
    words = " ".join(page.text.split())
    for part in ("ĐÃ KÝ SỐ", "Người ký: Nguyễn Thị Hồng", "Bạt Hổ, huyện Hoài Ân", "09:15:04 20/11/2023 (+07:00)"):
        assert part in words
    assert all(line.left * MM > 0 and line.right * MM < width and 0 < line.base * MM < height for line in page.lines)


@settings(max_examples=12)
@given(st.data())
def test_one_flipped_bit_anywhere_and_it_is_not_intact(signed, data):
    at = data.draw(st.integers(8, len(signed) - 1))
    altered = bytearray(signed)
    altered[at] ^= 1 << data.draw(st.integers(0, 7))
    found = verifying.verify(bytes(altered), NOW, roots()).signatures
    assert [state.intact and state.whole for state in found] == [False]


def test_a_flipped_figure_is_named_as_altered_and_a_flipped_filler_too(signed):
    figure = signed.index(b"stream", 3000) + 50
    filler = signed.rindex(b"0>") - 100
    for at in (figure, filler):
        altered = bytearray(signed)
        altered[at] ^= 1
        assert state_of(bytes(altered)).sentences()[0] == (
            "fault", "Báo cáo đã bị sửa hoặc hỏng sau khi ký. Hãy xin lại tệp từ nơi gửi.",
        )  # fmt: skip


def test_a_page_turned_after_signing_is_told(signed):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = NumberObject(180)
    writer.update_container(page)
    target = io.BytesIO()
    writer.write(target)
    found = state_of(target.getvalue())
    assert (found.intact, found.whole, found.later, found.sound) == (True, False, "changes", False)


def test_a_second_signature_leaves_the_first_one_sound(signed, own_key):
    with credentials.opened(own_key) as signer:
        both = sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(signed)), PdfSignatureMetadata(field_name="Khac"), signer=signer
        ).getvalue()
    first, second = verifying.verify(both, NOW, roots()).signatures
    assert (first.intact, first.whole, first.later, first.sound) == (True, False, "signatures", True)
    assert first.sentences()[0] == ("good", "Phần đã ký nguyên vẹn; sau đó chỉ có thêm chữ ký khác.")
    assert (second.whole, second.sound) == (True, True)


def test_a_report_nobody_signed_has_no_signature():
    assert verifying.verify(the_report(), NOW, roots()).signatures == ()


@pytest.mark.parametrize("content", [b"", b"PK\3\4 no report", b"%PDF-1.7\nnothing"])
def test_what_is_no_pdf_is_said_to_be_none(content):
    with pytest.raises(NotAPdf):
        verifying.verify(content, NOW, roots())


def test_a_locked_pdf_is_told_from_a_broken_one():
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(the_report())) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(NotAPdf, match="có mật khẩu"):
        verifying.verify(target.getvalue(), NOW, roots())


# ── Certificates ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_before_signing_the_owner_and_the_days_are_shown(own_key):
    (found,) = credentials.certificates(own_key)
    assert (found.owner, found.organisation, found.days) == (OWNER, OFFICE, "01/01/2023 – 01/01/2030")
    assert PASSPHRASE not in repr(own_key)


def test_an_unknown_issuer_a_home_made_certificate_and_an_expired_one_are_three_facts(tmp_path, signed):
    home_made = signing.sign(the_report(), a_file(tmp_path, certificate(self_signed=True)), signature(), AT)
    own = state_of(home_made)
    assert (own.intact, own.certificate.self_signed, own.trusted) == (True, True, False)
    assert "do người ký tự tạo" in own.sentences()[-1][1]
    (unknown,) = verifying.verify(signed, NOW, []).signatures
    assert (unknown.intact, unknown.certificate.self_signed, unknown.trusted) == (True, False, False)
    assert unknown.sentences()[-1][1] == f"Chứng thư do {ISSUER} cấp; máy này chưa biết nơi cấp đó."
    expired = state_of(signed, LATER)
    assert (expired.intact, expired.in_its_days, expired.expired_now, expired.trusted) == (True, True, True, True)
    assert "nay đã hết hạn (đến 01/01/2030)" in expired.sentences()[1][1]


@pytest.mark.parametrize(
    ("first", "last", "said"), [(2020, 2022, "đã hết hạn (01/01/2020 – 01/01/2022)"), (2024, 2030, "chưa đến ngày")]
)
def test_a_certificate_outside_its_days_does_not_sign(tmp_path, first, last, said):
    with pytest.raises(CertificateNotValid, match=re.escape(said)):
        signing.sign(the_report(), a_file(tmp_path, certificate(first, last)), signature(), AT)


def test_a_certificate_for_something_else_does_not_sign(tmp_path):
    with pytest.raises(NotForSigning):
        signing.sign(the_report(), a_file(tmp_path, certificate(signs=False)), signature(), AT)


def test_a_wrong_passphrase_is_told_from_a_wrong_file(own_key, tmp_path):
    for wrong in ("", "mat khau chung thu"):
        with pytest.raises(WrongCertificatePassphrase):
            credentials.certificates(replace(own_key, passphrase=wrong))
    not_one = tmp_path / "bao-cao.p12"
    for content in (b"", the_report(), root().public_bytes(Encoding.DER), bytes(2_000_000)):
        not_one.write_bytes(content)
        with pytest.raises(NotACertificate):
            credentials.certificates(CertificateFile(not_one, PASSPHRASE))
    with pytest.raises(NotACertificate, match="Không tìm thấy tệp chứng thư mat"):
        credentials.certificates(CertificateFile(tmp_path / "mat.p12", PASSPHRASE))


def test_a_certificate_without_its_key_is_told(tmp_path):
    with pytest.raises(NoPrivateKey):
        credentials.certificates(a_file(tmp_path, with_key=False))


# ── The place ────────────────────────────────────────────────────────────────────────────────────────────────────────


def without_names(pdf: bytes) -> bytes:
    """The same paper as a version closed before corners were named."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert f"/{ROOM_BEGINS}" in document.Root.Dests
        del document.Root.Dests
        document.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_report(), id="whole"),
        pytest.param(a_letter(*[SENTENCE * 9] * 12), id="long"),
        pytest.param(replace(a_letter(SENTENCE), annexes=(a_table(60, note=OWNER),)), id="name in annex"),
    ],
)
def test_older_versions_are_signed_in_the_same_place(content):
    pdf = letter.render(content)
    named = signature_place.find(pdf, content.signature)
    read = signature_place.find(without_names(pdf), content.signature)
    assert read.page == named.page
    for side in ("left", "right", "bottom", "top"):
        assert abs(getattr(read, side) - getattr(named, side)) < 3 * MM
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        width, height = document.get_page_size(named.page)
    assert width < height
    assert named.left > width / 2 - 5 * MM
    assert named.height == pytest.approx(28 * MM, abs=1)


def test_a_paper_without_the_signers_name_is_not_signed(own_key):
    other = replace(signature(), name="Nguyễn Văn Khải")
    with pytest.raises(NoPlaceToSign):
        signing.sign(without_names(the_report()), own_key, other, AT)


def test_a_paper_that_cannot_be_read_is_not_signed(own_key):
    with pytest.raises(SignatureError, match="Tệp báo cáo không đọc được"):
        signing.sign(the_report()[:200], own_key, signature(), AT)
