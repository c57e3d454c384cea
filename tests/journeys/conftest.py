"""A journey lives in the real program: real windows, real keys, a real encrypted book in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tests.journeys.secretary import Secretary
from tests.ui.conftest import (
    _cheap_guesses,  # noqa: F401 — a fixture, as are the next four
    _fresh_settings,  # noqa: F401
    office_made,  # noqa: F401
    qapp,  # noqa: F401
    type_in,  # noqa: F401
)
from ui import app as parts
from ui.remembered import Remembered
from ui.session import Session


@pytest.fixture
def secretary(qapp, qtbot, type_in) -> Iterator[Secretary]:  # noqa: F811
    """Somebody before the program, with nothing open yet."""
    session = Session(qapp, Remembered(), partial(parts.compose, qapp))
    yield Secretary(session, qtbot, type_in)
    if session.book is not None:
        session.tasks.shutdown()
        session.book.close(copy=False)
    session.keeper.shutdown()
    if session.window is not None:
        session.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
