"""What the menus of the main window do: each opens a dialog or hands a wish to the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from hoaian_desktop.errors import HoaiAnError
from ui import feedback, theme
from ui.dialogs.about import AboutDialog
from ui.dialogs.change_passphrase import PassphraseDialog
from ui.dialogs.health import HealthDialog
from ui.dialogs.importing.wizard import ImportWizard
from ui.dialogs.new_sheet import NewSheetDialog
from ui.dialogs.office import OfficeDialog
from ui.dialogs.record_lists import SERVICES, TARGETS, VILLAGES, Kind, ListDialog
from ui.main_window import MainWindow
from ui.menus import Command, Menus, fill
from ui.tabs.record_list import EXPORT
from ui.tabs.tab import Tab
from ui.taking_back import REDO, UNDO, TakingBack
from ui.tasks import Tasks
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from hoaian_desktop.store.book import OpenBook
    from ui.session import Session


class Commands(QObject):
    """The commands over one open book."""

    copied = Signal()  # a copy of the book was made

    def __init__(
        self,
        app: QApplication,
        book: OpenBook,
        tasks: Tasks,
        session: Session,
        window: MainWindow,
        today: Callable[[], date],
    ) -> None:
        super().__init__(window)
        self._app = app
        self._book = book
        self._tasks = tasks
        self._session = session
        self._window = window
        self._today = today
        self._toast = Toast(window.stack)
        self._taking_back = TakingBack(window, tasks, self._toast)
        window.actions_by_words = fill(window, self._menus())
        self._taking_back.follow(window.actions_by_words[UNDO], window.actions_by_words[REDO])
        window.elsewhere = {
            "import": self.take_in,
            "practice": partial(session.leave, session.sample),
            "targets": partial(self.edit_list, TARGETS),
            "office": self.edit_office,
            "villages": partial(self.edit_list, VILLAGES),
        }
        window.unit.clicked.connect(self.edit_office)

    def _menus(self) -> Menus:
        window, session = self._window, self._session
        tabs = [
            Command(tab.title, partial(window.show_tab, at), f"Alt+{at + 1}", tab.icon)
            for at, tab in enumerate(window.tabs.all)
        ]
        return {
            "&Tệp": (
                Command("In báo cáo…", self.print_report, "", "printer"),
                Command("Kiểm tra chữ ký của báo cáo…", self.check_signatures, "", "signature"),
                None,
                Command("Đóng sổ, mở sổ khác…", partial(session.leave, session.start), "Ctrl+W", "folder-open"),
                Command("Thoát", window.close, "Ctrl+Q", "log-out"),
            ),
            "&Chỉnh sửa": (
                Command("Thêm mới", lambda: window.tab.add_new(), "Ins; Ctrl+N", "plus"),
                Command("Tìm trong danh sách", lambda: window.tab.find(), "Ctrl+F", "search"),
                Command("Tìm trong cả sổ", window.search.begin, "Ctrl+K", "search"),
                None,
                Command(UNDO, self._taking_back.undo, "Ctrl+Z", "undo-2"),
                Command(REDO, self._taking_back.redo, "Ctrl+Y; Ctrl+Shift+Z", "redo-2"),
                None,
                Command("Hoàn tác khi gõ", partial(self._edit, "undo")),
                Command("Sao chép", partial(self._edit, "copy"), "", "copy"),
                Command("Dán", partial(self._edit, "paste")),
                Command("Chọn tất cả", partial(self._edit, "selectAll")),
            ),
            "&Xem": (
                *tabs,
                None,
                Command("Thẻ trước", partial(window.step, -1), "Ctrl+PgUp", "chevron-left"),
                Command("Thẻ sau", partial(window.step, 1), "Ctrl+PgDown", "chevron-right"),
                Command("Làm mới", window.reload, "F5", "refresh-cw"),
                None,
                Command("Giao diện tối", self.turn_dark, "Ctrl+Shift+D", ticked=session.remembered.dark),
            ),
            "&Dữ liệu": (
                Command("Nhập từ Excel…", self.take_in, "Ctrl+I", "file-input"),
                Command(EXPORT, self.export_list, "Ctrl+Shift+X", "file-down"),
                Command("Tải tệp mẫu…", self.save_template, "", "file-spreadsheet"),
                Command("Các lần nhập…", self.show_imports, "", "file-clock"),
                Command("Người trùng…", self.find_duplicates, "Ctrl+G", "merge"),
                None,
                Command("Sao lưu ngay…", self.back_up, "Ctrl+B", "database-backup"),
                Command("Phục hồi từ bản sao…", self.restore, "", "archive-restore"),
                Command("Kiểm tra sổ", self.check, "", "shield-check"),
            ),
            "&Hệ thống": (
                Command("Thiết lập đơn vị…", self.edit_office, "Ctrl+,", "settings"),
                Command("Thôn…", partial(self.edit_list, VILLAGES), "", "map-pin"),
                Command("Dịch vụ…", partial(self.edit_list, SERVICES), "", "smartphone"),
                Command("Chỉ tiêu…", partial(self.edit_list, TARGETS), "", "target"),
                None,
                Command("Thùng rác…", self.show_bin, "", "trash-2"),
                None,
                Command("Đổi cụm mật khẩu…", self.change_passphrase, "", "key-round"),
                Command("In phiếu khôi phục mới…", self.new_sheet, "", "life-buoy"),
            ),
            "Trợ &giúp": (
                Command("Hướng dẫn thẻ này", lambda: session.guide(window.tab.guide), "F1", "circle-help"),
                Command("Bắt đầu", partial(session.guide, "bat-dau")),
                Command("Nhập từ Excel", partial(session.guide, "nhap-excel")),
                Command("Sao lưu và phục hồi", partial(session.guide, "sao-luu")),
                None,
                Command("Giới thiệu", self.about, "", "info"),
            ),
        }

    # Dialogs

    def print_report(self) -> None:
        """Go to the paper of the current period, where it is printed."""
        self._window.go("reports")
        self._window.tab.show_step("preview")

    def check_signatures(self) -> None:
        """Tell what the signatures of any report are worth."""
        from ui.dialogs import signing

        signing.check_a_file(self._window, self._tasks)

    def take_in(self) -> None:
        """Take in a workbook."""
        dialog = ImportWizard(self._window, self._tasks, self._today)
        dialog.open()

    def export_list(self) -> None:
        """Write the list shown to a file."""
        if isinstance(self._window.tab, Tab):
            self._window.tab.page.export()
        else:
            self._toast.say("Hãy mở một thẻ có danh sách rồi xuất")

    def save_template(self) -> None:
        """Save an empty workbook to be filled in."""
        from ui.dialogs.template import TemplateDialog

        TemplateDialog(self._window, self._tasks).open()

    def show_imports(self) -> None:
        """Show the imports one by one, to take one of them back."""
        from ui.dialogs.batches import BatchesDialog

        BatchesDialog(self._window, self._tasks).open()

    def find_duplicates(self) -> None:
        """Look at citizens who may be in the book twice."""
        from ui.dialogs.duplicates import DuplicatesDialog

        DuplicatesDialog(self._window, self._tasks).open()

    def edit_office(self) -> None:
        """Change what the letters say."""
        OfficeDialog(self._window, self._tasks).open()

    def edit_list(self, kind: Kind) -> None:
        """Change villages, services or targets."""
        ListDialog(self._window, self._tasks, kind).open()

    def show_bin(self) -> None:
        """Show what was put aside, to bring it back."""
        from ui.dialogs.recycle_bin import RecycleBin

        RecycleBin(self._window, self._tasks).open()

    def change_passphrase(self) -> None:
        """Set a new passphrase."""
        dialog = PassphraseDialog(self._window, self._tasks, self._book)
        dialog.changed.connect(partial(self._toast.say, "Đã đổi cụm mật khẩu"))
        dialog.open()

    def new_sheet(self) -> None:
        """Make a new recovery code and print it."""
        NewSheetDialog(self._window, self._tasks, self._book, self._today).open()

    def check(self) -> None:
        """Look for damage."""
        HealthDialog(self._window, self._tasks, self._book).open()

    def about(self) -> None:
        """Say what this program is."""
        AboutDialog(self._window, self._book.folder).open()

    # Copies

    def back_up(self) -> None:
        """Make a copy among the book's own, and offer to put one on a stick."""
        from hoaian_desktop.store import backup

        self._toast.say("Đang sao lưu…")
        work = partial(backup.back_up, self._book)
        self._tasks.background(self, work, done=self._copied, failed=self._refused)

    def _copied(self, made: Path) -> None:
        self.copied.emit()
        sentence = f"Đã sao lưu và kiểm tra {made.name}. Nên chép thêm một bản ra USB."
        if feedback.ask(self._window, "Đã sao lưu", sentence, yes="Chép ra nơi khác…", no="Đóng"):
            self._copy_elsewhere(made)

    def _copy_elsewhere(self, made: Path) -> None:
        from hoaian_desktop.store import backup

        folder = QFileDialog.getExistingDirectory(self._window, "Chọn USB hoặc thư mục nhận bản sao")
        if folder:
            work = partial(backup.back_up, self._book, Path(folder) / made.name)
            done = partial(self._told_elsewhere, Path(folder))
            self._tasks.background(self, work, done=done, failed=self._refused)

    def _told_elsewhere(self, folder: Path, _: Path) -> None:
        self._toast.say(f"Đã chép bản sao vào {folder}")

    def restore(self) -> None:
        """Close the book and put it back from one of its copies."""
        self._session.leave(partial(self._session.restore_closed, self._book.folder))

    def _refused(self, error: HoaiAnError) -> None:
        feedback.refuse(self._window, error)

    # Looks

    def turn_dark(self) -> None:
        """Change between the light and the dark look, and remember which."""
        dark = not self._session.remembered.dark
        self._session.remembered.dark = dark
        theme.install(self._app, dark=dark)

    def _edit(self, verb: str) -> None:
        focused: QWidget | None = self._app.focusWidget()
        text = isinstance(focused, QLineEdit | QPlainTextEdit)
        if text or (verb in ("selectAll", "copy") and hasattr(focused, verb)):
            getattr(focused, verb)()
