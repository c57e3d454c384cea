"""How a cell of a record table is drawn: rules, selection bar, badges, muted and missing values."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from hoaian_desktop.fields import MISSING, Field, Kind
from hoaian_desktop.services.lists import Row
from ui.palette import token
from ui.theme import font
from ui.widgets import badge
from ui.widgets.record_model import CELL, FIELD, LIT, ROW

HEIGHT = 29
PADDING = 7
BAR = 3
# «Tổ CNSCĐ thôn Năng An», «Tổ CNSCĐ thôn Vạn Hội 1»: tables referred to, and fields.
_TOLD_APART_BY_THE_END = {"team", "branch"}
_MASKED = {Kind.PERSONAL_NUMBER, Kind.PHONE}

Index = QModelIndex | QPersistentModelIndex


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


class CellDelegate(QStyledItemDelegate):
    """Draws cells from the typed value and its field."""

    def __init__(self, view: QAbstractItemView, key_field: str) -> None:
        super().__init__(view)
        self._key_field = key_field

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        field: Field = index.data(FIELD)
        row: Row | None = index.data(ROW)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        lit = bool(index.data(LIT))
        painter.fillRect(rect, token("okbg" if lit else "sel" if selected else "alt" if hovered else "base"))
        # A cosmetic pen: a line one device pixel thick at every scale.
        painter.setPen(QPen(token("line"), 0))
        painter.drawLine(rect.left(), rect.bottom(), rect.right() + 1, rect.bottom())
        if selected and self._is_first(option, index):
            painter.fillRect(QRect(rect.left(), rect.top(), BAR, rect.height()), token("link"))
        if row is not None:
            self._draw_cell(painter, rect, field, row, index, selected and not lit)
        painter.restore()

    def _draw_cell(self, painter: QPainter, rect: QRect, field: Field, row: Row, index: Index, selected: bool) -> None:
        cell = index.data(CELL)
        words = index.data()
        inside = rect.adjusted(PADDING, 0, -PADDING, -1)
        look = badge.look_of(field.choices, cell) if cell and field.kind is Kind.CHOICE else None
        if look is not None:
            inside = rect.adjusted(PADDING, 0, -2, -1)
            badge.draw(painter, QRectF(inside), *badge.of_row(words, look, archived=row.archived))
            return
        key = field.name == self._key_field
        painter.setFont(font(13, 500 if key else 400))
        painter.setPen(self._colour(field, row, words, selected))
        by_end = (field.refers_to or field.name) in _TOLD_APART_BY_THE_END
        elided = elided_before_end if by_end else elided_at_end
        shown = elided(painter.fontMetrics(), words, inside.width())
        painter.drawText(inside, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)

    def _colour(self, field: Field, row: Row, words: str, selected: bool) -> QColor:
        if selected:
            return token("seltx")
        return token("mut" if row.archived or words == MISSING or field.kind in _MASKED else "text")

    def _is_first(self, option: QStyleOptionViewItem, index: Index) -> bool:
        header = option.widget.horizontalHeader()  # type: ignore[attr-defined]
        return header.visualIndex(index.column()) == min(
            header.visualIndex(at) for at in range(header.count()) if not header.isSectionHidden(at)
        )

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            words = index.data() or ""
            whole = index.data(Qt.ItemDataRole.AccessibleTextRole) or ""
            field: Field = index.data(FIELD)
            weight = 500 if field.name == self._key_field else 400
            wide = QFontMetrics(font(13, weight)).horizontalAdvance(words)
            if badge.look_of(field.choices, index.data(CELL)):
                wide = badge.width_of(words)
            if wide > option.rect.width() - 2 * PADDING or whole != words:
                QToolTip.showText(event.globalPos(), whole, view)
            else:
                QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)
