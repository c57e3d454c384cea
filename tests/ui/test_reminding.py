"""The deadline in the status bar: said in a whole sentence when it is time, once a day, and it leads to the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from hoaian_desktop.rules.periods import Span
from ui.remembered import Remembered
from ui.reminding import Reminding
from ui.status import Standing, StatusLine
from ui.widgets.badge import Tone

DUE = date(2023, 11, 20)
SPAN = Span(date(2023, 10, 15), date(2023, 11, 14))
BOOK = Path("/so/Đoàn xã Ân Tín")


@pytest.fixture
def days():
    """The calendar of a test: its last day is today."""
    return [date(2023, 11, 14)]


@pytest.fixture
def status(qtbot, qapp):
    QSettings().remove("reminded")
    made = StatusLine("Trần Thị Mỹ Duyên", sample=False)
    qtbot.addWidget(made)
    made.resize(1366, 27)
    made.show()
    yield made
    QSettings().remove("reminded")


def stand(status, reminding, days, *, closed=False, due=DUE):
    standing = Standing("Đoàn xã Ân Tín", "", SPAN, due, closed, 7)
    status.show_standing(standing, days[-1])
    reminding.look(standing)
    return status.deadline.words


def a_reminder(status, days):
    return Reminding(status, Remembered(), BOOK, lambda: days[-1])


def test_five_days_before_the_bar_says_so_until_it_is_clicked_which_opens_the_report(qtbot, status, days):
    reminding = a_reminder(status, days)
    assert stand(status, reminding, days) == "Hạn nộp 20/11 · còn 6 ngày"
    days.append(date(2023, 11, 15))
    assert stand(status, reminding, days) == "Còn 5 ngày đến hạn nộp 20/11 · Mở báo cáo"
    assert stand(status, reminding, days).startswith("Còn 5 ngày")  # something was saved meanwhile
    with qtbot.waitSignal(reminding.wanted) as went:
        qtbot.mouseClick(status.deadline, Qt.MouseButton.LeftButton)
    assert went.args == [7]
    assert stand(status, reminding, days) == "Hạn nộp 20/11 · còn 5 ngày"


def test_the_same_day_reminds_once_even_if_the_program_is_opened_again(status, days):
    days.append(date(2023, 11, 15))
    assert stand(status, a_reminder(status, days), days).startswith("Còn 5 ngày")
    status.remind(None)
    assert stand(status, a_reminder(status, days), days) == "Hạn nộp 20/11 · còn 5 ngày"
    days.append(date(2023, 11, 17))
    assert stand(status, a_reminder(status, days), days) == "Hạn nộp 20/11 · còn 3 ngày"
    days.append(date(2023, 11, 19))
    assert stand(status, a_reminder(status, days), days).startswith("Còn 1 ngày")


def test_a_late_report_is_said_and_a_closed_one_is_not(status, days):
    days.append(date(2023, 11, 23))
    reminding = a_reminder(status, days)
    assert stand(status, reminding, days) == "Quá hạn nộp báo cáo 3 ngày · Mở báo cáo"
    assert status.deadline.look.tone is Tone.ERR
    assert stand(status, reminding, days, closed=True) == "Đã chốt"
    days.append(date(2023, 11, 24))
    assert stand(status, reminding, days, due=None) == ""


def test_the_badge_leads_to_the_report_with_the_keyboard_on_any_day(qtbot, status, days):
    reminding = a_reminder(status, days)
    stand(status, reminding, days)
    with qtbot.waitSignal(reminding.wanted):
        qtbot.keyClick(status.deadline, Qt.Key.Key_Return)
