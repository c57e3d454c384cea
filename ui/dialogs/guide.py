"""The help: one page of Markdown in a plain window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShortcut, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from hoaian_desktop import paths
from ui.theme import font
from ui.widgets.fitted import Window

PAGES = (
    "bat-dau", "tong-quan", "to-cong-nghe-so", "tinh-nguyen-vien", "kich-hoat", "chien-dich", "bao-cao", "nhap-excel",
    "sao-luu",
)  # fmt: skip
_STEM = Qt.ItemDataRole.UserRole
_SIZES = {1: 20, 2: 16}  # pixels of headings by level


class GuideWindow(Window):
    """All pages at the left, one of them at the right; may stay open beside the work."""

    def __init__(self, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Hướng dẫn sử dụng")
        self.resize(820, 560)
        self.list = QListWidget()
        self.list.setFixedWidth(200)
        self.list.setAccessibleName("Các mục hướng dẫn")
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("Nội dung hướng dẫn")
        self.text.setFont(font(14))
        self.text.document().setDocumentMargin(18)
        for page in PAGES:
            item = QListWidgetItem(title_of(page))
            item.setData(_STEM, page)
            item.setSizeHint(QSize(0, 28))
            self.list.addItem(item)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 12)
        row.setSpacing(10)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        self.list.currentItemChanged.connect(self._turn)
        QShortcut("Esc", self, self.close)
        self.turn_to(stem)

    def turn_to(self, stem: str) -> None:
        """Show a page by its file's stem."""
        self.list.setCurrentRow(PAGES.index(stem))

    def _turn(self, item: QListWidgetItem) -> None:
        self.text.setMarkdown(source_of(item.data(_STEM)))
        restyle(self.text.document())


def restyle(document: QTextDocument) -> None:
    """Give the headings of a Markdown text our sizes, and room above them."""
    block = document.begin()
    while block.isValid():
        if level := block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            letters.setFont(font(_SIZES.get(level, 14), 600))
            cursor.mergeCharFormat(letters)
            room = QTextBlockFormat()
            room.setTopMargin(0 if level == 1 else 14)
            room.setBottomMargin(6)
            # Of this block alone: a selected block brings the end of the one before, the last line of a list.
            QTextCursor(block).mergeBlockFormat(room)
        block = block.next()


def source_of(stem: str) -> str:
    """The Markdown of a page."""
    return paths.resource("help", f"{stem}.md").read_text(encoding="utf-8")


def title_of(stem: str) -> str:
    """The heading of a page."""
    return source_of(stem).partition("\n")[0].lstrip("# ").strip()
