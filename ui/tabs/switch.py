"""Two views of one tab, side by side as buttons: «Có tên | Số đếm»."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui.widgets.buttons import button


class Switch(QWidget):
    """The view shown is pressed in."""

    def __init__(self, views: Sequence[tuple[str, Callable[[], object]]], shown: int, key: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(self)
        for at, (words, show) in enumerate(views):
            made = button(words, key=key)
            made.setCheckable(True)
            made.setChecked(at == shown)
            group.addButton(made)
            made.clicked.connect(lambda _=False, show=show: show())
            # The page left behind keeps saying which view it is.
            made.clicked.connect(lambda _=False, group=group: group.buttons()[shown].setChecked(True))
            row.addWidget(made)
