"""Step 4: where the book lies, and the passphrase that locks it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit

from hoaian_desktop import paths
from ui.dialogs.first_run.draft import Draft, synced
from ui.dialogs.first_run.page import Page
from ui.dialogs.parts import button, column, row, words
from ui.dialogs.passphrase import NewPassphrase
from ui.widgets.notice_line import NoticeLine


class FolderPage(Page):
    """A folder that no other program copies while the book is open, and a passphrase typed twice."""

    step = "Thư mục, mật khẩu"

    def __init__(self) -> None:
        super().__init__(
            "Sổ nằm ở đâu, mở bằng gì?",
            "Sổ được mã hóa. Không ai mở được nếu không có cụm mật khẩu hoặc phiếu khôi phục in ở bước sau.",
        )
        self.line = QLineEdit()
        self.line.setAccessibleName("Thư mục của sổ")
        self._notice = NoticeLine()
        self.passphrase = NewPassphrase()
        choose = button("Chọn thư mục…", self._choose, icon="folder-open")
        self.body.addLayout(column(words("Thư mục của sổ", "label"), row(self.line, choose), self._notice, spacing=2))
        self.body.addSpacing(6)
        self.body.addWidget(self.passphrase)
        self.body.addStretch(1)
        self.line.textChanged.connect(self._judge)
        self.passphrase.entered.connect(self.entered)

    def enter(self, draft: Draft) -> None:
        self.passphrase.unit_name = draft.unit.name if draft.unit else ""
        if draft.folder is None:
            self.line.setText(str(_free(paths.data_folder() / "so" / draft.office_name)))

    def leave(self, draft: Draft) -> bool:
        typed = self.line.text().strip()
        if not typed or not Path(typed).is_absolute():
            self.refuse("Hãy chọn một thư mục cho sổ.")
            return False
        if not self.passphrase.ready():
            self.passphrase.complain()
            return False
        draft.folder = Path(typed)
        draft.passphrase = self.passphrase.text()
        return True

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the folder, under it."""
        self._notice.say("fault", sentence)
        self.line.setFocus()

    def focus(self) -> None:
        self.passphrase.setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Chọn thư mục trống cho sổ", str(Path.home()))
        if chosen:
            self.line.setText(chosen)

    def _judge(self, typed: str) -> None:
        part = synced(Path(typed))
        sentence = (
            f"“{part}” là thư mục đồng bộ lên mạng: sổ có thể hỏng hoặc lộ khi bị chép lúc đang mở. Nên chọn nơi khác."
        )
        self._notice.say("doubt", sentence if part else "")


def _free(folder: Path) -> Path:
    """The folder itself, or the first one with a number behind that does not exist yet."""
    number, free = 1, folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name} {number}")
    return free
