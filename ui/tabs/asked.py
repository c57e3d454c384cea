"""What a list was asked for by a jump, in words for the strip above it."""

from __future__ import annotations

from datetime import date

from hoaian_desktop import fields
from hoaian_desktop.fields import Field
from hoaian_desktop.records import Citizen, fields_of
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.lists import Filter, Listing


def words(listing: Listing, text: str, filters: tuple[Filter, ...]) -> str:
    """«“Năng An” · chưa có ngày sinh · tháng 12 năm 2023»; empty if nothing is asked for."""
    return " · ".join([f"“{text}”"] * bool(text) + [_of(listing, wanted) for wanted in filters])


def _of(listing: Listing, wanted: Filter) -> str:
    field = _field(listing, wanted.name)
    match wanted.value:
        case None:
            return f"chưa có {field.label[:1].lower()}{field.label[1:]}"
        case (date() as first, date() as last):
            return Span(first, last).label
        case value:
            return f"{field.label[:1].lower()}{field.label[1:]} {wanted.words or fields.show(field, value)}"


def _field(listing: Listing, name: str) -> Field:
    """The field as the list shows it; one that is no column as the record declares it, or the citizen."""
    known = (*listing.fields, *fields_of(listing.record), *fields_of(Citizen))
    return next(field for field in known if field.name == name)
