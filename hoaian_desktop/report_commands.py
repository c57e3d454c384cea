"""The commands about figures and reports: counting a period, drawing, closing and handing in its report."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoaian_desktop import arguments
from hoaian_desktop.errors import AlreadyClosed, PrintError

if TYPE_CHECKING:
    from hoaian_desktop.indicators.figures import Figures
    from hoaian_desktop.papers import Paper
    from hoaian_desktop.rules.periods import Span
    from hoaian_desktop.store.store import Store

Say = Callable[[str], object]

_REASON = 'Bằng dòng lệnh thì ghi thêm --reason "lý do".'


def reporting(parser: argparse.ArgumentParser) -> None:
    """Which report is drawn as which file."""
    arguments.period(parser)
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="tệp .pdf, .docx hoặc .xlsx")
    parser.add_argument("--reason", metavar="TEXT", help="lý do mở lại kỳ đã chốt để chốt bản tiếp theo")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--close", action="store_true", help="chốt báo cáo thành một bản có số")
    which.add_argument("--version", dest="number", type=arguments.number, metavar="N", help="in lại bản đã chốt số N")


def submitting(parser: argparse.ArgumentParser) -> None:
    """Which report is handed in, and where its file goes."""
    arguments.period(parser)
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="tệp .pdf, hoặc thư mục nhận tệp")


def figures(store: Store, options: argparse.Namespace, say: Say) -> Figures:
    """The figures of a period as they are reported."""
    from hoaian_desktop.indicators import corrected

    span = arguments.span(options)
    found = store.read(lambda session: corrected.figures(session, span))
    _say_dissolved(store, span, say)
    return found


def show(found: Figures, span: Span) -> None:
    """Print the figures of the period, one a line."""
    from hoaian_desktop.indicators.catalogue import parts
    from hoaian_desktop.rules.numbers import show_count

    print(f"{span.label[:1].upper()}{span.label[1:]}")
    for key, _, part in parts():
        total = found.period[key].total
        print(f"{key:<22} {'—' if total is None else show_count(total):>9} {part.unit:<10} {part.name}")


def check_output(options: argparse.Namespace) -> None:
    """Refuse, before a passphrase is asked for, where the file cannot go. Raises BookError."""
    from hoaian_desktop import papers

    papers.check_output(options.output, papers.DRAWN)


def drawn(store: Store, options: argparse.Namespace, say: Say) -> Paper:
    """The report to write: closed now, an earlier version, or a draft. Raises as `papers`."""
    from hoaian_desktop import papers

    span = arguments.span(options)
    if options.close:
        try:
            paper = papers.close_report(store, span, reason=options.reason or "")
        except AlreadyClosed as error:
            raise AlreadyClosed([f"{error} {_REASON}"]) from error
    else:
        paper = store.read(lambda session: papers.paper(session, span, version=options.number))
        if paper.version is None and (faults := papers.illegible(paper.content)):
            raise PrintError("\n".join(faults))
    _say_dissolved(store, span, say)
    return paper


def written(paper: Paper, options: argparse.Namespace, say: Say) -> dict[str, Any]:
    """Write the report's file; its document."""
    from hoaian_desktop import jobs, papers

    kind = papers.check_output(options.output, papers.DRAWN)
    file = jobs.write_file(options.output, paper.file(kind))
    say(f"Đã ghi {'bản nháp' if paper.version is None else f'bản chốt số {paper.version}'}: {file}")
    return {"file": str(file), "version": paper.version, "code": paper.content.code, "name": paper.named(kind)}


def check_folder(options: argparse.Namespace) -> None:
    """Refuse, before a passphrase is asked for, where what is handed in cannot go. Raises BookError."""
    from hoaian_desktop import papers

    if not options.output.is_dir():
        papers.check_output(options.output)


def submit(store: Store, options: argparse.Namespace, say: Say) -> dict[str, Any]:
    """Hand a report in; its document. Raises as `submitting.submit`."""
    from hoaian_desktop import submitting

    span = arguments.span(options)
    sent = store.run(partial(submitting.submit, span=span, output=options.output))
    _say_dissolved(store, span, say)
    say(f"Đã ghi tệp để nộp, bản chốt số {sent.version}{' đã ký số' if sent.signed else ''}: {sent.file}")
    return {**asdict(sent), "file": str(sent.file)}


def _say_dissolved(store: Store, span: Span, say: Say) -> None:
    from hoaian_desktop import papers

    if hint := store.read(lambda session: papers.dissolved(session, span)):
        say(hint)
