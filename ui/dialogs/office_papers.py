"""The papers a tab offers: consent sheet, volunteer list, certificates, the teams for the notice board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from hoaian_desktop import documents
from hoaian_desktop.errors import ValidationError
from hoaian_desktop.exchange.noting import Noted
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.services import offices
from hoaian_desktop.services.lists import Query
from ui import feedback
from ui.dialogs.document import DocumentDialog, Operation
from ui.tasks import Tasks
from ui.widgets.buttons import label
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.record_form import RecordForm

Today = Callable[[], date]

_PAUSE = 300  # milliseconds after the last letter typed
_ACTIVITY = "hỗ trợ người dân chuyển đổi số, thực hiện Đề án 06"
_WORK = (
    Field("activity", "Đã tham gia", Kind.NOTE, required=True),
    Field("first", "Từ ngày", Kind.DATE, required=True),
    Field("last", "Đến ngày", Kind.DATE, required=True),
    Field("day", "Ngày ký", Kind.DATE, required=True),
)
_WAYS = (("Theo chi đoàn", "branch"), ("Theo tổ, đội", "team"), ("Như danh sách đang xem", "shown"))
_WHOLE = (
    "Giấy in ra sẽ có đủ số điện thoại. Chỉ in khi người có số đã đồng ý. "
    "Ai in, lúc nào, bao nhiêu dòng được ghi vào nhật ký của sổ."
)


class ConsentDialog(DocumentDialog):
    """The consent sheet for the citizen of a support, or a blank one."""

    def __init__(self, parent: QWidget | None, tasks: Tasks, *, activation_id: int | None, today: Today) -> None:
        super().__init__(parent, tasks, "Phiếu đồng ý xử lý dữ liệu cá nhân")
        self._activation_id, self._today = activation_id, today
        self.blank = QCheckBox("Để trống, ghi bằng bút")
        self.blank.setChecked(activation_id is None)
        self.blank.setEnabled(activation_id is not None)
        self.options.addWidget(label("Trên giấy", "label"))
        self.options.addWidget(self.blank)
        hint = label(
            "Số định danh và điện thoại được che. Các ô để trống cho người dân tự đánh dấu; ký xong, ghi ngày và "
            "hình thức đồng ý vào lượt hỗ trợ.",
            "small",
        )
        hint.setWordWrap(True)
        self.options.addWidget(hint)
        self.blank.toggled.connect(self.gather)
        self.gather()

    def operation(self) -> Operation:
        of = None if self.blank.isChecked() else self._activation_id
        return partial(documents.consent, today=self._today(), activation_id=of)


class _PhonesDialog(DocumentDialog):
    """A paper that can show whole phone numbers: only once it is confirmed and the book's log has it."""

    _noted: Noted | None = None

    def add_phones(self, words: str) -> None:
        """Put the box that asks for them below the other choices."""
        self.phones = QCheckBox(words)
        self.options.addWidget(self.phones)
        self.phones.clicked.connect(self._phones_wanted)

    def _phones_wanted(self, wanted: bool) -> None:
        if wanted and self._noted is None:
            if feedback.ask(self, "In đủ số điện thoại?", _WHOLE, yes="In đủ số", no="Không"):
                noting = partial(_note, title=self.windowTitle(), gathered=self.listed())
                self.tasks.run(self, noting, done=self._was_noted, failed=self._not_noted, quiet=True)
            else:
                self.phones.setChecked(False)
            return
        self.gather()

    def listed(self) -> Callable[[Any], int]:
        """Counts what stands on the paper."""
        raise NotImplementedError

    def _was_noted(self, noted: Noted) -> None:
        self._noted = noted
        self.gather()

    def _not_noted(self, error: Any) -> None:
        self.phones.setChecked(False)
        self._refused(error)

    def noted(self) -> Noted | None:
        """That whole numbers are wanted and the log has it."""
        return self._noted if self.phones.isChecked() else None


class VolunteerListDialog(_PhonesDialog):
    """The volunteers of the list as it stands, by branch, by team or in its order."""

    def __init__(self, parent: QWidget | None, tasks: Tasks, query: Query, *, today: Today) -> None:
        super().__init__(parent, tasks, "Danh sách tình nguyện viên")
        self._query, self._today = query, today
        self.by = ChoiceBox()
        self.by.setAccessibleName("Chia nhóm")
        for words, way in _WAYS:
            self.by.addItem(words, way)
        self.options.addWidget(label("Chia nhóm", "label"))
        self.options.addWidget(self.by)
        self.add_phones("Ghi đủ số điện thoại")
        self.by.currentIndexChanged.connect(self.gather)
        self.gather()

    def operation(self) -> Operation:
        return partial(
            documents.volunteer_list,
            query=self._query,
            today=self._today(),
            by=self.by.currentData(),
            noted=self.noted(),
        )

    def listed(self) -> Callable[[Any], int]:
        return partial(documents.volunteers_listed, query=self._query)


class TeamBoardDialog(_PhonesDialog):
    """The community teams in large type for the notice board."""

    def __init__(self, parent: QWidget | None, tasks: Tasks, *, today: Today) -> None:
        super().__init__(parent, tasks, "Danh sách tổ dán bảng")
        self._today = today
        self.options.addWidget(label("Trên giấy", "label"))
        self.add_phones("Kèm điện thoại tổ trưởng")
        self.gather()

    def operation(self) -> Operation:
        return partial(documents.team_board, today=self._today(), noted=self.noted())

    def listed(self) -> Callable[[Any], int]:
        return partial(documents.teams_listed, today=self._today())


class CertificateDialog(DocumentDialog):
    """A certificate for each of the volunteers picked in the list."""

    def __init__(self, parent: QWidget | None, tasks: Tasks, ids: Sequence[int], *, today: Today) -> None:
        super().__init__(parent, tasks, "Giấy chứng nhận")
        self._ids = tuple(ids)
        self.form = RecordForm(_WORK, columns=1, today=today)
        self.options.addWidget(self.form)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.gather)
        self.form.load({"activity": _ACTIVITY, "first": None, "last": today(), "day": today()})
        self.form.changed.connect(self._soon.start)
        self.form.submitted.connect(self.print_button.setFocus)
        tasks.read(self, _since, done=self._begin)

    def _begin(self, since: date) -> None:
        self.form.editors["first"].set_value(since)
        self.gather()

    def operation(self) -> Operation | None:
        try:
            values = self.form.values()
        except ValidationError as error:
            self.form.show_faults(error.messages)
            return None
        self.form.show_faults({})
        return partial(documents.certificates, ids=self._ids, **values)


def _since(session: Any) -> date:
    return offices.current(session).since


def _note(session: Any, *, title: str, gathered: Callable[[Any], int]) -> Noted:
    return documents.note_phones(session, title, gathered(session))
