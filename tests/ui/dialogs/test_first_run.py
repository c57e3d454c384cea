"""Making a book: what is proposed, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

from datetime import date

import pytest

from ui.dialogs.first_run.draft import synced
from ui.dialogs.first_run.window import FirstRunWindow

PASSPHRASE = "con bo vang an co non"


@pytest.fixture
def window(keeper, on_screen) -> FirstRunWindow:
    return on_screen(FirstRunWindow(keeper, today=lambda: date(2023, 11, 20)))


def find(window, text):
    page = window.pages[0]
    page.search.setText(text)
    return [page.list.item(at).text() for at in range(page.list.count())]


def up_to_the_folder(window, unit="an tin"):
    find(window, unit)
    window.forward()
    window.forward()
    window.pages[2].form.editors["secretary"].set_value("Trần Thị Mỹ Duyên")
    window.forward()
    assert window.page is window.folder_page


def lock_with(window, first, again):
    window.folder_page.passphrase.first.line.setText(first)
    window.folder_page.passphrase.again.line.setText(again)


def test_a_unit_is_found_without_marks_and_its_era_is_told_by_dates(window):
    assert find(window, "an tin")[0] == "xã Ân Tín · huyện Hoài Ân · đến 30/6/2025"
    assert any(line.startswith("xã Vạn Đức") and line.endswith("từ 01/7/2025") for line in find(window, "van duc"))


def test_units_of_today_stand_first_but_both_eras_are_offered(keeper, on_screen):
    for today, first in ((date(2023, 11, 20), "đến 30/6/2025"), (date(2026, 1, 5), "từ 01/7/2025")):
        window = on_screen(FirstRunWindow(keeper, today=lambda today=today: today))
        lines = find(window, "hoai an")
        assert lines[0].endswith(first)
        assert {line.rpartition(" · ")[2] for line in lines} == {"đến 30/6/2025", "từ 01/7/2025"}


@pytest.mark.parametrize(
    ("unit", "superior", "issuer", "since"),
    [
        ("an tin", "HUYỆN ĐOÀN HOÀI ÂN", "BCH ĐOÀN XÃ ÂN TÍN", "30/06/2023"),
        ("van duc", "TỈNH ĐOÀN GIA LAI", "BCH ĐOÀN XÃ VẠN ĐỨC", "01/07/2025"),
    ],
)
def test_the_letterhead_follows_the_era(window, unit, superior, issuer, since):
    find(window, unit)
    window.forward()
    values = window.pages[1].form.raw()
    assert (values["superior"], values["issuer"], values["symbol"]) == (superior, issuer, "ĐTN")
    window.forward()
    assert window.pages[2].form.raw()["since"] == since


def test_without_a_unit_there_is_no_next_step(window):
    window.forward()
    assert window.page is window.pages[0]
    assert window.pages[0]._notice.sentence() == "Hãy chọn một đơn vị trong danh sách."


def test_a_missing_name_is_said_under_the_field(window):
    find(window, "an tin")
    window.forward()
    window.forward()
    window.forward()
    assert window.page is window.pages[2]
    assert window.pages[2].form.editors["secretary"].fault() == "Cần nhập người ký."


def test_a_weak_or_mistyped_passphrase_makes_no_book(window, tmp_path):
    up_to_the_folder(window)
    window.folder_page.line.setText(str(tmp_path / "so"))
    lock_with(window, "123456", "123456")
    window.forward()
    assert "Quá ngắn" in window.folder_page.passphrase.first.fault()
    lock_with(window, PASSPHRASE, PASSPHRASE[:-1])
    window.forward()
    assert "chưa giống nhau" in window.folder_page.passphrase.again.fault()
    assert not (tmp_path / "so").exists()


def test_a_folder_with_files_is_refused_in_place_and_another_one_works(window, rest, tmp_path):
    up_to_the_folder(window)
    (tmp_path / "thư.txt").write_text("của người khác")
    window.folder_page.line.setText(str(tmp_path))
    lock_with(window, PASSPHRASE, PASSPHRASE)
    window.forward()
    rest()
    assert "đã có tệp" in window.folder_page._notice.sentence()
    window.folder_page.line.setText(str(tmp_path / "so"))
    window.forward()
    rest()
    assert window.page is window.sheet_page
    window._book.close(copy=False)
    window._book = None


def test_the_book_is_handed_over_only_when_the_sheet_was_kept_and_read_back(window, rest, tmp_path):
    finished = []
    window.finished.connect(lambda book, import_next: finished.append((book, import_next)))
    up_to_the_folder(window)
    window.folder_page.line.setText(str(tmp_path / "so"))
    lock_with(window, PASSPHRASE, PASSPHRASE)
    window.forward()
    rest()
    page = window.sheet_page
    window.forward()
    assert "đánh dấu" in page._complaint.sentence()
    page.kept.setChecked(True)
    page.again.setText("22222")
    window.forward()
    assert "Chưa giống nhóm" in page._complaint.sentence()
    assert finished == []
    page.again.setText(page.sheet.code.split("-")[2].lower())
    window.import_next.click()
    book, import_next = finished[0]
    assert import_next and book.store.who == "Trần Thị Mỹ Duyên"
    book.close(copy=False)


@pytest.mark.parametrize("part", ["OneDrive - Đoàn xã", "Dropbox", "Google Drive", "My Drive"])
def test_a_synchronised_folder_is_warned_about(window, part, tmp_path):
    assert synced(tmp_path / part / "so") == part
    up_to_the_folder(window)
    window.folder_page.line.setText(str(tmp_path / part / "so"))
    assert window.folder_page._notice.sentence().startswith(f"“{part}” là thư mục đồng bộ")


def test_the_proposed_folder_is_local_and_new(window):
    up_to_the_folder(window)
    assert window.folder_page.line.text().endswith("Đoàn xã Ân Tín")
    assert window.folder_page._notice.sentence() == ""
