"""Biểu 01 as a table on screen: the very rows that are printed, each number knowing the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from hoaian_desktop.indicators.catalogue import CATALOGUE, GROUPS, Indicator, Part, Shown
from hoaian_desktop.indicators.figures import Count, Figures
from hoaian_desktop.report_content import Row
from hoaian_desktop.rules import periods
from hoaian_desktop.rules.numbers import MISSING, show_count
from hoaian_desktop.rules.periods import Span
from ui import icons
from ui.palette import token
from ui.tabs.report_state import ReportState
from ui.theme import font, text_width

TARGET, PREVIOUS, PERIOD, YEAR, CUMULATIVE, PERCENT, NOTES = range(3, 10)
COUNTED = (PREVIOUS, PERIOD, YEAR, CUMULATIVE)
_WIDTHS = (5, 0, 9, 8, 7, 7, 8, 8, 6, 12)  # in characters; the name takes what is left
_HEIGHT = 26
_NOTE_SHARE = 0.15  # of the width to spare goes to the notes

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Line:
    """One row: as it is printed, and what it counts (None for the heading of a group)."""

    row: Row
    indicator: Indicator | None = None
    part: Part | None = None

    @property
    def key(self) -> str:
        """The figure's key; empty for a heading."""
        return self.indicator.figure_key(self.part) if self.indicator and self.part else ""

    def noted(self, column: int) -> tuple[int, ...]:
        """The numbers of the footnotes of a cell."""
        return tuple(number for at, number in self.row.marks if at == column)


def lines_of(state: ReportState) -> list[Line]:
    """The printed rows with their indicators: the annex is drawn from the catalogue in the catalogue's order."""
    counted: list[tuple[Indicator, Part] | None] = []
    for group in GROUPS:
        rows = [
            (indicator, part)
            for indicator in CATALOGUE
            if indicator.group == group
            for part in indicator.parts
            if part.shown in (Shown.MAIN, Shown.TOTAL, Shown.SUB)
        ]
        counted += [None, *rows] if rows else []
    return [
        Line(row, *(found or (None, None))) for row, found in zip(state.content.annexes[0].rows, counted, strict=True)
    ]


def span_of(figures: Figures, column: int) -> Span:
    """The days a column counts."""
    span = Span(figures.first, figures.last)
    return {
        PREVIOUS: periods.previous(span),
        YEAR: periods.year_to_date(span),
        CUMULATIVE: Span(min(figures.since, span.last), span.last),
    }.get(column, span)


def count_of(figures: Figures, key: str, column: int) -> Count:
    """The number in a column, with its parts."""
    counts = {PREVIOUS: figures.previous, YEAR: figures.year, CUMULATIVE: figures.cumulative}
    return counts.get(column, figures.period)[key]


class FiguresModel(QAbstractTableModel):
    """The lines of one state; what differs from the frozen version is marked."""

    def __init__(self) -> None:
        super().__init__()
        self.state: ReportState | None = None
        self.lines: list[Line] = []
        self.changed: set[tuple[int, int]] = set()

    def show_state(self, state: ReportState) -> None:
        """Show another state."""
        self.beginResetModel()
        self.state, self.lines, self.changed = state, lines_of(state), state.changed_figures
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 10

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and self.state is not None:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.state.content.annexes[0].columns[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.side_of(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.row.cells[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            marks = "".join(f", chú thích {number}" for number in line.noted(column))
            return f"{line.row.cells[column]}{marks}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side_of(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line, index.row(), column)
        return None

    @staticmethod
    def side_of(column: int) -> Qt.AlignmentFlag:
        """Words stand at the left, numbers at the right."""
        return _LEFT if column in (0, 1, 2, NOTES) else _RIGHT

    def _tip(self, line: Line, row: int, column: int) -> str:
        if self.state is None or line.part is None or line.indicator is None:
            return ""
        words = []
        if column in COUNTED:
            for number in line.noted(column):
                words.append(f"({number}) {self.state.form01.notes[number - 1]}")
            count = count_of(self.state.figures, line.key, column)
            if count.tally:
                words.append(f"Có tên {show_count(count.named)} + số đếm {show_count(count.tally)}")
            if (row, column) in self.changed and self.state.latest:
                then = self.state.frozen[self.state.latest.number].annexes[0].rows
                if len(then) == len(self.lines):
                    words.append(f"Bản v{self.state.latest.number} đã chốt: {then[row].cells[column]}")
            words.append("Enter: xem các bản ghi phía sau số này")
        return "\n".join(words) or str(line.row.cells[column])


class _Cells(QStyledItemDelegate):
    """Rules under rows, groups on the header's ground, numbers at the right, changed ones marked."""

    def __init__(self, view: QTableView, model: FiguresModel) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), index.column()
        line = self._model.lines[row]
        words = line.row.cells[column]
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = "head" if line.row.kind in ("group", "total") else "base"
        painter.fillRect(rect, token("sel" if selected else ground))
        painter.setPen(QPen(token("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        strong = line.row.kind in ("group", "total") or (column == PERIOD and line.row.kind == "main")
        painter.setFont(font(13, 600 if strong else 400))
        changed = (row, column) in self._model.changed
        quiet = column in (0, 2, NOTES) or words == MISSING
        painter.setPen(token("seltx" if selected else "warn" if changed else "mut" if quiet else "text"))
        inside = rect.adjusted(8, 0, -8, -1)
        if line.row.kind == "sub" and column == 1:
            inside.adjust(16, 0, 0, 0)
        marks = line.noted(column)
        if marks:
            inside.adjust(0, 0, -self._draw_marks(painter, inside, marks, selected), 0)
        if words:
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, self._model.side_of(column), shown)
        if selected and option.state & QStyle.StateFlag.State_HasFocus and index == self._current():
            painter.setPen(QPen(token("link"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.restore()

    def _draw_marks(self, painter: QPainter, inside: QRect, marks: tuple[int, ...], selected: bool) -> int:
        """Say that a number has footnotes: a pencil at the left, «(1)» behind the number. Returns the width it took."""
        icons.paint(painter, inside.left() - 4, inside.center().y() - 5, "pencil", "seltx" if selected else "link", 12)
        before, text = painter.font(), "".join(f"({number})" for number in marks)
        painter.save()
        painter.setFont(font(11))
        painter.setPen(token("seltx" if selected else "link"))
        wide = painter.fontMetrics().horizontalAdvance(text)
        above = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(inside.adjusted(0, 2, 4, 0), above, text)
        painter.restore()
        painter.setFont(before)
        return max(0, wide - 2)

    def _current(self) -> QModelIndex:
        view = self.parent()
        return view.currentIndex() if isinstance(view, QTableView) else QModelIndex()


class FiguresTable(QTableView):
    """Walks by cells; Enter or a double click asks for the records behind a number."""

    cell_opened = Signal(int, int)
    cell_changed = Signal(int, int)
    correction_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.figures = FiguresModel()
        self.setModel(self.figures)
        self.setItemDelegate(_Cells(self, self.figures))
        self.setAccessibleName("Biểu 01")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(30)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self.cell_opened.emit(index.row(), index.column()))
        self.selectionModel().currentChanged.connect(lambda now, _: self.cell_changed.emit(now.row(), now.column()))

    def show_state(self, state: ReportState) -> None:
        """Show another state; the cell one stood on stays."""
        at = self.currentIndex()
        row, column = (at.row(), at.column()) if at.isValid() else (1, PERIOD)
        self.figures.show_state(state)
        self.clearSpans()
        for place, line in enumerate(self.figures.lines):
            if line.row.kind == "group":
                self.setSpan(place, 1, 1, 9)
        self.setCurrentIndex(self.figures.index(row, column))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.scrollTo(self.currentIndex())

    def _fit(self) -> None:
        if self.figures.state is None:
            return
        heads = self.figures.state.content.annexes[0].columns
        metrics = QFontMetrics(font(12, 600))
        widths = [max(text_width(n) + 10, metrics.horizontalAdvance(heads[at]) + 20) for at, n in enumerate(_WIDTHS)]
        widths[1] = 230
        spare = max(0, self.viewport().width() - sum(widths))
        widths[NOTES] += round(spare * _NOTE_SHARE)
        widths[1] += spare - round(spare * _NOTE_SHARE)
        for column, wide in enumerate(widths):
            self.setColumnWidth(column, wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid():
            self.cell_opened.emit(at.row(), at.column())
        elif event.key() == Qt.Key.Key_F2:
            self.correction_wanted.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # F2 in the table sets its number; anywhere else it changes the period.
        overrides = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if overrides and event.key() == Qt.Key.Key_F2 and not event.modifiers():
            event.accept()
            return True
        return super().event(event)
