"""A body that scrolls where there is no room for it, while the buttons below stay."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

MARGIN = 40  # pixels of its surroundings shown with the field the cursor goes to
LEAST = 90  # height of what always remains in sight


class Scrolling(QScrollArea):
    """Wants to be as large as its content, and keeps the field with the cursor in sight when it is not."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        QApplication.instance().focusChanged.connect(self._keep_in_sight)  # type: ignore[union-attr]

    def sizeHint(self) -> QSize:
        frame = 2 * self.frameWidth()
        return self.widget().sizeHint() + QSize(frame, frame)

    def minimumSizeHint(self) -> QSize:
        least = self.widget().minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(least.width() + bar, min(least.height(), LEAST))

    def _keep_in_sight(self, _: QWidget | None, now: QWidget | None) -> None:
        """Enter walks through long forms: the field the cursor is in must not stay below the edge."""
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, MARGIN)
