"""A record as it is read: its name, its filled fields, personal numbers masked until the eye is pressed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from hoaian_desktop import fields
from hoaian_desktop.fields import Kind
from hoaian_desktop.services import keeping
from hoaian_desktop.services.keeping import Card, Line
from ui.tabs.kept import Kept
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets import badge
from ui.widgets.badge import Badge
from ui.widgets.buttons import button, icon_button, label
from ui.widgets.side_panel import SidePanel

_MASKED = {Kind.PERSONAL_NUMBER, Kind.PHONE}


class CardPanel(SidePanel):
    """Shows one record of any kind; what belongs to it stands in `below`."""

    edit_wanted = Signal(int)
    history_wanted = Signal()
    card_shown = Signal(object)  # the Card; what stands below is filled by whoever put it there

    def __init__(self, tasks: Tasks, kept: Kept) -> None:
        super().__init__(kept.one[:1].upper() + kept.one[1:], kept.icon, width=kept.card_width or kept.width)
        self._tasks = tasks
        self._kept = kept
        self.id: int | None = None
        self.heading = label("", "record-title")
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.state = Badge()
        self.lines = Lines()
        self.nothing = label("Chưa có dòng nào để xem.", "muted")
        self.nothing.setWordWrap(True)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(0, 0, 0, 0)
        self.below.setSpacing(7)
        for part in (self.nothing, self.heading, self.state, self.lines):
            self.body.addWidget(part)
        self.body.addLayout(self.below)
        self.body.addStretch(1)
        self.history_button = button("Lịch sử", "history", key="Ctrl+H")
        self.edit_button = button("Sửa", "pencil", key="F2")
        self.history_button.clicked.connect(self.history_wanted)
        self.edit_button.clicked.connect(self._edit)
        self.footer.addStretch(1)
        self.add_action(self.history_button)
        self.add_action(self.edit_button)
        self._show_nothing()

    def show_record(self, id_: int | None) -> None:
        """Show a record, or that none is picked."""
        self.id = id_
        if id_ is None:
            self._show_nothing()
            return
        operation = partial(keeping.card, record=self._kept.record, id_=id_)
        self._tasks.read(self, operation, done=self._show, failed=lambda _: self._show_nothing(), latest="card")

    def _show(self, card: Card) -> None:
        if card.id != self.id:
            return
        self._show_parts(True)
        self.heading.setText(card.label)
        status = next((line for line in card.lines if badge.look_of(line.field.choices, line.value)), None)
        if card.archived:
            self.state.show_state(*badge.ARCHIVED)
        elif status is not None:
            look = badge.look_of(status.field.choices, status.value)
            self.state.show_state(fields.show(status.field, status.value), look or badge.PUT_ASIDE)
        self.state.setVisible(card.archived or status is not None)
        named = ("full_name", "name", "subject")
        self.lines.show_lines([line for line in card.lines if line is not status and line.field.name not in named])
        self.card_shown.emit(card)

    def _show_nothing(self) -> None:
        self.id = None
        self._show_parts(False)

    def _show_parts(self, shown: bool) -> None:
        self.nothing.setVisible(not shown)
        for part in (self.heading, self.state, self.lines, self.edit_button, self.history_button):
            part.setVisible(shown)
        for at in range(self.below.count()):
            if widget := self.below.itemAt(at).widget():
                widget.setVisible(shown)

    def _edit(self) -> None:
        if self.id is not None:
            self.edit_wanted.emit(self.id)


class Lines(QWidget):
    """Labels and values in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, 84)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: list[Line]) -> None:
        """Replace what is shown."""
        clear(self._grid)
        for row, line in enumerate(lines):
            name = label(line.field.label, "muted")
            masked = line.field.kind in _MASKED
            name.setAlignment(Qt.AlignmentFlag.AlignVCenter if masked else Qt.AlignmentFlag.AlignTop)
            name.setWordWrap(True)
            value = QLabel(fields.mask(line.field, line.value))
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1)
            if masked:
                self._grid.addWidget(eye(value, line), row, 2)


def eye(shown: QLabel, line: Line) -> QWidget:
    """A button that shows a masked value whole, for one person at a time, and hides it again."""
    made = icon_button("eye", f"Hiện {line.field.label.lower()}", size=14)
    made.setCheckable(True)
    made.toggled.connect(lambda on: shown.setText((fields.show if on else fields.mask)(line.field, line.value)))
    return made


def clear(layout: QGridLayout | QVBoxLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)  # type: ignore[arg-type]


def heading(words: str) -> QLabel:
    """A heading inside a panel."""
    made = label(words, "strong")
    mark(made, role="section")
    return made
