"""What a condition compares with: one editor, two for a stretch, a tick list for several, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hoaian_desktop import choices, fields
from hoaian_desktop.errors import ValidationError
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.services.conditions import OPERATORS, VALUELESS, Operator
from ui.widgets.editor import Editor, Today
from ui.widgets.editors import FlagEditor, editor_for
from ui.widgets.options import Options
from ui.widgets.reference_editors import ReferenceEditor, ReferencesEditor


@dataclass(frozen=True)
class _Entry:
    """An entry of a closed list as something to tick."""

    id: int
    words: str
    detail: str = ""


class ConditionValue(QWidget):
    """The value of one condition, as its field and operator want it."""

    entered = Signal()

    def __init__(self, *, today: Today = date.today) -> None:
        super().__init__()
        self._today = today
        self._field: Field | None = None
        self._how = Operator.IS
        self.editors: list[Editor] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def ask(self, field: Field, how: Operator, options: Mapping[str, Options]) -> None:
        """Show the editors for a field and an operator."""
        self._field, self._how = field, how
        for old in self.editors:
            self._row.removeWidget(old)
            old.deleteLater()
        labels = () if how in VALUELESS else ("Từ", "Đến") if how is Operator.BETWEEN else ("Giá trị",)
        self.editors = [self._editor(field, label) for label in labels]
        for editor in self.editors:
            editor.entered.connect(self.entered)
            self._row.addWidget(editor)
        self.set_options(options)
        if not labels:
            self.setFocus()

    def _editor(self, field: Field, label: str) -> Editor:
        kind = field.kind
        if Operator.CONTAINS in OPERATORS[kind]:
            kind = Kind.TEXT  # a piece of a number is no number
        elif self._how is Operator.ONE_OF:
            kind = Kind.REFERENCES
        elif kind is Kind.REFERENCES:
            kind = Kind.REFERENCE
        shown = replace(field, label=label, kind=kind, hint="", required=self._how is not Operator.BETWEEN)
        made = editor_for(shown, today=self._today)
        if isinstance(made, FlagEditor):
            made.box.setText(field.label)
        return made

    def set_options(self, options: Mapping[str, Options]) -> None:
        """Say what references can be."""
        field = self._field
        for editor in self.editors:
            if isinstance(editor, ReferenceEditor | ReferencesEditor) and field is not None:
                if field.refers_to:
                    editor.set_options(options.get(field.refers_to, Options()))
                else:
                    editor.set_options(_entries(field))

    def set_value(self, value: object) -> None:
        """Show what a condition has now."""
        field = self._field
        if field is not None and self._how is Operator.ONE_OF and not field.refers_to and isinstance(value, tuple):
            codes = [choice.code for choice in choices.of(field.choices)]
            value = tuple(codes.index(code) for code in value if code in codes)
        pair = self._how is Operator.BETWEEN and isinstance(value, tuple)
        for editor, each in zip(self.editors, value if pair else (value,), strict=False):  # type: ignore[arg-type]
            editor.set_value(each)

    def focus(self) -> None:
        """Put the cursor into the first editor."""
        if self.editors:
            self.editors[0].focus()

    def value(self) -> object:
        """The typed value. Raises ValidationError; the sentence then stands under its editor."""
        read = [self._read(editor) for editor in self.editors]
        if any(editor.fault() for editor in self.editors):
            raise ValidationError({"value": next(e.fault() for e in self.editors if e.fault())})
        if self._how is Operator.BETWEEN:
            self._check_pair(read)
            return tuple(read)
        if self._how is Operator.ONE_OF and self._field is not None and not self._field.refers_to:
            codes = [choice.code for choice in choices.of(self._field.choices)]
            return tuple(codes[at] for at in read[0])  # type: ignore[attr-defined]
        return read[0] if read else None

    def _read(self, editor: Editor) -> object:
        value = editor.value()
        sentence = editor.complaint()
        try:
            if isinstance(value, str):
                value = fields.parse(editor.field, value, today=self._today())
        except ValueError as error:
            sentence = str(error)
        if not sentence and editor.field.required and value in (None, "", ()):
            sentence = "Cần chọn hoặc nhập giá trị."
        editor.set_fault(sentence or None)
        return value

    def _check_pair(self, read: list[object]) -> None:
        first, last = read
        sentence = ""
        if first is None and last is None:
            sentence = "Cần nhập ít nhất một đầu."
        elif first is not None and last is not None and first > last:  # type: ignore[operator]
            sentence = "“Đến” phải sau “Từ”."
        if sentence:
            self.editors[1].set_fault(sentence)
            raise ValidationError({"value": sentence})


def _entries(field: Field) -> Options:
    return Options(_Entry(at, choice.name) for at, choice in enumerate(choices.of(field.choices)))
