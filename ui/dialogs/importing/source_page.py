"""The first step: which file, or what was copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QWidget

from hoaian_desktop.exchange.workbook import ENDINGS
from ui.dialogs.parts import button, column, row, words
from ui.theme import mark
from ui.widgets.icon_label import IconLabel

_TAKEN = "Nhận tệp Excel, LibreOffice (.xlsx, .xls, .ods), tệp chữ (.csv, .tsv) và bảng sao chép từ Excel, Word, Zalo."
_SAFE = "Chương trình đọc thử và báo từng ô trước. Sổ chỉ thay đổi khi bấm Nhập, và cả lần nhập có thể hoàn tác."


class SourcePage(QWidget):
    """A file can be chosen or dropped; what was copied can be pasted."""

    file_chosen = Signal(Path)
    pasted = Signal(str, str)  # text and HTML

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName("Tệp đã chọn")
        self.file.setPlaceholderText("Chưa chọn tệp")
        self.choose = button("Chọn tệp…", self._choose, icon="folder-open", role="primary")
        self.folder = button("Cả thư mục…", self._choose_folder, icon="folder-open")
        self.paste = button("Dán bảng đã sao chép (Ctrl+V)", self.paste_copied, icon="clipboard-list")
        frame = QFrame()
        mark(frame, role="sheet")
        icon = IconLabel("file-spreadsheet", "mut", size=40)
        inside = column(
            None,
            row(None, icon, None),
            row(None, words("Thả tệp vào đây, hoặc:", "muted"), None),
            row(None, self.choose, self.folder, self.paste, None),
            12,
            row(None, words(_TAKEN, "small"), None),
            row(None, words(_SAFE, "small"), None),
            None,
        )
        frame.setLayout(inside)
        whole = column(row(words("Tệp:", "label"), self.file), frame)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def paste_copied(self) -> None:
        """Take the table on the clipboard."""
        self._take(QGuiApplication.clipboard().mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_copied()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take(event.mimeData())

    def _take(self, copied: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()]
        if files:
            self.file_chosen.emit(files[0])
        elif copied.hasText() or copied.hasHtml():
            self.pasted.emit(copied.text(), copied.html())

    def _choose(self) -> None:
        wanted = f"Bảng tính ({' '.join(f'*{ending}' for ending in ENDINGS)})"
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn tệp để nhập", str(Path.home()), wanted)
        if chosen:
            self.file_chosen.emit(Path(chosen))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn thư mục có các tệp để nhập", str(Path.home()))
        if chosen:
            self.file_chosen.emit(Path(chosen))

    def say(self, words: str) -> None:
        """Show what was chosen."""
        self.file.setText(words)
        self.file.setAlignment(Qt.AlignmentFlag.AlignLeft)
