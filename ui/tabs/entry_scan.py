"""Cards at the fast-entry bar: from a scanner that plays keyboard, from photos dropped, pasted or opened."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import date
from html import escape

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.card_qr import Reading
from ui.card_photos import CardPhotos, Found
from ui.tabs.entry_bar import EntryBar
from ui.tabs.entry_desk import EntryDesk
from ui.tasks import Tasks
from ui.widgets.wedge import WedgeReader

_ARMED = "Đang chờ thẻ: đưa mã QR của thẻ vào máy quét, hoặc thả, dán ảnh thẻ vào đây."
_UNSURE = (
    "Họ tên có thể đã bị bộ gõ làm sai dấu. Hãy sửa theo thẻ; lần sau chuyển UniKey sang tiếng Anh (E) trước khi quét."
)


class EntryScan(QObject):
    """Hands cards to the desk one after the other; the next one never takes the place of a line not yet saved."""

    def __init__(self, bar: EntryBar, desk: EntryDesk, tasks: Tasks, today: Callable[[], date]) -> None:
        super().__init__(bar)
        self._bar, self._desk = bar, desk
        self._waiting: deque[Reading] = deque()
        self.wedge = WedgeReader(bar, today)
        self.photos = CardPhotos(tasks, bar, today)
        self.wedge.scanned.connect(self.take)
        self.wedge.refused.connect(self._refuse)
        self.wedge.armed_changed.connect(self._show_armed)
        self.photos.scanned.connect(self.take)
        self.photos.refused.connect(self._refuse)
        self.photos.read.connect(self._take_several)
        self.photos.started.connect(self._show_reading)
        bar.form.scan.clicked.connect(self.arm)
        bar.dropped.connect(self.photos.take)
        desk.freed.connect(self._next)

    def arm(self) -> None:
        """Wait for a card (F4); pressed again, wait no longer."""
        if self.wedge.armed:
            self.wedge.disarm()
        else:
            self._bar.form.focus_person()
            self.wedge.arm()

    def paste(self) -> bool:
        """Read a photo from the clipboard; False if there is none, so that text is pasted as ever."""
        mime: QMimeData = QGuiApplication.clipboard().mimeData()
        return not mime.hasText() and self.photos.take(mime)

    def take(self, reading: Reading) -> None:
        """Fill the bar with a card; with a line that is not saved yet, ask once what becomes of it."""
        if not self._desk.is_free():
            asked = bool(self._waiting)
            self._waiting.append(reading)
            if not asked:
                self._ask()
            return
        self._fill(reading)

    def _take_several(self, found: list[Found]) -> None:
        cards = [Reading(one.card, certain=True) for one in found if one.card is not None]
        refused = [f"ảnh {one.position}: {one.refusal}" for one in found if one.card is None]
        self._waiting.extend(cards[1:])
        if cards:
            self.take(cards[0])
        if refused:
            self._bar.strip.refuse(escape(f"Đọc được {len(cards)} thẻ. Không đọc được " + " ".join(refused)))

    def _ask(self) -> None:
        name = escape(str(self._bar.form.editors["full_name"].peek() or "này"))
        self._desk.watch.say(
            "warn",
            f"Dòng của <b>{name}</b> chưa lưu, thẻ vừa quét đang chờ.",
            [("Lưu rồi nhập thẻ", "save", self._desk.save), ("Bỏ dòng này", "x", self._desk.clear)],
        )

    def _next(self) -> None:
        if self._waiting and self._desk.is_free():
            self._fill(self._waiting.popleft())

    def _fill(self, reading: Reading) -> None:
        card = reading.card
        values = {"personal_number": card.number, "full_name": card.full_name, "born": card.born, "sex": card.sex}
        self._desk.fill_in(values, then="phone" if reading.certain else "full_name")
        if not reading.certain:
            self._bar.form.editors["full_name"].set_doubt(_UNSURE)
            self._desk.watch.say("warn", escape(_UNSURE), [])
        elif self._waiting:
            words = f"Còn <b>{len(self._waiting)}</b> thẻ đang chờ."
            self._bar.strip.tell(words, [("Bỏ các thẻ chờ", "x", self._drop)])

    def _drop(self) -> None:
        self._waiting.clear()
        self._bar.strip.hide()

    def _refuse(self, sentence: str) -> None:
        self._desk.watch.say("refuse", escape(sentence), [])

    def _show_armed(self, armed: bool) -> None:
        if armed:
            acts = [("Mở ảnh thẻ…", "file-input", self.photos.open_files), ("Thôi (Esc)", "x", self.wedge.disarm)]
            self._bar.strip.tell(_ARMED, acts)
        elif self._bar.strip.text() == _ARMED:
            self._bar.strip.hide()

    def _show_reading(self, _: Progress) -> None:
        self.wedge.disarm()
        self._bar.strip.tell("Đang đọc ảnh thẻ…", [("Dừng", "x", self._stop)])

    def _stop(self) -> None:
        self.photos.cancel()
        self._bar.strip.hide()
