"""The citizen of the current line: who she is, masked, and everything done for her."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hoaian_desktop import choices
from hoaian_desktop.records import Citizen, field_of
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.services import citizens
from hoaian_desktop.services.citizens import Folder, Support
from hoaian_desktop.services.keeping import Line
from ui.dialogs.parts import row
from ui.tabs.card_panel import CardPanel, Lines, clear
from ui.tabs.kept import Kept
from ui.tasks import Tasks
from ui.widgets import badge
from ui.widgets.badge import Badge, Look, Tone
from ui.widgets.buttons import label, rule
from ui.widgets.icon_label import IconLabel

MOST = 30  # lines of history shown


class CitizenFolder(QWidget):
    """Shows one folder; used beside the list and below the form."""

    def __init__(self) -> None:
        super().__init__()
        self.name = label("", "record-title")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.about = label("", "muted")
        self.lines = Lines()
        self.consent = Badge()
        self.history_label = label("Lịch sử hỗ trợ", "small")
        self.sums = QLabel()
        self._history = QVBoxLayout()
        self._history.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.name, self.about, self.lines, self.consent, rule(), self.history_label):
            column.addWidget(part)
        column.addLayout(self._history)
        column.addWidget(self.sums)

    def show_folder(self, folder: Folder) -> None:
        """Replace what is shown."""
        card = folder.card
        self.name.setText(card["full_name"])
        sex = choices.name("sex", card["sex"]) if card["sex"] else ""
        village = f"thôn {card['village']}" if card["village"] else ""
        self.about.setText(" · ".join(part for part in (sex, str(card["born"] or ""), village) if part))
        self.about.setVisible(bool(self.about.text()))
        named = [field_of(Citizen, name) for name in ("personal_number", "phone")]
        self.lines.show_lines([Line(field, card[field.name]) for field in named if card[field.name]])
        self._show_consent(folder)
        clear(self._history)
        for support in folder.supports[:MOST]:
            self._history.addWidget(_line(support))
        turns = len(folder.supports)
        self.sums.setText(f"<b>1</b> người · <b>{turns}</b> lượt · <b>{folder.accounts}</b> tài khoản")

    def _show_consent(self, folder: Folder) -> None:
        day, method = folder.card["consent_on"], folder.card["consent_method"]
        words = choices.name("consent_method", method).lower() if method else ""
        said = " ".join(part for part in (words, show_date(day) if day else "") if part)
        self.consent.show_state(f"Đồng ý: {said}" if said else "", Look("file-check", Tone.OK))
        self.consent.setVisible(bool(said))


class CitizenPanel(CardPanel):
    """The folder of the citizen whose support is the current line."""

    def __init__(self, tasks: Tasks, kept: Kept) -> None:
        self.folder = CitizenFolder()
        self._typed = False
        self._ask_soon = QTimer()
        self._ask_soon.setSingleShot(True)
        self._ask_soon.setInterval(0)  # once the line itself is painted
        self._ask_soon.timeout.connect(self._ask)
        super().__init__(tasks, kept)
        self._ask_soon.setParent(self)  # it asks for nobody once the panel is gone
        self.set_title("Công dân", "history")
        self.below.addWidget(self.folder)
        self._show_nothing()

    def show_record(self, id_: int | None) -> None:
        self.id = id_
        if self._typed:
            return
        if id_ is None:
            self._show_nothing()
        else:
            self._ask_soon.start()

    def _ask(self) -> None:
        if self.id is not None and not self._typed:
            operation = partial(citizens.folder_of_activation, activation_id=self.id)
            self._tasks.read(self, operation, done=partial(self._show_folder, self.id), latest="card")

    def show_typed(self, folder: Folder) -> None:
        """Show the citizen who is being entered, until `leave_typed`."""
        self._typed = True
        self.set_title("Công dân đang nhập")
        self.set_count(str(len(folder.supports)))
        self._show_parts(True)
        self.folder.show_folder(folder)

    def leave_typed(self, id_: int | None) -> None:
        """Show the citizen of a line of the list again."""
        if self._typed:
            self._typed = False
            self.set_title("Công dân")
            self.set_count("")
            self.show_record(id_)

    def _show_folder(self, id_: int, folder: Folder | None) -> None:
        if id_ == self.id and not self._typed:
            self._show_parts(folder is not None)
            if folder is not None:
                self.folder.show_folder(folder)

    def _show_parts(self, shown: bool) -> None:
        super()._show_parts(shown)
        for part in (self.heading, self.state, self.lines):
            part.hide()


def _line(support: Support) -> QWidget:
    made = QFrame()
    inside = QHBoxLayout(made)
    inside.setContentsMargins(0, 2, 0, 2)
    inside.setSpacing(8)
    look = badge.look_of("activation_status", support.status) or badge.PUT_ASIDE
    token = {Tone.OK: "ok", Tone.INFO: "link", Tone.ERR: "err"}.get(look.tone, "mut")
    inside.addWidget(IconLabel("circle-dot", token, 14), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addLayout(row(label(support.service, "strong"), None, label(show_date(support.day), "small")))
    state = Badge(choices.name("activation_status", support.status), look)
    words.addWidget(state)
    if support.team:
        words.addWidget(label(support.team, "small"))
    inside.addLayout(words, 1)
    state.show()  # only now: without a parent it would be a window of its own
    return made
