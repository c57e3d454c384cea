"""The scans of a version's signed, stamped paper: looked at, attached, replaced, put aside, saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from hoaian_desktop import papers, signatures
from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.services import scans
from hoaian_desktop.services.scans import ScanLine
from hoaian_desktop.signatures import Scan
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.page_view import PageView
from ui.widgets.wait_line import WaitLine

KINDS = "Bản quét (*.pdf *.jpg *.jpeg *.png);;Mọi tệp (*)"
_DIGEST = 12  # letters of the digest that are shown


class ScansDialog(Dialog):
    """A scan is looked at from memory: no copy of it lies on the disk unless the user saves one."""

    changed = Signal(int)  # the version's id

    def __init__(self, parent: QWidget | None, tasks: Tasks, version_id: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("Bản quét đã ký, đóng dấu")
        self.resize(860, 640)
        self._tasks, self._version_id = tasks, version_id
        self._lines: list[ScanLine] = []
        self._wanted: int | None = None  # the scan to pick once the list has come
        self._content: tuple[str, bytes] | None = None
        headings = ("Tệp", "Gắn lúc", "Người gắn", "Mã kiểm tra", "Tình trạng")
        self.table = PlainTable("Các bản quét", headings, widths=(250, 140, 150, 110))
        self.table.setMaximumHeight(130)
        self.notice = NoticeLine()
        self.wait = WaitLine()
        self.wait.stop_button.hide()
        self.view = PageView(tasks)
        self.add = button("Gắn bản quét…", self.attach, icon="paperclip", role="primary")
        self.swap = button("Thay…", partial(self._choose, True), icon="refresh-cw")
        self.drop = button("Gỡ", self._drop, icon="x")
        self.save = button("Lưu ra tệp…", self._save, icon="download")
        inside = column(
            words("Bản quét đã ký, đóng dấu", "title"),
            words("Tệp PDF, JPEG hoặc PNG, tối đa 20 MB. Bản đã thay hoặc gỡ vẫn giữ trong lịch sử.", "muted"),
            self.table,
            self.notice,
            self.wait,
            self.view,
            row(self.add, self.swap, self.drop, self.save, None, button("Đóng", self.close)),
        )
        inside.setStretch(inside.indexOf(self.view), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.table.itemSelectionChanged.connect(self._picked)
        self.finished.connect(self.deleteLater)
        self._load()

    # The list

    def _load(self) -> None:
        operation = partial(signatures.scan_lines, version_id=self._version_id)
        self._tasks.read(self, operation, done=self._list, latest="scans")

    def _list(self, lines: list[ScanLine]) -> None:
        # What stands comes first, the history below it.
        self._lines = sorted(lines, key=lambda line: (line.removed_at is not None, -line.id))
        self.table.show_rows([_row(line) for line in self._lines])
        ids = [line.id for line in self._lines]
        if self._wanted in ids:
            self.table.selectRow(ids.index(self._wanted))
        elif ids:
            self.table.selectRow(0)
        self._wanted = None
        if not ids:
            self.notice.say("muted", "Chưa có bản quét nào. Hãy quét bản giấy đã ký, đóng dấu rồi gắn vào đây.")
            self.view.clear()
        self._picked()

    def _line(self) -> ScanLine | None:
        at = self.table.currentRow()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _picked(self) -> None:
        line = self._line()
        standing = line is not None and line.removed_at is None
        self.swap.setEnabled(standing)
        self.drop.setEnabled(standing)
        self.save.setEnabled(line is not None)
        if line is None:
            self._content = None
            return
        self.notice.say("muted", "")
        operation = partial(scans.content, scan_id=line.id)
        self._tasks.read(self, operation, done=self._take, failed=self._refused, latest="content")

    def _take(self, content: tuple[str, bytes]) -> None:
        self._content = content
        work = partial(signatures.scan_to_look_at, content)
        self._tasks.background(self, work, done=self.view.show_pdf, failed=self._refused, latest="pages")

    # What is done with them

    def attach(self) -> None:
        """Ask for a file and keep it with the version."""
        self._choose(False)

    def _choose(self, instead: bool) -> None:
        line = self._line()
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn bản quét", str(Path.home()), KINDS)
        if chosen:
            self.take_in(Path(chosen), instead_of=line.id if instead and line else None)

    def take_in(self, path: Path, *, instead_of: int | None = None) -> None:
        """Judge a file and keep it, in the place of another scan if said."""
        self._still(True)
        done = partial(self._keep, instead_of)
        self._tasks.background(self, partial(signatures.read_scan, path), done=done, failed=self._refused)

    def _keep(self, instead_of: int | None, scan: Scan) -> None:
        operation = partial(signatures.attach_scan, version_id=self._version_id, scan=scan, instead_of=instead_of)
        self._tasks.run(self, operation, done=self._kept, failed=self._refused)

    def _kept(self, scan_id: int) -> None:
        self._wanted = scan_id
        self._changed()

    def _drop(self) -> None:
        line = self._line()
        if line is not None:
            self._tasks.run(self, partial(_remove, scan_id=line.id), done=self._changed, failed=self._refused)

    def _save(self) -> None:
        if self._content is None:
            return
        name, content = self._content
        chosen, _ = QFileDialog.getSaveFileName(self, "Lưu bản quét", str(Path.home() / name))
        if chosen:
            path = Path(chosen)
            work = partial(papers.save_report, content, path.parent, path.name)
            self._tasks.background(self, work, done=self._saved, failed=self._refused)

    def _saved(self, path: Path) -> None:
        self.notice.say("good", f"Đã lưu {path.name}.")

    def _changed(self, _: object = None) -> None:
        self._still(False)
        self.changed.emit(self._version_id)
        self._load()

    def _still(self, busy: bool) -> None:
        self.add.setEnabled(not busy)
        if busy:
            self.notice.say("muted", "")
            self.wait.watch(Progress(), "Đang đọc bản quét…")
        else:
            self.wait.finish()

    def _refused(self, error: HoaiAnError) -> None:
        self._still(False)
        self.notice.say("fault", str(error))
        self.add.setFocus()


def _row(line: ScanLine) -> tuple[str, ...]:
    state = "đang dùng"
    if line.removed_at is not None:
        state = f"đã gỡ {line.removed_at:%H:%M} {show_date(line.removed_at.date())} · {line.removed_by}"
    at = f"{line.at:%H:%M} {show_date(line.at.date())}"
    return (line.name, at, line.by, line.digest[:_DIGEST], state)


def _remove(session: Any, *, scan_id: int) -> None:
    scans.remove(session, scan_id)
