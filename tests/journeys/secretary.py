"""What a secretary can do: read words on the screen, press keys and buttons. She knows no widget by its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import fold
from hoaian_desktop.rules.periods import Span
from ui.session import Session

PATIENCE = 20000  # milliseconds


class Secretary:
    """Acts on the window that is in front; waits for facts, never for a time."""

    def __init__(self, session: Session, qtbot, type_in: Callable[[QWidget, str], None]) -> None:
        self.session = session
        self._qtbot = qtbot
        self._type = type_in

    # Looking

    @property
    def window(self) -> QWidget:
        """What is in front: a dialog if there is one."""
        return QApplication.activeModalWidget() or self.session.window

    def sees(self, kind: type[QWidget], name: str, *, inside: QWidget | None = None) -> list:
        """The visible widgets of a kind whose accessible name or words begin so; required marks do not matter."""
        found = []
        for widget in (inside or self.window).findChildren(kind):
            said = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            said = said.replace("&", "").strip()
            if widget.isVisible() and said.removesuffix(", bắt buộc").startswith(name):
                found.append(widget)
        return sorted(found, key=lambda widget: len(widget.accessibleName()))

    def wait(self, fact: Callable[[], object]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE)

    def rest(self) -> None:
        """Wait until the program has nothing left to do."""
        for tasks in (self.session.keeper, self.session.tasks):
            if tasks is not None:
                self.wait(lambda tasks=tasks: tasks.waiting == 0)
        QTest.qWait(20)
        for tasks in (self.session.keeper, self.session.tasks):
            if tasks is not None:
                self.wait(lambda tasks=tasks: tasks.waiting == 0)

    # Acting

    def press(self, words: str) -> Secretary:
        """Click a button by its words."""
        self.wait(lambda: any(button.isEnabled() for button in self.sees(QAbstractButton, words)))
        button = next(button for button in self.sees(QAbstractButton, words) if button.isEnabled())
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        return self

    def fill(self, name: str, text: str) -> Secretary:
        """Put the cursor into a field by its label and type; what stood there goes."""
        self.wait(lambda: self._fields(name))
        field = self._fields(name)[0]
        field.setFocus()
        if isinstance(field, QComboBox):
            self._choose(field, text)
        else:
            field.selectAll()
            QTest.keyClick(field, Qt.Key.Key_Delete)
            self._type(field, text)
        return self

    def _fields(self, name: str) -> list:
        kinds = (QLineEdit, QPlainTextEdit, QComboBox)
        exact = [w for kind in kinds for w in self.sees(kind, name) if w.accessibleName().split(",")[0] == name]
        return [field for field in exact if field.isEnabled()]

    def _choose(self, box: QComboBox, text: str) -> None:
        at = next(at for at in range(box.count()) if fold(box.itemText(at)).startswith(fold(text)))
        box.setCurrentIndex(at)

    def key(self, keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Secretary:
        """Press a key where the cursor is."""
        window = self.session.window
        if not window.isActiveWindow():  # no window manager here does that by itself
            window.activateWindow()
            self.wait(window.isActiveWindow)
        QTest.keyClick(window.focusWidget() or window, keys, modifiers)
        return self

    def type(self, text: str) -> Secretary:
        """Type where the cursor is."""
        self._type(self.session.window.focusWidget(), text)
        return self

    # The whole program

    def begins_a_book(self, folder: Path, passphrase: str) -> Secretary:
        """Go through the wizard for xã Ân Tín of the district days."""
        self.session.start()
        self.press("Tạo sổ mới").fill("Tìm đơn vị", "an tin").press("Tiếp tục").press("Tiếp tục")
        self.fill("Người ký", "Trần Thị Mỹ Duyên").press("Tiếp tục")
        self.fill("Thư mục của sổ", str(folder))
        self.fill("Cụm mật khẩu mới", passphrase).fill("Nhập lại cụm mật khẩu", passphrase).press("Tạo sổ")
        self.wait(lambda: self.sees(QAbstractButton, "Tôi đã cất phiếu khôi phục"))
        page = self.session.window.sheet_page
        group = next(label for label in page.findChildren(QWidget) if label.accessibleName().startswith("Nhóm 3:"))
        self.press("Tôi đã cất phiếu khôi phục")
        self.fill("Gõ lại nhóm thứ 3 trên phiếu", group.text()).press("Mở sổ")
        self.wait(lambda: self.session.book is not None)
        self.rest()
        return self

    def adds_an_event(self, subject: str, day: str, *, minutes: str) -> None:
        """Enter a broadcast in the tab shown."""
        self.key(Qt.Key.Key_Insert).rest()
        self.fill("Ngày", day).fill("Nội dung", subject).fill("Số phút", minutes)
        self.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier).rest()

    def closes_the_report_of(self, month: Span) -> None:
        """Make the period of a month and freeze its report."""
        self.key(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier).rest()
        self.key(Qt.Key.Key_Insert).rest()
        self.fill("Từ ngày", show_date(month.first)).fill("Đến ngày", show_date(month.last)).press("Lập kỳ")
        self.wait(lambda: QApplication.activeModalWidget() is None)
        self.rest()
        self.session.window.tab.show_step("close")
        self.rest()
        self.press("Chốt kỳ").press("Chốt bản v1")
        self.rest()
        assert self.session.window.tab.toast.text() == "Đã chốt bản v1"

    def saves_the_report(self, folder: Path) -> Path:
        """Save the PDF of the closed report into a folder."""
        tab = self.session.window.tab
        opened: list[Path] = []
        folder.mkdir()
        tab.set_folder(folder)
        tab.preview.reveal = opened.append  # the system's file window is not ours to test
        tab.show_step("preview")
        self.rest()
        self.wait(lambda: tab.preview.pdf)
        self.press("Lưu PDF").press("Lưu")  # the second in the system's dialog, which proposes the name
        self.wait(lambda: list(folder.glob("*.pdf")))
        self.rest()
        return next(folder.glob("*.pdf"))

    def unlocks(self, folder: Path, passphrase: str) -> Secretary:
        """Type the passphrase of a book."""
        self.session.unlock(folder)
        self.rest()
        self.fill("Cụm mật khẩu", passphrase).press("Mở sổ")
        self.rest()
        return self

    def leaves(self) -> Secretary:
        """Close the main window and wait for the copy."""
        ended: list[bool] = []
        self.session.ended.connect(lambda: ended.append(True))
        self.session.window.close()
        self.wait(lambda: ended)
        return self
