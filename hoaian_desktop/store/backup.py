"""Copies of a book: one file with the encrypted data and its keys, checked before it counts as a copy."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop.errors import AnotherBook, BookError, DamagedBook, DamagedKeys, NewerBook, NotABook
from hoaian_desktop.store import copies, faults, files, migrate, vault
from hoaian_desktop.store.engine import connect
from hoaian_desktop.store.lock import Lock

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook

DATA, KEYS, LOG = "book.db", "book.keys", "book.db-wal"
_ROOM = ".copy-"
_BAD_COPY = "Bản sao lưu này bị hỏng nên không dùng được. Hãy chọn một bản khác; sổ hiện có không thay đổi."
_NOT_A_COPY = "Tệp này không phải là bản sao lưu của sổ (.hoaian). Hãy chọn tệp khác."
_NO_COPY = "Không tìm thấy tệp bản sao lưu. Hãy kiểm tra ổ đĩa hoặc USB đã cắm, rồi chọn lại tệp."
_NOT_EMPTY = "Thư mục này đã có tệp khác. Hãy chọn một thư mục trống hoặc thư mục của sổ cần phục hồi."
_OTHER_FILE = "Tệp {name} đã có và không phải là bản sao lưu (.hoaian). Hãy đặt tên khác."
_IN_THE_BOOK = "Không đặt bản sao lưu lẫn với tệp của sổ. Hãy chọn thư mục khác, tốt nhất là trên USB."
_BAD_BOOK = "Sổ bị hỏng nên chưa sao lưu được; các bản sao lưu trước vẫn nguyên. Hãy phục hồi từ bản gần nhất."

# What the reader raises for an altered byte: in a length, in the method, in the flag for encryption.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def back_up(book: OpenBook, to: Path | None = None) -> Path:
    """The path of a new, verified copy: among the book's own copies, or at `to` (a file or an existing folder).

    Others may read meanwhile; writers wait. Raises NoRoom, NotWritable, DamagedBook; then there is no new file.
    """
    return copy(book.folder, book.key, copies.DAILY, book.store.now(), to=to)


def copy(folder: Path, key: bytes, kind: str, at: datetime.datetime, *, to: Path | None = None) -> Path:
    """As `back_up`, for a book of which only the folder and the key are known."""
    own = to is None
    target = to or copies.folder_of(folder)
    with files.told():
        if own:
            target.mkdir(exist_ok=True)
        if target.is_dir():
            target = target / copies.name(kind, at)
    _refuse_to_overwrite(target, folder)
    with _workroom(target.parent) as room:
        try:
            with faults.told(target):
                counts = _vacuum(folder / DATA, room / DATA, key)
                same = _verify(room / DATA, key) == counts
        except DamagedBook as error:
            raise DamagedBook(_BAD_BOOK) from error
        if not same:
            raise DamagedBook(_BAD_BOOK)
        with files.told():
            shutil.copyfile(folder / KEYS, room / KEYS)
            _pack(room, target, shared=not own)
    if own:
        copies.prune(folder, keep=target)
    return target


def restore(
    file: Path,
    folder: Path,
    passphrase: str,
    *,
    code: str | None = None,
    over_another: bool = False,
    now: Callable[[], datetime.datetime] = datetime.datetime.now,
) -> None:
    """Put the book of a copy into a new or empty folder, or over the book there, of which a copy is kept first.

    The copy is opened and checked throughout before anything is touched; `passphrase` is one of those valid when it
    was made, or `code` the recovery code. Over the book of another office it goes only if told (`over_another`).
    Raises AnotherBook, NotABook, DamagedBook, WrongPassphrase, NewerBook, BookInUse, … and leaves no folder behind.
    """
    with files.told():
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        here = {path.name for path in folder.iterdir() if not path.name.startswith(_ROOM)} - {"lock"}
    existing = bool(here & {DATA, KEYS})
    if here and not existing:
        raise BookError(_NOT_EMPTY)
    lock = Lock(folder)
    done = False
    try:
        sweep(folder)
        with _workroom(folder) as room:
            _unpack(file, room)
            keys = vault.read(room / KEYS)
            if not over_another and not _same_book(folder, keys):
                raise AnotherBook()
            key = keys.unlock_with_code(code) if code else keys.unlock(passphrase)[0]
            _check_copy(room / DATA, key)
            with files.told():
                if existing:
                    _keep_what_is_there(folder, now())
                # A log that belongs to the old data would be played into the new.
                for name in (LOG, "book.db-shm"):
                    (folder / name).unlink(missing_ok=True)
                files.put_in_place(room / KEYS, folder / KEYS)
                files.put_in_place(room / DATA, folder / DATA)
        done = True
    finally:
        lock.release()
        if made and not done:
            with suppress(OSError):
                (folder / "lock").unlink(missing_ok=True)
                folder.rmdir()


def _same_book(folder: Path, keys: vault.KeyFile) -> bool:
    """Whether a copy is of the book in `folder`; where none is to be recognised, there is none to be lost."""
    try:
        return vault.read(folder / KEYS).book == keys.book
    except (DamagedKeys, NewerBook):
        return True


def sweep(folder: Path) -> None:
    """Remove what a power cut left half-done in a book's folder. Only for the holder of its lock."""
    for room in (*folder.glob(f"{_ROOM}*"), *copies.folder_of(folder).glob(f"{_ROOM}*")):
        shutil.rmtree(room, ignore_errors=True)
    for name in folder.glob(f".{KEYS}-*"):
        with suppress(OSError):
            name.unlink()


def _refuse_to_overwrite(target: Path, book: Path) -> None:
    """A copy replaces an older copy and nothing else: a slip of the hand must not cost the book or a letter."""
    with files.told():
        if target.parent.resolve() == book.resolve():
            raise BookError(_IN_THE_BOOK)
        if target.exists() and target.suffix.lower() != copies.SUFFIX:
            raise BookError(_OTHER_FILE.format(name=target.name))


def _vacuum(source: Path, target: Path, key: bytes) -> dict[str, int]:
    """Write a compact copy encrypted with the same key; the number of rows of every table at that moment."""
    with closing(connect(source, key)) as holder, closing(connect(source, key)) as reader:
        holder.execute("BEGIN IMMEDIATE")  # no writer between the copy and the counts
        reader.execute("VACUUM INTO ?", (str(target),))
        return _counts(holder)


def _verify(path: Path, key: bytes) -> dict[str, int]:
    """The number of rows of every table of a sound database. Raises DamagedBook."""
    with closing(connect(path, key)) as connection:
        faulty = connection.execute("PRAGMA cipher_integrity_check").fetchone()
        if faulty is not None or connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise DamagedBook()
        return _counts(connection)


def _counts(connection: Any) -> dict[str, int]:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def _check_copy(path: Path, key: bytes) -> None:
    try:
        with faults.told(path):
            _verify(path, key)
            with closing(connect(path, key)) as connection:
                if connection.execute("PRAGMA application_id").fetchone() != (migrate.MARK,):
                    raise NotABook(_NOT_A_COPY)
                (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except DamagedBook as error:
        raise DamagedBook(_BAD_COPY) from error
    if revision > migrate.head():
        raise NewerBook()


def _pack(room: Path, target: Path, *, shared: bool = False) -> None:
    """Put the files of `room` into one file, read it back, and only then give it its name.

    A copy on a stick is `shared`: it is encrypted, and the rights of one user must not lock out the next.
    """
    packed = room / "packed"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as bundle:
        for name in (DATA, KEYS, LOG):
            if (room / name).exists():
                bundle.write(room / name, name)
    with packed.open("rb+") as file:
        os.fsync(file.fileno())
        with zipfile.ZipFile(file) as bundle:
            if bundle.testzip() is not None:
                raise BookError("Bản sao lưu vừa ghi không đọc lại được. Hãy kiểm tra ổ đĩa rồi sao lưu lại.")
    if not shared:
        with suppress(OSError):  # a disk without rights has none to take away
            packed.chmod(0o600)
    files.put_in_place(packed, target)


def _unpack(file: Path, room: Path) -> None:
    if not file.is_file():
        raise NotABook(_NO_COPY)
    try:
        with files.told(), zipfile.ZipFile(file) as bundle:
            names = set(bundle.namelist())
            if not {DATA, KEYS} <= names:
                raise NotABook(_NOT_A_COPY)
            for name in names & {DATA, KEYS, LOG}:
                with bundle.open(name) as source, (room / name).open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
                    target.flush()
                    os.fsync(target.fileno())
    except _UNREADABLE as error:
        with files.told(), file.open("rb") as opened:
            begins_well = opened.read(2) == b"PK"
        raise DamagedBook(_BAD_COPY) if begins_well else NotABook(_NOT_A_COPY) from error


def _keep_what_is_there(folder: Path, at: datetime.datetime) -> None:
    """Pack the files as they are: nobody has them open, and they may be too damaged for anything else."""
    backups = copies.folder_of(folder)
    backups.mkdir(exist_ok=True)
    target = backups / copies.name(copies.BEFORE_RESTORE, at)
    with _workroom(backups) as room:
        for name in (DATA, KEYS, LOG):
            if (folder / name).exists():
                shutil.copyfile(folder / name, room / name)
        _pack(room, target)
    copies.prune(folder, keep=target)


@contextmanager
def _workroom(beside: Path) -> Iterator[Path]:
    """A folder for half-done files on the same disk; gone afterwards, also after a failure."""
    with files.told():
        room = Path(tempfile.mkdtemp(dir=beside, prefix=_ROOM))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
