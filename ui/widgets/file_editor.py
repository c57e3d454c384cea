"""A line for the path of one file, with a button to look for it and a sentence below where it is wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.theme import mark
from ui.widgets.buttons import button, label
from ui.widgets.notice_line import NoticeLine


class FileEditor(QWidget):
    """The path may be typed, pasted or picked; nothing is read here."""

    changed = Signal()
    entered = Signal()  # Enter: the next thing, please

    def __init__(self, words: str, kinds: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._kinds = words, kinds
        self._fault = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(words)
        self.pick = button("Chọn tệp…", "folder-open")
        self._notice = NoticeLine()
        self.line.textChanged.connect(self._touched)
        self.line.returnPressed.connect(self.entered)
        self.pick.clicked.connect(self._pick)
        self.setFocusProxy(self.line)
        named = label(words, "label")
        named.setBuddy(self.line)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(named)
        column.addLayout(row)
        column.addWidget(self._notice)

    def path(self) -> Path | None:
        """The file named; None while the line is empty."""
        typed = self.line.text().strip().strip('"')  # Explorer copies paths in quotes
        return Path(typed).expanduser() if typed else None

    def set_path(self, path: str) -> None:
        """Put a path into the line."""
        self.line.setText(path)

    def set_fault(self, sentence: str) -> None:
        """Say under the line what is wrong, or nothing any more."""
        self._fault = sentence
        mark(self.line, fault=bool(sentence))
        self._notice.say("fault", sentence)
        self.line.setAccessibleDescription(sentence)

    def fault(self) -> str:
        """What is said to be wrong; empty if nothing is."""
        return self._fault

    def focus(self) -> None:
        """Put the cursor here, what is typed selected."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def _touched(self) -> None:
        if self._fault:
            self.set_fault("")
        self.changed.emit()

    def _pick(self) -> None:
        now = self.path()
        folder = str(now.parent if now is not None and now.parent.is_dir() else Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self, self._words, folder, self._kinds)
        if chosen:
            self.set_path(chosen)
            self.focus()
