"""The dialogs of the menus over a real book."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import pytest

from hoaian_desktop.errors import WrongPassphrase
from hoaian_desktop.records import Activation, Office, Service, Village
from hoaian_desktop.services import activations, keeping, lists, offices, undoing
from hoaian_desktop.services.listings import VILLAGES
from hoaian_desktop.store import book as books
from hoaian_desktop.store import copies
from tests.builders import TODAY, a_village
from tests.ui.dialogs.conftest import COST, PASSPHRASE, is_closed
from ui import feedback, waiting
from ui.dialogs import record_lists
from ui.dialogs.change_passphrase import PassphraseDialog
from ui.dialogs.copies import age
from ui.dialogs.guide import PAGES, GuideWindow
from ui.dialogs.health import HealthDialog
from ui.dialogs.history import HistoryDialog
from ui.dialogs.new_sheet import NewSheetDialog
from ui.dialogs.office import OfficeDialog
from ui.dialogs.restore import RestoreDialog


@pytest.fixture
def settle(tasks):
    return partial(waiting.settle, tasks)


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch):
    """Questions are answered with yes: a box that waits for an answer would wait for ever here."""
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: True)


def rows_of(table):
    return [[table.item(at, place).text() for place in range(table.columnCount())] for at in range(table.rowCount())]


def test_the_history_of_a_record_tells_who_changed_what(store, tasks, settle, opened):
    village = store.run(partial(a_village, name="Năng An"))
    store.run(partial(keeping.save, record=Village, values={"households": 195}, id_=village.id))
    store.run(undoing.undo)
    dialog = opened(HistoryDialog(None, tasks, Village, village.id))
    settle()
    assert dialog.heading.text() == "Năng An"
    assert [row[1:] for row in rows_of(dialog.table)] == [
        ["Trần Thị Mỹ Duyên", "Sửa", "Số hộ", "195", "—", "Hoàn tác: Sửa thôn Năng An"],
        ["Trần Thị Mỹ Duyên", "Sửa", "Số hộ", "—", "195", "—"],
        ["Trần Thị Mỹ Duyên", "Thêm", "—", "—", "—", "—"],
    ]


def test_the_history_tells_who_let_a_doubt_stand(store, tasks, settle, opened):
    values = {
        "day": date(2023, 11, 12), "service_id": 2, "status": "activated", "full_name": "Nguyễn Văn Khải",
        "personal_number": "052099000127", "born": "1998",
    }  # fmt: skip
    kept = store.run(partial(activations.save, values=values, today=TODAY, confirmed=("number-year",)))
    dialog = opened(HistoryDialog(None, tasks, Activation, kept.id))
    settle()
    said = ["20/11/2023 08:15", "Trần Thị Mỹ Duyên", "Xác nhận", "Ngày sinh", "—", "năm sinh khác số định danh"]
    assert said in [row[:6] for row in rows_of(dialog.table)]


def test_the_office_is_changed_and_the_new_secretary_signs(store, tasks, settle, opened):
    dialog = opened(OfficeDialog(None, tasks))
    settle()
    dialog.form.editors["secretary"].set_value("Lê Văn Tâm")
    dialog.save.click()
    settle()
    assert store.read(offices.current).secretary == "Lê Văn Tâm"
    assert is_closed(dialog)


def test_an_office_without_a_secretary_is_refused_under_the_field(store, tasks, settle, opened):
    dialog = opened(OfficeDialog(None, tasks))
    settle()
    dialog.form.editors["secretary"].set_value("")
    dialog.save.click()
    settle()
    assert dialog.form.editors["secretary"].fault() == "Cần nhập người ký."
    assert store.read(offices.current).secretary == "Trần Thị Mỹ Duyên"


def test_a_village_is_added_changed_and_put_aside(store, tasks, settle, opened):
    dialog = opened(record_lists.ListDialog(None, tasks, record_lists.VILLAGES))
    settle()
    dialog.form.editors["name"].set_value("Vạn Hội 1")
    dialog.save.click()
    settle()
    assert dialog.table.count() == 1
    dialog.table.select_first()
    settle()
    dialog.form.editors["households"].set_value(135)
    dialog.save.click()
    settle()
    (row,) = store.read(partial(lists.find, listing=VILLAGES, query=lists.Query())).rows
    assert row.cells[0] == "Vạn Hội 1" and 135 in row.cells
    dialog.archive.click()
    settle()
    assert store.read(partial(lists.count, listing=VILLAGES, query=lists.Query())) == 0


def test_a_second_village_of_the_same_name_is_refused_under_the_field(store, tasks, settle, opened):
    store.run(partial(a_village, name="Năng An"))
    dialog = opened(record_lists.ListDialog(None, tasks, record_lists.VILLAGES))
    settle()
    dialog.form.editors["name"].set_value("Năng An")
    dialog.save.click()
    settle()
    assert dialog.form.editors["name"].fault() == "Tên thôn này đã có trong sổ."


def test_a_service_of_ones_own_can_be_added(store, tasks, settle, opened):
    dialog = opened(record_lists.ListDialog(None, tasks, record_lists.SERVICES))
    settle()
    dialog.form.editors["name"].set_value("Hướng dẫn thanh toán tiền điện")
    dialog.save.click()
    settle()
    assert dialog.strip.text() == "Đã lưu."
    found = store.read(lambda session: session.query(Service).filter_by(name="Hướng dẫn thanh toán tiền điện").one())
    assert found.code


def test_the_passphrase_is_changed_only_with_the_old_one(open_book, keeper, rest, opened, made):
    dialog = opened(PassphraseDialog(None, keeper, open_book))
    for line in (dialog.new.first.line, dialog.new.again.line):
        line.setText("bay con chim se tren cay")
    dialog.old.line.setText("khong phai")
    dialog.act.click()
    rest()
    assert dialog.old.fault() == "Cụm mật khẩu hiện nay chưa đúng."
    dialog.old.line.setText(PASSPHRASE)
    dialog.act.click()
    rest()
    assert is_closed(dialog)
    assert open_book.keys.unlock("bay con chim se tren cay")[1] == open_book.slot


def test_a_new_recovery_code_replaces_the_old_one(open_book, keeper, rest, opened, made):
    _, old = made
    dialog = opened(NewSheetDialog(None, keeper, open_book, lambda: TODAY))
    dialog.passphrase.line.setText("khong phai")
    dialog.make.click()
    rest()
    assert dialog.passphrase.fault() == "Cụm mật khẩu hiện nay chưa đúng."
    assert open_book.keys.unlock_with_code(old) == open_book.key
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.make.click()
    rest()
    new = dialog.sheet.code
    assert open_book.keys.unlock_with_code(new) == open_book.key
    with pytest.raises(WrongPassphrase):
        open_book.keys.unlock_with_code(old)
    assert not dialog.finish.isEnabled()
    dialog.kept.setChecked(True)
    dialog.finish.click()
    assert is_closed(dialog)


def test_the_new_code_opens_the_book_the_next_time(open_book, keeper, rest, opened):
    dialog = opened(NewSheetDialog(None, keeper, open_book, lambda: TODAY))
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.make.click()
    rest()
    code = dialog.sheet.code
    open_book.close(copy=False)
    again = books.open_with_code(open_book.folder, code, "bay con chim se tren cay", cost=COST)
    assert again.store.read(offices.current).secretary == "Trần Thị Mỹ Duyên"
    again.close(copy=False)


def test_a_new_code_that_was_not_put_away_is_not_lost_by_a_key(open_book, keeper, rest, opened, monkeypatch):
    dialog = opened(NewSheetDialog(None, keeper, open_book, lambda: TODAY))
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.make.click()
    rest()
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: False)
    dialog.reject()
    assert dialog.isVisible()


def test_a_sound_book_is_called_sound(open_book, keeper, rest, opened):
    dialog = opened(HealthDialog(None, keeper, open_book))
    rest()
    assert dialog.verdict.sentence() == "Sổ nguyên vẹn, bản sao lưu còn mới."


def test_a_book_comes_back_from_its_copy(made, keeper, rest, opened, monkeypatch):
    folder, _ = made
    book = books.open_book(folder, PASSPHRASE, cost=COST)
    office = book.store.read(offices.current)
    book.store.run(partial(keeping.save, record=Office, values={"secretary": "Người Khác"}, id_=office.id))
    book.close(copy=False)
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: True)
    dialog = opened(RestoreDialog(folder, keeper, None))
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.act.click()
    rest()
    assert is_closed(dialog)
    book = books.open_book(folder, PASSPHRASE, cost=COST)
    assert book.store.read(offices.current).secretary == "Trần Thị Mỹ Duyên"
    book.close(copy=False)
    assert {copy.kind for copy in copies.all_of(folder)} == {copies.DAILY, copies.BEFORE_RESTORE}


def test_a_copy_is_not_opened_with_a_wrong_passphrase(made, keeper, rest, opened, monkeypatch):
    before = (made[0] / "book.db").read_bytes()
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: True)
    dialog = opened(RestoreDialog(made[0], keeper, None))
    dialog.passphrase.line.setText("khong phai cau nay")
    dialog.act.click()
    rest()
    assert dialog.isVisible() and dialog.strip.text()
    assert (made[0] / "book.db").read_bytes() == before


@pytest.mark.parametrize("agreed", [True, False])
def test_a_copy_of_another_book_is_asked_about_once_more(made, keeper, rest, opened, monkeypatch, tmp_path, agreed):
    other, _ = books.create(tmp_path / "sổ khác", passphrase=PASSPHRASE, user_name="Lê Thị Hà", cost=COST)
    copy = other.close()
    before = (made[0] / "book.db").read_bytes()
    asked = []
    monkeypatch.setattr(feedback, "ask", lambda _, title, *__, **___: asked.append(title) or agreed or len(asked) == 1)
    dialog = opened(RestoreDialog(made[0], keeper, None))
    dialog._files[0] = copy
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.act.click()
    rest()
    assert asked == ["Phục hồi sổ?", "Thay bằng sổ khác?"]
    assert ((made[0] / "book.db").read_bytes() == before) is not agreed
    assert is_closed(dialog) if agreed else "sổ khác" in dialog.strip.text()


def test_every_page_of_the_help_is_shown(qtbot):
    window = GuideWindow(PAGES[0])
    qtbot.addWidget(window)
    for page in PAGES:
        window.turn_to(page)
        assert window.text.toPlainText().strip().startswith(window.list.currentItem().text())


def test_the_age_of_a_copy_is_told_in_words():
    today = datetime(2023, 11, 20).date()
    assert age(None, today) == (False, "Chưa có bản sao lưu")
    assert age(datetime(2023, 11, 20, 8, 15), today) == (True, "Sao lưu 08:15 hôm nay")
    assert age(datetime(2023, 11, 19, 17, 2), today) == (True, "Sao lưu 17:02 hôm qua")
    assert age(datetime(2023, 11, 17, 8, 0), today) == (True, "Sao lưu 3 ngày trước")
    assert age(datetime(2023, 11, 1, 8, 0), today) == (False, "Sao lưu 19 ngày trước")


def test_the_parts_of_the_program_are_told_in_vietnamese():
    from hoaian_desktop import paths
    from ui.dialogs import parts_list

    said = parts_list.markdown()
    for english in ("Third-party", "Component", "Licence", "Version", "built into", " for ", " or ", "as in", "taken"):
        assert english not in said
    listed = paths.resource("licenses", "THIRD-PARTY.md").read_text(encoding="utf-8")
    rows = [line for line in listed.splitlines() if line.startswith("| ") and "`" in line]
    assert len([line for line in said.splitlines() if line.startswith("| ") and "`" in line]) == len(rows)


def test_the_office_of_a_dissolved_unit_is_told_its_successor(qtbot, tasks, settled):
    from PySide6.QtWidgets import QWidget

    from ui.dialogs.office import OfficeDialog

    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = OfficeDialog(parent, tasks)
    settled()
    assert "Xã Ân Tín không còn từ 01/07/2025, nay thuộc xã Vạn Đức" in dialog.gone.sentence()
    dialog.close()


def test_the_lines_of_a_list_in_the_help_stand_evenly(qtbot):
    from ui.dialogs.guide import GuideWindow

    window = GuideWindow("bat-dau")
    qtbot.addWidget(window)
    block, gaps = window.text.document().begin(), set()
    while block.isValid():
        if block.textList() is not None:
            gaps.add((block.blockFormat().topMargin(), block.blockFormat().bottomMargin()))
        block = block.next()
    assert len(gaps) == 1
