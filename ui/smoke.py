"""A short life of the whole program: does everything that only fails in a built one. Exit 0 if all went well."""

from __future__ import annotations

import sys
import tempfile
import threading
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from hoaian_desktop import logs
from hoaian_desktop.progress import Progress
from hoaian_desktop.rules.periods import Span
from ui import app, printing, sample, trial, waiting
from ui.session import Session
from ui.waiting import NeverHappened

NAME = "Tổ thử máy"


class _Faults(AbstractContextManager["_Faults"]):
    """Whatever goes wrong inside, on any thread: told on stderr by kind and place, never by value, and remembered."""

    def __init__(self) -> None:
        self.any = False

    def take(self, error: BaseException, trace: TracebackType | None = None) -> None:
        """Tell of one fault."""
        self.any = True
        # The words of other errors may repeat what stands in a field; these name a fact of this file.
        words = f": {error}" if isinstance(error, NeverHappened) else ""
        print(f"{logs.without_values(error, trace)}{words}", file=sys.stderr, flush=True)

    def __enter__(self) -> _Faults:
        # Slots and tasks have no caller: what they raise comes to the hooks.
        sys.excepthook = lambda kind, error, trace: self.take(error, trace)
        threading.excepthook = lambda args: self.take(args.exc_value or args.exc_type(), args.exc_traceback)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        if isinstance(error, Exception):
            self.take(error, trace)
        return isinstance(error, Exception)


def run(folder: Path) -> int:
    """Open every tab, add a record, print a report into `folder`, close; returns the exit code."""
    folder = folder.resolve()
    with _Faults() as faults, tempfile.TemporaryDirectory(prefix="hoaian-", ignore_cleanup_errors=True) as room:
        folder.mkdir(parents=True, exist_ok=True)
        qt = app.application(sys.argv[:1], keep=Path(room))
        with trial.opened(qt, Path(room) / sample.NAME) as session:
            _open_every_tab(session, folder)
            _add_a_team(session)
            _print_a_report(session, folder)
    return 1 if faults.any else 0


def _open_every_tab(session: Session, folder: Path) -> None:
    for at, tab in enumerate(session.window.tabs):
        session.window.show_tab(at)
        waiting.settle(session.tasks)
        trial.picture(session.window, folder / f"{at + 1:02d}-{tab.guide}.png")


def _add_a_team(session: Session) -> None:
    from hoaian_desktop.services import lists
    from hoaian_desktop.services.listings import TEAMS
    from hoaian_desktop.services.lists import Query

    session.window.go("teams")
    page = session.window.tab.page
    page.add_new()
    waiting.settle(session.tasks)
    page.form_panel.form.editors["name"].set_value(NAME)
    page.form_panel.form.editors["started"].set_value(sample.TODAY)
    page.save()
    waiting.settle(session.tasks)
    found = session.book.store.read(partial(lists.count, listing=TEAMS, query=Query(text=NAME)))
    if found != 1:
        raise NeverHappened(f"Có {found} tổ tên “{NAME}” sau khi thêm một tổ.")


def _print_a_report(session: Session, folder: Path) -> None:
    from hoaian_desktop import papers

    paper = session.book.store.read(partial(papers.paper, span=Span.month(2023, 11)))
    pdf = paper.pdf()
    papers.save_report(pdf, folder, paper.file_name)
    printer = printing.new_printer(paper.file_name)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printed = folder / "da-in.pdf"
    printer.setOutputFileName(str(printed))
    if printing.print_pdf(pdf, printer, Progress()) < 1 or printed.stat().st_size < 1000:
        raise NeverHappened("Máy in không nhận trang nào.")
    if QImage(str(folder / "01-tong-quan.png")).isNull():
        raise NeverHappened("Ảnh cửa sổ không đọc lại được.")
