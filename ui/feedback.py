"""Questions and messages that need an answer; success is a quiet toast, never a box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from hoaian_desktop.errors import HoaiAnError
from ui import icons, palette
from ui.theme import mark

_WIDE = 340  # pixels: Qt makes a message as narrow as its title


def ask(parent: QWidget | None, title: str, sentence: str, yes: str = "Xóa", no: str = "Hủy") -> bool:
    """Ask before something that is hard to take back; Esc and Enter mean no."""
    box = _box(parent, title, sentence, "circle-help", "link")
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refuse_button = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse_button)
    box.setEscapeButton(refuse_button)
    box.exec()
    return box.clickedButton() is agree


def may_discard(parent: QWidget | None) -> bool:
    """Ask before what is typed is lost."""
    sentence = "Phần đang nhập chưa được lưu và sẽ mất."
    return ask(parent, "Bỏ phần đang nhập?", sentence, yes="Bỏ", no="Nhập tiếp")


def inform(parent: QWidget | None, title: str, sentence: str) -> None:
    """Tell something that must be read; does not wait for the answer."""
    _open(_box(parent, title, sentence, "info", "link"))


def refuse(parent: QWidget | None, error: HoaiAnError) -> None:
    """Show why something could not be done; does not wait for the answer."""
    _open(_box(parent, "Chưa làm được", str(error), "circle-alert", "err"))


def _box(parent: QWidget | None, title: str, sentence: str, icon: str, token: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(title)
    box.setInformativeText(sentence)
    for name, role in (("qt_msgbox_label", "panel-title"), ("qt_msgbox_informativelabel", "")):
        if (words := box.findChild(QLabel, name)) is not None:
            mark(words, role=role)
            words.setMinimumWidth(_WIDE)
    box.setIconPixmap(icons.pixmap(icon, palette.colour(token), 32, box.devicePixelRatioF()))
    return box


def _open(box: QMessageBox) -> None:
    button: QPushButton = box.addButton("Đóng", QMessageBox.ButtonRole.AcceptRole)
    mark(button, role="primary")
    box.setDefaultButton(button)
    box.setEscapeButton(button)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
