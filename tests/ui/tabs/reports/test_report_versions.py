"""A period that was closed: its history, what differs from it, what of it can still be changed."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from hoaian_desktop import papers
from hoaian_desktop.services import reporting, version_files
from hoaian_desktop.store.store import Store
from tests.builders import USER, a_citizen, a_copy, an_activation
from tests.ui.tabs.reports.at_the_report import NOVEMBER, dialog_of, opened, row_of, went
from ui.tabs.report_table import PERIOD


@pytest.fixture
def store(closed_made, tmp_path) -> Iterator[Store]:
    """The store of the book whose November was closed as v1."""
    made = a_copy(closed_made, tmp_path)
    yield made
    made.close()


def test_the_history_names_who_when_and_the_digest(qtbot, tab):
    opened(qtbot, tab, "close")
    version = tab.state.versions[0]
    line = tab.closing._version(version)
    qtbot.addWidget(line)
    words = [made.text() for made in line.findChildren(type(tab.closing.note))]
    assert words == ["v1", f"08:15 20/11/2023 · {USER}", version.digest[:12]]


def test_figures_that_differ_from_the_closed_version_are_marked(qtbot, tab, store):
    opened(qtbot, tab)
    store.run(lambda session: an_activation(session, a_citizen(session)))
    went(qtbot, tab, "figures")
    model = tab.figures.table.figures
    assert (row_of(tab, "2.2"), PERIOD) in model.changed
    assert "Bản v1 đã chốt: 8" in model.index(row_of(tab, "2.2"), PERIOD).data(Qt.ItemDataRole.ToolTipRole)
    assert f"<b>{len(model.changed)} ô</b>" in tab.figures.strip.text()


def test_of_a_closed_period_only_the_deadline_can_be_changed(qtbot, tab, store):
    opened(qtbot, tab)
    tab.edit()
    dialog = dialog_of(tab)
    assert not dialog.form.editors["first_day"].isEnabled()
    dialog.form.editors["due"].set_value(date(2023, 11, 25))
    with qtbot.waitSignal(dialog.kept):
        dialog.save()
    line = store.read(reporting.list_periods)[0]
    assert (line.due, line.span, line.version) == (date(2023, 11, 25), NOVEMBER, 1)


def test_a_closed_version_is_saved_as_the_files_kept_with_it_and_without_its_annex_as_a_new_one(
    qtbot, tab, store, tmp_path, monkeypatch
):
    monkeypatch.setattr(tab.preview, "reveal", lambda _: None)
    opened(qtbot, tab, "preview")
    version = tab.state.versions[0].id
    kept = {kind: store.read(lambda s, kind=kind: version_files.newest(s, version, kind)) for kind in papers.DRAWN}
    for kind, file in kept.items():
        with qtbot.waitSignal(tab.preview.saved):
            tab.preview.save_to(tmp_path / tab.state.named(1, kind), kind)
        assert (tmp_path / f"BC_CDS_AnTin_2023-11_v1.{kind}").read_bytes() == file
    with qtbot.waitSignal(tab.preview.rendered):
        tab.preview.with_annex.click()
    with qtbot.waitSignal(tab.preview.saved):
        tab.preview.save_to(tmp_path / "bc.xlsx", "xlsx")
    assert (tmp_path / "bc.xlsx").read_bytes() == papers.report_xlsx(tab.preview.content()) != kept["xlsx"]
