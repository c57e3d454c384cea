"""Step «Chốt»: what is still missing, freezing the next version, and the versions there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hoaian_desktop import choices
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.document import document_number
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.missing import Missing
from hoaian_desktop.services.reporting import VersionLine
from ui.tabs.overview_side import LOOKS
from ui.tabs.report_state import ReportState
from ui.tabs.sheets import Sheet, clear
from ui.theme import mark
from ui.widgets import badge
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.buttons import button, label, rule, set_words
from ui.widgets.icon_label import IconLabel
from ui.widgets.strip import Strip

DIGEST = 12  # letters of the digest that are shown


class ClosePage(QWidget):
    """Closing and the history of versions. Decides nothing: `close_wanted` after the question was answered."""

    go = Signal(str, object)
    close_wanted = Signal()
    version_wanted = Signal(int)

    def __init__(self, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        self._state: ReportState | None = None
        self.strip = Strip()
        self.sheet = Sheet("lock", "Chốt báo cáo")
        self.facts = QGridLayout()
        self.facts.setContentsMargins(0, 0, 0, 2)
        self.facts.setHorizontalSpacing(14)
        self.facts.setVerticalSpacing(5)
        self.facts.setColumnStretch(1, 1)
        self._facts_box = QWidget()
        self._facts_box.setLayout(self.facts)
        self.findings = QVBoxLayout()
        self.findings.setSpacing(2)
        self.note = label("", "small")
        self.note.setWordWrap(True)
        self.close_button = button("Chốt kỳ", "lock", role="primary")
        self.close_button.clicked.connect(self._ask)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.close_button)
        below.addWidget(self.note, 1)
        for part in (self._facts_box, rule()):
            self.sheet.body.addWidget(part)
        self.sheet.body.addLayout(self.findings)
        self.sheet.body.addWidget(rule())
        self.sheet.body.addLayout(below)
        self.history = Sheet("history", "Lịch sử các bản đã chốt")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.history.body.addLayout(self._lines)
        self._lay_out()

    def _lay_out(self) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        for part in (self.strip, self.sheet, self.history):
            inside.addWidget(part)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def show_state(self, state: ReportState) -> None:
        """Show what would be frozen and what is."""
        self.strip.hide()
        self.close_button.setEnabled(state.changed)
        if state == self._state:
            return
        self._state = state
        self._show_facts(state)
        clear(self.findings)
        for each in state.missing:
            self.findings.addWidget(self._finding(each))
        if not state.missing:
            self.findings.addWidget(self._line("circle-check", "ok", "Không còn việc gì trước khi chốt."))
        changed = len(state.changed_figures)
        if state.latest is None:
            self.note.setText("Chốt rồi thì số liệu của bản này không đổi. Sửa về sau tạo bản v2.")
        elif state.changed:
            said = f"{show_count(changed)} ô số liệu" if changed else "Lời văn, số hoặc ngày"
            self.note.setText(f"{said} đã khác bản v{state.latest.number}; bản đó vẫn giữ nguyên.")
        else:
            self.note.setText(f"Chưa có gì khác bản v{state.latest.number}.")
        words = "Chốt kỳ" if state.latest is None else f"Chốt thành bản v{state.next_version}"
        set_words(self.close_button, words)
        self._show_history(state)

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
            ("Nơi nhận báo cáo", heading.superior),
            ("Lời văn", f"{show_count(len(state.own))} mục đã sửa" if state.own else "theo bản nháp từ số liệu"),
        )
        for at, (name, words) in enumerate(rows):
            value = label(words)
            value.setTextFormat(Qt.TextFormat.PlainText)
            self.facts.addWidget(label(name, "label"), at, 0)
            self.facts.addWidget(value, at, 1)

    def _finding(self, each: Missing) -> QWidget:
        made = self._line(*LOOKS[each.weight], f"{each.words}. {each.detail}")
        jump = button(each.action, role="link", tip=each.words)
        jump.clicked.connect(partial(self.go.emit, each.tab, each.place))
        made.layout().addWidget(jump)
        return made

    @staticmethod
    def _line(icon: str, token: str, words: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, token, 14))
        said = label(words)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setMinimumWidth(80)
        row.addWidget(said, 1)
        return made

    def _show_history(self, state: ReportState) -> None:
        clear(self._lines)
        self.history.note.setText("")
        if not state.versions:
            self._lines.addWidget(label("Chưa chốt bản nào.", "muted"))
        for at, version in enumerate(state.versions):
            if at:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._version(version))

    def _version(self, version: VersionLine) -> QFrame:
        made = QFrame()
        mark(made, role="plain")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(12)
        look = badge.look_of("report_state", version.state) or Look("circle", Tone.NEUTRAL)
        row.addWidget(label(f"v{version.number}", "strong"))
        row.addWidget(Badge(choices.name("report_state", version.state), look))
        who = label(f"{version.closed_at:%H:%M} {show_date(version.closed_at.date())} · {version.closed_by}", "muted")
        who.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(who, 1)
        digest = label(version.digest[:DIGEST], "small")
        digest.setToolTip(f"Mã kiểm tra nội dung (SHA-256): {version.digest}")
        digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(digest)
        see = button("Xem, in lại", "eye", role="link")
        see.clicked.connect(partial(self.version_wanted.emit, version.number))
        row.addWidget(see)
        return made

    # Closing

    def _ask(self) -> None:
        state = self._state
        if state is None:
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

    def refuse(self, sentence: str) -> None:
        """Say why it could not be closed."""
        self.strip.refuse(escape(sentence).replace("\n", "<br>"))
        self.close_button.setEnabled(True)
