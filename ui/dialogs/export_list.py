"""A list on its way to a file: which columns, whether numbers of people are whole, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from hoaian_desktop.errors import Cancelled, HoaiAnError
from hoaian_desktop.exchange import exporting, noting, outgoing, yum
from hoaian_desktop.exchange.exporting import Written
from hoaian_desktop.exchange.noting import Noted
from hoaian_desktop.exchange.outgoing import Part
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.document import camel
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.lists import Listing, Query
from ui import feedback
from ui.dialogs.parts import button, column, row, words
from ui.tasks import Tasks
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.fitted import Dialog
from ui.widgets.strip import Strip
from ui.widgets.wait_line import WaitLine

_SHOWN, _WHOLE, _YUM = "shown", "whole", "yum"
_FILTERS = ("Sổ Excel (*.xlsx)", "Văn bản CSV (*.csv)")
_ASK = (
    "Tệp sẽ có đủ số định danh và số điện thoại. Chỉ gửi cho người có trách nhiệm và xóa khi dùng xong. "
    "Ai xuất, lúc nào, bao nhiêu dòng được ghi vào nhật ký của sổ."
)


class ExportDialog(Dialog):
    """Writes the list as it stands, with its filters and its order; everything else can go on meanwhile."""

    def __init__(
        self,
        parent: QWidget,
        tasks: Tasks,
        listing: Listing,
        query: Query,
        names: Sequence[str],
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Xuất danh sách")
        self.resize(640, 330)
        self._tasks = tasks
        self._parts: dict[str, Callable[[], Part]] = {
            _SHOWN: partial(outgoing.as_shown, listing, query, names),
            _WHOLE: partial(outgoing.whole, listing.key, query),
            _YUM: yum.part,
        }
        self._title = outgoing.title_of(listing.key)
        self._today = today
        self._progress = Progress()
        self.what = ChoiceBox()
        self.what.setAccessibleName("Nội dung")
        self.what.addItem("Các cột đang hiện, theo bộ lọc", _SHOWN)
        self.what.addItem("Đủ các cột để nhập lại được, theo bộ lọc", _WHOLE)
        if listing.key == "volunteers":
            self.what.addItem("Đoàn viên, theo cột của hệ thống đoàn viên (YUM)", _YUM)
        self.numbers = QCheckBox("Ghi đủ số định danh và số điện thoại (mặc định được che)")
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName("Tệp")
        self.choose = button("Chọn nơi lưu…", self._choose, icon="folder-open")
        self.strip = Strip()
        self.wait = WaitLine()
        self.close_button = button("Đóng", self.close)
        self.take = button("Xuất", self.export, icon="file-down", role="primary")
        inside = column(
            words(f"Xuất danh sách {self._title}", "title"),
            words("Excel (.xlsx) để xem, in và nhập lại; .csv để đưa vào chương trình khác.", "muted", wrap=True),
            words("Nội dung", "label"),
            self.what,
            self.numbers,
            words("Tệp", "label"),
            row(self.file, self.choose),
            self.strip,
            self.wait,
            None,
            row(None, self.close_button, self.take),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.what.currentIndexChanged.connect(self._what_chosen)
        self.numbers.toggled.connect(self._warn)
        self.finished.connect(self.deleteLater)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.go_to(_unused(Path(documents or Path.home()) / f"{camel(self._title)}_{today().isoformat()}.xlsx"))
        self.take.setFocus()

    def go_to(self, path: Path) -> None:
        """Write to this file."""
        self._path = path
        self.file.setText(str(path))

    def part(self) -> Part:
        """What would be written now."""
        return self._parts[self.what.currentData()]()

    def export(self) -> None:
        """Write the file; whole numbers only once the user has confirmed it and the book's log has it."""
        parts = (self.part(),)
        if not self.numbers.isChecked():
            self._write(parts, None)
        elif feedback.ask(self, "Xuất đủ số định danh?", _ASK, yes="Xuất đủ số", no="Không"):
            self._work()
            noting_it = partial(noting.note, parts=parts)
            self._tasks.run(self, noting_it, done=partial(self._write, parts), failed=self._refused, quiet=True)

    def _write(self, parts: Sequence[Part], noted: Noted | None) -> None:
        self._work()
        operation = partial(exporting.export, parts=parts, path=self._path, noted=noted, progress=self._progress)
        self._tasks.read(self, operation, done=self._written, failed=self._refused, progress=self._progress)

    def _written(self, written: Written) -> None:
        self._settle()
        masked = "" if written.masked else " Tệp có đủ số định danh, hãy giữ cẩn thận."
        said = f"Đã xuất <b>{show_count(written.total)} dòng</b> vào {escape(written.path.name)}.{masked}"
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(written.path.parent)))
        self.strip.tell(said, [("Mở thư mục", "folder-open", show)])
        self.close_button.setFocus()

    def _refused(self, error: HoaiAnError) -> None:
        self._settle()
        if not isinstance(error, Cancelled):
            self.strip.refuse(escape(str(error)))

    def _what_chosen(self) -> None:
        whole = self.what.currentData() == _YUM
        self.numbers.setChecked(whole or (self.numbers.isChecked() and self.numbers.isEnabled()))
        self.numbers.setEnabled(not whole)  # the system asks for them
        self._warn()

    def _warn(self) -> None:
        if self.numbers.isChecked():
            self.strip.warn("Tệp có đủ số là <b>dữ liệu cá nhân</b>; lần xuất được ghi vào nhật ký của sổ.")
        else:
            self.strip.hide()

    def _work(self) -> None:
        self._progress = Progress()
        for part in (self.what, self.numbers, self.choose, self.take):
            part.setEnabled(False)
        self.strip.hide()
        self.wait.watch(self._progress, "Đang xuất…")

    def _settle(self) -> None:
        self.wait.finish()
        for part in (self.what, self.choose, self.take):
            part.setEnabled(True)
        self.numbers.setEnabled(self.what.currentData() != _YUM)

    def _choose(self) -> None:
        wanted = _FILTERS[self._path.suffix.lower() == ".csv"]
        chosen, kind = QFileDialog.getSaveFileName(self, "Lưu danh sách", str(self._path), ";;".join(_FILTERS), wanted)
        if chosen:
            ending = ".csv" if kind == _FILTERS[1] else ".xlsx"
            path = Path(chosen)
            self.go_to(path if path.suffix.lower() in exporting.ENDINGS else path.with_name(path.name + ending))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._progress.cancel()
        super().closeEvent(event)


def _unused(path: Path) -> Path:
    """The path, or the next one with a number that is free: yesterday's file is not written over unasked."""
    number, free = 2, path
    while free.exists():
        free = path.with_stem(f"{path.stem}_{number}")
        number += 1
    return free
