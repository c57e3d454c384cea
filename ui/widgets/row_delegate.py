"""How a row of a record table is drawn: rules, selection bar, badges, muted and missing values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from hoaian_desktop.fields import MISSING, Field, Kind
from hoaian_desktop.services.lists import Row
from ui.palette import token
from ui.theme import font
from ui.widgets import badge
from ui.widgets.record_model import RecordModel, alignment_of

HEIGHT = 29
PADDING = 7
BAR = 3
# «Tổ CNSCĐ thôn Năng An», «Tổ CNSCĐ thôn Vạn Hội 1»: tables referred to, and fields.
_TOLD_APART_BY_THE_END = {"team", "branch"}
_MASKED = {Kind.PERSONAL_NUMBER, Kind.PHONE}

Index = QModelIndex | QPersistentModelIndex


@lru_cache
def _hairline(colour: int) -> QPen:
    """A cosmetic pen: a line one device pixel thick at every scale."""
    return QPen(QColor.fromRgba(colour), 0)


@lru_cache
def _font(weight: int) -> QFont:
    return font(13, weight)


def elided_at_end(metrics: QFontMetrics, words: str, width: int) -> str:
    """`words` as far as they fit into `width` pixels."""
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


def elided_before_end(metrics: QFontMetrics, words: str, width: int) -> str:
    """The first word and as many of the last ones as fit: «Tổ … Năng An»; even so too long, it is cut."""
    if metrics.horizontalAdvance(words) <= width:
        return words
    first, *others = words.split()
    for at in range(1, len(others)):
        shorter = " ".join((first, "…", *others[at:]))
        if metrics.horizontalAdvance(shorter) <= width:
            return shorter
    return elided_at_end(metrics, words, width)


@lru_cache(maxsize=8192)
def _laid_out(words: str, width: int, weight: int, *, by_end: bool) -> QStaticText:
    """`words` as they stand in a cell: cut and laid out once, for the same few hundred are painted at every scroll."""
    used = _font(weight)
    elided = elided_before_end if by_end else elided_at_end
    made = QStaticText(elided(QFontMetrics(used), words, width))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(font=used)
    return made


@dataclass(frozen=True)
class _Column:
    """A column as it is drawn in every row."""

    at: int  # logical
    field: Field
    left: int
    width: int
    weight: int
    by_end: bool
    to_right: bool

    def inside(self, top: int) -> QRect:
        """Where the words of the row at `top` may stand."""
        return QRect(self.left + PADDING, top, self.width - 2 * PADDING, HEIGHT - 1)


class RowDelegate(QStyledItemDelegate):
    """Draws rows from the typed values and their fields.

    The view asks for whole rows: asked cell by cell, Qt looks through the style sheet for each of some two hundred.
    """

    def __init__(self, view: QAbstractItemView, model: RecordModel, key_field: str) -> None:
        super().__init__(view)
        self._model = model
        self._key_field = key_field

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, HEIGHT)

    def paint_rows(self, painter: QPainter, view: QTableView, area: QRect, hovered: int) -> None:
        """Draw what of the rows lies in `area` of the viewport; `hovered` is the row under the mouse, or −1."""
        first, last = view.rowAt(area.top()), view.rowAt(area.bottom())
        if first < 0:
            return
        header = view.horizontalHeader()
        across = QRect(-header.offset(), view.rowViewportPosition(first), header.length(), HEIGHT)
        columns = [*self._columns(header, area)]
        is_selected = partial(view.selectionModel().isRowSelected, parent=QModelIndex())
        for at in range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1):
            row, lit, selected = self._model.row_at(at), self._model.is_lit(at), is_selected(at)
            ground = "okbg" if lit else "sel" if selected else "alt" if at == hovered else "base"
            painter.fillRect(across, token(ground))
            painter.setPen(_hairline(token("line").rgba()))
            painter.drawLine(across.left(), across.bottom(), across.right() + 1, across.bottom())
            if selected:
                painter.fillRect(QRect(across.left(), across.top(), BAR, HEIGHT), token("link"))
            if row is not None:
                self._draw_cells(painter, row, columns, across.top(), selected=selected and not lit)
            across.translate(0, HEIGHT)

    def _columns(self, header: QHeaderView, area: QRect) -> Iterator[_Column]:
        for at in range(header.count()):
            left, width = header.sectionViewportPosition(at), header.sectionSize(at)
            if width and left <= area.right() and left + width > area.left():  # a hidden one has no width
                field = self._model.field_at(at)
                by_end = (field.refers_to or field.name) in _TOLD_APART_BY_THE_END
                to_right = bool(alignment_of(field) & Qt.AlignmentFlag.AlignRight)
                yield _Column(at, field, left, width, self._weight(field), by_end, to_right)

    def _weight(self, field: Field) -> int:
        return 500 if field.name == self._key_field else 400

    def _draw_cells(self, painter: QPainter, row: Row, columns: list[_Column], top: int, *, selected: bool) -> None:
        for column in columns:
            field, cell, inside = column.field, row.cells[column.at], column.inside(top)
            words = self._model.words_of(row, column.at)
            look = badge.look_of(field.choices, cell) if cell and field.kind is Kind.CHOICE else None
            if look is not None:
                room = QRectF(inside.adjusted(0, 0, PADDING - 2, 0))
                badge.draw(painter, room, *badge.of_row(words, look, archived=row.archived))
                continue
            text = _laid_out(words, inside.width(), column.weight, by_end=column.by_end)
            room = text.size()
            left = inside.right() + 1 - room.width() if column.to_right else inside.left()
            painter.setFont(_font(column.weight))
            painter.setPen(self._colour(field, row, words, selected))
            painter.drawStaticText(QPointF(left, top + (inside.height() - room.height()) // 2), text)

    def _colour(self, field: Field, row: Row, words: str, selected: bool) -> QColor:
        if selected:
            return token("seltx")
        return token("mut" if row.archived or words == MISSING or field.kind in _MASKED else "text")

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            words = index.data() or ""
            whole = index.data(Qt.ItemDataRole.AccessibleTextRole) or ""
            field = self._model.field_at(index.column())
            row = self._model.row_at(index.row())
            wide = QFontMetrics(_font(self._weight(field))).horizontalAdvance(words)
            if row is not None and badge.look_of(field.choices, row.cells[index.column()]):
                wide = badge.width_of(words)
            if wide > option.rect.width() - 2 * PADDING or whole != words:
                QToolTip.showText(event.globalPos(), whole, view)
            else:
                QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)
