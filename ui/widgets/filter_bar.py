"""What a list is narrowed by: typed words, states, references, days, archived ones too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from hoaian_desktop import choices
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.names import clean
from hoaian_desktop.services.lists import Behind, Filter, Query
from ui.icons import set_icon
from ui.widgets.buttons import button
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.editor import Today
from ui.widgets.period_filter import PeriodFilter

if TYPE_CHECKING:
    from ui.tasks import Tasks

PAUSE = 250  # milliseconds: UniKey takes letters back and types them again


class FilterBar(QWidget):
    """Gives a Query; `changed` comes once the typing pauses. Further buttons go into `row`."""

    changed = Signal()

    def __init__(
        self,
        tasks: Tasks | None = None,
        *,
        placeholder: str = "Lọc danh sách",
        fields: Sequence[Field] = (),
        period: str = "",
        archived: bool = True,
        today: Today = date.today,
        parent: QWidget | None = None,
    ) -> None:
        """`fields` (of choices and references) become drop-downs; `period` names the date field of the days."""
        super().__init__(parent)
        self._tasks = tasks
        self._period_field = period
        self._behind: Behind | None = None
        self._fixed: tuple[Filter, ...] = ()
        self._fields = {field.name: field for field in fields}
        self.search = QLineEdit()
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(130)
        looking = QAction(self)
        set_icon(looking, "list-filter", "mut")
        self.search.addAction(looking, QLineEdit.ActionPosition.LeadingPosition)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.changed)
        self.search.textChanged.connect(self._soon.start)
        self.period = PeriodFilter(today) if period else None
        self.boxes = {field.name: self._box(field) for field in fields}
        self.archived = QCheckBox("Cả mục đã lưu trữ") if archived else None
        self.clear_button = button("Bỏ lọc", "funnel-x", role="link", tip="Bỏ mọi điều kiện lọc")
        self.clear_button.clicked.connect(self.clear)
        self._lay_out()
        self.changed.connect(self._show_clear)
        self._show_clear()
        self.reload_options()

    def _lay_out(self) -> None:
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self.row.addWidget(self.search, 1)
        if self.period:
            self.period.fit_to(self.period.itemText(0))
            self.row.addWidget(self.period)
            self.period.changed.connect(self.changed)
        for box in self.boxes.values():
            self.row.addWidget(box)
        if self.archived:
            self.row.addWidget(self.archived)
            self.archived.toggled.connect(self.changed)
        self.row.addWidget(self.clear_button)

    def _box(self, field: Field) -> ChoiceBox:
        box = ChoiceBox()
        box.setAccessibleName(f"Lọc theo {field.label[:1].lower()}{field.label[1:]}")
        self._fill(box, field, [])
        box.currentIndexChanged.connect(self.changed)
        return box

    def _fill(self, box: ChoiceBox, field: Field, options: Iterable[Any]) -> None:
        with QSignalBlocker(box):
            before = box.currentData()
            box.clear()
            box.addItem(f"Mọi {field.label[:1].lower()}{field.label[1:]}", None)
            if field.kind is Kind.CHOICE:
                for choice in choices.of(field.choices):
                    box.addItem(choice.name, choice.code)
            for option in options:
                box.addItem(option.words, option.id)
            box.fit_to(box.itemText(0))
            box.setCurrentIndex(max(0, box.findData(before)))

    def reload_options(self) -> None:
        """Ask anew what the references can be, e.g. after a village was added."""
        tables = frozenset(field.refers_to for field in self._fields.values() if field.refers_to)
        if self._tasks is None or not tables:
            return
        from hoaian_desktop.services import references

        operation = partial(references.every_option, tables=tables)
        self._tasks.read(self, operation, done=self._take_options, latest="options")

    def _take_options(self, found: dict[str, list[Any]]) -> None:
        for name, box in self.boxes.items():
            if table := self._fields[name].refers_to:
                self._fill(box, self._fields[name], found[table])

    def query(self) -> Query:
        """What is asked for; without a sort, which is the table's own."""
        filters = [Filter(name, box.currentData()) for name, box in self.boxes.items() if box.currentData() is not None]
        if self.period and self.period.days() != (None, None):
            filters.append(Filter(self._period_field, self.period.days()))
        archived = bool(self.archived and self.archived.isChecked())
        text = clean(self.search.text())
        return Query(text=text, filters=(*filters, *self._fixed), archived=archived, behind=self._behind)

    def set_query(self, query: Query) -> None:
        """Show and ask for `query`; conditions without a drop-down of their own are kept until «Bỏ lọc»."""
        wanted = {each.name: each.value for each in query.filters}
        self._behind = query.behind
        with QSignalBlocker(self):
            self.search.setText(query.text)
            for name, box in self.boxes.items():
                box.setCurrentIndex(max(0, box.findData(wanted.pop(name)) if name in wanted else 0))
            if self.period:
                days = wanted.pop(self._period_field, (None, None))
                self.period.set_days(*days if isinstance(days, tuple) else (None, None))
            if self.archived:
                self.archived.setChecked(query.archived)
        self._fixed = tuple(Filter(name, value) for name, value in wanted.items())
        self._soon.stop()
        self.changed.emit()

    def clear(self) -> None:
        """Take every condition away."""
        self.set_query(Query())

    def conditions(self) -> int:
        """How many conditions narrow the list, the typed words not counted."""
        query = self.query()
        return len(query.filters) + query.archived + (query.behind is not None)

    def focus_search(self) -> None:
        """Put the cursor into the search field (Ctrl+F)."""
        self.search.setFocus()
        self.search.selectAll()

    def _show_clear(self) -> None:
        self.clear_button.setEnabled(bool(self.conditions() or self.search.text()))
