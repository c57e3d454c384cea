"""Certificates and tokens for tests: made anew in each run, on keys that are made once."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from hoaian_desktop.signature_facts import CertificateFile, Token

VIETNAM = timezone(timedelta(hours=7))
AT = datetime(2023, 11, 20, 9, 15, 4, tzinfo=VIETNAM)
PASSPHRASE = "mật khẩu chứng thư"
PIN = "86420"
OWNER, OFFICE, ISSUER = "Trần Thị Mỹ Duyên", "Đoàn xã Ân Tín", "Nơi cấp chứng thư thử"
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
LIBRARY = next((Path(path) for path in LIBRARIES if Path(path).is_file()), None)


@cache
def key(whose: str) -> rsa.RSAPrivateKey:
    """A key of somebody, made once a run."""
    del whose
    return rsa.generate_private_key(65537, 2048)


@cache
def root() -> x509.Certificate:
    """The certificate of who issues certificates here."""
    name = _name(ISSUER)
    return (
        _built(name, name, "root", 2020, 2040)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key("root"), hashes.SHA256())
    )


def certificate(
    first: int = 2023, last: int = 2030, *, self_signed: bool = False, signs: bool = True
) -> x509.Certificate:
    """The secretary's certificate, good from 1 January of one year to that of another."""
    owner = _name(OWNER, OFFICE)
    usage = x509.KeyUsage(signs, signs, not signs, False, False, False, False, False, False)
    return (
        _built(owner, owner if self_signed else root().subject, "secretary", first, last)
        .add_extension(usage, critical=True)
        .sign(key("secretary" if self_signed else "root"), hashes.SHA256())
    )


def a_file(folder: Path, of: x509.Certificate | None = None, *, with_key: bool = True) -> CertificateFile:
    """A PKCS#12 file, as who issues certificates hands it out."""
    made = pkcs12.serialize_key_and_certificates(
        b"duyen",
        key("secretary") if with_key else None,
        of or certificate(),
        [root()],
        serialization.BestAvailableEncryption(PASSPHRASE.encode()),
    )
    path = folder / "duyen.p12"
    path.write_bytes(made)
    return CertificateFile(path, PASSPHRASE)


@contextmanager
def plugged_in(folder: Path, *, empty: bool = False, last: int = 2030) -> Iterator[Token]:
    """A token of SoftHSM in a folder of its own, with the secretary's key and certificate unless it is empty."""
    assert LIBRARY is not None
    before = os.environ.get("SOFTHSM2_CONF")
    tokens = folder / "tokens"
    tokens.mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    try:
        add_token("Duyen")
        if not empty:
            fill(certificate(last=last), "Chứng thư ký số")
        yield Token(LIBRARY, PIN)
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def add_token(label: str) -> None:
    """Plug in one more token, which is empty."""
    line = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "1234567890"]
    subprocess.run(line, check=True, capture_output=True)


def fill(held: x509.Certificate, label: str) -> None:
    """Put the secretary's key and a certificate to it on the token that is plugged in."""
    library = pkcs11.lib(str(LIBRARY))
    try:
        token = library.get_token(token_label="Duyen")
        with token.open(rw=True, user_pin=PIN) as session:
            for made in (_as_object(key("secretary")), decode_x509_certificate(held.public_bytes(_DER))):
                made |= {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.ID: b"\1", pkcs11.Attribute.TOKEN: True}
                session.create_object(made)
    finally:
        library.finalize()


def pull_out(folder: Path) -> None:
    """Take the token away."""
    shutil.rmtree(folder / "tokens")
    (folder / "tokens").mkdir()


_DER = serialization.Encoding.DER


def _as_object(secret: rsa.RSAPrivateKey) -> dict[pkcs11.Attribute, object]:
    der = secret.private_bytes(_DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    return {**decode_rsa_private_key(der), pkcs11.Attribute.SIGN: True}


def _name(common: str, organisation: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts if value])


def _built(subject: x509.Name, issuer: x509.Name, whose: str, first: int, last: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key(whose).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(first, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(last, 1, 1, tzinfo=UTC))
    )
