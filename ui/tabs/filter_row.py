"""Above a list: a line to search in, a drop-down for each usual filter, further conditions; folded «Lọc (2)»."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from hoaian_desktop import choices
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import fields_of
from hoaian_desktop.rules.stretches import stretches
from hoaian_desktop.services import references
from hoaian_desktop.services.conditions import Operator
from hoaian_desktop.services.lists import Filter, Listing, Query
from ui.icons import set_icon
from ui.tabs.condition_bar import ConditionBar
from ui.tasks import Tasks
from ui.widgets.buttons import button, set_words
from ui.widgets.choice_box import ChoiceBox

PAUSE = 250  # milliseconds after the last letter: UniKey types a word in several strokes
GAP = 6
SEARCH = 120  # what the line takes at least
_WIDTH = 124


class FilterRow(QWidget):
    """Says what is wanted; asks nothing of the book but the options of its drop-downs."""

    changed = Signal()
    left_downwards = Signal()  # Enter or Down in the search line: to the list, please

    def __init__(
        self,
        tasks: Tasks,
        listing: Listing,
        names: Sequence[str],
        placeholder: str,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__()
        self._tasks = tasks
        self._today = today
        self.search = QLineEdit()
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setToolTip("Gõ không dấu cũng tìm được (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(110)
        sign = QAction(self)
        set_icon(sign, "list-filter", "mut")
        self.search.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.changed)
        self.search.textChanged.connect(self._soon.start)
        self.boxes: dict[str, ChoiceBox] = {}
        self._fields: dict[str, Field] = {}
        for name in names:
            field = next(f for f in (*listing.fields, *fields_of(listing.record)) if f.name == name)
            self._fields[name] = field
            self.boxes[name] = self._box(field)
        self.archived = ChoiceBox()
        self.archived.addItem("Chưa lưu trữ", False)
        self.archived.addItem("Cả mục lưu trữ", True)
        self.archived.setAccessibleName("Mục đã lưu trữ")
        self.archived.currentIndexChanged.connect(self._chosen)
        self.conditions = ConditionBar(tasks, listing, today=today)
        self.conditions.changed.connect(self._chosen)
        self.conditions.clear_wanted.connect(self._clear_all)
        self.folded = button("Lọc", "list-filter")
        self.folded.setCheckable(True)
        self.extra = QWidget()  # the second line, when folded
        self._second = QHBoxLayout(self.extra)
        self._row = QHBoxLayout(self)
        for row in (self._row, self._second):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(GAP)
        self._row.addWidget(self.search, 1)
        self._row.addWidget(self.folded)
        self._is_folded = True
        self.fold(False)
        self.folded.toggled.connect(self.extra.setVisible)

    def fold(self, folded: bool) -> None:
        """Put the drop-downs into a second line behind «Lọc», or beside the search line."""
        if folded == self._is_folded:
            return
        self._is_folded = folded
        row = self._second if folded else self._row
        for box in (*self.boxes.values(), self.archived):
            box.setFixedWidth(_WIDTH)
            row.addWidget(box)
        row.addWidget(self.conditions.add_button)
        if folded:
            row.addStretch(1)
        elif self._second.count():
            self._second.takeAt(0)
        self.folded.setVisible(folded)
        self.extra.setVisible(folded and self.folded.isChecked())

    def reload_options(self) -> None:
        """Ask anew what can be chosen."""
        tables = frozenset(field.refers_to for field in self._fields.values() if field.refers_to)
        if tables:
            operation = partial(references.every_option, tables=tables)
            self._tasks.read(self, operation, done=self._take_options, latest="options")
        self.conditions.refresh_options()

    def text(self) -> str:
        """What is searched for."""
        return self.search.text()

    def filters(self) -> tuple[Filter, ...]:
        """What the drop-downs and the conditions ask for."""
        chosen = (Filter(name, box.currentData()) for name, box in self.boxes.items() if box.currentData() is not None)
        return (*chosen, *self.conditions.conditions())

    def can_choose(self, wanted: Filter) -> bool:
        """Whether a drop-down can say this: a reference whose entries may still be on their way, or an entry there."""
        if wanted.name not in self.boxes or wanted.value is None or wanted.how is not Operator.IS:
            return False
        return bool(self._fields[wanted.name].refers_to) or _place(self.boxes[wanted.name], wanted.value) >= 0

    def choose(self, name: str, value: object) -> None:
        """Set one drop-down, now or as soon as its entries are there."""
        box = self.boxes[name]
        at = _place(box, value)
        if at < 0:
            box.addItem("…", value)
            at = box.count() - 1
        box.setCurrentIndex(at)

    def show_query(self, query: Query) -> None:
        """Say exactly this: in the line, in drop-downs what they can say once each, the rest as conditions."""
        with QSignalBlocker(self):
            self.clear()
            self.archived.setCurrentIndex(self.archived.findData(query.archived))
            self.search.setText(query.text)
            rest = []
            for wanted in query.filters:
                if self.can_choose(wanted) and self.boxes[wanted.name].currentData() is None:
                    self.choose(wanted.name, wanted.value)
                else:
                    rest.append(wanted)
            self.conditions.set_conditions(rest)
        self._count()
        self._soon.stop()

    def needed(self) -> int:
        """The width at which nothing has to be folded."""
        shown = sum(1 for box in self.boxes.values() if not box.isHidden()) + 1
        return SEARCH + shown * (_WIDTH + GAP) + self.conditions.add_button.sizeHint().width() + GAP

    def is_active(self) -> bool:
        """Whether anything is left out of the list."""
        return bool(self.search.text() or self.filters())

    def clear(self) -> None:
        """Show everything again."""
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        if self.conditions.conditions():
            self.conditions.set_conditions(())
            self._chosen()
        self.search.clear()

    def focus(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.search:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not (
                event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            ):
                if self._soon.isActive():
                    self._soon.stop()
                    self.changed.emit()
                self.left_downwards.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return False

    def _box(self, field: Field) -> ChoiceBox:
        box = ChoiceBox()
        box.setAccessibleName(f"Lọc theo {field.label.lower()}")
        everything = "Mọi thời gian" if field.kind is Kind.DATE else f"Mọi {field.label.lower()}"
        box.addItem(everything, None)
        box.setToolTip(everything)
        if field.kind is Kind.CHOICE:
            for choice in choices.of(field.choices):
                box.addItem(choice.name, choice.code)
        elif field.kind is Kind.DATE:
            for words, span in stretches(self._today()):
                box.addItem(words, (span.first, span.last))
        box.currentIndexChanged.connect(self._chosen)
        return box

    def _chosen(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        number = len(self.filters())
        set_words(self.folded, f"Lọc ({number})" if number else "Lọc")

    def _clear_all(self) -> None:
        self.clear()
        self.focus()

    def _take_options(self, found: Mapping[str, Iterable[Any]]) -> None:
        for name, field in self._fields.items():
            if not field.refers_to:
                continue
            box = self.boxes[name]
            chosen = box.currentData()
            with QSignalBlocker(box):
                while box.count() > 1:
                    box.removeItem(1)
                for option in found[field.refers_to]:
                    box.addItem(option.words, option.id)
                box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)

    @property
    def fold_button(self) -> QPushButton:
        """The button that shows the folded drop-downs."""
        return self.folded


def _place(box: ChoiceBox, value: object) -> int:
    """Where an entry stands, −1 if nowhere. Qt's own search does not look into two days."""
    return next((at for at in range(box.count()) if box.itemData(at) == value), -1)
