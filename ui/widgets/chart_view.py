"""Stacked bars over periods, drawn from plain numbers; the same numbers are there as a table to read and copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QGuiApplication, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from hoaian_desktop.rules.numbers import show_count
from ui.palette import token
from ui.theme import font

COLOURS = ("chart1", "chart2", "chart3", "chart4", "chart5")
_LEFT, _BOTTOM, _TOP = 42, 24, 18


@dataclass(frozen=True)
class Series:
    """One kind of thing, with a number for each label; None is missing and draws nothing."""

    name: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """What is drawn: labels left to right, series bottom to top, and a line before the label `mark_at`."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    mark_at: int | None = None
    mark_words: str = ""

    def total(self, at: int) -> int | None:
        """The whole bar at a label; None if every series is missing there."""
        numbers = [number for series in self.series if (number := series.numbers[at]) is not None]
        return sum(numbers) if numbers else None


def steps(highest: int) -> list[int]:
    """Round values for the axis, from 0 to at least `highest`, four to six of them."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= factor * size * 5:
                step = factor * size
                return [step * at for at in range(max(1, -(-highest // step)) + 1)]
        size *= 10


class _Bars(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.chart = Chart((), ())
        self.setMinimumHeight(120)

    def sizeHint(self) -> QSize:
        return QSize(420, 210)

    def slot(self, at: int) -> QRectF:
        """Where the bar of a label stands, over the whole height."""
        inside = QRectF(self.rect()).adjusted(_LEFT, _TOP, -4, -_BOTTOM)
        wide = inside.width() / max(1, len(self.chart.labels))
        return QRectF(inside.left() + at * wide, inside.top(), wide, inside.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(11))
        totals = [self.chart.total(at) or 0 for at in range(len(self.chart.labels))]
        axis = steps(max([*totals, 1]))
        self._draw_axis(painter, axis)
        for at, words in enumerate(self.chart.labels):
            slot = self.slot(at)
            self._draw_bar(painter, slot, at, axis[-1])
            painter.setPen(token("mut"))
            below = QRectF(slot.left(), slot.bottom() + 4, slot.width(), 16)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        if self.chart.mark_at is not None and self.chart.labels:
            self._draw_mark(painter, self.slot(self.chart.mark_at).left())
        painter.end()

    def _draw_axis(self, painter: QPainter, axis: Sequence[int]) -> None:
        whole = self.slot(0)
        for value in axis:
            y = round(whole.bottom() - whole.height() * value / axis[-1])
            painter.setPen(QPen(token("line"), 0))
            painter.drawLine(QPointF(_LEFT, y), QPointF(self.width() - 4, y))
            painter.setPen(token("mut"))
            beside = QRectF(0, y - 8, _LEFT - 7, 16)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, show_count(value))

    def _draw_bar(self, painter: QPainter, slot: QRectF, at: int, highest: int) -> None:
        wide = min(34.0, slot.width() * 0.6)
        left = round(slot.center().x() - wide / 2)
        y = slot.bottom()
        for number, series in enumerate(self.chart.series):
            tall = slot.height() * (series.numbers[at] or 0) / highest
            if not tall:
                continue  # its rule would cut the axis
            part = QRectF(left, y - tall, wide, tall)
            painter.fillRect(part, token(COLOURS[number % len(COLOURS)]))
            y -= tall
            painter.setPen(QPen(token("base"), 0))
            painter.drawLine(QPointF(left, y), QPointF(left + wide, y))
        painter.setPen(token("text"))
        above = QRectF(slot.left(), y - 17, slot.width(), 15)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, show_count(self.chart.total(at)))

    def _draw_mark(self, painter: QPainter, x: float) -> None:
        painter.setPen(QPen(token("link"), 0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(round(x), 0), QPointF(round(x), self.height() - _BOTTOM))
        wide = QFontMetrics(font(11)).horizontalAdvance(self.chart.mark_words) + 6
        right = x - wide < _LEFT  # no room at the left: stand at the right of the line
        beside = QRectF(x + 4 if right else x - wide, 0, wide, 15)
        painter.setPen(token("link"))
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, self.chart.mark_words)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for at, words in enumerate(self.chart.labels):
                if self.slot(at).adjusted(0, -_TOP, 0, _BOTTOM).contains(event.pos()):
                    lines = [f"{s.name}: {show_count(s.numbers[at])}" for s in self.chart.series]
                    whole = f"{words}: {show_count(self.chart.total(at))} {self.chart.unit}".rstrip()
                    QToolTip.showText(event.globalPos(), "\n".join([whole, *reversed(lines)]), self)
                    return True
        return super().event(event)


class _Legend(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self.setFixedHeight(18)

    def sizeHint(self) -> QSize:
        return QSize(sum(QFontMetrics(font(12)).horizontalAdvance(name) + 32 for name in self.names), 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(12))
        x = max(0, self.width() - self.sizeHint().width())
        for at, name in enumerate(self.names):
            painter.fillRect(QRectF(x, 4, 10, 10), token(COLOURS[at % len(COLOURS)]))
            painter.setPen(token("text"))
            wide = painter.fontMetrics().horizontalAdvance(name)
            painter.drawText(QRectF(x + 16, 0, wide + 2, 18), Qt.AlignmentFlag.AlignVCenter, name)
            x += wide + 32
        painter.end()


class ChartView(QWidget):
    """The bars, or by the context menu (or Ctrl+T) the numbers as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = _Bars()
        self._legend = _Legend()
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setDefaultSectionSize(26)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._bars)
        self._pages.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._legend)
        column.addWidget(self._pages, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_chart(self, chart: Chart) -> None:
        """Draw other numbers."""
        self._bars.chart = chart
        self._legend.names = tuple(series.name for series in chart.series)
        self._legend.updateGeometry()
        self.setAccessibleName(f"Biểu đồ {chart.unit}, {len(chart.labels)} kỳ")
        self.setAccessibleDescription(self.text())
        self._fill(chart)
        self._bars.update()
        self._legend.update()

    def _fill(self, chart: Chart) -> None:
        self.table.setRowCount(len(chart.series) + 1)
        self.table.setColumnCount(len(chart.labels))
        self.table.setHorizontalHeaderLabels(chart.labels)
        self.table.setVerticalHeaderLabels([*(series.name for series in chart.series), "Cộng"])
        totals = tuple(chart.total(at) for at in range(len(chart.labels)))
        for row, numbers in enumerate([*(series.numbers for series in chart.series), totals]):
            for at, number in enumerate(numbers):
                item = QTableWidgetItem(show_count(number))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, at, item)

    def text(self) -> str:
        """The numbers as lines with tabs, as a spreadsheet takes them."""
        chart = self._bars.chart
        lines = [["", *chart.labels]]
        lines += [[series.name, *map(show_count, series.numbers)] for series in chart.series]
        return "\n".join("\t".join(line) for line in lines)

    def show_table(self, as_table: bool) -> None:
        """Show the numbers as a table, or the bars."""
        self._pages.setCurrentWidget(self.table if as_table else self._bars)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        as_table = self._pages.currentWidget() is self._bars
        menu.addAction("Xem dạng bảng" if as_table else "Xem dạng cột").triggered.connect(
            lambda: self.show_table(as_table)
        )
        menu.addAction("Sao chép số liệu").triggered.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        menu.popup(event.globalPos())
