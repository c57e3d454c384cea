"""The log: what the program did, in files that turn over. No field value ever comes here."""

from __future__ import annotations

import copy
import logging
import logging.handlers
import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from hoaian_desktop import __version__
from hoaian_desktop.errors import HoaiAnError

NAME = "hoaian"
FILE = "hoaian.log"
_SIZE = 512 * 1024
_OLD = 4
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _WithoutValues(logging.Formatter):
    """Writes where an exception came from, never what it says: its words may repeat a person's data."""

    def format(self, record: logging.LogRecord) -> str:
        # The record keeps the traceback as another handler wrote it, with every value: never take that over.
        ours = copy.copy(record)
        ours.exc_text = None
        return super().format(ours)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return without_values(ei[1])


def start(folder: Path) -> Path:
    """Write the log of this run into `folder`, beginning with versions and system; return the file.

    A folder that cannot be written to leaves the program without a log, not without a window.
    """
    log = logging.getLogger()
    log.setLevel(logging.INFO)
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        to_file = logging.handlers.RotatingFileHandler(file, maxBytes=_SIZE, backupCount=_OLD, encoding="utf-8")
    except OSError:
        log.addHandler(logging.NullHandler())
        return file
    to_file.setFormatter(_WithoutValues(_FORMAT))
    log.addHandler(to_file)
    # These repeat the values of SQL statements at lower levels.
    for name in ("sqlalchemy", "alembic", "pypdfium2", "pikepdf"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(NAME).info("%s", header())
    return file


def stop() -> None:
    """Close the log's files, so that a test or an uninstaller can take them away."""
    log = logging.getLogger()
    for to_file in list(log.handlers):
        if isinstance(to_file, logging.handlers.RotatingFileHandler):
            log.removeHandler(to_file)
            to_file.close()


def header() -> str:
    """One line about program, Python and system."""
    frozen = " frozen" if getattr(sys, "frozen", False) else ""
    # platform.platform() would search the files of Python and of the C library for more, before the first window.
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"hoaian-desktop {__version__}{frozen}, Python {platform.python_version()}, {system}"


def without_values(error: BaseException | None, trace: TracebackType | None = None) -> str:
    """A traceback that tells files, lines and kinds of errors, but no value a user typed.

    The words of foreign exceptions are left out, for they quote what they choked on; those of ours are fixed
    sentences, except where they quote too: only the class is told of all.
    """
    parts: list[str] = []
    seen: set[int] = set()
    current, following = error, trace
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(following or current.__traceback__)
        lines = [f'  File "{_short(frame.filename)}", line {frame.lineno}, in {frame.name}' for frame in frames]
        kind = type(current)
        ours = " (ours)" if isinstance(current, HoaiAnError) else ""
        parts.append("\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}{ours}"]))
        current, following = current.__cause__ or current.__context__, None
    return "\n  caused by\n".join(parts)


def _short(path: str) -> str:
    """The end of a path: the beginning may hold the user's name."""
    return "/".join(Path(path).parts[-3:])
