"""The import wizard with keys and clicks: what is recognised goes straight through, what is wrong is mended there."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import func, select

from hoaian_desktop.exchange.decisions import LEAVE_OUT, Meaning
from hoaian_desktop.exchange.sorted_rows import Show
from hoaian_desktop.records import Activation, Citizen, ImportBatch, Village, Volunteer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import drafts, keeping, lists
from hoaian_desktop.services.listings import VOLUNTEERS
from tests.builders import TODAY, a_village, a_volunteer
from tests.exchange.conftest import SAMPLES
from tests.exchange.test_bad_workbooks import HEADER, row
from tests.old_letters import tcvn3
from ui import waiting
from ui.dialogs.importing.grid_model import FIRST, STATE
from ui.dialogs.importing.wizard import CHECK, COLUMNS, PLACE, SHEETS, WRITTEN, ImportWizard

DAYS = HEADER.index("Ngày")


@pytest.fixture
def settle(tasks):
    return partial(waiting.settle, tasks)


@pytest.fixture
def wizard(tasks, opened):
    made = opened(ImportWizard(None, tasks, lambda: TODAY))
    made.activateWindow()
    return made


@pytest.fixture
def reading(wizard, settle, tmp_path):
    """Writes sheets of rows to a workbook and lets the wizard read it."""

    def read(sheets):
        path = tmp_path / "so.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for at, cells in enumerate(rows):
                    sheet.write_row(at, 0, cells)
        wizard.read(path)
        settle()
        return wizard

    return read


def people(*born):
    names = ("Lê Thị Thu Hà", "Đặng Hữu Phước", "Ngô Thị Ánh")
    head = ("STT", "Họ và tên", "Ngày sinh", "Giới tính")
    return {"Tình nguyện viên": [head, *((at + 1, names[at], day, "Nữ") for at, day in enumerate(born))]}


def rows_of(table):
    return [[table.item(at, place).text() for place in range(table.columnCount())] for at in range(table.rowCount())]


def told(view):
    """What a list says, row by row."""
    model = view.model()
    across = range(model.columnCount())
    return [[model.index(at, place).data() for place in across] for at in range(model.rowCount())]


def states(wizard):
    model = wizard.check.model
    return [model.index(at, STATE).data() for at in range(model.rowCount())]


def number_of(store, record=Volunteer):
    return store.read(lambda session: session.scalar(select(func.count()).select_from(record).where(~record.archived)))


def pick(box, data):
    """Pick as a user does: the last entry with this data, so that a sheet is left out by its own words."""
    box.setCurrentIndex(next(at for at in reversed(range(box.count())) if box.itemData(at) == data))
    box.activated.emit(box.currentIndex())


def write_in(qtbot, grid, text):
    """Type over the current cell with F2 and Enter."""
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


@pytest.mark.parametrize("commune", ["an-tin", "an-thanh"])
def test_the_workbook_of_a_commune_needs_nothing_matched_by_hand(wizard, settle, commune):
    wizard.read(SAMPLES / commune / "so-lieu.xlsx")
    settle()
    assert wizard.pages.currentIndex() == CHECK
    assert all(kind for _, kind, *_ in rows_of(wizard.sheets_page.table))
    assert wizard.take.isEnabled() and QApplication.focusWidget() is wizard.take
    assert wizard.check.sheet() == "Kích hoạt"  # where most is wrong


def test_old_letters_are_converted_only_when_confirmed(store, wizard, settle):
    wizard.read(SAMPLES / "an-phong" / "so-lieu.xlsx")
    settle()
    assert wizard.pages.currentIndex() == CHECK and all(kind for _, kind, *_ in rows_of(wizard.sheets_page.table))
    assert "TCVN3 (ABC)" in wizard.strip.text() and not wizard.take.isEnabled()
    assert QApplication.focusWidget() is wizard.strip.buttons[0]
    wizard.strip.buttons[0].click()
    assert wizard.take.isEnabled() and "TCVN3" not in wizard.strip.text()


def test_old_letters_are_left_as_they_are_when_the_user_says_so(reading, settle):
    [(title, rows)] = people("11/05/2001", "12/05/2001", "13/05/2001").items()
    wizard = reading({title: [[tcvn3(cell) if isinstance(cell, str) else cell for cell in cells] for cells in rows]})
    assert "TCVN3 (ABC)" in wizard.strip.text()
    wizard.strip.buttons[1].click()
    settle()
    assert wizard.strip.text().startswith("Không thấy dòng tiêu đề") and not wizard.take.isEnabled()
    assert wizard.pages.currentIndex() == SHEETS


def test_a_finding_leads_to_its_cell_and_nothing_is_written_before_the_user_says_so(store, reading, settle):
    wizard = reading(people("11/05/2001", "31/02/2000"))
    assert ["Lỗi", "3", "C · Ngày sinh"] in [cells[:3] for cells in told(wizard.check.findings)]
    wizard.check.findings.activated.emit(wizard.check.findings.model().index(0, 0))
    assert wizard.check.grid.currentIndex().data() == "31/02/2000"
    assert "chỉ có" in wizard.check.grid.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert states(wizard) == ["Mới", "Lỗi"]
    assert number_of(store) == 0
    wizard.take.click()
    settle()
    assert number_of(store) == 1
    assert wizard.pages.currentIndex() == WRITTEN and wizard.strip.text().startswith("Đã nhập")
    assert not wizard.take.isVisible()


def test_a_whole_import_is_taken_back_by_its_button(store, reading, settle):
    wizard = reading(people("11/05/2001", "28/02/2000"))
    wizard.take.click()
    settle()
    assert number_of(store) == 2
    wizard.strip.buttons[0].click()
    settle()
    assert number_of(store) == 0
    assert wizard.strip.text().startswith("Đã hoàn tác")


def test_what_is_told_after_writing_is_what_the_book_keeps(store, reading, settle):
    wizard = reading(people("11/05/2001", "28/02/2000"))
    assert wizard.take.text().strip() == "Nhập 2 dòng"
    store.run(partial(a_volunteer, full_name="Lê Thị Thu Hà", born=PartialDate(2001, 5, 11)))  # meanwhile, by another
    wizard.take.click()
    settle()
    [batch] = store.read(lambda session: session.scalars(select(ImportBatch)).all())
    told = [cell.replace("—", "0") for cell in rows_of(wizard.written)[0][2:]]
    kept = batch.sheets[0]
    assert told == [str(kept[name]) for name in ("rows", "imported", "updated", "duplicate", "rejected", "left_out")]
    assert kept["imported"] == 1
    assert "1 dòng" in wizard.strip.text()


def test_a_row_is_dropped_and_comes_back_by_the_same_key_and_its_fault_is_found_and_mended(
    store, qtbot, reading, settle
):
    wizard = reading(people("11/05/2001", "31/02/2000"))
    grid = wizard.check.grid
    grid.setCurrentIndex(wizard.check.model.index(1, FIRST))
    for told in (["Mới", "Đã bỏ"], ["Mới", "Lỗi"]):
        qtbot.keyClick(grid, Qt.Key.Key_Delete)
        settle()
        assert states(wizard) == told and wizard.take.text().strip() == "Nhập 1 dòng"
    grid.setCurrentIndex(wizard.check.model.index(0, FIRST))
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_F8)
    assert (grid.currentIndex().row(), grid.currentIndex().data()) == (1, "31/02/2000")
    write_in(qtbot, grid, "28/02/2000")
    settle()
    assert states(wizard) == ["Mới", "Mới"]
    assert grid.currentIndex().data() == "28/02/2000"  # the cursor stays
    wizard.take.click()
    settle()
    born = store.read(lambda session: session.scalars(select(Volunteer.born).order_by(Volunteer.id)).all())
    assert born[1] == PartialDate(2000, 2, 28)


def test_cells_with_the_same_fault_are_mended_together(qtbot, reading, settle):
    wizard = reading(people("31/02/2000", "31/02/2000", "31/02/2000"))
    grid = wizard.check.grid
    qtbot.keyClick(grid, Qt.Key.Key_F8)
    write_in(qtbot, grid, "28/02/2000")
    settle()
    assert states(wizard) == ["Mới", "Lỗi", "Lỗi"]
    wizard.check.strip.buttons[0].click()
    settle()
    assert states(wizard) == ["Mới", "Mới", "Mới"]


def test_every_faulty_row_can_be_dropped_at_once_and_shown_alone(reading, settle):
    wizard = reading(people("11/05/2001", "31/02/2000", "32/02/2000"))
    box = wizard.check.show_box
    box.setCurrentIndex(box.findData(Show.FAULTS))
    assert box.currentText() == "Lỗi · 2 dòng" and states(wizard) == ["Lỗi", "Lỗi"]
    wizard.check.drop.click()
    settle()
    box.setCurrentIndex(0)
    assert states(wizard) == ["Mới", "Đã bỏ", "Đã bỏ"]


def test_numbers_are_masked_unless_something_is_wrong_with_them(reading):
    wizard = reading({"Kích hoạt": [HEADER, row(), row(number="0521700000", name="Lê Văn Ba")]})
    at = FIRST + HEADER.index("Số CCCD")
    model = wizard.check.model
    assert [model.index(place, at).data() for place in range(2)] == ["052*****0001", "0521700000"]


def a_strange_workbook():
    head = ("Họ và tên", "Ngày sinh", "Cỡ áo", "Món ăn", "Màu áo")
    rows = (("Trang1", "Lê Thị Thu"), ("Trang2", "Đặng Hữu Phước"))
    return {name: [head, (person, "11/05/2001", "L", "phở", "xanh")] for name, person in rows}


def test_a_sheet_nobody_recognises_is_given_its_kind_by_hand_and_another_left_out(store, reading, settle):
    wizard = reading(a_strange_workbook())
    assert wizard.pages.currentIndex() == SHEETS
    assert wizard.strip.text() and not wizard.take.isEnabled()
    boxes = wizard.sheets_page.table.boxes
    for name, kind in (("Trang1", "volunteers"), ("Trang2", LEAVE_OUT)):
        pick(boxes[name], kind)
        settle()
    assert boxes["Trang1"].currentText() == "Tình nguyện viên"
    assert boxes["Trang2"].currentText() == "Không nhập trang này"
    wizard.forth.click()
    wizard.forth.click()
    wizard.take.click()
    settle()
    assert store.read(lambda session: session.scalars(select(Volunteer.full_name)).all()) == ["Lê Thị Thu"]


def test_a_missing_column_is_asked_for_where_it_is_given(store, reading, settle):
    head = ("STT", "Người dân", "Năm sinh", "Ngày", "Dịch vụ", "Trạng thái")
    wizard = reading({"Kích hoạt": [head, (1, "Lê Thị Hoa", 1970, "05/11/2023", "VNeID mức 2", "Đã kích hoạt")]})
    assert wizard.pages.currentIndex() == COLUMNS and not wizard.take.isEnabled()
    pick(wizard.columns_page.boxes[1], "full_name")
    settle()
    wizard.show_step(CHECK)
    wizard.take.click()
    settle()
    assert store.read(lambda session: session.scalars(select(Citizen.full_name)).all()) == ["Lê Thị Hoa"]


def test_a_column_with_the_month_first_is_turned_by_a_tick(store, reading, settle):
    first, second = row(day="10/25/2023"), row(day="10/05/2023", number="052170000002", name="Lê Thị Ba")
    wizard = reading({"Kích hoạt": [HEADER, first, second]})
    wizard.show_step(COLUMNS)
    wizard.columns_page.ticks[DAYS].click()
    settle()
    wizard.show_step(CHECK)
    wizard.take.click()
    settle()
    days = sorted(store.read(lambda session: session.scalars(select(Activation.day)).all()))
    assert [str(day) for day in days] == ["2023-10-05", "2023-10-25"]


def test_samples_of_numbers_are_masked_and_columns_keep_their_width_when_a_cell_is_mended(reading, settle):
    wizard = reading({"Kích hoạt": [HEADER, row(), row(day="31/02/2023", number="052170000002", name="Lê Thị Ba")]})
    wizard.show_step(COLUMNS)
    samples = " ".join(line[2] for line in rows_of(wizard.columns_page.columns))
    assert "052*****0001" in samples and not re.search(r"\d{9}", samples)
    wizard.show_step(CHECK)
    grid = wizard.check.grid
    grid.setColumnWidth(DAYS + 2, 333)
    wizard.check.model.typed.emit(3, DAYS, "28/02/2023")
    settle()
    assert "Lỗi" not in states(wizard) and grid.columnWidth(DAYS + 2) == 333


def test_a_misspelt_village_is_matched_to_the_one_in_the_book(store, reading, settle):
    known = store.run(lambda session: a_village(session, "Năng An").id)
    wizard = reading({"Kích hoạt": [HEADER, row(village="Thôn Năng Ang")]})
    wizard.show_step(COLUMNS)
    [box] = wizard.columns_page.words.boxes.values()
    assert box.currentData() == Meaning.NEW and box.itemText(0).startswith("Năng An  (giống")
    pick(box, known)
    settle()
    wizard.take.click()
    settle()
    assert number_of(store, Village) == 1
    assert store.read(lambda session: session.scalar(select(Citizen.village_id))) == known


def test_many_names_are_added_to_the_book_at_once(store, reading, settle, qtbot):
    wizard = reading({"Kích hoạt": [HEADER, *(row(village=f"Thôn Số {at}") for at in range(70))]})
    page = wizard.columns_page
    wizard.show_step(COLUMNS)
    assert len(page.words.boxes) == 20 and page.words.more.isVisible() and "còn 50" in page.words.more.text()
    for _ in range(3):
        page.words.more.click()
    assert len(page.words.boxes) == 70 and not page.words.more.isVisible()
    page.words.none_at_all.click()
    settle()
    assert {box.currentData() for box in page.words.boxes.values()} == {Meaning.NOTHING}
    assert "còn 50" in page.words.more.text(), "what was decided stays in sight"
    assert not page.words.all_new.isVisible(), "nobody is asked again about what was decided"
    pick(next(iter(page.words.boxes.values())), Meaning.NEW)
    settle()
    wizard.take.click()
    settle()
    assert number_of(store, Village) == 1


def test_every_record_of_the_book_can_be_meant(store, reading, settle, qtbot):
    other = store.run(lambda session: a_village(session, "Vĩnh Đức").id)
    wizard = reading({"Kích hoạt": [HEADER, row(village="Thôn Năng Ang")]})
    wizard.show_step(COLUMNS)
    [box] = wizard.columns_page.words.boxes.values()
    assert box.findData(other) < 0, "thousands of records are not written into boxes nobody opens"
    box.setFocus()
    qtbot.keyClicks(box, "vinh")
    assert box.currentData() == other
    box.activated.emit(box.currentIndex())
    settle()
    wizard.show_step(COLUMNS)
    [box] = wizard.columns_page.words.boxes.values()
    assert box.currentData() == other and box.currentText() == "Vĩnh Đức"
    assert wizard.columns_page.words.table.item(0, 0).text() == "Năng Ang", "the words stay as the file has them"


def test_the_headings_are_pointed_at_by_their_row(reading, settle):
    above = ("Ngày", "Họ và tên", "Dịch vụ")
    wizard = reading({"Kích hoạt": [above, HEADER, row()]})
    page = wizard.sheets_page
    page.first.setValue(2)
    page.last.setValue(2)
    page.last.editingFinished.emit()
    settle()
    assert (page.first.value(), page.last.value()) == (2, 2)
    assert wizard.take.text().strip() == "Nhập 1 dòng"


def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(wizard, settle, tmp_path):
    file = tmp_path / "anh.xlsx"
    file.write_bytes(b"khong phai Excel")
    wizard.read(file)
    settle()
    assert wizard.strip.text().endswith(".")
    assert wizard.source.choose.isEnabled() and not wizard.take.isEnabled()


def test_the_same_file_again_brings_nothing_and_says_so(store, reading, wizard, settle, tmp_path):
    reading(people("11/05/2001", "28/02/2000"))
    wizard.take.click()
    settle()
    wizard.read(Path(tmp_path / "so.xlsx"))
    settle()
    assert states(wizard) == ["Đã có", "Đã có"] and not wizard.take.isEnabled()
    assert "không có dòng nào mới" in wizard.strip.text()
    assert store.read(partial(lists.count, listing=VOLUNTEERS, query=lists.Query())) == 2


def test_who_closes_the_wizard_goes_on_where_she_was(store, qtbot, tasks, opened, reading, settle, tmp_path):
    wizard = reading(people("11/05/2001", "31/02/2000"))
    qtbot.keyClick(wizard.check.grid, Qt.Key.Key_F8)
    write_in(qtbot, wizard.check.grid, "28/02/2000")
    settle()
    wizard.close()
    again = opened(ImportWizard(None, tasks, lambda: TODAY))
    again.read(tmp_path / "so.xlsx")
    settle()
    assert states(again) == ["Mới", "Mới"] and "được giữ lại" in again.strip.text()
    again.take.click()
    settle()
    assert store.read(partial(drafts.recall, place=PLACE)) is None  # finished
    born = store.read(lambda session: session.scalars(select(Volunteer.born)).all())
    assert PartialDate(2000, 2, 28) in born


def test_another_file_begins_anew(qtbot, reading, settle):
    wizard = reading(people("11/05/2001", "31/02/2000"))
    qtbot.keyClick(wizard.check.grid, Qt.Key.Key_F8)
    write_in(qtbot, wizard.check.grid, "28/02/2000")
    settle()
    reading(people("11/05/2001", "31/02/2001"))
    assert states(wizard) == ["Mới", "Lỗi"]


def test_a_table_copied_from_another_program_is_pasted(store, wizard, settle):
    rows = [("Họ và tên", "Ngày sinh", "Chức vụ"), ("Lê Thị Thu", "11/05/2001", "Đoàn viên")]
    QApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows))
    wizard.source.paste.click()
    settle()
    assert states(wizard) == ["Mới"]
    wizard.take.click()
    settle()
    assert store.read(lambda session: session.scalars(select(Volunteer.full_name)).all()) == ["Lê Thị Thu"]


def test_the_files_of_a_folder_are_taken_one_after_the_other(store, wizard, settle, tmp_path):
    for at, name in enumerate(("Lê Thị Thu", "Đặng Hữu Phước"), 1):
        (tmp_path / f"{at}.csv").write_text(f"Họ và tên,Chức vụ\n{name},Đoàn viên\n", encoding="utf-8")
    wizard.read(tmp_path)
    settle()
    wizard.take.click()
    settle()
    assert [act.text().strip() for act in wizard.strip.buttons] == ["Hoàn tác lần nhập", "Tệp tiếp theo (1)"]
    wizard.strip.buttons[1].click()
    settle()
    wizard.take.click()
    settle()
    assert len(wizard.strip.buttons) == 1 and number_of(store) == 2


def test_headings_matched_by_hand_once_are_matched_the_next_time(store, reading, settle):
    def file(person):
        head = ("STT", "Người dân", "Năm sinh", "Ngày", "Dịch vụ", "Trạng thái")
        return {"Kích hoạt": [head, (1, person, 1970, "05/11/2023", "VNeID mức 2", "Đã kích hoạt")]}

    wizard = reading(file("Lê Thị Hoa"))
    pick(wizard.columns_page.boxes[1], "full_name")
    settle()
    wizard.show_step(CHECK)
    wizard.take.click()
    settle()
    reading(file("Trần Văn Bảy"))
    assert wizard.pages.currentIndex() == CHECK and wizard.take.text().strip() == "Nhập 1 dòng"


def test_faulty_rows_go_to_a_workbook_that_comes_back_mended(store, reading, wizard, settle, tmp_path, monkeypatch):
    reading(people("11/05/2001", "31/02/2000"))
    target = tmp_path / "dong-loi.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    wizard.check.save.click()
    settle()
    assert "1 dòng lỗi" in wizard.strip.text()
    book = openpyxl.load_workbook(target)
    sheet = book["Tình nguyện viên"]
    assert sheet["C2"].comment is not None
    sheet["C2"].value = "28/02/2000"
    book.save(target)
    wizard.read(target)
    settle()
    assert states(wizard) == ["Mới"]


def test_an_import_with_a_record_changed_since_is_not_taken_back_and_the_record_is_named(store, reading, settle):
    wizard = reading(people("11/05/2001", "28/02/2000"))
    wizard.take.click()
    settle()
    changed = store.read(lambda session: session.scalars(select(Volunteer.id)).first())
    store.run(partial(keeping.save, record=Volunteer, values={"notes": "đã gọi điện"}, id_=changed))
    wizard.strip.buttons[0].click()
    settle()
    assert "Lê Thị Thu Hà" in wizard.strip.text() and number_of(store) == 2
