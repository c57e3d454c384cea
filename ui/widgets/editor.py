"""What every editor is: a label, a control, and the sentence under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from hoaian_desktop.fields import Field, Kind
from ui.theme import mark
from ui.widgets.buttons import label
from ui.widgets.icon_label import IconLabel
from ui.widgets.notice_line import NoticeLine

Today = Callable[[], date]


class Editor(QWidget):
    """One field on a page. Values go in typed and come out as `fields.read_all` takes them."""

    changed = Signal()  # by the user; never by `set_value`
    left = Signal()  # the cursor went elsewhere, the text is in its normal form
    entered = Signal()  # Enter: the next field, please
    fault_changed = Signal()

    def __init__(self, field: Field, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.control = control
        self._fault = self._doubt = ""
        self._terse = False
        self._label = QLabel(field.label)
        self._label.setBuddy(control)
        mark(self._label, role="label")
        control.setAccessibleName(field.label + (", bắt buộc" if field.required else ""))
        if field.hint:
            control.setToolTip(field.hint)
        self.setFocusProxy(control)
        control.installEventFilter(self)
        self._lay_out()

    def _lay_out(self) -> None:
        self._heading = QWidget()
        line = QHBoxLayout(self._heading)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self._label)
        if self.field.required and self.field.kind is not Kind.FLAG:  # a box is never empty
            line.addWidget(label("*", "star"))
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._heading)
        column.addWidget(self.control)
        column.addStretch(1)  # a neighbour with a sentence below must not pull this control down

    # Most fields never say anything and most values do not stay: a tab has dozens of fields and opens sooner without
    # a hidden icon and a hidden line in each.

    @cached_property
    def _pin(self) -> IconLabel:
        made = IconLabel("pin", "link", 12, self._heading)
        cast(QHBoxLayout, self._heading.layout()).insertWidget(0, made)
        return made

    @cached_property
    def _notice(self) -> NoticeLine:
        made = NoticeLine(self)
        column = cast(QVBoxLayout, self.layout())
        column.insertWidget(column.indexOf(self.control) + 1, made)
        return made

    # Values: each kind says how

    def value(self) -> object:
        """What is entered: text to be parsed, or a typed value."""
        raise NotImplementedError

    def peek(self) -> object:
        """What is entered so far, like `value`, but leaving alone what is still being typed."""
        return self.value()

    def set_value(self, value: object) -> None:
        """Show a typed value; emits nothing."""
        raise NotImplementedError

    def restore(self, value: object) -> None:
        """Show again what `peek` gave, be it half typed."""
        self.set_value(value)

    def complaint(self) -> str:
        """Why what is entered cannot be a value at all; empty if it can, or if `fields.parse` will say."""
        return ""

    def normalise(self) -> None:
        """Bring what is entered into its normal form, once the cursor leaves."""

    def settle(self) -> None:
        """Mend by itself what can only be meant one way, before it is read; says so under the field."""

    # Faults and doubts

    def set_fault(self, sentence: str | None) -> None:
        """Mark the field as wrong, or not wrong any more."""
        if self._fault != (sentence or ""):
            self._fault = sentence or ""
            self._show_notice()
            self.fault_changed.emit()

    def set_doubt(self, sentence: str | None) -> None:
        """Mark the field as worth a second look; it does not block."""
        if self._doubt != (sentence or ""):
            self._doubt = sentence or ""
            self._show_notice()

    def fault(self) -> str:
        """The sentence of the fault; empty if there is none."""
        return self._fault

    def doubt(self) -> str:
        """The sentence of the doubt; empty if there is none."""
        return self._doubt

    def set_pinned(self, pinned: bool) -> None:
        """Show that the value is carried over to the next record."""
        if pinned or "_pin" in self.__dict__:
            self._pin.setVisible(pinned)
        mark(self.control, pinned=pinned)

    def set_terse(self) -> None:
        """Say faults and doubts by the edge and the tooltip alone; whoever lays the fields out says the sentence."""
        self._terse = True

    def set_labelled(self, labelled: bool) -> None:
        """Show or hide the label, for places where the words stand elsewhere."""
        self._heading.setVisible(labelled)

    def focus(self) -> None:
        """Put the cursor here, what is entered selected."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, QLineEdit):
            self.control.selectAll()

    def _show_notice(self) -> None:
        mark(self.control, fault=bool(self._fault), doubt=bool(self._doubt and not self._fault))
        look = "fault" if self._fault else "doubt"
        said = self._fault or self._doubt
        if self._terse:
            self.control.setToolTip(said or self.field.hint)
        elif said or "_notice" in self.__dict__:
            self._notice.say(look, said)
        self.control.setAccessibleDescription(said)

    # What the user does

    def _touched(self) -> None:
        if self._fault:
            self.set_fault(None)
        if self._doubt:
            self.set_doubt(None)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The class is asked first, here and wherever every event comes by: Python makes the type anew each time.
        if isinstance(event, QFocusEvent) and watched is self.control and event.lostFocus():
            passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if event.reason() not in passing:
                self._leave()
        return False

    def _leave(self) -> None:
        # An unfinished UniKey or IBus composition becomes text before anybody reads it.
        QGuiApplication.inputMethod().commit()
        self.settle()
        self.normalise()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)
