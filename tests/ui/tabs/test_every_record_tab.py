"""What holds for each of the four tabs with records."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from tests.builders import a_team, a_volunteer, an_activation, an_event
from ui.tabs.activations import ActivationsTab
from ui.tabs.campaigns import CampaignsTab
from ui.tabs.teams import TeamsTab
from ui.tabs.volunteers import VolunteersTab

TABS = [(TeamsTab, a_team), (VolunteersTab, a_volunteer), (ActivationsTab, an_activation), (CampaignsTab, an_event)]


@pytest.mark.parametrize(("kind", "_"), TABS)
def test_an_empty_tab_leads_to_the_form_to_excel_and_to_the_practice_book(open_tab, qtbot, kind, _, settle):
    tab = open_tab(kind)
    assert tab.empty.isVisible()
    wishes = []
    tab.go.connect(lambda where, _what: wishes.append(where))
    for button in tab.empty.buttons[-2:]:
        button.click()
    assert wishes == ["import", "practice"]
    tab.empty.buttons[0].click()
    settle()
    assert tab.page.busy
    assert tab.page.isVisible()


@pytest.mark.parametrize(("kind", "build"), TABS)
def test_a_tab_fits_says_what_everything_is_and_what_another_window_saves(open_tab, store, tasks, settle, kind, build):
    store.run(build)
    tab = open_tab(kind)
    assert tab.minimumSizeHint().width() <= 1366
    assert tab.minimumSizeHint().height() <= 640 - 69 - 27  # menu, tab row and status bar take the rest

    for widget in [w for what in (QAbstractButton, QComboBox, QLineEdit) for w in tab.findChildren(what)]:
        if widget.isVisible() and widget.objectName() != "qt_toolbar_ext_button":
            name = widget.accessibleName() or getattr(widget, "text", lambda: "")() or widget.toolTip()
            inside = isinstance(widget.parent(), QLineEdit)
            assert name or inside, widget

    assert tab.page.list.table.count() == 1
    tasks.run(tab, build)
    settle()
    assert tab.page.list.table.count() == 2

    tab.window().resize(911, 441)
    settle()
    assert tab.window().width() == 911
    assert tab.minimumSizeHint().width() <= 911
