"""The line at the bottom: whose book, which period and deadline, who writes, how old the last copy is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStatusBar, QWidget

from hoaian_desktop import choices
from hoaian_desktop.rules.periods import PeriodKind, Span
from hoaian_desktop.services import offices, overview
from ui.dialogs.copies import age
from ui.dialogs.parts import row, words
from ui.palette import token
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.buttons import rule
from ui.widgets.icon_label import IconLabel

NEAR = 5  # days before the deadline from which it is a warning


@dataclass(frozen=True)
class Standing:
    """What the status bar says about the book. `span` is None while no period exists."""

    unit: str  # Đoàn xã Ân Tín
    above: str  # huyện Hoài Ân, tỉnh Bình Định
    span: Span | None
    due: date | None
    closed: bool
    period_id: int | None = None


def standing(session: Any, today: date) -> Standing:
    """The office and the period it is working on."""
    unit = offices.unit_of(session)
    known = {entry.key: entry for entry in offices.bundled_units()}
    above = []
    key = known[unit.key].parent
    while key:
        above.append(known[key].full_name)
        key = known[key].parent
    line = overview.current_period(session, today)
    kind = choices.name("unit_kind", unit.kind).lower()
    return Standing(
        unit=f"Đoàn {kind} {unit.name}",
        above=", ".join(above),
        span=line.span if line else None,
        due=line.due if line else None,
        closed=line is not None and line.version is not None,
        period_id=line.id if line else None,
    )


def deadline(due: date | None, today: date, *, closed: bool) -> tuple[str, Look]:
    """The badge of a deadline: «Hạn nộp 20/11 · còn 4 ngày»."""
    if closed:
        return "Đã chốt", Look("check", Tone.OK)
    if due is None:
        return "", Look("", Tone.NEUTRAL)
    left = (due - today).days
    when = f"còn {left} ngày" if left > 0 else "hôm nay" if left == 0 else f"quá {-left} ngày"
    tone = Tone.ERR if left < 0 else Tone.WARN if left <= NEAR else Tone.NEUTRAL
    return f"Hạn nộp {_short(due)} · {when}", Look("clock-alert" if left < 0 else "clock", tone)


class DeadlineBadge(Badge):
    """The deadline as a badge that leads to the report, by a click or with the keyboard."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, words: str, look: Look) -> None:
        super().show_state(words, look)
        self.setToolTip(f"{words}\nMở báo cáo của kỳ" if words else "")
        self.setAccessibleDescription("Mở báo cáo của kỳ")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(token("link"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()


class StatusLine(QStatusBar):
    """Shows what it is told; asks nothing itself."""

    def __init__(self, user: str, *, sample: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(0, 0, 8, 0)
        self.setFixedHeight(27)
        self._standing: Standing | None = None
        self._deadline = ("", Look("", Tone.NEUTRAL))
        self._narrow = False
        self.unit = words()
        self.period = words()
        self.deadline = DeadlineBadge()
        self._reminder: str | None = None
        self.user = words(user)
        self.copy = Badge()
        self.saved = words()
        self._saved_icon = IconLabel("check", "ok", 14)
        self._user_part = _part("user", self.user)
        left = row(_part("landmark", self.unit), rule(vertical=True), _part("calendar-days", self.period), spacing=9)
        left.setContentsMargins(8, 0, 0, 0)
        first = QWidget()
        first.setLayout(left)
        self.addWidget(first)
        self.addWidget(self.deadline)
        self._sample = Badge("Sổ mẫu, số liệu bịa", Look("flask-conical", Tone.INFO))
        self.addWidget(self._sample)
        self._sample.setVisible(sample)
        self._saved_part = QWidget()
        self._saved_part.setLayout(row(self._saved_icon, self.saved, spacing=5))
        for part in (self._user_part, rule(vertical=True), self.copy, self._saved_part):
            self.addPermanentWidget(part)
        self.show_saved(None)

    def show_standing(self, standing: Standing, today: date) -> None:
        """Say whose book it is and what is due."""
        self._standing = standing
        if standing.span is None:
            self.period.setText("Chưa có kỳ báo cáo")
        else:
            span = standing.span
            kept = span.short_label[:1].lower() + span.short_label[1:]
            days = "" if span.kind is PeriodKind.WEEK else f" ({_short(span.first)} – {_short(span.last)})"
            self.period.setText(f"Kỳ {kept}{days}")
        self._deadline = deadline(standing.due, today, closed=standing.closed)
        self._show_deadline()
        self._show_unit()

    def remind(self, words: str | None) -> None:
        """Say a deadline in a whole sentence until somebody looks; None goes back to the quiet badge."""
        self._reminder = words
        self._show_deadline()
        self._show_unit()

    def _show_deadline(self) -> None:
        quiet, look = self._deadline
        if self._reminder is None or not quiet:
            self.deadline.show_state(quiet, look)
        else:
            words = self._reminder if self._narrow else f"{self._reminder} · Mở báo cáo"
            self.deadline.show_state(words, Look("bell", look.tone))

    def show_copy(self, at: datetime | None, today: date) -> None:
        """Say how old the last copy is."""
        good, sentence = age(at, today)
        self.copy.show_state(sentence, Look("shield-check" if good else "shield-alert", Tone.OK if good else Tone.WARN))

    def show_saving(self) -> None:
        """Say that something is being written."""
        self._saved_icon.show_icon("loader-circle", "mut")
        self.saved.setText("Đang lưu…")

    def show_saved(self, at: datetime | None) -> None:
        """Say when something was last written; None if nothing was since the book was opened."""
        self._saved_icon.show_icon("check", "ok")
        self.saved.setText(f"Đã lưu {at:%H:%M}" if at else "Chưa có thay đổi")

    def set_narrow(self, narrow: bool, small: bool) -> None:
        """Leave out what is not needed all the time: under 1250 wide, and more under 1000."""
        self._narrow = narrow
        self._user_part.setVisible(not narrow)
        self._saved_part.setVisible(not small)
        self._show_deadline()
        self._show_unit()

    def minimumSizeHint(self) -> QSize:
        # Never what keeps the window from becoming small.
        return QSize(320, self.height())

    def _show_unit(self) -> None:
        if self._standing is not None:
            whole = f"{self._standing.unit} · {self._standing.above}" if self._standing.above else self._standing.unit
            short = self._narrow or self._reminder is not None  # a reminder needs the room
            self.unit.setText(self._standing.unit if short else whole)
            self.unit.setToolTip(whole)


def _part(icon: str, label: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(row(IconLabel(icon, "mut", 14), label, spacing=5))
    return made


def _short(day: date) -> str:
    return f"{day:%d/%m}"
