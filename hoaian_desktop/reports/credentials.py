"""The key a paper is signed with: opened from a PKCS#12 file or a token, checked, and let go again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import (
    CertificateNotValid,
    NoPrivateKey,
    NotACertificate,
    NotForSigning,
    WrongCertificatePassphrase,
)
from hoaian_desktop.signature_facts import Certificate, CertificateFile, SigningKey
from hoaian_desktop.store import files

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.sign.signers import Signer

_NO_FILE = "Không tìm thấy tệp chứng thư {name}. Hãy cắm USB chứa tệp hoặc chọn lại tệp."
_NOT_YET = "Chứng thư số chưa đến ngày có giá trị ({days}). Hãy kiểm tra ngày giờ của máy."
_EXPIRED = "Chứng thư số đã hết hạn ({days}). Hãy gia hạn ở nơi cấp chứng thư rồi ký lại."
_LARGEST = 1_000_000  # bytes; a key and its chain have a few thousand
_SIGNING = frozenset({"digital_signature", "non_repudiation"})

# They write the names in certificates into the log, and to the console where there is none.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def certificates(key: SigningKey) -> list[Certificate]:
    """The certificates that can be signed with, as they are shown before signing; a file has one.

    Raises SignatureError.
    """
    if isinstance(key, CertificateFile):
        with opened(key) as signer:
            return [facts(signer.signing_cert)]
    from hoaian_desktop.reports import token

    return [facts(each.certificate, each.label) for each in token.held(key)]


@contextmanager
def opened(key: SigningKey) -> Iterator[Signer]:
    """What pyHanko signs with; a token is let go afterwards. Raises SignatureError."""
    if isinstance(key, CertificateFile):
        yield _of_file(key)
        return
    from hoaian_desktop.reports import token

    with token.signer(key) as signer:
        yield signer


def check(certificate: x509.Certificate, at: datetime) -> None:
    """Refuse a certificate that is not good at that moment, or is for something else.

    Raises CertificateNotValid, NotForSigning.
    """
    known = facts(certificate)
    if not known.covers(at):
        raise CertificateNotValid((_NOT_YET if at < known.first else _EXPIRED).format(days=known.days))
    usage = certificate.key_usage_value
    if usage is not None and not _SIGNING & set(usage.native):
        raise NotForSigning


def facts(certificate: x509.Certificate, label: str = "") -> Certificate:
    """What is shown of a certificate. Of the subject only name and organisation: it may hold a personal number."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    organisation = _text(subject.get("organization_name"))
    return Certificate(
        owner=_text(subject.get("common_name")) or organisation or "—",
        organisation=organisation,
        issuer=_text(issuer.get("common_name")) or _text(issuer.get("organization_name")) or "—",
        first=certificate.not_valid_before,
        last=certificate.not_valid_after,
        self_signed=certificate.self_issued,
        label=label,
    )


def _text(value: Any) -> str:
    parts = value if isinstance(value, list) else [value or ""]
    return " ".join(" ".join(str(part).split()) for part in parts if part)


def _of_file(key: CertificateFile) -> Signer:
    from asn1crypto import pkcs12
    from pyhanko.sign.signers import SimpleSigner

    with files.told():
        if not key.path.is_file():
            raise NotACertificate(_NO_FILE.format(name=key.path.name or key.path))
        if key.path.stat().st_size > _LARGEST:
            raise NotACertificate
        content = key.path.read_bytes()
    try:
        # A file that is no PKCS#12 at all and one that was typed a wrong passphrase for fail alike below.
        pkcs12.Pfx.load(content)["auth_safe"]["content"].native  # noqa: B018
    except (ValueError, TypeError, KeyError) as error:
        raise NotACertificate from error
    try:
        # An empty passphrase and none are two things to who made the file.
        made = _either(SimpleSigner.load_pkcs12_data, content, key.passphrase)
    except ValueError as error:
        raise WrongCertificatePassphrase from error
    except AttributeError as error:  # pyHanko asks the absent key or certificate for its bytes
        raise NoPrivateKey from error
    return made


def _either(load: Any, content: bytes, passphrase: str) -> Signer:
    try:
        made: Signer = load(content, [], passphrase.encode())
    except ValueError:
        if passphrase:
            raise
        made = load(content, [], None)
    return made
