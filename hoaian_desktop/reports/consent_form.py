"""Phiếu đồng ý xử lý dữ liệu cá nhân: blank, or with what the book knows of a citizen; every box is left unticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from hoaian_desktop.reports import fonts
from hoaian_desktop.reports.flowables import BODY, Line, Text, draw_lines
from hoaian_desktop.reports.layout import MM, Sheet
from hoaian_desktop.reports.lines import wrap
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.reports.sheet_head import Issuer, SheetHead, title_lines

TITLE = "PHIẾU ĐỒNG Ý XỬ LÝ DỮ LIỆU CÁ NHÂN"
LAW = date(2026, 1, 1)  # Luật 91/2025/QH15 takes the place of Nghị định 13/2023/NĐ-CP
SHEET = Sheet(210, 297, left=25, right=18, top=14, bottom=14)
GUARDED = 16
"""Below this age a parent or guardian agrees; from seven on the child signs too."""

_SIZE, _PITCH = 12.0, 15.4
_BODY = ParagraphStyle(
    "consent", BODY, fontSize=_SIZE, leading=_PITCH, firstLineIndent=0, alignment=TA_JUSTIFY, spaceAfter=3
)
_HEADING = ParagraphStyle("consent-heading", _BODY, fontName=fonts.BOLD, spaceBefore=3, spaceAfter=2)
_BOX = 9.0

PURPOSES = (
    "Hướng dẫn, hỗ trợ đăng ký, kích hoạt tài khoản định danh điện tử và dịch vụ số tôi yêu cầu.",
    "Ghi vào sổ của đơn vị để đếm kết quả; báo cáo lên cấp trên chỉ có số lượng, không có tên tôi.",
    "Liên hệ lại với tôi khi cần hỗ trợ tiếp.",
)
DATA = (
    "Họ và tên, ngày hoặc năm sinh, giới tính, {village} nơi cư trú.",
    "Dịch vụ được hỗ trợ, ngày và kết quả hỗ trợ.",
    "Số định danh cá nhân (không bắt buộc).",
    "Số điện thoại (không bắt buộc).",
)
NEVER = (
    "Đơn vị không hỏi và không ghi mật khẩu, mã OTP, mã PIN, câu trả lời bảo mật, số tài khoản, số thẻ ngân hàng; "
    "không chụp, không lưu ảnh giấy tờ."
)
KEEPING = (
    "Dữ liệu được giữ trong sổ có mã hóa của đơn vị, không đưa lên mạng, không mua bán, không chuyển cho bên thứ ba. "
    "Hết thời hạn lưu, dữ liệu được xóa hoặc ẩn danh."
)
RIGHTS = (
    "Tôi được biết việc xử lý, đồng ý hoặc không đồng ý, rút lại đồng ý bất cứ lúc nào, xem, sửa, yêu cầu xóa, "
    "hạn chế, phản đối việc xử lý và khiếu nại. Không đồng ý hoặc rút lại đồng ý, tôi vẫn được hướng dẫn; việc rút lại "
    "không làm mất giá trị những gì đã làm trước đó."
)
ANSWER = " Đơn vị trả lời yêu cầu của tôi trong 02 ngày làm việc."


@dataclass(frozen=True)
class Person:
    """What the book knows of a citizen, as it is shown: numbers masked. `age` is None where nobody knows it."""

    full_name: str = ""
    born: str = ""
    village: str = ""
    number: str = ""
    phone: str = ""
    guardian: str = ""
    age: int | None = None

    @property
    def may_need_guardian(self) -> bool:
        """Whether a parent or guardian has to agree, or may have to."""
        return self.age is None or self.age < GUARDED

    def printable(self) -> Person:
        """The same with letters that can be drawn."""
        return replace(
            self,
            full_name=fonts.printable(self.full_name),
            village=fonts.printable(self.village),
            guardian=fonts.printable(self.guardian),
        )


def render(issuer: Issuer, day: date, person: Person | None = None) -> bytes:
    """The sheet, one page; `day` says which law is named. Without a person everything is left for the pen."""
    issuer = issuer.printable()
    of = (person or Person()).printable()
    law = day >= LAW
    basis = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15" if law else "Nghị định số 13/2023/NĐ-CP ngày 17/4/2023"
    village = issuer.village
    story: list[Flowable] = [
        SheetHead(issuer, SHEET),
        title_lines([(TITLE, fonts.BOLD, 15.0), (f"(Theo {basis})", fonts.ITALIC, 12.0)], SHEET, after=4),
        _heading("1. Bên kiểm soát và xử lý dữ liệu"),
        Text.plain(
            f"Ban Chấp hành {issuer.union} (sau đây gọi là đơn vị). Người phụ trách: {issuer.secretary}.", _BODY
        ),
        _heading("2. Người có dữ liệu"),
        _Blanks((("Họ và tên", of.full_name, 0.62), ("Ngày, năm sinh", of.born, 0.38))),
        _Blanks(
            (
                (village.capitalize(), of.village, 0.36),
                ("Số định danh", of.number, 0.36),
                ("Điện thoại", of.phone, 0.28),
            )
        ),
    ]
    if of.may_need_guardian:
        label = "Cha, mẹ hoặc người giám hộ" + ("" if of.age is not None else " (khi chưa đủ 16 tuổi)")
        story.append(_Blanks(((label, of.guardian, 0.72), ("Quan hệ", "", 0.28))))
    story += [
        _heading("3. Mục đích (đánh dấu X vào ô đồng ý)"),
        *map(_Choice, PURPOSES),
        _heading("4. Dữ liệu (đánh dấu X vào ô đồng ý)"),
        *(_Choice(text.format(village=village)) for text in DATA),
        Text.plain(NEVER, _BODY),
        _heading("5. Lưu giữ"),
        Text.plain(KEEPING, _BODY),
        _Blanks((("Thời hạn lưu đến", "", 1.0),)),
        _heading("6. Quyền của tôi"),
        Text.plain(RIGHTS + (ANSWER if law else ""), _BODY),
        _heading("7. Ý kiến của tôi"),
        _Choice("Tôi đã đọc hoặc được nghe đọc phiếu này và đồng ý với những mục đã đánh dấu."),
        _Choice("Tôi không đồng ý."),
        _Signatures(issuer, of),
    ]
    # No name of the person in the file: it is read by whoever gets it.
    identity = Identity("Phiếu đồng ý xử lý dữ liệu cá nhân", issuer.union, "Phiếu đồng ý", day)
    return build(story, [NumberedPage("consent", SHEET)], identity)


def _heading(words: str) -> Text:
    return Text.plain(words, _HEADING)


class _Blanks(Flowable):
    """Label and value of fields beside each other, each with its share of the width; dots where the pen goes on."""

    def __init__(self, fields: Sequence[tuple[str, str, float]]) -> None:
        super().__init__()
        self._fields = fields
        self.spaceAfter = 3

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size: as many lines as the longest value needs."""
        self.width = width
        self._texts = []
        for label, value, share in self._fields:
            room = width * share - 8
            start = fonts.width(f"{label}: ", fonts.REGULAR, _SIZE)
            lines = _after(value, start, room)
            self._texts.append((label, start, room, lines))
        self.height = _PITCH * 1.15 * max(len(lines) for *_, lines in self._texts)
        return self.width, self.height

    def draw(self) -> None:
        """Draw labels, values in bold and dots."""
        left = 0.0
        for (_, _, share), (label, start, room, lines) in zip(self._fields, self._texts, strict=True):
            base = self.height - _SIZE
            self.canv.setFont(fonts.REGULAR, _SIZE)
            self.canv.drawString(left, base, f"{label}: ")
            for place, line in enumerate(lines):
                self.canv.setFont(fonts.BOLD, _SIZE)
                at = left + (0 if place else start)
                self.canv.drawString(at, base, line)
                end = at + fonts.width(line, fonts.BOLD, _SIZE)
                if place == len(lines) - 1:
                    self._dots(end, left + room, base)
                base -= _PITCH * 1.15
            left += self.width * share

    def _dots(self, start: float, end: float, base: float) -> None:
        if end - start > 6:
            self.canv.saveState()
            self.canv.setLineWidth(0.6)
            self.canv.setLineCap(1)
            self.canv.setDash(0, 2.6)
            self.canv.line(start + 3, base - 1, end, base - 1)
            self.canv.restoreState()


def _after(value: str, start: float, room: float) -> list[str]:
    """A value in at most two lines, the first of them behind a label: the sheet stays one page."""
    if fonts.width(value, fonts.BOLD, _SIZE) <= room - start:
        return [value]
    first = wrap(value, fonts.BOLD, _SIZE, max(room - start, room / 3))[0]
    rest = value[len(first) :].strip()
    return [first, *wrap(rest, fonts.BOLD, _SIZE, room)][:2]


class _Choice(Flowable):
    """A box to be ticked by pen, and what it stands for."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.spaceAfter = 2

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        self._lines = wrap(self._words, fonts.REGULAR, _SIZE, width - _BOX - 8)
        self.width, self.height = width, len(self._lines) * _PITCH
        return self.width, self.height

    def draw(self) -> None:
        """Draw the empty box and the words beside it."""
        base = self.height - _SIZE
        self.canv.setLineWidth(0.8)
        self.canv.rect(2, base - 0.6, _BOX, _BOX)
        self.canv.setFont(fonts.REGULAR, _SIZE)
        for line in self._lines:
            self.canv.drawString(_BOX + 8, base, line)
            base -= _PITCH


class _Signatures(Flowable):
    """Who signs: the citizen, the guardian where one may be needed, and who filled the sheet in."""

    _HEIGHT = 34 * MM

    def __init__(self, issuer: Issuer, of: Person) -> None:
        super().__init__()
        self._place = issuer.place
        signers = [("NGƯỜI ĐỒNG Ý", "(Ký, ghi rõ họ tên)")]
        if of.may_need_guardian:
            signers[0] = ("NGƯỜI ĐỒNG Ý", "(từ đủ 7 tuổi thì cùng ký)")
            signers.append(("CHA, MẸ, NGƯỜI GIÁM HỘ", "(khi chưa đủ 16 tuổi)"))
        signers.append(("NGƯỜI LẬP PHIẾU", "(Ký, ghi rõ họ tên)"))
        self._signers = signers
        self.spaceBefore = 4

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        self.width, self.height = width, self._HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """The date for the pen, then the signers beside each other."""
        self.canv.setFont(fonts.ITALIC, _SIZE)

        self.canv.drawRightString(self.width, self.height - _SIZE, f"{self._place}, ngày …… tháng …… năm 20……")
        step = self.width / len(self._signers)
        for place, (who, how) in enumerate(self._signers):
            lines = [Line(who, fonts.BOLD, 11.0, 15.0), Line(how, fonts.ITALIC, 11.0, 14.0)]
            draw_lines(self.canv, lines, step * (place + 0.5), self.height - _SIZE - 6)
