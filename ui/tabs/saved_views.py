"""«Bộ lọc đã lưu»: a button with the views kept for this list, and what can be done with the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from hoaian_desktop.errors import HoaiAnError, RuleRefused
from hoaian_desktop.services import views
from hoaian_desktop.services.lists import Listing, Query
from hoaian_desktop.services.views import View
from ui import feedback
from ui.icons import set_icon
from ui.tasks import Tasks
from ui.widgets.buttons import set_words

_NONE = "Đã lưu"
_LONGEST = 14  # letters of a name on the button


class SavedViews(QPushButton):
    """Opens its menu on a click, Enter or Space; the chosen view stands on it until something else is asked for."""

    chosen = Signal(object)  # the Query of a view
    said = Signal(str)

    def __init__(self, tasks: Tasks, listing: Listing, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._tasks = tasks
        self._listing = listing
        self._today = today
        self._views: list[View] = []
        self._current: View | None = None
        self.query: Callable[[], Query] = Query  # what is asked for now; the list says
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_icon(self, "bookmark", "text")
        self.clicked.connect(self._ask)
        self._show_current()

    def judge(self) -> None:
        """The list asks for something: is it still the chosen view?"""
        if self._current is not None and self._plain(self.query()) != self._plain(self._current.query):
            self._current = None
            self._show_current()

    def menu_of_views(self) -> QMenu:
        """The kept views, then what can be done."""
        menu = QMenu(self)
        for view in self._views:
            action = menu.addAction(view.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self._current is not None and view.id == self._current.id)
            action.triggered.connect(partial(self.choose, view))
        if not self._views:
            menu.addAction("Chưa có bộ lọc nào").setEnabled(False)
        menu.addSeparator()
        menu.addAction("Lưu bộ lọc đang dùng…").triggered.connect(self.keep)
        if (view := self._current) is not None:
            name = view.name.replace("&", "&&")
            menu.addAction(f"Đổi tên “{name}”…").triggered.connect(partial(self.rename, view))
            menu.addAction(f"Xóa “{name}”").triggered.connect(partial(self.delete, view))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def choose(self, view: View, *_: bool) -> None:
        """Ask for what a view says."""
        self._current = view
        self._show_current()
        self.chosen.emit(view.query)

    def keep(self, *_: bool) -> None:
        """Ask for a name and keep what is asked for now."""
        self._name("Lưu bộ lọc", self._current.name if self._current else "", self._save)

    def rename(self, view: View, *_: bool) -> None:
        """Ask for another name of a view."""
        self._name("Đổi tên bộ lọc", view.name, partial(self._rename, view))

    def delete(self, view: View, *_: bool) -> None:
        """Forget a view; the list stays as it is shown."""
        done = partial(self._done, f"Đã xóa bộ lọc “{view.name}”")
        self._current = None
        self._show_current()
        self._tasks.run(self, partial(views.delete, id_=view.id), done=done)

    # Asking the book

    def _ask(self) -> None:
        self._tasks.read(
            self, partial(views.all_of, listing=self._listing, today=self._today()), done=self._open, latest="views"
        )

    def _open(self, found: list[View]) -> None:
        self._views = found
        if self.isVisible():
            self.menu_of_views().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _name(self, title: str, name: str, save: Callable[[Any, str], None]) -> None:
        from ui.dialogs.name import NameDialog

        dialog = NameDialog(self, title, "Tên bộ lọc", name)
        dialog.named.connect(partial(save, dialog))
        dialog.open()

    def _save(self, dialog: Any, name: str, *, overwrite: bool = False) -> None:
        operation = partial(
            views.save, listing=self._listing, name=name, query=self.query(), today=self._today(), overwrite=overwrite
        )
        done, failed = partial(self._saved, dialog), partial(self._refused, dialog, name)
        self._tasks.run(self, operation, done=done, failed=failed)

    def _saved(self, dialog: Any, view: View) -> None:
        dialog.accept()
        self._current = view
        self._show_current()
        self.said.emit(f"Đã lưu bộ lọc “{view.name}”")

    def _rename(self, view: View, dialog: Any, name: str) -> None:
        operation = partial(views.rename, id_=view.id, name=name)
        done = partial(self._renamed, dialog, View(view.id, name, view.query))
        self._tasks.run(self, operation, done=done, failed=dialog.refuse)

    def _renamed(self, dialog: Any, view: View, _: object) -> None:
        self._saved(dialog, view)

    def _refused(self, dialog: Any, name: str, error: HoaiAnError) -> None:
        if isinstance(error, RuleRefused) and error.code == views.TAKEN:
            if feedback.ask(dialog, "Lưu đè bộ lọc?", str(error), yes="Lưu đè"):
                self._save(dialog, name, overwrite=True)
        else:
            dialog.refuse(error)

    def _done(self, words: str, _: object) -> None:
        self.said.emit(words)

    def _plain(self, query: Query) -> dict[str, Any]:
        """What is asked for, whether a drop-down or a condition says it."""
        plain = views.as_json(self._listing, query, today=self._today())
        return {**plain, "filters": sorted(plain["filters"], key=repr)}

    def _show_current(self) -> None:
        name = self._current.name if self._current else _NONE
        shown = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
        set_words(self, shown.replace("&", "&&"))
        said = f"Bộ lọc đã lưu: {name}" if self._current else "Bộ lọc đã lưu"
        self.setAccessibleName(said)
        self.setToolTip(said)
