"""Real key events of an X server (XTEST), from a keyboard that has every Vietnamese letter."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator

_FIRST_SPARE, _LAST_SPARE = 150, 255
_SHIFT, _CONTROL, _ALT = "Shift_L", "Control_L", "Alt_L"
_HELD = {"ctrl": _CONTROL, "alt": _ALT, "shift": _SHIFT}
LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


def lacking() -> str:
    """What is missing here to press keys on a screen nobody sees; empty if nothing is."""
    if shutil.which("Xvfb") is None:
        return "Xvfb"
    found = {name: ctypes.util.find_library(name) for name in ("X11", "Xtst")}
    return ", ".join(f"lib{name}" for name, file in found.items() if file is None)


class Keyboard:
    """Presses keys on one display and counts them; a chord counts each of its keys."""

    def __init__(self, display: str, pause: float = 0.012) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        self._pause = pause
        self._codes: dict[str, int] = {}  # a lower-case letter of ours -> its key
        self.pressed = 0

    def learn(self) -> None:
        """Put the Vietnamese letters on spare keys, small and capital, before the program reads the keyboard."""
        for code, letter in zip(range(_FIRST_SPARE, _LAST_SPARE), LETTERS, strict=False):
            pair = (ctypes.c_ulong * 2)(_keysym(letter), _keysym(letter.upper()))
            self._x.XChangeKeyboardMapping(self._display, code, 2, ctypes.byref(pair), 1)
            self._codes[letter] = code
        self._x.XSync(self._display, 0)

    def type(self, text: str) -> None:
        """Type text, one key a letter; a capital takes no key more, as people count letters."""
        for letter in text:
            self.pressed += 1
            code = self._codes.get(letter.lower()) or self._code(_NAMES.get(letter, letter))
            self._press(code, [self._code(_SHIFT)] if letter != letter.lower() else [])

    def key(self, name: str) -> None:
        """Press a key by its X name, held keys before it: Return, ctrl+Return, alt+4."""
        *held, last = name.split("+")
        self.pressed += 1 + len(held)
        self._press(self._code(last), [self._code(_HELD[each]) for each in held])

    def _press(self, code: int, held: list[int]) -> None:
        for down in held:
            self._test.XTestFakeKeyEvent(self._display, down, 1, 0)
        self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        for up in reversed(held):
            self._test.XTestFakeKeyEvent(self._display, up, 0, 0)
        self._x.XSync(self._display, 0)
        time.sleep(self._pause)

    def _code(self, name: str) -> int:
        symbol = self._x.XStringToKeysym(name.encode())
        code = int(self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(symbol)))
        if not code:
            raise LookupError(f"no key gives {name!r}")
        return code

    def close(self) -> None:
        """Let go of the display."""
        self._x.XCloseDisplay(self._display)


_NAMES = {" ": "space", "/": "slash", "-": "minus", ".": "period", "'": "apostrophe"}


def _keysym(letter: str) -> int:
    point = ord(letter)
    return point if point < 0x100 else 0x01000000 + point


@contextlib.contextmanager
def screen(width: int = 1366, height: int = 768) -> Iterator[str]:
    """An X server nobody sees; its display name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as said:
            number = said.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        try:
            yield f":{number}"
        finally:
            server.terminate()
