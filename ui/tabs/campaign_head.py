"""The strip above the events of one campaign: how far it is against what it set out to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from hoaian_desktop.rules import numbers
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.campaigns import CampaignCard
from ui.dialogs.parts import row
from ui.theme import mark
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.bar import Bar
from ui.widgets.buttons import label


class CampaignHead(QFrame):
    """Hidden unless one campaign is picked."""

    def __init__(self, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        self._full_name = ""
        mark(self, role="sheet")
        self.name = label("", "title")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setMinimumWidth(40)
        self.state = Badge()
        self.about = label("", "small")
        self.sums = QLabel()
        self._bar = Bar()
        self._bar.setFixedWidth(216)
        self._percent = label("", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 8, 13, 8)
        column.setSpacing(4)
        column.addLayout(row(self.name, self.state, None, self.about))
        column.addLayout(row(self.sums, None, self._bar, self._percent))
        self.hide()

    def show_card(self, card: CampaignCard | None) -> None:
        """Show a campaign, or nothing."""
        self.setVisible(card is not None)
        if card is None:
            return
        campaign, today = card.campaign, self._today()
        self._full_name = campaign.name
        self.name.setToolTip(campaign.name)
        if campaign.ended is not None and campaign.ended < today:
            self.state.show_state("Đã kết thúc", Look("check", Tone.NEUTRAL))
        elif campaign.started > today:
            self.state.show_state("Sắp bắt đầu", Look("calendar-clock", Tone.NEUTRAL))
        else:
            self.state.show_state("Đang thực hiện", Look("play", Tone.INFO))
        self.state.show()
        days = (
            f"{show_date(campaign.started)} – {show_date(campaign.ended)}"
            if campaign.ended
            else (f"từ {show_date(campaign.started)}")
        )
        self.about.setText(" · ".join(part for part in (card.directive, days) if part))
        events = _of(card.events, campaign.target_events, "buổi")
        minutes = _of(card.minutes, campaign.target_minutes, "phút phát thanh")
        parts = [
            events,
            minutes if card.minutes != 0 or campaign.target_minutes else "",
            f"<b>{card.villages}</b> thôn",
        ]
        self.sums.setText(" · ".join(part for part in parts if part))
        target = campaign.target_events
        self._bar.setVisible(bool(target))
        self._percent.setVisible(bool(target))
        if target:
            percent = numbers.show_percent(numbers.percent(card.events, target))
            due = _due(campaign.started, campaign.ended, today)
            share = card.events / target
            late = due is not None and share < due
            self._percent.setText(percent)
            self._bar.show_progress(share, due=due, late=late, words=f"Đạt {percent} số buổi")
        self._elide()

    def _elide(self) -> None:
        taken = self.state.sizeHint().width() + self.about.sizeHint().width() + 60
        self.name.ensurePolished()
        room = max(60, self.width() - taken)
        self.name.setText(self.name.fontMetrics().elidedText(self._full_name, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()


def _of(number: int | None, target: int | None, unit: str) -> str:
    asked = f" / {show_count(target)}" if target else ""
    return f"<b>{show_count(number)}</b>{asked} {unit}"


def _due(started: date, ended: date | None, today: date) -> float | None:
    if ended is None:
        return None
    days = (ended - started).days + 1
    return min(1.0, max(0.0, ((today - started).days + 1) / days))
