"""What the fast-entry bar does: save, carry over, change the last line, take up what was left unfinished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.services import activations, drafts, entry
from hoaian_desktop.services.drafts import Unfinished
from hoaian_desktop.services.entry import PINNED, Asked, Entered
from ui import feedback
from ui.tabs.entry_bar import EntryBar
from ui.tabs.entry_watch import EntryWatch
from ui.tasks import Tasks

KEEP_AFTER = 300  # milliseconds without a key until the unfinished line is written down


class EntryDesk(QObject):
    """Works the bar. Nothing here opens a box; what was typed is never lost."""

    entered = Signal(object, bool)  # Entered, and whether it is a new record
    said = Signal(str, object)
    whole_form_wanted = Signal(object)  # the values typed so far
    freed = Signal()  # the line was saved or given up: the next one may come

    def __init__(self, bar: EntryBar, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(bar)
        self.bar, self.form, self._tasks, self._today = bar, bar.form, tasks, today
        self.watch = EntryWatch(bar, tasks, today)
        self.carries = True
        self._version: int | None = None  # of the saved record being changed (F2)
        self._last: int | None = None  # the record saved last
        self._previous: dict[str, object] = {}  # what was saved last
        self._stash: dict[str, object] | None = None  # the line put aside for F2
        self._kept = False  # an unfinished line stands in the book
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(KEEP_AFTER)
        self._keep_soon.timeout.connect(self.keep)
        self.form.changed.connect(self._typed)
        self.form.save.clicked.connect(self.save)
        self.form.submitted.connect(self.form.save.setFocus)
        self.form.unpin.clicked.connect(self.turn_pins)
        self.form.change_pinned.clicked.connect(self.go_to_pinned)
        self.watch.given_up.connect(self.clear)
        self.watch.picked.connect(self._keep_later)
        bar.whole_form.clicked.connect(self.hand_over)

    # Beginning

    def start(self) -> None:
        """Begin with an empty line, or with the one that was left unfinished."""
        self._fresh({})
        self._tasks.read(self, partial(drafts.recall, place=entry.PLACE), done=self._take_up, latest="draft")

    def begin(self) -> None:
        """Put the cursor where the next thing is to be typed."""
        if self.form.editors["service_id"].peek() is None:
            self.form.fold_pinned(False)
            self.form.editors["day"].focus()
        else:
            self.form.focus_person()

    def go_to_pinned(self) -> None:
        """Put the cursor into what stays for the sitting (F8), or back to the person."""
        now = self.form.focused()
        if now is not None and now.field.name in PINNED:
            self.form.focus_person()
        else:
            self.form.fold_pinned(False)
            self.form.editors["day"].focus()

    def turn_pins(self) -> None:
        """Carry the pinned fields over to the next person, or no longer."""
        self.carries = self.watch.pinned = not self.carries
        self._mark_pins()
        self.form.unpin.setText(" Bỏ ghim" if self.carries else " Ghim lại")

    def is_free(self) -> bool:
        """Whether no person is being entered or changed."""
        return self.watch.record is None and not self.watch.paused and not self.form.has_person()

    def fill_in(self, values: Mapping[str, object], *, then: str) -> None:
        """Enter values as if they had been typed (a card), and go on at the field `then`."""
        for name, value in values.items():
            self.form.editors[name].set_value(value)
        self.form.editors[then].focus()
        self._typed()
        self.watch.look()

    def _take_up(self, left: Unfinished | None) -> None:
        if left is None or self.form.has_person():
            return
        self._kept = True
        self._load(left.values, verbatim=True)
        at = left.at.strftime("%H:%M") if left.at.date() == datetime.now().date() else left.at.strftime("%d/%m %H:%M")
        self.bar.strip.tell(f"Đã lấy lại dòng đang nhập dở lúc <b>{at}</b>.", [("Bỏ dòng này", "x", self.clear)])
        self.watch.look_soon()

    def _fresh(self, carried: Mapping[str, object]) -> None:
        self.watch.record = self._version = None
        self._load({"day": self._today(), "status": "activated", **carried})

    def _load(self, values: Mapping[str, Any], *, verbatim: bool = False) -> None:
        self.form.filled.clear()
        (self.form.restore if verbatim else self.form.load)(values)
        self.watch.reset({name: values.get(name) for name in ("citizen_id", "different_from")} if verbatim else None)
        self.form.show_rare()
        self.form.say_pinned()

    def _carried(self, values: Mapping[str, object]) -> dict[str, object]:
        if not self.carries:
            return {"day": values["day"]}
        pinned = {name: values[name] for name in PINNED}
        return {**pinned, "village_id": self.watch.village_of_list(pinned["village_id"])}

    def _mark_pins(self) -> None:
        for name in PINNED:
            self.form.editors[name].set_pinned(self.carries)

    def _typed(self) -> None:
        now = self.form.focused()
        if now is not None:
            self.form.filled.discard(now.field.name)
        self.form.show_rare()
        self.form.say_pinned()
        self._keep_later()

    def _keep_later(self) -> None:
        if self.watch.record is None:
            self._keep_soon.start()

    # Saving

    def save(self) -> None:
        """Save the line and begin the next."""
        if self.watch.paused or self.watch.too_soon():
            return
        try:
            values = self.form.values()
        except ValidationError as error:
            if set(error.messages) & set(PINNED):
                self.form.fold_pinned(False)
            self.form.show_faults(error.messages)
            return
        self.watch.pause(True)
        self.form.hold()
        self._keep_soon.stop()
        operation = partial(
            entry.enter,
            values={**values, **self.watch.who()},
            today=self._today(),
            id_=self.watch.record,
            version=self._version,
            seen=self.watch.seen,
            stood=self.watch.stood,
        )
        self._tasks.run(self, operation, done=partial(self._saved, values), failed=self._refused)

    def _saved(self, values: dict[str, object], answer: Entered | Asked) -> None:
        self.watch.pause(False)
        if isinstance(answer, Asked):
            self.form.release(give=False)
            self.watch.ask(answer)
            return
        new = self.watch.record is None
        self._last, self._kept = answer.id, False
        self.watch.stood |= answer.stood
        if new:
            self._previous = values
        self.watch.hush()
        stash, self._stash = self._stash, None
        if stash is None:
            self._fresh(self._carried(values))
        else:
            self._back_to(stash)
        self._mark_pins()
        self.form.focus_person()
        self.form.release(give=True)
        self.entered.emit(answer, new)
        self.freed.emit()

    def _refused(self, error: HoaiAnError) -> None:
        self.watch.pause(False)
        self.form.release(give=True)
        if isinstance(error, ValidationError):
            self.form.show_faults({n: text for n, text in error.messages.items() if n in self.form.editors})
        else:
            feedback.refuse(self.bar, error)

    # Changing the last one, repeating, clearing

    def change_last(self) -> None:
        """Take the line saved last into the bar again (F2); what stands there is put aside."""
        if self._last is not None and self.watch.record is None and not self.watch.paused:
            self._tasks.read(self, partial(activations.values_of, id_=self._last), done=self._open_last, latest="last")

    def _open_last(self, values: Mapping[str, Any]) -> None:
        self._keep_soon.stop()
        self._stash = {**self.form.peek(), **self.watch.who()}
        self._load(values)
        self.watch.record, self._version = self._last, values["version"]
        name = escape(str(values["full_name"]))
        self.bar.strip.tell(f"Đang sửa lượt vừa lưu của <b>{name}</b>.", [("Thôi sửa (Esc)", "x", self.clear)])
        self.form.focus_person()

    def _back_to(self, stash: Mapping[str, object]) -> None:
        self.watch.record = self._version = None
        self._load(stash, verbatim=True)

    def repeat(self) -> None:
        """Put the value the last line had into the field the cursor is in (F7)."""
        now = self.form.focused()
        if now is not None and now.field.name in self._previous:
            now.set_value(self._previous[now.field.name])
            now.changed.emit()
            now.focus()

    def clear(self) -> None:
        """Clear the person (Esc); what was typed can be had back. While a saved line is changed: leave it as it was."""
        if self.watch.record is not None:
            stash, self._stash = self._stash or {}, None
            self._back_to(stash)
        elif self.form.has_person() or self.form.filled:
            gone = {**self.form.peek(), **self.watch.who()}
            self._fresh(self._carried(gone))
            self._mark_pins()
            self._forget()
            self.said.emit("Đã xóa dòng đang nhập", partial(self._bring_back, gone))
        self.watch.hush()
        self.form.focus_person()
        self.freed.emit()

    def _bring_back(self, gone: Mapping[str, object]) -> None:
        self._load(gone, verbatim=True)
        self._typed()
        self.form.focus_person()

    def hand_over(self) -> None:
        """Go on in the whole form, with everything typed so far."""
        typed = self.form.peek()
        self.whole_form_wanted.emit(dict(typed))
        self._fresh(self._carried(typed))
        self.watch.hush()
        self._forget()

    # The unfinished line

    def keep(self) -> None:
        """Write the line as it stands into the book, so that it is there again after a power cut."""
        self._keep_soon.stop()
        if self.watch.record is not None or self.watch.paused:
            return
        if not self.form.has_person():
            self._forget()
            return
        self._kept = True
        values = {name: _plain(value) for name, value in {**self.form.peek(), **self.watch.who()}.items()}
        self._tasks.run(self, partial(drafts.keep, place=entry.PLACE, values=values), quiet=True)

    def _forget(self) -> None:
        self._keep_soon.stop()
        if self._kept:
            self._kept = False
            self._tasks.run(self, partial(drafts.drop, place=entry.PLACE), quiet=True)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
