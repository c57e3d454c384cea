"""A closed version is signed once; the scan of its stamped paper is kept with it and never thrown away."""

from __future__ import annotations

import hashlib
import io
from functools import partial

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from hoaian_desktop import papers, signatures
from hoaian_desktop.errors import GoneError, NotReady, ScanRefused, WrongCertificatePassphrase
from hoaian_desktop.records import Office, ReportVersion, VersionFile
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import reporting, scans, version_files, versions
from hoaian_desktop.signature_facts import CertificateFile
from tests.builders import a_copy
from tests.certificates import AT, OWNER, a_file
from tests.reports.papers import the_report

OCTOBER, NOVEMBER = Span.month(2023, 10), Span.month(2023, 11)


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


def _close(session, reason=""):
    period = reporting.ensure_period(session, NOVEMBER)
    if reason:
        versions.reopen(session, period.id, reason)
    return papers.close_period(session, period.id).id


def a_scan(kind="png", size=(60, 84), **how):
    """A picture as a scanner gives it."""
    target = io.BytesIO()
    Image.new("L", size, 255).save(target, kind, **how)
    return target.getvalue()


def put(folder, content, name="anh chup 21.1.jpg"):
    path = folder / name
    path.write_bytes(content)
    return path


# ── Signing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_signed_is_kept_beside_what_it_was(store, closed, tmp_path):
    pdf = signatures.sign_version(store, closed, a_file(tmp_path), lambda: AT)
    lines = store.read(partial(version_files.listed, version_id=closed))
    assert [(line.kind, line.name) for line in lines] == [
        ("pdf", "BC_CDS_AnTin_2023-11_v1.pdf"),
        ("docx", "BC_CDS_AnTin_2023-11_v1.docx"),
        ("xlsx", "BC_CDS_AnTin_2023-11_v1.xlsx"),
        ("signed", "BC_CDS_AnTin_2023-11_v1.pdf"),
    ]
    assert lines[-1].digest == hashlib.sha256(pdf).hexdigest()
    assert store.read(partial(signatures.signed_pdf, version_id=closed)) == pdf
    before = store.read(partial(papers.version_pdf, version_id=closed))
    assert pdf.startswith(before)
    assert signatures.verify(pdf, AT).signatures[0].owner == OWNER


def test_a_version_is_signed_once(store, closed, tmp_path):
    key = a_file(tmp_path)
    signatures.sign_version(store, closed, key, lambda: AT)
    with pytest.raises(NotReady, match=r"Bản v1 đã được ký số lúc .* chốt bản mới\."):
        signatures.sign_version(store, closed, key, lambda: AT)
    with pytest.raises(NotReady, match="Bản v1 đã được ký số"):  # whoever began before the other ended
        store.run(partial(signatures.keep_signed, version_id=closed, pdf=b"%PDF-"))


def test_a_new_version_may_be_signed_and_the_old_one_no_longer(store, closed, tmp_path):
    signatures.sign_version(store, closed, a_file(tmp_path), lambda: AT)
    store.run(lambda s: setattr(s.query(Office).one(), "place", "Năng An"))
    second = store.run(lambda session: _close(session, "Sửa địa danh"))
    assert second != closed
    signatures.sign_version(store, second, a_file(tmp_path), lambda: AT)
    with pytest.raises(NotReady, match="đã được thay bằng bản mới"):
        store.read(partial(signatures.unsigned, version_id=closed))


def test_a_draft_is_not_signed(store):
    store.run(partial(reporting.ensure_period, span=OCTOBER))
    with pytest.raises(NotReady, match="chưa chốt nên chưa có gì để ký"):
        store.read(partial(signatures.latest, span=OCTOBER))
    with pytest.raises(GoneError):
        store.read(partial(signatures.unsigned, version_id=7))


def test_a_signature_that_failed_leaves_nothing(store, closed, tmp_path):
    with pytest.raises(WrongCertificatePassphrase):
        signatures.sign_version(store, closed, CertificateFile(a_file(tmp_path).path, "sai"), lambda: AT)
    assert store.read(partial(signatures.signed_pdf, version_id=closed)) is None


def test_a_version_closed_before_papers_were_kept_is_signed_as_it_is_drawn(store, closed, tmp_path):
    store.run(lambda s: [s.delete(file) for file in s.query(VersionFile)])
    pdf = signatures.sign_version(store, closed, a_file(tmp_path), lambda: AT)
    assert pdf.startswith(store.read(partial(papers.version_pdf, version_id=closed)))


# ── Scans ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "ending"),
    [(a_scan("png"), "png"), (a_scan("jpeg"), "jpg"), (the_report(), "pdf")],
    ids=["png", "jpeg", "pdf"],
)
def test_a_scan_is_known_by_what_is_in_it_and_kept_under_the_versions_name(store, closed, tmp_path, content, ending):
    scan = signatures.read_scan(put(tmp_path, content))
    kept = store.run(partial(signatures.attach_scan, version_id=closed, scan=scan))
    (line,) = store.read(partial(signatures.scan_lines, version_id=closed))
    assert (line.id, line.name) == (kept, f"BC_CDS_AnTin_2023-11_v1_scan.{ending}")
    assert line.digest == hashlib.sha256(content).hexdigest()
    assert store.read(partial(scans.content, scan_id=kept)) == (line.name, content)
    with pikepdf.open(io.BytesIO(signatures.scan_to_look_at((line.name, content)))) as pages:
        assert len(pages.pages) > 0


def locked(**passwords):
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(the_report())) as document:
        document.save(target, encryption=pikepdf.Encryption(**passwords))
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "trống", id="empty"),
        pytest.param(b"PK\x03\x04 word", "không phải là bản quét", id="other"),
        pytest.param(a_scan("png")[:60], "bị hỏng", id="cut"),
        pytest.param(a_scan("jpeg", (400, 400))[:500], "bị hỏng", id="cut jpeg"),
        pytest.param(b"%PDF-1.7\n", "bị hỏng", id="cut pdf"),
        pytest.param(locked(owner="a", user="b"), "có mật khẩu", id="locked"),
        pytest.param(locked(owner="a", user=""), "có mật khẩu", id="locked against changes"),
        pytest.param(bytes(20 * 2**20 + 1), "lớn quá 20 MB", id="large"),
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence(tmp_path, content, said):
    with pytest.raises(ScanRefused, match=said):
        signatures.read_scan(put(tmp_path, content, "ban-quet.pdf"))


def test_a_scan_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ScanRefused, match="Không tìm thấy tệp mat"):
        signatures.read_scan(tmp_path / "mat.pdf")


def test_scans_that_were_replaced_or_removed_stay_in_the_history(store, closed):
    first, second, third = (signatures.Scan("png", a_scan(size=(20, n))) for n in (20, 30, 40))
    one = store.run(partial(signatures.attach_scan, version_id=closed, scan=first))
    two = store.run(partial(signatures.attach_scan, version_id=closed, scan=second, instead_of=one))
    store.run(partial(scans.remove, scan_id=two))
    three = store.run(partial(signatures.attach_scan, version_id=closed, scan=third))
    lines = store.read(partial(signatures.scan_lines, version_id=closed))
    assert [(line.id, line.removed_at is None) for line in lines] == [(one, False), (two, False), (three, True)]
    assert lines[0].removed_by == lines[2].by
    assert len({line.name for line in lines}) == 3
    assert store.read(partial(scans.content, scan_id=one))[1] == first.content
    for gone in (one, two):
        with pytest.raises(GoneError):
            store.run(partial(scans.remove, scan_id=gone))


def test_the_same_scan_is_not_kept_twice(store, closed):
    scan = signatures.Scan("png", a_scan())
    store.run(partial(signatures.attach_scan, version_id=closed, scan=scan))
    with pytest.raises(ScanRefused, match="đã được gắn"):
        store.run(partial(signatures.attach_scan, version_id=closed, scan=scan))


def test_a_photograph_stands_upright_on_its_page():
    lying = Image.Exif()
    lying[0x0112] = 6  # the camera was held upright
    pdf = signatures.scan_to_look_at(("a.jpg", a_scan("jpeg", (84, 60), exif=lying)))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _, _, width, height = map(float, document.pages[0].MediaBox)
    assert width < height


def test_nothing_secret_is_in_the_book(store, closed, tmp_path):
    key = a_file(tmp_path)
    signatures.sign_version(store, closed, key, lambda: AT)
    tables = VersionFile.metadata.sorted_tables
    said = store.read(lambda s: [str(row) for table in tables for row in s.execute(table.select())])
    assert not [row for row in said if key.passphrase in row or str(key.path) in row]
    assert store.read(lambda s: s.get_one(ReportVersion, closed).number) == 1
