"""The panel at the right of a page: header, a body that scrolls, actions that stay; F9 folds it to a rail."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import mark
from ui.widgets.buttons import icon_button, label
from ui.widgets.icon_label import IconLabel
from ui.widgets.scrolling import Scrolling

RAIL = 34
HEADER = 34


class SidePanel(QFrame):
    """Put content into `body` (a vertical layout) and buttons into `footer` (a horizontal one)."""

    collapsed_changed = Signal(bool)
    close_wanted = Signal()

    def __init__(
        self,
        title: str,
        icon: str = "",
        *,
        width: int = 340,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`width` in logical pixels, 270 to 430. A closable panel has a cross, others fold into a rail."""
        super().__init__(parent)
        self._width = width
        self._collapsed = False
        self._icon_name = icon
        mark(self, role="sheet")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._icon = IconLabel(icon, "mut")
        if not icon:  # showing it before it has a place would open a window
            self._icon.hide()
        self._title = label(title, "panel-title")
        self.note = label("", "doubt")  # e.g. «Chưa lưu»
        self._fold = (
            icon_button("x", "Đóng", key="Esc") if closable else icon_button("panel-right-close", "Thu gọn", key="F9")
        )
        self._fold.clicked.connect(self.close_wanted if closable else self.toggle)
        self._header = self._make_header()
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(13, 10, 13, 12)
        self.body.setSpacing(7)
        self._scroll = Scrolling(content)
        self._foot = QFrame()
        mark(self._foot, role="panel-footer")
        self._foot_lines = QVBoxLayout(self._foot)
        self._foot_lines.setContentsMargins(13, 8, 13, 8)
        self._foot_lines.setSpacing(6)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(8)
        self._foot_lines.addLayout(self.footer)
        self._rail = self._make_rail()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part, stretch in ((self._header, 0), (self._scroll, 1), (self._foot, 0), (self._rail, 1)):
            column.addWidget(part, stretch)
        if not closable:
            shortcut = QShortcut(QKeySequence(Qt.Key.Key_F9), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self.toggle)
        self.set_collapsed(False)

    def _make_header(self) -> QFrame:
        header = QFrame()
        mark(header, role="panel-header")
        row = QHBoxLayout(header)
        row.setContentsMargins(10, 0, 6, 0)
        row.setSpacing(7)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addWidget(self._fold)
        return header

    def _make_rail(self) -> QFrame:
        rail = QFrame()
        mark(rail, role="rail")
        column = QVBoxLayout(rail)
        column.setContentsMargins(2, 4, 2, 4)
        column.setSpacing(8)
        unfold = icon_button("panel-right-open", "Mở bảng bên", key="F9")
        unfold.clicked.connect(self.toggle)
        self._rail_count = label("", "small")
        column.addWidget(unfold, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(IconLabel(self._icon_name, "mut"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._rail_count, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return rail

    def set_title(self, title: str, icon: str = "") -> None:
        """Change the words (and icon) of the header."""
        self._title.setText(title)
        if icon:
            self._icon.show_icon(icon, "mut")
            self._icon.show()

    def title(self) -> str:
        """The words of the header."""
        return self._title.text()

    def set_count(self, words: str) -> None:
        """What the rail shows under its icon, e.g. how many remarks there are."""
        self._rail_count.setText(words)

    def is_collapsed(self) -> bool:
        """Whether only the rail is shown."""
        return self._collapsed

    def toggle(self) -> None:
        """Fold or unfold."""
        if self.isVisible():
            self.set_collapsed(not self._collapsed)

    def set_collapsed(self, collapsed: bool) -> None:
        """Fold to the rail, or unfold."""
        changed = collapsed != self._collapsed
        self._collapsed = collapsed
        for part in (self._header, self._scroll, self._foot):
            part.setVisible(not collapsed)
        self._foot.setVisible(not collapsed and self.footer.count() > 0)
        self._rail.setVisible(collapsed)
        self.setFixedWidth(RAIL if collapsed else self._width)
        if changed:
            self.collapsed_changed.emit(collapsed)

    def add_remark(self, widget: QWidget) -> None:
        """Add a line above the buttons of the footer."""
        self._foot_lines.insertWidget(0, widget)

    def add_action(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a button to the footer, which stays when the body scrolls."""
        self.footer.addWidget(widget, stretch)
        self._foot.setVisible(not self._collapsed)
