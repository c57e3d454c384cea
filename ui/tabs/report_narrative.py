"""Step «Lời văn»: the drafted text section by section, the office's own words kept quietly as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hoaian_desktop import choices
from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Report, field_of
from hoaian_desktop.rules.report_forms import ORDER
from hoaian_desktop.services.report_heads import Signer
from ui.dialogs.figure import FigureDialog
from ui.dialogs.signer import SignerDialog
from ui.tabs import report_state, report_words
from ui.tabs.report_head import ReportHead
from ui.tabs.report_part import INSERT_KEY, STYLE_KEY, ReportPart
from ui.tabs.report_state import ReportState
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.buttons import button, label, rule
from ui.widgets.record_form import RecordForm

PAUSE = 1200  # milliseconds after the last key before the words are kept


class NarrativePage(QWidget):
    """Number, date, form, text and signer. `kept` says that something was written into the book."""

    kept = Signal()
    reload_wanted = Signal()

    def __init__(self, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__()
        self._tasks = tasks
        self._state: ReportState | None = None
        self._own: dict[str, str] = {}
        self._dirty = False
        self._waits = False  # a number that another report has
        self._after: list[Callable[[], object]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.save)
        self.head = ReportHead(today, INSERT_KEY)
        self.form, self.propose, self.saved = self.head.form, self.head.propose, self.head.saved
        self.subject = RecordForm([field_of(Report, "subject")], columns=1, today=today)
        self.parts = {key: self._part(key) for key in ORDER}
        self._written: ReportPart = self.parts["opening"]  # the part the cursor was in last
        self.signer = label("", "muted")
        self.change_signer = button("Đổi người ký…", "user-pen", role="link")
        self.office_signer = button("Lấy lại người ký của đơn vị", "rotate-ccw", role="link")
        self._lay_out()
        self._connect()

    def _part(self, key: str) -> ReportPart:
        part = ReportPart(key)
        part.typed.connect(partial(self._typed, part))
        part.draft_wanted.connect(partial(self._take_back, part))
        part.template_wanted.connect(partial(self._keep_template, part))
        part.figure_wanted.connect(self.insert_figure)
        part.text.installEventFilter(self)
        return part

    def _connect(self) -> None:
        self.head.changed.connect(self._touch)
        self.head.allowed.connect(self._allowed)
        self.head.form_chosen.connect(self._choose_form)
        self.head.insert_wanted.connect(self.insert_figure)
        self.subject.changed.connect(self._touch)
        self.change_signer.clicked.connect(self._ask_signer)
        self.office_signer.clicked.connect(lambda: self._sign_by(None))
        for key, pressed in ((INSERT_KEY, self.insert_figure), (STYLE_KEY, self._turn_style)):
            QShortcut(QKeySequence(key), self).activated.connect(pressed)

    def _lay_out(self) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(16, 10, 16, 14)
        inside.setSpacing(8)
        inside.addWidget(self.subject)
        for part in self.parts.values():
            inside.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label("Người ký", "section"))
        foot.addWidget(self.signer)
        foot.addWidget(self.change_signer)
        foot.addWidget(self.office_signer)
        foot.addStretch(1)
        inside.addWidget(rule())
        inside.addLayout(foot)
        inside.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(content)
        sheet = QFrame()
        mark(sheet, role="sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._area, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)

    # What is shown

    def show_state(self, state: ReportState) -> None:
        """Show the text of a state; what is being typed for the same period is left alone."""
        same = self._state is not None and self._state.line.id == state.line.id
        self._state = state
        if same and self._dirty:
            return
        words = state.words
        self._own = dict(state.own)
        for key, part in self.parts.items():
            part.setVisible(key in words.titles)
            if key in words.titles:
                drafted = words.drafted[key]
                source = self._own.get(key, drafted)
                part.show_part(
                    words.titles[key], source, words.live, drafted=drafted, template=words.templates.get(key)
                )
        self.head.show_head(state.line, words)
        self.subject.load({"subject": words.own_subject})
        self.subject.editors["subject"].line.setPlaceholderText(words.subject)
        self._show_signer(words.signer, for_office=words.signs_for_office)
        self._lock(state, same=same)
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def _show_signer(self, signer: Signer, *, for_office: bool) -> None:
        authority = choices.name("signing_authority", signer.authority)
        title = choices.name("signing_title", signer.title)
        self.signer.setText(f"{authority} · {title} · {signer.name}")
        self.office_signer.setVisible(not for_office)

    def _lock(self, state: ReportState, *, same: bool) -> None:
        """A closed report is only read until it is opened again."""
        unlocked = state.open and not self.subject.isEnabled()
        for part in self.parts.values():
            part.set_open(state.open)
        self.head.set_open(state.open)
        for way in (self.subject, self.change_signer, self.office_signer):
            way.setEnabled(state.open)
        if not state.open and state.latest is not None:
            self.saved.say("muted", f"Đã chốt bản v{state.latest.number}: mở lại kỳ rồi mới sửa được", "lock")
        elif unlocked or not same:
            self.saved.say("muted", "")

    def take_focus(self) -> None:
        """Put the cursor on the first text."""
        next(iter(self.parts.values())).text.setFocus()

    # What is typed

    def _typed(self, part: ReportPart) -> None:
        if part.is_own:
            self._own[part.key] = part.text.source()
        else:
            self._own.pop(part.key, None)
        self._touch()

    def _touch(self) -> None:
        self._dirty = True
        self.saved.say("muted", "Chưa lưu", "pencil")
        self._soon.start()

    def _take_back(self, part: ReportPart) -> None:
        self._own.pop(part.key, None)
        self._touch()
        # The draft is written from the figures, so it is the book that brings it.
        self._after.append(self.reload_wanted.emit)
        self.save()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._written = next(part for part in self.parts.values() if part.text is watched)
        if self._dirty and event.type() == QEvent.Type.FocusOut:
            QGuiApplication.inputMethod().commit()
            self._soon.start(0)
        return False

    # Figures in the text

    def insert_figure(self) -> None:
        """Ask for a figure and put it where the cursor is, or was last."""
        if self._state is None:
            return
        part = self._written
        dialog = FigureDialog(self.window(), self._state.words.live)
        dialog.picked.connect(part.text.insert_token)
        dialog.finished.connect(lambda _: part.text.setFocus())
        dialog.open()

    def _turn_style(self) -> None:
        self._written.turn_style()

    # Form, signer, templates: what changes at once

    def _choose_form(self, form: object) -> None:
        self._change(partial(report_words.choose_form, form=form))

    def _ask_signer(self) -> None:
        if self._state is None:
            return
        dialog = SignerDialog(self.window(), self._state.words.signer)
        dialog.chosen.connect(partial(self._sign_by, dialog=dialog))
        dialog.open()

    def _sign_by(self, signer: Signer | None, dialog: SignerDialog | None = None) -> None:
        self._change(
            partial(report_words.sign_by, signer=signer),
            done=dialog.accept if dialog else None,
            refused=dialog.refuse if dialog else None,
        )

    def _keep_template(self, part: ReportPart, text: str | None) -> None:
        state = self._state
        if state is None:
            return

        def operation(session: object, period_id: int) -> None:
            report_words.keep_template(session, state.words.form, part.key, text)

        said = "Đã bỏ mẫu" if text is None else "Đã giữ làm mẫu"
        self._change(operation, done=lambda: self.saved.say("good", said))

    def _change(
        self,
        operation: Callable[..., object],
        *,
        done: Callable[[], object] | None = None,
        refused: Callable[[HoaiAnError], object] | None = None,
    ) -> None:
        """Keep what was typed, then do this to the report and show it anew."""

        def changed(_: object) -> None:
            if done is not None:
                done()
            self.kept.emit()
            self.reload_wanted.emit()

        def go_on() -> None:
            if self._state is not None:
                work = partial(operation, period_id=self._state.line.id)
                self._tasks.run(self, work, done=changed, failed=refused or self._not_changed)

        self.leave(go_on)

    def _not_changed(self, error: HoaiAnError) -> None:
        said = next(iter(error.messages.values()), str(error)) if isinstance(error, ValidationError) else str(error)
        self.saved.say("fault", said)

    # Keeping

    def _allowed(self) -> None:
        self._touch()
        self._after.append(self.reload_wanted.emit)
        self.save()

    def has_unsaved(self) -> bool:
        """Whether something typed is not in the book yet."""
        return self._dirty

    def leave(self, then: Callable[[], object]) -> None:
        """Keep what was typed, then go on; at once if there is nothing."""
        if not self._dirty:
            then()
            return
        QGuiApplication.inputMethod().commit()
        self._after.append(then)
        self.save()

    def save(self) -> None:
        """Keep what was typed. A number or date that makes no sense is told and everything else waits with it."""
        self._soon.stop()
        if self._state is None or not self._dirty:
            return
        try:
            values, subject = self.form.values(), self.subject.values()["subject"]
        except ValidationError as error:
            self.form.show_faults(error.messages)
            self._after.clear()
            self.form.editors["form"].set_value(self._state.words.form)
            return
        number = values["document_number"] if isinstance(values["document_number"], int) else None
        day = values["document_date"] if isinstance(values["document_date"], date) else None
        self._waits = not self.head.judge(number, day)
        operation = partial(
            report_state.keep_words,
            period_id=self._state.line.id,
            own=dict(self._own),
            # A number somebody else has waits for an answer; all else is kept.
            number=self._state.line.document_number if self._waits else number,
            day=day,
            subject=str(subject or ""),
            knowingly=self.head.knowingly,
        )
        self._dirty = False
        self._tasks.run(self, operation, done=self._done, failed=self._refused)

    def _done(self, _: object) -> None:
        if not self._dirty:
            self.saved.say("doubt" if self._waits else "good", "Số chưa lưu" if self._waits else "Đã lưu")
        self.kept.emit()
        after, self._after = self._after, []
        for then in after:
            then()

    def _refused(self, error: HoaiAnError) -> None:
        self._dirty = True
        self._after.clear()
        self.saved.say("fault", str(error))
