"""Cards on photos: dropped, pasted or opened, one or a folder of them; read off the window, nothing written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QFileDialog, QWidget

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules import card_qr
from hoaian_desktop.rules.card_qr import Card, Reading
from ui.tasks import Tasks

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp")
NO_IMAGE = "Không mở được ảnh này. Hãy dùng ảnh JPG, PNG hoặc BMP."
NO_CODE = "Không thấy mã QR của thẻ trong ảnh. Hãy chụp gần hơn, đủ sáng, không lóa."
NO_PHOTOS = "Không có ảnh JPG, PNG hoặc BMP nào ở đây."

# A telephone's photo is read small first: a tenth of the memory, and blur and grain shrink with it.
_SIDES = (1600, 3200, 0)  # longest side in pixels; 0 as it is
_TOO_SMALL = 900  # below this the code's squares may be a pixel or two: look once more, enlarged
# What zxing takes as it is: turning a large photo grey would hold the interpreter's lock for a quarter of a second.
_READABLE = (QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32, QImage.Format.Format_Grayscale8)

Source = Path | QImage


@dataclass(frozen=True, repr=False)
class Found:
    """What one photo held: a card, or the sentence why not. `position` counts the photos from 1; names stay out."""

    position: int
    card: Card | None
    refusal: str = ""


def cards_in(images: Iterable[Source], *, today: date, progress: Progress | None = None) -> list[Found]:
    """Read every photo; a folder stands for the photos in it. Raises Cancelled if asked to stop."""
    sources = [one for image in images for one in _photos(image)]
    found: list[Found] = []
    for position, source in enumerate((progress or Progress()).over(sources), 1):
        found += _read(source, position, today)
    return found


def _photos(source: Source) -> Iterator[Source]:
    if isinstance(source, QImage) or not source.is_dir():
        yield source
        return
    try:
        inside = sorted(path for path in source.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError:
        return
    yield from inside


def _read(source: Source, position: int, today: date) -> list[Found]:
    """One photo's cards, each once; without any, why the first code on it was refused."""
    refusal = NO_IMAGE
    for image in _sizes(source):
        refusal = NO_CODE
        found: dict[str, Found] = {}
        for payload in _codes(image):
            try:
                card = card_qr.from_bytes(payload, today=today)
            except ValueError as refused:
                refusal = str(refused) if refusal == NO_CODE else refusal
                continue
            found[card.number] = Found(position, card)
        if found:
            return list(found.values())
        if refusal != NO_CODE:
            break  # the code was read; more pixels say nothing else
    return [Found(position, None, refusal)]


def _sizes(source: Source) -> Iterator[QImage]:
    """The photo in growing sizes, as far as it has pixels; nothing if it is none."""
    if isinstance(source, QImage):
        yield source  # there already, and scaling it would hold the interpreter's lock
        longest = max(source.width(), source.height())
    else:
        whole = _reader(source).size()
        longest = max(whole.width(), whole.height())
        for side in _SIDES:
            shrinks = 0 < side < longest
            if not (image := _image(source, side if shrinks else 0)).isNull():
                yield image
            if not shrinks:
                break
    if 0 < longest < _TOO_SMALL and not (image := source if isinstance(source, QImage) else _image(source)).isNull():
        yield image.scaledToWidth(image.width() * 3, Qt.TransformationMode.SmoothTransformation)


def _reader(path: Path) -> QImageReader:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    return reader


def _image(path: Path, side: int = 0) -> QImage:
    reader = _reader(path)
    if side:
        reader.setScaledSize(reader.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _codes(image: QImage) -> list[bytes]:
    import zxingcpp  # only who has photos pays for it

    if image.format() not in _READABLE:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return [code.bytes for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


class CardPhotos(QObject):
    """Takes photos from a drop, the clipboard or a dialog, and tells what is on them.

    One photo ends in `scanned` or `refused`; several end in `read`, a list of Found, for whoever walks through them.
    """

    scanned = Signal(object)  # a card_qr.Reading, its name certain
    refused = Signal(str)
    read = Signal(list)  # of Found, in the order of the photos
    started = Signal(object)  # the Progress of several photos, to be shown and cancelled
    finished = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._window = parent
        self._today = today
        self._progress: Progress | None = None

    def take(self, mime: QMimeData) -> bool:
        """Read the photos of a drop or of the clipboard; False if it holds none."""
        if sources := self._sources(mime):
            self.look_at(sources)
        return bool(sources)

    def can_take(self, mime: QMimeData) -> bool:
        """Say whether a drop holds photos or a folder."""
        return bool(self._paths(mime)) or mime.hasImage()

    def open_files(self) -> None:
        """Ask for photos, then read them."""
        wanted = "Ảnh thẻ (" + " ".join(f"*{suffix}" for suffix in SUFFIXES) + ")"
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Chọn ảnh thẻ căn cước", str(Path.home()), wanted)
        if chosen:
            self.look_at([Path(path) for path in chosen])

    def open_folder(self) -> None:
        """Ask for a folder of photos, then read them all."""
        chosen = QFileDialog.getExistingDirectory(self._window, "Chọn thư mục ảnh thẻ căn cước", str(Path.home()))
        if chosen:
            self.look_at([Path(chosen)])

    def look_at(self, sources: Sequence[Source]) -> None:
        """Read these photos; what is still being read is left unfinished."""
        self.cancel()
        self._progress = progress = Progress()
        self.started.emit(progress)
        work = partial(cards_in, list(sources), today=self._today(), progress=progress)
        self._tasks.background(self, work, self._tell, self._failed, progress, latest="photos")

    def cancel(self) -> None:
        """Stop reading; nothing is told of the photos read so far."""
        if self._progress is not None:
            self._progress.cancel()
            self._end()

    def _end(self) -> None:
        self._progress = None
        self.finished.emit()

    def _tell(self, found: list[Found]) -> None:
        if self._progress is None:
            return  # cancelled while the last photo was read
        self._end()
        if not found:
            self.refused.emit(NO_PHOTOS)
        elif len(found) > 1:
            self.read.emit(found)
        elif (card := found[0].card) is not None:
            self.scanned.emit(Reading(card, certain=True))
        else:
            self.refused.emit(found[0].refusal)

    def _failed(self, error: HoaiAnError) -> None:
        """Only cancelling ends here, and who cancelled knows."""
        if self._progress is not None and self._progress.cancelled:
            self._end()

    def _sources(self, mime: QMimeData) -> list[Source]:
        paths: list[Source] = list(self._paths(mime))
        if paths or not mime.hasImage():
            return paths
        image: Any = mime.imageData()
        return [image] if isinstance(image, QImage) and not image.isNull() else []

    def _paths(self, mime: QMimeData) -> list[Path]:
        local = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        return [path for path in local if path.suffix.lower() in SUFFIXES or path.is_dir()]
