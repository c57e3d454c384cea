"""What is known about the line while it is typed: who she is, what the rules doubt, and what the strip says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from hoaian_desktop.rules.doubts import Doubt, Level
from hoaian_desktop.rules.personal_number import LENGTH, PersonalNumber
from hoaian_desktop.rules.phone import REPAIRS
from hoaian_desktop.services import entry
from hoaian_desktop.services.citizens import Folder, Suggestion
from hoaian_desktop.services.confirmations import Stood
from hoaian_desktop.services.entry import Asked, Look
from ui.tabs.entry_bar import EntryBar
from ui.tasks import Tasks
from ui.widgets.strip import Act

LOOK_AFTER = 250  # milliseconds without a key (UniKey rewrites what was typed)
READ_FIRST = 500  # what was asked a moment ago is not confirmed by a key that was pressed twice
_FILLED = ("full_name", "born", "sex", "phone")


class EntryWatch(QObject):
    """Looks at one line at a time; `reset` begins the next."""

    person = Signal(object)  # the Folder of the citizen being entered, or None
    record_wanted = Signal(int)
    given_up = Signal()  # the line is to be cleared
    picked = Signal()  # it was said who she is, or who she is not

    def __init__(self, bar: EntryBar, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(bar)
        self._bar, self._form, self._tasks, self._today = bar, bar.form, tasks, today
        self.record: int | None = None  # the saved one that is being changed, if any
        self.paused = False  # the line is being saved
        self.pinned = True  # whether a village from the list is marked as one that stays
        self.seen: frozenset[Doubt] = frozenset()
        self.stood: frozenset[Stood] = frozenset()  # let stand in this sitting, whoever the lines are about
        self._citizen: int | None = None  # picked
        self._different: tuple[int, ...] = ()
        self._known: Folder | None = None
        self._maybe: tuple[Suggestion, ...] = ()
        self._list_village: tuple[object] | None = None  # of the paper list, while hers stands in its place
        self._asked_at = QElapsedTimer()
        self._speaks = False  # the strip says something about what is typed
        self._who: list[Act] = [
            ("Đúng người này (F3)", "user-check", self.same),
            ("Người khác (Shift+F3)", "user-minus", self.different),
        ]
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LOOK_AFTER)
        self._soon.timeout.connect(self.look)
        self._form.changed.connect(self._soon.start)
        self._form.faults_changed.connect(self._say_fault)
        self._form.editors["personal_number"].changed.connect(self._number_typed)

    def reset(self, who: dict[str, Any] | None = None) -> None:
        """Begin with another line; `who` is what `who` gave when this line was put aside."""
        who = who or {}
        self._citizen, self._different = who.get("citizen_id"), tuple(who.get("different_from") or ())
        self._known, self._maybe, self._list_village = None, (), None
        self.seen = frozenset()
        self.person.emit(None)

    def who(self) -> dict[str, Any]:
        """Who was picked, and who was called somebody else."""
        return {"citizen_id": self._citizen, "different_from": self._different}

    def village_of_list(self, shown: object) -> object:
        """The village that stays for the next line: not hers, the one of the paper list."""
        return shown if self._list_village is None else self._list_village[0]

    # Looking

    def look(self) -> None:
        """Ask the book what it knows about the line."""
        self._soon.stop()
        if not self.paused:
            values = {**self._form.peek(), **self.who()}
            operation = partial(entry.look, values=values, today=self._today(), id_=self.record, stood=self.stood)
            self._tasks.read(self, operation, done=self._show, latest="look")

    def look_soon(self) -> None:
        """Look once nothing has been typed for a moment."""
        self._soon.start()

    def pause(self, paused: bool) -> None:
        """Look no further while the line is being saved."""
        self.paused = paused
        self._soon.stop()

    def _number_typed(self) -> None:
        digits = "".join(filter(str.isdigit, str(self._form.editors["personal_number"].peek())))
        if len(digits) == LENGTH:
            self._fill_sex(digits)
            self.look()  # a number is known at once
        elif "sex" in self._form.filled and self._known is None:
            self._form.filled.discard("sex")
            self._form.editors["sex"].set_value(None)

    def _show(self, look: Look) -> None:
        if self.paused:
            return
        before, self._known, self._maybe = self._known, look.known, look.maybe
        if look.known is not None and (before is None or before.id != look.known.id):
            self._fill(look.known)
        elif look.known is None and before is not None:
            self._unfill()
        self.person.emit(look.known)
        if self._form.first_fault():
            return
        soft = [doubt for doubt in look.doubts if doubt.level is Level.SOFT]
        repaired = [doubt.sentence for doubt in look.doubts if doubt.code in REPAIRS]
        if look.maybe:  # who she is comes first: the doubts depend on it
            self._suggest(look.maybe)
        elif soft:
            self.warn(soft)
        elif repaired:
            self.say("tell", escape(" ".join(repaired)))
        elif not self._form.doubted():
            self.quiet()

    # What the book knows goes into the line

    def _fill(self, folder: Folder) -> None:
        """Take over what the book knows; what was typed stays, but her village is hers, not the last one's."""
        if self.record is not None:
            return
        for name in _FILLED:
            if self._form.editors[name].peek() in (None, "") and folder.values[name] not in (None, ""):
                self._fill_in(name, folder.values[name])
        village = self._form.editors["village_id"]
        if folder.values["village_id"] not in (None, village.peek()):
            self._list_village = self._list_village or (village.peek(),)
            village.set_value(folder.values["village_id"])
            village.set_pinned(False)

    def _unfill(self) -> None:
        """She is not who was found: what came from the book goes again."""
        for name in tuple(self._form.filled):
            self._form.editors[name].set_value(None)
        self._form.filled.clear()
        if self._list_village is not None:
            self._form.editors["village_id"].set_value(self._list_village[0])
            self._form.editors["village_id"].set_pinned(self.pinned)
            self._list_village = None

    def _fill_sex(self, number: str) -> None:
        try:
            sex = PersonalNumber.parse(number).sex.value
        except ValueError:
            return
        if self._form.editors["sex"].peek() in (None, ""):
            self._fill_in("sex", sex)

    def _fill_in(self, name: str, value: object) -> None:
        if self._form.focused() is not self._form.editors[name]:
            self._form.editors[name].set_value(value)
            self._form.filled.add(name)

    def same(self) -> None:
        """The person suggested is the one (F3): her name and birth are as the book has them."""
        if self._known is None and self._maybe:
            her = self._maybe[0]
            self._citizen = her.id
            for name, value in entry.of_picked(self._form.peek(), her, today=self._today()).items():
                self._form.editors[name].set_value(value)
            self.picked.emit()
            self.quiet()
            self.look()

    def different(self) -> None:
        """The one suggested is somebody else (Shift+F3): remembered once the line is saved; the next one is shown."""
        self._different += tuple(one.id for one in self._maybe[:1])  # nobody says so of who was not shown
        self._citizen = None
        self.picked.emit()
        self.quiet()
        self.look()

    # The strip

    def say(self, look: str, sentence: str, acts: Sequence[Act] = ()) -> None:
        """Say something about the line as `warn`, `refuse` or `tell`."""
        self._speaks = True
        getattr(self._bar.strip, look)(sentence, acts)

    def quiet(self) -> None:
        """Nothing to say about what is typed; news that is not about it stays until the line changes hands."""
        if self._speaks:
            self._speaks = False
            self._bar.strip.hide()

    def hush(self) -> None:
        """Say nothing at all: another line begins."""
        self._asked_at.invalidate()
        self._speaks = False
        self._bar.strip.hide()

    def warn(self, doubts: Sequence[Doubt]) -> None:
        """Show soft doubts; from then on Ctrl+Enter lets them stand."""
        codes = {doubt.code for doubt in doubts}
        acts: list[Act] = []
        if "taken-for-known" in codes:
            acts = self._who
        elif "same-service-again" in codes and self._known is not None:
            acts = [("Xem bản ghi", "eye", self._look_at_record), ("Bỏ lượt này", "x", self.given_up.emit)]
        if not set(doubts) <= self.seen:
            self.seen |= frozenset(doubts)
            self._asked_at.start()
        words = escape(" ".join(doubt.sentence for doubt in doubts))
        self.say("warn", f"{words} <b>Ctrl+Enter</b>: vẫn lưu.", acts)

    def too_soon(self) -> bool:
        """Whether what was asked cannot have been read yet."""
        return self._asked_at.isValid() and self._asked_at.elapsed() < READ_FIRST

    def ask(self, answer: Asked) -> None:
        """Say why a line was not saved."""
        self._maybe = answer.maybe or self._maybe
        hard = [doubt for doubt in answer.doubts if doubt.level is Level.HARD]
        if hard:
            self._form.show_faults({str(d.field): d.sentence for d in hard if d.field in self._form.editors})
            self.say("refuse", escape(hard[0].sentence))
            return
        self._form.show_doubts(answer.doubts)
        self.warn([doubt for doubt in answer.doubts if doubt.level is Level.SOFT])

    def _say_fault(self) -> None:
        if fault := self._form.first_fault():
            self.say("refuse", fault)
        elif self._bar.strip.property("role") == "strip-error":
            self.quiet()

    def _suggest(self, maybe: tuple[Suggestion, ...]) -> None:
        her = maybe[0]
        about = [str(her.born or ""), f"thôn {her.village}" if her.village else "", f"{her.supports} lượt"]
        known, why = ", ".join(filter(None, about)), ", ".join(her.likeness.reasons)
        more = f" và {len(maybe) - 1} người nữa" if len(maybe) > 1 else ""
        self.say("tell", f"Có thể là <b>{escape(her.full_name)}</b> ({escape(f'{known}; {why}')}){more}.", self._who)

    def _look_at_record(self) -> None:
        service: Any = self._form.editors["service_id"].control
        for support in self._known.supports if self._known else ():
            if support.service == service.text():
                self.record_wanted.emit(support.id)
                return
