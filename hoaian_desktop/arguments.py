"""Arguments that several commands have, or that need more than a line; what is typed wrongly is told in a sentence."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hoaian_desktop.errors import HoaiAnError

if TYPE_CHECKING:
    from hoaian_desktop.rules.periods import Span

_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # a period needs one before it and one after
_ORDER = "Ngày bắt đầu sau ngày kết thúc. Hãy đổi lại --from và --to."


def period(parser: argparse.ArgumentParser) -> None:
    """Two days, both included."""
    parser.add_argument("--from", dest="first", type=day, required=True, metavar="DATE", help="ngày đầu, 2023-11-01")
    parser.add_argument("--to", dest="last", type=day, required=True, metavar="DATE", help="ngày cuối, 2023-11-30")


def span(options: argparse.Namespace) -> Span:
    """The days of `period`. Raises HoaiAnError."""
    from hoaian_desktop.rules.periods import Span

    if options.first > options.last:
        raise HoaiAnError(_ORDER)
    return Span(options.first, options.last)


def taking_in(parser: argparse.ArgumentParser) -> None:
    """Which files come in, and what becomes of what is not sound."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tệp .xlsx hoặc .xls, hoặc cả thư mục")
    parser.add_argument("--sheet", metavar="NAME", help="chỉ nhập trang tính này")
    parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi vào sổ")
    parser.add_argument("--rejected", type=Path, metavar="FILE", help="ghi các dòng lỗi kèm lý do ra tệp .xlsx này")
    parser.add_argument("--as-is", action="store_true", help="giữ nguyên chữ gõ bằng phông cũ (TCVN3, VNI)")


def exporting(parser: argparse.ArgumentParser) -> None:
    """Which lists go where, and how much of them."""
    kinds = "activations, volunteers, teams, members, tallies, events, influencers, targets, yum …"
    parser.add_argument("kinds", nargs="+", metavar="KIND", help=f"danh sách: {kinds}; mỗi danh sách một trang")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="tệp .xlsx hoặc .csv")
    parser.add_argument("--unmasked", action="store_true", help="ghi đủ số định danh, điện thoại; được ghi vào nhật ký")
    parser.add_argument("--archived", action="store_true", help="cả các mục đã lưu trữ")
    parser.add_argument("--template", action="store_true", help="tệp mẫu trống để điền, không có số liệu")


def day(text: str) -> date:
    """A day as ISO."""
    try:
        found = date.fromisoformat(text)
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise ValueError(text)
        return found
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải là ngày; hãy ghi như 2023-11-30") from None


def number(text: str) -> int:
    """The number of a closed version, or of an import."""
    if text.isascii() and text.isdecimal() and 0 < int(text) < 10_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” không phải là số của bản chốt, lần nhập; hãy ghi như 1")
