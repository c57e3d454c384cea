"""Two citizens side by side: of each field one value is chosen, below stands what was done for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QScrollArea, QTableWidgetItem, QWidget

from hoaian_desktop import choices, fields
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.merges import Done, Line, Merge
from ui import icons
from ui.dialogs.parts import column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.palette import token
from ui.theme import font, mark
from ui.widgets.notice_line import NoticeLine

_FIRST_KEYS = {Qt.Key.Key_1, Qt.Key.Key_Left}
_SECOND_KEYS = {Qt.Key.Key_2, Qt.Key.Key_Right}
_HEADINGS = ("Ngày", "Dịch vụ", "Trạng thái", "")
_ROW, _HEADER = 26, 28
_LONGEST = 8  # rows of a history before it scrolls


class ChoiceTable(PlainTable):
    """A row a field. 1 or ← takes the first value, 2 or → the second, Space the other one; a click does too."""

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__("Chọn giá trị của từng ô", ("Ô", "Người 1", "Người 2"), widths=(118,))
        header = self.horizontalHeader()
        for at in (1, 2):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines: tuple[Line, ...] = ()
        self._second: dict[str, bool] = {}
        self._whole = False
        self.cellClicked.connect(self._click)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show the fields one of the two has, with what is proposed."""
        self._lines = tuple(line for line in lines if any(value not in (None, "") for value in line.values))
        self._second = {line.field.name: line.second for line in lines}
        self._draw()
        first = next((at for at, line in enumerate(self._lines) if not line.same), 0)
        self.setCurrentCell(first, 0)

    def show_whole(self, whole: bool) -> None:
        """Show numbers whole, or masked again."""
        self._whole = whole
        self._draw()

    def chosen(self) -> dict[str, Any]:
        """The chosen value of every field shown."""
        return {line.field.name: line.values[self._second[line.field.name]] for line in self._lines}

    def choose(self, at: int, second: bool) -> None:
        """Take one of the two values of a row."""
        if 0 <= at < len(self._lines) and not self._lines[at].same:
            self._second[self._lines[at].field.name] = second
            self._draw()
            self.chosen_changed.emit()

    def _draw(self) -> None:
        current = self.currentRow()
        show = fields.show if self._whole else fields.mask
        self.show_rows(
            [(line.field.label, *(show(line.field, words_) for words_ in line.words)) for line in self._lines]
        )
        for at, line in enumerate(self._lines):
            self.item(at, 0).setForeground(token("mut"))
            for second in (False, True):
                self._mark(self.item(at, 1 + second), line, second)
        self.setFixedHeight(_HEADER + _ROW * len(self._lines) + 2)
        self.setCurrentCell(min(max(current, 0), len(self._lines) - 1), 0)

    def _mark(self, item: QTableWidgetItem, line: Line, second: bool) -> None:
        taken = self._second[line.field.name] == second
        if line.same:
            item.setToolTip(f"{item.text()}: hai người như nhau")
        elif taken:
            item.setIcon(icons.icon("check", "ok"))
            item.setFont(font(13, 600))
            item.setToolTip(f"{item.text()}: được giữ")
        else:
            item.setForeground(token("mut"))
            item.setToolTip(f"{item.text()}: bỏ")

    def _click(self, at: int, place: int) -> None:
        if place:
            self.choose(at, place == 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentRow()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _FIRST_KEYS | _SECOND_KEYS:
            self.choose(at, event.key() in _SECOND_KEYS)
        elif plain and event.key() == Qt.Key.Key_Space and 0 <= at < len(self._lines):
            self.choose(at, not self._second[self._lines[at].field.name])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self._draw()


class PairView(QScrollArea):
    """Everything to decide about one pair."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.heading = words("", "record-title", wrap=True)
        self.why = words("", "muted", wrap=True)
        self.fields = ChoiceTable()
        self.outcome = words("", "", wrap=True)
        self.doubles = NoticeLine()
        self.histories = tuple(
            PlainTable(f"Hỗ trợ của người {number}", _HEADINGS, widths=(86, 120, 98)) for number in (1, 2)
        )
        for table in self.histories:
            table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            table.horizontalHeader().setStretchLastSection(False)
            table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
            table.setColumnWidth(3, 76)
        self.titles = (words("", "label"), words("", "label"))
        sides = [
            column(title, table, None, spacing=4) for title, table in zip(self.titles, self.histories, strict=True)
        ]
        page = QWidget()
        inside = column(self.heading, self.why, self.fields, self.outcome, self.doubles, row(*sides, spacing=10), None)
        inside.setContentsMargins(12, 10, 12, 10)
        page.setLayout(inside)
        mark(page, role="plain")
        self.setWidget(page)

    def show_merge(self, merge: Merge) -> None:
        """Show another pair."""
        names = next(line.words for line in merge.lines if line.field.name == "full_name")
        self.heading.setText(f"{names[0]} · {names[1]}")
        self.why.setText(f"Giống {merge.likeness.score}/100: {', '.join(merge.likeness.reasons) or 'không rõ'}")
        self.fields.show_lines(merge.lines)
        following = show_count(merge.following)
        moved = (
            f"{following} lượt hỗ trợ của người 2 chuyển sang người 1"
            if merge.following
            else "không có lượt nào để chuyển"
        )
        self.outcome.setText(f"Sau khi gộp: {moved}; số đếm không đổi.")
        self.doubles.say("doubt", _said(merge.doubles) if merge.doubles else "")
        for number, (title, table, history) in enumerate(
            zip(self.titles, self.histories, merge.histories, strict=True), 1
        ):
            title.setText(f"Người {number}: {show_count(len(history))} lượt hỗ trợ")
            table.show_rows([_cells(done) for done in history])
            for at, done in enumerate(history):
                if done.double:
                    table.item(at, 3).setIcon(icons.icon("copy", "warn"))
            table.setFixedHeight(_HEADER + _ROW * min(max(len(history), 1), _LONGEST) + 6)
        self.verticalScrollBar().setValue(0)


def _said(services: Sequence[str]) -> str:
    return f"Cả hai đều có {', '.join(services)}: các lượt vẫn còn, tài khoản chỉ tính một lần."


def _cells(done: Done) -> tuple[str, ...]:
    status = choices.name("activation_status", done.status)
    return show_date(done.day), done.service, status, "trùng" if done.double else ""
