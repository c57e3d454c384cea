"""The list of volunteers on paper: by branch, by team, or as it stands on screen; of any length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from hoaian_desktop import choices
from hoaian_desktop.report_content import Row
from hoaian_desktop.reports import fonts
from hoaian_desktop.reports import layout as at
from hoaian_desktop.reports.fast_table import FastTable
from hoaian_desktop.reports.form_rows import words
from hoaian_desktop.reports.pages import Identity, NumberedPage, build
from hoaian_desktop.reports.sheet_head import Issuer, SheetHead, signer, title_lines
from hoaian_desktop.reports.table_cells import Style
from hoaian_desktop.rules import phone
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import collation_key
from hoaian_desktop.rules.numbers import show_count

if TYPE_CHECKING:
    from hoaian_desktop.services.rosters import VolunteerRow

TITLE = "DANH SÁCH ĐOÀN VIÊN, THANH NIÊN TÌNH NGUYỆN"
BY_BRANCH, BY_TEAM, AS_SHOWN = "branch", "team", "shown"

_BESIDE = {BY_BRANCH: "Tổ, đội", BY_TEAM: "Vai trò", AS_SHOWN: "Chi đoàn"}  # what the group does not say already
_WIDTHS = (12.0, 52.0, 25.0, 17.0, 44.0, 50.0, 29.0, 28.0)
_ALIGNMENTS = ("center", "left", "center", "center", "left", "left", "left", "center")


def render(
    people: Sequence[VolunteerRow], issuer: Issuer, day: date, *, by: str = BY_BRANCH, masked: bool = True
) -> bytes:
    """The list of a day, signed by the office. Someone in two teams stands under both and is counted once."""
    issuer = issuer.printable()
    sheet = at.LANDSCAPE
    columns = (
        "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", _BESIDE[by], issuer.village.capitalize(), "Điện thoại",
    )  # fmt: skip
    style = Style(note_sizes=(), numbered=False)
    story = [
        SheetHead(issuer, sheet),
        title_lines([(TITLE, fonts.BOLD, 15.0), (f"Tính đến ngày {show_date(day)}", fonts.ITALIC, 13.0)], sheet),
        *FastTable.of(
            columns,
            _WIDTHS,
            _ALIGNMENTS,
            tuple(_rows(people, by, masked)),
            style=style,
            ending=[signer(issuer, day, sheet)],
        ),
    ]
    identity = Identity("Danh sách đoàn viên, thanh niên tình nguyện", issuer.union, "Danh sách", day)
    return build(story, [NumberedPage("list", sheet)], identity)


def _rows(people: Sequence[VolunteerRow], by: str, masked: bool) -> Iterator[Row]:
    groups = list(_groups(people, by))
    for name, group in groups:
        if name is not None:
            yield Row("group", ("", fonts.printable(name), *[""] * (len(_WIDTHS) - 2)))
        for place, (person, role) in enumerate(group, start=1):
            beside = {BY_TEAM: role, AS_SHOWN: person.branch}.get(by) or _teams(person, by)
            yield _row(place, person, beside, masked)
    if not people:
        yield Row("main", ("", "Chưa có ai trong danh sách", *[""] * (len(_WIDTHS) - 2)))
        return
    women = sum(1 for person in people if person.sex == "female")
    said = f"Cộng: {show_count(len(people))} người, {show_count(women)} nữ"
    yield Row("total", ("", said, *[""] * (len(_WIDTHS) - 2)))


def _groups(
    people: Sequence[VolunteerRow], by: str
) -> Iterator[tuple[str | None, list[tuple[VolunteerRow, str | None]]]]:
    """Name and people of each group in the alphabet's order; last those who belong to none."""
    if by == AS_SHOWN:
        yield None, [(person, None) for person in people]
        return
    found: dict[str, list[tuple[VolunteerRow, str | None]]] = {}
    for person in people:
        if by == BY_TEAM:
            for team, role in person.teams or (("", ""),):
                found.setdefault(team, []).append((person, choices.name("team_role", role) if role else None))
        else:
            found.setdefault(person.branch or "", []).append((person, None))
    rest = "Chưa thuộc tổ, đội nào" if by == BY_TEAM else "Chưa ghi chi đoàn"
    for name in sorted(found, key=lambda name: (not name, collation_key(name))):
        yield name or rest, found[name]


def _teams(person: VolunteerRow, by: str) -> str | None:
    return ", ".join(team for team, _ in person.teams) if by == BY_BRANCH else None


def _row(place: int, person: VolunteerRow, beside: str | None, masked: bool) -> Row:
    number = (phone.mask if masked else phone.show)(person.phone) if person.phone else None
    cells = (
        str(place),
        person.full_name,
        words(str(person.born) if person.born else None),
        words(choices.name("sex", person.sex) if person.sex else None),
        words(choices.name("union_position", person.position) if person.position else None),
        words(beside),
        words(person.village),
        words(number),
    )
    return Row("main", tuple(map(fonts.printable, cells)))
