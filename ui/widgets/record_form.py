"""A form drawn from declared fields: sections, short fields side by side, faults under the fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from hoaian_desktop import fields as declared
from hoaian_desktop.errors import ValidationError
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.doubts import Doubt, Level
from ui.theme import mark
from ui.widgets.editor import Editor, Today
from ui.widgets.editors import editor_for
from ui.widgets.reference_editors import ReferenceEditor, ReferencesEditor

if TYPE_CHECKING:
    from ui.tasks import Tasks

SHORT = 20  # fields up to this width (in characters) share a row
_LONG_KINDS = {Kind.NOTE, Kind.REFERENCES, Kind.NAME}


class RecordForm(QWidget):
    """Editors of a record's fields in source order. Enter walks through them; after the last, `submitted`."""

    changed = Signal()
    faults_changed = Signal(int)
    submitted = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        tasks: Tasks | None = None,
        *,
        columns: int = 2,
        today: Today = date.today,
        parent: QWidget | None = None,
    ) -> None:
        """`tasks` brings the options of references and may be missing if there are none."""
        super().__init__(parent)
        self.fields = tuple(fields)
        self._tasks = tasks
        self._today = today
        self._loaded: dict[str, object] = {}
        self.editors: dict[str, Editor] = {field.name: editor_for(field, today=today) for field in self.fields}
        self._lay_out(columns)
        for editor in self.editors.values():
            editor.changed.connect(self.changed)
            editor.entered.connect(partial(self._go_on, editor))
            editor.fault_changed.connect(self._count_faults)
        self._loaded = self.raw()
        self.reload_options()

    def _lay_out(self, columns: int) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(7)
        section, grid, row, column = "", None, 0, 0
        for field in self.fields:
            if grid is None or field.section != section:
                section = field.section
                grid, row, column = self._begin_section(outer, section, columns), 0, 0
            whole = columns == 1 or field.kind in _LONG_KINDS or field.width > SHORT
            if column and (whole or column == columns):
                row, column = row + 1, 0
            grid.addWidget(self.editors[field.name], row, column, 1, columns if whole else 1)
            column = columns if whole else column + 1
        outer.addStretch(1)

    def _begin_section(self, outer: QVBoxLayout, section: str, columns: int) -> QGridLayout:
        if section:
            rule = QFrame()
            mark(rule, role="rule")
            heading = QLabel(section)
            mark(heading, role="section")
            heading.setIndent(0)  # Qt moves words in by half an x where the style gives a label a frame
            outer.addWidget(rule)
            outer.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 60)
        outer.addLayout(grid)
        return grid

    # References

    def reload_options(self) -> None:
        """Ask anew what the references may point to, e.g. after a village was added."""
        tables = frozenset(field.refers_to for field in self.fields if field.refers_to)
        if self._tasks is None or not tables:
            return
        from hoaian_desktop.services import references  # brings the database library: only where there is a book

        operation = partial(references.every_option, tables=tables)
        self._tasks.read(self, operation, done=self._take_options, latest="options")

    def _take_options(self, found: Mapping[str, Iterable[Any]]) -> None:
        for editor in self.editors.values():
            if isinstance(editor, ReferenceEditor | ReferencesEditor):
                editor.set_options(found[editor.field.refers_to])

    # Values

    def load(self, values: Mapping[str, object]) -> None:
        """Show typed values by field name; a field that is not named is emptied."""
        for name, editor in self.editors.items():
            editor.set_value(values.get(name))
        self._loaded = self.raw()
        self._count_faults()

    def restore(self, values: Mapping[str, object]) -> None:
        """Show again what was being typed, as it stood."""
        self.load({})
        for name, editor in self.editors.items():
            editor.restore(values.get(name))

    def clear(self) -> None:
        """Empty every field and forget the faults."""
        self.load({})

    def raw(self) -> dict[str, object]:
        """What is entered, as `fields.read_all` takes it."""
        QGuiApplication.inputMethod().commit()
        return {name: editor.value() for name, editor in self.editors.items()}

    def values(self) -> dict[str, object]:
        """What is entered, as typed values. Raises ValidationError with a sentence for every field that is wrong."""
        QGuiApplication.inputMethod().commit()
        for editor in self.editors.values():
            editor.settle()
        raw = self.raw()
        messages = {name: said for name, editor in self.editors.items() if (said := editor.complaint())}
        sound = [field for field in self.fields if field.name not in messages]
        try:
            values = declared.read_all(sound, raw, today=self._today())
        except ValidationError as error:
            messages |= error.messages
        if messages:
            raise ValidationError({field.name: messages[field.name] for field in self.fields if field.name in messages})
        return values

    def is_changed(self) -> bool:
        """Whether something was entered since `load`."""
        return self.raw() != self._loaded

    # Faults and doubts

    def show_faults(self, messages: Mapping[str, str]) -> None:
        """Show these sentences under their fields, take away all others, and go to the first."""
        for name, editor in self.editors.items():
            editor.set_fault(messages.get(name))
        self.focus_first_fault()

    def show_doubts(self, doubts: Iterable[Doubt]) -> None:
        """Show what is worth a second look under its field; take away earlier doubts."""
        sentences: dict[str, list[str]] = {}
        for doubt in doubts:
            if doubt.field and doubt.level is not Level.HARD:
                sentences.setdefault(doubt.field, []).append(doubt.sentence)
        for name, editor in self.editors.items():
            editor.set_doubt(" ".join(sentences.get(name, ())) or None)

    def fault_count(self) -> int:
        """How many fields are marked as wrong."""
        return sum(bool(editor.fault()) for editor in self.editors.values())

    def focus_first_fault(self) -> None:
        """Put the cursor into the first wrong field."""
        for editor in self.editors.values():
            if editor.fault():
                editor.focus()
                return

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self.editors.values())).focus()

    def _count_faults(self) -> None:
        self.faults_changed.emit(self.fault_count())

    def _go_on(self, editor: Editor) -> None:
        shown = [each for each in self.editors.values() if each.isVisibleTo(self) and each.isEnabled()]
        at = shown.index(editor)
        if at + 1 < len(shown):
            shown[at + 1].focus()
        else:
            editor.normalise()
            self.submitted.emit()
