"""A list and the panel beside it. In a narrow window the panel is a rail that opens over the list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.side_panel import RAIL, SidePanel

NARROW = 1250  # width of the window in logical pixels under which panels fold
NARROWEST = 560  # of the list; its filters fold as soon as they have no room
GAP = 10


class Beside(QWidget):
    """Lays `main` out at the left and one of `panels` at the right; shows one panel at a time, or none."""

    def __init__(self, main: QWidget, *panels: SidePanel, least: int = 0, parent: QWidget | None = None) -> None:
        """`least` is the width `main` needs beside the first panel; with less the panel folds as in a small window."""
        super().__init__(parent)
        self._least = least + GAP + (panels[0].maximumWidth() if panels else 0)
        self.main = main
        self.panels = panels
        self._shown: SidePanel | None = panels[0] if panels else None
        self._narrow: bool | None = None
        main.setParent(self)
        for panel in panels:
            self._take_in(panel)

    @property
    def shown(self) -> SidePanel | None:
        """The panel at the right."""
        return self._shown

    @property
    def narrow(self) -> bool:
        """Whether the window leaves no room for list and panel side by side."""
        return bool(self._narrow)

    def show_panel(self, panel: SidePanel | None, *, unfold: bool = False) -> None:
        """Put one panel at the right, or none; `unfold` opens it even where it lies over the list."""
        for each in self.panels:
            each.setVisible(each is panel)
        self._shown = panel
        if panel is not None:
            panel.set_collapsed(self.narrow and not unfold)
        self._place()

    def add_panel(self, panel: SidePanel) -> None:
        """Take in one more panel; it is not shown yet."""
        self.panels = (*self.panels, panel)
        self._take_in(panel)

    def _take_in(self, panel: SidePanel) -> None:
        panel.setParent(self)
        panel.setVisible(panel is self._shown)
        panel.collapsed_changed.connect(self._place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW or self.width() < self._least
        if narrow != self._narrow:
            self._narrow = narrow
            if self._shown is not None and not self._shown.hasFocus() and not self._focus_inside(self._shown):
                self._shown.set_collapsed(narrow)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        panels = [panel.minimumSizeHint().height() for panel in self.panels]
        return QSize(NARROWEST + RAIL + GAP, max([self.main.minimumSizeHint().height(), *panels]))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def _focus_inside(self, panel: SidePanel) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and panel.isAncestorOf(focused)

    def _place(self, *_: object) -> None:
        panel = self._shown
        width, height = self.width(), self.height()
        if panel is None:
            self.main.setGeometry(0, 0, width, height)
            return
        taken = panel.maximumWidth()
        over = self.narrow and not panel.is_collapsed()
        self.main.setGeometry(0, 0, max(0, width - (RAIL if over else taken) - GAP), height)
        panel.setGeometry(width - taken, 0, taken, height)
        panel.raise_()
