"""What every record has, and how a field is declared once: `field`, `reference`, `references`, `fields_of`."""

from __future__ import annotations

import datetime
import itertools
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    inspect,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    Relationship,
    declared_attr,
    mapped_column,
    relationship,
)
from sqlalchemy.types import TypeEngine

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules.partial_date import PartialDate

_order = itertools.count()


class PartialDateType(TypeDecorator[PartialDate]):
    """A date whose day or month may be unknown, kept as ISO text that sorts: 1999, 1999-05, 1999-05-11."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        return None if value is None else value.iso()

    def process_result_value(self, value: Any, dialect: Dialect) -> PartialDate | None:
        return None if value is None else PartialDate.from_iso(value)


class Base(DeclarativeBase):
    """The one metadata; constraint names are fixed so that migrations find them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Record(Base):
    """A thing the office keeps: who and when made and changed it, its version, and whether it is archived."""

    __abstract__ = True
    __title__ = ""  # what one such thing is called on screen: «tình nguyện viên»

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime, sort_order=90)
    created_by: Mapped[str] = mapped_column(String(120), sort_order=91)
    changed_at: Mapped[datetime.datetime] = mapped_column(DateTime, sort_order=92)
    changed_by: Mapped[str] = mapped_column(String(120), sort_order=93)
    version: Mapped[int] = mapped_column(sort_order=94)
    # Never indexed by itself: SQLite takes that for choosy, and goes through a million rows that are not archived.
    archived: Mapped[bool] = mapped_column(default=False, sort_order=95)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}

    @property
    def label(self) -> str:
        """The words by which a user knows this record, in lists and messages."""
        for name in ("full_name", "name"):
            if text := getattr(self, name, None):
                return str(text)
        return f"{self.__title__} {self.id}"


class Findable:
    """A record found by typing: folded text for searching, a key for the Vietnamese order. Filled on flush."""

    __searched__: tuple[str, ...] = ("name",)

    search_text: Mapped[str] = mapped_column(String(1200), default="", sort_order=96)
    sort_key: Mapped[str] = mapped_column(String(1200), default="", index=True, sort_order=97)


_TYPES: dict[Kind, TypeEngine[Any] | type[TypeEngine[Any]]] = {
    Kind.NAME: String(120),
    Kind.TEXT: String(250),
    Kind.NOTE: String(4000),
    Kind.DATE: Date,
    Kind.PARTIAL_DATE: PartialDateType,
    Kind.COUNT: Integer,
    Kind.CHOICE: String(40),
    Kind.INDICATOR: String(250),
    Kind.FLAG: Boolean,
    Kind.PHONE: String(20),
    Kind.PERSONAL_NUMBER: String(12),
}


def _info(label: str, kind: Kind, **about: Any) -> dict[str, Any]:
    return {"field": {"label": label, "kind": kind, **about}, "order": next(_order)}


def field(
    label: str, kind: Kind, *, required: bool = False, default: Any = None, index: bool = False,
    unique: bool = False, **about: Any,
) -> MappedColumn[Any]:  # fmt: skip
    """A column a user sees. `about` are the further attributes of `Field` (width, section, aliases, choices …)."""
    extra = {} if default is None else {"default": default}
    return mapped_column(
        _TYPES[kind],
        nullable=not required,
        index=index,
        unique=unique,
        info=_info(label, kind, required=required, **about),
        **extra,
    )


def reference(label: str, table: str, *, required: bool = False, **about: Any) -> MappedColumn[Any]:
    """A column that points to one record of another table."""
    return mapped_column(
        ForeignKey(f"{table}.id"),
        nullable=not required,
        index=True,
        info=_info(label, Kind.REFERENCE, required=required, refers_to=table, **about),
    )


def references(label: str, table: str, *, through: Table, **about: Any) -> Relationship[Any]:
    """Several records of another table, kept in the link table `through`."""
    return relationship(
        secondary=through,
        lazy="raise",
        info=_info(label, Kind.REFERENCES, refers_to=table, **about),
    )


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The declared fields of a record in source order, which is screen order."""
    found = []
    for attribute in inspect(record).attrs:
        column = getattr(attribute, "columns", [None])[0]
        info = attribute.info or (column.info if column is not None else {})
        if "field" in info:
            about = dict(info["field"])
            about["aliases"] = tuple(about.get("aliases", ()))
            found.append((info["order"], Field(name=attribute.key, **about)))
    return tuple(made for _, made in sorted(found, key=lambda pair: pair[0]))


def field_of(record: type[Record], name: str) -> Field:
    """One declared field by its name."""
    return next(found for found in fields_of(record) if found.name == name)


def record_of(table: str) -> type[Record]:
    """The record class kept in a table."""
    for mapper in Base.registry.mappers:
        if mapper.class_.__tablename__ == table:
            return mapper.class_
    raise LookupError(table)
