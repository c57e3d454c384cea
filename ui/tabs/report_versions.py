"""The versions of a period: their states, what was kept of each, and what may be done with the one picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from hoaian_desktop.errors import HoaiAnError, NotReady
from hoaian_desktop.services import version_files, versions
from hoaian_desktop.services.differences import Differences
from hoaian_desktop.services.reporting import VersionLine
from hoaian_desktop.services.version_files import FileLine
from ui.dialogs import signing
from ui.dialogs.differences import DifferencesDialog
from ui.dialogs.plain_table import PlainTable
from ui.dialogs.reason import ReasonDialog
from ui.tabs import report_acts
from ui.tabs.report_preview import show_folder
from ui.tabs.report_state import ReportState
from ui.tabs.sheets import Sheet
from ui.tabs.version_table import VersionTable, moment
from ui.tasks import Tasks
from ui.theme import mark, set_icon
from ui.widgets.buttons import button, label
from ui.widgets.flow import FlowLayout
from ui.widgets.strip import Strip

_EMPTY = "Chưa chốt bản nào. Bản đã chốt nằm ở đây: nộp, ghi trả lại hay được nhận, so sánh, ký số, gắn bản quét."
_OPEN = (
    "Kỳ đang mở lại để lập bản v{next}. Hãy chốt bản v{next}, hoặc bấm “Giữ nguyên bản v{number}” khi chưa sửa gì, "
    "rồi nộp."
)
_NEXT = {"closed": "submit", "submitted": "accept"}  # what usually comes after a state
_ICONS = {"submit": "send", "accept": "check"}
_KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "signed": "PDF đã ký số", "scan": "Bản quét"}
_FILES = ("Tệp giữ cùng bản này", "Tên tệp", "Giữ lúc", "Người giữ", "Mã SHA-256 của tệp")
_FILE_WIDTHS = (150, 240, 128, 152)


class VersionsSheet(Sheet):
    """Carries out what belongs to one version. `changed` tells that the book has something new, with the words for it.

    `version_wanted` asks to look at one on paper.
    """

    changed = Signal(str)
    version_wanted = Signal(int)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__("history", "Các bản đã chốt")
        self._tasks = tasks
        self._state: ReportState | None = None
        self.folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.reveal: Callable[[Path], object] = show_folder
        self.strip = Strip()
        self.empty = label(_EMPTY, "muted")
        self.empty.setWordWrap(True)
        self.table = VersionTable()
        self.files = PlainTable("Tệp giữ cùng bản này", _FILES, widths=_FILE_WIDTHS)
        self.files.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.buttons: dict[str, QPushButton] = {}
        self._actions = QWidget()
        flow = FlowLayout(self._actions)
        for key, words, icon, act in self._verbs():
            made = button(words, icon)
            made.clicked.connect(partial(self._act, act))
            flow.addWidget(made)
            self.buttons[key] = made
        for part in (self.strip, self.empty, self.table, self._actions, self.files):
            self.body.addWidget(part)
        self.table.picked.connect(self._show_picked)
        self.table.opened.connect(self._look)

    def _verbs(self) -> Sequence[tuple[str, str, str, Callable[[VersionLine], object]]]:
        return (
            ("submit", "Nộp…", _ICONS["submit"], self._submit),
            ("accept", "Được nhận", _ICONS["accept"], self._accept),
            ("return", "Trả lại…", "corner-up-left", self._return),
            ("sign", "Ký số…", "signature", self._sign),
            ("verify", "Kiểm tra chữ ký", "badge-check", self._verify),
            ("attach", "Gắn bản quét…", "paperclip", self._attach),
            ("scans", "Xem bản quét", "scan-line", self._scans),
            ("compare", "So sánh với bản trước…", "columns-3", self._compare),
            ("see", "Xem, in lại", "eye", self._see),
        )

    def show_state(self, state: ReportState) -> None:
        """Show the versions of a state."""
        if self._state is None or self._state.line.id != state.line.id:
            self.strip.hide()
        self._state = state
        self.empty.setVisible(not state.versions)
        for part in (self.table, self._actions, self.files):
            part.setVisible(bool(state.versions))
        self.table.show_versions(state.versions)

    @property
    def files_shown(self) -> tuple[FileLine, ...]:
        """What is kept with the version picked."""
        version = self.table.current()
        return self._state.files[version.number] if self._state and version else ()

    def _show_picked(self) -> None:
        version, files = self.table.current(), self.files_shown
        if version is None:
            return
        self.files.show_rows(
            [(_KINDS.get(each.kind, each.kind), each.name, moment(each.at), each.by, each.digest) for each in files]
        )
        self.files.setVisible(bool(files))
        edges = 2 * self.files.frameWidth() + self.files.horizontalHeader().sizeHint().height() + 2
        self.files.setFixedHeight(len(files) * self.files.verticalHeader().defaultSectionSize() + edges)
        kinds = {each.kind for each in files}
        self.buttons["verify"].setVisible(version_files.SIGNED in kinds)
        self.buttons["scans"].setVisible(version_files.SCAN in kinds)
        # One button of a sheet is filled: the next thing to do with the version picked.
        wanted = _NEXT.get(version.state, "")
        for key in _NEXT.values():
            mark(self.buttons[key], role="primary" if key == wanted else "")
            set_icon(self.buttons[key], _ICONS[key], "white" if key == wanted else "text")

    def _act(self, act: Callable[[VersionLine], object]) -> None:
        version = self.table.current()
        self.strip.hide()
        if version is None:
            return
        try:
            act(version)
        except NotReady as error:
            self.refuse(error)

    def refuse(self, error: HoaiAnError) -> None:
        """Say why it could not be done."""
        self.strip.refuse(escape(str(error)).replace("\n", "<br>"))

    # What can be done

    def _compare(self, version: VersionLine) -> None:
        self.compare(version.number)

    def compare(self, number: int | None) -> None:
        """Show what differs between a version and the one before it; without a number, from the draft."""
        if self._state is not None:
            operation = partial(report_acts.compare, period_id=self._state.line.id, number=number)
            self._tasks.read(self, operation, done=self._compared, failed=self.refuse, latest="compare")

    def _compared(self, found: Differences) -> None:
        if self._state is not None:
            stem = self._state.file_name.removesuffix(".pdf")
            name = f"{stem}_v{found.older.number}-v{found.newer.number}_so-sanh.pdf"
            DifferencesDialog(self.window(), self._tasks, found, name, self.folder).open()

    def _look(self) -> None:
        version = self.table.current()
        if version is not None:
            self._see(version)

    def _see(self, version: VersionLine) -> None:
        self.version_wanted.emit(version.number)

    def _submit(self, version: VersionLine) -> None:
        versions.check(version.number, version.state, "submitted")
        if self._state is not None and self._state.open:
            raise NotReady([_OPEN.format(next=self._state.next_version, number=version.number)])
        folder = self.folder if self.folder.is_dir() else Path.home()
        dialog = QFileDialog(self, f"Chọn thư mục để ghi bản v{version.number}", str(folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.submit_to(version, Path(name)))
        dialog.open()

    def submit_to(self, version: VersionLine, folder: Path) -> None:
        """Write the version's file into a folder under its own name, say that it was handed in, show the folder."""
        if self._state is not None:
            span = self._state.line.span
            operation = partial(report_acts.submit, version_id=version.id, span=span, folder=folder)
            self._tasks.run(self, operation, done=self._submitted, failed=self.refuse)

    def _submitted(self, path: Path) -> None:
        self.folder = path.parent
        self.reveal(path.parent)
        self.changed.emit(f"Đã ghi {path.name} và đánh dấu đã nộp")

    def _accept(self, version: VersionLine) -> None:
        versions.check(version.number, version.state, "accepted")
        operation = partial(report_acts.answer, version_id=version.id, accepted=True)
        done = partial(self._told, f"Đã ghi: bản v{version.number} được nhận")
        self._tasks.run(self, operation, done=done, failed=self.refuse)

    def _return(self, version: VersionLine) -> None:
        versions.check(version.number, version.state, "returned")
        dialog = ReasonDialog(
            self.window(),
            f"Cấp trên trả lại bản v{version.number}",
            "Ghi đúng lý do cấp trên nêu. Sau đó mở lại kỳ để sửa; bản này vẫn giữ nguyên.",
            "Ghi trả lại",
            "corner-up-left",
        )
        dialog.given.connect(partial(self._returned, dialog, version))
        dialog.open()

    def _returned(self, dialog: ReasonDialog, version: VersionLine, reason: str) -> None:
        operation = partial(report_acts.answer, version_id=version.id, accepted=False, reason=reason)
        done = partial(self._taken, dialog, f"Đã ghi: bản v{version.number} bị trả lại")
        self._tasks.run(self, operation, done=done, failed=dialog.refuse)

    def _taken(self, dialog: ReasonDialog, said: str, _: Any) -> None:
        dialog.accept()
        self.changed.emit(said)

    def _told(self, said: str, _: Any) -> None:
        self.changed.emit(said)

    # Signed, stamped, scanned

    def _sign(self, version: VersionLine) -> None:
        said = f"Đã ký số bản v{version.number}"
        signing.open_sign(self.window(), self._tasks, version.id, done=partial(self._told, said))

    def _verify(self, version: VersionLine) -> None:
        signing.open_signatures(self.window(), self._tasks, version.id)

    def _attach(self, version: VersionLine) -> None:
        signing.attach_scan(self.window(), self._tasks, version.id, done=self._scanned)

    def _scans(self, version: VersionLine) -> None:
        signing.open_scans(self.window(), self._tasks, version.id, done=self._scanned)

    def _scanned(self, _: int) -> None:
        self.changed.emit("Đã ghi bản quét của bản đã chốt")
