"""`book.keys`: the random key of a book, wrapped once for every passphrase and once for the recovery code.

Scrypt makes a wrapping key of what a person knows; AES-256-GCM wraps the book's key with it. A check made with the
book's key and a sum over the file tell a wrong passphrase, damaged keys and a damaged book apart.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from hoaian_desktop.errors import BookError, DamagedKeys, NewerBook, WrongPassphrase
from hoaian_desktop.rules import names
from hoaian_desktop.store import files, recovery_code

COST = 1 << 16  # scrypt: 64 MB and about 0.2 s a try
KEY_BYTES = 32
RECOVERY = "recovery"
PASSPHRASE = "passphrase"
_FORMAT = "hoaian-book-keys"
_VERSION = 1
_WRONG_CODE = "Mã khôi phục này không mở được sổ. Hãy kiểm tra xem phiếu có đúng là của sổ này không."


@dataclass(frozen=True)
class Slot:
    """The book's key in one wrapping. Bytes are hexadecimal; `cost` is scrypt's n (r = 8, p = 1)."""

    name: str
    kind: str  # passphrase or recovery
    shown: str  # whose it is, on the unlock window
    cost: int
    salt: str
    nonce: str
    wrapped: str


@dataclass(frozen=True)
class KeyFile:
    """What `book.keys` holds. Changed by replacing it, and by `write`."""

    book: str  # uuid
    check: str
    slots: tuple[Slot, ...]

    def users(self) -> list[tuple[str, str]]:
        """Slot and shown name of everybody with a passphrase."""
        return [(slot.name, slot.shown) for slot in self.slots if slot.kind == PASSPHRASE]

    def shown(self, slot: str) -> str:
        """The name shown for a slot."""
        return next((one.shown for one in self.slots if one.name == slot), "")

    def fits(self, key: bytes) -> bool:
        """Whether `key` is the key of this book."""
        return hmac.compare_digest(self.check, _check(self.book, key))

    def unlock(self, passphrase: str, slot: str | None = None) -> tuple[bytes, str]:
        """The book's key and the slot that opened. Raises WrongPassphrase, or DamagedKeys if nothing can open."""
        tried = [one for one in self.slots if one.kind == PASSPHRASE and slot in {None, one.name}]
        return self._open(tried, names.nfc(passphrase), WrongPassphrase())

    def unlock_with_code(self, code: str) -> bytes:
        """The book's key by the printed code. Raises WrongPassphrase that says which group was mistyped."""
        typed = recovery_code.read(code)
        tried = [one for one in self.slots if one.kind == RECOVERY]
        return self._open(tried, typed, WrongPassphrase(_WRONG_CODE))[0]

    def with_slot(
        self, key: bytes, secret: str, *, name: str, shown: str, kind: str = PASSPHRASE, cost: int = COST
    ) -> KeyFile:
        """With one more way to open, or with a new secret for the slot of that name."""
        made = _wrap(self.book, key, secret, name=name, shown=shown, kind=kind, cost=cost)
        return replace(self, slots=(*(one for one in self.slots if one.name != name), made))

    def without_slot(self, name: str) -> KeyFile:
        """Without one user's slot. The last passphrase cannot go. Raises BookError."""
        left = replace(self, slots=tuple(one for one in self.slots if one.name != name))
        if not left.users():
            raise BookError("Sổ phải còn ít nhất một người mở được. Hãy thêm người khác trước.")
        return left

    def _open(self, slots: list[Slot], secret: str, refusal: WrongPassphrase) -> tuple[bytes, str]:
        for slot in slots:
            key = _unwrap(self.book, slot, secret)
            if key is None:
                continue
            if not self.fits(key):
                raise DamagedKeys()
            return key, slot.name
        raise refusal


def new_key_file(passphrase: str, *, shown: str, cost: int = COST) -> tuple[KeyFile, bytes, str]:
    """A new key file with one user, the book's key, and the recovery code to be printed."""
    key = secrets.token_bytes(KEY_BYTES)
    book = str(uuid.uuid4())
    code = recovery_code.new()
    made = KeyFile(book=book, check=_check(book, key), slots=())
    made = made.with_slot(key, passphrase, name="user-1", shown=shown, cost=cost)
    return with_code(made, key, code, cost=cost), key, code


def with_code(keys: KeyFile, key: bytes, code: str, *, cost: int = COST) -> KeyFile:
    """The key file with a recovery code in place of the one before."""
    return keys.with_slot(key, recovery_code.read(code), name=RECOVERY, shown="", kind=RECOVERY, cost=cost)


def add_slot(keys: KeyFile, key: bytes, passphrase: str, *, shown: str, cost: int = COST) -> tuple[KeyFile, str]:
    """The key file with one more user, and the name of her slot."""
    taken = {slot.name for slot in keys.slots}
    name = next(name for number in range(1, len(taken) + 2) if (name := f"user-{number}") not in taken)
    return keys.with_slot(key, passphrase, name=name, shown=shown, cost=cost), name


def change_passphrase(keys: KeyFile, slot: str, old: str, new: str, *, cost: int = COST) -> KeyFile:
    """The key file where `slot` opens with `new`. Raises WrongPassphrase if `old` is not hers."""
    key, name = keys.unlock(old, slot)
    return keys.with_slot(key, new, name=name, shown=keys.shown(name), cost=cost)


def write(keys: KeyFile, path: Path) -> None:
    """Put the key file in its place, whole or not at all. Raises NoRoom, NotWritable."""
    content: dict[str, Any] = {
        "format": _FORMAT,
        "version": _VERSION,
        "book": keys.book,
        "check": keys.check,
        "slots": [asdict(slot) for slot in keys.slots],
    }
    content["sum"] = _sum(content)
    files.write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode())


def read(path: Path) -> KeyFile:
    """The key file at `path`. Raises DamagedKeys, NewerBook."""
    try:
        return parse(path.read_bytes())
    except OSError as error:
        raise DamagedKeys() from error


def parse(content: bytes) -> KeyFile:
    """The key file in `content`. Raises DamagedKeys, NewerBook."""
    try:
        said = json.loads(content)
        if said["format"] == _FORMAT and said["version"] > _VERSION:
            raise NewerBook()
        if said["format"] != _FORMAT or said.pop("sum") != _sum(said):
            raise DamagedKeys()
        return KeyFile(said["book"], said["check"], tuple(Slot(**slot) for slot in said["slots"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedKeys() from error


def _sum(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _check(book: str, key: bytes) -> str:
    return hmac.new(key, f"key check of {book}".encode(), hashlib.sha256).hexdigest()


def _wrap(book: str, key: bytes, secret: str, *, name: str, shown: str, kind: str, cost: int) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(12)
    wrapping = AESGCM(_stretched(names.nfc(secret), salt, cost))
    wrapped = wrapping.encrypt(nonce, key, f"{book}/{name}".encode())
    return Slot(name, kind, names.nfc(shown), cost, salt.hex(), nonce.hex(), wrapped.hex())


def _unwrap(book: str, slot: Slot, secret: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapping = AESGCM(_stretched(secret, bytes.fromhex(slot.salt), slot.cost))
    try:
        return wrapping.decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), f"{book}/{slot.name}".encode())
    except InvalidTag:
        return None


def _stretched(secret: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, n=cost, r=8, p=1, maxmem=2 * 1024 * cost, dklen=32)
