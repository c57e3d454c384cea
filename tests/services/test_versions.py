"""Versions of a report: closed for good, reopened for a reason, replaced by the next one, compared with each other."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hoaian_desktop import papers
from hoaian_desktop.errors import AlreadyClosed, GoneError, NotReady
from hoaian_desktop.records import Activation, Citizen, ReportVersion
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import corrections, keeping, missing, overview, reporting, version_files, versions
from hoaian_desktop.services.differences import Difference
from hoaian_desktop.store import book as books
from tests.builders import TODAY, a_citizen, an_activation, in_one_flush, set_up
from tests.reports.papers import printed
from tests.store.plain import CHEAP

NOVEMBER = Span.month(2023, 11)
WHY = "Bổ sung ba người ở thôn Năng An"


@pytest.fixture
def november(store):
    """The period of November with three accounts."""

    def fill(session):
        for name in ("Nguyễn Văn Khải", "Bùi Thị Ái", "Đinh Văn Lành"):
            an_activation(session, a_citizen(session, name))
        return reporting.ensure_period(session, NOVEMBER).id

    return store.run(fill)


def _closed(store, period):
    return store.run(lambda session: papers.close_period(session, period))


def _line(store):
    return store.read(reporting.list_periods)[0]


def test_a_thousand_later_edits_leave_every_byte_of_a_closed_version(tmp_path):
    book, _ = books.create(tmp_path / "so", passphrase="Nắng sớm trên đồi chè", user_name="Mỹ Duyên", cost=CHEAP)
    store = book.store
    set_up(store)

    def fill(session):
        with in_one_flush(session):
            people = [a_citizen(session, f"Nguyễn Văn {at}") for at in range(500)]
        with in_one_flush(session):
            for person in people:
                an_activation(session, person)
        return reporting.ensure_period(session, NOVEMBER).id

    period = store.run(fill)
    version = _closed(store, period)
    before = store.read(lambda session: papers.paper(session, NOVEMBER))

    def edit(session):
        for support in session.scalars(select(Activation)):
            support.status = "failed"
        for person in session.scalars(select(Citizen)):
            person.full_name, person.born = f"{person.full_name} Sửa", PartialDate(1950)

    store.run(edit)
    after = store.read(lambda session: papers.paper(session, NOVEMBER))
    assert after == before
    assert dict(after.frozen).keys() == papers.DRAWN.keys() and after.pdf() == before.frozen["pdf"]
    kept = store.read(lambda session: session.get(ReportVersion, version.id))
    assert (kept.digest, kept.figures, kept.content) == (version.digest, version.figures, version.content)
    assert store.read(lambda session: papers.report_content(session, NOVEMBER))[1].period["2.2"].total == 0
    book.close(copy=False)


def test_a_period_with_faults_is_not_closed_and_every_one_is_named(store, november):
    store.run(lambda session: an_activation(session, a_citizen(session, "Phan Không Năm", born=None)))
    with pytest.raises(NotReady) as refused:
        _closed(store, november)
    assert refused.value.sentences == (
        "1 bản ghi thiếu năm sinh. Không tính được người cao tuổi; ghi năm sinh, hoặc sửa tay số đó kèm lý do.",
    )
    with pytest.raises(NotReady, match="thiếu năm sinh"):
        papers.close_report(store, NOVEMBER)
    assert _line(store).state == "draft"
    store.run(lambda session: corrections.set(session, november, "2.9.cao_tuoi", 1, "Bà Sáu sinh khoảng 1950"))
    assert _closed(store, november).number == 1


def test_a_closed_report_takes_no_words_numbers_or_corrections(store, november):
    _closed(store, november)
    line = _line(store)
    assert (line.state, line.version, line.closed, line.shown_version) == ("closed", 1, True, 1)
    with pytest.raises(AlreadyClosed, match=r"đã chốt bản v1\. Hãy bấm Mở lại"):
        store.run(lambda s: reporting.write(s, november, own={}, document_number=9, document_date=None))
    # what is typed anew and is what stands there already is no change
    store.run(lambda s: reporting.write(s, november, own={}, document_number=None, document_date=None))


def test_reopening_needs_a_closed_version_and_a_reason(store, november):
    with pytest.raises(NotReady, match="chưa chốt bản nào"):
        store.run(lambda session: versions.reopen(session, november, WHY))
    _closed(store, november)
    with pytest.raises(NotReady, match="Chưa ghi lý do mở lại"):
        store.run(lambda session: versions.reopen(session, november, "  "))
    with pytest.raises(GoneError):
        store.run(lambda session: versions.reopen(session, 99, WHY))
    assert _line(store).closed


def test_a_reopened_report_is_a_draft_of_the_next_version_and_closes_with_its_reason(store, november):
    first = _closed(store, november)
    store.run(lambda session: versions.submit(session, first.id))
    store.run(lambda session: versions.reopen(session, november, WHY))
    line = _line(store)
    assert (line.state, line.version, line.closed, line.shown_version) == ("draft", 1, False, 2)
    assert store.read(lambda session: overview.current_period(session, TODAY)).id == november
    store.run(lambda session: an_activation(session, a_citizen(session, "Lê Thị Năm")))
    second = _closed(store, november)
    assert (second.number, second.reason, second.state) == (2, WHY, "closed")
    told = [
        (one.number, one.state, one.reason) for one in store.read(lambda session: reporting.versions(session, november))
    ]
    assert told == [(2, "closed", WHY), (1, "replaced", "")]
    assert _line(store).closed
    with pytest.raises(AlreadyClosed, match="đã chốt bản v2"):
        store.run(lambda s: reporting.write(s, november, document_number=9, document_date=None))


def test_a_reopened_report_in_which_nothing_changed_is_closed_as_it_was(store, november):
    first = _closed(store, november)
    store.run(lambda session: versions.reopen(session, november, "Bấm nhầm"))
    assert _closed(store, november).id == first.id
    assert _line(store).closed
    assert len(store.read(lambda session: reporting.versions(session, november))) == 1


def test_a_closed_report_of_which_the_book_says_something_else_is_not_closed_silently(store, november):
    _closed(store, november)
    store.run(lambda session: an_activation(session, a_citizen(session)))
    with pytest.raises(AlreadyClosed, match="mở lại kỳ này, ghi lý do, rồi chốt thành bản v2"):
        _closed(store, november)


def test_a_version_keeps_what_its_figures_meant(store, november):
    kept = _closed(store, november).definitions
    assert kept["2.9"]["parts"]["nguoi"]["unit"] == "người"
    assert kept["1.1"]["name"] == "Tổ công nghệ số cộng đồng đang hoạt động"
    assert "một lần" in kept["2.2"]["definition"]


def _two_versions(store, november):
    _closed(store, november)
    store.run(lambda session: versions.reopen(session, november, WHY))

    def change(session):
        an_activation(session, a_citizen(session, "Lê Thị Năm"), "vssid")
        own = {"proposals": "Xin <b>tờ rơi</b>.\nXin một lớp."}
        reporting.write(session, november, own=own, document_number=7, document_date=date(2023, 12, 4))

    store.run(change)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("1.234", "1.240", "+6"), ("3.000", "12", "−2.988"), ("90,4", "93,6", "+3,2"), ("1.100,0", "99,9", "−1.000,1"),
        ("—", "5", "—"),
    ],
)  # fmt: skip
def test_the_change_of_a_figure_is_read_as_both_sides_are_printed(before, after, change):
    assert Difference("2.1", "Tài khoản", "tài khoản", "% đạt", before, after).change == change


def test_two_versions_differ_figure_by_figure_and_text_by_text(store, november):
    _two_versions(store, november)
    _closed(store, november)
    found = store.read(lambda session: papers.compared(session, november, 1, 2))
    assert (found.older.words, found.newer.words, found.reason) == ("bản v1", "bản v2", WHY)
    vssid = [(one.column, one.before, one.after, one.change) for one in found.figures if one.code == "2.6"]
    assert vssid == [
        ("Trong kỳ", "0", "1", "+1"), ("Lũy kế năm", "0", "1", "+1"), ("Lũy kế từ 30/6/2023", "0", "1", "+1"),
    ]  # fmt: skip
    assert {one.code for one in found.figures} == {"2.6", "2.9"}
    assert [(one.name, one.before, one.after) for one in found.heading] == [
        ("Số, ký hiệu", "để trống", "07-BC/ĐTN"),
        ("Ngày ký", "để trống", "04/12/2023"),
    ]
    asked = next(one for one in found.texts if one.title == "Đề xuất, kiến nghị")
    assert asked.after == "Xin <b>tờ rơi</b>.\nXin một lớp."
    assert asked.before.startswith("Đề nghị Ban Thường vụ Huyện đoàn")


def test_what_is_being_written_is_compared_with_the_newest_version(store, november):
    _two_versions(store, november)
    found = store.read(lambda session: papers.compared(session, november, 1))
    assert (found.newer.words, found.newer.draft, found.reason) == ("bản nháp v2", True, WHY)
    assert {one.code for one in found.figures} == {"2.6", "2.9"}
    assert not found.none


def test_a_version_does_not_differ_from_itself(store, november):
    _closed(store, november)
    assert store.read(lambda session: papers.compared(session, november, 1, 1)).none
    assert store.read(lambda session: papers.compared(session, november, 1)).none
    with pytest.raises(GoneError, match="không có bản chốt số 2"):
        store.read(lambda session: papers.compared(session, november, 1, 2))


def test_the_comparison_is_printed_with_every_difference_as_typed(store, november):
    _two_versions(store, november)
    found = store.read(lambda session: papers.compared(session, november, 1))
    pdf = papers.differences_pdf(found)
    assert pdf == papers.differences_pdf(found)
    pages = printed(pdf)
    said = " ".join(" ".join(page.text for page in pages).split())
    for words in (
        "So sánh bản v1 và bản nháp v2", f"Lý do lập bản nháp v2: {WHY}", "Cài đặt, đăng nhập VssID", "+1",
        "07-BC/ĐTN", "Xin <b>tờ rơi</b>.",
    ):  # fmt: skip
        assert words in said, words
    assert (round(pages[0].width), round(pages[0].height)) == (595, 842)


def test_the_files_of_a_replaced_version_stay(store, november):
    first = _closed(store, november)
    before = {kind: store.read(lambda s, kind=kind: version_files.newest(s, first.id, kind)) for kind in papers.DRAWN}
    store.run(lambda session: versions.reopen(session, november, WHY))
    store.run(lambda session: an_activation(session, a_citizen(session)))
    _closed(store, november)
    after = {kind: store.read(lambda s, kind=kind: version_files.newest(s, first.id, kind)) for kind in papers.DRAWN}
    assert after == before and all(after.values())


def test_faults_go_when_they_are_mended(store, november):
    id_ = store.run(lambda session: a_citizen(session, born=None).id)
    store.run(lambda session: an_activation(session, session.get(Citizen, id_)))
    assert len(store.read(lambda session: missing.faults(session, NOVEMBER, november))) == 1
    store.run(lambda session: keeping.save(session, Citizen, {"born": "1988"}, id_=id_))
    assert store.read(lambda session: missing.faults(session, NOVEMBER, november)) == []
