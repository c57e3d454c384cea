"""The secretary signs a closed report, looks at what signatures are worth, and keeps the scan of the paper."""

from __future__ import annotations

import io
from functools import partial

import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from sqlalchemy import select

from hoaian_desktop import signatures
from hoaian_desktop.records import ReportVersion
from tests.builders import a_copy
from tests.certificates import AT, ISSUER, LIBRARY, OFFICE, OWNER, PASSPHRASE, PIN, a_file, certificate, plugged_in
from tests.ui.dialogs.conftest import is_closed
from ui import waiting
from ui.dialogs import signing
from ui.dialogs.scans import ScansDialog
from ui.dialogs.sign_report import SignDialog
from ui.dialogs.signatures import SignaturesDialog


@pytest.fixture
def settle(tasks):
    return partial(waiting.settle, tasks)


@pytest.fixture
def store(closed_office, tmp_path):
    """A copy of the book in which November was closed as v1."""
    made = a_copy(closed_office, tmp_path)
    yield made
    made.close()


@pytest.fixture
def closed(store):
    """The id of a closed version of November 2023."""
    return store.read(lambda session: session.scalars(select(ReportVersion.id)).one())


@pytest.fixture
def in_front(on_screen, opened, qtbot, settle):
    """Opens a dialog over a window and waits until keys reach it."""
    window = on_screen(QWidget())

    def show(kind, *about, **more):
        dialog = opened(kind(window, *about, **more))
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=2000)
        settle()
        return dialog

    return show


@pytest.fixture
def at_the_desk(in_front, tasks, closed):
    """The dialog for signing."""
    return lambda: in_front(SignDialog, tasks, closed, now=lambda: AT)


def signed_pdf(store, closed):
    return store.read(partial(signatures.signed_pdf, version_id=closed))


def said_in(widget):
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible()]


def test_a_report_is_signed_by_keys_and_whose_certificate_it_is_is_seen_before(
    at_the_desk, store, closed, settle, tmp_path, qtbot, type_in
):
    dialog, kept = at_the_desk(), []
    dialog.signed.connect(kept.append)
    assert "BC_CDS_AnTin_2023-11_v1.pdf" in dialog.name.text()
    assert QApplication.focusWidget() is dialog.file.line
    type_in(dialog.file.line, str(a_file(tmp_path).path))
    qtbot.keyClick(dialog.file.line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.passphrase.line
    type_in(dialog.passphrase.line, PASSPHRASE)
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    settle()
    assert dialog.whose.text() == f"{OWNER} · {OFFICE}"
    assert dialog.issued.text() == f"Nơi cấp: {ISSUER}"
    assert dialog.days.sentence() == "Có giá trị: 01/01/2023 – 01/01/2030"
    assert signed_pdf(store, closed) is None
    assert (QApplication.focusWidget(), dialog.act.text().strip()) == (dialog.act, "Ký số")
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    settle()
    assert kept == [closed]
    assert is_closed(dialog)
    (found,) = signatures.verify(signed_pdf(store, closed), AT).signatures
    assert (found.owner, found.at, found.sound) == (OWNER, AT, True)


def test_where_the_certificate_was_is_remembered_and_nothing_secret(at_the_desk, settle, tmp_path):
    key, dialog = a_file(tmp_path), at_the_desk()
    dialog.file.set_path(str(key.path))
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.act.click()
    settle()
    dialog.act.click()
    settle()
    kept = QSettings()
    assert kept.value("certificate") == str(key.path)
    assert not [name for name in kept.allKeys() if PASSPHRASE in str(kept.value(name))]


@pytest.mark.parametrize("wrong", ["sai", ""])
def test_a_wrong_passphrase_is_said_under_the_line_and_the_cursor_goes_there(at_the_desk, settle, tmp_path, wrong):
    dialog = at_the_desk()
    dialog.file.set_path(str(a_file(tmp_path).path))
    dialog.passphrase.line.setText(wrong)
    dialog.act.click()
    settle()
    assert dialog.passphrase.fault().startswith("Mật khẩu của tệp chứng thư chưa đúng.")
    assert QApplication.focusWidget() is dialog.passphrase.line
    assert dialog.act.isEnabled()


def test_a_file_that_is_no_certificate_is_said_under_its_line(at_the_desk, settle, tmp_path):
    dialog = at_the_desk()
    dialog.act.click()
    assert dialog.file.fault() == "Hãy chọn tệp chứng thư."
    (tmp_path / "a.p12").write_bytes(b"no certificate")
    dialog.file.set_path(str(tmp_path / "a.p12"))
    assert dialog.file.fault() == ""
    dialog.act.click()
    settle()
    assert dialog.file.fault().startswith("Tệp này không phải là chứng thư số.")
    assert QApplication.focusWidget() is dialog.file.line


def test_an_expired_certificate_is_shown_as_such_and_does_not_sign(at_the_desk, store, closed, settle, tmp_path):
    dialog = at_the_desk()
    dialog.file.set_path(str(a_file(tmp_path, certificate(2020, 2022)).path))
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.act.click()
    settle()
    assert dialog.days.sentence() == "Chứng thư không còn hoặc chưa đến hạn dùng: 01/01/2020 – 01/01/2022."
    assert not dialog.act.isEnabled()
    dialog.passphrase.line.setText("")
    dialog.passphrase.changed.emit()
    assert dialog.act.isEnabled()
    assert signed_pdf(store, closed) is None


def test_what_is_typed_anew_is_looked_at_anew(at_the_desk, settle, tmp_path, type_in):
    dialog = at_the_desk()
    dialog.file.set_path(str(a_file(tmp_path).path))
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.act.click()
    settle()
    assert dialog.shown.isVisible()
    type_in(dialog.passphrase.line, "x")
    assert not dialog.shown.isVisible()
    assert dialog.act.text().strip() == "Xem chứng thư"


def test_a_version_signed_already_says_so_and_cannot_be_signed_again(at_the_desk, store, closed, tmp_path):
    signatures.sign_version(store, closed, a_file(tmp_path), lambda: AT)
    dialog = at_the_desk()
    assert "Bản v1 đã được ký số" in dialog.strip.text()
    assert not dialog.act.isEnabled()


@pytest.mark.skipif(LIBRARY is None, reason="SoftHSM is not installed")
def test_a_report_is_signed_with_the_token_after_a_wrong_pin(at_the_desk, store, closed, settle, tmp_path):
    dialog = at_the_desk()
    dialog.by_token.click()
    dialog.act.click()
    assert dialog.library.fault() == "Hãy chọn tệp thư viện."
    dialog.library.set_path(str(LIBRARY))
    dialog.act.click()
    assert dialog.pin.fault() == "Hãy nhập mã PIN của USB ký số."
    with plugged_in(tmp_path):
        for pin in ("99999", PIN):
            dialog.pin.line.setText(pin)
            dialog.act.click()
            settle()
            assert bool(dialog.pin.fault().startswith("Mã PIN chưa đúng.")) is (pin != PIN)
            dialog.pin.set_fault(None)
        dialog.act.click()
        settle()
    assert signatures.verify(signed_pdf(store, closed), AT).signatures[0].sound
    assert QSettings().value("token_library") == str(LIBRARY)


# ── Checking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_any_report_is_checked_and_each_fact_stands_for_itself(tasks, store, closed, settle, tmp_path, in_front):
    pdf = signatures.sign_version(store, closed, a_file(tmp_path), lambda: AT)
    path = tmp_path / "nhan.pdf"
    path.write_bytes(pdf)
    dialog = in_front(SignaturesDialog, tasks, now=lambda: AT)
    dialog.check_file(path)
    settle()
    assert dialog.name.text() == "nhan.pdf · mã báo cáo AT-2023-11-V1"
    said = said_in(dialog)
    assert f"{OWNER} · {OFFICE}" in said
    assert "Báo cáo nguyên vẹn từ khi ký; chữ ký bao trùm toàn bộ tệp." in said
    assert f"Chứng thư do {ISSUER} cấp; máy này chưa biết nơi cấp đó." in said
    path.write_bytes(pdf.replace(b"/Tinos", b"/Tanos", 1) if b"/Tinos" in pdf else pdf[:900] + b"x" + pdf[901:])
    dialog.check_file(path)
    settle()
    assert "Báo cáo đã bị sửa hoặc hỏng sau khi ký. Hãy xin lại tệp từ nơi gửi." in said_in(dialog)


def test_a_report_nobody_signed_says_so(tasks, closed, settle, opened):
    dialog = signing.open_signatures(None, tasks, closed)
    settle()
    assert dialog.verdict.sentence() == "Tệp này không có chữ ký số."
    opened(dialog)


def test_what_is_no_pdf_is_said(tasks, settle, tmp_path, in_front):
    (tmp_path / "anh.pdf").write_bytes(b"GIF89a")
    dialog = in_front(SignaturesDialog, tasks)
    dialog.check_file(tmp_path / "anh.pdf")
    settle()
    assert dialog.verdict.sentence().startswith("Tệp này không phải là PDF")


# ── Scans ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def a_picture(folder, name="quet.png", shade=255):
    target = io.BytesIO()
    Image.new("L", (60, 84), shade).save(target, "png")
    (folder / name).write_bytes(target.getvalue())
    return folder / name


@pytest.fixture
def choose(monkeypatch):
    """Answers the system's own window, which no test can press keys in."""

    def answer(path, method="getOpenFileName"):
        monkeypatch.setattr(QFileDialog, method, lambda *_, **__: (str(path), ""))

    return answer


def test_the_scan_of_the_paper_is_attached_looked_at_and_saved(tasks, closed, settle, tmp_path, opened, choose):
    choose(a_picture(tmp_path))
    told = []
    dialog = opened(signing.attach_scan(None, tasks, closed, told.append))
    settle()
    assert told == [closed]
    assert dialog.table.item(0, 0).text() == "BC_CDS_AnTin_2023-11_v1_scan.png"
    assert dialog.table.item(0, 4).text() == "đang dùng"
    assert dialog.view.pages() == 1
    choose(tmp_path / "luu.png", "getSaveFileName")
    dialog.save.click()
    settle()
    assert (tmp_path / "luu.png").read_bytes() == (tmp_path / "quet.png").read_bytes()
    assert dialog.notice.sentence() == "Đã lưu luu.png."


def test_a_scan_is_replaced_and_put_aside_and_stays_in_the_history(tasks, closed, settle, tmp_path, in_front, choose):
    dialog = in_front(ScansDialog, tasks, closed)
    assert dialog.notice.sentence().startswith("Chưa có bản quét nào.")
    dialog.take_in(a_picture(tmp_path))
    settle()
    choose(a_picture(tmp_path, "moi.png", 200))
    dialog.swap.click()
    settle()
    assert [dialog.table.item(at, 4).text().split()[0] for at in range(2)] == ["đang", "đã"]
    dialog.table.selectRow(0)
    dialog.drop.click()
    settle()
    assert [dialog.table.item(at, 4).text().split()[0] for at in range(2)] == ["đã", "đã"]
    assert not dialog.swap.isEnabled() and not dialog.drop.isEnabled()
    assert dialog.save.isEnabled()  # what was put aside can still be looked at


def test_what_is_no_scan_is_refused_with_its_sentence(tasks, closed, settle, tmp_path, in_front):
    (tmp_path / "a.pdf").write_bytes(b"PK")
    dialog = in_front(ScansDialog, tasks, closed)
    dialog.take_in(tmp_path / "a.pdf")
    settle()
    assert dialog.notice.sentence() == "Tệp này không phải là bản quét. Hãy chọn tệp PDF, JPEG hoặc PNG."
