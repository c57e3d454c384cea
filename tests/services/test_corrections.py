"""A figure set by hand: on paper with its reason, in the sums over its month, and nowhere it was not asked for."""

from __future__ import annotations

from datetime import date

import pytest

from hoaian_desktop import papers
from hoaian_desktop.errors import AlreadyClosed, NotReady, ValidationError
from hoaian_desktop.indicators import corrected, published
from hoaian_desktop.indicators.figures import Why
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import corrections, overview, reporting, versions
from tests.builders import a_citizen, a_target, an_activation

AUGUST, SEPTEMBER, OCTOBER = (Span.month(2023, month) for month in (8, 9, 10))
PAPER = "Theo sổ giấy của tổ Năng An"


def _accounts(session, month, number, service="vneid-2"):
    for at in range(number):
        an_activation(session, a_citizen(session, f"Nguyễn Văn {month}.{at}"), service, day=date(2023, month, 3))


@pytest.fixture
def autumn(store):
    """Three, five and seven accounts of level 2 in August, September and October; a period for each month."""

    def fill(session):
        for month, number in ((8, 3), (9, 5), (10, 7)):
            _accounts(session, month, number)
        return {span: reporting.ensure_period(session, span).id for span in (AUGUST, SEPTEMBER, OCTOBER)}

    return store.run(fill)


def _set(store, period, key, value, reason=PAPER):
    return store.run(lambda session: corrections.set(session, period, key, value, reason))


def _figures(store, span):
    return store.read(lambda session: corrected.figures(session, span))


def _row(content, name):
    return next(row for row in content.annexes[0].rows if row.cells[1] == name)


def _content(store, span):
    return store.read(lambda session: papers.report_content(session, span)[0])


def test_a_figure_set_by_hand_is_printed_with_a_mark_and_its_reason(store, autumn):
    line = _set(store, autumn[OCTOBER], "2.2", 9)
    assert (line.counted, line.value, line.reason, line.kind, line.stale) == (7, 9, PAPER, "manual", False)
    content = _content(store, OCTOBER)
    row = _row(content, "Tài khoản định danh điện tử mức 2 được kích hoạt")
    assert row.cells[4:8] == ("5", "9", "17", "17")
    assert row.marks == ((5, 1), (6, 1), (7, 1))
    assert content.annexes[0].notes == (f"Số liệu theo sổ: 7; sửa thành 9: {PAPER}.",)


def test_what_was_set_in_three_months_is_in_every_sum_over_them(store, autumn):
    _set(store, autumn[AUGUST], "2.2", 5)  # 3 counted: two more
    _set(store, autumn[SEPTEMBER], "2.2", 4)  # 5 counted: one fewer
    _set(store, autumn[OCTOBER], "2.2", 10)  # 7 counted: three more
    months = [_figures(store, span).period["2.2"].total for span in (AUGUST, SEPTEMBER, OCTOBER)]
    assert months == [5, 4, 10]
    october = _figures(store, OCTOBER)
    assert october.previous["2.2"].total == 4
    assert october.year["2.2"].total == 5 + 4 + 10
    assert october.cumulative["2.2"].total == 5 + 4 + 10
    assert october.year["2.2"].counted == 3 + 5 + 7
    assert _figures(store, AUGUST).year["2.2"].total == 5
    assert _figures(store, Span.quarter(2023, 3)).period["2.2"].total == 5 + 4
    assert _figures(store, Span.quarter(2023, 4)).period["2.2"].total == 10
    assert _figures(store, Span.year(2023)).period["2.2"].total == 5 + 4 + 10
    assert _figures(store, Span.month(2024, 1)).year["2.2"].total == 0
    assert _figures(store, Span.month(2024, 1)).cumulative["2.2"].total == 5 + 4 + 10


def test_a_total_is_the_sum_of_its_parts_unless_it_is_set_itself(store, autumn):
    _set(store, autumn[OCTOBER], "2.2", 10)
    _set(store, autumn[OCTOBER], "2.1", 4)  # none counted
    figures = _figures(store, OCTOBER)
    assert (figures.period["2.3"].total, figures.year["2.3"].total) == (14, 3 + 5 + 14)
    row = _row(_content(store, OCTOBER), "Tổng số tài khoản mức 1 và mức 2")
    assert [number for column, number in row.marks if column == 5] == [1, 2]
    _set(store, autumn[OCTOBER], "2.3", 13)
    figures = _figures(store, OCTOBER)
    assert (figures.period["2.3"].total, figures.year["2.3"].total) == (13, 3 + 5 + 13)


def test_different_persons_are_set_in_their_month_alone(store, autumn):
    _set(store, autumn[SEPTEMBER], "2.9.nguoi", 8)
    september, october = _figures(store, SEPTEMBER), _figures(store, OCTOBER)
    assert (september.period["2.9.nguoi"].total, september.year["2.9.nguoi"].total) == (8, 3 + 5)
    assert october.year["2.9.nguoi"].total == 3 + 5 + 7
    assert october.previous["2.9.nguoi"].total == 8


def test_a_quarter_set_by_hand_says_for_its_months(store, autumn):
    _set(store, autumn[AUGUST], "2.2", 5)
    quarter = store.run(lambda session: reporting.ensure_period(session, Span.quarter(2023, 3)).id)
    _set(store, quarter, "2.2", 11)
    assert _figures(store, Span.quarter(2023, 3)).period["2.2"].total == 11
    assert _figures(store, OCTOBER).year["2.2"].total == 11 + 7
    assert _figures(store, AUGUST).period["2.2"].total == 5


def test_the_sums_of_a_later_month_say_what_was_set_before(store, autumn):
    _set(store, autumn[SEPTEMBER], "2.2", 4)
    content = _content(store, OCTOBER)
    row = _row(content, "Tài khoản định danh điện tử mức 2 được kích hoạt")
    assert row.cells[4:8] == ("4", "7", "14", "14")
    assert row.marks == ((6, 1), (7, 1))
    assert content.annexes[0].notes[0] == "Trừ 1 đã sửa ở báo cáo tháng 9/2023."


def test_targets_and_words_say_what_is_printed(store, autumn):
    store.run(lambda session: a_target(session, "2.2", 20))
    _set(store, autumn[OCTOBER], "2.2", 12)
    content = _content(store, OCTOBER)
    assert _row(content, "Tài khoản định danh điện tử mức 2 được kích hoạt").cells[8] == "100,0"
    said = " ".join(text for section in content.sections for text in section.paragraphs)
    assert "mức 2: 12 tài khoản" in said
    assert "20/20 tài khoản" in said


def test_what_is_published_says_both_numbers_and_not_why(store, autumn):
    _set(store, autumn[OCTOBER], "2.2", 9)
    document = published.document(_figures(store, OCTOBER))
    assert document["indicators"]["2.2"] == {"named": 7, "tally": 0, "total": 9}
    assert document["corrections"] == {"2.2": {"counted": 7, "reported": 9}, "2.3": {"counted": 7, "reported": 9}}
    assert PAPER not in str(document)
    assert "corrections" not in published.document(_figures(store, SEPTEMBER))


def test_what_is_published_is_read_back_as_it_was(store, autumn):
    _set(store, autumn[OCTOBER], "2.2", 9)
    figures = _figures(store, OCTOBER)
    read = published.counts(published.document(figures))
    assert {key: count.total for key, count in read.items()} == {
        key: count.total for key, count in figures.period.items() if key != "2.1.muc_1_cao_nhat"
    }


def test_the_month_before_is_what_its_closed_report_says(store, autumn):
    _set(store, autumn[SEPTEMBER], "2.2", 6)
    store.run(lambda session: papers.close_period(session, autumn[SEPTEMBER]))
    store.run(lambda session: _accounts(session, 9, 4, "vssid"))
    figures = _figures(store, OCTOBER)
    assert (figures.previous["2.2"].total, figures.previous["2.6"].total) == (6, 0)
    assert figures.year["2.6"].total == 4


def test_the_overview_shows_what_the_report_would_say(store, autumn):
    _set(store, autumn[SEPTEMBER], "2.2", 6)
    _set(store, autumn[OCTOBER], "2.2", 9)
    store.run(lambda session: papers.close_period(session, autumn[AUGUST]))
    store.run(lambda session: papers.close_period(session, autumn[SEPTEMBER]))
    state = store.read(lambda session: overview.load(session, today=date(2023, 11, 2)))
    assert state.span == OCTOBER
    assert (state.figures[0].key, state.figures[0].now.total, state.figures[0].change) == ("2.3", 9, 3)


def test_a_correction_taken_back_leaves_nothing(store, autumn):
    before = _content(store, OCTOBER)
    _set(store, autumn[OCTOBER], "2.2", 9)
    store.run(lambda session: corrections.remove(session, autumn[OCTOBER], "2.2"))
    assert _content(store, OCTOBER) == before
    assert store.read(lambda session: corrections.of(session, autumn[OCTOBER])) == {}


def test_a_correction_knows_that_the_book_counts_something_else_now(store, autumn):
    _set(store, autumn[OCTOBER], "2.2", 9)
    store.run(lambda session: an_activation(session, day=date(2023, 10, 9)))
    line = store.read(lambda session: corrections.of(session, autumn[OCTOBER]))["2.2"]
    assert (line.counted_then, line.counted, line.value, line.stale) == (7, 8, 9, True)
    assert _figures(store, OCTOBER).period["2.2"].total == 9


@pytest.mark.parametrize(
    ("value", "reason", "field"),
    [(9, " ", "reason"), (-1, PAPER, "value"), (None, PAPER, "value"), (2_000_000_000, PAPER, "value"),
     (9, "dài " * 80, "reason")],
)  # fmt: skip
def test_a_correction_without_reason_or_number_is_refused(store, autumn, value, reason, field):
    with pytest.raises(ValidationError) as refused:
        _set(store, autumn[OCTOBER], "2.2", value, reason)
    assert list(refused.value.messages) == [field]


def test_only_what_has_a_row_can_be_set(store, autumn):
    with pytest.raises(NotReady, match="không có dòng"):
        _set(store, autumn[OCTOBER], "2.4.luot", 9)


def test_a_closed_report_is_corrected_after_it_is_reopened(store, autumn):
    store.run(lambda session: papers.close_period(session, autumn[OCTOBER]))
    with pytest.raises(AlreadyClosed, match="đã chốt bản v1"):
        _set(store, autumn[OCTOBER], "2.2", 9)
    with pytest.raises(AlreadyClosed):
        store.run(lambda session: corrections.remove(session, autumn[OCTOBER], "2.2"))
    store.run(lambda session: versions.reopen(session, autumn[OCTOBER], "Sót hai người"))
    assert _set(store, autumn[OCTOBER], "2.2", 9).value == 9


def test_a_reason_with_markup_is_kept_as_typed(store, autumn):
    reason = "Tổ <b>Năng An</b> & {{tổ}} \u202eđếm"
    _set(store, autumn[OCTOBER], "2.2", 9, reason)
    assert reason in _content(store, OCTOBER).annexes[0].notes[0]


def test_why_a_figure_differs_is_told_in_data(store, autumn):
    _set(store, autumn[SEPTEMBER], "2.2", 6)
    _set(store, autumn[OCTOBER], "2.2", 9)
    told = [(one.key, one.why, one.columns, one.added) for one in _figures(store, OCTOBER).corrections]
    assert told == [
        ("2.2", Why.MANUAL, ("period", "year", "cumulative"), 2),
        ("2.2", Why.EARLIER, ("year", "cumulative"), 1),
        ("2.3", Why.PARTS, ("period", "year", "cumulative"), 2),
        ("2.3", Why.EARLIER, ("year", "cumulative"), 1),
    ]
