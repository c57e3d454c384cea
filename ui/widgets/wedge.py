"""A scanner that plays keyboard: a card it types is read, and none of it lands in the field the cursor is in.

A card begins with digits that follow each other faster than any hand. So digits from a keyboard wait for a twentieth of
a second before they go on to their field; if a bar follows them at the same speed they were a scanner's and go nowhere.
Nothing has to be taken back, because nothing arrived. Letters never wait.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from hoaian_desktop.rules.card_qr import looks_like_card, read_typed

GAP = 50  # milliseconds between two keys of a scanner at most: 35, and one tick of Windows' clock
PAUSE = 300  # after this silence a card has ended, with Enter or without
PATIENCE = 1200  # the same while armed, where slow scanners are waited for
LOOK_AGAIN = 5  # keys that came while the window was busy are handed out first
FEWEST_DIGITS = 9  # before the bar: a number of which a few were lost is still told of
MOST_DIGITS = 12

_Key = Qt.Key
_MODIFIERS = (_Key.Key_Shift, _Key.Key_Control, _Key.Key_Alt, _Key.Key_AltGr, _Key.Key_Meta, _Key.Key_CapsLock)
_ENDS = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Tab)
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class WedgeReader(QObject):
    """Reads cards that are typed into any field below `container`; what is typed by hand passes through.

    Only events that carry a time come from a keyboard; others (a test's, an input method's) are never kept back.
    """

    scanned = Signal(object)  # a card_qr.Reading
    refused = Signal(str)  # the sentence
    armed_changed = Signal(bool)

    def __init__(self, container: QWidget, today: Callable[[], date] = date.today) -> None:
        super().__init__(container)
        self._container = container
        self._today = today
        self._watched: QWidget | None = None
        self._came_to: QObject | None = None  # the field a key was meant for
        self._held: list[QKeyEvent] = []
        self._digits = self._text = ""
        self._reading = self._armed = self._fired = self._passing = self._looked = False
        self._last = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._silence)
        app = QCoreApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, app.focusWidget())

    @property
    def armed(self) -> bool:
        """Whether the next keys are waited for as a card."""
        return self._armed

    def arm(self) -> None:
        """Take everything typed from now on for a card, however slow, until one is read or Esc is pressed."""
        self._release()
        self._drop()
        self._set_armed(True)

    def disarm(self) -> None:
        """Give the keys back to the fields."""
        self._drop()
        self._set_armed(False)

    def _set_armed(self, armed: bool) -> None:
        if armed is not self._armed:
            self._armed = armed
            self.armed_changed.emit(armed)

    # Where the keys come by

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        self._release()
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        inside = now is not None and (now is self._container or self._container.isAncestorOf(now))
        self._watched = now if inside else None
        if self._watched is not None:
            self._watched.installEventFilter(self)  # the newest filter is asked first
        elif self._reading:
            self._drop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._passing:
            return False
        self._came_to = watched
        taking = self._reading or self._armed
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and taking and not self._is_command(event):
                event.accept()  # no shortcut may take a key out of a card
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._read(event) if taking else self._weigh(event) or self._followed(event)
        elif isinstance(event, QInputMethodEvent):
            if taking and event.commitString():
                self._fired = True
                self._take(event.commitString())
                return True
            self._release()
        elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut):
            self._release()
        return False

    def _followed(self, event: QKeyEvent) -> bool:
        """Digits given back may have moved the cursor on (a year typed after a name): this key comes after them."""
        now = QApplication.focusWidget()
        if now is None or now is self._came_to or now is not self._watched:
            return False
        QCoreApplication.sendEvent(now, event.clone())
        return True

    def _is_command(self, event: QKeyEvent) -> bool:
        return event.modifiers() & (_CTRL | _ALT) == _CTRL

    # By hand or by a scanner?

    def _weigh(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        goes_on = bool(self._held) and 0 <= event.timestamp() - self._last <= GAP
        if self._held and not goes_on:
            self._release()
        # Qt takes the same digit twice from a fast scanner for a key held down; a key held down never begins fast.
        if self._is_digit(event) and (goes_on or not event.isAutoRepeat()):
            if len(self._digits) == MOST_DIGITS:
                self._release()
            self._held.append(event.clone())
            self._digits += event.text()
            self._last = event.timestamp()
            self._looked = False
            self._timer.start(GAP)
            return True
        if goes_on and event.text() == "|" and len(self._digits) >= FEWEST_DIGITS:
            self._begin(event)
            return True
        self._release()
        return False

    def _is_digit(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        text = event.text()
        return plain and len(text) == 1 and "0" <= text <= "9" and event.timestamp() > 0

    def _begin(self, event: QKeyEvent) -> None:
        self._text, self._digits = self._digits + "|", ""
        self._held.clear()
        self._reading, self._fired = True, False
        self._last = event.timestamp()
        self._timer.start(PAUSE)

    def _release(self) -> None:
        """Give digits that waited to their field, as if they came now."""
        if not self._held:
            return
        waiting, self._held, self._digits = self._held, [], ""
        self._timer.stop()
        self._passing = True
        try:
            for event in waiting:
                if self._watched is not None and shiboken6.isValid(self._watched):
                    QCoreApplication.sendEvent(self._watched, event)
        finally:
            self._passing = False

    def _silence(self) -> None:
        if self._held and not self._looked:
            self._looked = True
            self._timer.start(LOOK_AGAIN)
        elif self._held:
            self._release()
        elif self._reading or looks_like_card(self._text):
            self._finish()

    # A card comes in

    def _read(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return True
        if event.key() == _Key.Key_Escape:
            self.disarm()
            return True
        if self._is_command(event):
            return False
        if not self._armed and event.timestamp() - self._last > PAUSE:
            self._finish()
            return self._weigh(event)
        self._last = event.timestamp()
        if event.key() in _ENDS:
            self._finish()
        elif event.key() == _Key.Key_Backspace:
            self._fired = True  # no scanner takes a letter back: an input method is at work
            self._text = self._text[:-1]
        elif event.text().isprintable():
            self._take(event.text())
        return True

    def _take(self, text: str) -> None:
        self._text += text
        self._timer.start(PATIENCE if self._armed else PAUSE)

    def _drop(self) -> None:
        self._timer.stop()
        self._text, self._reading, self._fired = "", False, False

    def _finish(self) -> None:
        text, fired = self._text, self._fired
        self._drop()
        if not text:
            return
        try:
            reading = read_typed(text, fired=fired, today=self._today())
        except ValueError as refused:
            self.refused.emit(str(refused))
            return
        self._set_armed(False)
        self.scanned.emit(reading)
