"""Above the text of a report: its number and date, its form, and what is to be said about the number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hoaian_desktop.records import Report, field_of
from hoaian_desktop.rules.numbering import doubled_sentence, skipped_sentence
from hoaian_desktop.services.reporting import PeriodLine
from ui.tabs.report_words import ReportWords
from ui.theme import mark, text_width
from ui.widgets.buttons import button, set_words
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.notice_line import NoticeLine
from ui.widgets.record_form import RecordForm
from ui.widgets.strip import Strip

_BLANK = "Để trống thì ghi bằng bút sau khi ký."


class ReportHead(QFrame):
    """Three fields in a bar. `changed` is number or date; `allowed` says that a number may be used twice."""

    changed = Signal()
    form_chosen = Signal(object)  # a code of the list `report_form`; None: as the period
    allowed = Signal()
    insert_wanted = Signal()

    def __init__(self, today: Callable[[], date], insert_key: str) -> None:
        super().__init__()
        mark(self, role="bar-line")
        self._line: PeriodLine | None = None
        self._words: ReportWords | None = None
        self._allowed: int | None = None  # the number just said to be used twice
        self.form = RecordForm(
            [field_of(Report, name) for name in ("document_number", "document_date", "form")], columns=3, today=today
        )
        box = self.form.editors["form"].control
        if isinstance(box, ChoiceBox):
            box.fit_to("Báo cáo đột xuất")
        self.form.editors["document_date"].setMinimumWidth(text_width(16))
        self.propose = button("Lấy số tiếp theo", "hash", role="link")
        self.insert = button(
            "Chèn số liệu…", "plus", role="link", tip="Chèn một con số theo sổ vào chỗ con trỏ", key=insert_key
        )
        self.hint = ElidedLabel(_BLANK, "small")  # beside a drop-down of periods there is little room
        self.saved = NoticeLine()
        self.strip = Strip()
        self._lay_out()
        self.form.changed.connect(self.changed)
        self.form.editors["form"].changed.connect(lambda: self.form_chosen.emit(self.form.editors["form"].value()))
        self.propose.clicked.connect(self._take_next)
        self.insert.clicked.connect(self.insert_wanted)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.form.setMaximumWidth(480)
        row.addWidget(self.form, 1)
        for beside in (self.propose, self.hint, None, self.saved, self.insert):
            if beside is None:
                row.addStretch(1)
                continue
            if beside is self.saved:
                self.saved.setContentsMargins(0, 0, 0, 4)
            else:
                beside.setMinimumHeight(self.propose.sizeHint().height())  # on one line with the words of the button
            row.addWidget(beside, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.strip)

    def show_head(self, line: PeriodLine, words: ReportWords) -> None:
        """Show what is kept; a number that waits for an answer is left alone while the period stays."""
        same = self._line is not None and self._line.id == line.id
        waiting = same and self.strip.isVisibleTo(self)
        self._line, self._words = line, words
        values = {"document_number": line.document_number, "document_date": line.document_date, "form": words.form}
        if waiting:
            self.form.editors["form"].set_value(words.form)
            return
        self._allowed = None
        self.form.load(values)
        self.propose.setVisible(line.document_number is None)
        self.judge(line.document_number, line.document_date)

    def set_open(self, is_open: bool) -> None:
        """Whether number, date and form may be changed."""
        for way in (self.form, self.propose, self.insert):
            way.setEnabled(is_open)

    def judge(self, number: int | None, day: date | None) -> bool:
        """Say what there is to say about a number; whether it may be kept."""
        words = self._words
        self.strip.hide()
        if words is not None:
            set_words(self.propose, f"Lấy số tiếp theo: {words.numbering.next(self._day(day)):02d}")
        self.hint.say(_BLANK)
        if number is None or words is None:
            return True
        taken = words.numbering
        other = taken.doubled(number, self._day(day))
        if other is not None and number not in (words.number_doubled, self._allowed):
            sentence = doubled_sentence(number, other, taken.words)
            self.strip.warn(
                f"<b>{sentence}</b> Số này chưa được lưu.", [(f"Vẫn dùng số {number:02d}", "check", self._allow)]
            )
            return False
        if other is not None:
            self.hint.say(f"Cùng số với {other.words}.")
        else:
            self.hint.say(skipped_sentence(taken.skipped(number, self._day(day))))
        return True

    @property
    def knowingly(self) -> bool:
        """Whether somebody said that the number may be used twice."""
        return self._allowed is not None

    def _day(self, day: date | None) -> date:
        line = self._line
        return day or (line.due or line.span.last if line is not None else date.today())

    def _allow(self) -> None:
        number = self.form.values()["document_number"]
        self._allowed = number if isinstance(number, int) else None
        self.allowed.emit()

    def _take_next(self) -> None:
        if self._words is None:
            return
        day = self.form.values()["document_date"]
        following = self._words.numbering.next(self._day(day if isinstance(day, date) else None))
        self.form.editors["document_number"].set_value(following)
        self.propose.hide()
        self.changed.emit()
