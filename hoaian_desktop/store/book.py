"""A book is a folder: encrypted `book.db`, `book.keys`, `backups/`, `reports/`, `lock`. Made and opened here."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hoaian_desktop.errors import (
    BookError,
    BookInUse,
    DamagedBook,
    DamagedKeys,
    EmptyBook,
    NotABook,
    NotWritable,
    WeakPassphrase,
)
from hoaian_desktop.records import User
from hoaian_desktop.rules.passphrase import strength
from hoaian_desktop.store import backup, copies, faults, files, migrate, recovery_code, vault
from hoaian_desktop.store.backup import DATA, KEYS, LOG
from hoaian_desktop.store.engine import PAGE_SIZE, connect, encrypted, file_of
from hoaian_desktop.store.lock import Lock
from hoaian_desktop.store.store import Store

_NO_FOLDER = "Không tìm thấy thư mục sổ. Hãy kiểm tra ổ đĩa hoặc USB đã cắm, rồi chọn lại thư mục."
_NO_DATA = "Thư mục này có tệp khóa nhưng thiếu tệp book.db. Hãy phục hồi sổ từ bản sao lưu gần nhất."
_PLAIN = "Tệp book.db ở đây không phải của chương trình này (không mã hóa). Hãy chọn thư mục sổ khác."
_TAKEN = "Thư mục này đã có tệp. Hãy chọn một thư mục mới hoặc trống để tạo sổ."
_FOREIGN = "Tệp book.db ở đây không phải là sổ của chương trình này. Hãy chọn thư mục sổ khác."

Clock = Callable[[], datetime.datetime]


class OpenBook:
    """A book that is open: `store` for its data, and what only its holder may do with its keys. Close it."""

    def __init__(
        self, folder: Path, store: Store, lock: Lock, *, key: bytes, keys: vault.KeyFile, slot: str, cost: int
    ) -> None:
        self.folder = folder
        self.store = store
        self.key = key
        self.keys = keys
        self.slot = slot  # whose passphrase opened it
        self._lock = lock
        self._cost = cost

    def close(self, *, copy: bool = True) -> Path | None:
        """Let the book go and return the copy made, if anything changed since the last one.

        The book is closed in any case; a copy that failed is raised afterwards (NoRoom, NotWritable, DamagedBook).
        """
        try:
            return backup.back_up(self) if copy and self._changed_since_copy() else None
        finally:
            self.store.close()
            self._lock.release()

    def discard(self) -> None:
        """Close a book that was just made and could not be filled, and remove its files."""
        self.close(copy=False)
        _undo(self.folder, whole=True)

    def add_user(self, full_name: str, passphrase: str, *, title: str | None = None) -> str:
        """Let one more person open the book; returns her slot. Raises WeakPassphrase."""
        check_passphrase(passphrase)
        keys, slot = vault.add_slot(self.keys, self.key, passphrase, shown=full_name, cost=self._cost)
        self.store.run(lambda session: session.add(User(full_name=full_name, title=title, slot=slot)))
        self._keep(keys)
        return slot

    def change_passphrase(self, old: str, new: str) -> None:
        """Give the one who opened the book a new passphrase. Raises WeakPassphrase, WrongPassphrase for `old`."""
        check_passphrase(new)
        self._keep(vault.change_passphrase(self.keys, self.slot, old, new, cost=self._cost))

    def new_recovery_code(self) -> str:
        """A new code to be printed; the one before stops working."""
        code = recovery_code.new()
        self._keep(vault.with_code(self.keys, self.key, code, cost=self._cost))
        return code

    def set_passphrase(self, new: str) -> None:
        """Give the slot a new passphrase without the old one, after opening by recovery code. Raises WeakPassphrase."""
        check_passphrase(new)
        shown = self.keys.shown(self.slot)
        self._keep(self.keys.with_slot(self.key, new, name=self.slot, shown=shown, cost=self._cost))

    def _keep(self, keys: vault.KeyFile) -> None:
        vault.write(keys, self.folder / KEYS)
        self.keys = keys

    def _changed_since_copy(self) -> bool:
        data = self.folder / DATA
        with faults.told(data), closing(connect(data, self.key)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        written = [(self.folder / name).stat() for name in (DATA, KEYS, LOG) if (self.folder / name).exists()]
        made = [copy.path.stat().st_mtime_ns for copy in copies.all_of(self.folder)]
        return not made or max(stat.st_mtime_ns for stat in written if stat.st_size) > max(made)


def check_passphrase(passphrase: str, *, unit_name: str = "") -> None:
    """Refuse to lock a book with what is too short or guessed first. Raises WeakPassphrase, which says why."""
    found = strength(passphrase, unit_name=unit_name)
    if not found.accepted:
        raise WeakPassphrase(f"Cụm mật khẩu chưa dùng được. {found.sentence}")


def create(
    folder: Path, *, passphrase: str, user_name: str, now: Clock = datetime.datetime.now, cost: int = vault.COST
) -> tuple[OpenBook, str]:
    """A new book in a new or empty folder, open and without records; and its recovery code, to be printed now.

    The code is nowhere kept. Raises WeakPassphrase, BookError, NotWritable, NoRoom; then nothing is left behind.
    """
    check_passphrase(passphrase)
    with files.told():
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if any(path.name != "lock" for path in folder.iterdir()):
            raise BookError(_TAKEN)
    lock = engine = None
    try:
        lock = Lock(folder)
        keys, key, code = vault.new_key_file(passphrase, shown=user_name, cost=cost)
        (slot, who), *_ = keys.users()
        engine = encrypted(folder / DATA, key)
        _begin(engine)
        store = Store(engine, who=who, now=now)
        with files.told():
            for name in ("backups", "reports"):
                (folder / name).mkdir()
        vault.write(keys, folder / KEYS)
    except BookInUse:
        raise  # another program is making its book here: nothing of ours to undo
    except BaseException:
        if engine is not None:
            engine.dispose()
        if lock is not None:
            lock.release()
        _undo(folder, whole=new)
        raise
    return OpenBook(folder, store, lock, key=key, keys=keys, slot=slot, cost=cost), code


def users(folder: Path) -> list[tuple[str, str]]:
    """Slot and shown name of those who can open the book at `folder`. Raises NotABook, DamagedBook, DamagedKeys."""
    return _keys(folder).users()


def open_book(
    folder: Path,
    passphrase: str,
    *,
    slot: str | None = None,
    now: Clock = datetime.datetime.now,
    cost: int = vault.COST,
    take_over: bool = False,
) -> OpenBook:
    """The book at `folder`, brought to the newest revision after a copy was made.

    Raises NotABook, EmptyBook, DamagedBook, DamagedKeys, WrongPassphrase, NewerBook, BookInUse (`take_over` disregards
    a note left by another computer), NotWritable, NoRoom: each with what to do.
    """
    keys = _keys(folder)
    lock = Lock(folder, take_over=take_over)
    with _released_on_failure(lock):
        key, opened = keys.unlock(passphrase, slot)
        backup.sweep(folder)
        store = _open_data(folder, key, opened, keys.shown(opened), now)
    return OpenBook(folder, store, lock, key=key, keys=keys, slot=opened, cost=cost)


def open_with_code(
    folder: Path,
    code: str,
    new_passphrase: str | None = None,
    *,
    slot: str | None = None,
    now: Clock = datetime.datetime.now,
    cost: int = vault.COST,
    take_over: bool = False,
) -> OpenBook:
    """As `open_book`, by the printed recovery code; `slot` (the first user) gets `new_passphrase` if one is given."""
    keys = _keys(folder)
    lock = Lock(folder, take_over=take_over)
    with _released_on_failure(lock):
        key = keys.unlock_with_code(code)
        opened = slot or keys.users()[0][0]
        store = _open_data(folder, key, opened, keys.shown(opened), now)
        book = OpenBook(folder, store, lock, key=key, keys=keys, slot=opened, cost=cost)
        if new_passphrase is not None:
            try:
                book.set_passphrase(new_passphrase)
            except BookError:
                store.close()
                raise
    return book


def _keys(folder: Path) -> vault.KeyFile:
    """The key file, once the folder looks like a book from outside."""
    data, keys = folder / DATA, folder / KEYS
    with files.told():
        if not folder.is_dir():
            raise NotABook(_NO_FOLDER)
        if not data.is_file():
            raise DamagedBook(_NO_DATA) if keys.is_file() else NotABook()
        if data.stat().st_size == 0:
            raise EmptyBook()
        with data.open("rb") as file:
            if file.read(15) == b"SQLite format 3":
                raise NotABook(_PLAIN)
        if not keys.is_file():
            raise DamagedKeys()
    return vault.read(keys)


def _open_data(folder: Path, key: bytes, slot: str, shown: str, now: Clock) -> Store:
    """The store of the data file, after it proved to be ours, whole at both ends and of a known revision."""
    with faults.told(folder / DATA):
        _look_at(folder / DATA, key)
    engine = encrypted(folder / DATA, key)
    try:
        with _told(engine):
            due = migrate.is_due(engine)
        if due:
            backup.copy(folder, key, copies.BEFORE_UPGRADE, now())
            _upgrade(engine)
        with _told(engine), Session(engine) as session:
            who = session.scalar(select(User.full_name).where(User.slot == slot))
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, who=who or shown, now=now)


def _look_at(data: Path, key: bytes) -> None:
    if not os.access(data, os.W_OK):
        raise NotWritable()
    with closing(connect(data, key)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise EmptyBook()
        logged = data.with_name(LOG)
        # What was cut off may not be asked for until months later: compare the size now.
        if data.stat().st_size < pages * PAGE_SIZE and not (logged.exists() and logged.stat().st_size):
            raise DamagedBook()
    if mark != migrate.MARK:
        raise NotABook(_FOREIGN)


def _begin(engine: Engine) -> None:
    with _told(engine):
        migrate.begin(engine)


def _upgrade(engine: Engine) -> None:
    with _told(engine):
        migrate.upgrade(engine)


@contextlib.contextmanager
def _told(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise faults.translated(error, file_of(engine)) or error from error.orig


@contextlib.contextmanager
def _released_on_failure(lock: Lock) -> Iterator[None]:
    try:
        yield
    except BaseException:
        lock.release()
        raise


def _undo(folder: Path, *, whole: bool) -> None:
    """Remove what a failed creation left: only our own files, and the folder only if we made it."""
    with contextlib.suppress(OSError):
        for name in (DATA, LOG, "book.db-shm", KEYS, "lock"):
            (folder / name).unlink(missing_ok=True)
        for name in ("backups", "reports"):
            if (folder / name).exists():
                (folder / name).rmdir()
        if whole:
            folder.rmdir()
