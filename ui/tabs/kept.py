"""What a page must know of the records it keeps: their words on screen, beside the declared fields."""

from __future__ import annotations

from dataclasses import dataclass

from hoaian_desktop.fields import Field
from hoaian_desktop.records import Record, fields_of
from hoaian_desktop.services.lists import Listing

NO_SECRETS = "Không nhập mật khẩu, mã OTP, passcode của người dân"


@dataclass(frozen=True)
class Kept:
    """One kind of record. `carried` names the fields that stay when the next one is entered."""

    record: type[Record]
    listing: Listing
    one: str  # «tổ»
    add: str  # «Thêm tổ»
    icon: str
    placeholder: str
    filters: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()  # days that are today unless said otherwise
    fields: tuple[Field, ...] = ()  # of the form; the declared ones if empty
    key_field: str = ""
    order_words: str = ""
    width: int = 400  # of the form
    card_width: int = 0  # of the panel that is read, if it differs
    list_width: int = 0  # what the list needs beside the panel that is read; with less that panel folds
    bulk: tuple[str, ...] = ()  # fields that can be changed in many records at once

    @property
    def form_fields(self) -> tuple[Field, ...]:
        """The fields of the form."""
        return self.fields or fields_of(self.record)
