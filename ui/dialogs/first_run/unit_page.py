"""Step 1: whose book it is, found by typing part of the name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from hoaian_desktop.services import offices
from hoaian_desktop.services.offices import UnitEntry
from ui.dialogs.first_run.draft import Draft, era_of, exists_on
from ui.dialogs.first_run.page import Page
from ui.dialogs.parts import column, words
from ui.theme import mark
from ui.widgets.notice_line import NoticeLine

_UNIT = Qt.ItemDataRole.UserRole


class UnitPage(Page):
    """The list of units of both eras; those that exist today stand first."""

    step = "Đơn vị"

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("Sổ của đơn vị nào?", "Gõ vài chữ của tên, có dấu hay không đều được, rồi chọn một dòng.")
        self._today = today
        self._units = offices.bundled_units()
        self._names = {unit.key: unit.full_name for unit in self._units}
        self._by_key = {unit.key: unit for unit in self._units}
        self.search = QLineEdit()
        self.search.setPlaceholderText("Ví dụ: an tin")
        self.search.setAccessibleName("Tìm đơn vị")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Các đơn vị tìm thấy")
        sheet = QFrame()
        mark(sheet, role="sheet")
        sheet.setLayout(column(self.list))
        sheet.layout().setContentsMargins(1, 1, 1, 1)
        self._notice = NoticeLine()
        self.body.addLayout(column(words("Tên đơn vị", "label"), self.search, spacing=2))
        self.body.addWidget(sheet, 1)
        self.body.addWidget(self._notice)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.entered)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(lambda: self.entered.emit())
        self.list.currentItemChanged.connect(lambda: self._notice.say("fault", ""))
        self._find("")

    def focus(self) -> None:
        self.search.setFocus()

    def leave(self, draft: Draft) -> bool:
        QGuiApplication.inputMethod().commit()
        unit = self.chosen()
        if unit is None:
            self._notice.say("fault", "Hãy chọn một đơn vị trong danh sách.")
            self.search.setFocus()
            return False
        if draft.unit != unit:
            draft.unit = unit
            draft.values = {}  # proposals of another unit are of no use
        return True

    def chosen(self) -> UnitEntry | None:
        """The unit of the highlighted line."""
        item = self.list.currentItem()
        return self._by_key[item.data(_UNIT)] if item is not None else None

    def _find(self, text: str) -> None:
        today = self._today()
        found = sorted(offices.unit_named(text, self._units), key=lambda unit: not exists_on(unit, today))
        self.list.clear()
        for unit in found:
            where = f" · {self._names[unit.parent]}" if unit.parent else ""
            item = QListWidgetItem(f"{unit.full_name}{where} · {era_of(unit)}")
            item.setData(_UNIT, unit.key)
            item.setSizeHint(QSize(0, 28))
            self.list.addItem(item)
        if text.strip() and found:
            self.list.setCurrentRow(0)
        self._notice.say("muted", "" if found else "Không có đơn vị nào khớp. Hãy gõ ngắn hơn, ví dụ “an tin”.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                rows = self.list.count()
                self.list.setCurrentRow(max(0, min(rows - 1, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)
