"""How a cell of a record table is drawn: rules, selection bar, badges, muted and missing values."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

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
    used = font(13, weight)
    elided = elided_before_end if by_end else elided_at_end
    made = QStaticText(elided(QFontMetrics(used), words, width))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(font=used)
    return made


class CellDelegate(QStyledItemDelegate):
    """Draws cells from the typed value and its field. Every line here runs some two hundred times a scroll."""

    def __init__(self, view: QAbstractItemView, model: RecordModel, key_field: str) -> None:
        super().__init__(view)
        self._model = model
        self._key_field = key_field

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        at, column, state = index.row(), index.column(), option.state
        row = self._model.row_at(at)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        lit = self._model.is_lit(at)
        ground = "okbg" if lit else "sel" if selected else "alt" if state & QStyle.StateFlag.State_MouseOver else "base"
        painter.save()
        painter.fillRect(rect, token(ground))
        painter.setPen(_hairline(token("line").rgba()))
        painter.drawLine(rect.left(), rect.bottom(), rect.right() + 1, rect.bottom())
        if selected and self._is_first(option, column):
            painter.fillRect(QRect(rect.left(), rect.top(), BAR, rect.height()), token("link"))
        if row is not None:
            self._draw_cell(painter, rect, row, column, selected=selected and not lit)
        painter.restore()

    def _draw_cell(self, painter: QPainter, rect: QRect, row: Row, column: int, *, selected: bool) -> None:
        field, cell, words = self._model.field_at(column), row.cells[column], self._model.words_of(row, column)
        look = badge.look_of(field.choices, cell) if cell and field.kind is Kind.CHOICE else None
        if look is not None:
            inside = rect.adjusted(PADDING, 0, -2, -1)
            badge.draw(painter, QRectF(inside), *badge.of_row(words, look, archived=row.archived))
            return
        inside = rect.adjusted(PADDING, 0, -PADDING, -1)
        weight = 500 if field.name == self._key_field else 400
        by_end = (field.refers_to or field.name) in _TOLD_APART_BY_THE_END
        painter.setFont(font(13, weight))
        painter.setPen(self._colour(field, row, words, selected))
        text = _laid_out(words, inside.width(), weight, by_end=by_end)
        room = text.size()
        right = alignment_of(field) & Qt.AlignmentFlag.AlignRight
        left = inside.right() + 1 - room.width() if right else inside.left()
        painter.drawStaticText(QPointF(left, inside.top() + (inside.height() - room.height()) // 2), text)

    def _colour(self, field: Field, row: Row, words: str, selected: bool) -> QColor:
        if selected:
            return token("seltx")
        return token("mut" if row.archived or words == MISSING or field.kind in _MASKED else "text")

    def _is_first(self, option: QStyleOptionViewItem, column: int) -> bool:
        header = option.widget.horizontalHeader()  # type: ignore[attr-defined]
        in_order = (header.logicalIndex(place) for place in range(header.count()))
        return column == next(at for at in in_order if not header.isSectionHidden(at))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            words = index.data() or ""
            whole = index.data(Qt.ItemDataRole.AccessibleTextRole) or ""
            field = self._model.field_at(index.column())
            row = self._model.row_at(index.row())
            weight = 500 if field.name == self._key_field else 400
            wide = QFontMetrics(font(13, weight)).horizontalAdvance(words)
            if row is not None and badge.look_of(field.choices, row.cells[index.column()]):
                wide = badge.width_of(words)
            if wide > option.rect.width() - 2 * PADDING or whole != words:
                QToolTip.showText(event.globalPos(), whole, view)
            else:
                QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)
