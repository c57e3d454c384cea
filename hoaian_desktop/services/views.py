"""Saved views: conditions, order and search words of a list, kept under a name («Bộ lọc đã lưu»)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.errors import GoneError, RuleRefused, ValidationError
from hoaian_desktop.fields import Kind
from hoaian_desktop.records import SavedView
from hoaian_desktop.rules import stretches
from hoaian_desktop.rules.names import clean, collation_key
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.conditions import Operator
from hoaian_desktop.services.lists import Filter, Listing, Query

LONGEST = 60
TAKEN = "view-name-taken"


@dataclass(frozen=True)
class View:
    """A kept query; the stretches of days in it are those of today."""

    id: int
    name: str
    query: Query


def all_of(session: Session, listing: Listing, *, today: date) -> list[View]:
    """The views of a list in Vietnamese order."""
    found = session.scalars(select(SavedView).where(SavedView.listing == listing.key)).all()
    views = [View(each.id, each.name, from_json(listing, each.query, today=today)) for each in found]
    return sorted(views, key=lambda view: collation_key(view.name))


def save(session: Session, listing: Listing, name: str, query: Query, *, today: date, overwrite: bool = False) -> View:
    """Keep a query under a name. Raises ValidationError, or RuleRefused (`TAKEN`) unless an older one may go."""
    name = _checked(name)
    kept = _named(session, listing.key, name)
    if kept is not None and not overwrite:
        raise RuleRefused(TAKEN, f"Đã có bộ lọc “{kept.name}”. Lưu đè sẽ thay nội dung cũ.", "name")
    if kept is None:
        kept = SavedView(listing=listing.key, name=name)
        session.add(kept)
    kept.query = as_json(listing, query, today=today)
    kept.at, kept.by = session.info["now"](), session.info["user"]
    session.flush()
    return View(kept.id, kept.name, query)


def rename(session: Session, id_: int, name: str) -> None:
    """Give a view another name. Raises ValidationError, GoneError."""
    name = _checked(name)
    kept = _get(session, id_)
    other = _named(session, kept.listing, name)
    if other is not None and other.id != id_:
        raise ValidationError({"name": f"Đã có bộ lọc “{other.name}”. Hãy chọn tên khác."})
    kept.name = name


def delete(session: Session, id_: int) -> None:
    """Forget a view; the records stay as they are. Raises GoneError."""
    session.delete(_get(session, id_))


def as_json(listing: Listing, query: Query, *, today: date) -> dict[str, Any]:
    """A query as plain JSON. Days chosen as «tháng này» are kept as that; the figure behind a jump is not kept."""
    return {
        "text": query.text,
        "sort": query.sort,
        "descending": query.descending,
        "archived": query.archived,
        "filters": [_filter_as_json(wanted, today) for wanted in query.filters],
    }


def from_json(listing: Listing, kept: dict[str, Any], *, today: date) -> Query:
    """What `as_json` kept; conditions this program does not know (any more) are left out."""
    filters = [_filter_from_json(listing, each, today) for each in kept.get("filters", [])]
    sort = kept.get("sort", "")
    return Query(
        text=kept.get("text", ""),
        sort=sort if sort in listing.columns else "",
        descending=bool(kept.get("descending")),
        filters=tuple(found for found in filters if found is not None),
        archived=bool(kept.get("archived")),
    )


def _filter_as_json(wanted: Filter, today: date) -> dict[str, Any]:
    made: dict[str, Any] = {"name": wanted.name, "how": wanted.how.value}
    match wanted.how, wanted.value:
        case Operator.IS, (date() as first, date() as last) if code := stretches.code_of(Span(first, last), today):
            return {**made, "stretch": code}
        case _, value:
            return {**made, "value": _plain(value)}


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, PartialDate):
        return value.iso()
    return value.isoformat() if isinstance(value, date) else value


def _filter_from_json(listing: Listing, kept: dict[str, Any], today: date) -> Filter | None:
    try:
        how, (field, _) = Operator(kept["how"]), listing.asked[kept["name"]]
        if "stretch" in kept:
            span = stretches.days_of(kept["stretch"], today)
            return Filter(field.name, (span.first, span.last), how) if span else None
        return Filter(field.name, _typed(field.kind, kept["value"]), how)
    except (KeyError, ValueError):
        return None


def _typed(kind: Kind, value: Any) -> object:
    if isinstance(value, list):
        return tuple(_typed(kind, each) for each in value)
    if isinstance(value, str) and kind is Kind.DATE:
        return date.fromisoformat(value)
    if isinstance(value, str) and kind is Kind.PARTIAL_DATE:
        return PartialDate.from_iso(value)
    return value


def _checked(name: str) -> str:
    name = clean(name)
    if not name:
        raise ValidationError({"name": "Cần nhập tên bộ lọc."})
    if len(name) > LONGEST:
        raise ValidationError({"name": f"Dài {len(name)} ký tự, tối đa {LONGEST}. Hãy rút gọn."})
    return name


def _named(session: Session, listing: str, name: str) -> SavedView | None:
    """The view of that name, whatever its case: the database's own lower() knows no Vietnamese letters."""
    found = session.scalars(select(SavedView).where(SavedView.listing == listing))
    return next((each for each in found if each.name.casefold() == name.casefold()), None)


def _get(session: Session, id_: int) -> SavedView:
    found = session.get(SavedView, id_)
    if found is None:
        raise GoneError
    return found
