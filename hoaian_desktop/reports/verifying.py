"""What the signatures of a PDF are worth: whose they are, when they were made, whether anything changed since."""

from __future__ import annotations

import io
import re
import ssl
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import NotAPdf
from hoaian_desktop.reports import credentials
from hoaian_desktop.signature_facts import SignatureState, Verified

if TYPE_CHECKING:
    from asn1crypto import x509

_LOCKED = "Tệp PDF này có mật khẩu nên không kiểm tra được. Hãy xin bản không đặt mật khẩu."
_CODE = re.compile(r"Mã báo cáo:\s*(\S+)")
_UNKNOWN = SignatureState(None, None, intact=False, whole=False)
_SIGNED = b"/ByteRange"
# What readers stumble over in bytes that were altered: parsers name only some of it.
_STUMBLES = (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, RecursionError, OSError)


def verify(pdf: bytes, now: datetime, roots: Sequence[bytes] | None = None) -> Verified:
    """The signatures of a PDF, in the order they were made; none where it has none. Asks nothing of the network.

    `roots` are the certificates (DER) that are trusted; None: those this computer trusts. Raises NotAPdf.
    """
    if b"%PDF-" not in pdf[:1024]:
        raise NotAPdf
    from asn1crypto import x509

    trusted = [x509.Certificate.load(root) for root in (system_roots() if roots is None else roots)]
    code = _code(pdf)
    embedded = _embedded(pdf)
    if embedded is None:
        return Verified((_UNKNOWN,), code)
    return Verified(tuple(_state(each, pdf, now, trusted) for each in embedded), code)


def _embedded(pdf: bytes) -> list[Any] | None:
    """The signatures in the file; None where it was signed but can no longer be read, so was altered."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        locked = reader.encrypted
        found = [] if locked else [each for each in reader.embedded_signatures if _is_signers(each)]
    except (PdfError, *_STUMBLES) as error:
        if _SIGNED in pdf:
            return None
        raise NotAPdf from error
    if locked:
        raise NotAPdf(_LOCKED)
    return None if _SIGNED in pdf and not found else found


def _is_signers(embedded: Any) -> bool:
    return bool(embedded.sig_object.get("/Type") != "/DocTimeStamp")  # a time stamp is nobody's signature


def _state(embedded: Any, pdf: bytes, now: datetime, roots: Sequence[x509.Certificate]) -> SignatureState:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    try:
        known = credentials.facts(embedded.signer_cert)
        at = embedded.self_reported_timestamp
        at = at.astimezone() if at else None  # without an offset it is taken for this computer's
        context = ValidationContext(trust_roots=list(roots), moment=at or now, allow_fetching=False)
        status = validate_pdf_signature(embedded, context, key_usage_settings=usage)
    except (PdfError, SignatureValidationError, *_STUMBLES):
        return _UNKNOWN
    revision = SignatureCoverageLevel.ENTIRE_REVISION
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return SignatureState(
        certificate=known,
        at=at,
        intact=status.intact and status.valid and status.coverage >= revision and _is_tidy(embedded, pdf),
        whole=whole,
        later="" if whole else ("signatures" if status.docmdp_ok else "changes"),
        trusted=status.trusted and not known.self_signed,
        expired_now=now > known.last,
    )


def _is_tidy(embedded: Any, pdf: bytes) -> bool:
    """Whether the gap that no signature can cover holds the signature and nothing else: digits, then zeros."""
    _, first, second, _ = map(int, embedded.byte_range)
    gap = pdf[first:second]
    digits = gap[1:-1]
    if gap[:1] + gap[-1:] != b"<>" or digits not in (digits.upper(), digits.lower()):
        return False
    try:
        signature = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return False
    return not any(signature[_length(signature) :])


def _length(der: bytes) -> int:
    """How many bytes the first value in `der` takes, with its head; all of them where it does not say so itself."""
    short = der[1]
    if short < 0x80:
        return 2 + short
    if short == 0x80:
        return len(der)
    count = short & 0x7F
    return 2 + count + int.from_bytes(der[2 : 2 + count], "big")


@cache
def system_roots() -> tuple[bytes, ...]:
    """The root certificates this computer trusts, as DER; read once."""
    if sys.platform == "win32":
        return tuple(content for content, kind, _ in ssl.enum_certificates("ROOT") if kind == "x509_asn")
    context = ssl.create_default_context()
    if not context.get_ca_certs() and (folder := ssl.get_default_verify_paths().capath):
        # Debian names a folder, of which OpenSSL lists nothing; all of it stands in one file as well.
        bundle = Path(folder) / "ca-certificates.crt"
        if bundle.is_file():
            context.load_verify_locations(bundle)
    return tuple(context.get_ca_certs(binary_form=True))


def _code(pdf: bytes) -> str:
    """The report's code as it is printed on its first page; empty where there is none."""
    import pypdfium2

    try:
        with (
            closing(pypdfium2.PdfDocument(pdf)) as document,
            closing(document[0]) as page,
            closing(page.get_textpage()) as text,
        ):
            found = _CODE.search(text.get_text_bounded())
    except (pypdfium2.PdfiumError, IndexError):
        return ""
    return found[1] if found else ""
