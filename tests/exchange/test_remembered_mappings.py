"""How a person had odd headings read is remembered for those headings, whatever the file is called next time."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import pytest
from sqlalchemy import func, select, update

from hoaian_desktop import jobs
from hoaian_desktop.exchange import headers, remembered, workbook
from hoaian_desktop.exchange.decisions import LEAVE_OUT, Decisions, SheetDecision
from hoaian_desktop.exchange.findings import State
from hoaian_desktop.records import Activation, Citizen, ImportMapping, Volunteer
from tests.exchange.conftest import TODAY, planned, take_in
from tests.exchange.test_bad_workbooks import HEADER, row

ODD = ["Tên gọi", "Sinh", "Cỡ áo", "Số máy"]
ODD_COLUMNS = {0: "full_name", 1: "born", 2: LEAVE_OUT, 3: "phone"}
DECIDED = SheetDecision(kind="volunteers", header=(2, 2), columns=ODD_COLUMNS)


@pytest.fixture
def recalled(store):
    return lambda path, **about: store.read(partial(remembered.recall, workbook=workbook.read(path), **about))


def odd(*people):
    return [["Đoàn viên năm 2023"], ODD, *people]


@pytest.fixture
def once(store, written):
    """A file with odd headings was taken in by hand."""
    path = written({"Trang1": odd(("Lê Thị Thu Hà", "11/05/2001", "M", "0905123456"))}, "lan-dau.xlsx")
    take_in(store, path, decisions=Decisions({"Trang1": DECIDED}))
    return path


def kept(store):
    return store.read(lambda session: session.scalars(select(ImportMapping)).all())


def people(store):
    return store.read(lambda session: dict(session.execute(select(Volunteer.full_name, Volunteer.phone)).all()))


def test_odd_headings_mapped_once_by_hand_are_read_right_in_the_next_file(store, once, recalled, written):
    assert recalled(once) == Decisions({"Trang1": DECIDED})
    other = written(
        {"Danh sách mới": [[], [], ["", *ODD], ["", "Đặng Hữu Phước", "2000", "L", "0912345678"]]}, "2.xlsx"
    )
    found = recalled(other)
    assert found.of("Danh sách mới").header == (3, 3)
    assert found.of("Danh sách mới").columns == {at + 1: name for at, name in ODD_COLUMNS.items()}
    plan = take_in(store, other, decisions=found)
    assert plan.count(State.IMPORTED) == 1 and not [one for one in plan.findings if one.code == "unknown_column"]
    assert people(store) == {"Lê Thị Thu Hà": "0905123456", "Đặng Hữu Phước": "0912345678"}
    assert len(kept(store)) == 1


def test_a_command_reads_them_right_too(store, once, written):
    other = written({"Trang9": odd(("Đặng Hữu Phước", "2000", "L", "0912345678"))}, "2.xlsx")
    assert jobs.import_workbook(store, other, today=TODAY)["sheets"][0]["imported"] == 1
    assert people(store)["Đặng Hữu Phước"] == "0912345678"


def test_nothing_of_the_table_is_kept_but_a_digest(store, once):
    [one] = kept(store)
    assert (one.kind, one.header_rows, one.month_first, one.by) == ("volunteers", 1, [], "Trần Thị Mỹ Duyên")
    assert one.columns == {"0": "full_name", "1": "born", "2": "", "3": "phone"}
    assert len(one.signature) == 64


def test_other_headings_are_others(store, once, recalled, written):
    for headings in (ODD[:-1], [*ODD, "Màu"], ["Sinh", "Tên gọi", *ODD[2:]]):
        path = written({"Trang1": [headings, ["Lê Văn An", "2000", "L", "0912345678"]]}, "khac.xlsx")
        assert recalled(path) == Decisions()


@pytest.mark.parametrize("gone", [{"columns": {"0": "full_name", "1": "no_longer_there"}}, {"kind": "no longer there"}])
def test_what_no_longer_fits_is_not_offered(store, once, recalled, gone):
    store.run(lambda session: session.execute(update(ImportMapping).values(**gone)))
    assert recalled(once) == Decisions()


def test_another_kind_asked_for_goes_before_what_is_remembered(once, recalled):
    assert recalled(once, kind="citizens") == Decisions()
    assert recalled(once, kind="volunteers").of("Trang1") == DECIDED


def test_what_the_program_guesses_by_itself_is_not_remembered_and_what_was_is_forgotten(store, written):
    path = written({"Kích hoạt": [HEADER, row()]})
    guessed = planned(store, path).maps["Kích hoạt"]
    columns = {at: of.name for at, of in guessed.columns.items()}
    alike = SheetDecision(kind="activations", header=(1, 1), columns=columns)
    notes = HEADER.index("Ghi chú")
    for decided, number in ((alike, 0), (SheetDecision(columns={notes: LEAVE_OUT}), 1), (alike, 0)):
        take_in(store, path, decisions=Decisions({"Kích hoạt": decided}))
        assert len(kept(store)) == number, decided


def test_a_sheet_left_out_is_shown_again_next_time(store, written, recalled):
    path = written({"Kích hoạt": [HEADER, row()], "Trang2": odd(("Lê Thị Thu Hà", "2001", "M", ""))})
    take_in(store, path, decisions=Decisions({"Trang2": SheetDecision(kind=LEAVE_OUT)}))
    assert recalled(path) == Decisions()


def test_months_first_are_offered_only_where_the_dates_are_doubtful_again(store, written, recalled):
    days = HEADER.index("Ngày")
    american = written({"Kích hoạt": [HEADER, row(day="11/25/2023")]})
    take_in(store, american, decisions=Decisions({"Kích hoạt": SheetDecision(month_first=frozenset({days}))}))
    assert recalled(american).of("Kích hoạt").month_first == {days}
    for day in ("05/11/2023", datetime(2023, 11, 5)):
        ours = written({"Kích hoạt": [HEADER, row(day=day, number="052170000002", name="Lê Thị Hoa")]}, "ta.xlsx")
        assert recalled(ours).of("Kích hoạt").month_first == frozenset()
    take_in(store, ours, decisions=recalled(ours))
    assert store.read(lambda session: sorted(session.scalars(select(Activation.day)))) == [
        date(2023, 11, 5), date(2023, 11, 25)
    ]  # fmt: skip
    assert store.read(lambda session: session.scalar(select(func.count(Citizen.id)))) == 2


def test_the_rows_that_come_back_mended_have_the_same_headings(store, written):
    plain = workbook.read(written({"Trang1": [ODD, ["a", "", "", ""]]})).sheets[0]
    [mended] = map(
        remembered.without_reasons,
        workbook.read(
            written({"Trang1": [[*ODD, "Lý do chưa nhập"], ["a", "", "", "", "Ngày: …"]]}, "loi.xlsx")
        ).sheets,
    )
    first, second = (remembered.signature(sheet, headers.at(sheet, 1)) for sheet in (plain, mended))
    assert first == second != ""
