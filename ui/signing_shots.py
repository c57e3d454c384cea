"""Pictures of a report's text with its live figures, and of how a closed report is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import WrongCertificatePassphrase
from hoaian_desktop.rules.live_text import Token
from hoaian_desktop.signature_facts import Certificate, SignatureState, Verified
from ui import asked_shots, waiting
from ui.session import Session

_DAYS = datetime(2023, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
_KEY = Certificate("Trần Thị Mỹ Duyên", "Đoàn xã Ân Tín", "Nơi cấp chứng thư", *_DAYS, self_signed=False)


def words(session: Session) -> Iterator[tuple[str, QWidget]]:
    """A report's text with its figures, one of them rounded, a number used twice; choosing a figure, who signs."""
    session.window.go("reports")
    tab = session.window.tab
    tab.show_step("narrative")
    waiting.settle(session.tasks)
    page = tab.narrative
    part = page.parts["accounts"]
    accounts = next(run for run in part.text.runs() if run.token == Token("2.3"))
    part.text.say(accounts, Token("2.3", style="about"))
    used = tab.state.words.numbering.used[-1]
    page.form.load({"document_number": used.number, "document_date": used.day, "form": tab.state.words.form})
    page.form.changed.emit()
    page.save()
    waiting.settle(session.tasks)
    part.text.setFocus()
    waiting.pause(60)
    yield "50-loi-van", session.window
    openers = {"51-chen-so-lieu": page.insert_figure, "52-nguoi-ky": page.change_signer.click}
    yield from asked_shots.each(session, openers)
    part.back.click()  # the next pictures are of the same book
    page.form.load({"document_number": None, "document_date": None, "form": tab.state.words.form})
    page.form.changed.emit()
    page.save()
    waiting.settle(session.tasks)


def signing(session: Session) -> Iterator[tuple[str, QWidget]]:
    """A closed report on its way to being signed, what its signature is worth, and the scan of its paper."""
    from hoaian_desktop import papers, signatures
    from hoaian_desktop.rules.periods import Span
    from hoaian_desktop.services import reporting
    from ui.dialogs import signing as dialogs
    from ui.dialogs.signatures import SignaturesDialog

    closed: list[int] = []

    def close(book: Any) -> int:
        period = reporting.ensure_period(book, Span.month(2023, 11)).id
        version = reporting.latest_version(book, period) or papers.close_period(book, period)
        if not signatures.scan_lines(book, version.id):  # the dark pictures are taken of the same book
            scan = signatures.Scan("pdf", papers.version_pdf(book, version.id))
            signatures.attach_scan(book, version.id, scan)
        return version.id

    session.tasks.run(session.window, close, done=closed.append)
    waiting.settle(session.tasks)
    sign = dialogs.open_sign(session.window, session.tasks, closed[0])
    waiting.settle(session.tasks)
    yield "46-ky-so", sign
    sign.passphrase.set_fault(str(WrongCertificatePassphrase()))
    yield "47-ky-so-sai", sign
    sign.passphrase.set_fault(None)
    sign.show_certificates([_KEY])
    yield "48-ky-so-chung-thu", sign
    sign.close()
    check = SignaturesDialog(session.window, session.tasks)
    check.open()
    check.name.setText("BC_CDS_AnTin_2023-11_v1.pdf")
    at = datetime(2023, 11, 20, 9, 15, 4).astimezone()
    whole = SignatureState(_KEY, at, intact=True, whole=True)
    check.show_found(Verified((whole, replace(whole, intact=False)), "AT-2023-11-V1"))
    waiting.pause(60)
    yield "49-chu-ky", check
    check.close()
    scans = dialogs.open_scans(session.window, session.tasks, closed[0])
    waiting.settle(session.tasks)
    yield "4a-ban-quet", scans
    scans.close()
