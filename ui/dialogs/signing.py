"""What pages and menus call when a version is to be signed, checked, or has its scan looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from hoaian_desktop import signatures
from ui.dialogs.scans import KINDS, ScansDialog
from ui.dialogs.sign_report import SignDialog
from ui.dialogs.signatures import SignaturesDialog
from ui.tasks import Tasks

Done = Callable[[int], object]  # gets the version's id


def open_sign(parent: QWidget | None, tasks: Tasks, version_id: int, done: Done | None = None) -> SignDialog:
    """Ask for a certificate and sign a closed version; `done` once the signed file is in the book."""
    dialog = SignDialog(parent, tasks, version_id)
    if done is not None:
        dialog.signed.connect(done)
    dialog.open()
    return dialog


def open_signatures(parent: QWidget | None, tasks: Tasks, version_id: int) -> SignaturesDialog:
    """Check the signature of a version's signed file."""
    dialog = SignaturesDialog(parent, tasks)
    dialog.open()
    tasks.read(dialog, partial(_signed_file, version_id=version_id), done=lambda file: dialog.check(*file))
    return dialog


def open_scans(parent: QWidget | None, tasks: Tasks, version_id: int, done: Done | None = None) -> ScansDialog:
    """Look at the scans of a version, attach, replace, put aside; `done` after each change."""
    dialog = ScansDialog(parent, tasks, version_id)
    if done is not None:
        dialog.changed.connect(done)
    dialog.open()
    return dialog


def attach_scan(parent: QWidget | None, tasks: Tasks, version_id: int, done: Done | None = None) -> ScansDialog | None:
    """Ask for the scan of the signed, stamped paper and keep it with the version; None if no file was chosen."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Chọn bản quét", str(Path.home()), KINDS)
    if not chosen:
        return None
    dialog = open_scans(parent, tasks, version_id, done)
    dialog.take_in(Path(chosen))
    return dialog


def check_a_file(parent: QWidget, tasks: Tasks) -> SignaturesDialog | None:
    """Ask for a PDF and check its signatures; None if no file was chosen."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Chọn báo cáo", str(Path.home()), "Báo cáo (*.pdf)")
    if not chosen:
        return None
    dialog = SignaturesDialog(parent, tasks)
    dialog.open()
    dialog.check_file(Path(chosen))
    return dialog


def _signed_file(session: Any, *, version_id: int) -> tuple[str, bytes]:
    """Name and content: the signed file, or the closed one, of which it is then said that nobody signed it."""
    from hoaian_desktop import papers

    kept = signatures.signed_pdf(session, version_id)
    return signatures.file_name(session, version_id), kept or papers.version_pdf(session, version_id)
