"""The window in which targets are given: which days, to whom, which issue above; the grid; how far each is below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Target, field_of
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import targets, undoing
from hoaian_desktop.services.targets import By, Grid, Page, Stretch
from ui import feedback
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.targets.grid_model import GridModel
from ui.dialogs.targets.grid_view import GridView
from ui.tabs.adding import offer_adding
from ui.tasks import Tasks
from ui.widgets.buttons import on_key
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fitted import Dialog
from ui.widgets.record_form import RecordForm
from ui.widgets.strip import Strip

_FIELDS = ("first_day", "last_day", "issue", "directive_id")
_GIVEN_TO = {By.OFFICE: "Cả đơn vị", By.TEAM: "Từng tổ", By.VILLAGE: "Từng thôn"}
_OWN_DAYS = "Hai ngày khác"
_HINT = (
    "Ô trống: chưa giao; —: chưa có số; 0: giao số 0 · Enter xuống, Tab sang, F2 sửa, Delete bỏ, Ctrl+V dán từ Excel"
)


@dataclass(frozen=True)
class _Loaded:
    """A page with what the lists above it offer."""

    grid: Grid
    stretches: Sequence[Stretch]


def _load(session: Any, page: Page | None, by: By, span: Span | None, today: date) -> _Loaded:
    """The page asked for; without one the latest issue of the days, or of the usual ones."""
    if page is None:
        span = span or targets.usual_stretch(session, today)
        page = Page(span, by, targets.latest_issue(session, span, by))
    return _Loaded(targets.load(session, page, today=today), targets.stretches(session, today))


class TargetsDialog(Dialog):
    """Stays open until what was typed is kept or given up."""

    import_wanted = Signal()

    def __init__(self, parent: QWidget | None, tasks: Tasks, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.setWindowTitle("Chỉ tiêu")
        self.resize(1060, 640)
        self._tasks, self._today = tasks, today
        self._saving = False
        self.stretch = QComboBox()
        self.stretch.setAccessibleName("Thời gian của chỉ tiêu")
        self.stretch.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stretch.setMinimumContentsLength(22)
        self.form = RecordForm([field_of(Target, name) for name in _FIELDS], tasks, columns=4, today=today)
        self.given_to: dict[By, QPushButton] = {}
        self.rows = GridModel(self)
        self.strip = Strip()
        self.view = GridView(self.rows, self._say_refused)
        self.again = button("Giao lần mới", self._next_issue, icon="layers")
        self.take_in = button("Nhập từ Excel…", self._take_in, icon="file-input")
        self.about, self.sums = ElidedLabel("", "strong"), ElidedLabel("", "small")
        self.save = button("Lưu", self._save, icon="save", role="primary")
        on_key(self.save, "Ctrl+S")
        offer_adding(self.form, tasks, self, self._tell, today)
        self._lay_out()
        self.stretch.activated.connect(self._pick_stretch)
        for name in ("first_day", "last_day", "issue"):
            self.form.editors[name].left.connect(self._days_left)
            self.form.editors[name].entered.connect(self._days_left)
        self.form.submitted.connect(self.view.setFocus)
        self.view.selectionModel().currentChanged.connect(self._show_about)
        self.rows.typed.connect(self._typed)
        self.finished.connect(self.deleteLater)
        self._ask()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        switch = row(spacing=0)
        for by, said in _GIVEN_TO.items():
            made = self.given_to[by] = button(said, partial(self._give_to, by))
            made.setCheckable(True)
            group.addButton(made)
            switch.addWidget(made)
        days = column(words("Thời gian", "label"), self.stretch, None, spacing=2)
        above = row(days, self.form, spacing=10)
        above.setStretch(1, 1)
        foot = row(ElidedLabel(_HINT, "small"), self.take_in, button("Đóng", self.close), self.save)
        foot.setStretch(0, 1)
        inside = column(
            row(words("Chỉ tiêu", "title"), 8, switch, None, self.again),
            above,
            self.strip,
            self.view,
            self.about,
            self.sums,
            foot,
        )
        inside.setStretch(inside.indexOf(self.view), 1)
        self.view.setMinimumHeight(120)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)

    # Which page

    @property
    def page(self) -> Page | None:
        """The page shown; None until the first one has come."""
        return self.rows.grid.page if self.rows.grid else None

    def _ask(self, page: Page | None = None, *, by: By = By.OFFICE, span: Span | None = None) -> None:
        operation = partial(_load, page=page, by=by, span=span, today=self._today())
        self._tasks.read(self, operation, done=self._show, latest="page")

    def _show(self, loaded: _Loaded) -> None:
        grid = loaded.grid
        at = self.view.currentIndex()
        self.rows.show_grid(grid)
        self._offer(loaded.stretches, grid.page.span)
        self.given_to[grid.page.by].setChecked(True)
        self.form.load(
            {
                "first_day": grid.page.span.first,
                "last_day": grid.page.span.last,
                "issue": grid.page.issue,
                "directive_id": grid.directive_id,
            }
        )
        here = self.rows.index(at.row(), at.column()) if at.isValid() else QModelIndex()
        if here.isValid():
            self.view.setCurrentIndex(here)
        else:
            self.view.begin()
        if not self.form.isAncestorOf(self.focusWidget() or self):
            self.view.setFocus()
        self._show_about()

    def _offer(self, stretches: Sequence[Stretch], span: Span) -> None:
        self.stretch.clear()
        for each in stretches:
            self.stretch.addItem(each.words, each.span)
        self.stretch.addItem(_OWN_DAYS, None)
        self._point_at(span)

    def _point_at(self, span: Span) -> None:
        offered = [self.stretch.itemData(at) for at in range(self.stretch.count())]
        self.stretch.setCurrentIndex(offered.index(span if span in offered else None))

    def _pick_stretch(self) -> None:
        span = self.stretch.currentData()
        if span is None:
            self.form.focus_first()
        elif self.page is not None and span != self.page.span:
            self._turn(by=self.page.by, span=span)

    def _give_to(self, by: By) -> None:
        if self.page is not None and by is not self.page.by:
            self._turn(by=by, span=self.page.span)

    def _next_issue(self) -> None:
        if self.page is not None and self.rows.grid is not None:
            latest = max(self.rows.grid.issues, default=0)
            self._turn(Page(self.page.span, self.page.by, latest + 1))

    def _days_left(self) -> None:
        """Other days or another issue were typed."""
        if self.page is None:
            return
        try:
            asked = self._asked()
        except ValidationError as error:
            for name, editor in self.form.editors.items():
                editor.set_fault(error.messages.get(name))
            return
        if asked != self.page:
            self._turn(asked)

    def _asked(self) -> Page:
        values = self.form.values()
        first, last, issue = values["first_day"], values["last_day"], values["issue"]
        assert self.page is not None and isinstance(first, date) and isinstance(last, date) and isinstance(issue, int)
        if last < first:
            raise ValidationError({"last_day": "Ngày cuối trước ngày đầu. Hãy sửa một trong hai ngày."})
        if issue < 1:
            raise ValidationError({"issue": "Lần giao bắt đầu từ 1."})
        return Page(Span(first, last), self.page.by, issue)

    def _turn(self, page: Page | None = None, *, by: By = By.OFFICE, span: Span | None = None) -> None:
        """Look at another page, unless what was typed on this one would be lost and is not to be."""
        if self.is_changed() and not feedback.may_discard(self):
            assert self.page is not None and self.rows.grid is not None
            shown = self.page
            self.given_to[shown.by].setChecked(True)
            self._point_at(shown.span)
            self.form.load(
                {**self.form.raw(), "first_day": shown.span.first, "last_day": shown.span.last, "issue": shown.issue}
            )
            return
        self.strip.hide()
        self._ask(page, by=by, span=span)

    # How far

    def _show_about(self, *_: object) -> None:
        index = self.view.currentIndex()
        if not index.isValid():
            return
        office = self.page is not None and self.page.by is By.OFFICE
        whole = self.rows.index(index.row(), self.rows.first) if office else index
        self.about.say(self.rows.words_of(whole) or self.rows.headerData(index.row(), Qt.Orientation.Vertical) or "")
        self.sums.say(self.rows.sum_words(index.row()))
        self.sums.setVisible(not office)

    def _typed(self) -> None:
        faults = self.rows.cells.faults
        if faults:
            first = next(iter(faults.values()))
            self.strip.refuse(f"<b>{show_count(len(faults))} ô cần sửa.</b> {escape(first.sentence)}")
        elif not self.strip.isHidden() and self.is_changed():
            self.strip.hide()
        self._show_about()

    # Keeping

    def is_changed(self) -> bool:
        """Whether something was typed since it was kept."""
        chosen = self.form.editors["directive_id"].value()
        kept = self.rows.grid.directive_id if self.rows.grid else None
        return bool(self.rows.cells.changes or self.rows.cells.faults) or (
            bool(self.rows.grid and self.rows.grid.given) and chosen != kept
        )

    def _save(self) -> None:
        if self._saving or self.page is None:
            return
        if self.rows.cells.faults:
            key = next(iter(self.rows.cells.faults))
            self._go_to(key)
            self._typed()
            return
        try:
            directive = self.form.values()["directive_id"]
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        self._saving = True
        operation = partial(targets.save, page=self.page, entries=self.rows.cells.changes, directive_id=directive)
        self._tasks.run(self, operation, done=self._saved, failed=self._refused)

    def _saved(self, number: int) -> None:
        self._saving = False
        said = f"Đã lưu {show_count(number)} chỉ tiêu" if number else "Đã lưu"
        step = self._tasks.step
        self._tell(said, None if step is None else partial(self._take_back, step))
        self._ask(self.page)

    def _take_back(self, step: int) -> None:
        self.strip.hide()
        operation = partial(undoing.undo, step_id=step)
        self._tasks.run(self, operation, done=lambda _: self._ask(self.page), failed=self._refused)

    def _refused(self, error: HoaiAnError) -> None:
        self._saving = False
        self._say_refused(" ".join(error.messages.values()) if isinstance(error, ValidationError) else str(error))

    def _say_refused(self, sentence: str) -> None:
        self.strip.refuse(escape(sentence))

    def _tell(self, said: str, back: Callable[[], object] | None) -> None:
        self.strip.tell(escape(said), [("Hoàn tác", "undo-2", back)] if back else [])

    def _go_to(self, key: targets.CellKey) -> None:
        assert self.rows.grid is not None
        row_at = next(at for at, each in enumerate(self.rows.grid.indicators) if each.code == key[0])
        column_at = next(at for at, each in enumerate(self.rows.grid.columns) if each.place == key[1])
        self.view.setCurrentIndex(self.rows.index(row_at, self.rows.first + column_at))
        self.view.setFocus()

    def _take_in(self) -> None:
        if self.is_changed() and not feedback.may_discard(self):
            return
        self.accept()
        self.import_wanted.emit()

    def reject(self) -> None:
        if not self.is_changed() or feedback.may_discard(self):
            super().reject()
