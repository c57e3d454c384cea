"""«Sửa nhiều»: some fields of many records at once; what will happen is counted before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import bulk, references
from hoaian_desktop.services.bulk import Outcome, Part, Remark
from ui import feedback
from ui.dialogs.parts import column, row, words
from ui.tabs.kept import Kept
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, set_words
from ui.widgets.editor import Editor
from ui.widgets.editors import editor_for
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.reference_editors import ReferenceEditor, ReferencesEditor
from ui.widgets.wait_line import WaitLine

PAUSE = 300  # milliseconds after the last change: the preview asks the rules about every row
# Of use only with one value of another field.
_WITH = {"reason": ("status", "failed"), "transaction_day": ("status", "transacted")}
_MOST = 4  # remarks said in full


class BulkDialog(Dialog):
    """A tick says that a field is changed; filling it ticks it. Stays open until the change is in the book."""

    changed = Signal(str)  # quiet words

    def __init__(
        self, parent: QWidget, tasks: Tasks, kept: Kept, ids: tuple[int, ...], *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Sửa {show_count(len(ids))} {kept.one}")
        self.resize(560, 400)
        self._tasks, self._kept, self._ids, self._today = tasks, kept, ids, today
        self._outcome: Outcome | None = None
        self.ticks: dict[str, QCheckBox] = {}
        self.editors: dict[str, Editor] = {}
        self._fields = bulk.fields_for(kept.record, kept.bulk)
        self.summary = QVBoxLayout()
        self.summary.setSpacing(4)
        self.wait = WaitLine()
        self.save_button = button("Đổi", "check", role="primary", key="Ctrl+S")
        self.cancel_button = button("Hủy", key="Esc")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self._ask)
        self._lay_out()
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        tables = frozenset(field.refers_to for field in self._fields if field.refers_to)
        tasks.read(self, partial(references.every_option, tables=tables), done=self._take_options)
        self._show(None)
        self.editors[self._fields[0].name].focus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for at, field in enumerate(self._fields):
            tick, editor = QCheckBox(field.label), editor_for(field, today=self._today)
            tick.setAccessibleName(f"Đổi {field.label.lower()}")
            tick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab walks through what is filled; Space is not needed
            editor.set_labelled(False)
            tick.toggled.connect(self._changed)
            editor.changed.connect(partial(self._filled, field.name))
            editor.left.connect(self._soon.start)
            editor.entered.connect(partial(self._go_on, field.name))
            grid.addWidget(tick, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, at, 1)
            self.ticks[field.name], self.editors[field.name] = tick, editor
        sheet = QFrame()
        mark(sheet, role="sheet")
        inner = column(self.summary, self.wait, spacing=4)
        inner.setContentsMargins(12, 10, 12, 10)
        sheet.setLayout(inner)
        inside = column(
            words("Chỉ ô được đánh dấu mới đổi; đánh dấu mà để trống là xóa giá trị.", "muted", wrap=True),
            grid, sheet, None, row(None, self.cancel_button, self.save_button), spacing=10,
        )  # fmt: skip
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self._judge_fields()

    def _take_options(self, found: dict[str, Any]) -> None:
        for editor in self.editors.values():
            if isinstance(editor, ReferenceEditor | ReferencesEditor):
                editor.set_options(found[editor.field.refers_to])

    # What is asked for

    def values(self) -> dict[str, object]:
        """The ticked fields as they are filled. Raises ValidationError for text that means no record."""
        ticked = [name for name, tick in self.ticks.items() if tick.isChecked() and not self.editors[name].isHidden()]
        said = {name: sentence for name in ticked if (sentence := self.editors[name].complaint())}
        if said:
            raise ValidationError(said)
        return {name: self.editors[name].value() or None for name in ticked}

    def _filled(self, name: str) -> None:
        self.ticks[name].setChecked(True)
        self._changed()

    def _changed(self, *_: bool) -> None:
        self._judge_fields()
        self._show(None)
        self._soon.start()

    def _judge_fields(self) -> None:
        for name, (other, wanted) in _WITH.items():
            if name in self.editors:
                shown = self.ticks[other].isChecked() and self.editors[other].value() == wanted
                self.editors[name].setVisible(shown)
                self.ticks[name].setVisible(shown)

    def _go_on(self, name: str) -> None:
        shown = [each for each in self.editors if not self.editors[each].isHidden()]
        at = shown.index(name) + 1
        if at < len(shown):
            self.editors[shown[at]].focus()
        else:
            self.save_button.setFocus()

    # The preview

    def _ask(self) -> None:
        try:
            values = self.values()
        except ValidationError as error:
            self._show_faults(error)
            return
        if not values:
            self._show(None)
            return
        operation, progress = self._operation(bulk.preview, values, "Đang xem trước")
        self._tasks.read(self, operation, done=self._show, failed=self._refused, latest="preview", progress=progress)

    def _operation(self, verb: Callable[..., Outcome], values: dict[str, object], doing: str) -> tuple[Any, Progress]:
        progress = Progress()
        self.wait.watch(progress, doing)
        kept = self._kept
        made = partial(verb, record=kept.record, ids=self._ids, values=values, today=self._today(), progress=progress)
        return made, progress

    def _show(self, outcome: Outcome | None) -> None:
        self.wait.finish()
        self._outcome = outcome
        while self.summary.count():
            if (old := self.summary.takeAt(0).widget()) is not None:
                old.hide()
                old.deleteLater()
        lines = self._lines(outcome) if outcome else [("muted", "Chọn điều cần đổi để xem trước.", "")]
        for look, sentence, icon in lines:
            line = NoticeLine()
            self.summary.addWidget(line)
            line.say(look, sentence, icon)
        number = outcome.changed if outcome else 0
        set_words(self.save_button, self._words(outcome))
        self.save_button.setEnabled(number > 0)
        self._grow()

    def _grow(self) -> None:
        """Be as high as the preview needs; never jump back while somebody reads."""
        self.layout().activate()
        self.resize(self.width(), max(self.height(), self.layout().totalHeightForWidth(self.width())))

    def _words(self, outcome: Outcome | None) -> str:
        if not outcome or not outcome.changed:
            return "Đổi"
        return f"{'Vẫn đổi' if outcome.doubts else 'Đổi'} {show_count(outcome.changed)} {self._kept.one}"

    def _lines(self, outcome: Outcome) -> Iterator[tuple[str, str, str]]:
        for part in outcome.parts:
            yield "good", self._part(part), ""
        for remark in outcome.refused[:_MOST]:
            yield "fault", self._remark(remark, "bị từ chối"), ""
        for remark in outcome.doubts[:_MOST]:
            yield "doubt", self._remark(remark, "cần xem lại"), ""
        more = len(outcome.refused[_MOST:]) + len(outcome.doubts[_MOST:])
        if more:
            yield "muted", f"Và {more} lý do khác.", "info"

    def _part(self, part: Part) -> str:
        one, label = self._kept.one, part.field.label[:1].lower() + part.field.label[1:]
        said = f"Sẽ đổi {label} của {show_count(part.changes)} {one}"
        if part.persons is not None and part.changes:
            said += f": {label} là của công dân, {show_count(part.persons)} người đổi ở mọi lượt của mình"
        right = f"; {show_count(part.right)} {one} đã đúng" if part.right else ""
        return f"{said}{right}."

    def _remark(self, remark: Remark, verb: str) -> str:
        who = remark.first if remark.rows == 1 else f"{remark.first} và {show_count(remark.rows - 1)} mục khác"
        return f"{show_count(remark.rows)} {self._kept.one} {verb} ({who}): {remark.sentence}"

    # The change

    def save(self) -> None:
        """Change what the preview says; soft doubts in it are let stand by this."""
        outcome = self._outcome
        if outcome is None or not outcome.changed:
            return
        operation, progress = self._operation(bulk.change, self.values(), "Đang đổi")
        operation = partial(operation, confirmed=outcome.codes)
        self._outcome = None  # a second Ctrl+S changes nothing twice
        self.save_button.setEnabled(False)
        self._tasks.run(self, operation, done=self._saved, failed=self._refused, progress=progress)

    def _saved(self, outcome: Outcome) -> None:
        left = f", {show_count(outcome.left_out)} bị từ chối" if outcome.left_out else ""
        self.changed.emit(f"Đã đổi {show_count(outcome.changed)} {self._kept.one}{left}")
        self.accept()

    def _refused(self, error: HoaiAnError) -> None:
        self.wait.finish()
        if isinstance(error, ValidationError):
            self._show_faults(error)
        else:
            feedback.refuse(self, error)

    def _show_faults(self, error: ValidationError) -> None:
        self._show(None)
        for name, sentence in error.messages.items():
            self.editors[name].set_fault(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not the button's own shortcut: that is forgotten whenever its words change.
        if event.matches(QKeySequence.StandardKey.Save):
            self.save()
            event.accept()
        else:
            super().keyPressEvent(event)
