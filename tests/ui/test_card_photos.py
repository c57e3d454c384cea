"""Photos of cards: drawn here, turned, blurred, shrunk, and read by the program as it reads a telephone's."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import QMimeData, QPointF, Qt, QThread, QUrl
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from hoaian_desktop.errors import Cancelled
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules import card_qr
from ui.card_photos import NO_CODE, NO_IMAGE, NO_PHOTOS, CardPhotos, cards_in

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2023, 11, 20)
ADDRESS = "Thôn Năng An, Ân Tín, Hoài Ân, Bình Định"
AN = f"052099001234||Nguyễn Văn Ẩn|01021999|Nam|{ADDRESS}|15042021"
HA = f"052199001235||Lê Thị Thu Hà|02031999|Nữ|{ADDRESS}|16042021"


def a_code(payload=AN, scale=6):
    content = payload if isinstance(payload, bytes) else payload.encode()
    barcode = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    pixels = memoryview(zxingcpp.write_barcode_to_image(barcode, scale=scale))
    height, width = pixels.shape
    return QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def a_photo(*payloads, size=(1600, 1200), scale=4, turned=0.0, blurred=1):
    """A grey table with cards on it."""
    photo = QImage(*size, QImage.Format.Format_RGB32)
    photo.fill(QColor(150, 140, 130))
    painter = QPainter(photo)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for number, payload in enumerate(payloads):
        code = a_code(payload, scale)
        centre = QPointF(size[0] * (number + 0.5) / len(payloads), size[1] / 2)
        painter.save()
        painter.translate(centre)
        painter.rotate(turned)
        painter.drawImage(QPointF(-code.width() / 2, -code.height() / 2), code)
        painter.restore()
    painter.end()
    if blurred > 1:
        smooth = Qt.TransformationMode.SmoothTransformation
        photo = photo.scaledToWidth(size[0] // blurred, smooth).scaledToWidth(size[0], smooth)
    return photo


def who(found):
    return [one.card and one.card.full_name for one in found]


@pytest.mark.parametrize("turned", [0, 7, 45, 90, 133, 180, 270])
def test_a_card_is_read_however_the_photo_lies(turned):
    (found,) = cards_in([a_photo(AN, turned=turned)], today=TODAY)
    assert (found.position, found.refusal) == (1, "")
    assert (found.card.number, found.card.full_name, found.card.address) == ("052099001234", "Nguyễn Văn Ẩn", ADDRESS)


@pytest.mark.parametrize(
    "about",
    [
        {"blurred": 2},
        {"size": (4000, 3000), "scale": 5},  # a small code in a large photo
        {"size": (4000, 3000), "scale": 14, "blurred": 3, "turned": 12},
        {"size": (300, 300), "scale": 2},
        {"size": (200, 200), "scale": 2, "turned": 90},
    ],
)
def test_a_blurred_a_distant_and_a_tiny_card_are_read(about):
    assert who(cards_in([a_photo(AN, **about)], today=TODAY)) == ["Nguyễn Văn Ẩn"]


@pytest.mark.parametrize("suffix", ["jpg", "png", "bmp"])
def test_files_of_every_kind_are_read_whatever_their_name_says(tmp_path, suffix):
    file = tmp_path / f"ảnh thẻ.{suffix}"
    assert a_photo(AN).save(str(file))
    wrong = tmp_path / "x.jpg"
    a_photo(HA).save(str(wrong), "PNG")
    assert who(cards_in([file, wrong], today=TODAY)) == ["Nguyễn Văn Ẩn", "Lê Thị Thu Hà"]


def test_two_cards_on_one_photo_are_two_cards_and_another_code_beside_them_is_passed_over():
    found = cards_in([a_photo(AN, "https://zalo.me/052", HA, size=(2400, 900))], today=TODAY)
    assert sorted(who(found)) == ["Lê Thị Thu Hà", "Nguyễn Văn Ẩn"]
    assert {one.position for one in found} == {1}


def test_a_folder_is_read_in_order_and_what_is_no_card_is_told_by_its_place(tmp_path):
    a_photo(AN).save(str(tmp_path / "1.png"))
    (tmp_path / "2.jpg").write_bytes(b"no photo")
    a_photo().save(str(tmp_path / "3.png"))
    a_photo("https://vneid.gov.vn").save(str(tmp_path / "4.png"))
    a_photo("|".join(AN.split("|")[:5])).save(str(tmp_path / "5.png"))
    a_photo(HA).save(str(tmp_path / "6.PNG"))
    (tmp_path / "ghi chú.txt").write_text("không phải ảnh", "utf-8")
    found = cards_in([tmp_path], today=TODAY)
    assert [(one.position, one.refusal) for one in found] == [
        (1, ""), (2, NO_IMAGE), (3, NO_CODE), (4, card_qr.NOT_A_CARD), (5, card_qr.TOO_SHORT), (6, ""),
    ]  # fmt: skip
    assert cards_in([tmp_path / "không có.jpg"], today=TODAY)[0].refusal == NO_IMAGE


def test_letters_in_another_code_page_are_put_right_or_refused():
    twice = AN.encode().decode("latin-1").encode()
    assert who(cards_in([a_photo(twice, scale=3)], today=TODAY)) == ["Nguyễn Văn Ẩn"]
    damaged = AN.encode().replace("ễ".encode(), b"\xff")
    assert [one.refusal for one in cards_in([a_photo(damaged)], today=TODAY)] == [card_qr.BROKEN_LETTERS]


def test_a_walk_through_many_photos_counts_and_can_be_stopped():
    progress = Progress()
    cards_in([a_code(), a_code(HA)], today=TODAY, progress=progress)
    assert (progress.done, progress.total) == (2, 2)
    progress.cancel()
    with pytest.raises(Cancelled):
        cards_in([a_code()], today=TODAY, progress=progress)


# In the window


@pytest.fixture
def photos(qtbot, tasks):
    page = QWidget()
    qtbot.addWidget(page)
    made = CardPhotos(tasks, page, today=lambda: TODAY)
    yield made


def test_a_pasted_image_becomes_a_card(photos, qtbot):
    mime = QMimeData()
    mime.setImageData(a_photo(AN))
    assert photos.can_take(mime)
    with qtbot.waitSignal(photos.scanned, timeout=10_000) as told:
        assert photos.take(mime)
    assert (told.args[0].card.full_name, told.args[0].certain) == ("Nguyễn Văn Ẩn", True)


def test_a_dropped_folder_is_told_at_once_when_all_of_it_is_read(photos, qtbot, tmp_path):
    for number, payload in enumerate((AN, HA), 1):
        a_photo(payload).save(str(tmp_path / f"{number}.jpg"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    begun, ended = [], []
    photos.started.connect(begun.append)
    photos.finished.connect(lambda: ended.append(True))
    with qtbot.waitSignal(photos.read, timeout=10_000) as told:
        assert photos.take(mime)
    assert who(told.args[0]) == ["Nguyễn Văn Ẩn", "Lê Thị Thu Hà"]
    assert [progress.total for progress in begun] == [2]
    assert ended == [True]


def test_photos_are_chosen_in_a_dialog(photos, qtbot, tmp_path, monkeypatch):
    file = tmp_path / "1.jpg"
    a_photo(AN).save(str(file))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    with qtbot.waitSignal(photos.scanned, timeout=10_000):
        photos.open_files()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    with qtbot.waitSignal(photos.scanned, timeout=10_000):
        photos.open_folder()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    with qtbot.assertNotEmitted(photos.started):
        photos.open_files()


def test_a_photo_without_a_card_and_a_folder_without_photos_are_refused(photos, qtbot, tmp_path):
    with qtbot.waitSignal(photos.refused, timeout=10_000) as told:
        photos.look_at([a_photo()])
    assert told.args == [NO_CODE]
    with qtbot.waitSignal(photos.refused, timeout=10_000) as told:
        photos.look_at([tmp_path])
    assert told.args == [NO_PHOTOS]


def test_what_is_no_photo_is_not_taken(photos):
    mime = QMimeData()
    mime.setText(AN)
    mime.setUrls([QUrl("https://example.vn/a.jpg"), QUrl.fromLocalFile("/tmp/so-lieu.xlsx")])
    assert not photos.can_take(mime)
    assert not photos.take(mime)


def test_the_window_is_free_while_photos_are_read_and_reading_can_be_stopped(photos, qtbot, settled, tmp_path):
    threads, begun = [], []

    class Watching(type(tmp_path)):
        def is_dir(self, **_):
            threads.append(QThread.isMainThread())
            return super().is_dir()

    file = Watching(tmp_path / "1.png")
    a_photo(AN).save(str(file))
    photos.started.connect(begun.append)
    with qtbot.assertNotEmitted(photos.scanned), qtbot.assertNotEmitted(photos.read):
        with qtbot.waitSignal(photos.finished, timeout=20_000):
            photos.look_at([file] * 60)
            qtbot.waitUntil(lambda: begun[0].done > 0, timeout=20_000)
            photos.cancel()
        settled()
    assert threads
    assert not any(threads)
    assert begun[0].done < 60


PRIVATE = """
import logging, sys
from datetime import date
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QSettings, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from hoaian_desktop import logs
from ui import crash, waiting
from ui.card_photos import CardPhotos
from ui.tasks import Tasks
from ui.widgets.wedge import WedgeReader

pictures, log_folder, payload = sys.argv[1:]
app = QApplication([])
app.setOrganizationName("hoaian")
app.setApplicationName("hoaian-desktop")
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
logs.start(Path(log_folder))
logging.getLogger().setLevel(logging.DEBUG)
log = logging.getLogger("hoaian.trial")
sys.excepthook = lambda kind, error, trace: log.critical("%s", logs.without_values(error, trace))
page, line = QWidget(), QLineEdit()
QVBoxLayout(page).addWidget(line)
page.show()
page.activateWindow()
line.setFocus()
waiting.until(lambda: QApplication.focusWidget() is line, "cursor")
tasks = Tasks()
reader, photos = WedgeReader(page, lambda: date(2023, 11, 20)), CardPhotos(tasks, page, lambda: date(2023, 11, 20))
told = []

def crash_with(reading):
    told.append(type(reading).__name__)
    raise RuntimeError(f"{reading} {reading!r}")

for source in (reader, photos):
    source.scanned.connect(crash_with)
    source.refused.connect(lambda sentence: (told.append("refused"), log.warning("%s", sentence)))
photos.read.connect(lambda found: (told.append("read"), log.info("%s", found)))
now = 1000
damaged = payload.replace("Nguyễn", "Nguyá»n")
for text in (payload, "|".join(payload.split("|")[:5]), damaged):
    for letter in text + "\\r":
        now += 3
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return if letter == "\\r" else ord(letter.upper()) % 0xFFFF,
                          Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(now)
        QApplication.sendEvent(line, event)
    now += 1000
for at in (Path(pictures) / "1.png", Path(pictures) / "2.png", Path(pictures)):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(at))])
    before = len(told)
    photos.take(mime)
    waiting.until(lambda: len(told) > before, "photo")
assert line.text() == "" and not line.isUndoAvailable()
clipboard = QGuiApplication.clipboard()
assert clipboard.text() == "" and clipboard.image().isNull()
QSettings().setValue("window/size", 1)
QSettings().sync()
tasks.shutdown()
print(*told)
"""


def test_nothing_of_a_card_is_left_in_logs_temporary_files_settings_or_the_clipboard(tmp_path):
    """Cards of every kind are read in a process of its own, failures included; every byte it left is searched."""
    pictures, logs, temporary, home = (tmp_path / name for name in ("ảnh", "log", "tạm", "nhà"))
    for made in (pictures, logs, temporary, home):
        made.mkdir()
    a_photo(AN).save(str(pictures / "1.png"))
    a_photo(AN.encode().replace("ễ".encode(), b"\xff")).save(str(pictures / "2.png"))
    before = {path.name for path in pictures.iterdir()}
    environment = {
        **os.environ, "TMPDIR": str(temporary), "HOME": str(home), "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PRIVATE, str(pictures), str(logs), AN],
        cwd=temporary, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    told = done.stdout.decode().split()
    assert told == ["Reading", "refused", "refused", "Reading", "refused", "read"], done.stderr.decode()
    log = (logs / "hoaian.log").read_bytes()
    assert log.count(b"RuntimeError") >= 2, "the failures were written, without what they said"
    assert {path.name for path in pictures.iterdir()} == before
    assert list(temporary.iterdir()) == []
    left = [path.read_bytes() for folder in (logs, home) for path in folder.rglob("*") if path.is_file()]
    for content in (*left, done.stdout, done.stderr):
        for secret in ("052099001234", "Nguyễn", "Văn Ẩn", "01021999", "Năng An"):
            assert secret.encode() not in content
            assert secret.encode("utf-16-le") not in content
