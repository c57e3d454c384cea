"""How everything looks: fonts, palette and the one style sheet. `setStyleSheet` is called here and nowhere else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTemporaryDir
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from hoaian_desktop import paths
from ui import icons, palette
from ui.icons import icon, set_icon
from ui.palette import token

__all__ = ["font", "icon", "install", "mark", "set_icon", "text_width", "token"]

FAMILY = "Noto Sans"
# For QApplication: so the style is there from the beginning, not put in the place of the platform's own.
ARGUMENTS = ("-style", "fusion")
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold, 700: QFont.Weight.Bold}
_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "win",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "alt",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "base",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "white",
    QPalette.ColorRole.PlaceholderText: "mut",
    QPalette.ColorRole.Highlight: "sel",
    QPalette.ColorRole.HighlightedText: "seltx",
    QPalette.ColorRole.Accent: "acc",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.ToolTipBase: "base",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "base",
    QPalette.ColorRole.Midlight: "head",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line2",
    QPalette.ColorRole.Shadow: "line2",
}


def install(app: QApplication, dark: bool = False) -> None:
    """Give the whole program its look; called again it changes between light and dark while windows are open."""
    palette.show(dark)
    _register_fonts()
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    # A sheet put in the place of another styles every widget once for each of its parents: 1.6 s where 2,700 widgets
    # are open. Taken away and set anew it takes 0.25 s.
    app.setStyleSheet("")
    app.setFont(font())
    app.setPalette(_qt_palette())
    app.setStyleSheet(_style_sheet())
    app.setWindowIcon(icons.application_icon())
    icons.retint(app)


def font(pixels: int = 13, weight: int = 400) -> QFont:
    """Noto Sans at a size in logical pixels; weights 400, 500, 600, 700."""
    return QFont(_font(pixels, weight))  # a copy: the caller may make it slanted


@cache
def _font(pixels: int, weight: int) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(_WEIGHTS[weight])
    # Full hinting rounds the widths of letters until words run together.
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def text_width(characters: int, pixels: int = 13) -> int:
    """How many logical pixels that many ordinary characters take: the width of a column or a field."""
    return round(characters * pixels * 0.57)


def mark(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties the style sheet asks for (`role`, `fault` …) and let the style see them."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return  # a form of 26 fields has nothing to say after most lines, and polishing each takes half a millisecond
    for name, value in properties.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # the style sees it for the first time when the widget is shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    QWidget.update(widget)  # a view has an update of its own that wants an index


@cache
def _register_fonts() -> None:
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(paths.resource("fonts", f"NotoSans-{weight}.ttf")))


def _qt_palette() -> QPalette:
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, token(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, token("line2"))
    return made


def _style_sheet() -> str:
    text = paths.resource("style.qss").read_text(encoding="utf-8")
    text = re.sub(r"@icon:([a-z-]+):([a-z0-9]+)@", lambda found: _icon_file(found[1], palette.colour(found[2])), text)
    return re.sub(r"@([a-z0-9]+)@", lambda found: palette.colour(found[1]), text)


@cache
def _icon_folder() -> QTemporaryDir:
    return QTemporaryDir()  # lives as long as the program; a style sheet can only take icons from files


@cache
def _icon_file(name: str, colour: str) -> str:
    file = Path(_icon_folder().path()) / f"{name}-{colour[1:]}.svg"
    file.write_text(icons.tinted(name, colour), encoding="utf-8")
    return file.as_posix()
