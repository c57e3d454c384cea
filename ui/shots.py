"""Pictures of every tab and window on the practice book and on an empty one: light, dark, at 125 and at 150 %."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.services.targets import By
from ui import app, asked_shots, report_shots, sample, screenless, signing_shots, theme, trial, waiting
from ui.dialogs.importing.wizard import CHECK, COLUMNS, SHEETS, ImportWizard
from ui.dialogs.tally_names import TallyNamesDialog
from ui.remembered import Remembered
from ui.session import Session
from ui.tabs.reports import STEPS, ReportsTab

SCALE = "QT_SCALE_FACTOR"
SCALES = {"1.25": "-125", "1.5": "-150"}  # of a screen of 1366 × 768, and what the files end with
OFFICE = {"secretary": "Trần Thị Mỹ Duyên"}  # invented, of the empty book


def run(folder: Path) -> int:
    """Write the pictures into `folder`; returns the exit code. Child processes of their own make the scaled ones."""
    folder = folder.resolve()
    scaled = os.environ.get(SCALE)
    if scaled:
        screenless.prepare(trial.WIDTH, trial.HEIGHT)
    with tempfile.TemporaryDirectory(prefix="hoaian-", ignore_cleanup_errors=True) as room:
        qt = app.application(sys.argv[:1], keep=Path(room))
        try:
            if scaled:
                _take(qt, Path(room), folder, SCALES[scaled], float(scaled))
            else:
                _take(qt, Path(room), folder, "")
                theme.install(qt, dark=True)
                _take(qt, Path(room), folder, "-dark")
        except HoaiAnError as error:
            print(error, file=sys.stderr)
            return 1
    if scaled:
        return 0
    child = [sys.executable, "-m", "ui", "--shots", str(folder)]
    # The screen this process was given is another one; a child asks for its own.
    platform = {screenless.PLATFORM: os.environ.get(screenless.PLATFORM, "").partition(":")[0]}
    codes = [subprocess.run(child, env={**os.environ, **platform, SCALE: at}, check=False).returncode for at in SCALES]
    print(f"{len(list(folder.glob('*.png')))} ảnh trong {folder}")
    return max(codes)


def _take(qt: QApplication, room: Path, folder: Path, suffix: str, ratio: float = 1) -> None:
    size = {"width": round(trial.WIDTH / ratio), "height": round(trial.HEIGHT / ratio)}
    with trial.opened(qt, room / sample.NAME, **size) as session:
        for name in _tabs(session):
            trial.picture(session.window, folder / f"{name}{suffix}.png")
        for name, dialog in _dialogs(session):
            trial.picture(dialog, folder / f"{name}{suffix}.png")
    if suffix == "":
        _empty(qt, room / "Đoàn xã Ân Tín", folder)
    for name, window in _before(qt, room):
        trial.picture(window, folder / f"{name}{suffix}.png")


_COPIED = (
    "STT | Ngày | Họ và tên | Năm sinh | Số CCCD | SĐT | Thôn | Dịch vụ | Kết quả | Tổ hỗ trợ",
    "1 | 05/11/2023 | Nguyễn Thị Bông | 1966 | 052166000011 | 0914000221 | Năng An | VNeID mức 2 | Đã kích hoạt | ",
    "2 | 31/11/2023 | Trần Văn Hiếu | 1990 | 052090000012 | 0387000004 | Năng An | VNeID mức 2 | Đã kích hoạt | ",
    "3 | 05/11/2023 | Lê Thị Xuân | 1972 | 52172000013 |  | Năng Ân | VNeID mức 2 | Đã kích hoạt | Tổ Năng An",
    "4 | 05/11/2023 |  | 1950 |  |  | Thanh Lương | VNeID mức 1 | Đã kích hoạt | ",
    "5 | 05/11/2023 | Võ Thị Sáu | 1955 | 052055000014 | 0346000662 | Vạn Hội 1 | cài My Viettel | Đã kích hoạt | ",
    "Tổng cộng |  |  |  |  |  |  | 5 |  | ",
)


def _tabs(session: Session) -> Iterator[str]:
    for at, tab in enumerate(session.window.tabs):
        session.window.show_tab(at)
        waiting.settle(session.tasks)
        yield f"{at + 1:02d}-{tab.guide}"
        if isinstance(tab, ReportsTab) and tab.state is not None:
            for number, step in enumerate(STEPS, 1):
                tab.show_step(step)
                waiting.settle(session.tasks)
                yield f"{at + 1:02d}-{tab.guide}-{number}"


def _dialogs(session: Session) -> Iterator[tuple[str, QWidget]]:
    """Every dialog of the menus, opened by its action, one after the other."""
    names = {
        "Nhập từ Excel…": "20-nhap-excel",
        "Kiểm tra sổ": "21-kiem-tra",
        "Thiết lập đơn vị…": "22-don-vi",
        "Thôn…": "23-thon",
        "Dịch vụ…": "24-dich-vu",
        "Chỉ tiêu…": "25-chi-tieu",
        "Đổi cụm mật khẩu…": "26-mat-khau",
        "Giới thiệu": "27-gioi-thieu",
        "In phiếu khôi phục mới…": "29-phieu-moi",
        "Người trùng…": "33-nguoi-trung",
        "Thùng rác…": "2a-thung-rac",
        "Tải tệp mẫu…": "2b-tep-mau",
    }
    for words, name in names.items():
        session.window.actions_by_words[words].trigger()
        waiting.settle(session.tasks)
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            raise waiting.NeverHappened(f"Không mở được hộp thoại “{words}”.")
        yield name, dialog
        dialog.close()
    yield from _targets(session)
    yield from _overview(session)
    yield from _import_steps(session)
    yield from _tally_names(session)
    yield from _list_dialogs(session)
    yield from _papers(session)
    yield from _imports(session)
    yield from signing_shots.signing(session)
    yield from report_shots.walk(session)
    yield from signing_shots.words(session)
    session.guide("bat-dau")
    waiting.pause(60)
    yield "28-huong-dan", session.guide_window
    session.guide_window.close()


def _targets(session: Session) -> Iterator[tuple[str, QWidget]]:
    """The grid of targets by team, with something typed that is not kept yet."""
    from ui.dialogs.targets.dialog import TargetsDialog

    session.window.actions_by_words["Chỉ tiêu…"].trigger()
    waiting.settle(session.tasks)
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, TargetsDialog):
        raise waiting.NeverHappened("Không mở được hộp thoại “Chỉ tiêu”.")
    dialog.given_to[By.TEAM].click()
    waiting.settle(session.tasks)
    row = next(at for at, each in enumerate(dialog.rows.grid.indicators) if each.code == "2.3")
    dialog.view.setCurrentIndex(dialog.rows.index(row, dialog.rows.first))
    dialog.rows.put({dialog.rows.key(dialog.view.currentIndex()): "40"})
    yield "25-chi-tieu-tung-to", dialog
    dialog.rows.undo()
    dialog.close()


def _overview(session: Session) -> Iterator[tuple[str, QWidget]]:
    """The lower end of Tổng quan, its chart as a table, its page on paper, and a new period."""
    session.window.go("overview")
    waiting.settle(session.tasks)
    tab = session.window.tab
    bar = tab.board.verticalScrollBar()
    bar.setValue(bar.maximum())
    waiting.pause(60)
    yield "35-tong-quan-duoi", session.window
    tab.months.chart.turn()
    waiting.pause(60)
    yield "36-tong-quan-bang", session.window
    tab.months.chart.turn()
    bar.setValue(0)
    yield from asked_shots.each(session, {"37-in-tong-quan": tab.print_page, "38-ky-moi": _new_period(session)})


def _new_period(session: Session) -> Callable[[], None]:
    def ask() -> None:
        session.window.go("reports")
        waiting.settle(session.tasks)
        session.window.tab.add_new()

    return ask


def _import_steps(session: Session) -> Iterator[tuple[str, QWidget]]:
    """A table that was copied, on its way into the book."""
    session.window.actions_by_words["Nhập từ Excel…"].trigger()
    waiting.settle(session.tasks)
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, ImportWizard):
        raise waiting.NeverHappened("Không mở được hộp thoại “Nhập từ Excel”.")
    dialog.read_copied("\n".join(line.replace(" | ", "\t") for line in _COPIED), "")
    waiting.settle(session.tasks)
    for step, name in ((CHECK, "xem"), (SHEETS, "trang"), (COLUMNS, "ghep-cot")):
        dialog.show_step(step)
        waiting.settle(session.tasks)
        yield f"20-nhap-excel-{name}", dialog
    dialog.close()
    waiting.settle(session.tasks)


def _tally_names(session: Session) -> Iterator[tuple[str, QWidget]]:
    """The page of tallies, and the window in which one of them gets its names."""
    session.window.go("activations")
    tab = session.window.tab
    tab.turn_to(1)
    waiting.settle(session.tasks)
    tab.page.replace_by_names()
    waiting.settle(session.tasks)
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, TallyNamesDialog):
        raise waiting.NeverHappened("Không mở được hộp thoại “Thay bằng danh sách”.")
    for name, born in (("Trần Thị Ba", "1960"), ("Võ Ngọc Toàn", "12/3/1958")):
        dialog.form.load({"full_name": name, "born": born})
        dialog.save()
        waiting.settle(session.tasks)
    yield "33-thay-bang-danh-sach", dialog
    dialog.close()
    waiting.settle(session.tasks)
    yield "34-so-dem", session.window


def _list_dialogs(session: Session) -> Iterator[tuple[str, QWidget]]:
    """What a list opens: a condition, the columns, many rows changed at once, the name of a view."""
    at = next(at for at, tab in enumerate(session.window.tabs) if tab.guide == "kich-hoat")
    session.window.show_tab(at)
    waiting.settle(session.tasks)
    page = session.window.tab.page
    page.list.go_to_table()
    page.list.table.view.selectAll()
    openers = {
        "40-dieu-kien": page.list.filter_row.conditions.add,
        "41-cot": page.list.table.edit_columns,
        "42-sua-nhieu": page.change_many,
        "43-ten-bo-loc": page.list.views.keep,
        "44-xuat-danh-sach": page.export,
    }
    yield from asked_shots.each(session, openers)


def _papers(session: Session) -> Iterator[tuple[str, QWidget]]:
    """The papers that lists offer, in their preview."""
    offered = {"to-cong-nghe-so": "50-to", "tinh-nguyen-vien": "51-tnv", "kich-hoat": "53-dong-y"}
    for guide, name in offered.items():
        at = next(at for at, tab in enumerate(session.window.tabs) if tab.guide == guide)
        session.window.show_tab(at)
        waiting.settle(session.tasks)
        if hasattr(session.window.tab, "turn_to"):
            session.window.tab.turn_to(0)  # other pictures left it at its tallies
        page = session.window.tab.page
        page.list.go_to_table()
        for number, (words, opened) in enumerate(page.list.papers):
            opened()
            waiting.settle(session.tasks)
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                raise waiting.NeverHappened(f"Không mở được “{words}”.")
            yield f"{name}-{number + 1}", dialog
            dialog.close()
            waiting.settle(session.tasks)


def _imports(session: Session) -> Iterator[tuple[str, QWidget]]:
    """The imports of a book that took in two lists, one of them taken back and one that can no longer be."""
    from hoaian_desktop.errors import ImportChangedSince
    from hoaian_desktop.exchange import importing
    from hoaian_desktop.exchange.workbook import Sheet, Workbook
    from hoaian_desktop.services import batches
    from ui.dialogs.batches import BatchesDialog

    def take_in(book: Any, number: int) -> int:
        rows = [("Họ và tên", "Ngày sinh"), *((f"Lê Văn {name}", f"{number}/5/2001") for name in ("An", "Bốn", "Cả"))]
        list_ = Workbook(str(number), (Sheet("Tình nguyện viên", rows),))
        return importing.apply(book, importing.plan(book, list_, today=date(2024, 1, 10))).id

    for number in (11, 12):
        session.tasks.run(session.window, partial(take_in, number=number))
    session.tasks.run(session.window, partial(batches.take_back, batch_id=1))
    waiting.settle(session.tasks)
    session.window.actions_by_words["Các lần nhập…"].trigger()
    waiting.settle(session.tasks)
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, BatchesDialog):
        raise waiting.NeverHappened("Không mở được hộp thoại “Các lần nhập”.")
    yield "44-cac-lan-nhap", dialog
    names = [f"tình nguyện viên Lê Văn {name}" for name in ("An", "Bốn", "Cả", "Dũng", "Năm", "Sáu", "Bảy", "Tám")]
    dialog.strip.refuse(str(ImportChangedSince([*names, *names])))
    yield "45-lan-nhap-da-sua", dialog
    dialog.close()


def _empty(qt: QApplication, book: Path, folder: Path) -> None:
    from hoaian_desktop import jobs

    made, _ = jobs.new_book(book, "bon con bo vang", sample.UNIT, OFFICE)
    session = Session(qt, Remembered(), partial(app.compose, qt))
    session.use(made)
    session.window.resize(trial.WIDTH, trial.HEIGHT)
    for name in _tabs(session):
        trial.picture(session.window, folder / f"{name}-trong.png")
    trial.close(session)


def _before(qt: QApplication, room: Path) -> Iterator[tuple[str, QWidget]]:
    """The windows before a book is open."""
    from ui.dialogs.first_run.window import FirstRunWindow

    session = Session(qt, Remembered(), partial(app.compose, qt))
    steps: dict[str, Callable[[], object]] = {
        "30-bat-dau": session.start,
        "31-dang-nhap": partial(session.unlock, room / sample.NAME),
        "32-so-moi": session.make,
    }
    for name, step in steps.items():
        step()
        waiting.settle(session.keeper)
        yield name, session.window
    window = session.window
    if isinstance(window, FirstRunWindow):
        window.pages[0].search.setText("an tin")
        for number in range(2, 5):
            window.forward()
            window.pages[2].form.editors["secretary"].set_value(OFFICE["secretary"])
            waiting.pause(60)
            yield f"32-so-moi-{number}", window
        window.sheet_page.show_code(sample.UNIT, "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-34567-89ABC-DEFGH")
        window.show_step(4)
        waiting.pause(60)
        yield "32-so-moi-5", window
    session.window.hide()
    session.keeper.shutdown()
