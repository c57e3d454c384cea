"""An empty workbook that somebody fills in elsewhere imports without anything being matched by hand."""

from __future__ import annotations

from datetime import date
from functools import partial

import openpyxl
import pytest

from hoaian_desktop import choices
from hoaian_desktop.errors import ExportRefused
from hoaian_desktop.exchange import kinds, outgoing, templates
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.fields import Kind
from tests import builders
from tests.exchange.conftest import planned

BY_KIND = {
    Kind.NAME: "Nguyễn Văn Khải", Kind.TEXT: "Nhà văn hóa", Kind.NOTE: "ghi chú", Kind.DATE: date(2023, 8, 5),
    Kind.PARTIAL_DATE: 1999, Kind.COUNT: 12, Kind.PHONE: "0905123456", Kind.PERSONAL_NUMBER: "052099001234",
}  # fmt: skip
BY_NAME = {
    "sex": "Nam", "service_id": "VNeID mức 2", "team_id": "Tổ CNSCĐ thôn Năng An", "village_id": "Thôn Năng An",
    "villages": "Thôn Năng An", "volunteer_id": "Lê Thị Thu Hà", "volunteers": "Lê Thị Thu Hà",
    "influencers": "Nguyễn Văn Thơ", "status": "Đã kích hoạt", "indicator": "2.3", "campaign_id": None,
    "directive_id": None, "reason": None, "unit_id": None,
}  # fmt: skip


@pytest.fixture
def ready(store):
    """A book with what cells are picked from."""
    store.run(lambda session: builders.a_team(session, villages=[builders.a_village(session)]))
    store.run(builders.a_volunteer)
    store.run(builders.an_influencer)
    return store


def a_template(store, path, *keys):
    store.read(partial(templates.write, keys=keys, path=path))
    return openpyxl.load_workbook(path)


def typed(kind, field):
    if field.name == "status" and kind.key == "volunteers":
        return "Đang sinh hoạt"
    if field.name in BY_NAME:
        return BY_NAME[field.name]
    if field.name in ("ended", "last_day"):
        return date(2023, 9, 5)
    if field.choices:
        return choices.of(field.choices)[0].name
    return BY_KIND[field.kind]


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.key)
def test_a_filled_sheet_is_read_without_matching(ready, tmp_path, kind):
    file = tmp_path / "mau.xlsx"
    book = a_template(ready, file, kind.key)
    columns = outgoing.fields_of_kind(kind.key)
    sheet = book[kind.title]
    assert [cell.value for cell in sheet[1]] == [field.label for field in columns]
    for at, field in enumerate(columns, 1):
        sheet.cell(2, at).value = typed(kind, field)
    book.save(file)
    plan = planned(ready, file)
    result = next(one for one in plan.sheets if one.sheet == kind.title)
    assert (result.kind, sum(result.states.values())) == (kind.key, 1)
    assert result.states[State.IMPORTED] + result.states[State.UPDATED] == 1, plan.findings
    told = [finding for finding in plan.findings if finding.sheet == kind.title and finding.level is Level.ERROR]
    assert told == []
    assert next(one for one in plan.sheets if one.sheet == templates.GUIDE).kind is None


def test_cells_are_picked_from_the_lists_of_the_book(ready, tmp_path):
    book = a_template(ready, tmp_path / "mau.xlsx", "activations")
    sheet, guide = book["Kích hoạt"], book[templates.GUIDE]
    headings = {cell.value: cell.column_letter for cell in sheet[1]}
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}

    def picked(label):
        rule = rules[f"{headings[label]}2:{headings[label]}{templates.ROWS + 1}"]
        spot = rule.formula1.partition("!")[2].replace("$", "")
        return [row[0].value for row in guide[spot]], rule.errorStyle

    assert picked("Tổ") == (["Tổ CNSCĐ thôn Năng An"], None)  # nothing else is taken
    assert picked("Thôn") == (["Thôn Năng An"], "warning")  # a new one may be
    assert "VNeID mức 2" in picked("Dịch vụ")[0]
    assert picked("Giới tính") == (["Nam", "Nữ"], None)
    number = rules[f"{headings['Số định danh']}2:{headings['Số định danh']}{templates.ROWS + 1}"]
    assert "052099001234" in number.prompt
    assert sheet.column_dimensions[headings["Số định danh"]].width >= 12


def test_names_of_people_do_not_go_out_with_an_empty_sheet(ready, tmp_path):
    book = a_template(ready, tmp_path / "mau.xlsx")
    assert book.sheetnames == [*(kind.title for kind in kinds.KINDS), templates.GUIDE]
    words = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not words & {"Lê Thị Thu Hà", "Nguyễn Văn Thơ"}


def test_a_template_is_a_workbook(ready, tmp_path):
    with pytest.raises(ExportRefused, match=r"tệp \.xlsx"):
        a_template(ready, tmp_path / "mau.csv", "teams")
