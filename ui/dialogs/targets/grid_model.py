"""The grid of targets as a table: rows are indicators, columns the office with its progress, or its places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hoaian_desktop.indicators.catalogue import Indicator
from hoaian_desktop.rules.aims import Aim
from hoaian_desktop.rules.numbers import MISSING, show_count, show_percent
from hoaian_desktop.services.targets import NAMED, By, CellKey, Column, Grid
from ui.dialogs.targets.typed import Cell, TypedCells, Unread, read, show
from ui.tabs.aims import in_words, needed

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LOOK = Qt.ItemDataRole.UserRole


class Look(Enum):
    """How a cell is painted."""

    EMPTY = auto()
    PLAIN = auto()
    CHANGED = auto()
    BEFORE = auto()  # what an earlier issue gave, which still counts
    READ = auto()  # reckoned, not typed
    LATE = auto()
    REACHED = auto()
    FAULT = auto()


def _needed(aim: Aim) -> str:
    return needed(aim).words


_RECKONED: Sequence[tuple[str, Callable[[Aim], str]]] = (
    ("Lũy kế", lambda aim: show_count(aim.done)),
    ("% đạt", lambda aim: show_percent(aim.percent)),
    ("Còn thiếu", lambda aim: show_count(aim.missing)),
    ("Cần thêm", _needed),
)
"""What stands beside each target of the office."""

_SUMS = ("Cả đơn vị", "Đã chia")
_GIVEN_TO = {By.OFFICE: "Cả đơn vị", By.TEAM: "tổ", By.VILLAGE: "thôn"}


class GridModel(QAbstractTableModel):
    """One page of targets with what was typed over it."""

    typed = Signal()  # something was typed, or taken back

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: Grid | None = None
        self.cells = TypedCells(lambda _: None)
        self._short: Sequence[str] = ()

    def show_grid(self, grid: Grid) -> None:
        """Show a page as it is stored; what was typed before is forgotten."""
        self.beginResetModel()
        self.grid = grid
        self._short = short_names([column.name for column in grid.columns])
        self.cells = TypedCells(grid.entry)
        self.endResetModel()
        self.typed.emit()

    # Places

    @property
    def first(self) -> int:
        """The first column that can be typed into."""
        return 0 if self.grid is None or self.grid.page.by is By.OFFICE else len(_SUMS)

    def indicator(self, row: int) -> Indicator:
        """The indicator of a row."""
        assert self.grid is not None
        return self.grid.indicators[row]

    def column(self, at: int) -> Column | None:
        """The office, team or village of a column; None for what is reckoned."""
        assert self.grid is not None
        place = at - self.first
        return self.grid.columns[place] if 0 <= place < len(self.grid.columns) else None

    def key(self, index: Index) -> CellKey | None:
        """The target of a cell; None where nothing can be typed."""
        if not index.isValid() or self.grid is None:
            return None
        column = self.column(index.column())
        return None if column is None else (self.indicator(index.row()).code, column.place)

    def aim(self, key: CellKey) -> Aim:
        """How far a target is, with what is typed now."""
        assert self.grid is not None
        cell = self.cells.value(key)
        return self.grid.aim(key, None if isinstance(cell, Unread) else cell)

    def given_out(self, row: int) -> int | None:
        """What the columns of a row have together; None if none of them has a figure."""
        assert self.grid is not None
        code = self.indicator(row).code
        known = [value for c in self.grid.columns if (value := self.aim((code, c.place)).target) is not None]
        return sum(known) if known else None

    # Typing

    def put(self, texts: Mapping[CellKey, str]) -> bool:
        """Type texts into cells, as one step."""
        return self._after(self.cells.put({key: read(text) for key, text in texts.items()}))

    def undo(self) -> bool:
        """Take back what was typed last; False if there is nothing."""
        return self._after(bool(self.cells.undo()))

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self._after(bool(self.cells.redo()))

    def _after(self, changed: bool) -> bool:
        if changed:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)  # sums and progress follow
            self.typed.emit()
        return changed

    # Words

    def words_of(self, index: Index) -> str:
        """All there is to say about a cell: whose, how far, what it was before."""
        key = self.key(index)
        if key is None or self.grid is None:
            return ""
        indicator, column = self.indicator(index.row()), self.column(index.column())
        cell = self.cells.value(key)
        parts = [f"{indicator.code} {indicator.name}"]
        if column is not None and column.place is not None:
            parts.append(column.name)
        if isinstance(cell, Unread):
            return f"{' · '.join(parts)}: {cell.sentence}"
        said = f"{' · '.join(parts)}: {in_words(self.aim(key), str(indicator.main.unit))}"
        issues = [each for each in self.grid.given.get(key, ()) if each.issue != self.grid.page.issue]
        if cell is None and not issues:
            said += " · chưa giao"
        elif cell == NAMED:
            said += " · đã nêu, chưa có số"
        for each in issues:
            said += f" · lần {each.issue}: {show_count(each.value)}" + (
                f" ({each.directive})" if each.directive else ""
            )
        return said

    def sum_words(self, row: int) -> str:
        """How what was given out stands to the office's own target."""
        if self.grid is None or self.grid.page.by is By.OFFICE:
            return ""
        whole, out = self.grid.office.get(self.indicator(row).code), self.given_out(row)
        without = sum(self.aim((self.indicator(row).code, c.place)).target is None for c in self.grid.columns)
        said = f"Đã chia {show_count(out)} / {show_count(whole)} cả đơn vị"
        if whole is not None and out is not None and out != whole:
            said += f", {'còn' if out < whole else 'vượt'} {show_count(abs(whole - out))}"
        return said + (f" · {without} {_GIVEN_TO[self.grid.page.by]} chưa giao" if without else "")

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.grid is None else len(self.grid.indicators)

    def columnCount(self, parent: Index = _ROOT) -> int:
        if parent.isValid() or self.grid is None:
            return 0
        more = len(_RECKONED) if self.grid.page.by is By.OFFICE else len(_SUMS)
        return more + len(self.grid.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index)
            case Qt.ItemDataRole.EditRole:
                key = self.key(index)
                return "" if key is None else show(self.cells.value(key))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.words_of(index) or self.sum_words(index.row())
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT
            case _ if role == LOOK:
                return self._look(index)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = self.key(index)
        return key is not None and self.put({key: str(value)})

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if self.key(index) is not None else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.grid is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            indicator = self.indicator(section)
            return f"{indicator.code}  {indicator.name} ({indicator.main.unit})"
        column = self.column(section)
        if column is not None:
            if self.grid.page.by is By.OFFICE:
                return "Chỉ tiêu giao"
            return column.name if role == Qt.ItemDataRole.ToolTipRole else self._short[section - self.first]
        return _SUMS[section] if section < self.first else _RECKONED[section - 1][0]

    def _text(self, index: Index) -> str:
        assert self.grid is not None
        key = self.key(index)
        if key is None:
            code = self.indicator(index.row()).code
            if index.column() < self.first:
                sums = (self.grid.office.get(code), self.given_out(index.row()))
                return show_count(sums[index.column()])
            return _RECKONED[index.column() - 1][1](self.aim((code, None)))
        cell, before = self.cells.value(key), self.grid.before(key)
        return show_count(before.value) if cell is None and before is not None else show(cell)

    def _look(self, index: Index) -> Look:
        assert self.grid is not None
        key = self.key(index)
        if key is None:
            return self._reckoned(index)
        cell: Cell = self.cells.value(key)
        if isinstance(cell, Unread):
            return Look.FAULT
        if self.cells.is_changed(key):
            return Look.CHANGED
        if cell is not None:
            return Look.PLAIN
        return Look.EMPTY if self.grid.before(key) is None else Look.BEFORE

    def _reckoned(self, index: Index) -> Look:
        if index.column() < self.first or _RECKONED[index.column() - 1][1] is not _needed:
            return Look.READ
        look = needed(self.aim((self.indicator(index.row()).code, None)))
        return {"warn": Look.LATE, "ok": Look.REACHED}.get(look.token, Look.READ)


def is_missing(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    return text in ("", MISSING)


def short_names(names: Sequence[str]) -> list[str]:
    """Each name without the first words it shares with another: of «Tổ CNSCĐ thôn Năng An» and so on the village."""
    words = [name.split() for name in names]
    return [" ".join(mine[_shared(mine, [other for other in words if other is not mine]) :]) for mine in words]


def _shared(mine: Sequence[str], others: Sequence[Sequence[str]]) -> int:
    longest = 0
    for other in others:
        alike = 0
        while alike < min(len(mine), len(other)) - 1 and mine[alike] == other[alike]:
            alike += 1
        longest = max(longest, alike)
    # The last word two names share may be half of what tells a third apart: «Vạn Hội 1» and «Vạn Hội 2».
    return longest
