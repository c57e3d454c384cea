"""Teams and villages as a table: how each stands in the period, when it last did something; Enter opens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStyledItemDelegate, QStyleOptionViewItem

from hoaian_desktop.indicators.catalogue import BY_CODE
from hoaian_desktop.overview_paper import PLACE_HEADS, place_words
from hoaian_desktop.services.lists import Filter, Query, in_days
from hoaian_desktop.services.standings import Standing, Standings, State
from ui.tabs.aims import in_words
from ui.tabs.sheets import Sheet
from ui.tabs.small_table import PADDING, SmallTable
from ui.widgets import badge
from ui.widgets.badge import Look, Tone
from ui.widgets.buttons import button, label

_STATE = 1  # the column of the state
_MOST_ROWS = 8
_WIDE = 140  # pixels for a state's icon and words
_LOOKS: Mapping[State, Look] = {
    State.REACHED: Look("check-check", Tone.OK),
    State.ON_TIME: Look("check", Tone.OK),
    State.LATE: Look("triangle-alert", Tone.WARN),
    State.NOTED: Look("circle-dot", Tone.NEUTRAL),
    State.SILENT: Look("circle-minus", Tone.ERR),
}
_TEAMS, _VILLAGES = "Tổ", "Thôn"


class _Table(SmallTable):
    """A small table whose second column holds states."""

    def __init__(self) -> None:
        super().__init__((_TEAMS, *PLACE_HEADS), most_rows=_MOST_ROWS)
        self.lines: Sequence[Standing] = ()
        self.setItemDelegateForColumn(_STATE, _States(self))

    def show_lines(self, head: str, lines: Sequence[Standing]) -> None:
        """Show teams, or villages."""
        self.lines = lines
        self.set_heads((head, *PLACE_HEADS), right_from=_STATE + 1)
        self.show_rows([place_words(line) for line in lines])
        self.setColumnWidth(_STATE, _WIDE)
        for at, line in enumerate(lines):
            for aim in line.aims:
                said = f"{aim.code} {BY_CODE[aim.code].name}: {in_words(aim, str(BY_CODE[aim.code].main.unit))}"
                item = self.item(at, self.columnCount() - 2)
                item.setToolTip("\n".join(filter(None, (item.toolTip() if aim is not line.aims[0] else "", said))))


class _States(QStyledItemDelegate):
    def __init__(self, table: _Table) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._table.itemDelegate().paint(painter, option, index.siblingAtColumn(self._table.columnCount()))
        state = self._table.lines[index.row()].state
        badge.draw(painter, QRectF(option.rect.adjusted(PADDING, 0, -PADDING, 0)), state.value, _LOOKS[state])


class PlacesSheet(Sheet):
    """Teams, or by the switch villages."""

    go = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("users", "Tổ và thôn trong kỳ")
        self._standings: Standings | None = None
        self.switch: dict[str, QPushButton] = {}
        switch, group = QHBoxLayout(), QButtonGroup(self)
        switch.setSpacing(0)
        for words in (_TEAMS, _VILLAGES):
            made = self.switch[words] = button(words)
            made.setCheckable(True)
            made.setChecked(words == _TEAMS)
            group.addButton(made)
            switch.addWidget(made)
            made.clicked.connect(self._fill)
        self.header.addLayout(switch)
        self.table = _Table()
        self.nothing = label("Chưa có tổ, thôn nào hoạt động trong kỳ.", "muted")
        self.body.setContentsMargins(0, 0, 0, 4)
        self.body.addWidget(self.table)
        self.body.addWidget(self.nothing)
        self.table.activated_row.connect(self._open)

    def show_standings(self, standings: Standings) -> None:
        """Show how they stand in another load."""
        self._standings = standings
        self._fill()

    @property
    def _shows_villages(self) -> bool:
        return self.switch[_VILLAGES].isChecked()

    def _fill(self) -> None:
        if self._standings is None:
            return
        lines = self._standings.villages if self._shows_villages else self._standings.teams
        self.table.show_lines(_VILLAGES if self._shows_villages else _TEAMS, lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        silent = sum(line.state is State.SILENT for line in lines)
        late = sum(line.state is State.LATE for line in lines)
        said = [f"{late} chậm"] * bool(late) + [f"{silent} chưa có số liệu"] * bool(silent)
        self.note.setText(" · ".join([f"{len(lines)} {_VILLAGES.lower() if self._shows_villages else 'tổ'}", *said]))

    def _open(self) -> None:
        """Open the team, or the supports for the people of a village."""
        at = self.table.currentRow()
        if self._standings is None or at < 0:
            return
        line, span = self.table.lines[at], self._standings.span
        if self._shows_villages:
            query = Query(filters=(Filter("village_id", line.id), in_days(span.first, span.last)))
            self.go.emit("activations", query)
        else:
            self.go.emit("teams", line.id)
