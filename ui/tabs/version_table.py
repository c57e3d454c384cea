"""The frozen versions of a period as a table: number, state, when and by whom, digest, reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from hoaian_desktop import choices
from hoaian_desktop.fields import MISSING
from hoaian_desktop.services.reporting import VersionLine
from ui.dialogs.plain_table import PlainTable
from ui.palette import token
from ui.widgets import badge
from ui.widgets.badge import Look, Tone

DIGEST = 12  # letters of the digest that are shown
MOST = 5  # rows in sight
_HEADINGS = ("Bản", "Trạng thái", "Chốt lúc", "Người chốt", "Nộp lúc", "Mã kiểm tra", "Lý do")
_WIDTHS = (44, 118, 128, 152, 128, 106)
_STATE, _DIGEST = 1, 5

Index = QModelIndex | QPersistentModelIndex


def state_of(version: VersionLine) -> tuple[str, Look]:
    """The words and look of a version's state; one that was replaced names its successor."""
    look = badge.look_of("report_state", version.state) or Look("circle", Tone.NEUTRAL)
    if version.state == "replaced":
        return f"Thay bằng v{version.number + 1}", look
    return choices.name("report_state", version.state), look


def moment(at: datetime | None) -> str:
    """When something was done, as it is read in a table."""
    return f"{at:%d/%m/%Y %H:%M}" if at else MISSING


def reason_of(version: VersionLine) -> str:
    """Why it was made and, if it was, why it was returned."""
    said = [version.reason or "", f"Trả lại: {version.answer}" if version.answer else ""]
    return " · ".join(words for words in said if words) or MISSING


class _State(QStyledItemDelegate):
    """Draws the state as a badge on the ground of its row."""

    def __init__(self, table: VersionTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        version = self._table.versions[index.row()]
        selected = index.row() == self._table.currentRow()
        painter.save()
        painter.fillRect(option.rect, token("sel" if selected else "base"))
        painter.restore()
        words, look = state_of(version)
        badge.draw(painter, QRectF(option.rect.adjusted(5, 0, -3, 0)), words, look)


class VersionTable(PlainTable):
    """Newest first. `picked` tells which one is walked to; Enter or a double click asks to see it."""

    picked = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__("Các bản đã chốt", _HEADINGS, widths=_WIDTHS)
        self.versions: tuple[VersionLine, ...] = ()
        self.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(_STATE, _State(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.currentItemChanged.connect(lambda *_: self.picked.emit())
        self.itemDoubleClicked.connect(lambda _: self.opened.emit())

    def show_versions(self, versions: Sequence[VersionLine]) -> None:
        """Show these; the one picked stays, after a new one it is the newest."""
        at = self.currentRow()
        grown = [one.id for one in versions] != [other.id for other in self.versions]
        self.versions = tuple(versions)
        self.blockSignals(True)
        self.show_rows([_cells(version) for version in versions])
        for row, version in enumerate(versions):
            self.item(row, _DIGEST).setToolTip(f"Mã kiểm tra nội dung (SHA-256): {version.digest}")
        if versions:
            self.selectRow(0 if grown else max(at, 0))
        self.blockSignals(False)
        rows = min(len(versions), MOST)
        frame = 2 * self.frameWidth() + self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(rows * self.verticalHeader().defaultSectionSize() + frame + 2)
        self.picked.emit()

    def current(self) -> VersionLine | None:
        """The one picked."""
        return self.versions[self.currentRow()] if 0 <= self.currentRow() < len(self.versions) else None

    def pick(self, number: int) -> None:
        """Pick a version by its number."""
        self.selectRow(next(at for at, version in enumerate(self.versions) if version.number == number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def _cells(version: VersionLine) -> tuple[str, ...]:
    return (
        f"v{version.number}",
        state_of(version)[0],
        moment(version.closed_at),
        version.closed_by,
        moment(version.submitted_at),
        version.digest[:DIGEST],
        reason_of(version),
    )
