"""The main window: menus, one row of tabs, the page, the status line. It knows tabs only by what all of them have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QFontMetrics, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from hoaian_desktop.services.lists import Behind, Filter
from ui.dialogs.parts import button
from ui.leaves import Leaf, Leaves
from ui.status import StatusLine
from ui.tabs.behind import behind
from ui.theme import font, icon, mark
from ui.widgets.buttons import set_words
from ui.widgets.fitted import room_for
from ui.widgets.search_box import SearchBox

NARROW, SMALL = 1250, 1000  # widths below which things are left out
ROW = 42
USUAL = (1366, 697)  # what a maximised window keeps on the screen most offices have
QUIET = 250  # milliseconds between two tabs made ahead of their first use


class _Tabs(QTabBar):
    """Tabs whose width does not change when one of them becomes the bold one."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setIconSize(QSize(16, 16))
        self.setUsesScrollButtons(False)
        self.setAccessibleName("Các thẻ")

    def tabSizeHint(self, index: int) -> QSize:
        words = self.tabText(index)
        more = QFontMetrics(font(13, 600)).horizontalAdvance(words) - QFontMetrics(font()).horizontalAdvance(words)
        current = index == self.currentIndex()
        hint = super().tabSizeHint(index)
        return QSize(hint.width() + (0 if current else max(0, more)), ROW)


class MainWindow(QMainWindow):
    """Shows one tab at a time; a tab has `title`, `icon`, `guide`, `activate`, `add_new`, `find` and signal `go`."""

    import_wanted = Signal()  # last year's workbook is to be taken in
    closing = Signal()  # the user wants to leave; whoever holds the book decides

    def __init__(self, tabs: Sequence[Leaf], status: StatusLine, search: SearchBox) -> None:
        super().__init__()
        self.tabs = Leaves(tabs, self._take_in)
        self.elsewhere: dict[str, Callable[[], object]] = {}  # what else a tab may ask for: a dialog
        self.actions_by_words: dict[str, QAction] = {}  # the lines of the menus
        self.status = status
        self.search = search
        self._may_close = False
        self._fitted = 0  # the width things were left out for
        self.bar = _Tabs()
        self.unit = button("", icon="landmark", role="link")
        self._office = ""
        self.stack = QStackedWidget()
        for leaf in tabs:
            self.bar.addTab(leaf.title)
            self.stack.addWidget(QWidget())  # keeps the place until the tab is made
        self._ahead = QTimer(self)
        self._ahead.setInterval(QUIET)
        self._ahead.timeout.connect(self._make_next)
        self._lay_out()
        self.setStatusBar(status)
        self.resize(*USUAL)
        self.bar.currentChanged.connect(self._turn)
        self.search.chosen.connect(self.go)
        self._draw_icons()
        self.fit()

    def _lay_out(self) -> None:
        line = QFrame()
        mark(line, role="bar-line")
        line.setFixedHeight(ROW + 1)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self.bar, 1)
        row.addWidget(self.search)
        row.addWidget(self.unit)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(page)

    # Tabs

    @property
    def tab(self) -> Any:
        """The tab shown."""
        return self.tabs[self.stack.currentIndex()]

    def show_tab(self, at: int) -> None:
        """Show a tab by its place, from 0."""
        if at == self.bar.currentIndex():
            self._turn(at)
        self.bar.setCurrentIndex(at)

    def step(self, by: int) -> None:
        """Show the next or the previous tab, around the ends."""
        self.show_tab((self.bar.currentIndex() + by) % len(self.tabs))

    def go(self, key: str, what: object = None) -> None:
        """Show a tab, and there what is asked for: the records behind a figure, a filter, a place in a report."""
        if key in self.elsewhere:
            self.elsewhere[key]()
            return
        if key == "behind" and isinstance(what, Behind):
            key, what = behind(what.key, what.span, tally=what.tally)
        at = self.tabs.place_of(key)
        self.show_tab(at)
        if isinstance(what, Behind):
            self.tabs[at].show_behind(what)
        elif isinstance(what, Filter):
            self.tabs[at].show_filter(what)
        elif what is not None:
            self.tabs[at].show_what(what)

    def reload(self) -> None:
        """Ask anew for what the tab shows."""
        self.tab.reload()

    def _turn(self, at: int) -> None:
        tab = self.tabs[at]
        self.stack.setCurrentIndex(at)
        self._draw_icons()
        tab.activate()

    def _take_in(self, at: int, tab: Any) -> None:
        kept = self.stack.widget(at)
        shown = self.stack.currentIndex()
        self.stack.insertWidget(at, tab)
        self.stack.removeWidget(kept)
        kept.deleteLater()
        self.stack.setCurrentIndex(shown)
        tab.go.connect(self.go)

    def make_ahead(self) -> None:
        """Make the other tabs one by one in quiet moments, so that none is waited for when it is first shown."""
        self._ahead.start()

    def _make_next(self) -> None:
        if QApplication.mouseButtons() or QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return
        at = self.tabs.next_to_make()
        if at is None:
            self._ahead.stop()
        else:
            self.tabs[at]

    def _draw_icons(self) -> None:
        shown = self.bar.currentIndex()
        for at, tab in enumerate(self.tabs.all):
            drawn = QIcon() if self.width() < SMALL else icon(tab.icon, "link" if at == shown else "mut")
            self.bar.setTabIcon(at, drawn)

    # Sizes and looks

    def take_place(self, kept: QByteArray | None = None) -> None:
        """Stand where it stood last; the first time fill a screen that has little more room than the window needs."""
        if kept and self.restoreGeometry(kept):
            return
        room = room_for(self)
        if room.width() <= USUAL[0] or room.height() <= USUAL[1]:
            self.resize(room.boundedTo(self.size()))  # what it is when it is no longer maximised
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def name_office(self, office: str, book: str) -> None:
        """Say whose book it is, and which."""
        self._office = office
        self.unit.setToolTip(f"{office}: thiết lập đơn vị")
        self.setWindowTitle(f"{office} · {book}")
        self.fit()

    def fit(self) -> None:
        """Leave out what small windows have no room for."""
        self._fitted = self.width()
        narrow = self.width() < NARROW
        set_words(self.unit, self._office)
        if narrow:
            self.unit.setText("")
        self.search.set_narrow(narrow)
        self.status.set_narrow(narrow, self.width() < SMALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not the event's old size: of the first event, which may already be of a small screen, it has none.
        before, now = self._fitted, event.size().width()
        if any((before < limit) != (now < limit) for limit in (NARROW, SMALL)):
            self.fit()
            self._draw_icons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "bar"):
            self._draw_icons()

    # Leaving

    def let_go(self) -> None:
        """Close for good: everything is saved and copied."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.closing.emit()
