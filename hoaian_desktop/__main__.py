"""The command line: what the window can do to a book, a command can do too. No Qt is needed here.

Exit 0 done, 1 refused with a sentence on stderr, 2 not understood. `--json` prints one document to stdout and nothing
else.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from hoaian_desktop import __version__, arguments, signing_commands
from hoaian_desktop.errors import AlreadyClosed, AnotherBook, BookError, HoaiAnError, PrintError
from hoaian_desktop.vietnamese_parser import VietnameseParser

# Everything heavy is imported by the command that needs it: --help answers at once.
if TYPE_CHECKING:
    from hoaian_desktop.rules.periods import Span
    from hoaian_desktop.store.book import OpenBook

PASSPHRASE = "HOAIAN_PASSPHRASE"
_LATER = "Báo cáo dạng {ending} sẽ có ở phiên bản sau. Hãy ghi ra tệp .pdf."
_FORCE = "Nếu đúng là muốn thay sổ đó, ghi thêm --force; sổ đó được giữ lại thành một bản sao."
_REASON = 'Bằng dòng lệnh thì ghi thêm --reason "lý do".'
_NO_PASSPHRASE = f"Chưa có mật khẩu. Hãy đặt biến môi trường {PASSPHRASE} hoặc gõ mật khẩu khi được hỏi."


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _speak_utf8(sys.stdout, sys.stderr)
    parser = _parser()
    options = parser.parse_args(words)
    try:
        result: int = options.run(options)
        sys.stdout.flush()  # whoever reads may be gone: that is noticed here, not at the interpreter's end
    except HoaiAnError as error:
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        _say("Đã dừng theo yêu cầu.")
        return 1
    except BrokenPipeError:
        return _unheard()
    return result


# ── Commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _new(options: argparse.Namespace) -> int:
    from hoaian_desktop import jobs, papers

    given = {"superior": options.superior, "secretary": options.secretary, "since": options.since}
    values = {name: value for name, value in given.items() if value}
    jobs.unit_entry(options.unit)
    if options.recovery_sheet:
        papers.check_output(options.recovery_sheet)
    book, code = jobs.new_book(options.book, _passphrase(new=True), options.unit, values)
    _close(book, wrote=True)
    _say(f"Đã tạo sổ trong {options.book}.")
    _say(f"Mã khôi phục (chỉ hiện một lần, hãy ghi ra giấy và cất có khóa): {code}")
    sheet = None
    if options.recovery_sheet:
        sheet = jobs.write_file(options.recovery_sheet, jobs.recovery_sheet(options.unit, code, date.today()))
        _say(f"Đã ghi phiếu khôi phục: {sheet}. Hãy in ra rồi xóa tệp này.")
    if options.json:
        _print({"book": str(options.book), "unit": options.unit, "recovery_sheet": sheet and str(sheet)})
    return 0


def _practice(options: argparse.Namespace) -> int:
    from functools import partial

    from hoaian_desktop import practice
    from hoaian_desktop.practice.shares import shares_of
    from hoaian_desktop.store import book as books

    shares_of(options.unit)
    passphrase = os.environ.get(PASSPHRASE)
    if not passphrase:
        passphrase = practice.PASSPHRASE
        _say(f"Mật khẩu của sổ thực hành: {passphrase}")
    book, _ = books.create(options.book, passphrase=passphrase, user_name=practice.SECRETARY)
    with _closing(book, wrote=True):
        book.store.run(partial(practice.fill, unit_key=options.unit, slot=book.slot))
    _say(f"Đã tạo sổ thực hành với dữ liệu mẫu trong {options.book}.")
    if options.json:
        _print({"book": str(options.book), "unit": options.unit})
    return 0


def _import(options: argparse.Namespace) -> int:
    from hoaian_desktop import taking_in

    with _opened(options.book, wrote=not options.dry_run) as book:
        taken = taking_in.take_in(book.store, options, date.today(), _say)
    if options.json and taken.accounts:
        _print(taken.document)
    return 1 if taken.refused else 0


def _imports(options: argparse.Namespace) -> int:
    from hoaian_desktop import taking_in

    with _opened(options.book) as book:
        found = taking_in.imports(book.store, (lambda _: None) if options.json else print)
    if options.json:
        _print(found)
    return 0


def _undo_import(options: argparse.Namespace) -> int:
    from hoaian_desktop import taking_in

    with _opened(options.book, wrote=True) as book:
        after = taking_in.take_back(book.store, options.batch, _say, force=options.force)
    if options.json:
        _print(after)
    return 0


def _export(options: argparse.Namespace) -> int:
    from hoaian_desktop import handing_out

    with _opened(options.book, wrote=options.unmasked) as book:
        account = handing_out.by_command(book.store, options)
    _say(account["said"])
    if options.json:
        _print({name: value for name, value in account.items() if name != "said"})
    return 0


def _figures(options: argparse.Namespace) -> int:
    from hoaian_desktop.indicators import corrected, published

    span = arguments.span(options)
    with _opened(options.book) as book:
        figures = book.store.read(lambda session: corrected.figures(session, span))
        _say_dissolved(book, span)
    if options.json:
        _print(published.document(figures))
        return 0
    from hoaian_desktop.indicators.catalogue import parts
    from hoaian_desktop.rules.numbers import show_count

    print(f"{span.label[:1].upper()}{span.label[1:]}")
    for key, _, part in parts():
        total = figures.period[key].total
        print(f"{key:<22} {'—' if total is None else show_count(total):>9} {part.unit:<10} {part.name}")
    return 0


def _report(options: argparse.Namespace) -> int:
    from hoaian_desktop import jobs, papers

    span, ending = arguments.span(options), options.output.suffix.lower()
    if ending != ".pdf":
        raise HoaiAnError(_LATER.format(ending=ending or "này"))
    papers.check_output(options.output)
    with _opened(options.book, wrote=options.close) as book:
        if options.close:
            try:
                paper = papers.close_report(book.store, span, reason=options.reason or "")
            except AlreadyClosed as error:
                raise AlreadyClosed([f"{error} {_REASON}"]) from error
        else:
            paper = book.store.read(lambda session: papers.paper(session, span, version=options.number))
            if paper.version is None and (faults := papers.illegible(paper.content)):
                raise PrintError("\n".join(faults))
        _say_dissolved(book, span)
    pdf = jobs.write_file(options.output, paper.pdf())
    _say(f"Đã ghi {'bản nháp' if paper.version is None else f'bản chốt số {paper.version}'}: {pdf}")
    if options.json:
        _print({"file": str(pdf), "version": paper.version, "code": paper.content.code, "name": paper.file_name})
    return 0


def _sign(options: argparse.Namespace) -> int:
    with _opened(options.book, wrote=True) as book:
        account = signing_commands.sign(book.store, options)
    _say(account.pop("said"))
    if options.json:
        _print(account)
    return 0


def _verify(options: argparse.Namespace) -> int:
    sound, account = signing_commands.verify(options.file, (lambda _: None) if options.json else print)
    if options.json:
        _print(account)
    return 0 if sound else 1


def _backup(options: argparse.Namespace) -> int:
    from hoaian_desktop import jobs

    with _opened(options.book) as book:
        copy = jobs.back_up(book, options.to)
    _say(f"Đã sao lưu và kiểm tra: {copy}")
    if options.json:
        _print({"file": str(copy)})
    return 0


def _restore(options: argparse.Namespace) -> int:
    from hoaian_desktop import jobs

    try:
        jobs.restore(options.source, options.book, _passphrase(), over_another=options.force)
    except AnotherBook as error:
        raise AnotherBook(f"{error} {_FORCE}") from error
    _say(f"Đã phục hồi sổ vào {options.book}.")
    if options.json:
        _print({"book": str(options.book)})
    return 0


def _check(options: argparse.Namespace) -> int:
    from hoaian_desktop import jobs

    account = jobs.check(options.book, _passphrase())
    for finding in account["findings"]:
        _say(finding["message"])
    if account["ok"]:
        _say("Sổ lành lặn.")
    if options.json:
        _print(account)
    return 0 if account["ok"] else 1


def _migrate(options: argparse.Namespace) -> int:
    from hoaian_desktop.store import migrate

    with _opened(options.book):
        pass  # opening makes a copy and brings the book to the newest revision
    _say("Sổ đã ở phiên bản mới nhất.")
    if options.json:
        _print({"book": str(options.book), "revision": migrate.head()})
    return 0


# ── Words of the command line ────────────────────────────────────────────────────────────────────────────────────────


def _parser() -> argparse.ArgumentParser:
    parser = VietnameseParser(
        prog="hoaian_desktop",
        description="Sổ chuyển đổi số của cán bộ Đoàn, dùng bằng dòng lệnh.",
        epilog=f"Mật khẩu lấy từ biến môi trường {PASSPHRASE}, nếu không có thì được hỏi.",
    )
    parser.add_argument("--version", action="version", version=__version__, help="hiện phiên bản")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", required=True, title="các lệnh")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], words: str, *, book: bool = True
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")
        command.set_defaults(run=run)
        if book:
            command.add_argument("--book", type=Path, required=True, metavar="DIR", help="thư mục của sổ")
        command.add_argument("--json", action="store_true", help="in một tài liệu JSON ra stdout")
        return command

    new = add("new", _new, "tạo sổ mới")
    new.add_argument("--unit", required=True, metavar="ID", help="mã đơn vị, ví dụ old-21703 hoặc new-21703")
    new.add_argument("--superior", metavar="NAME", help="cơ quan cấp trên trên đầu văn bản")
    new.add_argument("--secretary", metavar="NAME", required=False, help="họ và tên người ký")
    new.add_argument("--since", type=arguments.day, metavar="DATE", help="mốc lũy kế, năm-tháng-ngày")
    new.add_argument("--recovery-sheet", type=Path, metavar="FILE", help="ghi phiếu khôi phục ra tệp PDF này để in")

    practice = add("practice", _practice, "tạo sổ thực hành với dữ liệu mẫu")
    practice.add_argument("--unit", default="old-21703", metavar="ID", help="mã đơn vị; old-544 là cả huyện")

    taking = add("import", _import, "nhập số liệu từ tệp Excel")
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tệp .xlsx hoặc .xls, hoặc cả thư mục")
    taking.add_argument("--sheet", metavar="NAME", help="chỉ nhập trang tính này")
    taking.add_argument("--kind", metavar="KIND", help="loại dữ liệu của trang tính, khi chương trình không tự nhận ra")
    taking.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi vào sổ")
    taking.add_argument("--rejected", type=Path, metavar="FILE", help="ghi các dòng lỗi kèm lý do ra tệp .xlsx này")
    taking.add_argument("--as-is", action="store_true", help="giữ nguyên chữ gõ bằng phông cũ (TCVN3, VNI)")
    add("imports", _imports, "liệt kê các lần nhập")
    undoing = add("undo-import", _undo_import, "hoàn tác đúng một lần nhập")
    undoing.add_argument("batch", type=arguments.number, metavar="BATCH", help="số của lần nhập, xem lệnh imports")
    undoing.add_argument("--force", action="store_true", help="hoàn tác cả mục đã sửa sau khi nhập")

    arguments.exporting(add("export", _export, "xuất danh sách ra tệp Excel hoặc .csv"))
    arguments.period(add("figures", _figures, "đếm các chỉ tiêu của một kỳ"))

    report = add("report", _report, "ghi báo cáo của một kỳ ra tệp")
    arguments.period(report)
    report.add_argument("--output", type=Path, required=True, metavar="FILE", help="tệp .pdf")
    report.add_argument("--reason", metavar="TEXT", help="lý do mở lại kỳ đã chốt để chốt bản tiếp theo")
    which = report.add_mutually_exclusive_group()
    which.add_argument("--close", action="store_true", help="chốt báo cáo thành một bản có số")
    which.add_argument("--version", dest="number", type=arguments.number, metavar="N", help="in lại bản đã chốt số N")

    signing_commands.signing(add("sign", _sign, "ký số bản báo cáo đã chốt của một kỳ"))
    verify = add("verify", _verify, "kiểm tra chữ ký số của một tệp báo cáo", book=False)
    verify.add_argument("file", type=Path, metavar="FILE", help="tệp .pdf")

    backup = add("backup", _backup, "sao lưu sổ vào một tệp mã hóa")
    backup.add_argument("--to", type=Path, metavar="FILE", help="tệp hoặc thư mục nhận bản sao")

    restore = add("restore", _restore, "phục hồi sổ từ bản sao lưu")
    restore.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE", help="tệp .hoaian")
    restore.add_argument("--force", action="store_true", help="thay cả khi trong thư mục là sổ khác")

    add("check", _check, "kiểm tra sổ có lành lặn không")
    add("migrate", _migrate, "đưa sổ lên phiên bản mới nhất")
    return parser


# ── Speaking and opening ─────────────────────────────────────────────────────────────────────────────────────────────


def _in_utf8() -> None:
    """Begin again in UTF-8 where the locale knows only ASCII (LC_ALL=C): names, folders and passphrases are not."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and not getattr(sys, "frozen", False):
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _speak_utf8(*streams: TextIO) -> None:
    """Whatever code page the console has: Vietnamese goes out as UTF-8, and JSON is read by other programs."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _unheard() -> int:
    """Whoever read stdout has had enough, as `head` does: end quietly, and leave nothing to be flushed."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _print(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))


def _passphrase(*, new: bool = False) -> str:
    """From the environment, otherwise asked for; twice where it is new. Raises BookError if there is nobody to ask."""
    given = os.environ.get(PASSPHRASE, "")
    if given.strip():
        return given
    if not sys.stdin.isatty():
        raise BookError(_NO_PASSPHRASE)
    typed = getpass.getpass("Mật khẩu: ")
    if not typed.strip():
        raise BookError(_NO_PASSPHRASE)
    if new and typed != getpass.getpass("Nhập lại mật khẩu: "):
        raise BookError("Hai lần nhập không giống nhau. Hãy làm lại.")
    return typed


@contextmanager
def _opened(folder: Path, *, wrote: bool = False) -> Iterator[OpenBook]:
    from hoaian_desktop.store import book as books

    with _closing(books.open_book(folder, _passphrase()), wrote=wrote) as book:
        yield book


@contextmanager
def _closing(book: OpenBook, *, wrote: bool) -> Iterator[OpenBook]:
    try:
        yield book
    except BaseException:
        book.close(copy=False)
        raise
    _close(book, wrote=wrote)


def _close(book: OpenBook, *, wrote: bool) -> None:
    """Let the book go; after writing a copy is made, and if that fails the work itself is done all the same."""
    try:
        book.close(copy=wrote)
    except BookError as error:
        _say(f"Chưa tạo được bản sao lưu khi đóng sổ. {error}")


def _say_dissolved(book: OpenBook, span: Span) -> None:
    from hoaian_desktop import papers

    if hint := book.store.read(lambda session: papers.dissolved(session, span)):
        _say(hint)


if __name__ == "__main__":
    _in_utf8()
    sys.exit(main())
