"""A secretary's month through the real window: from an empty book to the printed report, and the book opened again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from hoaian_desktop.indicators import counting, published
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import lists
from hoaian_desktop.services.listings import ACTIVATIONS, EVENTS, TEAMS, VOLUNTEERS

PASSPHRASE = "con bo vang an co non"
NOVEMBER = Span.month(2023, 11)
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
PEOPLE = (
    ("Nguyễn Văn Khải", "1999"), ("Phạm Thị Bích Hạnh", "1987"), ("Võ Ngọc Toàn", "1962"), ("Huỳnh Thị Loan", "1995"),
    ("Đinh Văn Tới", "1978"), ("Trần Thị Ba", "1948"), ("Lê Hoàng Nhật Tân", "2004"), ("Đặng Thị Ngọc Ánh", "1983"),
    ("Bùi Xuân Thành", "1970"), ("Hồ Thị Mỹ Linh", "1998"),
)  # fmt: skip


def test_a_month_from_the_empty_book_to_the_closed_report(secretary, tmp_path):
    folder = tmp_path / "Đoàn xã Ân Tín"
    secretary.begins_a_book(folder, PASSPHRASE)

    secretary.key(Qt.Key.Key_2, ALT).rest()
    secretary.key(Qt.Key.Key_Insert).rest()
    secretary.fill("Tên tổ", "Tổ CNSCĐ thôn Năng An").fill("Ngày bắt đầu", "01/07/2023")
    secretary.key(Qt.Key.Key_S, CONTROL).rest()
    assert count(secretary, TEAMS) == 1

    secretary.key(Qt.Key.Key_3, ALT).rest()
    secretary.key(Qt.Key.Key_N, CONTROL).rest()
    secretary.fill("Họ và tên", "Lê Thị Thu Hà").fill("Ngày sinh", "2001")
    secretary.key(Qt.Key.Key_S, CONTROL).rest()
    assert count(secretary, VOLUNTEERS) == 1

    secretary.key(Qt.Key.Key_4, ALT).rest()
    secretary.key(Qt.Key.Key_Insert).rest()
    secretary.fill("Ngày", "12/11/2023").fill("Dịch vụ", "VNeID mức 2").key(Qt.Key.Key_Return)
    secretary.fill("Tổ", "nang an").key(Qt.Key.Key_Return)
    for number, (name, born) in enumerate(PEOPLE, 1):
        secretary.fill("Họ và tên", name).fill("Năm sinh", born)
        secretary.key(Qt.Key.Key_Return, CONTROL).rest()
        assert count(secretary, ACTIVATIONS) == number, name
    secretary.key(Qt.Key.Key_Escape).rest()

    secretary.key(Qt.Key.Key_5, ALT).rest()
    secretary.adds_an_event("Hướng dẫn kích hoạt VNeID", "12/11/2023", minutes="15")
    assert count(secretary, EVENTS) == 1

    secretary.closes_the_report_of(NOVEMBER)
    figures = figures_of(secretary)
    assert figures["indicators"]["2.2"]["total"] == len(PEOPLE)
    pdf = secretary.saves_the_report(tmp_path / "gui-huyen-doan")
    assert pdf.read_bytes().startswith(b"%PDF-")

    secretary.leaves()
    secretary.unlocks(folder, PASSPHRASE)
    assert figures_of(secretary) == figures


def count(secretary, listing) -> int:
    operation = partial(lists.count, listing=listing, query=lists.Query())
    return secretary.session.book.store.read(operation)


def figures_of(secretary) -> dict:
    return secretary.session.book.store.read(lambda session: published.document(counting.count(session, NOVEMBER)))
