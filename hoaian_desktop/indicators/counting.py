"""Counts the catalogue over a book, for the spans a report shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Integer, Select, literal_column, null, select, union_all
from sqlalchemy.orm import Session

from hoaian_desktop import choices
from hoaian_desktop.indicators.catalogue import BY_CODE, BY_KEY, parts
from hoaian_desktop.indicators.countings import Days, values_of
from hoaian_desktop.indicators.figures import Count, Counts, Figures, TargetFigure
from hoaian_desktop.records import AdministrativeUnit, Office, Record, Target
from hoaian_desktop.rules import periods
from hoaian_desktop.rules.periods import Span


def count(session: Session, span: Span) -> Figures:
    """Every figure of the period, the one before, the year, since the counting start, and the targets."""
    unit, since = session.execute(
        select(AdministrativeUnit.key, Office.since).join(Office, Office.unit_id == AdministrativeUnit.id)
    ).one()
    year = Span(date(span.last.year, 1, 1), span.last)
    cumulative = Span(min(since, span.last), span.last)
    counted = count_spans(session, (span, periods.previous(span), year, cumulative), since)
    return Figures(
        unit=unit,
        first=span.first,
        last=span.last,
        since=since,
        period=counted[0],
        previous=counted[1],
        year=counted[2],
        cumulative=counted[3],
        targets=reached(session, span.last, since),
    )


def count_spans(session: Session, spans: Sequence[Span], since: date, keys: Sequence[str] = ()) -> list[Counts]:
    """The figures of each span, all in one statement; all keys unless some are named."""
    wanted = tuple(key for key, _, _ in parts() if not keys or key in keys)
    if not wanted:
        return [{} for _ in spans]
    asked = _asked(wanted)
    answers: dict[tuple[str, bool], list[Sequence[Any]]] = {each: [] for each in asked}
    for at, *row in session.execute(_statement(wanted, len(spans)), {"since": since, **values_of(spans)}):
        answers[asked[at]].append(row)
    return [{key: _counted(answers, key, at) for key in wanted} for at in range(len(spans))]


def behind(key: str, span: Span, *, tally: bool = False) -> tuple[type[Record], Select[int]]:
    """The records that make up a figure: their class and a SELECT of their ids (needs the parameter `since`)."""
    part = BY_KEY[key][1]
    counting = part.tally if tally and part.tally is not None else part.named
    return counting.record, counting.behind(span)


def targets_in_force(session: Session, day: date) -> dict[str, Target]:
    """The office's own targets that cover a day, by indicator code: the latest issue, of several the one begun last."""
    found = placed_targets(session, day, Target.team_id.is_(None), Target.village_id.is_(None))
    return {code: target for (code, _, _), target in found.items()}


def placed_targets(
    session: Session, day: date, *which: ColumnElement[bool]
) -> dict[tuple[str, int | None, int | None], Target]:
    """Targets that cover a day, by code, team and village (None, None: the whole office's); of several issues the last.

    A target set anew takes the place of the one before; what it was before stays in the book.
    """
    found = session.scalars(
        select(Target)
        .where(Target.archived.is_(False), Target.first_day <= day, Target.last_day >= day, *which)
        .order_by(Target.indicator, Target.issue, Target.first_day, Target.id)
    )
    return {(t.indicator, t.team_id, t.village_id): t for t in found if t.indicator in BY_CODE}


def reached(
    session: Session, day: date, since: date, targets: Mapping[str, Target] | None = None
) -> Mapping[str, TargetFigure]:
    """Each target in force (or each of `targets`) with what was reached from its own first day up to `day`."""
    targets = targets_in_force(session, day) if targets is None else targets
    keys = {code: BY_CODE[code].main_key for code in targets}
    done: dict[str, int | None] = {}
    for first in sorted({target.first_day for target in targets.values()}):
        wanted = [keys[code] for code, target in targets.items() if target.first_day == first]
        counts = count_spans(session, [Span(first, day)], since, wanted)[0]
        done |= {key: counts[key].total for key in wanted}
    return {code: TargetFigure(target.value, done[keys[code]]) for code, target in targets.items()}


def _asked(keys: Sequence[str]) -> list[tuple[str, bool]]:
    """What is counted for these figures: each key, and once more where there are tallies."""
    return [(key, tally) for key in keys for tally in (False, True) if not tally or BY_KEY[key][1].tally is not None]


@lru_cache(64)
def _statement(keys: tuple[str, ...], spans: int) -> CompoundSelect[Any]:
    """How these figures are counted for so many spans: rows of a place in `_asked`, a word or null, the numbers.

    One statement for all: in a book of any office, asking for each took several times longer than counting.
    """
    days = [Days.named(at) for at in range(spans)]
    selects = []
    for at, (key, tally) in enumerate(_asked(keys)):
        part = BY_KEY[key][1]
        counted = (part.tally if tally and part.tally is not None else part.named).counted(days)
        columns = list(counted.selected_columns)
        word = columns[0] if len(columns) > spans else null()
        selects.append(counted.with_only_columns(literal_column(str(at), Integer), word, *columns[-spans:]))
    return union_all(*selects)


def _counted(answers: Mapping[tuple[str, bool], Sequence[Sequence[Any]]], key: str, at: int) -> Count:
    named, tallied = answers[key, False], answers.get((key, True))
    words = {choices.name("influence_role", word): numbers[at] for word, *numbers in named if word and numbers[at]}
    if words:
        by = tuple(sorted(words.items()))
        return Count(sum(words.values()), by=by)
    tally = tallied[0][at + 1] if tallied else None
    return Count(named[0][at + 1] if named else 0, tally)
