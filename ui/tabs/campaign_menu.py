"""Models and campaigns as a menu: the way to them where a small window has no room for the tree."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hoaian_desktop.services.campaigns import Branch, Tree
from ui.tabs.campaign_tree import CAMPAIGN, INITIATIVE
from ui.theme import icon
from ui.widgets.buttons import button


class CampaignMenu(QWidget):
    """A button that offers what the tree offers: adding, changing and archiving."""

    add_campaign_wanted = Signal()
    add_initiative_wanted = Signal()
    change_wanted = Signal(str, object)
    archive_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._tree: Tree | None = None
        self.button = button("Chiến dịch", "layers", tip="Thêm, sửa, lưu trữ mô hình và chiến dịch")
        self.button.clicked.connect(self.open)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.button)

    def show_tree(self, tree: Tree) -> None:
        """Know what there is to be changed."""
        self._tree = tree

    def menu(self) -> QMenu:
        """The menu as the book stands now."""
        made = QMenu(self)
        made.addAction(icon("plus"), "Thêm chiến dịch").triggered.connect(self.add_campaign_wanted)
        made.addAction(icon("plus"), "Thêm mô hình").triggered.connect(self.add_initiative_wanted)
        for branch in self._tree.branches if self._tree else ():
            made.addSeparator()
            self._add_branch(made, branch)
        made.aboutToHide.connect(made.deleteLater)
        return made

    def open(self) -> None:
        """Show the menu under the button, its first line ready for Enter."""
        made = self.menu()
        made.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        made.setActiveAction(made.actions()[0])

    def _add_branch(self, menu: QMenu, branch: Branch) -> None:
        if branch.id is not None:
            self._add_line(menu, branch.name, INITIATIVE, branch.id)
        for leaf in branch.campaigns:
            self._add_line(menu, leaf.name, CAMPAIGN, leaf.id)

    def _add_line(self, menu: QMenu, name: str, kind: str, id_: int) -> None:
        below = menu.addMenu(icon("layers" if kind == INITIATIVE else "calendar"), name.replace("&", "&&"))
        below.addAction("Sửa").triggered.connect(partial(self._tell, self.change_wanted, kind, id_))
        below.addAction("Lưu trữ").triggered.connect(partial(self._tell, self.archive_wanted, kind, id_))

    @staticmethod
    def _tell(signal: Signal, kind: str, id_: int, _: bool = False) -> None:
        signal.emit(kind, id_)
