"""Files that are written whole or not at all, and what the disk says when it refuses."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hoaian_desktop.errors import BookError, NoRoom, NotWritable

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
NO_FOLDER = "Không có thư mục {folder}. Hãy tạo thư mục đó hoặc chọn nơi lưu khác."
OPEN_ELSEWHERE = "Tệp {name} đang được mở ở chương trình khác. Hãy đóng tệp đó rồi thử lại."
_NO_FOLDER = "Nơi đã chọn là một tệp, không phải thư mục. Hãy chọn thư mục khác."
_NO_FILE = "Tên đã chọn là một thư mục. Hãy ghi thêm tên tệp."
_TOO_LONG = "Tên tệp hoặc đường dẫn quá dài. Hãy chọn thư mục có đường dẫn ngắn hơn."
_DISK = "Ổ đĩa không đọc hoặc ghi được. Hãy kiểm tra dây, thẻ nhớ hoặc ổ mạng rồi thử lại."
_SENTENCES = {
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EISDIR: _NO_FILE,
    errno.ENAMETOOLONG: _TOO_LONG,
}


def _umask() -> int:
    kept = os.umask(0o077)  # can only be asked for by setting it: done once, before there are threads
    os.umask(kept)
    return kept


_UMASK = _umask()


@contextmanager
def told() -> Iterator[None]:
    """Turn what the disk refuses into NoRoom, NotWritable or BookError."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise NoRoom() from error
        if error.errno in _REFUSED:
            raise NotWritable() from error
        raise BookError(_SENTENCES.get(error.errno or 0, _DISK)) from error


def write_whole(path: Path, content: bytes, *, shared: bool = False) -> None:
    """Write beside `path`, wait until it is on the disk, then put it in place. Raises NoRoom, NotWritable.

    What is `shared` gets the rights any new file of this user has; what is not, only its owner can read.
    """
    with told():
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if shared:
                share(temporary)
            put_in_place(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; what stands there at the end takes its place, whole or not at all.

    Raises NoRoom, NotWritable, and BookError where there is no such folder or another program holds the file.
    """
    with told():
        if not path.parent.is_dir():
            raise BookError(NO_FOLDER.format(folder=path.parent))
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=path.suffix)
    os.close(descriptor)
    temporary = Path(name)
    try:
        with told():
            yield temporary
            with temporary.open("r+b") as file:
                os.fsync(file.fileno())
        share(temporary)
        with in_use_told(path), told():
            put_in_place(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def in_use_told(path: Path) -> Iterator[None]:
    """Windows refuses to replace a file that Word or a viewer holds: say so, for the folder is not at fault."""
    try:
        yield
    except NotWritable as error:
        if path.exists() and os.access(path.parent, os.W_OK):
            raise BookError(OPEN_ELSEWHERE.format(name=path.name)) from error
        raise


def share(path: Path) -> None:
    """Give a file made for its owner alone the rights that the user's umask leaves: it is meant for others."""
    with suppress(OSError):  # a stick's file system knows no rights
        path.chmod(0o666 & ~_UMASK)


def put_in_place(temporary: Path, path: Path) -> None:
    """Rename over `path`, and let the folder's own entry reach the disk where the system allows asking."""
    temporary.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
