"""Empty workbooks to be filled in elsewhere: the headings of the import, lists to pick from, what goes where.

There is no example row: somebody would leave it in. Examples stand in the hints that a cell shows when it is entered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hoaian_desktop import choices
from hoaian_desktop.errors import ExportRefused
from hoaian_desktop.exchange import outgoing, sheets_out
from hoaian_desktop.exchange.kinds import BY_KEY, GUIDE, KINDS, SheetKind
from hoaian_desktop.exchange.sheets_out import Look
from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.records import record_of
from hoaian_desktop.services import offices
from hoaian_desktop.store import files

"""The sheet that explains; it holds no data and the import passes it over."""

ROWS = 2000  # prepared for typing
_ENDING = "Tệp mẫu là tệp .xlsx. Hãy sửa đuôi tên tệp."
_NO_KIND = "Không có tệp mẫu “{key}”. Hãy chọn: {known}."
_MOST_LISTED = 500  # a list longer than this is no help
_LISTS_FROM = 17  # the row of the guide: the import looks for headings in the first fifteen
_TITLE, _MESSAGE = 32, 255  # letters Excel allows in the hint of a cell

_CLOSED = frozenset({"service", "team"})  # what a file does not add by naming it

_PEOPLE = frozenset({"volunteer", "influential_person", "citizen"})

_SENTENCES = (
    "Mỗi trang là một loại danh sách; tên trang và tên cột giữ nguyên thì chương trình tự nhận ra.",
    "Cột có tiêu đề màu nâu phải có và phải điền ở mọi dòng. Các cột khác để trống được, hoặc xóa cả cột.",
    "Điền từ dòng 2, mỗi người hoặc mỗi việc một dòng; không gộp ô, không để dòng cộng.",
    "Ngày ghi đủ ngày/tháng/năm, ví dụ 05/11/2023. Ngày sinh ghi được cả tháng/năm hoặc chỉ năm.",
    "Số định danh đủ 12 chữ số, điện thoại đủ 10 chữ số, kể cả số 0 ở đầu; hai cột này đã để sẵn dạng chữ.",
    "Ô có mũi tên thì chọn trong danh sách; danh sách lấy từ sổ lúc tải tệp mẫu, xem ở dưới.",
    "Nhiều tên trong một ô thì cách nhau bằng dấu chấm phẩy.",
    "Không ghi mật khẩu, mã OTP, passcode của bất cứ ai vào tệp này.",
    "Điền xong: mở chương trình, chọn Dữ liệu → Nhập từ Excel…; chương trình đọc thử và báo từng ô trước khi ghi.",
)
_EXAMPLES: Mapping[Kind, str] = {
    Kind.NAME: "Họ và tên đầy đủ, có dấu, ví dụ: Nguyễn Văn Khải",
    Kind.DATE: "Ghi ngày/tháng/năm, ví dụ: 05/11/2023",
    Kind.PARTIAL_DATE: "Ghi 05/11/1999, 11/1999 hoặc chỉ năm 1999",
    Kind.COUNT: "Ghi số nguyên bằng chữ số, ví dụ: 21",
    Kind.PHONE: "Đủ 10 chữ số, kể cả số 0 ở đầu, ví dụ: 0905123456",
    Kind.PERSONAL_NUMBER: "Đủ 12 chữ số, kể cả số 0 ở đầu, ví dụ: 052099001234",
    Kind.CHOICE: "Chọn trong danh sách",
    Kind.INDICATOR: "Chọn trong danh sách",
    Kind.REFERENCE: "Chọn trong danh sách hoặc ghi đúng tên đã có trong sổ",
    Kind.REFERENCES: "Nhiều tên thì cách nhau bằng dấu chấm phẩy",
    Kind.FLAG: "Ghi x nếu có",
}


@dataclass(frozen=True)
class _List:
    """What a cell may be picked from: where it stands in the guide. A closed list takes nothing else."""

    spot: str
    closed: bool


def write(session: Session, keys: Sequence[str], path: Path) -> tuple[str, ...]:
    """Write the empty workbook of these kinds of sheets, all of them for none; returns their keys.

    Raises ExportRefused, NoRoom, NotWritable and BookError.
    """
    kinds = _kinds(keys)
    if path.suffix.lower() != ".xlsx":
        raise ExportRefused(_ENDING)
    unit = offices.unit_of(session)
    office = f"Đoàn {choices.name('unit_kind', unit.kind)} {unit.name}"
    made = [(kind, outgoing.fields_of_kind(kind.key)) for kind in kinds]
    lists = {name: words for name, words in _lists(session, made).items() if 0 < len(words) <= _MOST_LISTED}
    with (
        files.replacing(path) as temporary,
        sheets_out.closed_or_left(
            sheets_out.new_workbook(temporary, title="Tệp mẫu", company=office, constant_memory=False)
        ) as book,
    ):
        look = Look(book)
        sheets = [(book.add_worksheet(kind.title), kind, columns) for kind, columns in made]
        spots = _write_guide(book, look, made, lists)
        for sheet, kind, columns in sheets:
            _write_sheet(sheet, look, kind, columns, spots, office)
    return tuple(kind.key for kind in kinds)


def _kinds(keys: Sequence[str]) -> list[SheetKind]:
    for key in keys:
        if key not in BY_KEY and key != "all":
            raise ExportRefused(_NO_KIND.format(key=key, known=", ".join(BY_KEY)))
    return [kind for kind in KINDS if not keys or "all" in keys or kind.key in keys]


def _name_of(field: Field) -> str:
    """Which list a field is picked from; empty for none. Names of people do not go out with an empty sheet."""
    return field.choices or ("" if field.refers_to in _PEOPLE else field.refers_to)


def _lists(session: Session, made: Sequence[tuple[SheetKind, Sequence[Field]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, columns in made:
        for field in columns:
            name = _name_of(field)
            if name and name not in found:
                if field.choices:
                    found[name] = [one.name for one in choices.of(name)]
                else:
                    other: Any = record_of(name)
                    words = select(outgoing.words_in_files(other)).where(other.archived.is_(False))
                    # The same word twice would be no choice: the import asks for more than a name there.
                    found[name] = list(dict.fromkeys(session.scalars(words.order_by(other.sort_key, other.id))))
    return found


def _write_sheet(
    sheet: Worksheet, look: Look, kind: SheetKind, columns: Sequence[Field], lists: Mapping[str, _List], office: str
) -> None:
    needed = kind.required | kind.expected
    widths = [
        max(width, min(field.width, 30)) for field, width in zip(columns, sheets_out.widths(columns, ()), strict=True)
    ]
    look.begin(sheet, columns, widths, title=kind.title, office=office, needed=needed)
    look.finish(sheet, columns, ROWS)
    for at, field in enumerate(columns):
        sheet.data_validation(1, at, ROWS, at, _rule(field, lists.get(_name_of(field)), needed=field.name in needed))


def _rule(field: Field, known: _List | None, *, needed: bool) -> dict[str, Any]:
    said = [field.hint[:1].upper() + field.hint[1:], _EXAMPLES.get(field.kind, "")]
    message = ". ".join(part.rstrip(".") for part in ("Phải điền" if needed else "", *said) if part)
    rule: dict[str, Any] = {"input_title": field.label[:_TITLE], "input_message": message[:_MESSAGE]}
    if known is not None and field.kind is not Kind.REFERENCES:
        rule |= {
            "validate": "list",
            "source": f"='{GUIDE}'!{known.spot}",
            "error_title": field.label[:_TITLE],
            "error_message": "Nội dung này không có trong danh sách.",
            # What is not in the book yet may be new: a village, a campaign.
            "error_type": "stop" if known.closed else "warning",
        }
    elif field.kind is Kind.COUNT:
        rule |= {
            "validate": "integer", "criteria": ">=", "value": 0, "error_title": field.label[:_TITLE],
            "error_message": "Hãy ghi số nguyên, không âm, ví dụ 21.",
        }  # fmt: skip
    else:
        rule |= {"validate": "any"}
    return rule


def _write_guide(
    book: Workbook, look: Look, made: Sequence[tuple[SheetKind, Sequence[Field]]], lists: Mapping[str, Sequence[str]]
) -> dict[str, _List]:
    """What to know before filling in, and below it the lists, where the cells of the other sheets find them."""
    sheet = book.add_worksheet(GUIDE)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 104)
    sheet.print_area(0, 0, len(_SENTENCES) + 1, 0)  # what is to be read; the lists are for picking from
    title = book.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True})
    sheet.write_string(0, 0, "Cách điền tệp mẫu", title)
    for row, sentence in enumerate(_SENTENCES, 2):
        sheet.write_string(row, 0, f"{row - 1}. {sentence}", look.plain)
    labels = {_name_of(field): field for _, columns in reversed(made) for field in reversed(columns) if _name_of(field)}
    spots: dict[str, _List] = {}
    for at, (name, words) in enumerate(lists.items(), 2):
        field = labels[name]
        sheet.write_string(_LISTS_FROM, at, field.label, look.head)
        sheet.set_column(at, at, min(44, max(len(field.label) + 2, *(len(word) + 1 for word in words))))
        for row, word in enumerate(words, _LISTS_FROM + 1):
            sheet.write_string(row, at, word, look.plain)
        column, first = xl_col_to_name(at), _LISTS_FROM + 2
        closed = bool(field.choices) or name in _CLOSED
        spots[name] = _List(f"${column}${first}:${column}${first + len(words) - 1}", closed)
    return spots
