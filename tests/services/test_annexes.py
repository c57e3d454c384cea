"""The Biểu beyond the first say what Biểu 01 says."""

from datetime import date
from functools import partial

import pytest

from hoaian_desktop import papers
from hoaian_desktop.indicators import counting
from hoaian_desktop.reports import form02, form03, form04, form05
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import annexes, reporting
from tests.builders import (
    SINCE,
    a_citizen,
    a_membership,
    a_store,
    a_tally,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
    an_event,
    an_influencer,
)

NOVEMBER = Span.month(2023, 11)
LEFT = date(2023, 11, 29)


def a_month(session):
    """A month with everything that is easily counted twice or forgotten."""
    nang_an, van_hoi = a_village(session), a_village(session, "Vạn Hội 1")
    a_village(session, "Thế Thạnh")  # nothing happens there
    khai = a_citizen(session, village_id=nang_an.id)
    for service in ("vneid-1", "vneid-2", "vneid-2", "vssid", "dvc-dossier"):
        an_activation(session, khai, service)
    xuan = a_citizen(session, "Lê Thị Xuân", village_id=van_hoi.id)
    an_activation(session, xuan, "wallet", status="transacted", transaction_day=date(2023, 11, 20))
    an_activation(session, xuan, "dvc-dossier", status="transacted", transaction_day=date(2023, 11, 21))
    an_activation(session, xuan, "vneid-2", status="guided")
    an_activation(session, xuan, "vneid-1", archived=True)
    an_activation(session, a_citizen(session, "Đinh Văn Ó"), "vneid-2")  # nobody noted her village
    tally = a_tally(session, 23, day=date(2023, 11, 5), village_id=van_hoi.id)
    an_activation(session, a_citizen(session, "Võ Sáu", village_id=van_hoi.id), "vneid-1", tally_id=tally.id)
    a_tally(session, 4, "vssid", day=date(2023, 11, 5))
    an_activation(session, a_citizen(session, village_id=nang_an.id), day=date(2023, 6, 1))  # before the start


def two_teams(session):
    """Ha leads one team and helps in another; a third has ended, An left before the month did."""
    ha, an = a_volunteer(session, phone="0905123456"), a_volunteer(session, "Trần Văn An")
    first = a_team(session, villages=[a_village(session)], decision_number="12/QĐ-UBND", decision_date=date(2022, 4, 1))
    second = a_team(session, "Tổ CNSCĐ thôn Vạn Hội 1")
    squad = a_team(session, "Đội hình DVC xã", kind="dvc-squad")
    a_membership(session, first, ha, role="leader")
    a_membership(session, second, ha)
    a_membership(session, second, an, ended=LEFT)
    a_membership(session, squad, an)
    a_team(session, "Tổ cũ", ended=LEFT)
    a_team(session, "Tổ bỏ", archived=True)


def some_events(session):
    """Four kinds of work in the month, one event outside it; two persons of influence, one of them twice."""
    tho, gia = an_influencer(session), an_influencer(session, "Đinh Gia", role="elder")
    nang_an = a_village(session)
    an_event(session, minutes=15, village_id=nang_an.id, influencers=[tho], volunteers=[a_volunteer(session)])
    an_event(session, minutes=None, place="Nhà văn hóa")
    an_event(session, "Họp thôn", kind="session", reach=54, influencers=[tho, gia], households=12)
    an_event(session, "Video", kind="post", reach=None)
    an_event(session, "Tháng trước", day=date(2023, 10, 3))
    an_event(session, "Bỏ", archived=True)


@pytest.fixture
def book(tmp_path):
    store = a_store(tmp_path)
    yield store
    store.close()


def counted(session):
    return counting.count_spans(session, [NOVEMBER], SINCE)[0]


def total(annex, column):
    return [row.cells[column] for row in annex.rows if row.kind == "total"]


def test_the_villages_add_up_to_the_figures(book):
    book.run(a_month)
    rows, counts = book.read(lambda session: (annexes.villages(session, NOVEMBER), counted(session)))
    assert [row.name for row in rows] == ["Năng An", "Thế Thạnh", "Vạn Hội 1", ""]
    for key in annexes.BY_VILLAGE:
        assert sum(row.counts.get(key, 0) for row in rows) == counts[key].total, key
    assert counts["2.1"].total == 24  # two by name, and 22 heads without one
    assert [row.counts.get("2.2", 0) for row in rows] == [1, 0, 0, 1]


def test_the_table_of_villages_ends_in_the_figures_of_the_first_form(book):
    book.run(a_month)
    rows, counts = book.read(lambda session: (annexes.villages(session, NOVEMBER), counted(session)))
    annex = form03.annex_of(rows, counts, "tháng 11 năm 2023")
    sums = annex.rows[-1]
    keys = ("2.1", "2.2", "2.3", "2.4.luot", "2.5", "2.6", "2.7", "2.8", "2.9.nguoi")
    assert sums.cells[2:] == tuple(str(counts[key].total) for key in keys)
    assert annex.rows[1].cells[2:] == ("0",) * 9
    assert annex.rows[-2].cells[1] == "Chưa ghi thôn"
    assert sums.marks == ()
    assert "Mỗi công dân tính một lần" in annex.notes[0]
    assert "27 người theo số đếm" not in annex.notes[0]
    assert "26 người theo số đếm" in annex.notes[0]  # one of the 23 has a name since


def test_a_figure_corrected_by_hand_is_told_below_the_villages(book):
    book.run(a_month)
    rows, counts = book.read(lambda session: (annexes.villages(session, NOVEMBER), counted(session)))
    from hoaian_desktop.indicators.figures import Count

    annex = form03.annex_of(rows, {**counts, "2.6": Count(9)}, "tháng 11 năm 2023")
    assert annex.rows[-1].marks == ((7, 2),)
    assert annex.notes[1].startswith("Biểu 01 ghi 9")


def test_the_teams_are_those_at_work_on_the_last_day_and_their_people_are_counted_once(book):
    book.run(two_teams)
    teams, counts = book.read(lambda session: (annexes.teams(session, NOVEMBER.last), counted(session)))
    assert [row.name for row in teams.rows] == [
        "Tổ CNSCĐ thôn Năng An", "Tổ CNSCĐ thôn Vạn Hội 1", "Đội hình DVC xã",
    ]  # fmt: skip
    assert teams.members == {"community": counts["1.2.nguoi"].total, "dvc-squad": counts["1.4.nguoi"].total}
    annex = form02.annex_of(teams)
    assert annex.rows[1].cells == (
        "1", "Tổ CNSCĐ thôn Năng An", "Năng An", "12/QĐ-UBND", "01/04/2022", "Lê Thị Thu Hà", "0905***456", "1",
    )  # fmt: skip
    assert annex.rows[2].cells[2:7] == ("—",) * 5
    assert total(annex, 1) == [f"Cộng: {counts['1.1.to'].total} tổ", f"Cộng: {counts['1.4.doi'].total} đội hình"]
    assert total(annex, 7) == ["1", "1"]
    assert annex.notes == (form02.ONCE,)  # Ha is in both teams
    assert form02.annex_of(teams, masked=False).rows[1].cells[6] == "0905 123 456"


def test_the_events_add_up_to_the_figures_kind_by_kind(book):
    book.run(some_events)
    events, counts = book.read(lambda session: (annexes.events(session, NOVEMBER), counted(session)))
    annex = form04.annex_of(events, "tháng 11 năm 2023")
    assert [row.cells[1] for row in annex.rows if row.kind == "group"] == [
        "PHÁT THANH",
        "TUYÊN TRUYỀN TRỰC TIẾP",
        "TIN, BÀI",
    ]
    assert total(annex, 1) == [
        f"Cộng: {counts['3.2.buoi'].total} buổi",
        f"Cộng: {counts['3.1.buoi'].total} buổi",
        f"Cộng: {counts['3.3.tin_bai'].total} tin, bài",
    ]
    assert total(annex, 4)[0] == str(counts["3.2.phut"].total) == "15"
    assert total(annex, 5) == ["—", str(counts["3.1.luot"].total), "—"]  # what nobody noted is not 0
    assert annex.rows[1].cells == ("1", "Hướng dẫn kích hoạt VNeID", "12/11/2023", "Năng An", "15", "—", "1", "1")
    assert annex.rows[2].cells[3] == "Nhà văn hóa"


def test_the_persons_of_influence_are_those_the_figure_counts(book):
    book.run(some_events)
    people, counts = book.read(lambda session: (annexes.influencers(session, NOVEMBER), counted(session)))
    assert len(people) == counts["4.1.nguoi"].total == 2
    annex = form05.annex_of(people, "tháng 11 năm 2023")
    assert [row.cells for row in annex.rows] == [
        ("1", "Đinh Gia", "Già làng", "—", "1"),
        ("2", "Nguyễn Văn Thơ", "Trưởng thôn", "—", "2"),
        ("", "Cộng: 2 người", "", "", "3"),
    ]


def test_an_empty_month_has_every_form_and_says_that_nothing_was_done(book):
    period = book.run(lambda session: reporting.ensure_period(session, NOVEMBER).id)
    book.run(partial(reporting.choose_annexes, period_id=period, codes=["01", "02", "03", "04", "05"]))
    content, _ = book.read(lambda session: papers.report_content(session, NOVEMBER))
    assert [annex.code for annex in content.annexes] == [f"Biểu 0{n}" for n in range(1, 6)]
    for annex in content.annexes:
        assert sum(annex.widths) == 257
        assert len({len(annex.columns), len(annex.widths), len(annex.alignments), len(annex.kinds)}) == 1
        assert {len(row.cells) for row in annex.rows} == {len(annex.columns)}
    assert content.annexes[3].rows[0].cells[1] == "Trong kỳ không phát sinh"
    assert papers.report_pdf(content).startswith(b"%PDF")


def test_only_what_was_chosen_goes_along_and_the_figures_are_kept(book):
    period = book.run(lambda session: reporting.ensure_period(session, NOVEMBER).id)
    book.run(partial(reporting.choose_annexes, period_id=period, codes=["04", "02", "09"]))
    content, _ = book.read(lambda session: papers.report_content(session, NOVEMBER))
    assert [annex.code for annex in content.annexes] == ["Biểu 02", "Biểu 04"]
    assert content.table.code == "Biểu 01"
    assert type(content).from_data(content.as_data()) == content


def test_a_town_has_quarters_in_every_form(tmp_path):
    store = a_store(tmp_path, "old-21688")
    period = store.run(lambda session: reporting.ensure_period(session, NOVEMBER).id)
    store.run(partial(reporting.choose_annexes, period_id=period, codes=["02", "03", "05"]))
    content, _ = store.read(lambda session: papers.report_content(session, NOVEMBER))
    said = [" ".join((annex.title, *annex.columns)).lower() for annex in content.annexes]
    assert all("khu phố" in words and "thôn" not in words for words in said)
    store.close()
