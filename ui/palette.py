"""The named colours of the look, light and dark; every colour on screen is asked for by name."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor

_NAMES = (
    "win", "base", "alt", "head", "line", "line2", "text", "mut", "acc", "acch", "link", "soft", "softline", "sel",
    "seltx", "ok", "okbg", "okln", "warn", "warnbg", "warnln", "err", "errbg", "errln", "neu", "neubg", "neuln", "bar",
    "okfill", "warnfill", "track", "chart1", "chart2", "chart3", "chart4", "chart5", "desk", "toast", "toasttx",
    "toastlink",
)  # fmt: skip
_LIGHT = """
    EEF1F4 FFFFFF F7F9FB E9EDF2 D3DAE2 7F8B99 1A232D 515D6B 1B4B82 153C69 1B4B82 E4EDF7 B4C9E2 CFE0F3
    10233A 1D6239 E2F1E7 A9D0B6 7A4A00 FFF2D6 E2BE74 A3231B FBE7E5 E3A7A2 47525F EBEEF2 CBD2DA 1B4B82
    2B7A4B AE6E0A E3E8EE 1B4B82 5D93CC 2C857B 8A6BA8 7E8A97 C9CFD6 1A232D F3F7FB 8FBFF0
"""
_DARK = """
    161B21 1E252D 222A33 2A333D 36414D 76828F E4E9EE A9B4C0 2F6CAE 3773B6 8FBFF0 213347 3B5A7B 2A4A6D
    F3F7FB 86D3A2 1D3528 35604A F0C069 3A2F18 6E5926 F2A19A 402322 7A403C B4BEC9 2C353F 45515E 5A9ADB
    5CB582 D79A35 2F3944 4F8FD3 9CC4EE 4FB3A6 B79AD6 7F8B98 0F1317 3A4653 F3F7FB 8FBFF0
"""


def _colours(values: str) -> dict[str, str]:
    return {name: f"#{value}" for name, value in zip(_NAMES, values.split(), strict=True)} | {"white": "#FFFFFF"}


LIGHT = _colours(_LIGHT)
DARK = _colours(_DARK)
_shown = dict(LIGHT)  # what the screen shows now; `show` fills it, nothing else writes it


def show(dark: bool) -> None:
    """Let `token` answer from the dark or the light palette."""
    _shown.update(DARK if dark else LIGHT)


def is_dark() -> bool:
    """Whether the dark palette is shown."""
    return _shown["win"] == DARK["win"]


def colour(name: str) -> str:
    """The colour of a token as #RRGGBB; an unknown name is a KeyError."""
    return _shown[name]


def token(name: str) -> QColor:
    """The colour of a token (`acc`, `mut`, `warnbg` …) in the theme shown now."""
    return _colour_of(_shown[name])


@cache
def _colour_of(hexadecimal: str) -> QColor:
    """One object for each colour: nobody changes it, and a list asks for some five hundred at every scroll."""
    return QColor(hexadecimal)
