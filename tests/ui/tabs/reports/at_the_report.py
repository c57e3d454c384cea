"""Somebody who walks through a report, and what its pages say."""

from __future__ import annotations

import pypdfium2
from PySide6.QtCore import Qt

from hoaian_desktop.rules.periods import Span
from ui.dialogs.period import PeriodDialog
from ui.dialogs.reason import ReasonDialog

NOVEMBER = Span.month(2023, 11)
SIZE = (1366, 620)


def opened(qtbot, tab, step="figures"):
    """Come to a step as from another tab."""
    tab.show()
    return went(qtbot, tab, step)


def went(qtbot, tab, step):
    if step == "preview":
        with qtbot.waitSignal(tab.preview.rendered):
            tab.show_step(step)
    else:
        with qtbot.waitSignal(tab.shown):
            tab.show_step(step)
    return tab


def closed(qtbot, tab):
    """Close as a user does: the button, then the answer in the strip. Returns the version and its bytes."""
    went(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.close_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(tab.closed) as signal, qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(tab.closing.strip.buttons[0], Qt.MouseButton.LeftButton)
    went(qtbot, tab, "preview")
    return signal.args[0], tab.preview.pdf


def reopened(qtbot, tab, reason):
    """Open a closed period again as a user does, at the last step."""
    went(qtbot, tab, "close")
    qtbot.mouseClick(tab.closing.reopen_button, Qt.MouseButton.LeftButton)
    dialog = tab.window().findChildren(ReasonDialog)[-1]
    dialog.editor.set_value(reason)
    with qtbot.waitSignal(tab.shown):
        qtbot.mouseClick(dialog.agree_button, Qt.MouseButton.LeftButton)


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def row_of(tab, key):
    return next(at for at, line in enumerate(tab.figures.table.figures.lines) if line.key == key)


def cell(tab, key, column):
    model = tab.figures.table.figures
    return model.index(row_of(tab, key), column).data()


def typed(qtbot, tab, key, text):
    tab.narrative.parts[key].text.setPlainText(text)
    with qtbot.waitSignal(tab.narrative.kept):
        tab.narrative.save()


def dialog_of(tab):
    return next(made for made in tab.window().findChildren(PeriodDialog) if made.isVisible())
