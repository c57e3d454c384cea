"""The blue panel at the left of the windows before a book is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from hoaian_desktop import __version__
from ui.dialogs.parts import column, row, words
from ui.theme import font, mark
from ui.widgets.icon_label import IconLabel

PROGRAM = "Sổ chuyển đổi số"


class BrandPanel(QFrame):
    """Says what this program is and, where it is known, whose book is about to be opened."""

    def __init__(self, book: str = "", lines: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="accent")
        self.setFixedWidth(270)
        name = words(PROGRAM)
        name.setFont(font(20, 600))
        below = [words(line, wrap=True) for line in (*lines, f"Phiên bản {__version__} · làm việc không cần mạng")]
        for line in below:
            line.setFont(font(12))
        whose = words(book, wrap=True)
        whose.setFont(font(14, 600))
        inside = column(
            row(IconLabel("book-open-check", "white", 30), None),
            8,
            name,
            words("Đoàn xã, thị trấn"),
            None,
            *([whose, 6] if book else []),
            *below,
            spacing=4,
        )
        inside.setContentsMargins(24, 26, 24, 22)
        self.setLayout(inside)
