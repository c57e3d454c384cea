"""The teams for the notice board: large type, who to turn to, where and, if so chosen, under which number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.fast_table import FastTable
from hoaian_desktop.reports.form_rows import listed, words
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.reports.sheet_head import Issuer, SheetHead, signer, title_lines
from hoaian_desktop.reports.table_cells import Style
from hoaian_desktop.rules import phone
from hoaian_desktop.rules.dates import show_date

if TYPE_CHECKING:
    from hoaian_desktop.services.annexes import TeamRow

TITLE = "DANH SÁCH TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG"
INVITATION = (
    "Người dân cần hướng dẫn định danh điện tử, dịch vụ công trực tuyến, VssID, thanh toán số "
    "xin gặp tổ trưởng hoặc đến nơi trực của tổ. Tổ không hỏi mật khẩu, mã OTP của ai."
)

_STYLE = Style(size=16.0, note_sizes=(), numbered=False, air=9.0, side=6.0)


def render(teams: Sequence[TeamRow], issuer: Issuer, day: date, *, phones: bool = False) -> bytes:
    """The sheet as it is put up on a day; numbers of leaders stand on it only where asked for, and whole."""
    issuer = issuer.printable()
    sheet = at.LANDSCAPE
    columns = ["STT", issuer.village.capitalize(), "Tên tổ", "Tổ trưởng"]
    widths = [16.0, 56.0, 72.0, 58.0]
    alignments = ["center", "left", "left", "left"]
    if phones:
        columns.append("Điện thoại")
        widths, alignments = [16.0, 47.0, 60.0, 50.0, 39.0], [*alignments, "center"]
    columns.append("Nơi trực")
    widths.append(257.0 - sum(widths))
    alignments.append("left")
    rows = [_row(place, team, phones) for place, team in enumerate(teams, start=1)]
    if not rows:
        rows = [Row("main", ("", "Chưa có tổ nào", *[""] * (len(columns) - 2)))]
    invitation = title_lines([(INVITATION, fonts.BOLD, 15.0)], sheet)
    invitation.spaceBefore = 10
    story = [
        SheetHead(issuer, sheet),
        title_lines(
            [
                (TITLE, fonts.BOLD, 22.0),
                (f"{issuer.union}, tính đến ngày {show_date(day)}", fonts.ITALIC, 15.0),
            ],
            sheet,
            after=10,
        ),
        *FastTable.of(columns, widths, alignments, rows, style=_STYLE, ending=[invitation, signer(issuer, day, sheet)]),
    ]
    identity = Identity("Danh sách tổ công nghệ số cộng đồng", issuer.union, "Danh sách dán bảng", day)
    return build(story, [NumberedPage("board", sheet)], identity)


def _row(place: int, team: TeamRow, phones: bool) -> Row:
    number = [words(phone.show(team.phone) if team.phone else None)] if phones else []
    cells = (str(place), listed(team.villages), team.name, words(team.leader), *number, words(team.place))
    return Row("main", tuple(map(fonts.printable, cells)))
