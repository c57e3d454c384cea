"""Signing with a USB token, for which SoftHSM stands in: it speaks the same PKCS#11."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hoaian_desktop.errors import (
    CertificateNotValid,
    NoKeyOnToken,
    NotATokenLibrary,
    NoToken,
    PinLocked,
    SeveralTokens,
    TokenGone,
    WrongPin,
)
from hoaian_desktop.reports import credentials, signing, token, verifying
from hoaian_desktop.signature_facts import Token
from tests.certificates import (
    AT,
    LIBRARY,
    OWNER,
    PIN,
    VIETNAM,
    add_token,
    certificate,
    fill,
    plugged_in,
    pull_out,
    root,
)
from tests.reports.papers import a_report, the_report

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="SoftHSM is not installed")


@pytest.fixture
def usb(tmp_path):
    with plugged_in(tmp_path) as made:
        yield made


@pytest.fixture
def empty_usb(tmp_path):
    with plugged_in(tmp_path, empty=True) as made:
        yield made


def sign(with_what):
    return signing.sign(the_report(), with_what, a_report().signature, AT)


def test_the_secretary_signs_with_the_token(usb):
    (shown,) = credentials.certificates(usb)
    assert (shown.owner, shown.label) == (OWNER, "Chứng thư ký số")
    signed = sign(usb)
    now = datetime(2024, 2, 1, tzinfo=VIETNAM)
    (found,) = verifying.verify(signed, now, [root().public_bytes(Encoding.DER)]).signatures
    assert (found.owner, found.at, found.intact, found.whole, found.trusted) == (OWNER, AT, True, True, True)
    assert PIN not in repr(usb)


def test_a_wrong_pin_is_told_and_the_right_one_still_works(usb):
    for wrong in ("11111", "1"):
        with pytest.raises(WrongPin, match="Mã PIN chưa đúng"):
            sign(replace(usb, pin=wrong))
    with pytest.raises(WrongPin, match="Hãy nhập mã PIN"):
        sign(replace(usb, pin=""))
    assert sign(usb)


def test_the_last_try_and_a_locked_token_are_told():
    """SoftHSM never locks itself: what a token answers is put into words here as PKCS#11 names it."""
    import pkcs11

    class Slot:
        def get_token(self):
            return self

    last, locked = Slot(), Slot()
    last.flags, last.slot = pkcs11.TokenFlag.USER_PIN_FINAL_TRY, last
    locked.flags, locked.slot = pkcs11.TokenFlag.USER_PIN_LOCKED, locked
    with pytest.raises(WrongPin, match="Chỉ còn 1 lần thử"), token.told(last):
        raise pkcs11.PinIncorrect
    for answer in (pkcs11.PinIncorrect, pkcs11.PinLocked):
        with pytest.raises(PinLocked), token.told(locked):
            raise answer


def test_without_a_token_plugged_in_nothing_is_signed(usb, tmp_path):
    pull_out(tmp_path)
    with pytest.raises(NoToken):
        sign(usb)


def test_with_two_tokens_plugged_in_no_pin_is_tried_on_the_wrong_one(usb):
    add_token("Khai")
    with pytest.raises(SeveralTokens, match="Có nhiều USB ký số đang cắm"):
        sign(usb)


def test_a_token_pulled_out_in_the_middle_is_told(usb, tmp_path):
    with pytest.raises(TokenGone), token.signer(usb) as signer:
        pull_out(tmp_path)
        asyncio.run(signer.async_sign_raw(b"what is signed", "sha256"))


def test_a_token_without_a_key_is_told(empty_usb):
    with pytest.raises(NoKeyOnToken):
        sign(empty_usb)


def test_an_expired_certificate_on_the_token_does_not_sign(empty_usb):
    fill(certificate(2020, 2022), "Cũ")
    with pytest.raises(CertificateNotValid, match="đã hết hạn"):
        sign(empty_usb)


def test_a_certificate_is_chosen_by_its_name(usb):
    assert sign(replace(usb, label="Chứng thư ký số"))
    with pytest.raises(NoKeyOnToken, match=r"tên “Khác”\. Các chứng thư đang có: Chứng thư ký số\."):
        sign(replace(usb, label="Khác"))


@pytest.mark.parametrize("name", ["thu-vien.so", "khong-co.so"])
def test_what_is_no_token_library_is_told(tmp_path, name):
    (tmp_path / "thu-vien.so").write_bytes(b"no library")
    with pytest.raises(NotATokenLibrary):
        credentials.certificates(Token(tmp_path / name, PIN))


def test_a_library_that_speaks_no_pkcs11_is_told():
    import _ctypes

    with pytest.raises(NotATokenLibrary):
        credentials.certificates(Token(Path(_ctypes.__file__), PIN))
