"""The sheets of Tổng quan; each shows one part of the loaded overview and asks nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hoaian_desktop.overview_paper import months_chart
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count, show_percent
from hoaian_desktop.services.overview import KeyFigure, Months, Overview, Progress
from ui.tabs.aims import needed
from ui.tabs.behind import behind
from ui.tabs.overview_side import place_of
from ui.tabs.sheets import Jump, Sheet
from ui.tasks import Tasks
from ui.widgets import figure_strip
from ui.widgets.bar import Bar
from ui.widgets.buttons import button, label, set_words
from ui.widgets.chart_view import ChartView
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel

MOST = 6  # targets shown before somebody asks for all


class FiguresSheet(Sheet):
    """Key figures of the period beside the one before."""

    go = Signal(str, object)
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("calendar-days", "Kỳ báo cáo")
        self.strip = figure_strip.FigureStrip()
        self.body.setContentsMargins(0, 0, 0, 2)
        self.body.addWidget(self.strip)
        self.strip.opened.connect(self._open)
        self.all = button("Số liệu của kỳ", "arrow-right", role="link")
        self.all.clicked.connect(self._open_all)
        self.prints = button("In trang này", "printer", role="link")
        self.prints.clicked.connect(self.print_wanted)
        self.header.addWidget(self.prints)
        self.header.addWidget(self.all)
        self._overview: Overview | None = None

    def show_overview(self, overview: Overview) -> None:
        """Show the figures of another load."""
        self._overview = overview
        span = overview.span
        words = span.short_label
        state = "đã chốt" if overview.closed else "số tạm tính, chưa chốt"
        self.set_title(f"Kỳ {words[0].lower()}{words[1:]}", f"{_days(overview)} · {state}")
        self.all.setVisible(overview.period is not None)
        self.strip.show_figures([_shown(figure) for figure in overview.figures])

    def _open_all(self) -> None:
        if self._overview is not None:
            self.go.emit("reports", place_of(self._overview, "figures"))

    def _open(self, key: str) -> None:
        if self._overview is not None:
            figure = next(each for each in self._overview.figures if each.key == key)
            only_tallies = not figure.now.named and bool(figure.now.tally)
            self.go.emit(*behind(key, self._overview.span, tally=only_tallies))


def _shown(figure: KeyFigure) -> figure_strip.KeyFigure:
    percent = figure.change_percent
    sign = "+" if percent is not None and percent > 0 else ""
    remark = figure.beside
    if not remark and percent is not None:
        remark = f"{sign}{show_percent(percent)} so với kỳ trước".replace("-", "−")
    elif not remark:
        remark = "kỳ trước chưa có số liệu" if figure.change is None else "so với kỳ trước"
    return figure_strip.KeyFigure(figure.key, figure.name, figure.now.total, figure.unit, figure.change, remark)


class ProgressSheet(Sheet):
    """One bar per target."""

    go = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("target", "Tiến độ so với chỉ tiêu")
        self._table = QWidget()
        self.body.setContentsMargins(12, 6, 12, 6)
        self.body.addWidget(self._table)
        self.more = button("Xem tất cả", role="link")
        self.more.clicked.connect(self._show_all)
        self.edit = button("Sửa chỉ tiêu", "pencil", role="link")
        self.edit.clicked.connect(lambda: self.go.emit("targets", None))
        self.header.addWidget(self.more)
        self.header.addWidget(self.edit)
        self._all = False
        self._overview: Overview | None = None
        self.rows: list[tuple[QLabel, ...]] = []

    def _show_all(self) -> None:
        self._all = not self._all
        if self._overview is not None:
            self.show_overview(self._overview)

    def show_overview(self, overview: Overview) -> None:
        """Show the targets of another load: the six farthest from being reached, unless all are wanted."""
        self._overview = overview
        shown = overview.progress if self._all else _pressing(overview.progress)
        self.more.setVisible(len(overview.progress) > MOST)
        set_words(self.more, "Thu gọn" if self._all else f"Xem cả {len(overview.progress)} chỉ tiêu")
        self._table.hide()
        self._table.deleteLater()
        self._table = QWidget()
        self.body.addWidget(self._table)
        self.rows = []
        if not overview.progress:
            column = QVBoxLayout(self._table)
            column.setContentsMargins(0, 4, 0, 4)
            column.addWidget(label("Chưa có chỉ tiêu được giao cho kỳ này. Chỉ tiêu chưa giao hiện “—”.", "muted"))
            return
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._head(grid, shown)
        for at, progress in enumerate(shown, 1):
            self._row(grid, at, progress)

    def _head(self, grid: QGridLayout, progress: tuple[Progress, ...]) -> None:
        last = {each.span.last for each in progress}
        first = label(f"Chỉ tiêu đến {show_date(*last)}" if len(last) == 1 else "Chỉ tiêu", "small")
        expected = {show_percent(each.expected) for each in progress}
        due = f"cần có hôm nay: {expected.pop()}" if len(expected) == 1 else "cần có hôm nay"
        middle = ElidedLabel(f"┊ 100%    | {due}", "small")  # where the bars are short only the longer words are cut
        middle.setMinimumWidth(60)
        for column, made in enumerate((first, middle, label("Lũy kế / giao", "small"), label("% đạt", "small"))):
            side = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft
            made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(made, 0, column)
        grid.addWidget(label("Còn cần", "small"), 0, 4)

    def _row(self, grid: QGridLayout, at: int, progress: Progress) -> None:
        name = Jump(progress.name, "Xem các bản ghi phía sau số này")
        # A long name is cut rather than the bar squeezed away.
        name.setMinimumWidth(120)
        name.setMaximumWidth(345)
        name.opened.connect(lambda: self.go.emit(*behind(progress.key, progress.counted)))
        bar = Bar()
        share = None if progress.percent is None else float(progress.percent) / 100
        due = float(progress.expected) / 100 if progress.target else None
        percent = show_percent(progress.percent)
        figures = label(
            f"<b>{show_count(progress.done)}</b> / {show_count(progress.target)} <span>{progress.unit}</span>"
        )
        words = f"{progress.name}: {show_count(progress.done)} / {show_count(progress.target)} {progress.unit}"
        bar.show_progress(share, due=due, late=progress.behind, end=1.1, words=f"{words}, {percent}")
        reached = label(percent, "strong")
        for column, made in enumerate((figures, reached), 2):
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(made, at, column)
        grid.addWidget(name, at, 0)
        grid.addWidget(bar, at, 1)
        icon, token, still, role = needed(progress)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(IconLabel(icon, token, 14))
        needed_label = label(still, role)
        line.addWidget(needed_label, 1)
        grid.addLayout(line, at, 4)
        grid.setRowMinimumHeight(at, 26)
        self.rows.append((name, figures, reached, needed_label))


def _pressing(progress: tuple[Progress, ...]) -> tuple[Progress, ...]:
    """The six that most need a look, in the order of the catalogue."""
    far = sorted(progress, key=lambda each: (each.percent is None, each.percent))[:MOST]
    return tuple(each for each in progress if each in far)


class MonthsSheet(Sheet):
    """Twelve months by service."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__("chart-column-stacked", "Lượt hỗ trợ 12 tháng gần nhất")
        self.set_title("Lượt hỗ trợ 12 tháng gần nhất", "theo dịch vụ")
        self.chart = ChartView(tasks, around=self)
        self.body.setContentsMargins(10, 6, 10, 6)
        self.body.addWidget(self.chart, 1)
        self.copies = button("Sao chép", "copy", role="link", tip="Sao chép số liệu để dán vào Excel", key="Ctrl+C")
        self.as_table = button("Xem bảng", "table", role="link", key="Ctrl+T")
        self.header.addWidget(self.copies)
        self.header.addWidget(self.as_table)
        self.copies.clicked.connect(self.chart.copy)
        self.as_table.clicked.connect(self.chart.turn)
        self.chart.turned.connect(lambda table: set_words(self.as_table, "Xem biểu đồ" if table else "Xem bảng"))

    def show_months(self, months: Months) -> None:
        """Draw another load's bars."""
        self.chart.show_chart(months_chart(months))


def _days(overview: Overview) -> str:
    span = overview.span
    return f"{span.first:%d/%m} – {span.last:%d/%m}"
