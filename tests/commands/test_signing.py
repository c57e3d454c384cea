"""Signing and checking by commands."""

from __future__ import annotations

import shutil

import pytest

from tests.certificates import LIBRARY, OFFICE, OWNER, PASSPHRASE, PIN, a_file, certificate, plugged_in
from tests.commands.conftest import command

DECEMBER = ("--from", "2023-12-01", "--to", "2023-12-31")


@pytest.fixture(scope="module")
def closed(an_tin, tmp_path_factory):
    """A copy of the practice book in which December is closed."""
    book = shutil.copytree(an_tin, tmp_path_factory.mktemp("closed") / "book")
    ran = command("report", "--book", book, *DECEMBER, "--output", book.parent / "closed.pdf", "--close")
    assert ran.code == 0, ran.err
    return book


@pytest.fixture
def book(closed, tmp_path):
    return shutil.copytree(closed, tmp_path / "book")


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setenv("HOAIAN_CERTIFICATE_PASSPHRASE", PASSPHRASE)


def test_a_closed_report_is_signed_written_out_and_checked(book, tmp_path, secret):
    key, out = a_file(tmp_path, certificate(last=2090)), tmp_path / "signed.pdf"
    ran = command("sign", "--book", book, *DECEMBER, "--certificate", key.path, "--output", out, "--json")
    assert ran.code == 0, ran.err
    assert (ran.document["owner"], ran.document["name"]) == (OWNER, "BC_CDS_AnTin_2023-12_v1.pdf")
    checked = command("verify", out, "--json")
    assert checked.code == 0
    (found,) = checked.document["signatures"]
    assert (found["owner"], found["organisation"], found["intact"], found["whole_document"]) == (
        OWNER,
        OFFICE,
        True,
        True,
    )
    assert checked.document["code"] == "AT-2023-12-V1"
    again = command("sign", "--book", book, *DECEMBER, "--certificate", key.path)
    assert (again.code, "đã được ký số" in again.err) == (1, True)
    altered = bytearray(out.read_bytes())
    altered[5000] ^= 1
    out.write_bytes(altered)
    told = command("verify", out)
    assert told.code == 1
    assert "đã bị sửa hoặc hỏng sau khi ký" in told.out.decode("utf-8")


@pytest.mark.skipif(LIBRARY is None, reason="SoftHSM is not installed")
def test_a_closed_report_is_signed_with_a_token(book, tmp_path, monkeypatch):
    monkeypatch.setenv("HOAIAN_CERTIFICATE_PASSPHRASE", PIN)
    with plugged_in(tmp_path, last=2090):
        ran = command("sign", "--book", book, *DECEMBER, "--token", LIBRARY, "--label", "Chứng thư ký số")
        assert ran.code == 0, ran.err
    assert f"Đã ký số BC_CDS_AnTin_2023-12_v1.pdf: {OWNER}" in ran.err


def test_a_draft_is_refused_before_any_secret_is_asked_for(an_tin, tmp_path):
    ran = command("sign", "--book", an_tin, *DECEMBER, "--certificate", tmp_path / "no.p12")
    assert (ran.code, "chưa chốt" in ran.err) == (1, True)


def test_without_anybody_to_ask_the_variable_is_named(closed, tmp_path, monkeypatch):
    monkeypatch.delenv("HOAIAN_CERTIFICATE_PASSPHRASE", raising=False)
    ran = command("sign", "--book", closed, *DECEMBER, "--certificate", a_file(tmp_path).path)
    assert (ran.code, "HOAIAN_CERTIFICATE_PASSPHRASE" in ran.err) == (1, True)


def test_a_wrong_passphrase_is_one_sentence(closed, tmp_path, monkeypatch):
    monkeypatch.setenv("HOAIAN_CERTIFICATE_PASSPHRASE", "sai")
    ran = command("sign", "--book", closed, *DECEMBER, "--certificate", a_file(tmp_path).path)
    assert (ran.code, ran.err.strip()) == (
        1, "Mật khẩu của tệp chứng thư chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ, rồi nhập lại.",
    )  # fmt: skip


def test_a_report_nobody_signed_says_so(closed):
    ran = command("verify", closed.parent / "closed.pdf")
    assert ran.code == 1
    assert ran.out.decode("utf-8").splitlines() == ["Mã báo cáo: AT-2023-12-V1", "Tệp này không có chữ ký số."]
