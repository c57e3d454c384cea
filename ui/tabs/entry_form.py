"""The fields of the fast-entry bar: what stays for a sitting in one row, the person in the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hoaian_desktop.fields import Field
from hoaian_desktop.rules.personal_number import LENGTH
from hoaian_desktop.services.activations import PERSON_FIELDS, SUPPORT_FIELDS
from hoaian_desktop.services.entry import PINNED
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button
from ui.widgets.editor import Editor
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.record_form import RecordForm

PERSON = ("personal_number", "full_name", "born", "sex", "phone", "status")
SOMETIMES = ("reason", "transaction_day")  # asked for by the status
SIDE = 88  # width of the words at the left
# Share of the room a field takes when there is more, and the least it needs, in logical pixels.
_ROOM = {
    "day": (0, 122), "team_id": (3, 120), "village_id": (2, 96), "service_id": (3, 120), "volunteers": (4, 120),
    "personal_number": (0, 142), "full_name": (4, 130), "born": (0, 112), "sex": (0, 78), "phone": (0, 106),
    "status": (2, 112),
}  # fmt: skip
_LABELS = {"personal_number": "Số định danh", "born": "Năm sinh", "volunteers": "Tình nguyện viên"}


def _fields() -> tuple[Field, ...]:
    known = {field.name: field for field in (*PERSON_FIELDS, *SUPPORT_FIELDS)}
    names = (*PINNED, *PERSON, *SOMETIMES)
    return tuple(replace(known[name], label=_LABELS.get(name, known[name].label), section="") for name in names)


class EntryForm(RecordForm):
    """Enter goes on, Shift+Enter back; what the book or a number has filled is passed over."""

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        self.unpin = button("Bỏ ghim", "pin-off", role="link", tip="Không giữ các ô này cho người sau")
        self.scan = button("Quét thẻ", "scan-line", role="link", key="F4")
        self.save = button("Lưu, nhập tiếp", "corner-down-left", role="primary", key="Ctrl+Enter")
        self.change_pinned = button("Sửa", "pencil", role="link", key="F8")
        self.filled: set[str] = set()  # fields whose value nobody typed
        self._held: list[QKeyEvent] | None = None
        super().__init__(_fields(), tasks, columns=1, today=today)
        for editor in self.editors.values():
            editor.set_terse()
            editor.control.installEventFilter(self)

    # Layout

    def _lay_out(self, columns: int) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(5)
        self.pinned_words = ElidedLabel("", "pinned")
        self._folded = QWidget()
        folded = QHBoxLayout(self._folded)
        folded.setContentsMargins(0, 0, 0, 0)
        folded.addWidget(self.pinned_words, 1)
        folded.addWidget(self.change_pinned)
        self._folded.hide()
        self._pinned_row, self._sides = QWidget(), []
        outer.addWidget(self._folded)
        self._fill(self._pinned_row, "Giữ nguyên", self.unpin, PINNED)
        outer.addWidget(self._pinned_row)
        person = QWidget()
        line = self._fill(person, "Người dân", self.scan, PERSON)
        below_label = QVBoxLayout()
        below_label.setContentsMargins(0, 0, 0, 0)
        below_label.setSpacing(2)
        below_label.addWidget(QLabel(" "))
        mark(below_label.itemAt(0).widget(), role="label")
        below_label.addWidget(self.save)
        below_label.addStretch(1)
        line.addLayout(below_label)
        outer.addWidget(person)
        self._rare = QWidget()
        rare = QHBoxLayout(self._rare)
        rare.setContentsMargins(SIDE + 8, 0, 0, 0)
        rare.setSpacing(8)
        for name in SOMETIMES:
            self.editors[name].setFixedWidth(210)
            rare.addWidget(self.editors[name])
        rare.addStretch(1)
        self._rare.hide()
        outer.addWidget(self._rare)
        for name in PINNED:
            self.editors[name].set_pinned(True)

    def _fill(self, row: QWidget, words: str, act: QWidget, names: tuple[str, ...]) -> QHBoxLayout:
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        side = QWidget()
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        heading = QLabel(words)
        mark(heading, role="strong")
        column.addWidget(heading)
        column.addWidget(act)
        column.addStretch(1)
        self._sides.append(side)
        line.addWidget(side)
        for name in names:
            share, least = _ROOM[name]
            self.editors[name].setMinimumWidth(least)
            if not share:
                self.editors[name].setFixedWidth(least)
            line.addWidget(self.editors[name], share)
        return line

    def fit(self, *, narrow: bool) -> None:
        """In a small window the pinned fields become one line of words, and what is at the left goes."""
        for side in self._sides:
            side.setVisible(not narrow)
        self._rare.layout().setContentsMargins(0 if narrow else SIDE + 8, 0, 0, 0)
        self.fold_pinned(narrow)

    def fold_pinned(self, folded: bool) -> None:
        """Show the pinned fields as words, or as fields."""
        self._folded.setVisible(folded)
        self._pinned_row.setVisible(not folded)

    def say_pinned(self) -> None:
        """Write the words of the folded line."""
        shown = []
        for name in PINNED:
            control: Any = self.editors[name].control
            shown.append(control.text() or control.placeholderText() if name == "volunteers" else control.text())
        missing = "" if self.editors["service_id"].peek() else "chưa chọn dịch vụ"
        self.pinned_words.say(" · ".join(filter(None, (*shown, missing))))

    # What is entered

    def peek(self) -> dict[str, object]:
        """What is entered, without touching what is still being typed."""
        return {name: editor.peek() for name, editor in self.editors.items()}

    def has_person(self) -> bool:
        """Whether anything of a person is entered."""
        return any(self.editors[name].peek() not in (None, "") for name in PERSON[:5] if name not in self.filled)

    def show_rare(self) -> None:
        """A reason belongs to a failure, a day of transaction to a transaction; filled ones stay in sight."""
        status = self.editors["status"].peek()
        wanted = {"reason": status == "failed", "transaction_day": status == "transacted"}
        for name, shown in wanted.items():
            self.editors[name].setVisible(shown or self.editors[name].peek() not in (None, ""))
        self._rare.setVisible(any(not self.editors[name].isHidden() for name in SOMETIMES))

    def doubted(self) -> bool:
        """Whether a field is marked as worth a second look."""
        return any(editor.doubt() for editor in self.editors.values())

    def first_fault(self) -> str:
        """The sentence of the first wrong field, with the field's name; how many more there are."""
        wrong = [editor for editor in self.editors.values() if editor.fault()]
        if not wrong:
            return ""
        more = f" Còn {len(wrong) - 1} ô khác cần sửa." if len(wrong) > 1 else ""
        return f"<b>{wrong[0].field.label}</b>: {escape(wrong[0].fault())}{more}"

    # Moving

    def focused(self) -> Editor | None:
        """The editor the cursor is in."""
        now = QApplication.focusWidget()
        return next((e for e in self.editors.values() if now is not None and (e is now or e.isAncestorOf(now))), None)

    def _stops(self) -> list[Editor]:
        return [each for each in self.editors.values() if each.isVisibleTo(self) and each.isEnabled()]

    def _go_on(self, editor: Editor) -> None:
        editor.normalise()
        stops = self._stops()
        after = stops[stops.index(editor) + 1 :]
        for each in after:
            if each.field.name not in self.filled:
                each.focus()
                return
        self.save.setFocus()

    def go_back(self) -> None:
        """Put the cursor into the field before."""
        now = self.focused()
        stops = self._stops()
        if now in stops and stops.index(now):
            stops[stops.index(now) - 1].focus()
        elif now is None:
            stops[-1].focus()

    def focus_person(self) -> None:
        """Put the cursor where the next person begins."""
        self.editors["personal_number"].focus()

    # Keys pressed while a line is being saved wait for the next one

    def hold(self) -> None:
        """Keep keys until `release`."""
        self._held = []

    def release(self, *, give: bool) -> None:
        """Give the kept keys to the field the cursor is in now, or drop them."""
        held, self._held = self._held or [], None
        for event in held if give else ():
            target = QApplication.focusWidget()
            if target is not None:
                QApplication.sendEvent(target, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._held is not None:
                self._held.append(event.clone())
                return True
            if (meant := self._meant_for(watched, event)) is not None:
                meant.focus()
                QApplication.sendEvent(meant.control, event)
                return True
        return False

    def _meant_for(self, watched: QObject, event: QKeyEvent) -> Editor | None:
        """The next field, if what is typed can only belong there: no Enter is needed between a number and a name.

        Whoever types by VNI has the digits after a name taken by the input method, and goes on with Enter.
        """
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        typed = event.text()[:1]
        if held or not typed or not isinstance(watched, QWidget):
            return None
        here = next((name for name, editor in self.editors.items() if editor.control is watched), "")
        entered = str(self.editors[here].peek() or "") if here else ""
        digits = sum(letter.isdigit() for letter in entered)
        there = ""
        if here == "personal_number" and typed.isalpha() and (not entered or digits == LENGTH):
            there = "full_name"
        elif here == "full_name" and typed.isdigit() and entered:
            there = "born"
        elif here == "sex" and typed.isdigit():
            there = "phone"
        return self.editors[there] if there and self.editors[there].peek() in (None, "") else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ShiftModifier
        if shift and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_back()
            event.accept()
        else:
            super().keyPressEvent(event)
