"""Lucide icons, tinted for the theme and drawn sharp at the screen's scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from hoaian_desktop import paths
from ui import palette


@cache
def _source(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def tinted(name: str, colour: str) -> str:
    """The SVG text of an icon in one colour (#RRGGBB); an unknown icon is a FileNotFoundError."""
    return _source(name).replace("currentColor", colour)


@cache
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """One icon of `size` logical pixels at a device ratio."""
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(tinted(name, colour).encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def paint(painter: QPainter, x: float, y: float, name: str, token: str = "text", size: int = 16) -> None:
    """Draw an icon with its left upper corner at x, y; always right for the theme and the painter's device."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QRectF(x, y, size, size).topLeft(), pixmap(name, palette.colour(token), size, ratio))


def icon(name: str, token: str = "text", size: int = 16) -> QIcon:
    """An icon for buttons and menus in the colour of a token of the theme shown now."""
    ratios = frozenset(screen.devicePixelRatio() for screen in QGuiApplication.screens()) or frozenset({1.0})
    return _icon(name, palette.colour(token), palette.colour("line2"), size, ratios)


@cache
def _icon(name: str, colour: str, disabled: str, size: int, ratios: frozenset[float]) -> QIcon:
    made = QIcon()
    for ratio in ratios:
        drawn = pixmap(name, colour, size, ratio)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            made.addPixmap(drawn, mode)
        made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def set_icon(thing: QAbstractButton | QAction, name: str, token: str = "text", size: int = 16) -> None:
    """Give a button or an action an icon that follows the theme: `retint` finds it again by its properties."""
    thing.setProperty("iconName", name)
    thing.setProperty("iconToken", token)
    thing.setProperty("iconPixels", size)
    _apply(thing)


def retint(app: QApplication) -> None:
    """Draw every icon set by `set_icon` anew, after the theme changed."""
    pixmap.cache_clear()
    _icon.cache_clear()
    for widget in app.allWidgets():
        for thing in (widget, *widget.actions()):
            if thing.property("iconName"):
                _apply(thing)


def _apply(thing: QObject) -> None:
    size = thing.property("iconPixels")
    thing.setIcon(icon(thing.property("iconName"), thing.property("iconToken"), size))  # type: ignore[attr-defined]
    if isinstance(thing, QAbstractButton):
        thing.setIconSize(QSize(size, size))


def application_icon() -> QIcon:
    """The program's own icon for windows and the task bar."""
    return QIcon(str(paths.resource("icons", "app.png")))
