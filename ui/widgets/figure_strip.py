"""Key figures in one ruled strip: label, figure with its unit, change against the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hoaian_desktop.rules.numbers import show_count
from ui.theme import mark
from ui.widgets.buttons import label, rule
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_label import IconLabel


@dataclass(frozen=True)
class KeyFigure:
    """One figure; `number` None is missing and shows «—», `change` None says nothing about the period before."""

    key: str
    name: str
    number: int | None
    unit: str
    change: int | None = None
    remark: str = ""  # after the change, e.g. «+21,6% so với kỳ trước»


class _Cell(QWidget):
    opened = Signal(str)

    def __init__(self, figure: KeyFigure) -> None:
        super().__init__()
        self._key = figure.key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Xem các bản ghi phía sau số này")
        shown = show_count(figure.number)
        self.setAccessibleName(f"{figure.name}: {shown} {figure.unit}")
        # A long name may be cut; it must not make the window wider.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 8)
        column.setSpacing(0)
        column.addWidget(ElidedLabel(figure.name, "label"))
        middle = QHBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(label(shown, "figure"), 0, Qt.AlignmentFlag.AlignBaseline)
        middle.addWidget(label(figure.unit, "muted"), 1, Qt.AlignmentFlag.AlignBaseline)
        column.addLayout(middle)
        column.addLayout(self._change(figure))

    def _change(self, figure: KeyFigure) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(5)
        if figure.change is not None:
            less = figure.change < 0
            look = ("trending-down", "warn", "doubt") if less else ("trending-up", "ok", "good")
            icon, token, role = ("minus", "mut", "small") if figure.change == 0 else look
            row.addWidget(IconLabel(icon, token, 14))
            sign = "−" if less else "+" if figure.change else ""
            row.addWidget(label(f"{sign}{show_count(abs(figure.change))}", role))
        row.addWidget(ElidedLabel(figure.remark, "small"), 1)
        return row

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._key)
        else:
            super().keyPressEvent(event)


class FigureStrip(QWidget):
    """A row of key figures; clicking one asks for the records behind it."""

    opened = Signal(str)  # the figure's key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="plain")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def show_figures(self, figures: Sequence[KeyFigure]) -> None:
        """Replace what is shown."""
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for at, figure in enumerate(figures):
            if at:
                self._row.addWidget(rule(vertical=True))
            cell = _Cell(figure)
            cell.opened.connect(self.opened)
            self._row.addWidget(cell, 1)
