"""Step «Chốt và nộp»: freezing the next version, opening the period again, and the versions there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hoaian_desktop.errors import HoaiAnError, NotReady
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.document import document_number, superior_full
from hoaian_desktop.rules.numbers import show_count
from ui.dialogs.reason import ReasonDialog
from ui.tabs import report_acts
from ui.tabs.report_last_check import LastCheck
from ui.tabs.report_state import ReportState
from ui.tabs.report_versions import VersionsSheet
from ui.tabs.sheets import Sheet
from ui.tasks import Tasks
from ui.widgets.buttons import button, label, rule, set_words
from ui.widgets.scrolling import Scrolling
from ui.widgets.strip import Strip


class ClosePage(QWidget):
    """Closing and the history of versions. `close_wanted` comes after the question was answered.

    `changed` tells that the book has something new of this period, with the words for it.
    """

    check_wanted = Signal()
    close_wanted = Signal()
    changed = Signal(str)
    version_wanted = Signal(int)

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._tasks = tasks
        self._today = today
        self._state: ReportState | None = None
        self.strip = Strip()
        self.sheet = Sheet("lock", "Chốt báo cáo")
        self.facts = QGridLayout()
        self.facts.setContentsMargins(0, 0, 0, 2)
        self.facts.setHorizontalSpacing(14)
        self.facts.setVerticalSpacing(5)
        self.facts.setColumnStretch(1, 1)
        self.last_check = LastCheck()
        self.last_check.check_wanted.connect(self.check_wanted)
        self.note = label("", "small")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = button("Chốt kỳ", "lock", role="primary")
        self.close_button.clicked.connect(self.ask)
        self.reopen_button = button("Mở lại…", "lock-open", tip="Sửa rồi chốt thành bản tiếp theo")
        self.reopen_button.clicked.connect(self.ask_why)
        self.compare_button = button("So sánh…", "columns-3")
        self.versions = VersionsSheet(tasks)
        self.compare_button.clicked.connect(partial(self.versions.compare, None))
        self.versions.changed.connect(self.changed)
        self.versions.version_wanted.connect(self.version_wanted)
        self._lay_out()

    def _lay_out(self) -> None:
        facts = QVBoxLayout()
        facts.addLayout(self.facts)
        facts.addStretch(1)
        check = QVBoxLayout()
        check.addWidget(self.last_check)
        check.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(facts, 3)
        top.addWidget(rule(vertical=True))
        top.addLayout(check, 2)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.close_button)
        below.addWidget(self.reopen_button)
        below.addWidget(self.compare_button)
        below.addWidget(self.note, 1)
        self.sheet.body.addLayout(top)
        self.sheet.body.addWidget(rule())
        self.sheet.body.addLayout(below)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        for part in (self.strip, self.sheet, self.versions):
            inside.addWidget(part)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scrolling(content))

    def show_state(self, state: ReportState) -> None:
        """Show what would be frozen and what is."""
        self.strip.hide()
        self.close_button.setEnabled(True)
        if state == self._state:
            return
        self._state = state
        self._show_facts(state)
        self.last_check.show_state(state)
        self.close_button.setVisible(state.open)
        self.reopen_button.setVisible(not state.open)
        differs = state.latest is not None and state.changed
        self.compare_button.setVisible(differs)
        if differs and state.latest is not None:
            set_words(self.compare_button, f"So sánh với bản v{state.latest.number}…")
        self.note.setText(_said_of(state))
        set_words(self.close_button, _verb_of(state))
        self.versions.show_state(state)

    def take_focus(self) -> None:
        """Put the cursor on closing while there is something to close, else on the versions."""
        if self._state is not None and self._state.open:
            self.close_button.setFocus()
        else:
            self.versions.table.setFocus()

    def _show_facts(self, state: ReportState) -> None:
        while item := self.facts.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        heading, span = state.content.heading, state.line.span
        number = "để trống, ghi bằng bút" if heading.number is None else ""
        number = number or document_number(heading.number, "BC", heading.symbol)
        rows = (
            ("Kỳ", f"{state.line.span.short_label} ({show_date(span.first)} – {show_date(span.last)})"),
            ("Số", number),
            ("Ngày ký", show_date(heading.day) or "để trống, ghi bằng bút"),
            ("Người ký", f"{state.content.signature.name}, {state.content.signature.title.lower()}"),
            ("Nơi nhận báo cáo", superior_full(heading.superior)),
            ("Lời văn", f"{show_count(len(state.own))} mục đã sửa" if state.own else "theo bản nháp từ số liệu"),
        )
        for at, (name, words) in enumerate(rows):
            value = label(words)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            self.facts.addWidget(label(name, "label"), at, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(value, at, 1)

    # Closing

    def ask(self) -> None:
        """Ask before the next version is frozen; what stands in the way is named instead."""
        state = self._state
        if state is None:
            return
        if state.latest is not None and not state.changed:
            self.close_wanted.emit()  # nothing new is frozen: the version there is stands again
            return
        if state.faults:
            self._block([each.words for each in state.faults])
            return
        words = state.line.span.short_label
        name = escape(f"{words[:1].lower()}{words[1:]}")
        sentence = f"Chốt <b>{name}</b> thành bản <b>v{state.next_version}</b>?"
        changed = len(state.changed_figures)
        if state.latest is not None and changed:
            sentence += f" <b>{show_count(changed)} ô số liệu</b> khác bản v{state.latest.number}."
        left = (state.line.span.last - self._today()).days
        if left > 0:
            sentence += (
                f" Kỳ còn <b>{show_count(left)} ngày</b> mới hết ({show_date(state.line.span.last)}): "
                "những gì ghi sau hôm nay không có trong bản này."
            )
        sentence += " Số liệu của bản này không đổi nữa."
        yes = f"Chốt bản v{state.next_version}"
        self.strip.warn(sentence, [(yes, "lock", self._agreed), ("Chưa chốt", "x", self.strip.hide)])
        self.strip.take_focus()

    def _agreed(self) -> None:
        for each in self.strip.buttons:
            each.setEnabled(False)
        self.close_button.setEnabled(False)
        self.close_wanted.emit()

    def _block(self, names: list[str]) -> None:
        named = "; ".join(f"<b>{escape(words)}</b>" for words in names)
        go = ("Đến Kiểm tra", "list-checks", self.check_wanted.emit)
        self.strip.refuse(f"Chưa chốt được, còn phải sửa: {named}.", [go])
        self.strip.take_focus()

    def refuse(self, error: HoaiAnError) -> None:
        """Say why it could not be closed, and where that is mended."""
        go = [("Đến Kiểm tra", "list-checks", self.check_wanted.emit)] if isinstance(error, NotReady) else []
        self.strip.refuse(escape(str(error)).replace("\n", "<br>"), go)
        self.close_button.setEnabled(True)

    # Opening again

    def ask_why(self) -> None:
        """Ask for the reason, then open the period again."""
        state = self._state
        if state is None or state.latest is None:
            return
        number, then = state.next_version, state.latest.number
        dialog = ReasonDialog(
            self.window(),
            f"Mở lại {state.line.span.short_label[:1].lower()}{state.line.span.short_label[1:]}",
            f"Kỳ trở lại là nháp của bản v{number}; bản v{then} vẫn giữ nguyên như đã chốt. "
            f"Lý do được giữ cùng bản v{number}.",
            f"Mở lại thành nháp v{number}",
            "lock-open",
        )
        dialog.given.connect(partial(self._reopen, dialog))
        dialog.open()

    def _reopen(self, dialog: ReasonDialog, reason: str) -> None:
        if self._state is not None:
            operation = partial(report_acts.reopen, period_id=self._state.line.id, reason=reason)
            self._tasks.run(self, operation, done=partial(self._reopened, dialog), failed=dialog.refuse)

    def _reopened(self, dialog: ReasonDialog, _: object) -> None:
        dialog.accept()
        if self._state is not None:
            self.changed.emit(f"Đã mở lại, đang là nháp của bản v{self._state.next_version}")


def _verb_of(state: ReportState) -> str:
    if state.latest is None:
        return "Chốt kỳ"
    return f"Chốt thành bản v{state.next_version}" if state.changed else f"Giữ nguyên bản v{state.latest.number}"


def _said_of(state: ReportState) -> str:
    """What closing would do, in one sentence."""
    if state.latest is None:
        return "Chốt rồi thì số liệu của bản này không đổi. Sửa về sau tạo bản v2."
    number, changed = state.latest.number, len(state.changed_figures)
    if not state.open:
        later = f"Trong sổ nay có {show_count(changed)} ô khác bản đó. " if changed else ""
        return f"Kỳ đã chốt bản v{number}. {later}Muốn sửa thì mở lại và ghi lý do; bản v{number} vẫn giữ nguyên."
    why = f"Mở lại vì: {state.reopened}"
    if changed:
        return f"{why}\n{show_count(changed)} ô số liệu đã khác bản v{number}; bản đó vẫn giữ nguyên."
    if state.changed:
        return f"{why}\nLời văn, số hoặc ngày đã khác bản v{number}; bản đó vẫn giữ nguyên."
    return f"{why}\nChưa có gì khác bản v{number}: thôi sửa thì giữ nguyên bản đó."
