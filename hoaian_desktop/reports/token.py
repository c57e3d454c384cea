"""A token for signing, spoken to through its maker's PKCS#11 library: plugged in, opened with the PIN, let go again."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import (
    NoKeyOnToken,
    NotATokenLibrary,
    NoToken,
    PinLocked,
    SeveralTokens,
    SignatureError,
    TokenGone,
    WrongPin,
)
from hoaian_desktop.signature_facts import Token

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.sign.signers import Signer

_NO_LIBRARY = "Không có tệp thư viện {name}. Hãy cài phần mềm kèm theo USB ký số rồi chọn lại."
_NO_LABEL = "Trong USB ký số không có chứng thư tên “{label}”. Các chứng thư đang có: {there}."
_NO_PIN = "Hãy nhập mã PIN của USB ký số."
_LAST_TRY = "Mã PIN chưa đúng. Chỉ còn 1 lần thử trước khi USB ký số tự khóa."
_PIN_EXPIRED = "Mã PIN đã hết hạn dùng. Hãy đổi mã PIN bằng phần mềm kèm theo USB ký số."
_OTHER = "USB ký số báo lỗi nên chưa ký. Hãy rút ra, cắm lại rồi ký lần nữa."

_one_at_a_time = threading.Lock()  # a library is begun and ended for the whole program


@dataclass(frozen=True)
class Held:
    """A certificate on a token whose key is there, too."""

    label: str
    id: bytes
    certificate: x509.Certificate


def held(token: Token) -> list[Held]:
    """The certificates with keys, by the label asked for if one is. Raises SignatureError."""
    with _session(token) as session:
        return _chosen(session, token.label)


@contextmanager
def signer(token: Token) -> Iterator[Signer]:
    """What pyHanko signs with: the certificate asked for, else the one that is good longest. Raises SignatureError."""
    from pyhanko.sign.pkcs11 import PKCS11Signer

    with _session(token) as session:
        chosen = max(_chosen(session, token.label), key=lambda each: each.certificate.not_valid_after)
        # The token gets a digest, not the file: the oldest of them know how to sign that.
        yield PKCS11Signer(
            session,
            signing_cert=chosen.certificate,
            key_id=chosen.id,
            ca_chain=_others(session, chosen),
            use_raw_mechanism=chosen.certificate.public_key.algorithm in {"rsa", "ec"},
        )


@contextmanager
def _session(token: Token) -> Iterator[Any]:
    """A session in which the user is logged in; afterwards nobody is, and another program may have the token."""
    import pkcs11

    with _one_at_a_time:
        library = _library(token.library)
        try:
            found = _plugged_in(library)
            if not token.pin:
                raise WrongPin(_NO_PIN)
            with told(found):
                if found.flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
                    raise PinLocked
                session = found.open(user_pin=token.pin)
                try:
                    yield session
                finally:
                    _quietly(session.close)
        finally:
            _quietly(library.finalize)


def _library(path: Path) -> Any:
    import pkcs11

    if not path.is_file():
        raise NotATokenLibrary(_NO_LIBRARY.format(name=path.name or path))
    try:
        return pkcs11.lib(str(path))
    except (pkcs11.PKCS11Error, OSError) as error:
        raise NotATokenLibrary from error


def _plugged_in(library: Any) -> Any:
    import pkcs11

    ready = pkcs11.TokenFlag.TOKEN_INITIALIZED | pkcs11.TokenFlag.USER_PIN_INITIALIZED
    tokens = []
    try:
        for slot in library.get_slots(token_present=True):
            try:
                there = slot.get_token()
            except (pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised):
                continue
            if there.flags & ready == ready:
                tokens.append(there)
    except pkcs11.PKCS11Error as error:
        raise NoToken from error
    if len(tokens) > 1:
        raise SeveralTokens
    if not tokens:
        raise NoToken
    return tokens[0]


def _chosen(session: Any, label: str) -> list[Held]:
    """All certificates with keys, or those of a label. Raises NoKeyOnToken."""
    from pkcs11 import Attribute, ObjectClass

    keys = {each[Attribute.ID] for each in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})}
    there = [each for each in _certificates(session) if each.id in keys]
    if not there:
        raise NoKeyOnToken
    chosen = [each for each in there if not label or each.label == label]
    if not chosen:
        raise NoKeyOnToken(_NO_LABEL.format(label=label, there=", ".join(each.label for each in there)))
    return chosen


def _others(session: Any, chosen: Held) -> Sequence[x509.Certificate]:
    """The certificates of who issued it, as far as the token has them: they go into the signature."""
    return [each.certificate for each in _certificates(session) if each.certificate.dump() != chosen.certificate.dump()]


def _certificates(session: Any) -> list[Held]:
    from asn1crypto import x509
    from pkcs11 import Attribute, ObjectClass

    return [
        Held(each[Attribute.LABEL] or "", each[Attribute.ID], x509.Certificate.load(each[Attribute.VALUE]))
        for each in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    ]


@contextmanager
def told(token: Any) -> Iterator[None]:
    """Turn what a token answers into sentences."""
    import pkcs11

    gone = (
        pkcs11.DeviceError, pkcs11.DeviceRemoved, pkcs11.FunctionFailed, pkcs11.GeneralError, pkcs11.KeyHandleInvalid,
        pkcs11.ObjectHandleInvalid, pkcs11.SessionClosed, pkcs11.SessionHandleInvalid, pkcs11.SlotIDInvalid,
        pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised, pkcs11.UserNotLoggedIn,
    )  # fmt: skip
    try:
        yield
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
        flags = _flags(token)
        if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
            raise PinLocked from error
        raise WrongPin(_LAST_TRY if flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY else None) from error
    except pkcs11.PinLocked as error:
        raise PinLocked from error
    except pkcs11.PinExpired as error:
        raise WrongPin(_PIN_EXPIRED) from error
    except gone as error:
        raise TokenGone from error
    except pkcs11.PKCS11Error as error:
        if type(error) is pkcs11.PKCS11Error:  # pyHanko's own: the key that was there a moment ago no longer is
            raise TokenGone from error
        raise SignatureError(_OTHER) from error


def _flags(token: Any) -> int:
    """What the token says of itself now: it counts wrong PINs."""
    import pkcs11

    try:
        return int(token.slot.get_token().flags)
    except pkcs11.PKCS11Error:
        return 0


def _quietly(end: Any) -> None:
    """End what a token that was pulled out has ended already."""
    import pkcs11

    try:
        end()
    except pkcs11.PKCS11Error:
        return
