"""The conditions of a list as chips in a line of their own; hidden while there are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from hoaian_desktop.services import references
from hoaian_desktop.services.lists import Filter, Listing
from ui.tabs import asked
from ui.tasks import Tasks
from ui.widgets.buttons import button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.options import Options


class ConditionBar(QWidget):
    """Keeps the conditions, all of which must hold; `add_button` opens the dialog for the next one."""

    changed = Signal()
    clear_wanted = Signal()

    def __init__(self, tasks: Tasks, listing: Listing, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._tasks = tasks
        self._listing = listing
        self._today = today
        self._conditions: tuple[Filter, ...] = ()
        self._options: Mapping[str, Options] | None = None  # of every table a condition may point to, once asked for
        self.chips: list[Chip] = []
        self.add_button: QPushButton = button("Điều kiện", "plus", tip="Thêm điều kiện lọc", key="Ctrl+Shift+F")
        self.add_button.clicked.connect(self.add)
        self._clear = button("Bỏ lọc", "funnel-x", role="link", tip="Bỏ mọi điều kiện, ô lọc và danh sách chọn")
        self._clear.clicked.connect(self.clear_wanted)
        self._line = FlowLayout(self)
        self._line.addWidget(self._clear)
        self.hide()

    def conditions(self) -> tuple[Filter, ...]:
        """What must hold."""
        return self._conditions

    def set_conditions(self, conditions: Iterable[Filter]) -> None:
        """Show and ask for these; tells nobody."""
        self._conditions = tuple(conditions)
        if self._options is None and self._conditions:
            self.reload_options()
        self._show()

    def add(self) -> None:
        """Ask for one more condition."""
        self._open(None)

    def reload_options(self) -> None:
        """Ask anew what references can be: their words stand in the chips."""
        tables = frozenset(field.refers_to for field, _ in self._listing.asked.values() if field.refers_to)
        operation = partial(references.every_option, tables=tables)
        self._tasks.read(self, operation, done=self._take_options, latest="options")

    def refresh_options(self) -> None:
        """As `reload_options`, once there is a use for them."""
        if self._options is not None:
            self.reload_options()

    def _take_options(self, found: Mapping[str, Iterable[Any]]) -> None:
        from ui.dialogs.condition import ConditionDialog

        self._options = {table: Options(options) for table, options in found.items()}
        for dialog in self.findChildren(ConditionDialog):
            dialog.set_options(self._options)
        self._show()

    def _named(self, table: str, id_: int) -> str:
        known = (self._options or {}).get(table)
        return known.words(id_) if known is not None else "…"

    def _show(self) -> None:
        for chip in self.chips:
            self._line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._line.removeWidget(self._clear)
        self.chips = []
        for at, wanted in enumerate(self._conditions):
            field, _ = self._listing.asked[wanted.name]
            chip = Chip(asked.condition(field, wanted, self._named), self)
            chip.change_wanted.connect(partial(self._open, at))
            chip.remove_wanted.connect(partial(self._remove, at))
            self._line.addWidget(chip)
            chip.show()
            self.chips.append(chip)
        self._line.addWidget(self._clear)
        self.setVisible(bool(self._conditions))
        self.updateGeometry()

    def _remove(self, at: int) -> None:
        self._conditions = self._conditions[:at] + self._conditions[at + 1 :]
        self._show()
        # The cursor stays among the conditions, or goes to where the next one is made.
        (self.chips[min(at, len(self.chips) - 1)].words if self.chips else self.add_button).setFocus()
        self.changed.emit()

    def _open(self, at: int | None) -> None:
        from ui.dialogs.condition import ConditionDialog

        before = None if at is None else self._conditions[at]
        dialog = ConditionDialog(self, self._listing, self._options or {}, before=before, today=self._today)
        dialog.made.connect(partial(self._take, at))
        if self._options is None:
            self.reload_options()
        dialog.open()

    def _take(self, at: int | None, wanted: Filter) -> None:
        made = list(self._conditions)
        if at is None:
            made.append(wanted)
        else:
            made[at] = wanted
        self._conditions = tuple(made)
        self._show()
        self.chips[-1 if at is None else at].words.setFocus()
        self.changed.emit()
