"""Words of a file that name nothing in the book: each is given a meaning, one by one or all that are alike at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from hoaian_desktop.exchange.decisions import Decisions, Meaning
from hoaian_desktop.exchange.unmatched import Unmatched
from hoaian_desktop.records import record_of
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services.references import Option
from ui.dialogs.parts import button, column, row, set_words, words
from ui.dialogs.plain_table import PlainTable
from ui.widgets.choice_box import ChoiceBox

Key = tuple[str, str]  # table and folded words
Meant = int | Meaning

ROW = 32  # pixels: a box stands in it
_HEADINGS = ("Tên trong tệp", "Là", "Số ô", "Trong sổ là")
_MEANS = 3
_AT_ONCE = 20  # rows with a box, of which each takes a millisecond or two
_NO_NEW = frozenset({"service", "campaign", "directive", "influential_person"})


class WordsTable(QWidget):
    """The most frequent words come first; more are shown when they are asked for."""

    meant = Signal(object)  # by key: an id or a Meaning

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[Key, str, str]] = []
        self._near: Mapping[Key, Unmatched] = {}
        self._decisions = Decisions()
        self._options: Mapping[str, Sequence[Option]] = {}
        self._shown = 0
        self.boxes: dict[Key, MeaningBox] = {}
        self.table = PlainTable("Tên chưa có trong sổ", _HEADINGS, widths=(330, 120, 60), right=(2,))
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.more = button("", self._show_more, icon="chevron-down")
        self.all_new = button("Thêm mới mọi tên chưa chọn", partial(self._mean_all, Meaning.NEW), icon="plus")
        self.none_at_all = button("Bỏ qua mọi tên chưa chọn", partial(self._mean_all, Meaning.NOTHING), icon="x")
        told = words("Tên chưa có trong sổ: dùng tên đã có, thêm mới hay bỏ qua", "label")
        self.setLayout(column(row(told, None, self.more, self.all_new, self.none_at_all), self.table))

    def show_words(
        self, unmatched: Sequence[Unmatched], decisions: Decisions, options: Mapping[str, Sequence[Option]]
    ) -> None:
        """Show what is unknown and what was decided about; `options` are the records of the book by table."""
        self._near = {one.key: one for one in unmatched}
        self._decisions, self._options = decisions, options
        often = sorted(unmatched, key=lambda one: -one.rows)
        self._lines = [(one.key, one.words, show_count(one.rows) if one.rows else "") for one in often]
        self.setVisible(bool(self._lines))
        self.boxes = {}
        self._shown = 0
        self.table.setRowCount(0)
        self.table.show_rows(
            [(said, record_of(key[0]).__title__, rows, "") for key, said, rows in self._lines[:_AT_ONCE]]
        )
        self._add_boxes()

    def _show_more(self) -> None:
        for key, said, rows in self._lines[self._shown : self._shown + _AT_ONCE]:
            self.table.add_row((said, record_of(key[0]).__title__, rows, ""))
        self._add_boxes()

    def _add_boxes(self) -> None:
        for place, (key, said, _) in enumerate(self._lines[self._shown : self._shown + _AT_ONCE], self._shown):
            near = self._near.get(key)
            meant = self._decisions.meanings.get(key, _as_it_stands(key[0]))
            box = self.boxes[key] = MeaningBox(key[0], near, meant, self._options.get(key[0], ()))
            box.setAccessibleName(f"“{said}” trong sổ là")
            box.activated.connect(lambda _, key=key, box=box: self.meant.emit({key: box.currentData()}))
            self.table.setCellWidget(place, _MEANS, box)
        self._shown = min(len(self._lines), self._shown + _AT_ONCE)
        left = len(self._lines) - self._shown
        set_words(self.more, f"Hiện thêm {show_count(min(left, _AT_ONCE))} tên (còn {show_count(left)})")
        self.more.setVisible(left > 0)
        open_keys = self._undecided()
        self.none_at_all.setVisible(len(open_keys) > 1)
        self.all_new.setVisible(len(open_keys) > 1 and any(key[0] not in _NO_NEW for key in open_keys))

    def _undecided(self) -> list[Key]:
        return [key for key in self._near if key not in self._decisions.meanings]

    def _mean_all(self, meaning: Meaning) -> None:
        able = [key for key in self._undecided() if meaning is not Meaning.NEW or key[0] not in _NO_NEW]
        self.meant.emit(dict.fromkeys(able, meaning))


class MeaningBox(ChoiceBox):
    """What words may mean: names like them, something new, nothing; then every record of the table.

    Those are thousands at times, and most boxes are never opened: they come in when somebody does.
    """

    def __init__(self, table: str, near: Unmatched | None, meant: Meant, options: Sequence[Option]) -> None:
        super().__init__()
        self._options: Sequence[Option] | None = options
        for candidate in near.candidates if near else ():
            self.addItem(f"{candidate.words}  (giống {candidate.likeness:.0%})", candidate.id)
        usual = self.count()
        if table not in _NO_NEW:
            self.addItem("Thêm mới vào sổ", Meaning.NEW)
        self.addItem("Bỏ qua tên này", Meaning.NOTHING)
        at = next((at for at in range(self.count()) if self.itemData(at) == meant), None)
        if at is None and (chosen := next((one for one in options if one.id == meant), None)):
            self.addItem(chosen.words, chosen.id)
            at = self.count() - 1
        self.setCurrentIndex(usual if at is None else at)

    def fill(self) -> None:
        """Add every record of the table, once."""
        options, self._options = self._options or (), None
        for option in options:
            self.addItem(option.words, option.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.fill()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        self.fill()
        super().showPopup()


def _as_it_stands(table: str) -> Meaning:
    """What becomes of words nobody decided about: a village is added, the rest is warned about and passed over."""
    return Meaning.NEW if table == "village" else Meaning.NOTHING
