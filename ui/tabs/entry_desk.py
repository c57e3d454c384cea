"""What the fast-entry bar does: recognise, doubt, save, carry over, take up again what was left unfinished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.rules.doubts import Doubt, Level
from hoaian_desktop.rules.personal_number import LENGTH, PersonalNumber
from hoaian_desktop.rules.phone import REPAIRS
from hoaian_desktop.services import activations, drafts, entry
from hoaian_desktop.services.citizens import Folder
from hoaian_desktop.services.drafts import Unfinished
from hoaian_desktop.services.entry import Asked, Entered, Look
from ui import feedback
from ui.tabs.entry_bar import EntryBar
from ui.tabs.entry_form import PINNED
from ui.tasks import Tasks
from ui.widgets.strip import Act

LOOK_AFTER = 250  # milliseconds without a key (UniKey rewrites what was typed)
KEEP_AFTER = 300
READ_FIRST = 500  # what was asked a moment ago is not confirmed by a key that was pressed twice
_FILLED = ("full_name", "born", "sex", "phone")


class EntryDesk(QObject):
    """Works the bar. Nothing here opens a box; what was typed is never lost."""

    entered = Signal(object, bool)  # Entered, and whether it is a new record
    person = Signal(object)  # the Folder of the citizen being entered, or None
    said = Signal(str, object)
    record_wanted = Signal(int)
    whole_form_wanted = Signal(object)  # the values typed so far

    def __init__(self, bar: EntryBar, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(bar)
        self.bar, self.form, self._tasks, self._today = bar, bar.form, tasks, today
        self.carries = True
        self._id: int | None = None  # of the saved record being changed (F2)
        self._version: int | None = None
        self._last: int | None = None  # the record saved last
        self._previous: dict[str, object] = {}  # what was saved last
        self._stash: dict[str, object] | None = None  # the line put aside for F2
        self._citizen: int | None = None  # picked
        self._known: Folder | None = None
        self._maybe: tuple[Folder, ...] = ()
        self._list_village: tuple[object] | None = None  # of the paper list, while hers stands in its place
        self._different: tuple[int, ...] = ()
        self._seen: frozenset[Doubt] = frozenset()
        self._asked_at = QElapsedTimer()
        self._saving = False
        self._kept = False  # an unfinished line stands in the book
        self._speaks = False  # the strip says something about what is typed
        self._who: list[Act] = [
            ("Đúng người này (F3)", "user-check", self.same),
            ("Người khác (Shift+F3)", "user-minus", self.different),
        ]
        self._look_soon = self._timer(LOOK_AFTER, self.look)
        self._keep_soon = self._timer(KEEP_AFTER, self.keep)
        self.form.changed.connect(self._typed)
        self.form.faults_changed.connect(self._say_fault)
        self.form.editors["personal_number"].changed.connect(self._number_typed)
        self.form.save.clicked.connect(self.save)
        self.form.submitted.connect(self.form.save.setFocus)
        self.form.unpin.clicked.connect(self.turn_pins)
        self.form.change_pinned.clicked.connect(self.go_to_pinned)
        bar.whole_form.clicked.connect(self.hand_over)

    def _timer(self, pause: int, act: Callable[[], object]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(pause)
        made.timeout.connect(act)
        return made

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
        self.carries = not self.carries
        for name in PINNED:
            self.form.editors[name].set_pinned(self.carries)
        self.form.unpin.setText(" Bỏ ghim" if self.carries else " Ghim lại")

    def _take_up(self, left: Unfinished | None) -> None:
        if left is None or self.form.has_person():
            return
        self._kept = True
        self._load(left.values, verbatim=True)
        at = left.at.strftime("%H:%M") if left.at.date() == datetime.now().date() else left.at.strftime("%d/%m %H:%M")
        self.bar.strip.tell(f"Đã lấy lại dòng đang nhập dở lúc <b>{at}</b>.", [("Bỏ dòng này", "x", self.clear)])
        self._look_soon.start()

    def _fresh(self, carried: Mapping[str, object]) -> None:
        self._load({"day": self._today(), "status": "activated", **carried})
        self._id = self._version = None

    def _load(self, values: Mapping[str, object], *, verbatim: bool = False) -> None:
        self.form.filled.clear()
        (self.form.restore if verbatim else self.form.load)(values)
        self._list_village = None
        self._citizen, self._different, self._seen = None, (), frozenset()
        self._known, self._maybe = None, ()
        self.form.show_rare()
        self.form.say_pinned()
        self.person.emit(None)

    def _carried(self, values: Mapping[str, object]) -> dict[str, object]:
        if not self.carries:
            return {"day": values["day"]}
        pinned = {name: values[name] for name in PINNED}
        return pinned if self._list_village is None else {**pinned, "village_id": self._list_village[0]}

    # While typing

    def _typed(self) -> None:
        now = self.form.focused()
        if now is not None:
            self.form.filled.discard(now.field.name)
        self.form.show_rare()
        self.form.say_pinned()
        self._look_soon.start()
        if self._id is None:
            self._keep_soon.start()

    def _number_typed(self) -> None:
        digits = "".join(filter(str.isdigit, str(self.form.editors["personal_number"].peek())))
        if len(digits) == LENGTH:
            self._fill_sex()
            self.look()  # a number is known at once
        elif "sex" in self.form.filled and self._known is None:
            self.form.filled.discard("sex")
            self.form.editors["sex"].set_value(None)

    def look(self) -> None:
        """Ask the book what it knows about the line."""
        self._look_soon.stop()
        if self._saving:
            return
        operation = partial(entry.look, values=self._values(), today=self._today(), id_=self._id)
        self._tasks.read(self, operation, done=self._show, latest="look")

    def _values(self) -> dict[str, object]:
        return {**self.form.peek(), "citizen_id": self._citizen, "different_from": self._different}

    def _show(self, look: Look) -> None:
        if self._saving:
            return
        before, self._known, self._maybe = self._known, look.known, look.maybe
        if look.known is not None and (before is None or before.id != look.known.id):
            self._fill(look.known)
        elif look.known is None and before is not None:
            self._unfill()
        self.person.emit(look.known)
        self.form.show_doubts(doubt for doubt in look.doubts if doubt.level is Level.HINT)
        soft = [doubt for doubt in look.doubts if doubt.level is Level.SOFT]
        repaired = [doubt.sentence for doubt in look.doubts if doubt.code in REPAIRS]
        if self.form.first_fault():
            return
        if look.maybe:  # who she is comes first: the doubts depend on it
            self._suggest(look.maybe)
        elif soft:
            self._warn(soft)
        elif repaired:
            self._speaks = True
            self.bar.strip.tell(escape(" ".join(repaired)))
        else:
            self._quiet()

    def _fill(self, folder: Folder) -> None:
        """Take over what the book knows; what was typed stays, but her village is hers, not the last one's."""
        if self._id is not None:
            return
        for name in _FILLED:
            if self.form.editors[name].peek() in (None, "") and folder.values[name] not in (None, ""):
                self._fill_in(name, folder.values[name])
        village = self.form.editors["village_id"]
        if folder.values["village_id"] not in (None, village.peek()):
            self._list_village = self._list_village or (village.peek(),)
            village.set_value(folder.values["village_id"])
            village.set_pinned(False)

    def _unfill(self) -> None:
        """She is not who was found: what came from the book goes again."""
        for name in tuple(self.form.filled):
            self.form.editors[name].set_value(None)
        self.form.filled.clear()
        if self._list_village is not None:
            self.form.editors["village_id"].set_value(self._list_village[0])
            self.form.editors["village_id"].set_pinned(self.carries)
            self._list_village = None

    def _fill_sex(self) -> None:
        number = self.form.editors["personal_number"].peek()
        if (sex := _sex_in(str(number))) and self.form.editors["sex"].peek() in (None, ""):
            self._fill_in("sex", sex)

    def _fill_in(self, name: str, value: object) -> None:
        if self.form.focused() is not self.form.editors[name]:
            self.form.editors[name].set_value(value)
            self.form.filled.add(name)

    # The strip

    def _quiet(self) -> None:
        """Nothing to say about what is typed; news that is not about it stays until the line changes hands."""
        if self._speaks:
            self._speaks = False
            self.bar.strip.hide()

    def _say_fault(self) -> None:
        if fault := self.form.first_fault():
            self._speaks = True
            self.bar.strip.refuse(fault)
        elif self.bar.strip.property("role") == "strip-error":
            self._quiet()

    def _warn(self, doubts: list[Doubt]) -> None:
        words = " ".join(doubt.sentence for doubt in doubts)
        codes = {doubt.code for doubt in doubts}
        acts: list[Act] = []
        if "taken-for-known" in codes:
            acts = self._who
        elif "same-service-again" in codes and self._known is not None:
            acts = [("Xem bản ghi", "eye", self._look_at_record), ("Bỏ lượt này", "x", self.clear)]
        self._speaks = True
        if not set(doubts) <= self._seen:
            self._seen |= frozenset(doubts)
            self._asked_at.start()
        self.bar.strip.warn(f"{escape(words)} <b>Ctrl+Enter</b>: vẫn lưu.", acts)

    def _look_at_record(self) -> None:
        service: Any = self.form.editors["service_id"].control
        for support in self._known.supports if self._known else ():
            if support.service == service.text():
                self.record_wanted.emit(support.id)
                return

    def _suggest(self, maybe: tuple[Folder, ...]) -> None:
        first = maybe[0]
        village = first.card["village"]
        about = [str(first.card["born"] or ""), f"thôn {village}" if village else "", f"{len(first.supports)} lượt"]
        more = f" và {len(maybe) - 1} người nữa" if len(maybe) > 1 else ""
        self._speaks = True
        name, known = escape(first.card["full_name"]), escape(", ".join(filter(None, about)))
        self.bar.strip.tell(f"Có thể là <b>{name}</b> ({known}){more}.", self._who)

    def same(self) -> None:
        """The person suggested is the one (F3)."""
        if self._known is None and self._maybe:
            self._citizen = self._maybe[0].id
            self.bar.strip.hide()
            self.look()

    def different(self) -> None:
        """None of those suggested is the one (Shift+F3); remembered once the line is saved."""
        self._different += tuple(folder.id for folder in self._maybe)
        self._citizen = None
        self.bar.strip.hide()
        self.look()

    # Saving

    def save(self) -> None:
        """Save the line and begin the next."""
        if self._saving:
            return
        if self._asked_at.isValid() and self._asked_at.elapsed() < READ_FIRST:
            return
        try:
            values = self.form.values()
        except ValidationError as error:
            if set(error.messages) & set(PINNED):
                self.form.fold_pinned(False)
            self.form.show_faults(error.messages)
            return
        self._saving = True
        self.form.hold()
        self._look_soon.stop()
        self._keep_soon.stop()
        operation = partial(
            entry.enter,
            values={**values, "citizen_id": self._citizen, "different_from": self._different},
            today=self._today(),
            id_=self._id,
            version=self._version,
            seen=self._seen,
        )
        self._tasks.run(self, operation, done=partial(self._saved, values), failed=self._refused)

    def _saved(self, values: dict[str, object], answer: Entered | Asked) -> None:
        self._saving = False
        if isinstance(answer, Asked):
            self.form.release(give=False)
            self._maybe = answer.maybe or self._maybe
            self._ask(answer)
            return
        new = self._id is None
        self._last, self._kept = answer.id, False
        if new:
            self._previous = values
        stash, self._stash = self._stash, None
        self.bar.strip.hide()
        if stash is None:
            self._fresh(self._carried(values))
        else:
            self._back_to(stash)
        for name in PINNED:
            self.form.editors[name].set_pinned(self.carries)
        self.form.focus_person()
        self.form.release(give=True)
        self.entered.emit(answer, new)

    def _ask(self, answer: Asked) -> None:
        hard = [doubt for doubt in answer.doubts if doubt.level is Level.HARD]
        if hard:
            self.form.show_faults({str(d.field): d.sentence for d in hard if d.field in self.form.editors})
            self.bar.strip.refuse(escape(hard[0].sentence))
            return
        self.form.show_doubts(answer.doubts)
        self._warn([doubt for doubt in answer.doubts if doubt.level is Level.SOFT])

    def _refused(self, error: HoaiAnError) -> None:
        self._saving = False
        self.form.release(give=True)
        if isinstance(error, ValidationError):
            self.form.show_faults({n: text for n, text in error.messages.items() if n in self.form.editors})
        else:
            feedback.refuse(self.bar, error)

    # Changing the last one, repeating, clearing

    def change_last(self) -> None:
        """Take the line saved last into the bar again (F2); what stands there is put aside."""
        if self._last is not None and self._id is None and not self._saving:
            self._tasks.read(self, partial(activations.values_of, id_=self._last), done=self._open_last, latest="last")

    def _open_last(self, values: Mapping[str, Any]) -> None:
        self._keep_soon.stop()
        self._stash = {**self.form.peek(), "citizen_id": self._citizen, "different_from": self._different}
        self._load(values)
        self._id, self._version = self._last, values["version"]
        name = escape(str(values["full_name"]))
        self.bar.strip.tell(f"Đang sửa lượt vừa lưu của <b>{name}</b>.", [("Thôi sửa (Esc)", "x", self.clear)])
        self.form.editors["personal_number"].focus()

    def _back_to(self, stash: Mapping[str, object]) -> None:
        self._id = self._version = None
        self._load(stash, verbatim=True)
        self._citizen = stash.get("citizen_id")  # type: ignore[assignment]
        self._different = tuple(stash.get("different_from") or ())  # type: ignore[arg-type]

    def repeat(self) -> None:
        """Put the value the last line had into the field the cursor is in (F7)."""
        now = self.form.focused()
        if now is not None and now.field.name in self._previous:
            now.set_value(self._previous[now.field.name])
            now.changed.emit()
            now.focus()

    def clear(self) -> None:
        """Clear the person (Esc); what was typed can be had back. While a saved line is changed: leave it as it was."""
        if self._id is not None:
            stash, self._stash = self._stash or {}, None
            self._back_to(stash)
        elif self.form.has_person() or self.form.filled:
            gone = self.form.peek()
            self._fresh(self._carried(gone))
            self._forget()
            self.said.emit("Đã xóa dòng đang nhập", partial(self._bring_back, gone))
        self._asked_at.invalidate()
        self.bar.strip.hide()
        self.form.focus_person()

    def _bring_back(self, gone: Mapping[str, object]) -> None:
        self._load(gone, verbatim=True)
        self._typed()
        self.form.focus_person()

    def hand_over(self) -> None:
        """Go on in the whole form, with everything typed so far."""
        self.whole_form_wanted.emit({**self.form.peek()})
        self._fresh(self._carried(self.form.peek()))
        self._forget()

    # The unfinished line

    def keep(self) -> None:
        """Write the line as it stands into the book, so that it is there again after a power cut."""
        self._keep_soon.stop()
        if self._id is not None or self._saving:
            return
        if not self.form.has_person():
            self._forget()
            return
        self._kept = True
        values = {name: _plain(value) for name, value in self.form.peek().items()}
        self._tasks.run(self, partial(drafts.keep, place=entry.PLACE, values=values), quiet=True)

    def _forget(self) -> None:
        if self._kept:
            self._kept = False
            self._tasks.run(self, partial(drafts.drop, place=entry.PLACE), quiet=True)


def _sex_in(number: str) -> str | None:
    """The sex a personal number says, once it is whole."""
    try:
        return str(PersonalNumber.parse(number).sex.value)
    except ValueError:
        return None


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
