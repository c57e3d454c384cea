"""Empty workbooks to send to those who fill them in: headings, lists and hints the import knows."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.exchange import templates
from hoaian_desktop.exchange.kinds import KINDS
from hoaian_desktop.rules.document import camel
from ui.dialogs.parts import button, column, row, words
from ui.tasks import Tasks
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.fitted import Dialog
from ui.widgets.strip import Strip


class TemplateDialog(Dialog):
    """One kind of list, or all of them in one workbook."""

    def __init__(self, parent: QWidget, tasks: Tasks) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tải tệp mẫu")
        self.resize(560, 240)
        self._tasks = tasks
        self.kind = ChoiceBox()
        self.kind.setAccessibleName("Loại danh sách")
        for kind in KINDS:
            self.kind.addItem(kind.title, kind.key)
        self.kind.addItem("Tất cả, mỗi loại một trang", "all")
        self.strip = Strip()
        self.close_button = button("Đóng", self.close)
        self.take = button("Lưu tệp mẫu…", self._choose, icon="file-down", role="primary")
        inside = column(
            words("Tải tệp mẫu để điền", "title"),
            words(
                "Tệp Excel trống có sẵn tiêu đề, danh sách để chọn và hướng dẫn điền. "
                "Điền xong nhập lại không phải ghép cột.",
                "muted",
                wrap=True,
            ),
            words("Loại danh sách", "label"),
            self.kind,
            self.strip,
            None,
            row(None, self.close_button, self.take),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)
        self.kind.setFocus()

    def save(self, path: Path) -> None:
        """Write the workbook."""
        operation = partial(templates.write, keys=(self.kind.currentData(),), path=path)
        self.take.setEnabled(False)
        self._tasks.read(self, operation, done=partial(self._saved, path), failed=self._refused)

    def _saved(self, path: Path, _: object) -> None:
        self.take.setEnabled(True)
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))
        self.strip.tell("Đã lưu tệp mẫu.", [("Mở thư mục", "folder-open", show)])

    def _refused(self, error: HoaiAnError) -> None:
        self.take.setEnabled(True)
        self.strip.refuse(str(error))

    def _choose(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"TepMau_{camel(self.kind.currentText().partition(',')[0])}.xlsx"
        proposed = str(Path(documents or Path.home()) / name)
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu tệp mẫu", proposed, "Sổ Excel (*.xlsx)")
        if chosen:
            self.save(Path(chosen).with_suffix(".xlsx"))
