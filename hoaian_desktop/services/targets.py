"""The grid of targets: what was given to the office, its teams or its villages for some days, and how far each is.

A cell is one target; of several issues (lần giao) the latest counts and the others stay to be seen. Emptying a cell
puts its target aside, 0 is a figure, and «—» is a target that was named but not set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from hoaian_desktop.indicators import counting, placed
from hoaian_desktop.indicators.catalogue import BY_CODE, CATALOGUE, Indicator
from hoaian_desktop.indicators.placed import Place
from hoaian_desktop.records import Directive, Office, Target, Team, Village
from hoaian_desktop.rules.aims import Aim
from hoaian_desktop.rules.numbers import MISSING, show_count
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping
from hoaian_desktop.store.steps import WORDS

CellKey = tuple[str, int | None]  # indicator code; id of the team or village, None: the whole office
Entry = int | str | None
"""What a cell holds: a figure, `NAMED`, or nothing."""

NAMED = MISSING


class By(StrEnum):
    """What the columns of the grid are."""

    OFFICE = "office"
    TEAM = "team"
    VILLAGE = "village"


_PLACES = {By.TEAM: Place.TEAM, By.VILLAGE: Place.VILLAGE}


@dataclass(frozen=True)
class Page:
    """Which targets are looked at: the days they are for, whose they are, and which issue."""

    span: Span
    by: By = By.OFFICE
    issue: int = 1


@dataclass(frozen=True)
class Given:
    """One issue of one target."""

    issue: int
    value: int | None
    directive: str | None = None


@dataclass(frozen=True)
class Column:
    """One team, one village, or the whole office."""

    place: int | None
    name: str
    archived: bool = False


@dataclass(frozen=True)
class Grid:
    """A page of targets with what was reached. `given` holds every issue of a cell, the first one first."""

    page: Page
    columns: tuple[Column, ...]
    given: Mapping[CellKey, tuple[Given, ...]]
    office: Mapping[str, int | None]  # the office's own targets in force on those days, by code
    done: Mapping[CellKey, int]  # what cannot be told by team or village is not there
    directive_id: int | None
    issues: tuple[int, ...]  # those there are on this page
    today: date
    indicators: tuple[Indicator, ...] = field(default=CATALOGUE, repr=False)

    def entry(self, key: CellKey) -> Entry:
        """What the cell holds in the page's own issue."""
        found = next((each for each in self.given.get(key, ()) if each.issue == self.page.issue), None)
        return None if found is None else NAMED if found.value is None else found.value

    def before(self, key: CellKey) -> Given | None:
        """What was given in the issue before the page's own."""
        return next((each for each in reversed(self.given.get(key, ())) if each.issue < self.page.issue), None)

    def aim(self, key: CellKey, entry: Entry) -> Aim:
        """How far a cell is that holds `entry`; an empty one stands for what was given before."""
        before = self.before(key)
        value = entry if isinstance(entry, int) else None
        if entry is None and before is not None:
            value = before.value
        return Aim(self.page.span, self.done.get(key), value, self.today)


@dataclass(frozen=True)
class Stretch:
    """Days targets were given for, and the words the office knows them by."""

    span: Span
    words: str


def load(session: Session, page: Page, *, today: date) -> Grid:
    """One page as it stands on a day."""
    span = page.span
    since = session.scalars(select(Office.since)).one()
    rows = session.execute(
        select(Target, Directive.number)
        .outerjoin(Directive, Directive.id == Target.directive_id)
        .where(*_on(page), Target.archived.is_(False), Target.indicator.in_(BY_CODE))
        .order_by(Target.issue, Target.id)
    ).all()
    given: dict[CellKey, dict[int, Given]] = {}
    for target, directive in rows:
        given.setdefault(_key(page, target), {})[target.issue] = Given(target.issue, target.value, directive)
    office = counting.targets_in_force(session, span.last)
    return Grid(
        page=page,
        columns=_columns(session, page, {place for _, place in given}),
        given={key: tuple(by_issue.values()) for key, by_issue in given.items()},
        office={code: target.value for code, target in office.items()},
        done=_done(session, page, since, today),
        directive_id=next((target.directive_id for target, _ in rows if target.issue == page.issue), None),
        issues=tuple(sorted({target.issue for target, _ in rows})),
        today=today,
    )


def latest_issue(session: Session, span: Span, by: By) -> int:
    """The latest issue of a page's days; 1 where nothing was given yet."""
    asked = select(func.max(Target.issue)).where(*_on(Page(span, by)), Target.archived.is_(False))
    return session.scalar(asked) or 1


def stretches(session: Session, today: date) -> list[Stretch]:
    """The days targets can be given for: those that have some, latest first, then this year and its parts."""
    kept = session.execute(
        select(Target.first_day, Target.last_day)
        .where(Target.archived.is_(False))
        .group_by(Target.first_day, Target.last_day)
        .order_by(Target.last_day.desc(), Target.first_day)
    )
    spans = [Span(first, last) for first, last in kept]
    usual = [
        Span.year(today.year), Span.year(today.year + 1), Span.half_year(today.year, 1), Span.half_year(today.year, 2),
        *(Span.quarter(today.year, quarter) for quarter in range(1, 5)),
    ]  # fmt: skip
    return [Stretch(span, span.short_label) for span in dict.fromkeys([*spans, *usual])]


def usual_stretch(session: Session, today: date) -> Span:
    """The days most targets in force today were given for; without any the whole year."""
    first = session.execute(
        select(Target.first_day, Target.last_day)
        .where(Target.archived.is_(False), Target.first_day <= today, Target.last_day >= today)
        .group_by(Target.first_day, Target.last_day)
        .order_by(func.count().desc(), Target.first_day)
    ).first()
    return Span(*first) if first else Span.year(today.year)


def save(session: Session, page: Page, entries: Mapping[CellKey, Entry], *, directive_id: int | None) -> int:
    """Keep what was typed into the cells, and the directive of the whole issue; returns how many cells changed.

    One transaction and one step: an emptied cell's target is put aside, one put aside before is never brought back.
    """
    kept = {
        _key(page, target): target
        for target in session.scalars(
            select(Target).where(*_on(page), Target.archived.is_(False), Target.issue == page.issue).order_by(Target.id)
        )
    }
    number = 0
    for key, entry in entries.items():
        number += _put(session, page, key, entry, kept, directive_id)
    for target in kept.values():
        if not target.archived:
            target.directive_id = directive_id
    session.flush()
    if number:
        session.info[WORDS] = f"Sửa {show_count(number)} chỉ tiêu {page.span.label}"
    return number


def _put(
    session: Session, page: Page, key: CellKey, entry: Entry, kept: Mapping[CellKey, Target], directive_id: int | None
) -> bool:
    target, value = kept.get(key), entry if isinstance(entry, int) else None
    if entry is None:
        if target is not None:
            target.archived = True
        return target is not None
    if target is not None:
        changed = target.value != value
        target.value = value
        return changed
    code, place = key
    values = {
        "indicator": code,
        "first_day": page.span.first,
        "last_day": page.span.last,
        "value": value,
        "team_id": place if page.by is By.TEAM else None,
        "village_id": place if page.by is By.VILLAGE else None,
        "directive_id": directive_id,
        "issue": page.issue,
    }
    keeping.save(session, Target, values)
    return True


def _on(page: Page) -> tuple[ColumnElement[bool], ...]:
    """What makes a target one of a page, whatever its issue."""
    days = (Target.first_day == page.span.first, Target.last_day == page.span.last)
    match page.by:
        case By.OFFICE:
            return (*days, Target.team_id.is_(None), Target.village_id.is_(None))
        case By.TEAM:
            return (*days, Target.team_id.is_not(None))
    return (*days, Target.village_id.is_not(None), Target.team_id.is_(None))


def _key(page: Page, target: Target) -> CellKey:
    return target.indicator, {By.OFFICE: None, By.TEAM: target.team_id, By.VILLAGE: target.village_id}[page.by]


def _columns(session: Session, page: Page, used: set[int | None]) -> tuple[Column, ...]:
    """The teams at work in those days or the villages, and whatever else was given a target."""
    if page.by is By.OFFICE:
        return (Column(None, "Cả đơn vị"),)
    ids = [place for place in used if place is not None]
    if page.by is By.VILLAGE:
        villages = session.execute(
            select(Village.id, Village.name, Village.archived)
            .where(or_(Village.archived.is_(False), Village.id.in_(ids)))
            .order_by(Village.sort_key)
        )
        return tuple(Column(*row) for row in villages)
    teams = session.execute(
        select(Team.id, Team.name, Team.archived)
        .where(
            or_(
                Team.id.in_(ids),
                Team.archived.is_(False)
                & (Team.started <= page.span.last)
                & or_(Team.ended.is_(None), Team.ended >= page.span.first),
            )
        )
        .order_by(Team.sort_key)
    )
    return tuple(Column(*row) for row in teams)


def _done(session: Session, page: Page, since: date, today: date) -> dict[CellKey, int]:
    """What was reached from the first of the days up to today, or to the last of them."""
    if page.span.first > today:
        return {}
    span = Span(page.span.first, min(page.span.last, today))
    keys = {indicator.main_key: indicator.code for indicator in CATALOGUE}
    if page.by is By.OFFICE:
        counts = counting.count_spans(session, [span], since, tuple(keys))[0]
        known = {keys[key]: count.total for key, count in counts.items()}
        return {(code, None): total for code, total in known.items() if total is not None}
    by_place = placed.count_by(session, tuple(keys), span, since, _PLACES[page.by])
    places = _ids(session, page.by)
    return {(keys[key], id_): counted.get(id_, 0) for key, counted in by_place.items() for id_ in places}


def _ids(session: Session, by: By) -> Sequence[int]:
    return session.scalars(select(Team.id if by is By.TEAM else Village.id)).all()
