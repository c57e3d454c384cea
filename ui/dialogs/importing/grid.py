"""The table of an import: faults stand in their cells, and what is typed over a cell counts instead of the file."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from hoaian_desktop.exchange.findings import Level
from hoaian_desktop.exchange.sorted_rows import Show
from ui import icons
from ui.dialogs.importing.grid_model import FIRST, ROW, STATE, GridModel
from ui.palette import token
from ui.theme import font, mark

_HEIGHT, _PADDING, _ICON = 27, 7, 14
_WIDEST = 240
_LOOKED_AT = 60  # rows, to find how wide a column must be
_CELLS = {Level.ERROR: ("errbg", "err", "circle-alert"), Level.WARNING: ("warnbg", "warn", "triangle-alert")}
_STATES = {Show.FAULTS: "err", Show.DOUBTS: "warn", Show.NEW: "ok", Show.UPDATED: "link"}


class _Cells(QStyledItemDelegate):
    def __init__(self, view: QTableView, model: GridModel) -> None:
        super().__init__(view)
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        level = self._model.level_at(index) if index.column() >= FIRST else None
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground, colour, icon = _CELLS[level] if level else ("sel" if selected else "base", "text", "")
        sort = self._model.state(self._model.row_at(index.row()))
        if sort in (Show.LEFT_OUT, Show.KNOWN) or self._model.field_at(index.column()) is None:
            colour = "mut"
        if index.column() == STATE:
            colour = _STATES.get(sort, "mut")
        painter.save()
        painter.fillRect(rect, token(ground))
        painter.setPen(QPen(token("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        inside = rect.adjusted(_PADDING, 0, -_PADDING, -1)
        if level:
            painter.setPen(QPen(token(colour), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            icons.paint(painter, inside.left(), inside.center().y() - _ICON // 2 + 1, icon, colour, _ICON)
            inside.adjust(_ICON + 5, 0, 0, 0)
        elif selected:
            colour = "seltx" if colour == "text" else colour
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(token("link"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        words = index.data() or ("(trống)" if level else "")
        painter.setFont(font(13, 600 if index.column() == STATE and sort is Show.FAULTS else 400))
        painter.setPen(token(colour))
        side = Qt.AlignmentFlag.AlignRight if index.column() == ROW else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class Grid(QTableView):
    """Enter and F2 edit a cell, Delete drops rows or takes them back, F8 goes to the next fault."""

    rows_dropped = Signal(list)
    next_fault = Signal(bool)  # True: forwards

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        mark(self, role="sheet")
        self.setModel(model)
        self._rows = model
        self.setItemDelegate(_Cells(self, model))
        self.setAccessibleName("Các dòng của tệp")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        edits = QAbstractItemView.EditTrigger
        self.setEditTriggers(edits.DoubleClicked | edits.EditKeyPressed | edits.AnyKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fitted: list[str] = []  # the headings the widths were made for
        model.modelReset.connect(self._fit)

    def rows_chosen(self) -> list[int]:
        """The rows of the file that are selected."""
        return sorted({self._rows.row_at(index.row()) for index in self.selectedIndexes()})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and not editing:
            self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and not editing:
            self.rows_dropped.emit(self.rows_chosen())
        elif event.key() == Qt.Key.Key_F8:
            self.next_fault.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current one and show it."""
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.setFocus()

    def _fit(self) -> None:
        """Columns as wide as the rows looked at need, within bounds; they stay while the same columns are shown."""
        model, metrics, bold = self._rows, QFontMetrics(font(13)), QFontMetrics(font(13, 600))
        headings = [model.headerData(at, Qt.Orientation.Horizontal) or "" for at in range(model.columnCount())]
        if headings == self._fitted:
            return
        self._fitted = headings
        for column, heading in enumerate(headings):
            texts = (model.index(row, column).data() or "" for row in range(min(_LOOKED_AT, model.rowCount())))
            wide = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            wide = max(wide + (_ICON + 5 if column >= FIRST else 0), bold.horizontalAdvance(heading) + 6)
            self.setColumnWidth(column, min(wide, _WIDEST) + 2 * _PADDING + 2)
