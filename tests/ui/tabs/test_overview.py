"""Tổng quan on a real book through the real widgets."""

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from sqlalchemy import event

from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import lists, overview, reporting
from hoaian_desktop.services.listings import ACTIVATIONS, LISTING_OF
from hoaian_desktop.services.lists import Behind, Query
from tests.builders import (
    SINCE,
    TODAY,
    a_citizen,
    a_tally,
    a_target,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
    an_event,
)
from ui.dialogs.overview_print import OverviewPrintDialog
from ui.tabs.overview import OverviewTab
from ui.widgets.elided_label import ElidedLabel

NOVEMBER = Span.month(2023, 11)


@pytest.fixture
def tab(qtbot, tasks):
    made = OverviewTab(tasks, lambda: TODAY)
    made.resize(1366, 620)
    qtbot.addWidget(made)
    return made


def opened(qtbot, tab):
    with qtbot.waitSignal(tab.shown):
        tab.show()
        tab.activate()
    return tab


def load(store, today=TODAY):
    return store.read(lambda session: overview.load(session, today=today))


def november(store, **about):
    return store.run(lambda session: reporting.ensure_period(session, NOVEMBER, **about)).id


def words(tab):
    return [line.findChildren(ElidedLabel)[0].toolTip() for line in tab.missing.lines]


def test_an_empty_book_shows_the_first_three_steps(qtbot, tab):
    opened(qtbot, tab)
    assert tab.pages.currentWidget() is tab.empty
    asked = []
    tab.go.connect(lambda where, what: asked.append(where))
    for made in tab.empty.buttons:
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert asked == ["teams", "volunteers", "activations"]


def test_a_key_figure_stands_beside_the_period_before_and_opens_its_records(qtbot, tab, store):
    def fill(session):
        for day in (5, 12):
            an_activation(session, a_citizen(session), day=date(2023, 11, day))
        an_activation(session, a_citizen(session), day=date(2023, 10, 3))

    store.run(fill)
    november(store)
    opened(qtbot, tab)
    figure = load(store).figures[0]
    assert (figure.now.total, figure.change, round(figure.change_percent)) == (2, 1, 100)
    with qtbot.waitSignal(tab.go) as went:
        tab.figures.strip.opened.emit("2.3")
    assert went.args == ["activations", Behind("2.3", NOVEMBER)]


def test_a_figure_made_of_tallies_alone_opens_the_tallies(qtbot, tab, store):
    store.run(lambda session: a_tally(session, 7, day=date(2023, 11, 4)))
    opened(qtbot, tab)
    with qtbot.waitSignal(tab.go) as went:
        tab.figures.strip.opened.emit("2.3")
    assert went.args == ["activations", Behind("2.3", NOVEMBER, tally=True)]


def test_progress_says_how_much_a_week_is_needed_and_a_target_not_set_is_a_dash(qtbot, tab, store):
    def fill(session):
        for _ in range(3):
            an_activation(session, a_citizen(session))
        a_target(session, "2.2", 12)
        a_target(session, "2.8", None)

    store.run(fill)
    november(store)
    opened(qtbot, tab)
    rows = [[made.text() for made in row[1:]] for row in tab.progress.rows]
    assert rows[0][0].startswith("<b>3</b> / 12")
    assert rows[0][1:] == ["25,0%", "cần thêm 2/tuần"]  # 9 in the 41 days from 20/11 to 31/12
    assert rows[1][0].startswith("<b>0</b> / —")
    assert rows[1][1:] == ["—", "—"]


def test_a_target_reached_says_so_and_one_that_is_past_says_what_is_missing(store):
    def fill(session):
        an_activation(session, a_citizen(session))
        a_target(session, "2.2", 1)
        a_target(session, "2.3", 5, last_day=date(2023, 11, 30))

    store.run(fill)
    november(store)
    reached, past = load(store, date(2023, 12, 4)).progress
    assert reached.reached and not reached.behind
    assert (past.needed_per_week, past.behind) == (None, True)


def test_the_bar_of_a_target_opens_the_records_it_was_counted_from(qtbot, tab, store):
    def fill(session):
        an_activation(session, a_citizen(session), day=date(2023, 8, 1))
        an_activation(session, a_citizen(session))
        a_target(session, "2.2", 12)

    store.run(fill)
    november(store)
    opened(qtbot, tab)
    with qtbot.waitSignal(tab.go) as went:
        qtbot.keyClick(tab.progress.rows[0][0], Qt.Key.Key_Return)
    where, what = went.args
    assert (where, what) == ("activations", Behind("2.2", Span(SINCE, NOVEMBER.last)))
    assert len(found(store, what).ids) == 2


def found(store, what):
    from hoaian_desktop.indicators.catalogue import BY_KEY

    record = BY_KEY[what.key][1].named.record
    return store.read(lambda session: lists.find(session, LISTING_OF[record], Query(behind=what)))


def test_the_chart_counts_turns_by_month_and_service_and_tallies_with_them(store):
    def fill(session):
        who = a_citizen(session)
        for service in ("vneid-2", "vssid", "wallet", "dvc-login", "signature"):
            an_activation(session, who, service)
        an_activation(session, who)  # the same person, service and day is one turn
        an_activation(session, who, day=date(2023, 6, 1))
        a_tally(session, 23, day=date(2023, 10, 15))

    store.run(fill)
    november(store)
    months = load(store).months
    assert months.labels[0] == "12/22" and months.labels[-1] == "11/23"
    assert months.values[-1] == (1, 1, 1, 1, 1)
    assert months.values[-2] == (23, 0, 0, 0, 0)
    assert months.values[6] == (1, 0, 0, 0, 0)
    assert round(months.mark) == 7


def test_the_button_above_the_chart_turns_it_into_its_table_and_back(qtbot, tab, store):
    store.run(lambda session: an_activation(session, a_citizen(session)))
    november(store)
    opened(qtbot, tab)
    qtbot.mouseClick(tab.months.as_table, Qt.MouseButton.LeftButton)
    table = tab.months.chart.table
    assert (tab.months.chart.shows_table, tab.months.as_table.accessibleName()) == (True, "Xem biểu đồ")
    assert [table.item(at, 11).text() for at in range(table.rowCount())] == ["1", "0", "0", "0", "0", "1"]
    qtbot.mouseClick(tab.months.as_table, Qt.MouseButton.LeftButton)
    assert not tab.months.chart.shows_table


def test_everything_missing_before_closing_is_told_with_the_records_to_mend(qtbot, tab, store):
    def fill(session):
        an_activation(session, a_citizen(session, "Đinh Văn Chưa", born=None))
        an_activation(session, a_citizen(session), status="failed", reason=None)
        twice = a_citizen(session, "Phan Thị Hai")
        an_activation(session, twice)
        an_activation(session, twice, day=date(2023, 11, 3))
        a_team(session, "Tổ CNSCĐ thôn Vạn Hội 2")

    store.run(fill)
    period = november(store)
    opened(qtbot, tab)
    assert words(tab) == [
        "1 bản ghi thiếu năm sinh",
        "1 lượt không thành công chưa ghi lý do",
        "1 người có thể trùng",
        "1 tổ chưa có số liệu kỳ này",
        "Chưa nhập chỉ tiêu giao",
        "Chưa xem lại lời văn",
        "Chưa có số báo cáo",
        "3 người trong sổ chưa ghi đồng ý xử lý dữ liệu",
    ]
    for said in (said for line in tab.missing.lines for said in line.findChildren(ElidedLabel)):
        assert said.fontMetrics().horizontalAdvance(said.text()) <= said.width()
    places = [each.place for each in load(store).missing]
    for place, number in zip(places[:4], (1, 1, 2, 1), strict=True):
        record = "teams" if place is places[3] else "activations"
        listing = next(each for each in LISTING_OF.values() if each.key == record)
        assert store.read(lambda session, q=place, of=listing: lists.count(session, of, q)) == number
    assert places[5:7] == [(period, "narrative")] * 2
    # Consent is said once for the book, with everybody's supports to fill it in at.
    assert store.read(lambda session: lists.count(session, ACTIVATIONS, places[7])) == 4


def test_the_report_sheet_counts_the_days_and_leads_to_the_next_step(qtbot, tab, store):
    store.run(lambda session: a_volunteer(session))
    period = november(store, due=date(2023, 11, 24))
    opened(qtbot, tab)
    assert (tab.report.days.text(), tab.report.about_days.text()) == ("4", "ngày đến hạn nộp")
    assert tab.report.due.text() == "Hạn thứ Sáu 24/11/2023, nộp Huyện đoàn"
    with qtbot.waitSignal(tab.go) as went:
        qtbot.mouseClick(tab.report.go_on, Qt.MouseButton.LeftButton)
    assert went.args == ["reports", (period, "narrative")]


def test_a_late_report_counts_the_days_over(qtbot, tab, store):
    store.run(lambda session: a_volunteer(session))
    november(store, due=date(2023, 11, 17))
    opened(qtbot, tab)
    assert (tab.report.days.text(), tab.report.about_days.text()) == ("3", "ngày quá hạn nộp")


def test_a_book_without_a_period_shows_the_month_of_its_latest_record(store):
    store.run(lambda session: an_event(session, day=date(2023, 9, 3)))
    state = load(store)
    assert (state.period, state.span) == (None, Span.month(2023, 9))
    assert state.missing[-1].words == "Chưa lập kỳ báo cáo"


def test_the_oldest_open_period_is_the_current_one(store):
    def fill(session):
        a_volunteer(session)
        for month in (9, 10, 11):
            reporting.ensure_period(session, Span.month(2023, month))

    store.run(fill)
    assert load(store).span == Span.month(2023, 9)


def test_loading_takes_the_same_number_of_statements_however_much_there_is(store):
    november(store)
    few = statements(store)
    store.run(lambda session: [an_activation(session, a_citizen(session)) for _ in range(40)])
    assert statements(store) <= few <= 40


def statements(store):
    seen = []

    def count(*_):
        seen.append(1)

    event.listen(store.engine, "before_cursor_execute", count)
    load(store)
    event.remove(store.engine, "before_cursor_execute", count)
    return len(seen)


def test_the_age_of_the_copy_is_shown_and_a_copy_can_be_asked_for(qtbot, tab):
    tab.set_backup("Sao lưu 5 ngày trước", good=False)
    assert tab.backup.words.text() == "Sao lưu 5 ngày trước"
    with qtbot.waitSignal(tab.backup_wanted):
        qtbot.mouseClick(tab.backup.now, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("width", "beside"), [(1366, True), (1093, False)])
def test_under_1250_the_right_column_moves_below(qtbot, tab, store, width, beside):
    store.run(lambda session: a_volunteer(session))
    tab.resize(width, 600)
    opened(qtbot, tab)
    left, right = (sheet.mapTo(tab, sheet.rect().topLeft()) for sheet in (tab.figures, tab.report))
    assert (right.x() > left.x()) is beside
    assert tab.minimumSizeHint().width() <= 1366 and tab.minimumSizeHint().height() <= 600


def test_what_is_saved_elsewhere_is_shown_at_once(qtbot, tab, tasks, store):
    store.run(lambda session: a_volunteer(session))
    november(store)
    opened(qtbot, tab)
    assert tab.progress.rows == []
    with qtbot.waitSignal(tab.shown):
        tasks.run(tab, lambda session: a_target(session, "2.2", 12))
    assert len(tab.progress.rows) == 1


def test_six_targets_are_shown_until_all_are_wanted(qtbot, tab, store):
    def fill(session):
        a_volunteer(session)
        for code in ("2.1", "2.2", "2.3", "2.5", "2.6", "2.7", "3.2"):
            a_target(session, code, 10)

    store.run(fill)
    november(store)
    opened(qtbot, tab)
    assert len(tab.progress.rows) == 6
    qtbot.mouseClick(tab.progress.more, Qt.MouseButton.LeftButton)
    assert len(tab.progress.rows) == 7


def fill_places(session):
    """Năng An on its way, Vạn Hội late, the squad silent; one citizen of An Hòa."""
    on_time, late, silent = (
        a_team(session, name)
        for name in ("Tổ CNSCĐ thôn Năng An", "Tổ CNSCĐ thôn Vạn Hội 2", "Đội hình TNTN hỗ trợ DVC")
    )
    village = a_village(session, "An Hòa")
    for at in range(8):
        who = a_citizen(session)
        who.village_id = village.id if at == 0 else None
        an_activation(session, who, team_id=on_time.id, day=date(2023, 11, 3))
    an_activation(session, a_citizen(session), team_id=late.id, day=date(2023, 11, 5))
    an_activation(session, a_citizen(session), team_id=silent.id, day=date(2023, 10, 3))
    a_target(session, "2.3", 9, team_id=on_time.id)
    a_target(session, "2.3", 50, team_id=late.id)
    a_target(session, "2.3", 99, team_id=late.id, issue=2)
    return on_time.id, late.id, silent.id, village.id


def places_shown(qtbot, tab):
    opened(qtbot, tab)
    qtbot.waitUntil(lambda: tab.places.table.rowCount() > 0)
    return tab.places.table


def test_every_team_says_how_it_stands_in_words_and_opens_with_enter(qtbot, tab, store):
    _, late, _, _ = store.run(fill_places)
    november(store)
    table = places_shown(qtbot, tab)
    rows = [[table.item(at, column).text() for column in range(6)] for at in range(3)]
    assert rows == [
        ["Đội hình TNTN hỗ trợ DVC", "chưa có số liệu", "0", "03/10/2023", "—", "—"],
        ["Tổ CNSCĐ thôn Năng An", "đúng tiến độ", "8", "03/11/2023", "8 / 9", "88,9%"],
        ["Tổ CNSCĐ thôn Vạn Hội 2", "chậm", "1", "05/11/2023", "1 / 99", "1,0%"],
    ]
    assert tab.places.note.text() == "3 tổ · 1 chậm · 1 chưa có số liệu"
    table.setCurrentCell(2, 0)
    with qtbot.waitSignal(tab.go) as went:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert went.args == ["teams", late]


def test_a_village_opens_the_supports_for_its_people(qtbot, tab, store):
    *_, village = store.run(fill_places)
    november(store)
    table = places_shown(qtbot, tab)
    qtbot.mouseClick(tab.places.switch["Thôn"], Qt.MouseButton.LeftButton)
    assert [table.item(0, column).text() for column in range(4)] == ["An Hòa", "có số liệu", "1", "03/11/2023"]
    table.setCurrentCell(0, 0)
    with qtbot.waitSignal(tab.go) as went:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    where, query = went.args
    assert where == "activations"
    assert store.read(lambda session: lists.count(session, ACTIVATIONS, query)) == 1
    assert query.filters[0].value == village


def test_the_steps_of_the_report_say_what_is_done(qtbot, tab, store):
    store.run(lambda session: an_activation(session, a_citizen(session, "Đinh Văn Chưa", born=None)))
    period = november(store)
    opened(qtbot, tab)
    said = "Kiểm tra: có lỗi, Số liệu: xong, Lời văn: đang làm, Xem, in: chưa tới, Chốt, nộp: chưa tới"
    assert tab.report.steps.accessibleName() == said
    about = {"document_number": None, "document_date": None}
    store.run(lambda session: reporting.write(session, period, own={"causes": "Do mưa."}, **about))
    with qtbot.waitSignal(tab.shown):
        tab.reload()
    assert "Lời văn: xong, Xem, in: đang làm" in tab.report.steps.accessibleName()


def test_the_page_comes_on_paper_with_the_figures_of_the_screen(qtbot, tab, store, tasks, tmp_path):
    store.run(fill_places)
    november(store)
    opened(qtbot, tab)
    tab.print_page()
    (dialog,) = tab.window().findChildren(OverviewPrintDialog)
    with qtbot.waitSignal(dialog.view.loaded):
        pass
    dialog.save_to(tmp_path / "tong-quan.pdf")
    qtbot.waitUntil(lambda: dialog.notice.sentence() == "Đã lưu tong-quan.pdf.")
    document = pypdfium2.PdfDocument((tmp_path / "tong-quan.pdf").read_bytes())
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    for words in ("Tổng quan kỳ tháng 11/2023", "đúng tiến độ", "1 / 99", "mốc lũy kế 30/6/2023", "11/23"):
        assert words in text
    dialog.close()
    qtbot.waitUntil(lambda: tasks.waiting == 0)
