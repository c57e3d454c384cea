"""How old the last copy of a book is, in words."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from hoaian_desktop.rules.dates import show_date

OLD_DAYS = 7


def age(at: datetime | None, today: date) -> tuple[bool, str]:
    """Whether a copy of that moment is recent enough, and the words: «Sao lưu 08:15 hôm nay»."""
    if at is None:
        return False, "Chưa có bản sao lưu"
    days = (today - at.date()).days
    when = {0: "hôm nay", 1: "hôm qua"}.get(days)
    if when:
        return True, f"Sao lưu {at:%H:%M} {when}"
    words = f"Sao lưu {days} ngày trước" if days > 0 else f"Sao lưu {show_date(at.date())}"
    return days <= OLD_DAYS, words


def last_copy(folder: Path) -> tuple[bool, str]:
    """`age` of the newest copy of the book in a folder; needs no key."""
    from hoaian_desktop.store import copies

    return age(copies.latest(folder), date.today())
