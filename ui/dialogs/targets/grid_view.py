"""The grid under the fingers: typed into as in Excel, cell by cell or a block at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import pasted
from hoaian_desktop.exchange.workbook import words_of
from ui import icons
from ui.dialogs.targets.grid_model import LOOK, GridModel, Look, is_missing
from ui.palette import token
from ui.theme import font, mark

_HEIGHT, _PADDING, _ICON, _NAMES = 27, 7, 14, 320
_NARROW, _WIDE, _LAST = 96, 160, 160
_LOOKS: Mapping[Look, tuple[str, str, str]] = {  # ground, words, icon
    Look.EMPTY: ("base", "text", ""),
    Look.PLAIN: ("base", "text", ""),
    Look.CHANGED: ("soft", "text", ""),
    Look.BEFORE: ("base", "mut", "history"),
    Look.READ: ("alt", "text", ""),
    Look.LATE: ("alt", "warn", "triangle-alert"),
    Look.REACHED: ("alt", "ok", "circle-check"),
    Look.FAULT: ("errbg", "err", "circle-alert"),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
Index = QModelIndex | QPersistentModelIndex


class _Cells(QStyledItemDelegate):
    """Paints a cell, and lets it be typed into; Enter, Tab and (unless F2 began it) arrows keep it and go on."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        look: Look = index.data(LOOK)
        ground, colour, icon = _LOOKS[look]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, token("sel" if selected and look is not Look.FAULT else ground))
        painter.setPen(QPen(token("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(token("link"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        inside, words = rect.adjusted(_PADDING, 0, -_PADDING, -1), index.data() or ""
        metrics = QFontMetrics(font(13, 600 if look is Look.CHANGED else 400))
        if icon and words:
            left = max(inside.left(), inside.right() - metrics.horizontalAdvance(words) - _ICON - 6)
            icons.paint(painter, left, inside.center().y() - _ICON // 2 + 1, icon, colour, _ICON)
            inside.setLeft(left + _ICON + 4)
        if selected and colour in ("text", "mut"):
            colour = "seltx"
        elif look is Look.READ and is_missing(words):
            colour = "mut"
        painter.setFont(font(13, 600 if look is Look.CHANGED else 400))
        painter.setPen(token(colour))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = QLineEdit(parent)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setAccessibleName(self._view.rows.words_of(index))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)).replace(".", ""))

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        QGuiApplication.inputMethod().commit()
        if isinstance(editor, QLineEdit):
            self._view.rows.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            step = self._view.step_of(event, editing=True)
            if step is not None:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self._view.move(*step)
                return True
        return super().eventFilter(editor, event)


class GridView(QTableView):
    """Arrows, Enter and Tab walk; typing replaces, F2 mends, Delete empties; copy, paste, undo and redo."""

    def __init__(self, rows: GridModel, refused: Callable[[str], object]) -> None:
        super().__init__()
        mark(self, role="sheet")
        self.rows = rows
        self._refused = refused
        self._mending = False  # F2: the arrows move within the text
        self.setModel(rows)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName("Bảng chỉ tiêu: hàng là chỉ tiêu, cột là nơi được giao")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        edits = QAbstractItemView.EditTrigger
        self.setEditTriggers(edits.DoubleClicked | edits.EditKeyPressed | edits.AnyKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        names = self.verticalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultSectionSize(_HEIGHT)
        names.setFixedWidth(_NAMES)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setHighlightSections(False)
        names.setTextElideMode(Qt.TextElideMode.ElideRight)
        mark(names, role="row-names")
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.modelReset.connect(self._fit)

    def begin(self) -> None:
        """Stand on the first cell that can be typed into."""
        self.setCurrentIndex(self.rows.index(0, self.rows.first))

    def move(self, down: int, right: int) -> None:
        """Go to a neighbouring cell; at the edge stay."""
        at = self.currentIndex()
        row = min(max(at.row() + down, 0), self.rows.rowCount() - 1)
        column = min(max(at.column() + right, 0), self.rows.columnCount() - 1)
        self.setCurrentIndex(self.rows.index(row, column))
        self.setFocus()

    def step_of(self, event: QKeyEvent, *, editing: bool) -> tuple[int, int] | None:
        """Where a key leads from a cell; None if it leads nowhere."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        back = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return None
        if key in _ENTER:
            return (-1, 0) if back else (1, 0)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return (0, -1) if back or key == Qt.Key.Key_Backtab else (0, 1)
        if editing and not back and not self._mending:
            return _ARROWS.get(Qt.Key(key))
        return None

    # Keys

    def event(self, event: QEvent) -> bool:
        # The window's menus would take these for the book: here they are the cells'.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act, step = self._act_of(event), self.step_of(event, editing=False)
        self._mending = event.key() == Qt.Key.Key_F2
        if act is not None:
            act()
        elif step is not None and not self._leaves(step):
            self.move(*step)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mending = True
        super().mouseDoubleClickEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self.hasFocus() and not self._leaves((0, 1 if forward else -1)):
            return False  # Tab is ours until the last column
        return super().focusNextPrevChild(forward)

    def _leaves(self, step: tuple[int, int]) -> bool:
        at = self.currentIndex()
        column = at.column() + step[1]
        return step[0] == 0 and not 0 <= column < self.rows.columnCount()

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        standard = {
            QKeySequence.StandardKey.Copy: self.copy,
            QKeySequence.StandardKey.Paste: self.paste,
            QKeySequence.StandardKey.Cut: self.cut,
            QKeySequence.StandardKey.Undo: self.rows.undo,
            QKeySequence.StandardKey.Redo: self.rows.redo,
        }
        for keys, act in standard.items():
            if event.matches(keys):
                return act
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self.empty
        return None

    # Blocks

    def copy(self) -> None:
        """Put the chosen cells on the clipboard, as a spreadsheet takes them."""
        chosen = self.selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        lines = ["\t".join(self.rows.index(row, column).data() or "" for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def cut(self) -> None:
        """Copy the chosen cells and empty them."""
        self.copy()
        self.empty()

    def empty(self) -> None:
        """Empty the chosen cells: nothing was given there, which is not 0."""
        self.rows.put({key: "" for index in self.selectedIndexes() if (key := self.rows.key(index)) is not None})

    def paste(self) -> None:
        """Type a block from the clipboard from the current cell on; one value fills all chosen cells."""
        clipboard = QGuiApplication.clipboard().mimeData()
        try:
            block = pasted.read(clipboard.text(), clipboard.html()).sheets[0].rows
        except ImportRefused as error:
            self._refused(str(error))
            return
        chosen = self.selectedIndexes()
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            text = words_of(block[0][0])
            self.rows.put({key: text for index in chosen if (key := self.rows.key(index)) is not None})
            return
        first_row = min((index.row() for index in chosen), default=self.currentIndex().row())
        first_column = min((index.column() for index in chosen), default=self.currentIndex().column())
        cells = {}
        for down, row in enumerate(block):
            for right, cell in enumerate(row):
                at = self.rows.index(first_row + down, first_column + right)
                if (key := self.rows.key(at)) is not None:
                    cells[key] = words_of(cell)
        if not cells:
            self._refused("Ở đây không gõ được. Hãy chọn ô chỉ tiêu đầu tiên rồi dán lại.")
            return
        self.rows.put(cells)

    def _fit(self) -> None:
        """Columns as wide as their headings, within bounds; beside one column of targets the last takes the rest."""
        metrics, last = QFontMetrics(font(12, 600)), self.rows.columnCount() - 1
        alone = self.rows.first == 0
        for column in range(last + 1):
            heading = self.rows.headerData(column, Qt.Orientation.Horizontal) or ""
            wide = min(max(metrics.horizontalAdvance(heading) + 24, _NARROW), _WIDE)
            self.setColumnWidth(column, _LAST if alone and column == last else wide)
        self.horizontalHeader().setStretchLastSection(alone)
