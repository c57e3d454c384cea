"""`python -m ui`: the window. Everything else is for trying, showing and testing it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.smoke:
        from ui import smoke

        return smoke.run(options.smoke)
    if options.headless_month:
        from ui import month

        return month.run(options.headless_month)
    if options.shots:
        from ui import shots

        return shots.run(options.shots)
    if options.demo:
        from ui import demo

        return demo.run()
    from ui import app

    return app.run(app.application(sys.argv[:1]), options.book)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ui", description="Sổ chuyển đổi số của cán bộ Đoàn.", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")
    parser.add_argument("book", nargs="?", type=Path, help="thư mục của sổ cần mở")
    parser.add_argument("--demo", action="store_true", help="mở sổ mẫu tạm, xóa khi thoát")
    parser.add_argument(
        "--headless-month", type=Path, metavar="DIR", help="làm báo cáo tháng của sổ mẫu vào DIR, không cần màn hình"
    )
    parser.add_argument("--shots", type=Path, metavar="DIR", help="chụp mọi thẻ và hộp thoại vào DIR")
    parser.add_argument("--smoke", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
