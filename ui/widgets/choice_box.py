"""A drop-down list that finds by folded letters and leaves the mouse wheel to the page."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from hoaian_desktop.rules.names import fold

_EDGES = 40  # pixels beside the words: padding and arrow
_PAUSE = 1200  # milliseconds after which typing begins a new word


class ChoiceBox(QComboBox):
    """`d` finds «Đã kích hoạt», `pho bi` finds «Phó Bí thư»; typed marks (UniKey) change nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Else one long entry widens the page.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self._typed = ""
        self._since = QElapsedTimer()

    def fit_to(self, words: str) -> None:
        """Be as wide as these words need."""
        self.ensurePolished()
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(words) + _EDGES)
        self.setMaximumWidth(self.minimumWidth() + 40)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self._typed:
            self._typed = self._typed[:-1]  # UniKey takes back letters to put marks on them
            return
        letters = event.text()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        starts_word = letters == " " and not self._still_typing()
        if letters and letters.isprintable() and not held and not starts_word:
            self._find(letters)
            return
        self._typed = ""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and letters:
            event.ignore()  # Ctrl+S is for the page, not for finding «s»
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._typed = ""  # whoever comes back, however soon, begins a new word
        super().focusInEvent(event)

    def _still_typing(self) -> bool:
        return bool(self._typed) and self._since.isValid() and self._since.elapsed() < _PAUSE

    def _find(self, letters: str) -> None:
        self._typed = (self._typed if self._still_typing() else "") + letters
        self._since.start()
        wanted = fold(self._typed)
        # The same letter again walks through the entries that begin with it.
        walking = len(set(wanted)) == 1 and len(wanted) > 1 and self._first(wanted, 0) < 0
        at = self._first(wanted[:1], self.currentIndex() + 1) if walking else self._first(wanted, 0)
        if at >= 0:
            self.setCurrentIndex(at)

    def _first(self, wanted: str, start: int) -> int:
        order = [*range(start, self.count()), *range(start)]
        names = [fold(self.itemText(at)) for at in order]
        for at, name in zip(order, names, strict=True):
            if name.startswith(wanted):
                return at
        for at, name in zip(order, names, strict=True):
            if any(word.startswith(wanted) for word in name.split()):
                return at
        return -1
