from __future__ import annotations

import io
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from ui.theme import token
from ui.widgets.page_view import FIT_PAGE, FIT_WIDTH, PageView, draw_page, page_sizes


def a_pdf(pages=3, grey=0.0):
    """Pages with a filled square in the middle, the last one landscape."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for number in range(pages):
        size = landscape(A4) if number == pages - 1 else A4
        canvas.setPageSize(size)
        canvas.setFillGray(grey)
        canvas.rect(size[0] / 2 - 100, size[1] / 2 - 100, 200, 200, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def view(tasks, on_screen, settled, qtbot):
    made = PageView(tasks)
    made.resize(700, 500)
    on_screen(made)
    made.show_pdf(a_pdf())
    qtbot.waitUntil(lambda: made.pages() == 3)
    settled()
    return made


def test_pages_are_white_paper_and_the_colours_are_not_swapped():
    image = draw_page(a_pdf(1), 0, 1.0)
    assert (image.width(), image.height()) == (842, 596)  # a part of a pixel counts as one
    assert image.pixelColor(5, 5) == QColor("white")
    assert image.pixelColor(421, 297) == QColor("black")
    assert page_sizes(a_pdf(2))[1] == pytest.approx(landscape(A4), abs=0.1)


def test_a_page_is_drawn_within_a_tenth_of_a_second():
    pdf = a_pdf()
    draw_page(pdf, 0, 2.0)
    quickest = min(_seconds(pdf) for _ in range(5))
    assert quickest < 0.1


def _seconds(pdf):
    start = time.perf_counter()
    draw_page(pdf, 0, 2.0)
    return time.perf_counter() - start


def test_the_page_lies_on_a_desk(view, qtbot):
    view.set_zoom(FIT_PAGE)
    qtbot.waitUntil(lambda: len(view._drawn) > 0 and not view._asked)
    image = view.viewport().grab().toImage()
    frame = view._frames()[0]
    assert image.pixelColor(2, 250) == token("desk")
    assert image.pixelColor(frame.center()) == QColor("black")
    assert image.pixelColor(frame.left() + 4, frame.top() + 4) == QColor("white")


def test_page_keys_walk_through_the_pages(view, qtbot):
    told = []
    view.page_changed.connect(told.append)
    view.set_zoom(1.0)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp):
        qtbot.keyClick(view, key)
    assert told == [1, 2, 0, 2, 1]


def test_zoom_goes_by_steps_and_fitting_follows_the_window(view, qtbot):
    view.set_zoom(FIT_WIDTH)
    fitted = view.zoom()
    view.resize(1000, 500)
    qtbot.waitUntil(lambda: view.zoom() > fitted)
    view.set_zoom(1.0)
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == 1.25
    view.step_zoom(-1)
    view.step_zoom(-1)
    assert view.zoom() == 0.75
    for _ in range(9):
        view.step_zoom(-1)
    assert view.zoom() == 0.5


def test_a_new_edition_of_the_same_length_stays_where_one_was(view, qtbot, settled):
    view.set_zoom(1.0)
    view.go_to(1)
    view.show_pdf(a_pdf(grey=0.5))
    settled()
    assert view.page() == 1
    qtbot.waitUntil(lambda: bool(view._drawn) and not view._asked)
    image = next(iter(view._drawn.values()))
    assert image.pixelColor(image.width() // 2, image.height() // 2).red() in range(120, 136)


def test_nothing_to_show_is_an_empty_desk(view):
    view.clear()
    assert view.pages() == 0
    assert view.viewport().grab().toImage().pixelColor(350, 250) == token("desk")


def test_few_pages_are_kept_in_memory(view, qtbot, settled):
    view.show_pdf(a_pdf(30))
    settled()
    qtbot.waitUntil(lambda: view.pages() == 30)
    view.set_zoom(0.5)
    for page in range(30):
        view.go_to(page)
        view.viewport().repaint()
        settled()
    assert len(view._drawn) <= 12
