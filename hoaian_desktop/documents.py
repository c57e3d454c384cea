"""The office's other papers: gathered from a session, drawn without one. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop import choices, fields
from hoaian_desktop.errors import GoneError, NotReady
from hoaian_desktop.exchange.noting import ACTION, REASON, Noted
from hoaian_desktop.records import Activation, Citizen, Office, Village, field_of
from hoaian_desktop.reports.office import OfficeFacts
from hoaian_desktop.rules.document import camel
from hoaian_desktop.rules.numbers import show_count
from hoaian_desktop.services import annexes, lists, offices, rosters
from hoaian_desktop.services.listings import VOLUNTEERS
from hoaian_desktop.services.lists import Query
from hoaian_desktop.store import change_log

if TYPE_CHECKING:
    from hoaian_desktop.reports.consent_form import Person
    from hoaian_desktop.reports.sheet_head import Issuer

_COMMUNITY = "community"
_NOBODY = "Chưa chọn ai để cấp giấy. Hãy chọn người trong danh sách rồi mở lại."


@dataclass(frozen=True)
class Document:
    """A paper ready to be drawn; its file name tells nothing of a person. `draw` needs no session."""

    title: str
    file_name: str
    draw: Callable[[], bytes]


def note_phones(session: Session, title: str, rows: int) -> Noted:
    """Write into the book's log that a paper with whole phone numbers was made, before it is."""
    office = session.scalars(select(Office)).one()
    change_log.tell(session, office, ACTION, after=f"{title}: {show_count(rows)} dòng", reason=REASON)
    return Noted(rows)


def consent(session: Session, *, today: date, activation_id: int | None = None) -> Document:
    """The consent sheet, blank or for the citizen a support was for. Raises GoneError."""
    from hoaian_desktop.reports import consent_form

    person = None if activation_id is None else _person(session, activation_id, today)
    draw = partial(consent_form.render, _issuer(session), today, person)
    return Document("Phiếu đồng ý", _name(session, "Phieu_dong_y", today), draw)


def volunteer_list(
    session: Session, query: Query, *, today: date, by: str = "branch", noted: Noted | None = None
) -> Document:
    """The volunteers a list shows, by branch, by team or as shown; phones are whole only where the log has it."""
    from hoaian_desktop.reports import volunteer_list as sheet

    people = rosters.volunteers(session, query, today)
    draw = partial(sheet.render, people, _issuer(session), today, by=by, masked=noted is None)
    return Document("Danh sách tình nguyện viên", _name(session, "Danh_sach_tinh_nguyen_vien", today), draw)


def volunteers_listed(session: Session, query: Query) -> int:
    """How many people stand on the list."""
    return lists.count(session, VOLUNTEERS, query)


def teams_listed(session: Session, today: date) -> int:
    """How many teams stand on the notice board."""
    return len(_community(session, today))


def certificates(
    session: Session, ids: Sequence[int], *, activity: str, first: date, last: date, day: date
) -> Document:
    """A certificate for each of these volunteers. Raises NotReady without anybody or without an activity."""
    from hoaian_desktop.reports.certificate import Holder, Thanked, render

    people = rosters.volunteers_named(session, ids, day)
    if not people:
        raise NotReady([_NOBODY])
    faults = [] if activity.strip() else ["Hãy ghi hoạt động mà người được cấp giấy đã tham gia."]
    if last < first:
        faults.append("Ngày cuối phải sau ngày đầu. Hãy sửa lại hai ngày.")
    if faults:
        raise NotReady(faults)
    holders = [Holder(person.full_name, person.branch) for person in people]
    draw = partial(render, holders, Thanked(activity.strip(), first, last, day), _issuer(session))
    return Document("Giấy chứng nhận", _name(session, "Giay_chung_nhan", day), draw)


def team_board(session: Session, *, today: date, noted: Noted | None = None) -> Document:
    """The community teams for the notice board; with the leaders' numbers only where the log has it."""
    from hoaian_desktop.reports import team_board as sheet

    draw = partial(sheet.render, _community(session, today), _issuer(session), today, phones=noted is not None)
    return Document("Danh sách tổ công nghệ số", _name(session, "Danh_sach_to", today), draw)


def _community(session: Session, day: date) -> list[annexes.TeamRow]:
    return [team for team in annexes.teams(session, day).rows if team.kind == _COMMUNITY]


def _person(session: Session, activation_id: int, today: date) -> Person:
    from hoaian_desktop.reports.consent_form import Person

    found = session.execute(
        select(Citizen, Village.name)
        .join(Activation, Activation.citizen_id == Citizen.id)
        .outerjoin(Village, Village.id == Citizen.village_id)
        .where(Activation.id == activation_id)
    ).one_or_none()
    if found is None:
        raise GoneError
    citizen, village = found
    masked = {
        name: fields.mask(field_of(Citizen, name), value) if (value := getattr(citizen, name)) else ""
        for name in ("personal_number", "phone")
    }
    return Person(
        full_name=citizen.full_name,
        born=str(citizen.born or ""),
        village=village or "",
        number=masked["personal_number"],
        phone=masked["phone"],
        guardian=citizen.guardian or "",
        age=None if citizen.born is None else citizen.born.youngest_age_on(today),
    )


def _issuer(session: Session) -> Issuer:
    from hoaian_desktop.reports.sheet_head import Issuer

    office, unit = offices.current(session), offices.unit_of(session)
    facts = OfficeFacts(choices.name("unit_kind", unit.kind), unit.name, "", "", office.since, None, "", "")
    return Issuer(
        superior=office.superior,
        issuer=office.issuer,
        union=facts.union,
        place=office.place,
        symbol=office.symbol,
        authority=choices.name("signing_authority", office.authority),
        title=choices.name("signing_title", office.title),
        secretary=office.secretary,
        village=facts.village,
    )


def _name(session: Session, kind: str, day: date) -> str:
    return f"{kind}_{camel(offices.unit_of(session).name)}_{day.isoformat()}.pdf"
