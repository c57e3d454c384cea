from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QWindow
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget

from hoaian_desktop.errors import ConflictError
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Volunteer, fields_of
from ui import feedback
from ui.theme import token
from ui.widgets import badge
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.bar import Bar
from ui.widgets.buttons import button, icon_button, on_key
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.figure_strip import FigureStrip, KeyFigure
from ui.widgets.key_caps import KeyCaps
from ui.widgets.record_form import RecordForm
from ui.widgets.side_panel import RAIL, SidePanel
from ui.widgets.step_bar import StepBar
from ui.widgets.strip import Strip
from ui.widgets.toast import Toast
from ui.widgets.wait_line import WaitLine


@pytest.fixture
def page(on_screen):
    made = QWidget()
    made.resize(800, 400)
    QVBoxLayout(made)
    return on_screen(made)


def words_of(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


class Shown(QObject):
    """Notes every window that opens, however shortly."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWindow):
            self.windows.append(watched.objectName())
        return False


def test_making_a_widget_opens_no_window_of_its_own(qapp, qtbot):
    seen = Shown()
    qapp.installEventFilter(seen)
    kept = [
        Badge("Đã chốt", Look("lock", Tone.INFO)), Badge(), Strip(), StepBar(["Một", "Hai"]), Bar(),
        SidePanel("Sửa", "history"), SidePanel("Sửa", closable=True), KeyCaps([("F4", "quét")]), FigureStrip(),
        WaitLine(), EmptyState("users", "Chưa có", "Vì sao", []), Toast(QWidget()), RecordForm(fields_of(Volunteer)),
    ]  # fmt: skip
    qapp.processEvents()
    qapp.removeEventFilter(seen)
    assert (seen.windows, len(kept)) == ([], 13)


# ── Toast ──


def test_a_toast_stands_at_the_bottom_centre_and_takes_back(page, qtbot):
    undone = []
    toast = Toast(page)
    toast.say("Đã lưu Lê Thị Thu Hà", undo=lambda: undone.append(True))
    assert abs(toast.geometry().center().x() - 400) <= 1
    assert 400 - toast.geometry().bottom() < 24
    toast.undo_button.click()
    assert undone == [True]
    assert toast.text() == ""


def test_a_toast_goes_by_itself_but_not_under_the_mouse(page, qtbot):
    toast = Toast(page)
    toast._clock.setInterval(40)
    page.layout().addWidget(QPushButton("Lưu"))
    page.findChild(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly).setFocus()
    toast.say("Đã lưu")
    inside = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(inside, inside, inside))
    qtbot.wait(120)
    assert toast.text() == "Đã lưu"
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: toast.text() == "", timeout=1500)


def test_a_toast_without_undo_has_no_such_button_and_follows_the_page(page, qtbot):
    toast = Toast(page)
    toast.say("Đã sao lưu")
    assert not toast.undo_button.isVisible()
    page.resize(600, 300)
    qtbot.waitUntil(lambda: abs(toast.geometry().center().x() - 300) <= 1)


# ── Strip ──


def test_a_strip_says_one_sentence_and_offers_what_helps(page, qtbot):
    done = []
    strip = Strip()
    page.layout().addWidget(strip)
    assert strip.isHidden()
    strip.warn("Đã kích hoạt <b>VNeID mức 2</b>", [("Xem bản ghi", "eye", lambda: done.append("seen"))])
    strip.buttons[0].click()
    assert done == ["seen"]
    assert strip.property("role") == "strip-warn"
    strip.refuse("Cụm mật khẩu chưa đúng.")
    assert strip.property("role") == "strip-error"
    assert strip.buttons == []
    assert strip.text() == "Cụm mật khẩu chưa đúng."
    strip.hide()
    assert strip.text() == ""


# ── Side panel ──


def test_f9_folds_the_panel_to_its_rail_and_back(page, qtbot):
    panel = SidePanel("Công dân đang nhập", "history", width=300)
    panel.body.addWidget(QLabel("Nguyễn Văn Khải"))
    page.layout().addWidget(panel)
    qtbot.waitUntil(panel.isVisible)
    with qtbot.waitSignal(panel.collapsed_changed) as told:
        qtbot.keyClick(page, Qt.Key.Key_F9)
    assert told.args == [True]
    assert panel.width() == RAIL
    qtbot.keyClick(page, Qt.Key.Key_F9)
    assert panel.width() == 300
    assert not panel.is_collapsed()


def test_the_actions_of_a_panel_stay_while_its_body_scrolls(page, qtbot):
    panel = SidePanel("Sửa", closable=True)
    for number in range(60):
        panel.body.addWidget(QLabel(f"Dòng {number}"))
    save = button("Lưu", "save", role="primary")
    panel.add_action(save)
    page.layout().addWidget(panel)
    qtbot.waitUntil(save.isVisible)
    assert page.height() == 400
    assert save.mapTo(page, QPoint(0, save.height())).y() <= 400


# ── Steps, bars, figures, badges ──


def test_one_may_go_back_to_steps_already_reached_but_not_ahead(page, qtbot):
    bar = StepBar(["Kiểm tra", "Số liệu", "Lời văn"])
    page.layout().addWidget(bar)
    bar.set_current(1)
    with qtbot.waitSignal(bar.step_wanted) as wanted:
        qtbot.mouseClick(bar._steps[0], Qt.MouseButton.LeftButton)
    assert wanted.args == [0]
    with qtbot.assertNotEmitted(bar.step_wanted):
        qtbot.mouseClick(bar._steps[2], Qt.MouseButton.LeftButton)
    bar.set_current(0)
    assert [step.state for step in bar._steps] == ["current", "ahead", "ahead"]
    with qtbot.waitSignal(bar.step_wanted):
        qtbot.keyClick(bar._steps[1], Qt.Key.Key_Space)


@pytest.mark.parametrize(
    ("share", "late", "colour"),
    [(0.5, False, "bar"), (0.5, True, "warnfill"), (1.2, True, "okfill"), (None, False, "track")],
)
def test_a_bar_shows_by_colour_how_it_stands(qtbot, share, late, colour):
    bar = Bar()
    qtbot.addWidget(bar)
    bar.resize(200, 21)
    bar.show_progress(share, due=0.75, late=late)
    assert bar.grab().toImage().pixelColor(40, 10) == token(colour)


def test_key_figures_say_missing_and_change_and_open_their_records(page, qtbot):
    strip = FigureStrip()
    page.layout().addWidget(strip)
    strip.show_figures(
        [
            KeyFigure("2.2", "Định danh mức 2", 5535, "tài khoản", 38, "so với kỳ trước"),
            KeyFigure("2.3", "Hồ sơ DVC", None, "hồ sơ"),
            KeyFigure("2.4", "Hướng dẫn", 58, "người", -3),
        ]
    )
    words = words_of(strip)
    assert "5.535" in words and "—" in words and "+38" in words and "−3" in words
    cell = strip._row.itemAt(0).widget()
    assert cell.accessibleName() == "Định danh mức 2: 5.535 tài khoản"
    with qtbot.waitSignal(strip.opened) as opened:
        qtbot.keyClick(cell, Qt.Key.Key_Return)
    assert opened.args == ["2.2"]


def test_a_badge_is_as_wide_as_its_words_and_says_them(qtbot):
    badge = Badge("Đã chốt", Look("lock", Tone.INFO))
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "Đã chốt"
    assert badge.sizeHint().height() == 20
    before = badge.sizeHint().width()
    badge.show_state("Được nhận và đã trả lời", Look("check", Tone.OK))
    assert badge.sizeHint().width() > before


def test_an_empty_tab_offers_ways_to_begin(page, qtbot):
    begun = []
    ways = [
        Way("Thêm từng tổ", "Khoảng một phút mỗi tổ.", "Thêm tổ", "plus", lambda: begun.append("add")),
        Way("Hoặc nhập danh sách", "Đọc được tệp Excel.", "Nhập từ Excel…", "file-input", lambda: begun.append("file")),
    ]
    empty = EmptyState("users", "Chưa có tổ nào", "Mọi số đếm đều gắn với một tổ.", ways, "hướng dẫn về tổ")
    page.layout().addWidget(empty)
    for made in empty.buttons:
        made.click()
    assert begun == ["add", "file"]
    assert empty.buttons[0].property("role") == "primary"
    assert "F1: hướng dẫn về tổ" in words_of(empty)


def test_key_caps_show_keys_and_words(qtbot):
    caps = KeyCaps([("Enter", "ô kế tiếp"), ("", "hoặc bấm chuột")])
    qtbot.addWidget(caps)
    assert words_of(caps) == ["Enter", "ô kế tiếp", "hoặc bấm chuột"]


def test_buttons_with_an_icon_alone_say_what_they_do(qtbot):
    made = icon_button("zoom-in", "Phóng to", key="Ctrl++")
    qtbot.addWidget(made)
    assert (made.toolTip(), made.accessibleName()) == ("Phóng to (Ctrl++)", "Phóng to")


# ── Waiting ──


def test_waiting_is_shown_only_when_it_takes_a_while_and_can_be_stopped(page, qtbot):
    line, progress = WaitLine(), Progress()
    page.layout().addWidget(line)
    progress.total, progress.done = 5535, 2100
    line.watch(progress, "Đang đọc tệp")
    assert line.isHidden()
    qtbot.waitUntil(line.isVisible, timeout=1000)
    assert "2.100 / 5.535" in words_of(line)
    line.stop_button.click()
    assert progress.cancelled
    line.finish()
    assert line.isHidden()


# ── Messages ──


def click_when_open(qtbot, words):
    from PySide6.QtCore import QTimer

    def click():
        box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
        next(b for b in box.findChildren(QPushButton) if b.text() == words).click()

    QTimer.singleShot(50, click)


def test_a_question_is_answered_by_its_own_words(page, qtbot):
    click_when_open(qtbot, "Lưu trữ")
    assert feedback.ask(page, "Lưu trữ tổ này", "Số liệu đã báo cáo không đổi.", yes="Lưu trữ") is True
    click_when_open(qtbot, "Hủy")
    assert feedback.ask(page, "Xóa", "Không lấy lại được.") is False


def test_a_refusal_does_not_stop_the_program_and_goes_with_esc(page, qtbot):
    feedback.refuse(page, ConflictError())
    box = page.findChild(QMessageBox)
    assert box.informativeText() == str(ConflictError())
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is None)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_whatever_button_has_the_focus(page, qtbot, key):
    """Outside dialogs Qt would not: the start page, the list of periods, closing a report."""
    pressed = []
    for made in (button("Tạo sổ mới", "book-plus", role="primary"), icon_button("x", "Đóng")):
        page.layout().addWidget(made)
        made.clicked.connect(lambda _=False: pressed.append(True))
        made.setFocus()
        qtbot.keyClick(made, key)
    assert pressed == [True, True]


def test_a_key_presses_its_button_at_once_and_only_while_it_may_be_pressed(page, qtbot):
    """Two keys one after the other, quicker than a tenth of a second, are two deeds in their order."""
    made, pressed = button("Khác người"), []
    page.layout().addWidget(made)
    made.clicked.connect(lambda: pressed.append(True))
    on_key(made, "Ctrl+K")
    QApplication.processEvents()
    qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [True]
    made.setEnabled(False)
    qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [True]


def test_a_strip_asked_anew_keeps_the_focus_and_gives_it_back(page, qtbot):
    field = QPushButton("Họ và tên")
    strip = Strip()
    page.layout().addWidget(field)
    page.layout().addWidget(strip)
    QApplication.processEvents()
    field.setFocus()
    for _ in range(2):
        strip.warn("Trong sổ đã có người này.", [("Vẫn lưu", "save", lambda: None)])
        strip.take_focus()
        assert QApplication.focusWidget() is strip.buttons[0]
    strip.hide()
    assert QApplication.focusWidget() is field


def test_the_badge_of_a_row_put_aside_says_only_that():
    look = Look("check", Tone.OK)
    assert badge.of_row("Đã kích hoạt", look, archived=False) == ("Đã kích hoạt", look)
    assert badge.of_row("Đã kích hoạt", look, archived=True)[0] == "Đã lưu trữ"
