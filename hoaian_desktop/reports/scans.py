"""What may be kept as the scan of a signed paper: judged by what is in the file, not by its name."""

from __future__ import annotations

import io

from hoaian_desktop.errors import ScanRefused
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.layout import MM

LARGEST = 20 * 2**20
"""Bytes; a dozen pages at 300 dpi in grey."""
_TOO_LARGE = "Bản quét lớn quá {most} MB. Hãy quét lại ở 200–300 dpi, hoặc lưu dưới dạng JPEG."
_EMPTY = "Tệp bản quét trống. Hãy quét lại hoặc chọn tệp khác."
_LOCKED = "Tệp PDF này có mật khẩu. Hãy lưu lại bản không đặt mật khẩu rồi gắn lại."
_BROKEN = "Tệp bản quét bị hỏng nên không mở được. Hãy quét lại hoặc chép lại tệp."
_HUGE = "Ảnh quét có quá nhiều điểm ảnh. Hãy quét lại ở 200–300 dpi."


def ending(content: bytes) -> str:
    """What a scan is: pdf, jpg or png. Raises ScanRefused with the sentence that says what to do."""
    if len(content) > LARGEST:
        raise ScanRefused(_TOO_LARGE.format(most=LARGEST // 2**20))
    if not content:
        raise ScanRefused(_EMPTY)
    if b"%PDF-" in content[:1024]:
        _check_pdf(content)
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        _check_picture(content)
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_picture(content)
        return "png"
    raise ScanRefused


def as_pdf(content: bytes) -> bytes:
    """A scan as pages to look at: a picture stands on one page of A4, upright as the camera had it."""
    if b"%PDF-" in content[:1024]:
        return content
    from PIL import Image, ImageOps
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    long, short = at.PORTRAIT.height * MM, at.PORTRAIT.width * MM
    width, height = (short, long) if upright.height >= upright.width else (long, short)
    target = io.BytesIO()
    canvas = Canvas(target, (width, height), invariant=1)
    canvas.drawImage(ImageReader(upright), 0, 0, width, height, preserveAspectRatio=True, anchor="c")
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _check_pdf(content: bytes) -> None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            locked, pages = document.is_encrypted, len(document.pages)
    except pikepdf.PasswordError as error:
        raise ScanRefused(_LOCKED) from error
    except pikepdf.PdfError as error:
        raise ScanRefused(_BROKEN) from error
    if locked:
        raise ScanRefused(_LOCKED)
    if not pages:
        raise ScanRefused(_EMPTY)


def _check_picture(content: bytes) -> None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            picture.load()
    except Image.DecompressionBombError as error:
        raise ScanRefused(_HUGE) from error
    except (OSError, SyntaxError, ValueError) as error:  # so Pillow tells of broken files
        raise ScanRefused(_BROKEN) from error
