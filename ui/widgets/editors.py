"""One editor per kind of field; `editor_for` picks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hoaian_desktop import choices, fields
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules import personal_number, phone
from hoaian_desktop.rules.names import clean, nfc
from hoaian_desktop.rules.partial_date import PartialDate
from ui.icons import set_icon
from ui.theme import mark, token
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.editor import Editor, Today
from ui.widgets.options import Options
from ui.widgets.reference_editors import ReferenceEditor, ReferencesEditor

__all__ = ["EDITORS", "Editor", "Options", "editor_for"]

_NUMERIC = {Kind.COUNT, Kind.PHONE, Kind.PERSONAL_NUMBER}
_LETTERS = re.compile(r"[^\W\d_]|[\u0300-\u036f]")


class TextEditor(Editor):
    """A line of text, read by `fields.parse` when the cursor leaves; nothing is changed while typing (UniKey)."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line, parent)
        self._today = today
        self.line.setPlaceholderText(field.hint)
        self.line.textEdited.connect(self._touched)
        if field.kind is Kind.COUNT:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if field.kind in _NUMERIC:
            self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    def value(self) -> str:
        QGuiApplication.inputMethod().commit()
        return self.peek()

    def peek(self) -> str:
        return clean(self.line.text())

    def set_value(self, value: object) -> None:
        self.line.setText(value if isinstance(value, str) else fields.edit_text(self.field, value))
        if isinstance(value, str):
            self.normalise()
        self.line.setCursorPosition(0)
        self.set_fault(None)
        self.set_doubt(None)

    def restore(self, value: object) -> None:
        self.set_value(None)
        self.line.setText(str(value or ""))

    def normalise(self) -> None:
        typed = self.value()
        if not typed:
            self.line.clear()
            return
        try:
            shown = self._normal_form(typed)
        except ValueError as error:
            self.set_fault(str(error))
            return
        if shown != self.line.text():
            self.line.setText(shown)

    def _normal_form(self, typed: str) -> str:
        try:
            return fields.edit_text(self.field, fields.parse(self.field, typed, today=self._today()))
        except ValueError:
            bare = _LETTERS.sub("", nfc(typed)).strip() if self.field.kind in _NUMERIC else ""
            if not bare or bare == typed:
                raise
        # Telex leaves stray letters in number fields: «12s» was meant as 12.
        return fields.edit_text(self.field, fields.parse(self.field, bare, today=self._today()))


class PersonalNumberEditor(TextEditor):
    """Twelve digits; a mark at the right says that the shape is right."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self._right = QAction(self)
        self._right.setToolTip("Đủ 12 chữ số")
        set_icon(self._right, "circle-check", "mut")
        self.line.addAction(self._right, QLineEdit.ActionPosition.TrailingPosition)
        self.line.textChanged.connect(self._judge)
        self._judge(self.line.text())

    def settle(self) -> None:
        """The zero a list or a habit dropped is put back and told; it is never made up for other lengths."""
        try:
            restored = personal_number.restore_zero(self.value())
        except ValueError:  # rounded by a spreadsheet: `normalise` says so
            return
        if not restored.noticed:
            return
        number = personal_number.PersonalNumber(restored.digits)
        self.line.setText(number.digits)
        self._touched()  # whoever looks people up by their number must see it whole
        self.set_doubt(personal_number.zero_restored(number).sentence)

    def _judge(self, text: str) -> None:
        digits = re.sub(r"[\s.\-]", "", text)
        self._right.setVisible(len(digits) == 12 and digits.isdecimal())


class PhoneEditor(TextEditor):
    """A phone number; when the cursor leaves, what was repaired in it (an old 11-digit prefix) is said below."""

    def normalise(self) -> None:
        said = " ".join(rule.doubt(words).sentence for rule, words in phone.said(self.value()).items())
        super().normalise()
        if said and not self.fault():
            self.set_doubt(said)


class DateEditor(TextEditor):
    """A date typed as people type it (5/11, hôm qua), or picked from a calendar (Alt+Down)."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self._popup: QFrame | None = None
        self._button = QAction("Mở lịch", self)
        self._button.setToolTip("Chọn trên lịch (Alt+Mũi tên xuống)")
        set_icon(self._button, "calendar", "mut")
        self.line.addAction(self._button, QLineEdit.ActionPosition.TrailingPosition)
        self._button.triggered.connect(self.open_calendar)

    def typed_date(self) -> date | None:
        """The date entered so far, or None while there is none."""
        try:
            found = fields.parse(self.field, self.value(), today=self._today())
        except ValueError:
            return None
        return found.first_day if isinstance(found, PartialDate) else found if isinstance(found, date) else None

    def open_calendar(self) -> None:
        """Show a month to pick from, under the field."""
        calendar = QCalendarWidget()
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        _tint(calendar)
        shown = self.typed_date() or self._today()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        mark(popup, role="choices")
        inside = QVBoxLayout(popup)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(calendar)
        calendar.clicked.connect(self._pick)
        calendar.activated.connect(self._pick)
        popup.adjustSize()
        corner = self.line.mapToGlobal(QPoint(0, self.line.height() + 1))
        room = self.line.screen().availableGeometry()
        left = min(corner.x(), room.right() - popup.width())
        top = corner.y() if corner.y() + popup.height() <= room.bottom() else corner.y() - popup.height() - 30
        popup.move(left, top)
        self._popup = popup
        popup.destroyed.connect(self._forget)
        popup.show()
        calendar.setFocus()

    def _forget(self) -> None:
        self._popup = None

    def _pick(self, day: QDate) -> None:
        self.line.setText(fields.edit_text(Field("day", "", Kind.DATE), date(day.year(), day.month(), day.day())))
        self._touched()
        if self._popup is not None:
            self._popup.close()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.line:
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and alt:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)


def _tint(calendar: QCalendarWidget) -> None:
    """Give a calendar our arrows, and quiet weekends instead of red ones."""
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        if (arrow := calendar.findChild(QToolButton, name)) is not None:
            set_icon(arrow, icon, "mut")
    quiet = QTextCharFormat()
    quiet.setForeground(token("mut"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, quiet)


class NoteEditor(Editor):
    """Several lines; Enter is a new line, Tab goes on."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        self.area = QPlainTextEdit()
        super().__init__(field, self.area, parent)
        self.area.setTabChangesFocus(True)
        self.area.setPlaceholderText(field.hint)
        self.area.setFixedHeight(66)
        self.area.document().setDocumentMargin(1)
        self.area.textChanged.connect(self._touched)

    def value(self) -> str:
        QGuiApplication.inputMethod().commit()
        return nfc(self.area.toPlainText()).strip()

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self.area):
            self.area.setPlainText("" if value is None else str(value))
        self.set_fault(None)
        self.set_doubt(None)


class ChoiceEditor(Editor):
    """One entry of a closed list; letters find entries whatever their marks."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        self.box = ChoiceBox()
        super().__init__(field, self.box, parent)
        self.box.setPlaceholderText("Chọn")
        if not field.required:
            self.box.addItem(fields.MISSING, None)
        for choice in choices.of(field.choices):
            self.box.addItem(choice.name, choice.code)
        self.box.setCurrentIndex(-1 if field.required else 0)
        self.box.currentIndexChanged.connect(self._touched)

    def value(self) -> object:
        return self.box.currentData()

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self.box):
            at = -1
            if value is not None and value != "":
                at = self.box.findData(value)
                if at < 0:  # a code of a newer program stays what it is
                    self.box.addItem(choices.name(self.field.choices, str(value)), value)
                    at = self.box.count() - 1
            self.box.setCurrentIndex(at if at >= 0 or self.field.required else 0)
        self.set_fault(None)
        self.set_doubt(None)


class FlagEditor(Editor):
    """Yes or no; the label stands beside the box."""

    def __init__(self, field: Field, today: Today = date.today, parent: QWidget | None = None) -> None:
        self.box = QCheckBox(field.label)
        super().__init__(field, self.box, parent)
        self._label.setText(" ")  # keeps the box in line with its neighbours
        self.box.toggled.connect(self._touched)

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))
        self.set_fault(None)
        self.set_doubt(None)


EDITORS: Mapping[Kind, type[Editor]] = {
    Kind.NAME: TextEditor,
    Kind.TEXT: TextEditor,
    Kind.NOTE: NoteEditor,
    Kind.DATE: DateEditor,
    Kind.PARTIAL_DATE: DateEditor,
    Kind.COUNT: TextEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.INDICATOR: ChoiceEditor,
    Kind.FLAG: FlagEditor,
    Kind.PHONE: PhoneEditor,
    Kind.PERSONAL_NUMBER: PersonalNumberEditor,
    Kind.REFERENCE: ReferenceEditor,
    Kind.REFERENCES: ReferencesEditor,
}


def editor_for(field: Field, *, options: Options | None = None, today: Today = date.today) -> Editor:
    """The editor of a field's kind; `options` is what a reference may point to (can be set later)."""
    made = EDITORS[field.kind](field, today)  # type: ignore[arg-type]
    if options is not None and isinstance(made, ReferenceEditor | ReferencesEditor):
        made.set_options(options)
    return made
