"""Finds words on buttons and in menus that are not Vietnamese."""

from __future__ import annotations

import re

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QWidget

# Words of the trade that are no English, and names.
KNOWN = {
    "vneid", "vssid", "excel", "pdf", "usb", "dvc", "tntn", "cnscđ", "qr", "a4", "esc", "ctrl",
    "f1", "f2", "f3", "f4", "f6", "f7", "f8", "f9",
    "insert", "enter", "delete", "shift", "zalo", "apache", "word",
}  # fmt: skip
# Letters no Vietnamese word has, syllables that cannot end or begin so, and the commonest words of Qt's own buttons.
_FOREIGN = re.compile(r"[fjwz]|(?:[bdfkqrsvxl]|(?<!n)g|ed|er|es)$|^(?:cl|pr|br|fr|sh|st|sp|sc|op|ap|ac|de[^ ]|re[a-z])")
_ENGLISH = {
    "ok", "cancel", "close", "save", "open", "yes", "no", "help", "apply", "reset", "copy", "paste", "cut", "undo",
    "redo", "delete", "select", "all", "new", "edit", "next", "back", "finish", "find", "print", "add", "remove",
}  # fmt: skip


def english_words(window: QWidget) -> list[str]:
    """The texts and tooltips of everything that can be pressed which hold a word that is not Vietnamese."""
    texts = set()
    for button in window.findChildren(QAbstractButton):
        texts |= {button.text(), button.toolTip(), button.accessibleName()}
    for action in window.findChildren(QAction):
        texts |= {action.text(), action.toolTip()}
    return sorted(text for text in texts if any(map(_is_foreign, _words(text))))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+\d?", text.replace("&", "").casefold())


def _is_foreign(word: str) -> bool:
    if word in KNOWN or not word.isascii() or len(word) < 2:
        return False
    return word in _ENGLISH or bool(_FOREIGN.search(word))
