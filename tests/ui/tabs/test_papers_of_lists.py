"""Where people look for a paper they find it: the button «In», its key, and the menu of the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from tests.builders import TODAY, a_citizen, a_team, a_volunteer, an_activation
from ui import waiting
from ui.dialogs.office_papers import CertificateDialog, ConsentDialog, TeamBoardDialog, VolunteerListDialog
from ui.tabs.activations import ActivationsPage
from ui.tabs.teams import TeamsPage
from ui.tabs.volunteers import VolunteersPage

OFFERED = {
    TeamsPage: ((TeamBoardDialog,), a_team),
    VolunteersPage: ((VolunteerListDialog, CertificateDialog), a_volunteer),
    ActivationsPage: ((ConsentDialog, ConsentDialog), lambda session: an_activation(session, a_citizen(session))),
}


@pytest.mark.parametrize("kind", OFFERED, ids=lambda kind: kind.__name__)
def test_every_paper_of_a_list_opens_from_its_menu(qtbot, tasks, store, on_screen, kind):
    dialogs, record = OFFERED[kind]
    store.run(lambda session: record(session).id)
    page = on_screen(kind(tasks, today=lambda: TODAY))
    page.resize(1340, 640)
    page.reload()
    waiting.settle(tasks)
    page.list.go_to_table()
    for at, wanted in enumerate(dialogs):
        qtbot.keyClick(page.list.table.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions()] == [words for words, _ in page.list.papers]
        menu.setActiveAction(menu.actions()[at])
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        waiting.settle(tasks)
        dialog = page.findChild(wanted)
        assert dialog.pdf.startswith(b"%PDF")
        dialog.reject()
        waiting.settle(tasks)
        qtbot.waitUntil(lambda wanted=wanted: page.findChild(wanted) is None)
