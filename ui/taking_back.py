"""Undoing and redoing in the window: from a message, from the menu, and by Ctrl+Z and Ctrl+Y outside of text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from hoaian_desktop.errors import ChangedSince, HoaiAnError
from ui import feedback
from ui.tasks import Tasks
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Say = Callable[[str, Any], object]  # quiet words, and what takes it back (or None)

UNDO, REDO = "Hoàn tác", "Làm lại"  # lines of the menu; what would be undone follows after a colon
_LONGEST = 60
_CONTROL = Qt.KeyboardModifier.ControlModifier
_UNDO_KEYS = {(_CONTROL, Qt.Key.Key_Z)}
_REDO_KEYS = {(_CONTROL, Qt.Key.Key_Y), (_CONTROL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z)}


def way_back(owner: QWidget, tasks: Tasks, say: Say) -> Callable[[], object] | None:
    """What takes back the write just answered, for its message; None if it left nothing to undo."""
    return None if tasks.step is None else partial(undo, owner, tasks, say, step_id=tasks.step)


def undo(owner: QWidget, tasks: Tasks, say: Say, *, step_id: int | None = None, force: bool = False) -> None:
    """Undo a step, or the last one; ask once if something in it was changed since."""
    from hoaian_desktop.services import undoing

    again = partial(undo, owner, tasks, say, step_id=step_id, force=True)
    operation = partial(undoing.undo, step_id=step_id, force=force)
    _turn(owner, tasks, operation, again, lambda step: say(f"Đã hoàn tác: {step.words}", None), UNDO)


def redo(owner: QWidget, tasks: Tasks, say: Say, *, force: bool = False) -> None:
    """Redo what was undone last."""
    from hoaian_desktop.services import undoing

    again = partial(redo, owner, tasks, say, force=True)

    def done(step: Any) -> None:
        say(f"Đã làm lại: {step.words}", partial(undo, owner, tasks, say, step_id=step.id))

    _turn(owner, tasks, partial(undoing.redo, force=force), again, done, REDO)


def _turn(
    owner: QWidget,
    tasks: Tasks,
    operation: Callable[[Any], Any],
    again: Callable[[], None],
    done: Callable[[Any], object],
    verb: str,
) -> None:
    def refused(error: HoaiAnError) -> None:
        if not isinstance(error, ChangedSince):
            feedback.refuse(owner, error)
        elif feedback.ask(owner, f"{verb} việc đã có sửa đổi sau đó?", str(error), yes=verb, no="Thôi"):
            again()

    tasks.run(owner, operation, done=done, failed=refused)


class TakingBack(QObject):
    """The two lines of the menu over one window: their words follow the book, their keys leave text to its field."""

    def __init__(self, window: MainWindow, tasks: Tasks, toast: Toast) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._toast = toast
        self._actions: tuple[QAction, QAction] | None = None
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._watch)
        tasks.saved.connect(self._written)
        tasks.rested.connect(self.look)  # nobody reads the menu while she types

    def follow(self, undo_line: QAction, redo_line: QAction) -> None:
        """Keep the words of these two lines."""
        self._actions = undo_line, redo_line
        self._show(("", ""))
        self.look()

    def undo(self) -> None:
        """Undo the last step of the book."""
        undo(self._window, self._tasks, self._say)

    def redo(self) -> None:
        """Redo what was undone last."""
        redo(self._window, self._tasks, self._say)

    def _written(self) -> None:
        # Ctrl+Z takes back what was just saved; what it is called may come a moment later.
        for action in self._actions or ():
            action.setEnabled(True)

    def look(self) -> None:
        """Ask the book what would be undone and redone now."""
        self._tasks.read(self, _next_words, done=self._show, latest="words")

    def _say(self, words: str, back: Any) -> None:
        for other in self._window.findChildren(Toast):
            other.hide()  # what it could take back may be gone
        self._toast.say(words, back)
        self.look()  # Ctrl+Y may follow at once

    def _show(self, words: tuple[str, str]) -> None:
        for action, verb, what in zip(self._actions or (), (UNDO, REDO), words, strict=False):
            short = what if len(what) <= _LONGEST else f"{what[: _LONGEST - 1]}…"
            action.setText(f"{verb}: {short}".replace("&", "&&") if what else verb)
            action.setEnabled(bool(what))

    # Keys: a field that has text to undo keeps them

    def _watch(self, _: QWidget | None, focused: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if focused is not None and focused.window() is self._window and _text_of(focused) is not None:
            self._watched = focused
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() == QEvent.Type.KeyRelease:
            return False
        text = _text_of(watched)
        pressed = (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key()))
        if text is None or pressed not in _UNDO_KEYS | _REDO_KEYS:
            return False
        act = _in_text(text, redoing=pressed in _REDO_KEYS)
        event.setAccepted(act is not None)
        if act is not None and event.type() == QEvent.Type.KeyPress:
            act()
        return True


def _text_of(widget: QObject) -> QLineEdit | QPlainTextEdit | None:
    """The text somebody types into while this has the cursor."""
    if isinstance(widget, QComboBox):
        return widget.lineEdit()
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit) else None


def _in_text(text: QLineEdit | QPlainTextEdit, *, redoing: bool) -> Callable[[], None] | None:
    """What undoes or redoes in the text itself; None if there is nothing."""
    kept = text.document() if isinstance(text, QPlainTextEdit) else text
    possible = kept.isRedoAvailable() if redoing else kept.isUndoAvailable()
    if not possible or text.isReadOnly():
        return None
    return text.redo if redoing else text.undo


def _next_words(session: Any) -> tuple[str, str]:
    from hoaian_desktop.services import undoing

    return undoing.next_words(session)
