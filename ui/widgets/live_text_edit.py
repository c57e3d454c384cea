"""A box of text in which figures follow the book: each is shown as its number now and is one piece for the cursor.

The document holds the number as ordinary letters that carry what they stand for. So they wrap, are read aloud, are
undone and leave as plain text like any other, and no keystroke is ever rewritten (UniKey). Letters that no longer say
what the figure says, however that came about, are plain text: what is seen is what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextEdit, QToolTip

from hoaian_desktop.rules import live_text
from hoaian_desktop.rules.live_text import Piece, Token
from ui.palette import token as colour

MIME = "application/x-hoaian-live-text"
_SOURCE, _SHOWN, _SERIAL = (QTextFormat.Property.UserProperty + at for at in (1, 2, 3))
_PARTED = "\u2028"  # how a document keeps a line end inside a paragraph
_serials = count(1)  # two figures beside each other are still two
_PLAIN = QTextCharFormat()
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Speaker(Protocol):
    """What figures say now."""

    def on_screen(self, token: Token) -> str | None:
        """What a figure says; None where there is no such figure."""

    def name(self, token: Token) -> str:
        """What a figure is called."""


@dataclass(frozen=True)
class Run:
    """A figure in the document: from where to where."""

    start: int
    stop: int
    token: Token


class LiveTextEdit(QPlainTextEdit):
    """Edits a kept text (`rules/live_text.py`). `figure_menu` hands out a menu to be filled."""

    figure_menu = Signal(QMenu, object)  # the menu, the Run

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._speaker: Speaker | None = None
        self._last = 0  # where the cursor was
        self._pointing = False
        self._changing = 0
        self._read: tuple[int, list[tuple[Run | None, str]]] = (-1, [])
        self.cursorPositionChanged.connect(self._keep_out)
        self.selectionChanged.connect(self._keep_out)
        self.textChanged.connect(self._highlight)

    # The text

    def set_source(self, source: str, speaker: Speaker) -> None:
        """Show a kept text; what could be undone before is forgotten, the cursor stays near where it was."""
        self._speaker = speaker
        at = self.textCursor().position()
        with QSignalBlocker(self):
            self.document().setUndoRedoEnabled(False)  # which forgets what there was to undo
            cursor = self.textCursor()
            with self._one_step(cursor):
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.removeSelectedText()
                self._insert(cursor, list(live_text.pieces(source)))
            self.document().setUndoRedoEnabled(True)
            if self.hasFocus():  # scrolling to a cursor nobody sees takes longer than all the rest
                cursor.setPosition(min(at, self.document().characterCount() - 1))
                self.setTextCursor(cursor)
        self._highlight()

    def follow(self, speaker: Speaker) -> None:
        """Ask somebody else from now on; what stands here already says what it would say."""
        self._speaker = speaker

    def insert_source(self, source: str) -> None:
        """Put a kept text where the cursor is, in the place of what is selected."""
        self._replace(list(live_text.pieces(source)))

    def source(self) -> str:
        """The kept text of what stands here."""
        return live_text.source_of(self._pieces(0, self.document().characterCount()))

    def runs(self) -> list[Run]:
        """Every figure, in order."""
        return [run for run, _text in self._fragments() if run is not None]

    def run_at(self, position: int) -> Run | None:
        """The figure that holds a position, or that touches it."""
        touching = [run for run in self.runs() if run.start <= position <= run.stop]
        return next((run for run in touching if run.start < position < run.stop), touching[0] if touching else None)

    def current_run(self) -> Run | None:
        """The figure selected, or beside the cursor."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return self.run_at(cursor.position())
        inside = [run for run in self.runs() if cursor.selectionStart() <= run.start < cursor.selectionEnd()]
        return inside[0] if len(inside) == 1 else None

    def insert_token(self, token: Token) -> None:
        """Put a figure where the cursor is, in the place of what is selected."""
        self._replace([token])

    def say(self, run: Run, token: Token | None) -> None:
        """Say a figure another way; None makes it plain text."""
        cursor = self._over(run)
        self._replace([cursor.selectedText() if token is None else token], cursor)

    def _replace(self, parts: Sequence[Piece], cursor: QTextCursor | None = None) -> None:
        """One step to undo: what is selected goes, these come."""
        cursor = cursor or self.textCursor()
        with self._one_step(cursor):
            cursor.removeSelectedText()
            self._insert(cursor, parts)
        self.setTextCursor(cursor)

    def _insert(self, cursor: QTextCursor, parts: Sequence[Piece]) -> None:
        for part in parts:
            said = self._speaker.on_screen(part) if self._speaker and isinstance(part, Token) else None
            if isinstance(part, Token) and said is not None:
                cursor.insertText(said, _carrying(part, said))
            else:
                cursor.insertText(str(part), _PLAIN)
        cursor.setCharFormat(_PLAIN)

    def _over(self, run: Run) -> QTextCursor:
        cursor = self.textCursor()
        cursor.setPosition(run.start)
        cursor.setPosition(run.stop, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _fragments(self) -> list[tuple[Run | None, str]]:
        """Stretches of one kind; a line end between two paragraphs is a stretch of its own."""
        if self._changing:  # a revision is not over before all of its changes are made
            return list(self._read_anew())
        revision = self.document().revision()
        if self._read[0] != revision:  # one keystroke asks a dozen times
            self._read = (revision, list(self._read_anew()))
        return self._read[1]

    @contextmanager
    def _one_step(self, cursor: QTextCursor) -> Iterator[None]:
        """What is done meanwhile is one step to undo, and is laid out once."""
        self._changing += 1
        cursor.beginEditBlock()
        try:
            yield
        finally:
            cursor.endEditBlock()
            self._changing -= 1

    def _read_anew(self) -> Iterator[tuple[Run | None, str]]:
        block: QTextBlock = self.document().begin()
        while block.isValid():
            walk = block.begin()
            while not walk.atEnd():
                fragment = walk.fragment()
                yield _run(fragment.position(), fragment.text(), fragment.charFormat()), fragment.text()
                walk += 1
            block = block.next()
            if block.isValid():
                yield None, "\n"

    def _pieces(self, start: int, stop: int) -> list[Piece]:
        """What stands between two positions; a figure that is cut is plain text."""
        found: list[Piece] = []
        at = 0
        for run, text in self._fragments():
            if run is not None and start <= at and at + len(text) <= stop:
                found.append(run.token)
            elif part := _cut(text, max(0, start - at), max(0, stop - at)):
                found.append(part.replace(_PARTED, "\n"))
            at += _length(text)
        return found

    # The cursor never stands inside a figure

    def _keep_out(self) -> None:
        cursor = self.textCursor()
        at, anchor, last = cursor.position(), cursor.anchor(), self._last
        inside, held = self._inside(at), self._inside(anchor)
        if inside is not None and inside == held:
            at, anchor = (inside.stop, inside.start) if cursor.hasSelection() else (self._edge(inside, at, last),) * 2
        else:
            if inside is not None:
                at = self._edge(inside, at, last)
            if held is not None:
                anchor = held.start if anchor < at else held.stop
            if not cursor.hasSelection():
                anchor = at
        self._last = at
        if (at, anchor) != (cursor.position(), cursor.anchor()):
            cursor.setPosition(anchor)
            cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
            with QSignalBlocker(self):
                self.setTextCursor(cursor)

    def _inside(self, position: int) -> Run | None:
        return next((run for run in self.runs() if run.start < position < run.stop), None)

    def _edge(self, run: Run, at: int, last: int) -> int:
        """The end of a figure the cursor goes on to: by keys the far one, by the mouse the nearer one."""
        if self._pointing:
            return run.start if at - run.start < run.stop - at else run.stop
        return run.stop if at > last else run.start

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointing = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._pointing = False

    # Keys: what is typed beside a figure is plain, and a figure goes as a whole

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._take_away(event):
            return
        typed = event.text()
        # Ctrl+C is a command, AltGr (Ctrl and Alt together) writes letters.
        command = event.modifiers() & _HELD == Qt.KeyboardModifier.ControlModifier
        if command or not typed or not typed.isprintable():
            super().keyPressEvent(event)
        else:
            self._typing(lambda: super(LiveTextEdit, self).keyPressEvent(event))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString() or event.preeditString():
            self._typing(lambda: super(LiveTextEdit, self).inputMethodEvent(event))
        else:
            super().inputMethodEvent(event)

    def _typing(self, insert: Callable[[], object]) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            self.setCurrentCharFormat(_PLAIN)
            insert()
            return
        with self._one_step(cursor):  # what was selected goes, what is typed comes
            cursor.removeSelectedText()
            self.setTextCursor(cursor)
            self.setCurrentCharFormat(_PLAIN)
            insert()

    def _take_away(self, event: QKeyEvent) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        at, back = cursor.position(), event.key() == Qt.Key.Key_Backspace
        run = next((run for run in self.runs() if (run.stop if back else run.start) == at), None)
        if run is None:
            return False
        cursor = self._over(run)
        cursor.removeSelectedText()
        self.setTextCursor(cursor)
        event.accept()
        return True

    # Copy and paste

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        data = super().createMimeDataFromSelection()
        kept = live_text.source_of(self._pieces(cursor.selectionStart(), cursor.selectionEnd()))
        data.setData(MIME, QByteArray(kept.encode()))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasFormat(MIME) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasFormat(MIME):
            parts = list(live_text.pieces(bytes(source.data(MIME).data()).decode(errors="replace")))
        else:
            parts = [source.text()]
        self._replace(parts)
        self.ensureCursorVisible()

    # What a figure looks like, and what it is called

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._highlight()

    def _highlight(self) -> None:
        marked = []
        for run in self.runs():
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._over(run)  # type: ignore[attr-defined]
            selection.format.setBackground(colour("soft"))  # type: ignore[attr-defined]
            selection.format.setForeground(colour("link"))  # type: ignore[attr-defined]
            marked.append(selection)
        self.setExtraSelections(marked)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            run = self._inside_or_at(self.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), self._name(run), self.viewport())
            return True
        return super().viewportEvent(event)

    def _inside_or_at(self, position: int) -> Run | None:
        return next((run for run in self.runs() if run.start <= position < run.stop), None)

    def _name(self, run: Run | None) -> str:
        return self._speaker.name(run.token) if run is not None and self._speaker is not None else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.textCursor().position() if by_key else self.cursorForPosition(event.pos()).position()
        run = self.current_run() if by_key else self._inside_or_at(at)
        self.figure_menu.emit(menu, run)
        menu.popup(event.globalPos())


def _carrying(token: Token, said: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setProperty(_SOURCE, str(token))
    made.setProperty(_SHOWN, said)
    made.setProperty(_SERIAL, next(_serials))
    return made


def _run(position: int, text: str, form: QTextCharFormat) -> Run | None:
    if not form.hasProperty(_SOURCE) or form.property(_SHOWN) != text:
        return None
    (token,) = live_text.pieces(form.property(_SOURCE))
    return Run(position, position + _length(text), token) if isinstance(token, Token) else None


def _length(text: str) -> int:
    """How many places a text takes in a document: a letter beyond the first 65,536 takes two."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, start: int, stop: int) -> str:
    """The part of a text between two places of a document."""
    return text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le", errors="replace")
