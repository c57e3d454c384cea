"""The real pages of a PDF on screen: drawn by PDFium when looked at, white in both themes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

import pypdfium2
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.palette import token
from ui.tasks import Tasks
from ui.theme import mark

GAP = 14
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
FIT_WIDTH, FIT_PAGE = "width", "page"
_POINT = 96 / 72  # logical pixels of a point at 100 %
_KEPT = 12

# PDFium keeps state of its own and must not be entered by two threads at once.
_pdfium = threading.Lock()


@dataclass(frozen=True)
class _Asked:
    page: int
    scale: float  # device pixels a point


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page, in points."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [tuple(document.get_page_size(at)) for at in range(len(document))]  # type: ignore[misc]
        finally:
            document.close()


def draw_page(pdf: bytes, page: int, scale: float) -> QImage:
    """One page at `scale` device pixels a point, on white; also what is sent to a printer."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            document.init_forms()  # the stamp of a signature is drawn as one
            bitmap = document[page].render(
                scale=scale, rev_byteorder=False, fill_color=(255, 255, 255, 255), force_bitmap_format=4
            )
            image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
            return image.copy()  # the buffer above dies with this function
        finally:
            document.close()


class PageView(QAbstractScrollArea):
    """All pages under each other; pages are drawn in the background and kept while near."""

    page_changed = Signal(int)  # from 0
    zoom_changed = Signal()
    loaded = Signal(int)  # how many pages

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pdf = b""
        self._sizes: list[tuple[float, float]] = []
        self._drawn: OrderedDict[_Asked, QImage] = OrderedDict()
        self._asked: set[_Asked] = set()
        self._fit = FIT_WIDTH
        self._zoom = 1.0
        self._page = 0
        self._edition = 0
        mark(self.viewport(), role="desk")
        self.setAccessibleName("Bản xem trước")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # What is shown

    def show_pdf(self, pdf: bytes) -> None:
        """Show another document; one with as many pages stays where it was."""
        operation = partial(page_sizes, pdf)
        self._tasks.background(self, operation, done=partial(self._take_sizes, pdf), latest="sizes")

    def _take_sizes(self, pdf: bytes, sizes: list[tuple[float, float]]) -> None:
        stays = len(sizes) == len(self._sizes)
        at = self.verticalScrollBar().value()
        self._pdf, self._sizes = pdf, sizes
        self._edition += 1  # pages of the earlier document that are still being drawn are thrown away
        self._drawn.clear()
        self._asked.clear()
        self._lay_out()
        self.verticalScrollBar().setValue(at if stays else 0)
        self.viewport().update()
        self.loaded.emit(len(sizes))
        self._scrolled()

    def clear(self) -> None:
        """Show nothing."""
        self._take_sizes(b"", [])

    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def page(self) -> int:
        """The page looked at, from 0."""
        return self._page

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page, from 0."""
        if 0 <= page < len(self._sizes):
            self.verticalScrollBar().setValue(self._frames()[page].top() - GAP)
            self._page_is(page)

    def zoom(self) -> float:
        """1.0 is the size of the paper."""
        return self._scale(self._page) / _POINT if self._sizes else self._zoom

    def set_zoom(self, zoom: float | str) -> None:
        """A number, or FIT_WIDTH or FIT_PAGE."""
        page = self._page
        self._fit = zoom if isinstance(zoom, str) else ""
        if not isinstance(zoom, str):
            self._zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._lay_out()
        self.go_to(page)
        self.viewport().update()
        self.zoom_changed.emit()

    def step_zoom(self, by: int) -> None:
        """One step larger (1) or smaller (−1)."""
        larger = [zoom for zoom in ZOOMS if zoom > self.zoom() + 0.01]
        smaller = [zoom for zoom in ZOOMS if zoom < self.zoom() - 0.01]
        if by > 0 and larger:
            self.set_zoom(larger[0])
        elif by < 0 and smaller:
            self.set_zoom(smaller[-1])

    # Where pages lie

    def _lay_out(self) -> None:
        view = self.viewport().size()
        frames = self._frames()
        whole = frames[-1].bottom() + GAP if frames else 0
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setRange(0, max(0, whole - view.height()))
        wide = max((frame.width() for frame in frames), default=0) + 2 * GAP
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, int(wide) - view.width()))

    def _scale(self, page: int) -> float:
        """Pixels a point of one page: fitted pages fit by themselves, so a wide annex does not shrink the letter."""
        width, height = self._sizes[page]
        if not self._fit:
            return _POINT * self._zoom
        room = self.viewport().size()
        scale = (room.width() - 2 * GAP) / width
        if self._fit == FIT_PAGE:
            scale = min(scale, (room.height() - 2 * GAP) / height)
        return max(0.1 * _POINT, scale)

    def _frames(self) -> list[QRect]:
        top = GAP
        frames = []
        for page, (width, height) in enumerate(self._sizes):
            scale = self._scale(page)
            frames.append(QRect(0, top, round(width * scale), round(height * scale)))
            top = frames[-1].bottom() + 1 + GAP
        inside = max([self.viewport().width(), *(frame.width() + 2 * GAP for frame in frames)])
        for frame in frames:
            frame.moveLeft((inside - frame.width()) // 2)
        return frames

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), token("desk"))
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        seen = self.viewport().rect().translated(offset)
        for page, frame in enumerate(self._frames()):
            if frame.intersects(seen):
                self._paint_page(painter, page, frame.translated(-offset))
        painter.end()

    def _paint_page(self, painter: QPainter, page: int, frame: QRect) -> None:
        painter.fillRect(frame, QColor("white"))  # paper stays white in both themes
        asked = _Asked(page, round(self._scale(page) * self.devicePixelRatioF(), 4))
        image = self._drawn.get(asked)
        if image is None:
            self._ask(asked)
            older = next((drawn for key, drawn in reversed(self._drawn.items()) if key.page == page), None)
            if older is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(frame, older)
        else:
            self._drawn.move_to_end(asked)
            painter.drawImage(frame, image)
        painter.setPen(QPen(token("line2"), 0))
        painter.drawRect(frame.adjusted(-1, -1, 0, 0))

    def _ask(self, asked: _Asked) -> None:
        if asked in self._asked:
            return
        self._asked.add(asked)
        work = partial(draw_page, self._pdf, asked.page, asked.scale)
        self._tasks.background(self, work, done=partial(self._take_page, asked, self._edition))

    def _take_page(self, asked: _Asked, edition: int, image: QImage) -> None:
        self._asked.discard(asked)
        if edition == self._edition:
            self._drawn[asked] = image
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
            self.viewport().update()

    # Moving

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        frames = self._frames()
        self._page_is(max((at for at, frame in enumerate(frames) if frame.top() <= middle), default=0))
        self.viewport().update()

    def _page_is(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        page = self._page
        self._lay_out()
        if self._fit:
            self.go_to(page)
            self.zoom_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_PageDown:
                self.go_to(min(self._page + 1, self.pages() - 1))
            case Qt.Key.Key_PageUp:
                self.go_to(max(self._page - 1, 0))
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(self.pages() - 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.step_zoom(1)
            case Qt.Key.Key_Minus if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.step_zoom(-1)
            case _:
                super().keyPressEvent(event)
