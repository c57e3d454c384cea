"""The tree at the left of the events: models, their campaigns, and what belongs to none."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from hoaian_desktop.services.campaigns import Tree
from hoaian_desktop.services.lists import Filter
from ui import icons
from ui.dialogs.parts import row
from ui.theme import font, mark
from ui.widgets.buttons import button, label
from ui.widgets.icon_label import IconLabel

EVERYTHING, LOOSE, INITIATIVE, CAMPAIGN = "everything", "loose", "initiative", "campaign"
WIDTH = 248
_WHAT = Qt.ItemDataRole.UserRole


class _Items(QTreeWidget):
    key_wanted = Signal(str)  # what a key asks for: change, archive, add

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wanted = {
            Qt.Key.Key_F2: "change",
            Qt.Key.Key_Return: "change",
            Qt.Key.Key_Enter: "change",
            Qt.Key.Key_Delete: "archive",
            Qt.Key.Key_Insert: "add",
        }.get(Qt.Key(event.key()))
        if wanted and not (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier):
            self.key_wanted.emit(wanted)
        else:
            super().keyPressEvent(event)


class CampaignTree(QFrame):
    """Picking a line narrows the list of events; F2 changes, Delete archives, Insert adds a campaign."""

    picked = Signal(str, object)  # kind of line, its id
    add_campaign_wanted = Signal()
    add_initiative_wanted = Signal()
    change_wanted = Signal(str, object)
    archive_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        mark(self, role="sheet")
        self.setFixedWidth(WIDTH)
        header = QFrame()
        mark(header, role="panel-header")
        line = QHBoxLayout(header)
        line.setContentsMargins(10, 0, 8, 0)
        line.setSpacing(7)
        line.addWidget(IconLabel("layers", "mut"))
        line.addWidget(label("Mô hình, chiến dịch", "panel-title"))
        line.addStretch(1)
        self.items = _Items()
        self.items.setHeaderHidden(True)
        self.items.setIndentation(14)
        self.items.setAccessibleName("Mô hình, chiến dịch")
        self.items.setUniformRowHeights(True)
        self.items.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.items.setExpandsOnDoubleClick(False)
        self.items.currentItemChanged.connect(self._tell)
        self.items.itemDoubleClicked.connect(partial(self._wanted, "change"))
        self.items.key_wanted.connect(self._wanted)
        self.add_campaign = button("Thêm chiến dịch", "plus", role="link")
        self.add_initiative = button("Mô hình", "plus", role="link", tip="Thêm mô hình")
        self.add_campaign.clicked.connect(self.add_campaign_wanted)
        self.add_initiative.clicked.connect(self.add_initiative_wanted)
        foot = QFrame()
        mark(foot, role="panel-footer")
        inside = QVBoxLayout(foot)
        inside.setContentsMargins(6, 6, 6, 6)
        inside.addLayout(row(self.add_campaign, None, self.add_initiative, spacing=2))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.items, 1)
        column.addWidget(foot)

    def show_tree(self, tree: Tree) -> None:
        """Replace the lines; the one picked stays picked."""
        chosen = self.chosen()
        with QSignalBlocker(self.items):
            self.items.clear()
            self._add(None, f"Tất cả hoạt động ({tree.events})", (EVERYTHING, None), icon="list-checks")
            for branch in tree.branches:
                above = self._add(None, branch.name, (INITIATIVE, branch.id), icon="layers", heavy=True)
                for leaf in branch.campaigns:
                    self._add(above, f"{leaf.name} ({leaf.events})", (CAMPAIGN, leaf.id))
                above.setExpanded(True)
            self._add(None, f"Không thuộc chiến dịch ({tree.loose})", (LOOSE, None), icon="file-text")
            self.choose(chosen)

    def chosen(self) -> tuple[str, int | None]:
        """The line picked."""
        item = self.items.currentItem()
        return item.data(0, _WHAT) if item else (EVERYTHING, None)

    def choose(self, what: tuple[str, int | None]) -> None:
        """Pick a line; if it is gone, everything is picked."""
        pending = [self.items.topLevelItem(at) for at in range(self.items.topLevelItemCount())]
        found = pending[0] if pending else None
        while pending:
            item = pending.pop()
            if item.data(0, _WHAT) == what:
                found = item
            pending += [item.child(at) for at in range(item.childCount())]
        if found is not None:
            self.items.setCurrentItem(found)

    def filters(self) -> tuple[Filter, ...]:
        """What the picked line leaves in the list."""
        kind, id_ = self.chosen()
        return {
            EVERYTHING: (),
            LOOSE: (Filter("campaign_id", None),),
            INITIATIVE: (Filter("initiative_id", id_),),
            CAMPAIGN: (Filter("campaign_id", id_),),
        }[kind]

    def _add(
        self,
        above: QTreeWidgetItem | None,
        words: str,
        what: tuple[str, int | None],
        *,
        icon: str = "",
        heavy: bool = False,
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem(above if above is not None else self.items, [words])
        item.setData(0, _WHAT, what)
        item.setToolTip(0, words)
        item.setFont(0, font(13, 600 if heavy else 400))
        if icon:
            item.setIcon(0, icons.icon(icon, "mut"))
        return item

    def _tell(self) -> None:
        self.picked.emit(*self.chosen())

    def _wanted(self, wanted: str, *_: object) -> None:
        kind, id_ = self.chosen()
        if wanted == "add":
            self.add_campaign_wanted.emit()
        elif id_ is not None and wanted == "change":
            self.change_wanted.emit(kind, id_)
        elif id_ is not None:
            self.archive_wanted.emit(kind, id_)
