"""An argument parser whose own words are Vietnamese: the standard one speaks English only."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn


class _VietnameseFormatter(argparse.HelpFormatter):
    """Help with a Vietnamese first word."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        # An empty prefix is argparse asking for the words before a command's own arguments.
        super().add_usage(usage, actions, groups, "cách dùng: " if prefix is None else prefix)


class VietnameseParser(argparse.ArgumentParser):
    """A parser whose own words are Vietnamese too."""

    def __init__(self, **about: Any) -> None:
        super().__init__(add_help=False, formatter_class=_VietnameseFormatter, **about)
        self.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")
        self._positionals.title = "cần có"
        self._optionals.title = "tham số"

    def error(self, message: str) -> NoReturn:
        for english, vietnamese in _PARSER_WORDS:
            message = message.replace(english, vietnamese)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


_PARSER_WORDS = (
    ("the following arguments are required:", "còn thiếu:"),
    ("unrecognized arguments:", "không hiểu:"),
    ("expected one argument", "cần một giá trị"),
    ("expected at least one argument", "cần ít nhất một giá trị"),
    ("invalid choice:", "không có lựa chọn"),
    ("choose from", "hãy chọn trong"),
    ("not allowed with ", "không đi cùng "),
    ("argument ", "tham số "),
    ("ambiguous option:", "chưa rõ tham số:"),
    ("could match", "có thể là"),
    ("ignored explicit argument", "thừa giá trị"),
)
