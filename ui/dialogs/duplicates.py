"""The duplicate desk: pairs of citizens who may be one, looked at one after the other, merged or told apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHeaderView, QSplitter, QStackedWidget, QWidget

from hoaian_desktop.errors import Cancelled, HoaiAnError
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Citizen
from hoaian_desktop.rules.likeness import HIGH, LEAST
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import duplicates, merges, references, undoing
from hoaian_desktop.services.duplicates import Pair
from hoaian_desktop.services.merges import Merge
from hoaian_desktop.services.references import Option
from ui.dialogs.duplicate_pair import PairView
from ui.dialogs.parts import button, column, row, set_words, words
from ui.dialogs.plain_table import PlainTable
from ui.tasks import Tasks
from ui.widgets.buttons import on_key
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.empty_state import EmptyState, Way
from ui.widgets.fitted import Dialog
from ui.widgets.strip import Strip
from ui.widgets.wait_line import WaitLine

_LEVELS = (("Từ 50 điểm", LEAST), (f"Từ {HIGH} điểm", HIGH), ("Từ 85 điểm", 85))
_REMARK = "Chương trình chỉ gợi ý, không tự gộp ai. Hai số định danh khác nhau là hai người."
_KEYS = "1, 2 chọn giá trị, Ctrl+Enter gộp, Ctrl+K khác người, Ctrl+PgDown để sau, Ctrl+Z hoàn tác"


class DuplicatesDialog(Dialog):
    """Pairs at the left, the pair at the right; after each decision the next one is there."""

    def __init__(self, parent: QWidget | None, tasks: Tasks) -> None:
        super().__init__(parent)
        self.setWindowTitle("Người trùng")
        self.resize(1180, 660)
        self._tasks = tasks
        self._progress = Progress()
        self._pairs: list[Pair] = []
        self._merge: Merge | None = None
        self._step: int | None = None  # what the last decision did, to be taken back
        self.village = ChoiceBox()
        self.village.setAccessibleName("Thôn")
        self.village.addItem("Mọi thôn", None)
        self.level = ChoiceBox()
        self.level.setAccessibleName("Giống ít nhất")
        for name, least in _LEVELS:
            self.level.addItem(name, least)
        self.remembered = QCheckBox("Cả cặp đã ghi khác người")
        self.eye = button("Hiện số", icon="eye")
        self.eye.setCheckable(True)
        self.eye.setToolTip("Hiện đủ số định danh và điện thoại")
        self.wait = WaitLine()
        self.strip = Strip()
        self.table = PlainTable("Các cặp có thể trùng", ("Điểm", "Hai người", "Vì sao"), widths=(52,), right=(0,))
        self.view = PairView()
        self.total = words("", "muted")
        self.merge_button = button("Gộp", self._take, icon="merge", role="primary")
        self.apart_button = button("Khác người", self._tell_apart, icon="users")
        self.later_button = button("Để sau", self._later, icon="chevron-right")
        self._lay_out()
        self._connect()
        tasks.read(self, partial(references.options, table="village"), done=self._take_villages)
        self.search()

    def _lay_out(self) -> None:
        self.village.fit_to("Thôn Thanh Lương xx")
        self.level.fit_to("Từ 85 điểm")
        both = QSplitter()
        both.addWidget(self.table)
        both.addWidget(self.view)
        both.setSizes([340, 800])
        both.setStretchFactor(1, 1)
        both.setChildrenCollapsible(False)
        for at in (1, 2):
            self.table.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumWidth(230)
        self.view.setMinimumWidth(430)
        way = Way("Nới điều kiện", "Xem mọi thôn và cả những cặp ít giống.", "Bỏ lọc", "funnel-x", self._clear)
        self.stack = QStackedWidget()
        for page in (both, _nobody(), _nobody(way)):
            self.stack.addWidget(page)
        inside = column(
            row(words("Người trùng", "title"), None, self.eye),
            words(_REMARK, "muted"),
            row(self.village, self.level, self.remembered, None, self.total),
            self.strip,
            self.wait,
            self.stack,
            row(
                words(_KEYS, "small"),
                None,
                self.later_button,
                self.apart_button,
                self.merge_button,
                button("Đóng", self.close),
            ),
        )
        inside.setStretch(inside.indexOf(self.stack), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)

    def _connect(self) -> None:
        keys = ((self.merge_button, "Ctrl+Return"), (self.apart_button, "Ctrl+K"), (self.later_button, "Ctrl+PgDown"))
        for pressed, key in keys:
            on_key(pressed, key)
            shown = key.replace("Return", "Enter")
            pressed.setToolTip(f"{pressed.text().strip()} ({shown})")
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.activated.connect(self._undo)
        self.eye.toggled.connect(self.view.fields.show_whole)
        self.table.currentCellChanged.connect(self._open)
        for box in (self.village, self.level):
            box.currentIndexChanged.connect(self.search)
        self.remembered.toggled.connect(self.search)
        self.finished.connect(self._progress_off)
        self.finished.connect(self.deleteLater)

    # Searching

    def search(self) -> None:
        """Look for pairs anew, by the filters."""
        self._progress = Progress()
        self._show_pair(None)
        self.wait.watch(self._progress, "Đang tìm người có thể trùng…")
        operation = partial(
            duplicates.pairs,
            least=self.level.currentData(),
            village_id=self.village.currentData(),
            remembered=self.remembered.isChecked(),
            progress=self._progress,
        )
        self._tasks.read(
            self, operation, done=self._show, failed=self._not_found, latest="pairs", progress=self._progress
        )

    def _show(self, found: list[Pair]) -> None:
        self.wait.finish()
        self._pairs = found
        self._fill(0)

    def _not_found(self, error: HoaiAnError) -> None:
        self.wait.finish()
        said = "Đã dừng tìm." if isinstance(error, Cancelled) else str(error)
        self.strip.warn(said, [("Tìm lại", "refresh-cw", self._again)])

    def _again(self) -> None:
        self.strip.hide()
        self.search()

    def _fill(self, at: int) -> None:
        """Show the pairs with one of them current."""
        self.table.blockSignals(True)
        self.table.show_rows([_cells(pair) for pair in self._pairs])
        self.table.setCurrentCell(min(at, len(self._pairs) - 1), 0)
        self.table.blockSignals(False)
        more = "trở lên" if len(self._pairs) == duplicates.MOST else ""
        self.total.setText(f"{show_count(len(self._pairs))} cặp {more}".strip())
        narrowed = self.village.currentIndex() > 0 or self.level.currentIndex() > 0
        self.stack.setCurrentIndex(0 if self._pairs else 2 if narrowed else 1)
        self._open()

    def _clear(self) -> None:
        self.village.setCurrentIndex(0)
        self.level.setCurrentIndex(0)
        self.search()

    def _take_villages(self, found: list[Option]) -> None:
        for option in found:
            self.village.addItem(option.words, option.id)

    # The pair

    def _open(self, *_: int) -> None:
        pair = self._pair()
        self._show_pair(None)
        if pair is not None:
            operation = partial(merges.preview, one_id=pair.first.id, other_id=pair.second.id)
            self._tasks.read(self, operation, done=self._show_pair, failed=self._gone, latest="pair")

    def _pair(self) -> Pair | None:
        at = self.table.currentRow()
        return self._pairs[at] if 0 <= at < len(self._pairs) else None

    def _show_pair(self, merge: Merge | None) -> None:
        self._merge = merge
        for pressed in (self.merge_button, self.apart_button, self.later_button):
            pressed.setEnabled(merge is not None)
        pair = self._pair()
        set_words(self.apart_button, "Bỏ ghi khác người" if pair and pair.different else "Khác người")
        if merge is not None:
            self.view.show_merge(merge)
            if not self.table.hasFocus():
                self.view.fields.setFocus()

    def _gone(self, error: HoaiAnError) -> None:
        self.strip.warn(escape(str(error)), [("Tìm lại", "refresh-cw", self._again)])

    # Deciding

    def _take(self) -> None:
        if self._merge is None:
            return
        kept = self._merge
        doing = partial(
            merges.merge,
            keep_id=kept.keep_id,
            other_id=kept.other_id,
            values=self.view.fields.chosen(),
            versions=kept.versions,
        )
        self._show_pair(None)
        self._tasks.run(self, doing, done=partial(self._merged, kept), failed=self._gone)

    def _merged(self, kept: Merge, citizen: Citizen) -> None:
        self._tell(f"Đã gộp thành một người: <b>{escape(citizen.full_name)}</b>.")
        self._leave_out(lambda pair: kept.other_id in pair.ids)

    def _tell_apart(self) -> None:
        pair = self._pair()
        if pair is None or self._merge is None:
            return
        act = duplicates.not_different if pair.different else duplicates.different
        said = (
            "Đã bỏ ghi khác người; cặp này sẽ được gợi ý lại." if pair.different else "Đã ghi là hai người khác nhau."
        )
        doing = partial(act, one_id=pair.first.id, other_id=pair.second.id)
        self._show_pair(None)
        self._tasks.run(self, doing, done=lambda _: self._told_apart(pair, said), failed=self._gone)

    def _told_apart(self, pair: Pair, said: str) -> None:
        self._tell(said)
        self._leave_out(lambda other: other.ids == pair.ids)

    def _later(self) -> None:
        if self._pairs:
            self.table.setCurrentCell((self.table.currentRow() + 1) % len(self._pairs), 0)

    def _leave_out(self, decided: Callable[[Pair], bool]) -> None:
        at = self.table.currentRow()
        before = sum(map(decided, self._pairs[:at]))
        self._pairs = [pair for pair in self._pairs if not decided(pair)]
        self._fill(at - before)
        self.view.fields.setFocus()

    def _tell(self, said: str) -> None:
        self._step = self._tasks.step
        self.strip.tell(said, [("Hoàn tác", "undo-2", self._undo)] if self._step is not None else [])

    def _undo(self) -> None:
        step, self._step = self._step, None
        if step is not None:
            self._tasks.run(self, partial(undoing.undo, step_id=step), done=self._turned_back, failed=self._gone)

    def _turned_back(self, _: object) -> None:
        self.strip.tell("Đã hoàn tác.")
        self.search()

    def _progress_off(self) -> None:
        self._progress.cancel()


def _nobody(*ways: Way) -> EmptyState:
    why = (
        "Người không có số định danh được so với mọi người khác theo họ tên, ngày sinh, thôn và điện thoại, kể cả "
        "khi mất dấu, đảo tên đệm hay gõ sai một chữ. Chỉ có tên giống nhau thì chưa đủ."
    )
    return EmptyState("users", "Không thấy ai có thể trùng", why, ways)


def _cells(pair: Pair) -> tuple[str, ...]:
    one, other = pair.first.full_name, pair.second.full_name
    why = ", ".join(pair.likeness.reasons)
    return str(pair.likeness.score), f"{one} · {other}", f"Đã ghi khác người; {why}" if pair.different else why
