"""Picks a figure to put into a text: found by name or code, with which of its numbers and how it is said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hoaian_desktop.reports.live_figures import STYLES, LiveFigures, Offer
from hoaian_desktop.rules.live_text import Token
from hoaian_desktop.rules.names import fold
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.plain_list import PlainList
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.fitted import Dialog

_COLUMNS, _CODE = "Số nào", 60
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class FigureDialog(Dialog):
    """A line to search in, a list, two choices and what would be put in. `picked` hands out a Token."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, live: LiveFigures) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Chèn số liệu")
        self.resize(620, 520)
        self._live = live
        self._offers: Sequence[Offer] = live.offers()
        self.search = QLineEdit()
        self.search.setAccessibleName("Tìm số liệu")
        self.search.setPlaceholderText("Tìm theo tên hoặc mã, ví dụ: vneid, 2.3")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.list = PlainList("Số liệu", ("Mã", "Số liệu", "Trong kỳ"), widths=(52, 420), right=(2,))
        self.column = ChoiceBox()
        self.column.setAccessibleName(_COLUMNS)
        self.style_box = ChoiceBox()
        self.style_box.setAccessibleName("Cách ghi")
        for style, said in STYLES.items():
            self.style_box.addItem(said, style)
        self.said = words(role="strong", wrap=True)
        self.insert = button("Chèn", self.pick, icon="check", role="primary")
        self.insert.setDefault(True)
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.list.selectionModel().currentRowChanged.connect(self._show_columns)
        self.list.doubleClicked.connect(lambda _: self.pick())
        self.column.currentIndexChanged.connect(self._show_said)
        self.style_box.currentIndexChanged.connect(self._show_said)
        self._find("")

    def _lay_out(self) -> None:
        choices = row(
            column(words(_COLUMNS, "label"), self.column, spacing=2),
            column(words("Cách ghi", "label"), self.style_box, spacing=2),
        )
        inside = column(
            self.search,
            self.list,
            choices,
            row(words("Sẽ chèn:", "muted"), self.said, None),
            words("Số được chèn đổi theo sổ cho đến khi chốt báo cáo.", "small"),
            row(None, button("Hủy", self.reject), self.insert),
        )
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.search.setFocus()

    def _find(self, text: str) -> None:
        wanted = fold(text).split()
        self._found = [
            each for each in self._offers if all(word in fold(f"{each.code} {each.name}") for word in wanted)
        ]
        self.list.show_rows(self._found, lambda each: (each.code, each.name, self._now(each)))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self._show_columns()

    def _now(self, offer: Offer) -> str:
        return self._live.on_screen(Token(offer.key, next(iter(offer.columns)))) or ""

    def _offer(self) -> Offer | None:
        at = self.list.currentIndex().row()
        return self._found[at] if 0 <= at < len(self._found) else None

    def _show_columns(self, *_: object) -> None:
        offer, before = self._offer(), self.column.currentData()
        self.column.blockSignals(True)
        self.column.clear()
        for key, said in (offer.columns if offer else {}).items():
            self.column.addItem(said[:1].upper() + said[1:], key)
        self.column.setCurrentIndex(max(0, self.column.findData(before)))
        self.column.blockSignals(False)
        self._show_said()

    def token(self) -> Token | None:
        """What would be put in; None where nothing was found."""
        offer = self._offer()
        return Token(offer.key, self.column.currentData(), self.style_box.currentData()) if offer else None

    def _show_said(self, *_: object) -> None:
        token = self.token()
        self.insert.setEnabled(token is not None)
        if token is None:
            self.said.setText("Không có số liệu nào như vậy. Hãy thử ít chữ hơn.")
        else:
            self.said.setText((self._live.on_screen(token) or "").strip())

    def pick(self) -> None:
        """Hand out what is chosen."""
        token = self.token()
        if token is not None:
            self.picked.emit(token)
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Up and down walk through the list while the cursor stays in the line.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
