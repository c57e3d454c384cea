"""What every page of the new book is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.dialogs.first_run.draft import Draft
from ui.dialogs.parts import words


class Page(QWidget):
    """One step: a title, a sentence, and what is entered."""

    step = ""  # on the step bar
    entered = Signal()  # Enter in the last field: the next step, please

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self.body.addWidget(words(title, "title"))
        self.body.addWidget(words(sentence, "muted", wrap=True))
        self.body.addSpacing(4)

    def enter(self, draft: Draft) -> None:
        """Show what is known so far, with the proposals that follow from it."""

    def leave(self, draft: Draft) -> bool:
        """Put what is entered into the draft; False if something is missing, which is then said here."""
        raise NotImplementedError

    def focus(self) -> None:
        """Put the cursor where typing begins."""
