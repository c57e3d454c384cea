"""The dialog that something opens, for its picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from ui import waiting
from ui.session import Session


def asked(session: Session, by: Callable[[], object], name: str) -> Any:
    """Open a dialog and return it once it has what it shows. Raises NeverHappened."""
    by()
    waiting.settle(session.tasks)
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        raise waiting.NeverHappened(f"Không mở được hộp thoại {name}.")
    return dialog


def each(session: Session, openers: Mapping[str, Callable[[], object]]) -> Iterator[tuple[str, QWidget]]:
    """One dialog after the other, each closed once its picture was taken."""
    for name, by in openers.items():
        dialog = asked(session, by, name)
        yield name, dialog
        dialog.close()
        waiting.settle(session.tasks)
