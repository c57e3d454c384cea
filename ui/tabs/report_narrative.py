"""Step «Lời văn»: the drafted text section by section, the office's own words kept quietly as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Report, field_of
from hoaian_desktop.report_content import ReportContent
from hoaian_desktop.reports.narrative import TITLES
from ui.tabs import report_state
from ui.tabs.report_state import ReportState
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, label
from ui.widgets.notice_line import NoticeLine
from ui.widgets.record_form import RecordForm

PAUSE = 1200  # milliseconds after the last key before the words are kept
HEADS = ("results", "assessment")  # sections that only head others
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def titles() -> dict[str, str]:
    """Every part that can be written, with its heading as on paper: «II.2. Hỗ trợ tài khoản…»."""
    found = {"opening": "Mở đầu"}
    high = low = 0
    for key, (level, title) in TITLES.items():
        high, low = (high + 1, 0) if level == 1 else (high, low + 1)
        if key not in HEADS:
            found[key] = f"{_ROMAN[high - 1]}{f'.{low}' if low else ''}. {title}"
    return {**found, "closing": "Kết thúc"}


def text_of(content: ReportContent, key: str) -> str:
    """What a part says; empty if it was left out."""
    if key in ("opening", "closing"):
        return content.opening if key == "opening" else content.closing
    return next(("\n".join(section.paragraphs) for section in content.sections if section.key == key), "")


class _Text(QPlainTextEdit):
    """As tall as what it says, so that the page scrolls and not the box."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self, *_: object) -> None:
        # A plain text document measures itself in lines.
        lines = max(2, round(self.document().size().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 18)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


@dataclass
class _Part:
    key: str
    text: _Text
    back: QPushButton
    drafted: str  # what is shown while there are no own words


class NarrativePage(QWidget):
    """Number, date and text. `kept` says that something was written into the book."""

    kept = Signal()
    reload_wanted = Signal()

    def __init__(self, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__()
        self._tasks = tasks
        self._state: ReportState | None = None
        self._own: dict[str, str] = {}
        self._dirty = False
        self._after: list[Callable[[], object]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.save)
        self.form = RecordForm(
            [field_of(Report, name) for name in ("document_number", "document_date")], columns=2, today=today
        )
        self.form.changed.connect(self._touch)
        self.propose = button("Lấy số tiếp theo", "hash", role="link")
        self.propose.clicked.connect(self._take_next)
        self.saved = NoticeLine()
        self.parts = {key: self._part(key, title) for key, title in titles().items()}
        self._lay_out()

    def _part(self, key: str, title: str) -> _Part:
        back = button("Lấy lại bản nháp", "rotate-ccw", role="link", tip="Bỏ lời văn đã sửa, soạn lại từ số liệu")
        part = _Part(key, _Text(title), back, "")
        part.text.textChanged.connect(partial(self._typed, part))
        part.text.installEventFilter(self)
        back.clicked.connect(partial(self._take_back, part))
        return part

    def _lay_out(self) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(16, 10, 16, 14)
        inside.setSpacing(4)
        names = titles()
        for key, part in self.parts.items():
            heading = QHBoxLayout()
            heading.addWidget(label(names[key], "section"))
            heading.addStretch(1)
            heading.addWidget(part.back)
            inside.addLayout(heading)
            inside.addWidget(part.text)
        inside.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(content)
        sheet = QFrame()
        mark(sheet, role="sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        top = QFrame()
        mark(top, role="bar-line")
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(10)
        self.form.setMaximumWidth(330)
        row.addWidget(self.form)
        row.addWidget(self.propose, 0, Qt.AlignmentFlag.AlignBottom)
        hint = label("Để trống thì ghi bằng bút sau khi ký.", "small")
        for beside in (hint, self.saved):
            beside.setMinimumHeight(self.propose.sizeHint().height())  # on one line with the words of the button
        row.addWidget(hint, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(top)
        column.addWidget(self._area, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)

    # What is shown

    def show_state(self, state: ReportState) -> None:
        """Show the text of a state; what is being typed for the same period is left alone."""
        same = self._state is not None and self._state.line.id == state.line.id
        self._state = state
        if same and self._dirty:
            return
        self._own = dict(state.own)
        for part in self.parts.values():
            own = self._own.get(part.key)
            part.drafted = "" if own is not None else text_of(state.content, part.key)
            shown = part.drafted if own is None else own
            if part.text.toPlainText() != shown:
                with QSignalBlocker(part.text):
                    part.text.setPlainText(shown)
            part.back.setVisible(own is not None and state.open)
        number, day = state.line.document_number, state.line.document_date
        self.form.load({"document_number": number, "document_date": day})
        self.propose.setText(f" Lấy số tiếp theo: {state.next_number:02d}")
        self.propose.setVisible(number is None and state.open)
        self._lock(state, same=same)
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def _lock(self, state: ReportState, *, same: bool) -> None:
        """A closed report is only read until it is opened again."""
        unlocked = state.open and not self.form.isEnabled()
        for part in self.parts.values():
            part.text.setReadOnly(not state.open)
        self.form.setEnabled(state.open)
        if not state.open and state.latest is not None:
            self.saved.say("muted", f"Đã chốt bản v{state.latest.number}: mở lại kỳ rồi mới sửa được", "lock")
        elif unlocked or not same:
            self.saved.say("muted", "")

    def take_focus(self) -> None:
        """Put the cursor on the first text."""
        next(iter(self.parts.values())).text.setFocus()

    # What is typed

    def _typed(self, part: _Part) -> None:
        text = part.text.toPlainText()
        if part.drafted and text == part.drafted:
            self._own.pop(part.key, None)
        else:
            self._own[part.key] = text
        part.back.setVisible(part.key in self._own)
        self._touch()

    def _touch(self) -> None:
        self._dirty = True
        self.saved.say("muted", "Chưa lưu", "pencil")
        self._soon.start()

    def _take_back(self, part: _Part) -> None:
        self._own.pop(part.key, None)
        self._touch()
        # The draft is written from the figures, so it is the book that brings it.
        self._after.append(self.reload_wanted.emit)
        self.save()

    def _take_next(self) -> None:
        if self._state is not None:
            self.form.editors["document_number"].set_value(self._state.next_number)
            self.propose.hide()
            self._touch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._dirty and event.type() == QEvent.Type.FocusOut:
            QGuiApplication.inputMethod().commit()
            self._soon.start(0)
        return False

    # Keeping

    def has_unsaved(self) -> bool:
        """Whether something typed is not in the book yet."""
        return self._dirty

    def leave(self, then: Callable[[], object]) -> None:
        """Keep what was typed, then go on; at once if there is nothing."""
        if not self._dirty:
            then()
            return
        QGuiApplication.inputMethod().commit()
        self._after.append(then)
        self.save()

    def save(self) -> None:
        """Keep what was typed. A number or date that makes no sense is told and everything else waits with it."""
        self._soon.stop()
        if self._state is None or not self._dirty:
            return
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            self._after.clear()
            return
        number, day = values["document_number"], values["document_date"]
        operation = partial(
            report_state.keep_words,
            period_id=self._state.line.id,
            own=dict(self._own),
            number=number if isinstance(number, int) else None,
            day=day if isinstance(day, date) else None,
        )
        self._dirty = False
        self._tasks.run(self, operation, done=self._done, failed=self._refused)

    def _done(self, _: object) -> None:
        if not self._dirty:
            self.saved.say("good", "Đã lưu")
        self.kept.emit()
        after, self._after = self._after, []
        for then in after:
            then()

    def _refused(self, error: HoaiAnError) -> None:
        self._dirty = True
        self._after.clear()
        self.saved.say("fault", str(error))
