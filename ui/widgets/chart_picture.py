"""A chart painted by a worker: its SVG drawn by ReportLab, put into an image of the screen's own fineness by Qt."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from hoaian_desktop.reports.charts import Chart, Look
from ui import palette
from ui.theme import FAMILY

SIZE = 11.0  # pixels of the letters
_SERIES = ("chart1", "chart2", "chart3", "chart4", "chart5")


def look() -> Look:
    """The theme shown now; asked for on the interface thread."""
    text, muted, line, ground, mark = map(palette.colour, ("text", "mut", "line", "base", "link"))
    return Look(text, muted, line, ground, mark, tuple(map(palette.colour, _SERIES)), FAMILY, SIZE)


def paint(chart: Chart, width: int, height: int, ratio: float, look: Look) -> QImage:
    """The chart as an image of so many logical pixels; runs on a worker."""
    from hoaian_desktop.reports import chart_drawing  # brings ReportLab

    renderer = QSvgRenderer(QByteArray(chart_drawing.svg(chart, width, height, look)))
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return image
