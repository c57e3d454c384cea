"""A session nobody sits at, over a practice book in a temporary folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from ui import app as parts
from ui import sample, waiting
from ui.remembered import Remembered
from ui.session import Session
from ui.waiting import NeverHappened

WIDTH, HEIGHT = 1366, 768
COST = 1 << 10  # scrypt for a passphrase everybody knows


@contextmanager
def opened(app: QApplication, folder: Path, *, width: int = WIDTH, height: int = HEIGHT) -> Iterator[Session]:
    """A session with the main window over the practice book at `folder`; closed as a user closes it."""
    qInstallMessageHandler(_say)
    session = Session(app, Remembered(), partial(parts.compose, app))
    session.use(sample.open_book(folder, cost=COST))
    session.window.showNormal()  # a picture has its own size, whatever the screen
    session.window.resize(width, height)
    try:
        waiting.settle(session.tasks)
        yield session
    finally:
        close(session)


def close(session: Session) -> None:
    """Close the window and wait until the book is copied and let go."""
    ended: list[bool] = []
    session.ended.connect(lambda: ended.append(True))
    session.window.close()
    waiting.until(lambda: bool(ended), "sổ đã đóng")
    session.keeper.shutdown()


def _say(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's messages on stderr, but not what the screenless platform says of itself."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


def picture(widget: QWidget, file: Path) -> None:
    """Save what a widget shows now. Raises NeverHappened if nothing could be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(file)):
        raise NeverHappened(f"Không ghi được ảnh {file}.")
