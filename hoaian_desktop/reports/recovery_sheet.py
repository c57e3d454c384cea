"""The recovery sheet: one page to print when a book is made and to lock away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.flowables import BODY, CentredLines, Line, Text
from hoaian_desktop.reports.layout import MM
from hoaian_desktop.reports.lines import balanced
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.rules import dates

TITLE = "PHIẾU KHÔI PHỤC SỔ"
PURPOSE = (
    "Mã dưới đây mở được sổ chuyển đổi số của đơn vị khi quên cụm mật khẩu. Không có cụm mật khẩu và không có "
    "mã này thì không ai mở được sổ, kể cả người làm ra chương trình."
)
ADVICE = (
    "In phiếu này ra giấy, cất ở nơi có khóa, tách khỏi máy tính; bàn giao cùng sổ khi thay người phụ trách.",
    "Không chụp ảnh phiếu, không gửi phiếu qua Zalo, thư điện tử hay mạng xã hội.",
    "Ai có phiếu và có máy tính chứa sổ đều đọc được dữ liệu cá nhân của người dân trong sổ.",
    "Khi cần: ở cửa sổ mở sổ, bấm “Dùng mã khôi phục”, rồi gõ mã trên hoặc quét mã QR. "
    "Chữ thường, chữ hoa và dấu gạch nối đều như nhau; mã không có số 0, số 1, chữ O, chữ I.",
)

_GROUP = 5
_IN_LINE = 4
_CODE_SIZE = 19.5  # five W at this size still keep inside their quarter of the line
_CODE_PITCH = 40.0
_SPREAD = 1.5
_QR = 42 * MM
_ADVICE = ParagraphStyle(
    "advice", BODY, fontSize=13, leading=17.5, firstLineIndent=0, leftIndent=14, bulletIndent=0, bulletFontSize=13
)


def render(office: str, code: str, day: date) -> bytes:
    """The sheet for the book of `office`, made on `day`; `code` may be typed with or without hyphens."""
    shown = fonts.printable(office)
    groups = groups_of(code)
    axis = at.PORTRAIT.text_width / 2 * MM
    wide = at.PORTRAIT.text_width * MM
    head = [Line(TITLE, fonts.BOLD, at.TYPE_SIZE, 24)]
    head += [Line(text, fonts.BOLD, 14, 19) for text in balanced(shown, fonts.BOLD, 14, wide)]
    head.append(Line(f"Lập ngày {dates.show_date(day)}", fonts.ITALIC, 14, 19))
    story: list[Flowable] = [
        CentredLines(head, axis, after=16),
        Text.plain(PURPOSE),
        _Code(groups),
        _Centred(QrCode("-".join(groups), width=_QR, height=_QR, qrLevel="M")),
        Paragraph("Giữ phiếu cho an toàn", ParagraphStyle("label", BODY, fontName=fonts.BOLD, firstLineIndent=0)),
    ]
    story += [Paragraph(text, _ADVICE, bulletText="-") for text in ADVICE]
    identity = Identity("Phiếu khôi phục sổ", shown, "Mã khôi phục sổ chuyển đổi số", day)
    return build(story, [NumberedPage("sheet", at.PORTRAIT)], identity)


def groups_of(code: str) -> list[str]:
    """The code in groups of five signs, as it is printed and read aloud."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return [signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP)]


class _Code(Flowable):
    """The code, four groups a line, each sign in a place of its own width."""

    def __init__(self, groups: Sequence[str]) -> None:
        super().__init__()
        self.lines = [groups[start : start + _IN_LINE] for start in range(0, len(groups), _IN_LINE)]
        self.spaceBefore, self.spaceAfter = 12, 16

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: the whole width, a pitch for each line."""
        self.width, self.height = width, len(self.lines) * _CODE_PITCH + 14
        return self.width, self.height

    def draw(self) -> None:
        """Draw a frame and the groups in it."""
        canv = self.canv
        canv.setLineWidth(at.RULE)
        canv.roundRect(0, 0, self.width, self.height, 4)
        canv.setFont(fonts.BOLD, _CODE_SIZE)
        step = self.width / _IN_LINE
        base = self.height - 7
        for line in self.lines:
            base -= _CODE_PITCH
            for place, group in enumerate(line):
                # Spread a little for counting the signs, yet one piece of text: it is found and copied whole.
                long = fonts.width(group, fonts.BOLD, _CODE_SIZE) + (len(group) - 1) * _SPREAD
                canv.drawString(step * (place + 0.5) - long / 2, base + _CODE_PITCH * 0.3, group, charSpace=_SPREAD)


class _Centred(Flowable):
    """Something of a size of its own in the middle of the line."""

    def __init__(self, inner: Flowable) -> None:
        super().__init__()
        self.inner = inner
        self.spaceAfter = 16

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The whole width and the height of what is inside."""
        self.width, self.height = width, float(self.inner.height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        self.inner.drawOn(self.canv, (self.width - float(self.inner.width)) / 2, 0)
