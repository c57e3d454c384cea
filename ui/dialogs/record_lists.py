"""Lists that are set up once and rarely changed: villages and services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from hoaian_desktop.errors import HoaiAnError, ValidationError
from hoaian_desktop.records import Record, Service, Village, fields_of
from hoaian_desktop.services import adding, keeping, listings
from hoaian_desktop.services.lists import Listing, Query
from ui import feedback
from ui.dialogs.parts import button, column, row, set_words, words
from ui.tabs.adding import offer_adding
from ui.tasks import Tasks
from ui.widgets.buttons import on_key
from ui.widgets.fitted import Dialog
from ui.widgets.record_form import RecordForm
from ui.widgets.record_table import RecordTable
from ui.widgets.scrolling import Scrolling
from ui.widgets.strip import Strip


@dataclass(frozen=True)
class Kind:
    """One such list. `left_out` are fields filled by the program."""

    record: type[Record]
    listing: Listing
    title: str
    remark: str
    one: str
    left_out: frozenset[str] = frozenset()


VILLAGES = Kind(
    Village, listings.VILLAGES, "Thôn", "Thôn, làng, khu phố của đơn vị; tổ và người dân chọn từ đây.", "thôn"
)
SERVICES = Kind(
    Service, listings.SERVICES, "Dịch vụ", "Việc hỗ trợ người dân và chỉ tiêu mà mỗi việc được tính vào.", "dịch vụ"
)


class ListDialog(Dialog):
    """The list above, the form of the current row below; saving leaves both open for the next one."""

    def __init__(self, parent: QWidget, tasks: Tasks, kind: Kind) -> None:
        super().__init__(parent)
        self.setWindowTitle(kind.title)
        self.resize(860, 660)
        self.kind = kind
        self._tasks = tasks
        self._id: int | None = None
        self._version: int | None = None
        self._saving = False
        self._fresh: Mapping[str, Any] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(f"Tìm {kind.one}")
        self.search.setAccessibleName(f"Tìm {kind.one}")
        self.search.setClearButtonEnabled(True)
        self.table = RecordTable(tasks, kind.listing)
        fields = [f for f in fields_of(kind.record) if f.name not in kind.left_out]
        self.form = RecordForm(fields, tasks, columns=3)
        self.strip = Strip()
        offer_adding(self.form, tasks, self, self._tell)
        self.heading = words("", "record-title")
        self.save = button("Lưu", self._save, icon="save", role="primary")
        on_key(self.save, "Ctrl+S")
        self.add = button(f"Thêm {kind.one}", self._begin, icon="plus")
        on_key(self.add, "Ctrl+N")
        self.archive = button("Lưu trữ", self._archive, icon="archive")
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.table.current_changed.connect(self._open)
        self.form.submitted.connect(self._save)
        self.finished.connect(self.deleteLater)
        self._find("")
        tasks.read(self, partial(adding.fresh, record=kind.record), done=self._take_fresh)
        self._begin()

    def _lay_out(self) -> None:
        inside = column(
            words(self.kind.title, "title"),
            words(self.kind.remark, "muted"),
            row(self.search, self.add, self.archive),
            self.table,
            self.heading,
            self.strip,
            Scrolling(self.form),
            row(words("Ctrl+N thêm, Ctrl+S lưu", "small"), None, button("Đóng", self.close), self.save),
        )
        inside.setStretch(inside.indexOf(self.table), 1)
        self.table.setMinimumHeight(120)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)

    def _find(self, text: str) -> None:
        self.table.set_query(Query(text=text, archived=True))

    def _take_fresh(self, values: Mapping[str, Any]) -> None:
        self._fresh = values
        if self._id is None:
            self._begin()

    def _begin(self) -> None:
        self._id = self._version = None
        self.table.view.clearSelection()
        self.form.load(dict(self._fresh))
        self._show_state(f"{self.kind.one.capitalize()} mới", archived=False)
        self.form.focus_first()

    def _open(self, id_: object) -> None:
        if isinstance(id_, int) and id_ != self._id:
            operation = partial(keeping.values_of, record=self.kind.record, id_=id_)
            self._tasks.read(self, operation, done=partial(self._show, id_), latest="row")

    def _show(self, id_: int, values: dict[str, Any]) -> None:
        self._id, self._version = id_, values["version"]
        self.form.load(values)
        self._show_state(f"Sửa {self.kind.one}", archived=values["archived"])

    def _show_state(self, heading: str, *, archived: bool) -> None:
        self.heading.setText(heading)
        self.strip.hide()
        self.archive.setEnabled(self._id is not None)
        self._archived = archived
        set_words(self.archive, "Khôi phục" if archived else "Lưu trữ")

    def _save(self) -> None:
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return
        if self._saving:  # the key was pressed twice
            return
        self._saving = True
        operation = partial(_keep, record=self.kind.record, values=values, id_=self._id, version=self._version)
        self._tasks.run(self, operation, done=self._saved, failed=self._refused)

    def _saved(self, kept: Any) -> None:
        self._saving = False
        added = self._id is None
        self.table.reload()
        if added:
            self._begin()
        else:
            self._version = kept.version
        self.strip.tell("Đã lưu.")

    def _archive(self) -> None:
        if self._id is None:
            return
        verb = keeping.restore if self._archived else keeping.archive
        operation = partial(verb, record=self.kind.record, ids=(self._id,))
        self._tasks.run(self, operation, done=self._put_aside, failed=self._refused)

    def _put_aside(self, _: object) -> None:
        self.table.reload()
        self._begin()

    def _tell(self, words: str, back: Callable[[], object] | None) -> None:
        self.strip.tell(escape(words), [("Hoàn tác", "undo-2", back)] if back else [])

    def _refused(self, error: HoaiAnError) -> None:
        self._saving = False
        if isinstance(error, ValidationError):
            self.form.show_faults(error.messages)
        else:
            self.strip.refuse(str(error))

    def reject(self) -> None:
        if not self.form.is_changed() or feedback.may_discard(self):
            super().reject()


def _keep(session: Any, record: type[Record], values: Mapping[str, Any], *, id_: int | None, **about: Any) -> Record:
    if id_ is None:
        return adding.add(session, record, values, today=date.today())
    return keeping.save(session, record, values, id_=id_, **about)
