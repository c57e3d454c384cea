"""A short table of words inside a panel or a sheet: a few dozen rows at most, no paging."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from hoaian_desktop.fields import MISSING
from ui import icons
from ui.palette import token
from ui.theme import font, mark

ROW = 26
HEAD = 28
PADDING = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LOOK = Qt.ItemDataRole.UserRole
DIM, WARN, TOTAL, STRONG = "dim", "warn", "total", "strong"


class _Cells(QStyledItemDelegate):
    """Draws like the big tables: a rule under each row, colours by meaning asked for when painted."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        look = index.data(_LOOK) or ""
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and option.widget.hasFocus()
        ground = "sel" if selected else {WARN: "warnbg", TOTAL: "head"}.get(look, "base")
        painter.save()
        painter.fillRect(rect, token(ground))
        painter.setPen(QPen(token("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(PADDING, 0, -PADDING, -1)
        if look == WARN:
            icons.paint(painter, inside.left(), inside.center().y() - 6, "triangle-alert", "warn", 14)
            inside.adjust(18, 0, 0, 0)
        words = index.data() or ""
        heavy = 600 if look in (TOTAL, STRONG) else 500 if index.column() == 0 and look != DIM else 400
        painter.setFont(font(13, heavy))
        muted = look == DIM or words == MISSING
        painter.setPen(token("seltx" if selected else "warn" if look == WARN else "mut" if muted else "text"))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT, shown)
        painter.restore()


class SmallTable(QTableWidget):
    """The first column takes the room; the columns of figures stand at the right."""

    activated_row = Signal()  # Enter or double click

    def __init__(self, heads: Sequence[str], *, most_rows: int = 12, row: int = ROW) -> None:
        super().__init__(0, len(heads))
        self._most_rows = most_rows
        self._right_from = len(heads)
        self._row = row
        self.setFrameShape(QFrame.Shape.NoFrame)
        mark(self, role="sheet")
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(30)
        head.setDefaultAlignment(_LEFT)
        self.doubleClicked.connect(self.activated_row)
        self.set_heads(heads)
        self._fit()

    def set_heads(self, heads: Sequence[str], *, right_from: int = 99) -> None:
        """Change the columns; from `right_from` on they hold figures."""
        self._right_from = right_from
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(list(heads))
        self.setAccessibleName(", ".join(heads))
        for column in range(right_from, len(heads)):
            self.horizontalHeaderItem(column).setTextAlignment(_RIGHT)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace the rows."""
        self.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words if len(words) > 12 else "")
                item.setTextAlignment(_RIGHT if column >= self._right_from else _LEFT)
                self.setItem(at, column, item)
        self._fit()

    def look(self, at: int, look: str, column: int = -1) -> None:
        """Give a row, or one of its cells, a look: DIM past, WARN to look at, TOTAL a sum, STRONG a sum aside."""
        for each in range(self.columnCount()) if column < 0 else (column,):
            self.item(at, each).setData(_LOOK, look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.activated_row.emit()
        elif event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        rows = max(1, min(self.rowCount(), self._most_rows))
        head = max(HEAD, self.horizontalHeader().sizeHint().height())
        self.setFixedHeight(head + rows * self._row + 4)
        words = self.fontMetrics()
        for column in range(1, self.columnCount()):
            texts = [self.horizontalHeaderItem(column).text()]
            texts += [item.text() for at in range(self.rowCount()) if (item := self.item(at, column))]
            widest = max(words.horizontalAdvance(text) for text in texts)
            self.setColumnWidth(column, widest + 2 * PADDING + 4)
