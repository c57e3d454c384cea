"""One question over the whole book: persons, teams, campaigns, reports; each answer says where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, String, cast, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.records import (
    Activation,
    Campaign,
    CampaignEvent,
    Citizen,
    InfluentialPerson,
    Team,
    Village,
    Volunteer,
)
from hoaian_desktop.rules import personal_number, phone
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.names import fold, given_name
from hoaian_desktop.services import finding, reporting
from hoaian_desktop.services.lists import Filter, Place, Query

MOST = 6  # of one kind
_LOOKED_AT = 600  # citizens ranked; who types «nguyen» alone is not looking for the best of 100,000 yet
_RANKED = 400  # of the kinds there are few of


class Group(StrEnum):
    """What an answer is, in the order they are shown."""

    CITIZEN = "citizen"
    VOLUNTEER = "volunteer"
    TEAM = "team"
    CAMPAIGN = "campaign"
    EVENT = "event"
    INFLUENCER = "influencer"
    REPORT = "report"


@dataclass(frozen=True)
class Hit:
    """One answer: its words, a masked detail, and the tab it leads to with what to show there."""

    group: Group
    words: str
    detail: str
    tab: str
    what: object


def search(session: Session, text: str, most: int = MOST) -> list[Hit]:
    """What the words of `text` may mean, in groups, the likeliest of each first; at most `most` of a kind.

    Where more citizens match, the last of them leads to all in the list.
    """
    words = finding.typed_words(text)
    if not words:
        return []
    hits = _citizens(session, words, text, most)
    for kind in _KINDS:
        hits += kind(session, words)[:most]
    return hits + _reports(session, words)[:most]


def _citizens(session: Session, words: list[str], text: str, most: int) -> list[Hit]:
    looked = (
        select(Citizen.id, Citizen.full_name, Citizen.search_text, Citizen.sort_key)
        .where(Citizen.archived.is_(False))
        .limit(_LOOKED_AT)
    )
    rows = session.execute(looked.where(finding.citizens(session, words, at_start=True))).all()
    if len(rows) <= most:
        # Nobody bears all of them at the beginning of words: the middle of a name or a number will do.
        known = {row.id for row in rows}
        inside = session.execute(looked.where(finding.citizens(session, words)))
        rows = [*rows, *(row for row in inside if row.id not in known)]
    ranked = _ranked(rows, words)
    hits = _described(session, [row.id for row in ranked[:most]])
    if len(ranked) > most:
        hits.append(Hit(Group.CITIZEN, "Xem tất cả trong Kích hoạt", f"“{text.strip()}”", "activations", Query(text)))
    return hits


def _ranked(rows: Iterable[Any], words: Sequence[str]) -> list[Any]:
    """All words at beginnings of words first, then those called so by their given name, then Vietnamese order."""

    def rank(row: Any) -> tuple[int, int, str]:
        parts = row.search_text.split()
        inside = sum(not any(part.startswith(word) for part in parts) for word in words)
        given = fold(given_name(row.full_name))
        called = 0 if given in words else 1 if any(given.startswith(word) for word in words) else 2
        return inside, called, row.sort_key

    return sorted(rows, key=rank)


def _described(session: Session, ids: Sequence[int]) -> list[Hit]:
    live = (
        select(Activation.citizen_id, func.count().label("turns"))
        .where(Activation.citizen_id.in_(ids), Activation.archived.is_(False))
        .group_by(Activation.citizen_id)
        .subquery()
    )
    year = func.substr(type_coerce(Citizen.born, String), 1, 4)
    rows = session.execute(
        select(
            Citizen.id, Citizen.full_name, year.label("year"), Village.name.label("village"), Citizen.personal_number,
            Citizen.phone, func.coalesce(live.c.turns, 0).label("turns"),
        )
        .outerjoin(Village, Village.id == Citizen.village_id)
        .outerjoin(live, live.c.citizen_id == Citizen.id)
        .where(Citizen.id.in_(ids))
    ).all()  # fmt: skip
    by_id = {row.id: row for row in rows}
    return [_hit(by_id[id_]) for id_ in ids if id_ in by_id]


def _hit(row: Any) -> Hit:
    said = (
        row.year,
        row.village,
        row.personal_number and personal_number.mask(row.personal_number),
        row.phone and phone.mask(row.phone),
        f"{row.turns} lượt" if row.turns else "chưa có lượt nào",
    )
    # Whoever has only archived supports is shown with those.
    what = Query(filters=(Filter("citizen_id", row.id, words=row.full_name),), archived=not row.turns)
    return Hit(Group.CITIZEN, row.full_name, _joined(said), "activations", what)


def _joined(said: Iterable[object]) -> str:
    return " · ".join(str(part) for part in said if part)


Found = Callable[[Session, Sequence[str]], list[Hit]]


def _few(record: Any, make: Callable[[Any], Hit], name: str = "name") -> Found:
    """A kind of which a book has some thousands at most: its folded text is looked through."""

    def found(session: Session, words: Sequence[str]) -> list[Hit]:
        padded = literal(" ") + record.search_text
        # As with citizens: words of one or two letters are beginnings, or «an» would be in every Lan and Văn.
        holds = [func.instr(padded, word if len(word) > 2 else f" {word}") > 0 for word in words]
        at_start = sum((cast(func.instr(padded, f" {word}") > 0, Integer) for word in words), literal(0))
        query = select(record).where(record.archived.is_(False), *holds)
        query = query.order_by(at_start.desc(), record.sort_key).limit(_RANKED)
        rows = list(session.scalars(query))
        return [make(row) for row in (_ranked(rows, words) if name == "full_name" else rows)]

    return found


def _volunteer(row: Volunteer) -> Hit:
    said = (row.born and row.born.year, row.branch, row.phone and phone.mask(row.phone))
    return Hit(Group.VOLUNTEER, row.full_name, _joined(said), "volunteers", Place("volunteers", row.id))


def _team(row: Team) -> Hit:
    said = (f"từ {show_date(row.started)}", row.ended and f"đến {show_date(row.ended)}")
    return Hit(Group.TEAM, row.name, _joined(said), "teams", Place("teams", row.id))


def _campaign(row: Campaign) -> Hit:
    said = (f"từ {show_date(row.started)}", row.ended and f"đến {show_date(row.ended)}")
    what = Query(filters=(Filter("campaign_id", row.id, words=row.name),))
    return Hit(Group.CAMPAIGN, row.name, _joined(said), "campaigns", what)


def _event(row: CampaignEvent) -> Hit:
    said = (choices.name("event_kind", row.kind), show_date(row.day))
    return Hit(Group.EVENT, row.subject, _joined(said), "campaigns", Place("events", row.id))


def _influencer(row: InfluentialPerson) -> Hit:
    said = (choices.name("influence_role", row.role), row.phone and phone.mask(row.phone))
    return Hit(Group.INFLUENCER, row.full_name, _joined(said), "campaigns", Place("influencers", row.id))


_KINDS: tuple[Found, ...] = (
    _few(Volunteer, _volunteer, "full_name"),
    _few(Team, _team),
    _few(Campaign, _campaign),
    _few(CampaignEvent, _event),
    _few(InfluentialPerson, _influencer, "full_name"),
)


def _reports(session: Session, words: Sequence[str]) -> list[Hit]:
    """Periods by their names: «tháng 11», «11/2023», «quý 4», «bao cao 2023»."""
    hits = []
    for line in reporting.list_periods(session):
        first = line.span.first
        quarter = f"quy {(first.month + 2) // 3}" if line.kind == "quarter" else ""
        named = fold(f"báo cáo kỳ {line.span.label} {line.span.short_label} {first.month}/{first.year} {quarter}")
        parts = named.split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            said = f"bản v{line.version}" if line.version else "chưa chốt"
            title = f"Báo cáo {line.span.label}"
            hits.append(Hit(Group.REPORT, title, said, "reports", (line.id, "figures")))
    return hits
