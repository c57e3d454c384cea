"""What the signatures of a PDF are worth, said fact by fact: of a version of the book, or of any file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from hoaian_desktop import signatures
from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.progress import Progress
from hoaian_desktop.signature_facts import NO_SIGNATURE, SignatureState, Verified, when
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.sign_report import here_and_now
from ui.tabs.sheets import clear
from ui.tasks import Tasks
from ui.theme import mark
from ui.widgets.fitted import Dialog
from ui.widgets.notice_line import NoticeLine
from ui.widgets.wait_line import WaitLine


class SignaturesDialog(Dialog):
    """Checks in the background and lists what was found; another file can be checked from here."""

    def __init__(self, parent: QWidget | None, tasks: Tasks, *, now: Callable[[], datetime] = here_and_now) -> None:
        super().__init__(parent)
        self.setWindowTitle("Kiểm tra chữ ký của báo cáo")
        self.resize(600, 380)
        self._tasks, self._now = tasks, now
        self.name = words("", "muted", wrap=True)
        self.verdict = NoticeLine()
        self.wait = WaitLine()
        self.wait.stop_button.hide()
        self.found = QVBoxLayout()
        self.found.setSpacing(8)
        self.other = button("Kiểm tra tệp khác…", self.choose, icon="folder-open")
        self.close_button = button("Đóng", self.close, role="primary")
        content = QWidget()
        content.setLayout(column(self.found, None))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        inside = column(
            words("Chữ ký của báo cáo", "title"),
            self.name,
            self.verdict,
            self.wait,
            area,
            row(self.other, None, self.close_button),
        )
        inside.setStretch(inside.indexOf(area), 1)
        inside.setContentsMargins(16, 14, 16, 12)
        self.setLayout(inside)
        self.finished.connect(self.deleteLater)
        self.close_button.setFocus()

    def check_file(self, path: Path) -> None:
        """Check a file."""
        self._check(path.name, partial(signatures.verify_file, path, self._now()))

    def check(self, name: str, pdf: bytes) -> None:
        """Check the file of a version."""
        self._check(name, partial(signatures.verify, pdf, self._now()))

    def choose(self) -> None:
        """Ask for a file and check it."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Chọn báo cáo", str(Path.home()), "Báo cáo (*.pdf)")
        if chosen:
            self.check_file(Path(chosen))

    def _check(self, name: str, work: Callable[[], Verified]) -> None:
        self.name.setText(name)
        self.verdict.say("muted", "")
        clear(self.found)
        self.wait.watch(Progress(), "Đang kiểm tra chữ ký…")
        self._tasks.background(self, work, done=self.show_found, failed=self._refused, latest="signatures")

    def show_found(self, found: Verified) -> None:
        """Say what the signatures are worth."""
        self.wait.finish()
        if found.code:
            self.name.setText(f"{self.name.text()} · mã báo cáo {found.code}")
        if not found.signatures:
            self.verdict.say("doubt", NO_SIGNATURE)
        for state in found.signatures:
            self.found.addWidget(self._sheet(state))

    @staticmethod
    def _sheet(state: SignatureState) -> QFrame:
        made = QFrame()
        mark(made, role="sheet")
        lines: list[QWidget] = []
        if state.certificate is not None:
            who = " · ".join(part for part in (state.owner, state.certificate.organisation) if part)
            lines = [words(who, "strong", wrap=True), words(f"Ký lúc {when(state.at)}, theo giờ máy của người ký")]
        for look, sentence in state.sentences():
            line = NoticeLine()
            line.say(look, sentence)
            lines.append(line)
        inside = column(*lines, spacing=4)
        inside.setContentsMargins(12, 10, 12, 10)
        made.setLayout(inside)
        return made

    def _refused(self, error: HoaiAnError) -> None:
        self.wait.finish()
        self.verdict.say("fault", str(error))
