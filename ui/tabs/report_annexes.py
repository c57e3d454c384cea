"""Which Biểu go along with a report: five boxes, ticked for the draft, only shown for what is frozen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from hoaian_desktop import choices
from hoaian_desktop.report_content import ReportContent
from ui.widgets.buttons import label

_PREFIX = "Biểu "


def codes_of(content: ReportContent) -> list[str]:
    """The Biểu a report has on paper, as codes of the list `report_annex`."""
    return [annex.code.removeprefix(_PREFIX) for annex in content.annexes]


class AnnexChoice(QWidget):
    """A box for each Biểu; its tip says in full what it holds."""

    chosen = Signal(list)  # the codes now ticked

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label("Biểu kèm theo", "label"))
        for choice in choices.of("report_annex"):
            box = QCheckBox(choice.short)
            box.setToolTip(choice.name)
            box.setAccessibleName(f"Kèm {choice.name}")
            box.clicked.connect(lambda _: self.chosen.emit(self.codes()))
            self.boxes[choice.code] = box
            column.addWidget(box)

    def codes(self) -> list[str]:
        """What is ticked, in the order of the Biểu."""
        return [code for code, box in self.boxes.items() if box.isChecked()]

    def show_codes(self, codes: Sequence[str], *, frozen: bool) -> None:
        """Tick these; a frozen version cannot be changed."""
        for code, box in self.boxes.items():
            box.setChecked(code in codes)
            box.setEnabled(not frozen)
