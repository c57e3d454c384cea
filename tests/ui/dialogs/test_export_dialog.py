"""A list leaves the window: as it stands, masked unless confirmed, and told with a way to the folder."""

from __future__ import annotations

from functools import partial

import openpyxl
import pytest
from sqlalchemy import select

from hoaian_desktop.records import Change
from hoaian_desktop.services.listings import VOLUNTEERS
from hoaian_desktop.services.lists import Filter, Query
from tests.builders import TODAY, a_volunteer
from ui import feedback, waiting
from ui.dialogs.export_list import ExportDialog
from ui.dialogs.template import TemplateDialog

SHOWN = ["full_name", "branch"]


@pytest.fixture
def two(store):
    for name, position in (("Bùi An", "member"), ("Cao Ân", "secretary")):
        store.run(partial(a_volunteer, full_name=name, position=position, phone="0905123456"))


@pytest.fixture
def dialog(tasks, opened, tmp_path):
    query = Query(filters=(Filter("position", "member"),))
    made = opened(ExportDialog(None, tasks, VOLUNTEERS, query, SHOWN, lambda: TODAY))
    made.go_to(tmp_path / "tnv.xlsx")
    return made


@pytest.fixture
def noted(store):
    exported = select(Change.after).where(Change.action == "exported")
    return lambda: store.read(lambda session: session.scalars(exported).all())


def rows(path, title="Tình nguyện viên"):
    return list(openpyxl.load_workbook(path)[title].iter_rows(values_only=True))


def test_the_list_goes_out_as_it_stands(two, dialog, tasks, tmp_path, noted):
    dialog.take.click()
    waiting.settle(tasks)
    assert rows(tmp_path / "tnv.xlsx") == [("Họ và tên", "Chi đoàn"), ("Bùi An", None)]
    assert dialog.strip.text() == "Đã xuất <b>1 dòng</b> vào tnv.xlsx."
    assert [made.text().strip() for made in dialog.strip.buttons] == ["Mở thư mục"]
    assert noted() == []


def test_whole_numbers_go_out_once_that_is_confirmed_and_noted(two, dialog, tasks, tmp_path, noted, monkeypatch):
    answers = iter((False, True))
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: next(answers))
    dialog.what.setCurrentIndex(1)
    dialog.numbers.setChecked(True)
    dialog.take.click()  # no
    waiting.settle(tasks)
    assert (noted(), list(tmp_path.glob("tnv*"))) == ([], [])
    dialog.take.click()
    waiting.settle(tasks)
    assert "0905123456" in rows(tmp_path / "tnv.xlsx")[1]
    assert noted() == ["Tình nguyện viên: 1 dòng"]


def test_the_members_file_always_asks(two, dialog, tasks, tmp_path, noted, monkeypatch):
    monkeypatch.setattr(feedback, "ask", lambda *_, **__: True)
    dialog.what.setCurrentIndex(2)
    assert dialog.numbers.isChecked() and not dialog.numbers.isEnabled()
    dialog.take.click()
    waiting.settle(tasks)
    assert len(rows(tmp_path / "tnv.xlsx", "Đoàn viên")) == 3  # of the whole book, not of the filter
    assert noted() == ["Đoàn viên: 2 dòng"]


def test_a_place_that_will_not_do_is_told_in_the_window(two, dialog, tasks, tmp_path):
    dialog.go_to(tmp_path / "khong-co" / "tnv.xlsx")
    dialog.take.click()
    waiting.settle(tasks)
    assert dialog.strip.text().startswith("Không có thư mục")
    assert dialog.take.isEnabled()


def test_an_empty_workbook_is_saved(tasks, opened, tmp_path):
    made = opened(TemplateDialog(None, tasks))
    made.save(tmp_path / "mau.xlsx")
    waiting.settle(tasks)
    assert made.strip.text() == "Đã lưu tệp mẫu."
    assert openpyxl.load_workbook(tmp_path / "mau.xlsx").sheetnames == ["Thôn", "Hướng dẫn"]
