"""One running program per book: a lock held by the system, and a note in the file that says who holds it."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from pathlib import Path

from hoaian_desktop.errors import BookInUse
from hoaian_desktop.store import files

_FAR = 1 << 30  # Windows locks bytes against reading too: one far behind the note
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class Lock:
    """The lock of one book folder. The file `lock` stays behind empty: removing it would let two programs in."""

    def __init__(self, folder: Path, *, take_over: bool = False) -> None:
        """Take the lock or raise BookInUse (who has it), NotWritable or NoRoom.

        The system's lock ends with the process, so a note left by a dead one is stale. Over a network it may not
        reach other computers: a note of another host counts, until the user says `take_over`.
        """
        self._path = folder / "lock"
        with files.told():
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            self._take(take_over)
        except BaseException:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let the next one in."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1

    def _take(self, take_over: bool) -> None:
        held = _hold(self._descriptor)
        host, pid, started = self._note()
        here = host in {"", _host()}
        if held is False:
            raise BookInUse(host or None, pid or None)
        if not here and not take_over:
            raise BookInUse(host, pid)
        if held is None and here and pid and _started(pid) == started is not None and not take_over:
            raise BookInUse(host, pid)  # a file system without locks: the note has to do
        note = {"host": _host(), "pid": os.getpid(), "started": _started(os.getpid())}
        with files.told():
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, json.dumps(note).encode())

    def _note(self) -> tuple[str, int, str | None]:
        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            note = json.loads(os.read(self._descriptor, 4096) or b"{}")
            return str(note.get("host", "")), int(note.get("pid", 0)), note.get("started")
        except (OSError, ValueError, AttributeError):
            return "", 0, None  # cut or foreign: nobody can be named


def _host() -> str:
    return socket.gethostname()


def _hold(descriptor: int) -> bool | None:
    """True if the system gave us its lock, False if another process has it, None where it knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _TAKEN else None
    return True


def _started(pid: int) -> str | None:
    """When a process of this computer began, in the system's own measure; None if it does not run.

    A number alone would mistake a later process with the same number for the one that wrote the note.
    """
    if sys.platform == "win32":
        return _started_on_windows(pid)
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return None
    except (OSError, IndexError):
        return None
    try:
        os.kill(pid, 0)  # no /proc, as on macOS: asks only whether it is there
    except ProcessLookupError:
        return None
    except PermissionError:
        return "running"
    return "running"


def _started_on_windows(pid: int) -> str | None:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 — absent elsewhere, also for the type checker
    # os.kill(pid, 0) would end the process here.
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return None
    try:
        created, ended, system, user = (ctypes.c_ulonglong() for _ in range(4))
        known = kernel.GetProcessTimes(handle, *map(ctypes.byref, (created, ended, system, user)))
        return str(created.value) if known and not ended.value else None
    finally:
        kernel.CloseHandle(handle)
