"""Editors that point to other records: one, or several; found by typing without marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hoaian_desktop.fields import Field
from hoaian_desktop.rules.names import clean
from ui.icons import set_icon
from ui.widgets.editor import Editor, Today
from ui.widgets.options import Option, Options
from ui.widgets.pick_list import PickList

_SHORT = 30  # characters of unknown text repeated in a sentence


class PickingEditor(Editor):
    """A line with a list under it; the line alone has the focus, so UniKey never notices the list."""

    new_wanted = Signal(str)  # «Thêm mới» was picked; carries what was typed

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        self._options = Options()
        self._one = ""  # what one of these records is called, where one can be added
        super().__init__(field, self.line, parent)
        self.line.setPlaceholderText(field.hint)
        arrow = QAction("Mở danh sách", self)
        arrow.setToolTip("Mở danh sách (Alt+Mũi tên xuống)")
        set_icon(arrow, "chevron-down", "mut")
        self.line.addAction(arrow, QLineEdit.ActionPosition.TrailingPosition)
        arrow.triggered.connect(self._toggle)
        self.line.textEdited.connect(self._typed)

    @cached_property
    def _list(self) -> PickList:
        """What is picked from; made when it is first opened."""
        made = PickList()
        made.picked.connect(self._pick)
        made.extra_picked.connect(self._want_new)
        self.destroyed.connect(made.deleteLater)
        return made

    def _list_shown(self) -> bool:
        return "_list" in self.__dict__ and self._list.isVisible()

    def _hide_list(self) -> None:
        if "_list" in self.__dict__:
            self._list.hide()

    @property
    def options(self) -> Options:
        """What can be picked now."""
        return self._options

    def set_options(self, options: Options | Iterable[Option]) -> None:
        """Say what can be picked; what is entered stays."""
        self._options = options if isinstance(options, Options) else Options(options)
        self._refresh()

    def offer_new(self, one: str) -> None:
        """End the list with a row that adds one (a «thôn»); `new_wanted` tells when it is picked, with what is typed.

        Whoever adds it answers with `take_new`.
        """
        self._one = one

    def take_new(self, option: Option) -> None:
        """Point to a record that was just added."""
        self._options = Options([*(each for each in self._options if each.id != option.id), option])
        self._choose(option)
        self._touched()

    def forget(self, id_: int) -> None:
        """A record was taken back: it can no longer be picked."""
        self._options = Options(each for each in self._options if each.id != id_)
        self._drop(id_)

    def _choose(self, option: Option) -> None:
        raise NotImplementedError

    def _drop(self, id_: int) -> None:
        raise NotImplementedError

    def _offer(self) -> str:
        """The row that adds; none while what is typed is in the list by that very name."""
        typed = clean(self.line.text())
        if not self._one or self._options.named(typed):
            return ""
        return f"Thêm mới “{_short(typed)}”" if typed else f"Thêm {self._one} mới"

    def _unknown(self, typed: str) -> str:
        """What is said of text that means no record: also how to add it, where that can be done."""
        way = "Hãy chọn một dòng, hoặc “Thêm mới” ở cuối danh sách." if self._one else "Hãy chọn một dòng."
        return f"Không có “{_short(typed)}” trong danh sách. {way}"

    def _refresh(self) -> None:
        raise NotImplementedError

    def _typed(self, text: str) -> None:
        raise NotImplementedError

    def _pick(self, option: Option) -> None:
        raise NotImplementedError

    def _enter(self) -> bool:
        """Enter was pressed; True if it was for the list."""
        raise NotImplementedError

    def _open(self, text: str = "", ticked: Iterable[int] | None = None) -> None:
        found = self._options.matching(text)
        ids = None if ticked is None else frozenset(ticked)
        self._list.show_under(self.line, found, ticked=ids, extra=self._offer())

    def _toggle(self) -> None:
        self.line.setFocus()
        if self._list_shown():
            self._hide_list()
        else:
            self._open_all()

    def _open_all(self) -> None:
        self._open()

    def _want_new(self) -> None:
        self._hide_list()
        self.new_wanted.emit(clean(self.line.text()))

    def _leave(self) -> None:
        self._hide_list()
        super()._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.line:
            if self._key(event):
                return True
        elif watched is self.line and (isinstance(event, QHideEvent) or _loses_focus(event)):
            self._hide_list()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        shown = self._list_shown()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                if shown:
                    self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                else:
                    self._open_all()
                return True
            case Qt.Key.Key_Escape if shown:
                self._hide_list()
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == (
                Qt.KeyboardModifier.NoModifier
            ):
                return self._enter()
        return False


class ReferenceEditor(PickingEditor):
    """One record, as its words. Text that means no record is a complaint, never silently dropped."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        self._id: int | None = None
        super().__init__(field, today, parent)

    def value(self) -> int | None:
        self._resolve()
        return self._id

    def peek(self) -> int | None:
        return self._id

    def set_value(self, value: object) -> None:
        self._id = value if isinstance(value, int) else None
        self.line.setText(self._options.words(self._id))
        self.line.setCursorPosition(0)
        self._hide_list()
        self.set_fault(None)
        self.set_doubt(None)

    def complaint(self) -> str:
        typed = clean(self.line.text())
        if self.value() is not None or not typed:
            return ""
        if self._options.matching(typed, most=2):
            return f"“{_short(typed)}” có nhiều mục giống nhau. Hãy chọn một dòng trong danh sách."
        return self._unknown(typed)

    def take_new(self, option: Option) -> None:
        super().take_new(option)
        if self.line.hasFocus():
            self.entered.emit()

    def _choose(self, option: Option) -> None:
        self.set_value(option.id)

    def _drop(self, id_: int) -> None:
        if self._id == id_:
            self.set_value(None)

    def normalise(self) -> None:
        if sentence := self.complaint():
            self.set_fault(sentence)

    def _resolve(self) -> None:
        QGuiApplication.inputMethod().commit()
        if self._id is None and (option := self._options.meant_by(self.line.text())):
            self._id = option.id
            self.line.setText(option.words)
            self.line.setCursorPosition(0)

    def _refresh(self) -> None:
        if self._id is not None:
            self.line.setText(self._options.words(self._id))
            self.line.setCursorPosition(0)
        elif text := clean(self.line.text()):  # typed before it was known what can be picked
            if self.line.hasFocus():
                self._offer_matches(text)
            elif not self.complaint():
                self.set_fault(None)

    def _typed(self, text: str) -> None:
        self._id = None
        if clean(text):
            self._offer_matches(text)
        else:
            self._hide_list()
        self._touched()

    def _offer_matches(self, text: str) -> None:
        self._open(text)
        self._list.highlight(0 if self._options.matching(text, most=1) else -1)

    def _pick(self, option: Option) -> None:
        self._hide_list()
        same = option.id == self._id
        self._id = option.id
        self.line.setText(option.words)
        self.line.setCursorPosition(0)  # what tells long names apart often stands where the eye begins
        if not same:
            self._touched()

    def _enter(self) -> bool:
        if not self._list_shown() or not self._list.take():
            return False
        if self._id is not None:  # else what is to be added is not there yet
            self.entered.emit()
        return True


class ReferencesEditor(PickingEditor):
    """Several records. The line shows them all; while the cursor is in it, it finds, and Enter ticks on and off."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        self._ids: list[int] = []
        super().__init__(field, today, parent)

    def value(self) -> tuple[int, ...]:
        self._resolve()
        return tuple(self._ids)

    def peek(self) -> tuple[int, ...]:
        return tuple(self._ids)

    def set_value(self, value: object) -> None:
        self._ids = [id_ for id_ in value if isinstance(id_, int)] if isinstance(value, Iterable) else []
        self._hide_list()
        self._refresh()
        self.set_fault(None)
        self.set_doubt(None)

    def complaint(self) -> str:
        if not self.line.hasFocus() and self.line.text() == self._all_words():
            return ""
        self._resolve()
        typed = clean(self.line.text())
        if not typed or typed == self._all_words():
            return ""
        return self._unknown(typed)

    def _choose(self, option: Option) -> None:
        self.line.clear()
        if option.id not in self._ids:
            self._ids.append(option.id)
        self._refresh()

    def _drop(self, id_: int) -> None:
        self.set_value([each for each in self._ids if each != id_])

    def normalise(self) -> None:
        if sentence := self.complaint():
            self.set_fault(sentence)
        else:
            self._refresh()

    def focus(self) -> None:
        super().focus()
        self._begin()

    def _all_words(self) -> str:
        return ", ".join(self._options.words(id_) for id_ in self._ids)

    def _refresh(self) -> None:
        words = self._all_words()
        self.line.setToolTip(words or self.field.hint)
        if self.line.hasFocus():
            self._begin()
        else:
            self.line.setText(words)
            self.line.setCursorPosition(0)

    def _begin(self) -> None:
        # Empty for finding; what is chosen stays readable as the placeholder.
        if self.line.text() == self._all_words() or not self.line.text():
            self.line.clear()
        self.line.setPlaceholderText(self._all_words() or self.field.hint)

    def _resolve(self) -> None:
        QGuiApplication.inputMethod().commit()
        typed = clean(self.line.text())
        if typed and typed != self._all_words() and (option := self._options.meant_by(typed)):
            if option.id not in self._ids:
                self._ids.append(option.id)
            self.line.clear()
            self._refresh()

    def _typed(self, text: str) -> None:
        self._open(text, self._ids)
        self._list.highlight(0 if clean(text) and self._options.matching(text, most=1) else -1)
        self._touched()

    def _open_all(self) -> None:
        self._open("", self._ids)

    def _pick(self, option: Option) -> None:
        row = self._list.view.currentIndex().row()
        if option.id in self._ids:
            self._ids.remove(option.id)
        else:
            self._ids.append(option.id)
        typed = bool(self.line.text())
        self.line.clear()
        self._refresh()
        self._open_all()
        self._list.highlight(-1 if typed else row)
        self._touched()

    def _enter(self) -> bool:
        if self._list_shown() and self._list.take():
            return True
        self._hide_list()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._ids:
            self._ids.pop()
            self._refresh()
            self._touched()
            return True
        return super()._key(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and watched is self.line and event.gotFocus():
            self._begin()
        return super().eventFilter(watched, event)


def _loses_focus(event: QEvent) -> bool:
    return isinstance(event, QFocusEvent) and event.lostFocus()


def _short(typed: str) -> str:
    return typed if len(typed) <= _SHORT else typed[:_SHORT] + "…"
