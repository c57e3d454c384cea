"""Pictures of what happens to reports: one is corrected, one comes back, is opened again, compared and replaced."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from hoaian_desktop.records import Activation
from hoaian_desktop.services import lists
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Filter, Query, in_days
from ui import waiting
from ui.asked_shots import asked
from ui.session import Session
from ui.tabs.report_table import PERIOD
from ui.tabs.reports import ReportsTab

LATE = 5  # records put aside after their month was closed


def walk(session: Session) -> Iterator[tuple[str, QWidget]]:
    """Names and windows, in the order of a report's life; writes into the practice book."""
    session.window.go("reports")
    waiting.settle(session.tasks)
    tab = session.window.tab
    yield from _corrected(session, tab)
    _look_at(session, tab, 11)
    yield from _sent_back(session, tab)
    yield from _replaced(session, tab)
    session.tasks.run(session.window, _come_late)
    _look_at(session, tab, 12)
    _step(session, tab, "check")
    yield "56-phat-sinh", session.window


def _corrected(session: Session, tab: ReportsTab) -> Iterator[tuple[str, QWidget]]:
    dialog = _correct(session, tab, 35, "Bổ sung đợt lưu động tại chợ Ân Tín, phiếu giấy chưa nhập")
    yield "50-sua-so", dialog
    dialog.save()
    waiting.settle(session.tasks)
    yield "51-so-da-sua", session.window


def _sent_back(session: Session, tab: ReportsTab) -> Iterator[tuple[str, QWidget]]:
    _step(session, tab, "close")
    versions = tab.closing.versions
    versions.reveal = bool
    with tempfile.TemporaryDirectory(prefix="hoaian-", ignore_cleanup_errors=True) as folder:
        versions.submit_to(versions.table.current(), Path(folder))
        waiting.settle(session.tasks)
    dialog = asked(session, versions.buttons["return"].click, "của báo cáo")
    dialog.editor.set_value("Biểu 01 thiếu số liệu của thôn Năng An; mục II chưa nêu nguyên nhân.")
    yield "52-tra-lai", dialog
    dialog.agree_button.click()
    waiting.settle(session.tasks)


def _replaced(session: Session, tab: ReportsTab) -> Iterator[tuple[str, QWidget]]:
    dialog = asked(session, tab.closing.ask_why, "của báo cáo")
    dialog.editor.set_value("Huyện đoàn trả lại: thiếu số liệu thôn Năng An")
    yield "53-mo-lai", dialog
    dialog.agree_button.click()
    waiting.settle(session.tasks)
    _correct(session, tab, 35, "Bổ sung 8 người của thôn Năng An").save()
    waiting.settle(session.tasks)
    _step(session, tab, "close")
    dialog = asked(session, tab.closing.compare_button.click, "của báo cáo")
    yield "54-so-sanh", dialog
    dialog.close()
    for late in tab.state.late if tab.state else ():  # other pictures were taken of this book before
        tab.check.late.leave_wanted.emit(late)
        waiting.settle(session.tasks)
    tab.closing.close_wanted.emit()
    waiting.settle(session.tasks)
    yield "55-cac-ban", session.window


def _correct(session: Session, tab: ReportsTab, value: int, reason: str) -> Any:
    """The dialog of a correction, filled."""
    _step(session, tab, "figures")
    table = tab.figures.table
    row = next(at for at, line in enumerate(table.figures.lines) if line.key == "2.2")
    table.setCurrentIndex(table.figures.index(row, PERIOD))
    dialog = asked(session, tab.figures.correct, "của báo cáo")
    dialog.form.load({"value": value, "reason": reason})
    return dialog


def _step(session: Session, tab: ReportsTab, step: str) -> None:
    tab.show_step(step)
    waiting.settle(session.tasks)


def _look_at(session: Session, tab: ReportsTab, month: int) -> None:
    tab.periods.pick(next(line.id for line in tab.periods.lines if line.span.first.month == month))
    waiting.settle(session.tasks)


def _come_late(book: Any) -> None:
    """Put some records of a closed month aside, after it was closed."""
    october = in_days(date(2023, 10, 1), date(2023, 10, 31))
    found = lists.find(book, ACTIVATIONS, Query(filters=(Filter("status", "activated"), october)))
    for id_ in list(found.ids)[:LATE]:
        book.get_one(Activation, id_).archived = True
