"""Whom and what a row means: nothing is merged by name alone, nothing known is overwritten, nothing doubles."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from hoaian_desktop.errors import ImportRefused
from hoaian_desktop.exchange import importing
from hoaian_desktop.exchange.findings import Level, State
from hoaian_desktop.exchange.headers import heading_key
from hoaian_desktop.exchange.kinds import KINDS
from hoaian_desktop.records import (
    Activation,
    CampaignEvent,
    Citizen,
    Membership,
    Tally,
    Target,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.rules.partial_date import PartialDate
from tests.builders import a_volunteer
from tests.exchange.conftest import planned, take_in

DAY = date(2023, 8, 5)
HEADER = ["Ngày", "Họ và tên", "Năm sinh", "Số CCCD", "SĐT", "Thôn", "Dịch vụ", "Trạng thái", "ĐVTN hỗ trợ", "Ghi chú"]
EVENTS = ["Ngày", "Loại hoạt động", "Nội dung", "Địa điểm", "Lượt người nghe/tiếp cận"]


def row(**about):
    """One row of HEADER; what is not named is ordinary."""
    cells = {
        "day": DAY, "name": "Nguyễn Thị Bưởi", "born": 1970, "number": "052170000001", "phone": "0905123456",
        "village": "Thôn Năng An", "service": "VNeID mức 2", "status": "Đã kích hoạt", "helpers": "", "notes": "",
    }  # fmt: skip
    cells.update(about)
    return list(cells.values())


def support(*rows):
    return {"Kích hoạt": [HEADER, *rows]}


def codes(plan, level=Level.WARNING):
    return [finding.code for finding in plan.findings if finding.level is level]


def count(store, record):
    return store.read(lambda s: s.scalar(select(func.count(record.id))))


def all_of(store, column):
    return store.read(lambda s: s.scalars(select(column)).all())


def test_one_number_is_one_person_and_her_known_values_stay(store, written):
    take_in(store, written(support(row(phone="", village=""))))
    later = row(day=date(2023, 9, 1), service="VssID", phone="0905123456", village="Năng An", born=1971)
    plan = take_in(store, written(support(later)))
    citizen = store.read(lambda s: s.scalars(select(Citizen)).one())
    assert (citizen.phone, citizen.born) == ("0905123456", PartialDate(1970))
    assert citizen.village_id is not None
    assert "differs_from_book" in codes(plan, Level.NOTICE)
    assert count(store, Activation) == 2


def test_a_birth_year_gains_its_day(store, written):
    take_in(store, written(support(row(), row(service="VssID", born=date(1970, 5, 11)))))
    assert all_of(store, Citizen.born) == [PartialDate(1970, 5, 11)]


def test_a_name_gains_its_marks_and_never_loses_them(store, written):
    take_in(store, written(support(row(name="Nguyen Thi Buoi"))))
    take_in(store, written(support(row(service="VssID"))))
    plan = take_in(store, written(support(row(service="Ví điện tử", name="NGUYEN THI BUOI"))))
    assert all_of(store, Citizen.full_name) == ["Nguyễn Thị Bưởi"]
    assert codes(plan) == ["near_duplicate_tone_lost"]


def test_another_name_on_the_same_number_is_doubted(store, written):
    plan = take_in(store, written(support(row(), row(service="VssID", name="Lê Văn Ổi"))))
    assert codes(plan) == ["number_name_mismatch"]
    assert all_of(store, Citizen.full_name) == ["Nguyễn Thị Bưởi"]


def test_without_a_number_name_year_and_village_are_one_person(store, written):
    rows = [
        row(number=""),
        row(number="", service="VssID"),
        row(number="", born=1971),
        row(number="", village="Thôn Thanh Lương"),
    ]
    take_in(store, written(support(*rows)))
    assert count(store, Citizen) == 3
    assert count(store, Activation) == 4


def test_a_bare_name_is_a_person_of_its_own_and_still_does_not_double(store, written):
    bare = {"number": "", "born": "", "village": "", "phone": ""}
    path = written(support(row(**bare), row(**bare, notes="người thứ hai")))
    assert take_in(store, path).count(State.IMPORTED) == 2
    assert count(store, Citizen) == 2
    assert take_in(store, path).count(State.DUPLICATE) == 2
    assert count(store, Citizen) == 2


def test_a_likely_person_with_a_number_in_the_book_is_suggested(store, written):
    take_in(store, written(support(row())))
    plan = take_in(store, written(support(row(number="", service="VssID"))))
    assert codes(plan) == ["near_duplicate_no_number"]
    assert count(store, Citizen) == 2


def test_a_second_row_for_the_same_account_is_told_but_dossiers_may_repeat(store, written):
    later = date(2023, 9, 1)
    plan = take_in(
        store,
        written(
            support(
                row(),
                row(day=later),
                row(service="Nộp hồ sơ DVC"),
                row(service="Nộp hồ sơ DVC", day=later),
                row(service="VssID", status="Không thành công", notes="Lý do: mất sóng"),
                row(service="VssID", day=later),
            )
        ),
    )
    assert codes(plan) == ["duplicate_service"]
    assert plan.count(State.IMPORTED) == 6


def test_the_reason_of_a_failure_is_taken_from_the_notes(store, written):
    failed = {"status": "Không thành công", "service": "VssID"}
    other = {"number": "052170000002", "name": "Lê Văn Ổi"}
    take_in(
        store,
        written(support(row(**failed, notes="Lý do: mất sóng"), row(**failed, **other, notes="Lý do: bận đi biển"))),
    )
    rows = store.read(lambda s: s.execute(select(Activation.reason, Activation.notes).order_by(Activation.id)).all())
    assert rows == [("no-signal", None), ("other", "Lý do: bận đi biển")]


def test_an_activation_that_is_there_gains_what_it_lacked(store, written):
    store.run(a_volunteer)
    take_in(store, written(support(row())))
    plan = take_in(store, written(support(row(helpers="Lê Thị Thu Hà"))))
    assert plan.count(State.UPDATED) == 1
    done = store.read(lambda s: s.scalars(select(Activation).options(selectinload(Activation.volunteers))).one())
    assert [helper.full_name for helper in done.volunteers] == ["Lê Thị Thu Hà"]


def test_what_the_user_put_aside_does_not_come_back(store, written):
    path = written(support(row()))
    take_in(store, path)

    def put_aside(session):
        session.scalars(select(Activation)).one().archived = True

    store.run(put_aside)
    assert take_in(store, path).count(State.DUPLICATE) == 1
    assert count(store, Activation) == 1


def test_a_village_spelled_in_five_ways_is_one_village(store, written):
    ways = ["Thôn Năng An", "NĂNG AN", "thon nang an", "Năng  An ", "T\u0068ôn Na\u0306ng An"]
    rows = [row(number=f"05217000000{n}", village=way) for n, way in enumerate(ways, 1)]
    plan = take_in(store, written(support(*rows, row(number="052170000009", village="Làng O Ngân"))))
    kept = store.read(lambda s: s.execute(select(Village.name, Village.kind).order_by(Village.id)).all())
    assert kept == [("Năng An", "thon"), ("O Ngân", "lang")]
    assert codes(plan, Level.NOTICE).count("new_village") == 2


def test_a_row_that_is_refused_adds_neither_person_nor_village(store, written):
    take_in(store, written(support(row(service="My Viettel", village="Thôn Lạ"))))
    assert count(store, Village) == count(store, Citizen) == 0


def test_helpers_are_found_by_their_whole_name_only(store, written):
    def helpers(session):
        a_volunteer(session, "Nguyễn Mỹ Phương")
        a_volunteer(session, "Trần Văn An", born=PartialDate(2001))
        a_volunteer(session, "Trần Văn An", born=PartialDate(2002))

    store.run(helpers)
    cell = "Nguyễn Mỹ Phượng, Trần Văn An; nguyen my phuong"
    plan = take_in(store, written(support(row(helpers=cell))))
    assert codes(plan) == ["unknown_volunteer", "ambiguous_volunteer"]
    done = store.read(lambda s: s.scalars(select(Activation).options(selectinload(Activation.volunteers))).one())
    assert [helper.full_name for helper in done.volunteers] == ["Nguyễn Mỹ Phương"]


def test_a_team_member_nobody_knows_becomes_a_volunteer_without_a_position(store, written):
    sheets = {
        "Tổ": [["Tên tổ", "Loại tổ", "Thôn", "Ngày bắt đầu"],
               ["Tổ CNSCĐ Năng An", "Tổ CNSCĐ", "Thôn Năng An, Thôn Thanh Lương", DAY]],
        "Thành viên": [["Tổ", "Họ và tên", "Năm sinh", "Giới tính", "Vai trò", "Từ ngày"],
                       ["Tổ CNSCĐ Năng An", "Phạm Văn Sang", 1965, "Nam", "Tổ trưởng", DAY],
                       ["Tổ CNSCĐ Năng An", "Phạm Văn Sang", 1990, "Nam", "Thành viên", DAY]],
    }  # fmt: skip
    plan = take_in(store, written(sheets))
    assert codes(plan, Level.NOTICE).count("new_volunteer") == 2
    assert store.read(lambda s: s.execute(select(Volunteer.position, Volunteer.status)).all()) == [(None, "active")] * 2
    team = store.read(lambda s: s.scalars(select(Team).options(selectinload(Team.villages))).one())
    assert {village.name for village in team.villages} == {"Năng An", "Thanh Lương"}
    assert count(store, Membership) == 2
    assert take_in(store, written(sheets)).count(State.DUPLICATE) == 3


def test_a_member_of_a_team_nobody_knows_is_refused(store, written):
    rows = [["Tổ", "Họ và tên", "Từ ngày", "Vai trò"], ["Tổ Gò Găng", "Phạm Văn Sang", DAY, "Thành viên"]]
    plan = take_in(store, written({"Thành viên": rows}))
    assert codes(plan, Level.ERROR) == ["unknown_team"]
    assert count(store, Volunteer) == 0


def test_dates_out_of_order_keep_the_row_out(store, written):
    rows = [["Tên tổ", "Ngày bắt đầu", "Ngày kết thúc"], ["Tổ Năng An", DAY, date(2023, 8, 4)]]
    plan = take_in(store, written({"Tổ công nghệ số": rows}))
    assert [(f.code, f.column) for f in plan.findings if f.level is Level.ERROR] == [("dates_in_order", "C")]


def test_a_helper_added_to_the_list_later_comes_in_with_the_same_file(store, written):
    event = [DAY, "Tin, bài", "Đăng trang Đoàn xã", "Trực tuyến", 176, "Lê Thị Thu Hà, Trần Văn Bé"]
    path = written({**support(row(helpers="Lê Thị Thu Hà, Trần Văn Bé")), "TT": [[*EVENTS, "ĐVTN tham gia"], event]})
    store.run(a_volunteer)
    assert codes(take_in(store, path)) == ["unknown_volunteer"] * 2
    store.run(partial(a_volunteer, full_name="Trần Văn Bé"))
    assert take_in(store, path).count(State.UPDATED) == 2
    for record in (Activation, CampaignEvent):
        done = store.read(lambda s, r=record: s.scalars(select(r).options(selectinload(r.volunteers))).one())
        assert {helper.full_name for helper in done.volunteers} == {"Lê Thị Thu Hà", "Trần Văn Bé"}


def test_events_alike_in_part_are_different_events(store, written):
    first = [DAY, "Tin, bài", "Đăng trang Đoàn xã", "Trực tuyến", 176]
    take_in(store, written({"Tuyên truyền": [EVENTS, first]}))
    second = [DAY, "Tin, bài", "Đăng trang Đoàn xã", "Trực tuyến", 402]
    plan = take_in(store, written({"Tuyên truyền": [EVENTS, first, second]}))
    assert (plan.count(State.DUPLICATE), plan.count(State.IMPORTED)) == (1, 1)
    assert sorted(all_of(store, CampaignEvent.reach)) == [176, 402]


def test_the_place_of_an_event_is_kept_as_the_village_it_names(store, written):
    rows = [[DAY, "Phát thanh", "Tiếng loa thanh niên", "Thôn Năng An", 50], [DAY, "Khác", "Họp", "Hội trường", 5]]
    take_in(store, written({"Tuyên truyền": [EVENTS, *rows]}))
    kept = store.read(
        lambda s: s.execute(
            select(CampaignEvent.place, Village.name)
            .outerjoin(Village, Village.id == CampaignEvent.village_id)
            .order_by(CampaignEvent.id)
        ).all()
    )
    assert kept == [(None, "Năng An"), ("Hội trường", None)]


def test_a_target_set_anew_replaces_the_figure(store, written):
    header = ["Mã", "Chỉ tiêu", "Chỉ tiêu giao", "Kỳ"]
    take_in(store, written({"Chỉ tiêu": [header, ["2.3", "Tổng", 555, "30/6/2023 - 31/12/2023"]]}))
    plan = take_in(store, written({"Chỉ tiêu": [header, [2.3, "Tổng", 600, "30/06/2023 – 31/12/2023"]]}))
    assert plan.count(State.UPDATED) == 1
    assert store.read(lambda s: s.execute(select(Target.value, Target.first_day, Target.last_day)).all()) == [
        (600, date(2023, 6, 30), date(2023, 12, 31))
    ]


def test_a_second_issue_of_a_target_stands_beside_the_first(store, written):
    header = ["Mã", "Chỉ tiêu giao", "Kỳ", "Lần giao"]
    take_in(store, written({"Chỉ tiêu": [header[:3], ["2.3", 555, "30/6/2023 - 31/12/2023"]]}))
    rows = [["2.3", 600, "30/06/2023 – 31/12/2023", 2], ["2.3", 555, "30/06/2023 – 31/12/2023", 1]]
    plan = take_in(store, written({"Chỉ tiêu": [header, *rows]}))
    assert (plan.count(State.IMPORTED), plan.count(State.DUPLICATE)) == (1, 1)
    asked = select(Target.issue, Target.value).order_by(Target.issue, Target.id)
    assert store.read(lambda s: s.execute(asked).all()) == [(1, 555), (2, 600)]
    take_in(store, written({"Chỉ tiêu": [header, ["2.2", 250, "30/06/2023 – 31/12/2023", ""]]}))
    assert store.read(lambda s: s.execute(asked).all()) == [(1, 555), (1, 250), (2, 600)]


@pytest.mark.parametrize("period", ["", "cả năm", "31/02/2023 - 31/12/2023"])
def test_a_target_without_two_days_is_refused(store, written, period):
    rows = [["Mã", "Chỉ tiêu giao", "Kỳ", "Ghi chú"], ["2.3", 555, period, "x"]]
    plan = take_in(store, written({"Chỉ tiêu": rows}))
    assert plan.count(State.REJECTED) == 1
    assert count(store, Target) == 0


def test_without_a_status_column_rows_are_activated_and_that_is_told(store, written):
    rows = [["Ngày", "Dịch vụ", "Số lượng"], [DAY, "VssID", 12]]
    plan = take_in(store, written({"Số đếm": rows}))
    assert codes(plan, Level.NOTICE) == ["default_used"]
    assert store.read(lambda s: s.execute(select(Tally.status, Tally.number)).one()) == ("activated", 12)


def test_a_sheet_whose_name_says_what_it_is_becomes_nothing_else(store, written):
    people = [["Họ và tên", "Năm sinh", "SĐT", "Thôn"], ["Phạm Văn Sang", 1965, "0905123456", "Năng An"]]
    plan = take_in(store, written({"Kích hoạt": people}))
    assert plan.sheets[0].kind == "activations"
    assert codes(plan, Level.ERROR) == ["missing_column"]
    assert count(store, Volunteer) == 0


def test_a_sheet_of_mostly_unknown_columns_is_not_guessed(store, written):
    rows = [["Họ và tên", "Năm sinh", "Lớp", "Trường", "Điểm"], ["Phạm Văn Sang", 2010, "8A", "THCS", 9]]
    plan = planned(store, written({"T7": rows, **support(row())}))
    assert [result.kind for result in plan.sheets] == [None, "activations"]


def test_one_sheet_can_be_chosen_and_its_kind_named(store, written):
    path = written({**support(row()), "Khác": [["Họ và tên", "SĐT"], ["Phạm Văn Sang", "0905123456"]]})
    plan = take_in(store, path, sheet="Khác", kind="volunteers")
    assert [result.kind for result in plan.sheets] == ["volunteers"]
    assert count(store, Activation) == 0
    with pytest.raises(ImportRefused, match="tên trang"):
        planned(store, path, sheet="Không có")
    with pytest.raises(ImportRefused, match="activations"):
        planned(store, path, kind="persons")


def test_an_import_is_written_whole_or_not_at_all(store, written):
    plan = planned(store, written(support(row())))

    def fail_after(session):
        importing.apply(session, plan)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.run(fail_after)
    assert count(store, Activation) == count(store, Citizen) == count(store, Village) == 0
    batch = store.run(partial(importing.apply, planned=plan))
    assert batch.sheets[0]["imported"] == 1
    assert count(store, Activation) == 1


def test_every_label_and_alias_of_a_sheet_kind_leads_to_one_field():
    for kind in KINDS:
        for field in kind.fields:
            assert kind.headings()[heading_key(field.label)].label == field.label, (kind.key, field.name)
        assert kind.required | kind.expected <= {field.name for field in kind.fields}
