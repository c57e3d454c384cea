"""Draws the declaration of a chart: as SVG for the screen, as vectors on paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports.charts import PAPER, Chart, Kind, Look, Plot
from hoaian_desktop.rules.numbers import show_count


def drawing(chart: Chart, width: float, height: float, look: Look = PAPER) -> Any:
    """The chart as a ReportLab Drawing: a flowable on paper, and what `svg` is made of."""
    fonts.register_face(look.face)
    plot = Plot(chart, width, height, look.size)
    made = Drawing(width, height)
    made.initialFontName = look.face  # else the page names Times, which it does not use and no archive file may
    for part in (*_axis(plot, look), *_bars(plot, look), *_mark(plot, look), *_legend(plot, look)):
        made.add(part)
    return made


def svg(chart: Chart, width: float, height: float, look: Look) -> bytes:
    """The chart as SVG, its letters as text in the face of the look."""
    text: str = renderSVG.drawToString(drawing(chart, width, height, look), useClip=True)
    # ReportLab writes colours in whole per cent, which is not quite the theme's.
    for colour in (look.text, look.muted, look.line, look.ground, look.mark, *look.series):
        text = text.replace(_in_per_cent(colour), colour)
    return text.encode("utf-8")


def _in_per_cent(colour: str) -> str:
    made = HexColor(colour)
    return "rgb({}%,{}%,{}%)".format(*(int(part * 100) for part in (made.red, made.green, made.blue)))


def _axis(plot: Plot, look: Look) -> Iterator[Any]:
    for value in plot.axis:
        y = round(plot.y(value)) + 0.5
        yield _line(plot.left, y, plot.width - 4, y, look.line)
        yield _words(show_count(value), plot.left - 7, y - look.size * 0.35, look.muted, look, "end")
    for at, label in enumerate(plot.chart.labels):
        middle = (plot.x(at) + plot.x(at + 1)) / 2
        yield _words(label, middle, plot.bottom - look.size * 1.5, look.muted, look, "middle")


def _bars(plot: Plot, look: Look) -> Iterator[Any]:
    stacked = plot.chart.kind is Kind.STACKED
    for at in range(len(plot.chart.labels)):
        parts = list(plot.bars(at))
        for number, box in parts:
            colour = HexColor(look.series[number % len(look.series)])
            yield Rect(box.x, box.y, box.width, box.height, fillColor=colour, strokeColor=None, strokeWidth=0)
        for (_, lower), _ in pairwise(parts) if stacked else ():
            y = round(lower.y + lower.height) + 0.5
            yield _line(lower.x, y, lower.x + lower.width, y, look.ground)
        middle = (plot.x(at) + plot.x(at + 1)) / 2
        if stacked:
            top = plot.y(plot.chart.total(at) or 0)
            yield _words(show_count(plot.chart.total(at)), middle, top + look.size * 0.4, look.text, look, "middle")
        else:
            for number, box in parts:
                value = show_count(plot.chart.series[number].numbers[at])
                centre, above = box.x + box.width / 2, box.y + box.height + look.size * 0.4
                yield _words(value, centre, above, look.text, look, "middle")


def _mark(plot: Plot, look: Look) -> Iterator[Any]:
    mark = plot.chart.mark
    if mark is None or not plot.chart.labels:
        return
    x, high = round(plot.x(mark.at)) + 0.5, plot.top + look.size * 1.7
    line = _line(x, plot.bottom, x, high, look.mark)
    line.strokeDashArray = [4, 3]
    yield line
    left = _width(mark.words, look) + 6 <= x - plot.left  # no room at the left: it stands at the right of the line
    yield _words(mark.words, x - 4 if left else x + 4, high - look.size, look.mark, look, "end" if left else "start")


def _legend(plot: Plot, look: Look) -> Iterator[Any]:
    box, gap = look.size * 0.9, look.size * 1.3
    names = [series.name for series in plot.chart.series]
    x = max(0.0, plot.width - 4 - sum(box + 5 + _width(name, look) + gap for name in names) + gap)
    y = round(plot.height - look.size * 1.1)
    for number, name in enumerate(names):
        colour = HexColor(look.series[number % len(look.series)])
        yield Rect(round(x), y, round(box), round(box), fillColor=colour, strokeColor=None, strokeWidth=0)
        yield _words(name, round(x) + box + 5, y + look.size * 0.1, look.text, look, "start")
        x += box + 5 + _width(name, look) + gap


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> Any:
    return Line(x, y, to_x, to_y, strokeColor=HexColor(colour), strokeWidth=1)


def _words(text: str, x: float, y: float, colour: str, look: Look, anchor: str) -> Any:
    return String(x, y, text, fontName=look.face, fontSize=look.size, fillColor=HexColor(colour), textAnchor=anchor)


def _width(text: str, look: Look) -> float:
    return float(stringWidth(text, look.face, look.size))
