"""Ways of counting. Each turns a plain SELECT into one number per span, and can name the records behind it.

A span is two days, both included. Every SELECT may use `SINCE`, the counting start: what happened before it is kept
in the book and counted nowhere.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeAlias

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, case, func, literal, or_, select

from hoaian_desktop.records import Record
from hoaian_desktop.rules.periods import Span

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
"""A SELECT whatever its columns."""

SINCE = bindparam("since", type_=Date)


@dataclass(frozen=True)
class Days:
    """The two days of a span as names in a statement, so that it is built once and asked with any dates."""

    first: ColumnElement[date]
    last: ColumnElement[date]

    @classmethod
    def named(cls, at: int) -> Self:
        """The days of the span number `at`."""
        return cls(bindparam(f"first_{at}", type_=Date), bindparam(f"last_{at}", type_=Date))


def values_of(spans: Sequence[Span]) -> dict[str, date]:
    """What `Days.named` stand for, span by span."""
    firsts = {f"first_{at}": span.first for at, span in enumerate(spans)}
    return firsts | {f"last_{at}": span.last for at, span in enumerate(spans)}


@dataclass(frozen=True)
class Counting(ABC):
    """Something that can be counted for several spans at once: a SELECT over one kind of record."""

    record: type[Record]
    source: AnySelect

    @abstractmethod
    def counted(self, spans: Sequence[Days]) -> AnySelect:
        """A SELECT of one row with a number per span; with a breakdown, a row per word, the word first."""

    @abstractmethod
    def behind(self, span: Span | Days) -> Select[int]:
        """The ids of the records that make up the number."""

    @abstractmethod
    def one_by_one(self, span: Days) -> AnySelect:
        """What the number is made of, a row each: id, number, and what if different ones count; to be told apart."""

    def together(self, columns: Any) -> ColumnElement[Any]:
        """The number of some of those rows."""
        return func.sum(columns.number)


def _within(day: ColumnElement[Any], span: Span | Days) -> ColumnElement[bool]:
    return day.between(span.first, span.last)


def _one_each(ids: Select[int]) -> AnySelect:
    rows = ids.subquery()
    return select(next(iter(rows.c)).label("id"), literal(1).label("number"))


@dataclass(frozen=True)
class Rows(Counting):
    """Adds up `amount` (or counts rows) by the column `day`. Columns of `source`: day, id, and amount if it adds.

    With `known_only`, the sum of nothing but unknown amounts is unknown, not 0.
    """

    known_only: bool = False

    def counted(self, spans: Sequence[Days]) -> AnySelect:
        rows = self.source.subquery()
        amount = rows.c.amount if "amount" in rows.c else None
        sums = [func.sum(case((_within(rows.c.day, s), 1 if amount is None else amount))) for s in spans]
        return select(*[total if self.known_only else func.coalesce(total, 0) for total in sums])

    def behind(self, span: Span | Days) -> Select[int]:
        rows = self.source.subquery()
        found = select(rows.c.id).where(_within(rows.c.day, span))
        return found.where(rows.c.amount.is_not(None)) if "amount" in rows.c else found

    def one_by_one(self, span: Days) -> AnySelect:
        rows = self.source.subquery()
        amount = rows.c.amount if "amount" in rows.c else literal(1)
        return select(rows.c.id, amount.label("number")).where(_within(rows.c.day, span))


@dataclass(frozen=True)
class Distinct(Counting):
    """Counts different values of `what` by the column `day`. Columns of `source`: day, what, id, word if by words."""

    def counted(self, spans: Sequence[Days]) -> AnySelect:
        rows = self.source.subquery()
        counts = [func.count(case((_within(rows.c.day, s), rows.c.what)).distinct()) for s in spans]
        if "word" in rows.c:
            return select(rows.c.word, *counts).group_by(rows.c.word)
        return select(*counts)

    def behind(self, span: Span | Days) -> Select[int]:
        rows = self.source.subquery()
        return select(rows.c.id).where(_within(rows.c.day, span)).distinct()

    def one_by_one(self, span: Days) -> AnySelect:
        rows = self.source.subquery()
        return select(rows.c.id, literal(1).label("number"), rows.c.what).where(_within(rows.c.day, span))

    def together(self, columns: Any) -> ColumnElement[Any]:
        return func.count(columns.what.distinct())


@dataclass(frozen=True)
class Stock(Counting):
    """Counts different values of `what` that stand on a span's last day. Columns: started, ended, what, id."""

    def counted(self, spans: Sequence[Days]) -> AnySelect:
        rows = self.source.subquery()
        return select(*[func.count(case((self._stands(rows.c, s), rows.c.what)).distinct()) for s in spans])

    def behind(self, span: Span | Days) -> Select[int]:
        rows = self.source.subquery()
        return select(rows.c.id).where(self._stands(rows.c, span)).distinct()

    def one_by_one(self, span: Days) -> AnySelect:
        rows = self.source.subquery()
        return select(rows.c.id, literal(1).label("number"), rows.c.what).where(self._stands(rows.c, span))

    def together(self, columns: Any) -> ColumnElement[Any]:
        return func.count(columns.what.distinct())

    @staticmethod
    def _stands(columns: Any, span: Span | Days) -> ColumnElement[bool]:
        return and_(
            or_(columns.started.is_(None), columns.started <= span.last),
            or_(columns.ended.is_(None), columns.ended >= span.last),
        )


@dataclass(frozen=True)
class Accounts(Counting):
    """Counts each (citizen, service) once, on the first day it stood. Columns of `source`: who, what, day, id."""

    def counted(self, spans: Sequence[Days]) -> AnySelect:
        firsts = self._firsts()
        return select(*[func.coalesce(func.sum(case((_within(firsts.c.day, s), 1))), 0) for s in spans])

    def behind(self, span: Span | Days) -> Select[int]:
        firsts, rows = self._firsts(), self.source.subquery()
        same = and_(rows.c.who == firsts.c.who, rows.c.what == firsts.c.what, rows.c.day == firsts.c.day)
        return (
            select(func.min(rows.c.id))
            .select_from(firsts)
            .join(rows, same)
            .where(_within(firsts.c.day, span))
            .group_by(rows.c.who, rows.c.what)
        )

    def one_by_one(self, span: Days) -> AnySelect:
        return _one_each(self.behind(span))

    def _firsts(self) -> Any:
        columns = self.source.selected_columns
        who, what, day = columns["who"], columns["what"], columns["day"]
        return self.source.with_only_columns(who, what, func.min(day).label("day")).group_by(who, what).subquery()


@dataclass(frozen=True)
class HighestLevelOne(Counting):
    """Counts citizens whose highest level by the span's end is 1. Columns of `source`: who, level, day, id."""

    def counted(self, spans: Sequence[Days]) -> AnySelect:
        people = self._people()
        return select(*[func.coalesce(func.sum(case((self._only_one(people.c, s), 1))), 0) for s in spans])

    def behind(self, span: Span | Days) -> Select[int]:
        people = self._people()
        return select(people.c.id).where(self._only_one(people.c, span))

    def one_by_one(self, span: Days) -> AnySelect:
        return _one_each(self.behind(span))

    def _people(self) -> Any:
        rows = self.source.subquery()
        return (
            select(
                func.min(case((rows.c.level == 1, rows.c.day))).label("one"),
                func.min(case((rows.c.level == 2, rows.c.day))).label("two"),
                func.min(case((rows.c.level == 1, rows.c.id))).label("id"),
            )
            .group_by(rows.c.who)
            .subquery()
        )

    @staticmethod
    def _only_one(columns: Any, span: Span | Days) -> ColumnElement[bool]:
        return and_(_within(columns.one, span), or_(columns.two.is_(None), columns.two > span.last))
