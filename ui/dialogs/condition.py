"""One condition of a list: which field, how it is compared, with what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import ValidationError
from hoaian_desktop.services.conditions import OPERATORS, Operator
from hoaian_desktop.services.lists import Filter, Listing
from ui.dialogs.parts import column, row, words
from ui.tabs import asked
from ui.tabs.condition_value import ConditionValue
from ui.widgets.buttons import button
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.editor import Today
from ui.widgets.fitted import Dialog
from ui.widgets.options import Options


class ConditionDialog(Dialog):
    """Hands out a Filter; letters find fields and operators, Enter is «Thêm»."""

    made = Signal(object)  # the Filter

    def __init__(
        self,
        parent: QWidget,
        listing: Listing,
        options: Mapping[str, Options],
        *,
        before: Filter | None = None,
        today: Today = date.today,
    ) -> None:
        """With `before` that condition is changed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Sửa điều kiện" if before else "Thêm điều kiện")
        self.setMinimumWidth(520)
        self._listing = listing
        self._options = options
        self.field = ChoiceBox()
        self.how = ChoiceBox()
        self.value = ConditionValue(today=today)
        self.save_button = button("Xong" if before else "Thêm", "check", role="primary", key="Enter")
        self.cancel_button = button("Hủy", key="Esc")
        self.save_button.setDefault(True)
        for name, (field, _) in listing.asked.items():
            self.field.addItem(field.label, name)
        self._lay_out()
        self.field.currentIndexChanged.connect(self._field_chosen)
        self.how.currentIndexChanged.connect(self._how_chosen)
        self.value.entered.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self._begin(before)

    def _lay_out(self) -> None:
        parts = (("Ô", self.field), ("So sánh", self.how))
        boxes = row(*(self._labelled(name, box) for name, box in parts), spacing=8)
        inside = column(
            boxes, self.value, words("Các điều kiện được áp dụng cùng lúc.", "small"), None,
            row(None, self.cancel_button, self.save_button),
        )  # fmt: skip
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)

    def _labelled(self, name: str, box: ChoiceBox) -> QWidget:
        label = words(name, "label")
        label.setBuddy(box)
        box.setAccessibleName(name)
        made = QWidget()
        made.setLayout(column(label, box, spacing=2))
        return made

    def _begin(self, before: Filter | None) -> None:
        if before is None:
            self._field_chosen()
            self.field.setFocus()
            return
        self.field.setCurrentIndex(self.field.findData(before.name))
        self._field_chosen()
        self.how.setCurrentIndex(self.how.findData(before.how))
        self._how_chosen()
        self.value.set_value(before.value)
        self.value.focus()

    def set_options(self, options: Mapping[str, Options]) -> None:
        """Say what references can be, once they are known."""
        self._options = options
        self.value.set_options(options)

    def _field_chosen(self) -> None:
        field, _ = self._listing.asked[self.field.currentData()]
        self.how.blockSignals(True)
        self.how.clear()
        for how in OPERATORS[field.kind]:
            self.how.addItem(asked.operator(field, how), how)
        self.how.blockSignals(False)
        self._how_chosen()

    def _how_chosen(self) -> None:
        field, _ = self._listing.asked[self.field.currentData()]
        self.value.ask(field, Operator(self.how.currentData()), self._options)
        # Editors made just now would stand last in the order of the Tab key.
        stops = [self.how, *(editor.control for editor in self.value.editors), self.cancel_button, self.save_button]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def save(self) -> None:
        """Hand the condition out; a value that makes no sense keeps the dialog open."""
        try:
            value = self.value.value()
        except ValidationError:
            next(editor for editor in self.value.editors if editor.fault()).focus()
            return
        self.made.emit(Filter(self.field.currentData(), value, Operator(self.how.currentData())))
        self.accept()
