"""One cell: from what a spreadsheet holds to the value a field keeps, with what there is to say about it.

Sentences here never repeat the cell: a column taken for another may hold names.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import _lru_cache_wrapper, lru_cache, partial
from typing import NamedTuple

from hoaian_desktop import choices, fields
from hoaian_desktop.exchange.findings import Level
from hoaian_desktop.exchange.workbook import Cell, is_blank, text_of
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.rules import dates, doubts, names, numbers, personal_number, phone
from hoaian_desktop.rules.legacy_text import proper_capitals
from hoaian_desktop.rules.partial_date import PartialDate

EARLIEST_DAY = datetime.date(1900, 1, 1)
PAST_DAYS = frozenset({"day", "transaction_day", "consent_on"})  # what has happened cannot lie ahead

_WITHOUT_YEAR = re.compile(r"\d{1,2}(?:[/.\-\s]+\d{1,2})?|\d{4}")
_SERIAL = (20_000.0, 80_000.0)  # 1954 to 2119 as a spreadsheet counts days
_EPOCH = datetime.date(1899, 12, 30)
_NUMBER_FIRST = re.compile(r"\s*[-−–]?\s*\d")
_SCIENTIFIC = re.compile(r"\s*([0-9](?:[.,][0-9]{1,15})?)[eE]\+?([0-9]{1,2})\s*")
_IS_NUMBER = re.compile(rf"[0-9]{{{personal_number.LENGTH}}}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ .,][0-9]{3})+")
_SHORTENED = "Excel đã viết tắt số này (dạng 5,2E+10) nên các chữ số cuối có thể đã mất. Hãy kiểm tra với giấy tờ."
_REMEMBERED = 20_000  # cells of a column: days of birth are some eighteen thousand
_SEVERAL = re.compile(r"[,;\n]+")


@dataclass(frozen=True)
class Remark:
    """A finding about a cell before it is known which cell it is."""

    code: str
    level: Level
    message: str


_MASKED = Remark("masked_number", Level.NOTICE, "Số đã che bằng dấu * nên không nhập.")


class CellFault(ValueError):
    """The cell does not hold what its column asks for."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class Reading(NamedTuple):
    """The value of a cell, None if it says nothing; references are still the words of the file.

    `remarks` with an error refuse the row.
    """

    value: object = None
    remarks: tuple[Remark, ...] = ()


def read(field: Field, cell: Cell | None, *, today: datetime.date, needed: bool = False) -> Reading:
    """What a cell means as a value of `field`; `needed` refuses a blank one."""
    if cell.__class__ is str and (is_kept := _KEPT.get(field.kind)) and is_kept(cell):
        return Reading(cell)  # as it is kept: nothing to repair
    if is_blank(cell):
        return _refused("missing_name", field, "Cần nhập") if needed else Reading()
    assert cell is not None
    try:
        found = _READERS[field.kind](field, cell, today)
        # Not compared with what is empty: a birthday would be asked whether it is a text.
        is_empty = isinstance(found.value, str | tuple) and not found.value
        return Reading(None, found.remarks) if is_empty else found
    except CellFault as fault:
        # What nobody counts may be typed in later: the row is kept without it.
        soft = field.kind in (Kind.PHONE, Kind.CHOICE, Kind.FLAG) and not needed
        message = f"{fault} Ô này được để trống." if soft else str(fault)
        return Reading(None, (Remark(fault.code, Level.WARNING if soft else Level.ERROR, message),))


def reader(field: Field, *, today: datetime.date, needed: bool = False) -> _lru_cache_wrapper[Reading]:
    """`read` for the cells of one column, which remembers what came before: most cells of a column come again."""
    # By type: 1, 1.0 and True are equal and read differently.
    return lru_cache(_REMEMBERED, typed=True)(partial(read, field, today=today, needed=needed))


def several(words: str) -> tuple[str, ...]:
    """The names in one cell, separated by commas, semicolons or line breaks."""
    return tuple(filter(None, (names.clean(part) for part in _SEVERAL.split(words))))


def words_of_field(field: Field) -> str:
    """The label as it stands inside a sentence: «họ và tên»."""
    return field.label if field.label.isupper() else field.label[:1].lower() + field.label[1:]


def _refused(code: str, field: Field, verb: str) -> Reading:
    is_name = field.name in ("full_name", "name", "volunteer_id")
    code = code if is_name else "missing_value"
    return Reading(None, (Remark(code, Level.ERROR, f"{verb} {words_of_field(field)}."),))


def _date(field: Field, cell: Cell, today: datetime.date) -> Reading:
    remarks: tuple[Remark, ...] = ()
    if isinstance(cell, datetime.date):
        day = cell.date() if isinstance(cell, datetime.datetime) else cell
    elif isinstance(cell, int | float) and _SERIAL[0] <= cell <= _SERIAL[1]:
        day = _EPOCH + datetime.timedelta(days=int(cell))
        remarks = (Remark("date_serial", Level.NOTICE, f"Số ngày của Excel được đọc là {dates.show_date(day)}."),)
    else:
        day = _typed_date(names.clean(text_of(cell)), today)
    if day < EARLIEST_DAY:
        raise CellFault("invalid_date", f"Năm {day.year} không hợp lý. Hãy sửa lại ngày.")
    if day > today and field.name in PAST_DAYS:
        raise CellFault("future_date", f"Ngày {dates.show_date(day)} chưa tới. Hãy sửa lại ngày.")
    return Reading(day, remarks)


def _typed_date(text: str, today: datetime.date) -> datetime.date:
    if not text[:1].isdigit():
        raise CellFault("invalid_date", "Không hiểu ngày trong ô này. Hãy nhập như 05/11/2023.")
    if _WITHOUT_YEAR.fullmatch(text):
        raise CellFault("invalid_date", "Ngày phải có đủ ngày, tháng, năm, ví dụ 05/11/2023.")
    try:
        return dates.parse_date(text, today=today)
    except ValueError as error:
        raise CellFault("invalid_date", _date_sentence(str(error))) from error


def _partial_date(field: Field, cell: Cell, today: datetime.date) -> Reading:
    if isinstance(cell, datetime.date) or (isinstance(cell, int | float) and _SERIAL[0] <= cell <= _SERIAL[1]):
        reading = _date(field, cell, today)
        assert isinstance(reading.value, datetime.date)
        if reading.value > today:
            raise CellFault("future_date", f"Ngày {dates.show_date(reading.value)} chưa tới. Hãy sửa lại ngày.")
        return Reading(PartialDate.from_date(reading.value), reading.remarks)
    try:
        return Reading(PartialDate.parse(text_of(cell), today=today))
    except ValueError as error:
        raise CellFault("invalid_date", _date_sentence(str(error))) from error


def _written_out(cell: Cell) -> tuple[str, tuple[Remark, ...]]:
    """The text of a number; one that Excel shortened to 5,2099E+10 is written out, and that is told."""
    text = text_of(cell)
    match = _SCIENTIFIC.fullmatch(text)
    if match is None:
        return text, ()
    whole = int(Decimal(f"{match[1].replace(',', '.')}E{match[2]}"))
    return str(whole), (Remark("number_shortened", Level.NOTICE, _SHORTENED),)


def _is_masked(text: str) -> bool:
    return "*" in text


def _personal_number(field: Field, cell: Cell, today: datetime.date) -> Reading:
    text, remarks = _written_out(cell)
    if _is_masked(text):
        return Reading(None, (_MASKED,))
    try:
        restored = personal_number.restore_zero(text)
        number = personal_number.PersonalNumber(restored.digits)
    except ValueError as error:
        raise CellFault("invalid_number", str(error)) from error
    if restored.noticed:
        told = personal_number.zero_restored(number).sentence
        remarks = (*remarks, Remark("number_11_digits", Level.NOTICE, told))
    return Reading(number.digits, remarks)


def _phone(field: Field, cell: Cell, today: datetime.date) -> Reading:
    text, remarks = _written_out(cell)
    if _is_masked(text):
        return Reading(None, (_MASKED,))
    try:
        found = phone.parse(text)
    except ValueError as error:
        raise CellFault("invalid_phone", str(error)) from error
    return Reading(found.number, (*remarks, *(remark_of(doubt) for doubt in found.doubts)))


def _choice(field: Field, cell: Cell, today: datetime.date) -> Reading:
    code = choices.code(field.choices, text_of(cell))
    if code is None:
        known = ", ".join(choice.name for choice in choices.of(field.choices))
        raise CellFault("unknown_choice", f"Không có trong danh sách. Hãy chọn: {known}.")
    return Reading(code)


def _count(field: Field, cell: Cell, today: datetime.date) -> Reading:
    text, remarks = _written_out(cell)
    noun = "tally" if field.name == "number" else "count"
    if not _NUMBER_FIRST.match(text) or isinstance(cell, datetime.date | datetime.time):
        raise CellFault(f"textual_{noun}", "Hãy ghi số đếm bằng chữ số, ví dụ 21.")
    try:
        number = numbers.parse_count(text)
        if isinstance(cell, str) and _GROUPED.fullmatch(text.strip()):
            told = f"Số có dấu tách hàng nghìn được đọc là {number}."
            remarks = (*remarks, Remark("number_grouped", Level.NOTICE, told))
        return Reading(number, remarks)
    except ValueError as error:
        negative = text.strip()[:1] in "-−–"
        raise CellFault(f"{'negative' if negative else 'textual'}_{noun}", str(error)) from error


def _flag(field: Field, cell: Cell, today: datetime.date) -> Reading:
    return Reading(cell if isinstance(cell, bool) else fields.parse(field, text_of(cell), today=today))


def _text(field: Field, cell: Cell, today: datetime.date) -> Reading:
    try:
        text = proper_capitals(text_of(cell)) if field.kind is Kind.NAME else text_of(cell)
        return Reading(fields.parse(field, text, today=today))
    except ValueError as error:
        code = "invalid_name" if field.kind is Kind.NAME else "too_long"
        raise CellFault(code, str(error)) from error


def _reference(field: Field, cell: Cell, today: datetime.date) -> Reading:
    text = names.clean(text_of(cell))
    if len(text) > fields.LONGEST["text"]:
        raise CellFault("too_long", f"Dài {len(text)} ký tự, tối đa {fields.LONGEST['text']}. Hãy rút gọn.")
    return Reading(text)


def _references(field: Field, cell: Cell, today: datetime.date) -> Reading:
    text = text_of(cell)
    if len(text) > fields.LONGEST["note"]:
        raise CellFault("too_long", f"Dài {len(text)} ký tự, tối đa {fields.LONGEST['note']}. Hãy rút gọn.")
    return Reading(several(text))


def _date_sentence(sentence: str) -> str:
    """The sentence of the rules, without the text that was typed and with what to do."""
    if "“" in sentence:
        return "Không hiểu ngày trong ô này. Hãy nhập như 05/11/2023."
    return sentence if "Hãy" in sentence else f"{sentence} Hãy sửa lại ngày."


def remark_of(doubt: doubts.Doubt) -> Remark:
    """A doubt of the rules as a remark, with the code under which imports publish it."""
    code = _CODES.get(doubt.code, doubt.code.replace("-", "_"))
    return Remark(code, _LEVELS[doubt.level], doubt.sentence)


_CODES = {"number-sex": "number_sex_mismatch", "number-year": "number_year_mismatch"}
_LEVELS = {
    doubts.Level.HARD: Level.ERROR,
    doubts.Level.SOFT: Level.WARNING,
    doubts.Level.HINT: Level.NOTICE,
}
# Most numbers of a file stand there as they are kept.
_KEPT: Mapping[Kind, Callable[[str], object]] = {
    Kind.PERSONAL_NUMBER: _IS_NUMBER.fullmatch,
    Kind.PHONE: phone.is_kept,
}
_READERS: Mapping[Kind, Callable[[Field, Cell, datetime.date], Reading]] = {
    Kind.NAME: _text,
    Kind.TEXT: _text,
    Kind.NOTE: _text,
    Kind.DATE: _date,
    Kind.PARTIAL_DATE: _partial_date,
    Kind.COUNT: _count,
    Kind.CHOICE: _choice,
    Kind.INDICATOR: _text,
    Kind.FLAG: _flag,
    Kind.PHONE: _phone,
    Kind.PERSONAL_NUMBER: _personal_number,
    Kind.REFERENCE: _reference,
    Kind.REFERENCES: _references,
}
