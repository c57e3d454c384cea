"""The line that searches the whole book, with its answers in a list under it; the cursor never leaves the line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from hoaian_desktop.services import searching
from hoaian_desktop.services.searching import Hit
from ui.tasks import Tasks
from ui.theme import mark, set_icon
from ui.widgets.hit_list import HitList

PAUSE = 250  # milliseconds after the last letter: UniKey types a word in several strokes
WIDE, NARROW, LEAST = 240, 150, 34
KEY = "Ctrl+K"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchBox(QLineEdit):
    """Asks while one types; `chosen` says which tab, and what is to be shown there."""

    chosen = Signal(str, object)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._narrow = False
        self._answered = ""  # the text the list answers
        self._take_first = False  # Enter came before the answer
        self._came_from: QWidget | None = None
        self.setPlaceholderText("Tìm người, bản ghi…")
        self.setAccessibleName("Tìm trong cả sổ")
        self.setToolTip(f"Tìm người, tổ, chiến dịch, báo cáo trong cả sổ; gõ không dấu cũng được ({KEY})")
        sign = QAction(self)
        set_icon(sign, "search", "mut")
        self.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self._cap = QLabel(KEY, self)
        mark(self._cap, role="cap")
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hits = HitList()
        self.hits.chosen.connect(self._choose)
        self.destroyed.connect(self.hits.deleteLater)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self._ask)
        self.textChanged.connect(self._changed)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Take little room in a small window; the key cap goes first."""
        self._narrow = narrow
        # Only the most is fixed: while a window is made smaller the line gives way before the tabs do.
        self.setMinimumWidth(LEAST)
        self.setMaximumWidth(NARROW if narrow else WIDE)
        self.updateGeometry()
        self._judge_cap()

    def sizeHint(self) -> QSize:
        return QSize(NARROW if self._narrow else WIDE, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, super().minimumSizeHint().height())

    def begin(self) -> None:
        """Put the cursor here; Esc brings it back to where it was."""
        before = QApplication.focusWidget()
        if before is not self:
            self._came_from = before
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    # Asking

    def _changed(self) -> None:
        self._judge_cap()
        self._take_first = False
        if self.text().strip():
            self._soon.start()
        else:
            self._soon.stop()
            self._answered = ""
            self.hits.hide()

    def _ask(self) -> None:
        self._soon.stop()
        text = self.text().strip()
        operation = partial(searching.search, text=text)
        self._tasks.read(self, operation, done=partial(self._show, text), latest="search")

    def _show(self, text: str, hits: list[Hit]) -> None:
        if text != self.text().strip() or not self.hasFocus():
            return  # an answer to what is no longer asked
        self._answered = text
        self.hits.show_under(self, hits, text)
        if self._take_first:
            self._take_first = False
            self.hits.take()

    def _choose(self, hit: Hit) -> None:
        self.clear()
        self._came_from = None
        self.clearFocus()
        self.chosen.emit(hit.tab, hit.what)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not (plain and self._key(Qt.Key(event.key()))):
            super().keyPressEvent(event)

    def _key(self, key: Qt.Key) -> bool:
        """Whether a key was for the list."""
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self.hits.isVisible():
                self.hits.step(1 if key == Qt.Key.Key_Down else -1)
            elif self.text().strip():
                self._ask()
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def _enter(self) -> None:
        text = self.text().strip()
        if self.hits.isVisible() and text == self._answered:
            self.hits.take()
        elif text:
            self._ask()
            self._take_first = True

    def _escape(self) -> None:
        if self.hits.isVisible():
            self.hits.hide()
        elif self.text():
            self.clear()
        elif self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()

    def event(self, event: QEvent) -> bool:
        # Shortcuts of the page below (Enter, Esc, arrows) are not for it while one searches.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            own = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)
            if event.key() in own and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.accept()
                return True
        if event.type() in (QEvent.Type.Hide, QEvent.Type.FocusOut) and hasattr(self, "hits"):
            self.hits.hide()
            self._take_first = False
        return super().event(event)

    # The key cap

    def _judge_cap(self) -> None:
        self._cap.setVisible(not self._narrow and not self.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cap.adjustSize()
        size = self._cap.size()
        self._cap.move(self.width() - size.width() - 6, (self.height() - size.height()) // 2)
