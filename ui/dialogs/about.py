"""What this program is, under which licences, and where its data lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QTextBrowser, QWidget

from hoaian_desktop import __version__
from ui.dialogs import parts_list
from ui.dialogs.brand import PROGRAM
from ui.dialogs.guide import restyle
from ui.dialogs.parts import button, column, row, words
from ui.widgets.fitted import Dialog
from ui.widgets.icon_label import IconLabel


class AboutDialog(Dialog):
    """Version, licences of the parts, a link to the folder of the book."""

    def __init__(self, parent: QWidget, book: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("Giới thiệu")
        self.resize(760, 520)
        self._book = book
        licences = QTextBrowser()
        licences.setOpenLinks(False)
        licences.setAccessibleName("Giấy phép của các thành phần")
        licences.setMarkdown(parts_list.markdown())
        inside = column(
            row(IconLabel("book-open-check", "link", 26), words(PROGRAM, "title"), None, spacing=10),
            words(f"Phiên bản {__version__}. Giấy phép Apache-2.0, dùng và chia sẻ tự do."),
            words(f"Sổ đang mở: {book}", "muted", wrap=True),
            words("Các thành phần và giấy phép của chúng", "label"),
            licences,
            row(
                button("Mở thư mục sổ", self._open, icon="folder-open"),
                None,
                button("Đóng", self.close, role="primary"),
            ),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)

        restyle(licences.document())

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._book)))
