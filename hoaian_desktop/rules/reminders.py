"""When the office is reminded of a deadline: five days before, one day before, and every day it is late."""

from __future__ import annotations

from datetime import date, timedelta

DAYS_BEFORE = (5, 1)


def is_due(due: date, today: date, reminded: date | None) -> bool:
    """Whether to remind today; `reminded` is the last day it was done, for any deadline: never twice on one day.

    Who does not open the book on the fifth day is reminded on the next day she does.
    """
    if reminded is not None and reminded >= today:
        return False
    if today > due:
        return True
    return any(
        today >= begins and (reminded is None or reminded < begins)
        for begins in (due - timedelta(days=days) for days in DAYS_BEFORE)
    )


def words(due: date, today: date) -> str:
    """The reminder in a few words."""
    left = (due - today).days
    if left < 0:
        return f"Quá hạn nộp báo cáo {-left} ngày"
    if left == 0:
        return "Hôm nay là hạn nộp báo cáo"
    return f"Còn {left} ngày đến hạn nộp {due:%d/%m}"
