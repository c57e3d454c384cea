"""A chart on a sheet: drawn by a worker from its declaration; the same numbers as a table to read and to copy."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from hoaian_desktop.reports.charts import Chart, Plot
from hoaian_desktop.rules.numbers import show_count
from ui.palette import token
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets import chart_picture

_WAIT = 60  # milliseconds without a new size before it is drawn anew
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Bars(QWidget):
    """The picture; the mouse or the arrows pick a bar, whose numbers are said."""

    drawn = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self.chart = Chart((), ())
        self.picked: int | None = None
        self._image: QImage | None = None
        self._asked: tuple[object, ...] = ()  # what the image under way, or shown, was made from
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_WAIT)
        self._pause.timeout.connect(self._ask)
        self.setMinimumHeight(120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(420, 210)

    @property
    def plot(self) -> Plot:
        """Where everything stands now."""
        return Plot(self.chart, self.width(), self.height(), chart_picture.SIZE)

    def show_chart(self, chart: Chart) -> None:
        """Draw other numbers."""
        self.chart, self.picked = chart, None
        self.setAccessibleName(f"Biểu đồ {chart.unit}, {len(chart.labels)} kỳ")
        self.setAccessibleDescription(chart.text())
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        size, ratio, look = self.size(), self.devicePixelRatioF(), chart_picture.look()
        wanted = (self.chart, size, ratio, look)
        if wanted == self._asked or not self.chart.labels or size.isEmpty():
            return
        self._asked = wanted
        work = partial(chart_picture.paint, self.chart, size.width(), size.height(), ratio, look)
        self._tasks.background(self, work, done=self._take, latest="chart")

    def _take(self, image: QImage) -> None:
        self._image = image
        self.update()
        self.drawn.emit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.plot.label_at(event.pos().x())
            if at is not None:
                QToolTip.showText(event.globalPos(), self.chart.words_at(at), self)
                return True
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.Show, QEvent.Type.DevicePixelRatioChange):
            self._pause.start(0)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pause.start(_WAIT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or not self.chart.labels:
            super().keyPressEvent(event)
            return
        last = len(self.chart.labels) - 1
        before = self.picked if self.picked is not None else (last + 1 if by < 0 else -1)
        self.picked = min(max(before + by, 0), last)
        words = self.chart.words_at(self.picked)
        self.setAccessibleDescription(words)
        middle = round((self.plot.x(self.picked) + self.plot.x(self.picked + 1)) / 2)
        QToolTip.showText(self.mapToGlobal(QPoint(middle, 8)), words, self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.picked = None
        self.setAccessibleDescription(self.chart.text())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        plot = self.plot
        if self.picked is not None:
            left, right = plot.x(self.picked), plot.x(self.picked + 1)
            painter.fillRect(QRectF(left, self.height() - plot.top, right - left, plot.top), token("soft"))
        if self._image is not None:  # of another size until the new one is there
            painter.drawImage(QRectF(self.rect()), self._image)
        if self.hasFocus():
            painter.setPen(QPen(token("link"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class ChartView(QWidget):
    """The bars, or the numbers as a table (Ctrl+T); Ctrl+C copies them as a spreadsheet takes them."""

    turned = Signal(bool)  # the table is shown now, or the bars

    def __init__(self, tasks: Tasks, parent: QWidget | None = None, around: QWidget | None = None) -> None:
        """`around` holds the buttons that say the keys: they are heard with the cursor on these too."""
        super().__init__(parent)
        self.bars = _Bars(tasks)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.verticalHeader().setHighlightSections(False)
        mark(self.table.verticalHeader(), role="row-names")
        self.table.setShowGrid(False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.bars)
        self._pages.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.bars)
        # In place of what a table does with them, which is to copy one cell.
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Copy), self.copy),
            (QKeySequence("Ctrl+T"), self.turn),
        ):
            shortcut = QShortcut(keys, around or self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def show_chart(self, chart: Chart) -> None:
        """Draw other numbers."""
        self.bars.show_chart(chart)
        self.setAccessibleName(self.bars.accessibleName())
        self.setAccessibleDescription(chart.text())
        self.table.setAccessibleName(f"Số liệu của biểu đồ {chart.unit}")
        self._fill(chart)

    def _fill(self, chart: Chart) -> None:
        self.table.setRowCount(len(chart.table))
        self.table.setColumnCount(len(chart.labels))
        self.table.setHorizontalHeaderLabels(chart.labels)
        self.table.setVerticalHeaderLabels([name for name, _ in chart.table])
        for row, (_, numbers) in enumerate(chart.table):
            for at, number in enumerate(numbers):
                item = QTableWidgetItem(show_count(number))
                item.setTextAlignment(_RIGHT)
                self.table.setItem(row, at, item)

    def text(self) -> str:
        """The numbers as lines with tabs, as a spreadsheet takes them."""
        return self.bars.chart.text()

    def copy(self) -> None:
        """Put the numbers on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    @property
    def shows_table(self) -> bool:
        """Whether the numbers are shown as a table now."""
        return self._pages.currentWidget() is self.table

    def show_table(self, as_table: bool) -> None:
        """Show the numbers as a table, or the bars; the cursor goes along."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        shown: QWidget = self.table if as_table else self.bars
        self._pages.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        if inside:
            shown.setFocus()
        self.turned.emit(as_table)

    def turn(self) -> None:
        """Show the other of the two."""
        self.show_table(not self.shows_table)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        as_table = not self.shows_table
        menu.addAction("Xem dạng bảng" if as_table else "Xem dạng cột").triggered.connect(self.turn)
        menu.addAction("Sao chép số liệu").triggered.connect(self.copy)
        menu.popup(event.globalPos())
