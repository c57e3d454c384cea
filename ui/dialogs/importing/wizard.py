"""Taking in a file in four steps, of which a file that is recognised needs but the last. «Nhập» alone writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from hoaian_desktop.errors import Cancelled, HoaiAnError, ImportRefused
from hoaian_desktop.exchange import faulty, importing, opening, remembered, workbook
from hoaian_desktop.exchange.decisions import NONE_MADE, Decisions
from hoaian_desktop.exchange.findings import State
from hoaian_desktop.exchange.importing import Plan
from hoaian_desktop.exchange.opening import Opened
from hoaian_desktop.exchange.sorted_rows import SortedRows
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import ImportBatch
from hoaian_desktop.rules.legacy_text import Encoding
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import batches, drafts, references
from hoaian_desktop.services.drafts import Unfinished
from hoaian_desktop.services.references import Option
from ui.dialogs.import_sheets import STATES, SheetLine, SheetsTable
from ui.dialogs.importing.check_page import CheckPage
from ui.dialogs.importing.columns_page import ColumnsPage
from ui.dialogs.importing.sheets_page import SheetsPage
from ui.dialogs.importing.source_page import SourcePage
from ui.dialogs.parts import button, column, row, set_words, words
from ui.tasks import Tasks
from ui.widgets.buttons import on_key
from ui.widgets.fitted import Dialog
from ui.widgets.step_bar import StepBar
from ui.widgets.strip import Strip
from ui.widgets.wait_line import WaitLine

PLACE = "import"  # of the draft
STEPS = ("Chọn tệp", "Trang và tiêu đề", "Ghép cột", "Xem và nhập")
SOURCE, SHEETS, COLUMNS, CHECK, WRITTEN = range(5)
_LOOKED_UP = frozenset({"team", "village", "volunteer", "service", "influential_person", "campaign", "directive"})


class ImportWizard(Dialog):
    """One file at a time. Every decision is planned for anew while everything else goes on."""

    imported = Signal(int)  # rows

    def __init__(self, parent: QWidget | None, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Nhập từ Excel")
        self.resize(1180, 690)
        self._tasks = tasks
        self._today = today
        self._waiting: list[Path] = []  # of a folder, after this one
        self._book: Opened | None = None
        self._plan: Plan | None = None
        self._decisions: Decisions = NONE_MADE
        self._options: Mapping[str, Sequence[Option]] = {}
        self._unseen: dict[int, Callable[[], None]] = {}  # what shows the plan on a page nobody has looked at yet
        self._batch: int | None = None  # what was taken in, to be taken back
        self._is_resumed = False  # whether decisions of an earlier time hold
        self._is_asked = False  # whether what is in an old encoding is to be converted
        self._progress = Progress()
        self.bar = StepBar(STEPS)
        self.strip, self.wait = Strip(), WaitLine()
        self.source, self.sheets_page, self.columns_page = SourcePage(), SheetsPage(), ColumnsPage()
        self.check = CheckPage()
        self.written = SheetsTable()
        self.pages = QStackedWidget()
        for page in (self.source, self.sheets_page, self.columns_page, self.check, self.written):
            self.pages.addWidget(page)
        self.total = words("", "muted")
        self.close_button = button("Đóng", self.close)
        self.back = button("Quay lại", self._go_back, icon="arrow-left")
        self.forth = button("Tiếp tục", self._go_on, icon="arrow-right")
        self.take = button("Nhập", self._apply, icon="file-input", role="primary")
        inside = column(
            self.bar,
            self.strip,
            self.wait,
            self.pages,
            row(self.total, None, self.close_button, self.back, self.forth, self.take),
        )
        inside.setStretch(3, 1)
        inside.setContentsMargins(14, 12, 14, 12)
        self.setLayout(inside)
        self._connect()
        self._settle()
        self.source.choose.setFocus()

    def _connect(self) -> None:
        on_key(self.take, "Ctrl+Return")
        self.take.setToolTip("Ctrl+Enter")
        self.bar.step_wanted.connect(self.show_step)
        self.source.file_chosen.connect(self.read)
        self.source.pasted.connect(self.read_copied)
        self.sheets_page.kind_chosen.connect(
            self._by(lambda now, sheet, kind: now.changed(sheet, kind=kind, columns={}))
        )
        self.sheets_page.header_chosen.connect(
            self._by(lambda now, sheet, *rows: now.changed(sheet, header=rows, columns={}))
        )
        self.columns_page.field_chosen.connect(self._by(Decisions.giving))
        self.columns_page.month_first.connect(self._by(Decisions.turning))
        self.columns_page.left_as_is.connect(self._by(Decisions.leaving))
        self.columns_page.meanings_chosen.connect(self._by(Decisions.meaning))
        self.check.cells_typed.connect(self._by(Decisions.typing))
        self.check.rows_dropped.connect(self._by(Decisions.dropping))
        self.check.faults_wanted.connect(self._save_faults)
        self.finished.connect(self.deleteLater)

    # Reading

    def read(self, path: Path) -> None:
        """Read a file, or the first of a folder's, and show what taking it in would do."""
        if path.is_dir():
            self._waiting = workbook.files_in(path)
            path = self._waiting.pop(0)
        self.source.say(str(path))
        self._begin(partial(opening.open_path, path))

    def read_copied(self, text: str, html: str) -> None:
        """Read a table that was copied in another program."""
        self.source.say("Bảng đã sao chép")
        self._begin(partial(opening.open_copied, text, html))

    def _begin(self, reading: Callable[[], Opened]) -> None:
        self._plan, self._book, self._decisions, self._batch = None, None, NONE_MADE, None
        self._unseen = {}
        self._is_asked = False
        self.strip.hide()
        self.bar.set_current(SOURCE, SOURCE)
        self.pages.setCurrentIndex(SOURCE)
        self._work("Đang đọc tệp…")
        self._tasks.background(self, reading, done=self._opened, failed=self._refused)

    def _opened(self, book: Opened) -> None:
        self._book = book
        found = (one for conversions in book.conversions.values() for one in conversions)
        self._is_asked = any(one.encoding is not Encoding.DECOMPOSED for one in found)
        self._tasks.read(self, partial(references.every_option, tables=_LOOKED_UP), done=self._take_options)
        self._tasks.read(self, partial(drafts.recall, place=PLACE), done=self._go_on_with)

    def _go_on_with(self, unfinished: Unfinished | None) -> None:
        """Begin where this file was left, if it was."""
        assert self._book is not None
        kept = unfinished.values if unfinished else {}
        self._is_resumed = kept.get("digest") == self._book.workbook.digest
        if self._is_resumed:
            self._decisions = Decisions.of_document(kept)
            self._ask(first=True)
        else:  # headings that were decided about once
            operation = partial(remembered.recall, workbook=opening.in_unicode(self._book))
            self._tasks.read(self, operation, done=self._take_remembered)

    def _take_remembered(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._ask(first=True)

    def _take_options(self, options: Mapping[str, Sequence[Option]]) -> None:
        self._options = options

    def _ask(self, *, first: bool = False) -> None:
        """Plan anew with what is decided by now."""
        assert self._book is not None
        self._work("Đang xem từng dòng…")
        operation = partial(
            _look_through,
            workbook=self._book.workbook,
            conversions=self._book.conversions,
            today=self._today(),
            decisions=self._decisions,
            progress=self._progress,
        )
        done = partial(self._show, first=first)
        self._tasks.read(self, operation, done=done, failed=self._not_read, latest="plan", progress=self._progress)

    def _not_read(self, error: HoaiAnError) -> None:
        """No sheet was recognised: each can still be given its kind by hand."""
        self._plan, self._unseen = None, {}
        self._refused(error)
        if isinstance(error, ImportRefused) and self._book is not None:
            self.sheets_page.show_read(self._book.workbook, None, self._decisions)
            self.show_step(SHEETS)

    def _show(self, found: tuple[Plan, Mapping[str, SortedRows]], *, first: bool) -> None:
        plan, rows = found
        self._plan = plan
        self._settle()
        self._unseen = {
            SHEETS: partial(self.sheets_page.show_read, plan.workbook, plan, plan.decisions),
            COLUMNS: partial(self.columns_page.show_plan, plan, self._options),
            CHECK: partial(self.check.show_plan, plan, rows),
        }
        self.show_step(self._first_step(plan) if first else self.pages.currentIndex())
        self._say(plan)
        if first and self._is_asked:
            self.strip.take_focus()
        elif first and self.take.isEnabled():
            self.take.setFocus()

    def _first_step(self, plan: Plan) -> int:
        """Where somebody is needed: at a sheet nobody knows, at a column that is missing, or only to look."""
        missing = next(
            (one.sheet for one in plan.sheets if one.sheet in plan.maps and plan.maps[one.sheet].missing), ""
        )
        if missing:
            self.columns_page.go_to(missing)
            return COLUMNS
        return CHECK if plan.maps else SHEETS

    def _ask_about_letters(self, book: Opened) -> None:
        """Show what converting would do; until that is answered nothing can be written."""
        found = [one for conversions in book.conversions.values() for one in conversions]
        names = ", ".join(dict.fromkeys(importing.ENCODINGS[one.encoding] for one in found))
        samples = (sample for one in found for sample in one.samples)
        before, after = min(samples, key=lambda pair: abs(len(pair[1].split()) - 3))  # a name, most likely
        said = f"Tệp ghi bằng bảng mã <b>{names}</b>: “{escape(before[:40])}” là “{escape(after[:40])}”."
        acts = [
            ("Chuyển sang Unicode", "check", partial(self._answer, convert=True)),
            ("Để nguyên", "x", partial(self._answer, convert=False)),
        ]
        self.strip.warn(said, acts)

    def _answer(self, *, convert: bool) -> None:
        self._is_asked = False
        if convert:
            self._settle()
            self._say(self._plan)
            self.take.setFocus()
            return
        assert self._book is not None
        self._decide(opening.leaving(self._decisions, self._book.conversions, everything=True))

    def _say(self, plan: Plan) -> None:
        if self._is_asked and self._book is not None:
            self._ask_about_letters(self._book)
            self.total.setText("")
            return
        rejected, ready = plan.count(State.REJECTED), _ready(plan)
        unknown = [one for one in plan.sheets if one.kind is None and plan.decisions.of(one.sheet).kind is None]
        if unknown and not ready:
            self.strip.warn("Chưa nhận ra trang nào. Hãy chọn loại dữ liệu của từng trang, hoặc bỏ trang đó.")
        elif rejected and not ready:
            self.strip.warn(importing.NOTHING)
        elif not ready:
            self.strip.tell("Tệp này không có dòng nào mới so với sổ.")
        elif rejected:
            said = "chưa nhận được: sửa ngay trong bảng, hoặc nhập các dòng khác trước."
            self.strip.warn(f"<b>{show_count(rejected)} dòng</b> {said}")
        elif self._is_resumed:
            self.strip.tell("Các lựa chọn và chỗ đã sửa của lần mở trước được giữ lại.")
        else:
            self.strip.hide()
        self._is_resumed = False
        self.total.setText(f"{show_count(ready)} dòng sẽ được ghi vào sổ")
        set_words(self.take, f"Nhập {show_count(ready)} dòng" if ready else "Nhập")

    # Deciding

    def _by(self, change: Callable[..., Decisions]) -> Callable[..., None]:
        """What is to happen when a page tells what was decided."""
        return lambda *said: self._decide(change(self._decisions, *said))

    def _decide(self, decisions: Decisions) -> None:
        """Plan anew once the widget that told it has finished: the answer replaces the boxes of the page."""
        self._decisions = decisions
        QTimer.singleShot(0, self, self._ask)
        assert self._book is not None
        values = {"digest": self._book.workbook.digest, **decisions.document()}
        self._tasks.run(self, partial(drafts.keep, place=PLACE, values=values), quiet=True)

    def _save_faults(self) -> None:
        """Write the rows that cannot go in to a workbook with the reasons, to be mended there and taken in again."""
        if self._plan is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, "Tải dòng lỗi ra Excel", str(Path.home() / "dong-loi.xlsx"), "Bảng tính (*.xlsx)"
        )
        if name:
            path = Path(name).with_suffix(".xlsx")
            self._tasks.background(
                self,
                partial(faulty.write, self._plan, path),
                done=partial(self._faults_saved, path),
                failed=self._refused,
            )

    def _faults_saved(self, path: Path, rows: int) -> None:
        said = f"Đã ghi <b>{show_count(rows)} dòng lỗi</b> kèm lý do. Sửa xong thì nhập chính tệp đó."
        self.strip.tell(
            said,
            [("Mở thư mục", "folder-open", partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent))))],
        )

    # Writing

    def _apply(self) -> None:
        if self._plan is None:
            return
        self._work("Đang ghi vào sổ…")
        self._tasks.run(self, partial(_write, plan=self._plan), done=self._show_written, failed=self._refused)

    def _show_written(self, batch: ImportBatch) -> None:
        """Show the account the book keeps: it may differ from the plan if the book changed meanwhile."""
        self._plan, self._batch = None, batch.id
        lines = [
            SheetLine(one["sheet"], one["kind"], one["rows"], {state: one[state.value] for state in STATES})
            for one in batch.sheets
        ]
        self.written.show_written(lines)
        self.pages.setCurrentIndex(WRITTEN)
        self.bar.set_current(len(STEPS) - 1, SOURCE)
        self._settle()
        number = sum(one[state.value] for one in batch.sheets for state in (State.IMPORTED, State.UPDATED))
        acts = [("Hoàn tác lần nhập", "undo-2", self._take_back)]
        if self._waiting:
            acts.append((f"Tệp tiếp theo ({show_count(len(self._waiting))})", "arrow-right", self._read_next))
        self.strip.tell(f"Đã nhập <b>{show_count(number)} dòng</b> vào sổ.", acts)
        self.total.setText("")
        set_words(self.take, "Nhập")
        self.close_button.setFocus()
        self.imported.emit(number)

    def _take_back(self) -> None:
        assert self._batch is not None
        operation = partial(batches.take_back, batch_id=self._batch)
        self._tasks.run(self, operation, done=self._taken_back, failed=self._refused)

    def _taken_back(self, _: object) -> None:
        self._batch = None
        self.strip.tell("Đã hoàn tác cả lần nhập: sổ như trước khi nhập.")

    def _read_next(self) -> None:
        path = self._waiting.pop(0)
        self.read(path)

    def _refused(self, error: HoaiAnError) -> None:
        self._settle()
        if not isinstance(error, Cancelled):
            self.strip.refuse(str(error))

    # Steps

    def show_step(self, step: int) -> None:
        """Go to a step, from 0."""
        if fill := self._unseen.pop(step, None):
            fill()
        self.pages.setCurrentIndex(step)
        reached = CHECK if self._plan else SHEETS if self._book else SOURCE
        self.bar.set_current(step, reached)
        self._settle()

    def _go_back(self) -> None:
        self.show_step(max(SOURCE, self.pages.currentIndex() - 1))

    def _go_on(self) -> None:
        self.show_step(min(CHECK, self.pages.currentIndex() + 1))

    def _work(self, what: str) -> None:
        self._progress = Progress()
        self.take.setEnabled(False)
        self.wait.watch(self._progress, what)

    def _settle(self) -> None:
        self.wait.finish()
        at, plan = self.pages.currentIndex(), self._plan
        ended = at == WRITTEN
        self.back.setVisible(at > SOURCE and not ended)
        self.forth.setVisible(at < CHECK and self._book is not None)
        self.forth.setEnabled(plan is not None)
        self.take.setVisible(at == CHECK)
        self.take.setEnabled(plan is not None and not self._is_asked and _ready(plan) > 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._progress.cancel()
        super().closeEvent(event)


def _look_through(session: Any, **what: Any) -> tuple[Plan, Mapping[str, SortedRows]]:
    """Plan, and sort what the window shows of it, while the window goes on."""
    plan = importing.plan(session, **what)
    return plan, {one.sheet: SortedRows.of(plan, one.sheet) for one in plan.sheets if one.sheet in plan.maps}


def _write(session: Any, plan: Plan) -> ImportBatch:
    drafts.drop(session, PLACE)
    return importing.apply(session, plan)


def _ready(plan: Plan) -> int:
    return plan.count(State.IMPORTED) + plan.count(State.UPDATED)
