"""Putting a book back from one of its copies."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from hoaian_desktop.errors import AnotherBook, HoaiAnError
from hoaian_desktop.store import copies
from ui import feedback
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.passphrase_editor import PassphraseEditor
from ui.widgets.strip import Strip

_KINDS = {
    copies.DAILY: "Bản hằng ngày",
    copies.BEFORE_UPGRADE: "Trước khi nâng cấp",
    copies.BEFORE_RESTORE: "Trước lần phục hồi",
}


class RestoreDialog(Dialog):
    """Lists the copies of a closed book; the state before is kept as one more copy."""

    restored = Signal()

    def __init__(self, folder: Path, tasks: Tasks, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Phục hồi từ bản sao")
        self.resize(620, 460)
        self._folder = folder
        self._tasks = tasks
        self._files: list[Path] = []
        self.strip = Strip()
        self.table = PlainTable("Các bản sao", ("Lúc", "Loại", "Tệp"), widths=(140, 170))
        self.passphrase = PassphraseEditor("Cụm mật khẩu dùng khi sao lưu")
        self.by_code = QCheckBox("Tôi gõ mã khôi phục trên phiếu thay cho cụm mật khẩu")
        self.act = button("Phục hồi", self._restore, icon="archive-restore", role="primary")
        inside = column(
            words("Chọn bản sao cần lấy lại", "title"),
            words("Sổ hiện có được giữ lại thành một bản sao nữa trước khi thay.", "muted"),
            self.strip,
            self.table,
            row(button("Tệp ở nơi khác (USB)…", self._choose, icon="usb"), None),
            self.passphrase,
            row(self.by_code, None),
            row(None, button("Hủy", self.close), self.act),
        )
        inside.setStretch(inside.indexOf(self.table), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.passphrase.entered.connect(self._restore)
        self.finished.connect(self.deleteLater)
        self._list()

    def _list(self) -> None:
        found = copies.all_of(self._folder)
        self._files = [copy.path for copy in found]
        rows = [(f"{copy.at:%H:%M %d/%m/%Y}", _KINDS.get(copy.kind, copy.kind), copy.path.name) for copy in found]
        self.table.show_rows(rows)
        if rows:
            self.table.selectRow(0)
        else:
            self.strip.warn("Trong thư mục sổ không có bản sao nào. Hãy chọn tệp .hoaian ở nơi khác.")

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn bản sao", str(Path.home()), "Bản sao của sổ (*.hoaian)")
        if chosen:
            self._files.insert(0, Path(chosen))
            self.table.insertRow(0)
            rows = [("", "Tệp đã chọn", Path(chosen).name)]
            rows += [tuple(self.table.item(at, place).text() for place in range(3))
                     for at in range(1, self.table.rowCount())]  # fmt: skip
            self.table.show_rows(rows)
            self.table.selectRow(0)

    def _restore(self) -> None:
        from hoaian_desktop.store import backup

        at = self.table.currentRow()
        if at < 0:
            self.strip.refuse("Hãy chọn một bản sao trong danh sách.")
            return
        secret = self.passphrase.value()
        if not secret:
            self.passphrase.set_fault("Hãy gõ cụm mật khẩu.")
            return
        file = self._files[at]
        sentence = f"Sổ sẽ trở về như trong {file.name}. Sổ hiện có được giữ lại thành một bản sao."
        if not feedback.ask(self, "Phục hồi sổ?", sentence, yes="Phục hồi"):
            return
        code = secret if self.by_code.isChecked() else None
        self.act.setEnabled(False)
        work = partial(backup.restore, file, self._folder, secret, code=code)
        self._tasks.background(self, work, done=self._done, failed=partial(self._ask_again, work))

    def _done(self, _: object) -> None:
        self.accept()
        self.restored.emit()

    def _ask_again(self, work: Callable[..., None], error: HoaiAnError) -> None:
        """A copy of another book goes over this one only after one more question."""
        sentence = "Bản sao này là của sổ khác. Sổ đang có trong thư mục được giữ lại thành một bản sao."
        if isinstance(error, AnotherBook) and feedback.ask(self, "Thay bằng sổ khác?", sentence, yes="Thay sổ"):
            again = partial(work, over_another=True)
            self._tasks.background(self, again, done=self._done, failed=self._refused)
        else:
            self._refused(error)

    def _refused(self, error: HoaiAnError) -> None:
        self.act.setEnabled(True)
        self.strip.refuse(str(error))
