"""Widgets under test: the real theme, real threads, settings that are thrown away, warnings of Qt that fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from hoaian_desktop import jobs
from hoaian_desktop.practice import PASSPHRASE as PRACTICE
from hoaian_desktop.services import offices
from hoaian_desktop.store import book as books
from hoaian_desktop.store.store import Store
from tests.commands.conftest import PASSPHRASE as OF_COMMANDS
from tests.commands.conftest import an_tin_made
from tests.shared import once
from ui import app as parts
from ui import main_window, qt_texts, sample, screenless, theme, waiting
from ui.remembered import Remembered
from ui.session import Session
from ui.tabs import page
from ui.tasks import Tasks

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PASSPHRASE = "bốn con bò vàng"
CHEAP = 1 << 10  # scrypt's n: real books take 65,536
screenless.prepare()


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str], tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The one application, looking and speaking as it does for users."""
    settings = tmp_path_factory.mktemp("settings")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(settings))
    app = QApplication.instance() or QApplication(qapp_args)
    assert isinstance(app, QApplication)
    app.setOrganizationName("hoaian")
    app.setApplicationName("hoaian-desktop")
    qt_texts.install(app)
    theme.install(app)
    return app


@pytest.fixture(autouse=True)
def _fresh_settings(qapp: QApplication) -> Iterator[None]:
    yield
    QSettings().clear()
    # What waits for a quiet moment would wait for ever in every test that follows.
    assert not QApplication.mouseButtons(), "the test holds a button of the mouse down"
    assert QApplication.activePopupWidget() is None, "the test leaves a menu open"


@pytest.fixture
def tasks(qapp: QApplication, store: Store, tmp_path: Path) -> Iterator[Tasks]:
    """Real threads over the real store; their work is finished before the store closes."""
    made = Tasks(store)
    yield made
    made.shutdown()
    # What was deleted later is deleted now, not in the middle of the next test.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settled(tasks: Tasks) -> Callable[[], None]:
    """Wait until every question asked so far is answered."""

    def wait() -> None:
        waiting.until(lambda: tasks.waiting == 0, "việc nền đã xong", 5)

    return wait


@pytest.fixture
def on_screen(qtbot) -> Callable[[QWidget], QWidget]:
    """Show a widget in an active window, so that the cursor can be in it."""
    kept = []  # qtbot holds weakly; a page nobody holds takes its editors away

    def show(widget: QWidget) -> QWidget:
        kept.append(widget)
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow, timeout=2000)
        return widget

    return show


@pytest.fixture
def type_in() -> Callable[[QWidget, str], None]:
    """Type letters of any alphabet, as UniKey sends them: key presses that carry a text and no known key.

    QTest's own `keyClicks` aborts the process at the first letter that is not Latin-1.
    """

    def press(widget: QWidget, text: str) -> None:
        for letter in text:
            known = ord(letter.upper()) if letter.isascii() else 0
            shift = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, known, shift, letter))

    return press


@pytest.fixture(autouse=True)
def _nothing_ahead(monkeypatch) -> None:
    """Forms nobody opens in a test are not made; the tests of that put the time back."""
    monkeypatch.setattr(page, "FORM_AFTER", 3_600_000)


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch) -> None:
    """A guess at a passphrase costs next to nothing in books made here, as in those the tests of commands make."""
    for way in (books.create, books.open_book, books.open_with_code):
        monkeypatch.setitem(way.__kwdefaults__, "cost", CHEAP)


@pytest.fixture(scope="session")
def practice_made(tmp_path_factory) -> Path:
    """The practice book as the program makes it, closed; nobody opens it, everybody copies it.

    The command makes the same book: only its passphrase is another, and it has a copy already.
    """

    def make(room: Path) -> None:
        folder = Path(shutil.copytree(an_tin_made(tmp_path_factory), room / sample.NAME))
        for kept in (folder / "backups").iterdir():
            kept.unlink()
        book = books.open_book(folder, OF_COMMANDS, cost=CHEAP)
        book.change_passphrase(OF_COMMANDS, PRACTICE)
        book.close(copy=False)

    return once(tmp_path_factory, "practice", make) / sample.NAME


@pytest.fixture(scope="session")
def office_made(tmp_path_factory) -> Path:
    """A new book of Đoàn xã Ân Tín, closed and empty; nobody opens it, everybody copies it."""
    folder = tmp_path_factory.mktemp("office-made") / "so"
    secretary = "Trần Thị Mỹ Duyên"
    made, _ = books.create(folder, passphrase=PASSPHRASE, user_name=secretary, cost=CHEAP)
    values = offices.defaults(jobs.unit_entry(sample.UNIT), secretary=secretary)
    made.store.run(partial(offices.set_up, unit_key=sample.UNIT, values=values, slot=made.slot))
    made.close(copy=False)
    return folder


@pytest.fixture(scope="module")
def practice(practice_made, tmp_path_factory) -> Path:
    """A practice book, closed, for the tests of one file."""
    return shutil.copytree(practice_made, tmp_path_factory.mktemp("practice") / sample.NAME)


@contextmanager
def sessions(qapp: QApplication, office: Path) -> Iterator[Callable[[Path], Session]]:
    """Opens main windows; what is still open afterwards is closed without a copy."""
    made: list[Session] = []

    def begin(folder: Path) -> Session:
        session = Session(qapp, Remembered(), partial(parts.compose, qapp))
        made.append(session)
        if (folder / "book.keys").exists():
            session.use(sample.open_book(folder))
        else:
            shutil.copytree(office, folder)
            session.use(books.open_book(folder, PASSPHRASE))
        session.window.activateWindow()
        waiting.settle(session.tasks)
        return session

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main_window, "QUIET", 3_600_000)  # tabs nobody looks at in a test are not made ahead
        yield begin
    for session in made:
        if session.book is not None:
            session.tasks.shutdown()
            session.book.close(copy=False)
        session.keeper.shutdown()
        session.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def a_session(qapp, office_made) -> Iterator[Callable[[Path], Session]]:
    """Opens main windows for one test."""
    with sessions(qapp, office_made) as begin:
        yield begin


@pytest.fixture(scope="module")
def _one_window(qapp, office_made, practice_made, tmp_path_factory) -> Iterator[Session]:
    folder = shutil.copytree(practice_made, tmp_path_factory.mktemp("seen") / sample.NAME)
    with sessions(qapp, office_made) as begin:
        yield begin(folder)


def at_first(session: Session) -> Session:
    """A window other tests have used, as a test finds it: on its first tab, in its usual size, nothing searched for."""
    window = session.window
    window.showNormal()
    window.resize(*main_window.USUAL)
    window.search.clear()
    if window.bar.currentIndex() != 0:
        window.show_tab(0)
    window.activateWindow()
    waiting.settle(session.tasks)
    return session


@pytest.fixture
def seen(_one_window) -> Session:
    """A window over the practice book for all tests of a file that change nothing; it stands on its first tab."""
    return at_first(_one_window)


@pytest.fixture
def full(a_session, practice) -> Session:
    """A session over the practice book."""
    return a_session(practice)
