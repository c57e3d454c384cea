"""Handing a report in: the version's own file goes up, with its figures and nobody's name in them."""

import io
import json
import re
from datetime import date
from functools import partial

import pikepdf
import pypdf
import pytest
from sqlalchemy import select

from hoaian_desktop import papers
from hoaian_desktop.errors import BookError, NotReady, PrintError
from hoaian_desktop.records import Citizen, InfluentialPerson, Office, ReportVersion, VersionFile, Volunteer
from hoaian_desktop.reports import letter, packet
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import offices, reporting, version_files, versions
from hoaian_desktop.store import book as books
from tests import builders
from tests.commands.conftest import PASSPHRASE, command
from tests.reports.papers import a_letter

NOVEMBER = Span.month(2023, 11)
DAYS = ("--from", "2023-11-01", "--to", "2023-11-30")
NAME = "BC_CDS_AnTin_2023-11_v1.pdf"


@pytest.fixture
def submit(store, tmp_path):
    """What hands November in, into a folder of its own or where it is told."""
    store.run(builders.an_activation)
    folder = tmp_path / "nop"
    folder.mkdir()
    return lambda output=folder: store.run(partial(papers.submit, span=NOVEMBER, output=output))


def latest(store):
    return store.read(
        lambda session: session.scalars(select(ReportVersion).order_by(ReportVersion.number.desc())).first()
    )


def test_a_period_that_was_never_closed_is_closed_and_handed_in_under_its_name(store, submit):
    sent = submit()
    assert (sent.file.name, sent.name, sent.version, sent.signed) == (NAME, NAME, 1, False)
    version = latest(store)
    assert (version.number, version.state, version.digest) == (1, "submitted", sent.digest)
    assert version.submitted_at is not None
    found = packet.read(sent.file.read_bytes())
    assert found["figures"] == json.loads(json.dumps(version.figures))
    assert found["report"]["digest"] == sent.digest
    assert found["figures"]["indicators"]["2.2"] == {"named": 1, "tally": 0, "total": 1}


def test_again_and_after_many_edits_it_writes_the_same_bytes(store, submit, tmp_path, monkeypatch):
    first = submit().file.read_bytes()

    def a_year_later(session):
        for day in range(1, 29):
            citizen = builders.a_citizen(session, f"Người Thứ {day}")
            for service in ("vneid-1", "vssid", "vneid-2"):
                builders.an_activation(session, citizen, service, day=date(2023, 11, day))
        office = offices.current(session)
        office.secretary, office.superior, office.since = "Lê Văn Khác", "TỈNH ĐOÀN GIA LAI", date(2023, 1, 1)

    store.run(a_year_later)
    monkeypatch.setattr(letter, "END_MARK", ".")  # a later program draws the letter in another way
    again = submit(tmp_path / "khac.pdf")
    assert (again.version, again.name) == (1, NAME)
    assert again.file.read_bytes() == first
    assert store.read(lambda session: papers.paper(session, NOVEMBER)).pdf() == first


def test_a_report_written_anew_is_closed_as_the_next_version_that_says_which_it_replaces(store, submit):
    first = submit()

    def reopened(session):
        builders.an_activation(session, day=date(2023, 11, 20))
        reporting.report_of(session, reporting.ensure_period(session, NOVEMBER).id).reopened = "Thiếu một lượt"

    store.run(reopened)
    second = submit()
    assert (second.version, second.name) == (2, "BC_CDS_AnTin_2023-11_v2.pdf")
    found = packet.read(second.file.read_bytes())["report"]
    assert (found["version"], found["replaces"]) == (2, {"version": 1, "digest": first.digest})
    states = store.read(lambda session: session.scalars(select(ReportVersion.state).order_by(ReportVersion.id)).all())
    assert states == ["replaced", "submitted"]


def test_the_signed_file_goes_up_where_there_is_one(store, submit):
    plain = submit()
    signed = plain.file.read_bytes() + b"\n% as if signed"
    store.run(
        lambda session: version_files.keep(session, latest(store).id, version_files.SIGNED, NAME, signed) and None
    )
    sent = submit()
    assert sent.signed
    assert sent.file.read_bytes() == signed


def test_a_signed_file_that_lost_its_figures_does_not_go_up(store, submit, tmp_path):
    submit()
    other = letter.render(a_letter("Nội dung."))
    store.run(lambda session: version_files.keep(session, latest(store).id, version_files.SIGNED, NAME, other) and None)
    with pytest.raises(PrintError, match="Hãy ký lại tệp PDF của bản này"):
        submit(tmp_path / "bc.pdf")
    assert not (tmp_path / "bc.pdf").exists()


def test_nothing_is_closed_or_marked_where_the_file_cannot_be_written(store, submit, tmp_path):
    for output in (tmp_path / "none" / "bc.pdf", tmp_path / "bc.docx"):
        with pytest.raises(BookError):
            submit(output)
    assert latest(store) is None


def test_a_report_already_accepted_or_not_yet_begun_is_refused_and_no_file_is_written(store, submit, tmp_path):
    submit()
    store.run(lambda session: versions.answer(session, latest(store).id, accepted=True) and None)
    with pytest.raises(NotReady, match="Được nhận"):
        submit(tmp_path / "bc.pdf")
    with pytest.raises(NotReady, match="01/12/2023"):
        store.run(partial(papers.submit, span=Span.month(2023, 12), output=tmp_path / "bc.pdf"))
    assert not (tmp_path / "bc.pdf").exists()


def test_a_version_of_an_earlier_program_has_no_figures_to_hand_in_and_says_what_to_do(store, submit):
    submit()

    def as_of_old(session):
        version = session.get_one(ReportVersion, latest(store).id)
        version.digest = "0" * 64
        for file in session.scalars(select(VersionFile)):
            session.delete(file)

    store.run(as_of_old)
    with pytest.raises(PrintError, match="Hãy mở lại kỳ, chốt bản mới rồi nộp"):
        submit()
    pdf = store.read(lambda session: papers.paper(session, NOVEMBER)).pdf()
    assert "Mã kiểm tra: 0000-0000" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_the_command_hands_in_the_practice_report_and_nobodys_data_is_in_it(own_copy, tmp_path):
    book = own_copy()
    ran = command("submit", "--book", book, *DAYS, "--output", tmp_path, "--json")
    assert ran.code == 0, ran.err
    assert ran.document | {"file": str(tmp_path / NAME), "name": NAME, "version": 1, "signed": False} == ran.document
    assert "Đã ghi tệp để nộp, bản chốt số 1" in ran.err
    first = (tmp_path / NAME).read_bytes()
    again = command("submit", "--book", book, *DAYS, "--output", tmp_path / "bc.pdf")
    assert (again.code, again.out) == (0, b"")
    assert (tmp_path / "bc.pdf").read_bytes() == first

    (attached,) = pypdf.PdfReader(io.BytesIO(first)).attachment_list
    text = attached.content.decode("utf-8")
    opened = books.open_book(book, PASSPHRASE)
    people, figures = opened.store.read(everybody)
    opened.close(copy=False)
    assert json.loads(text)["figures"] == figures
    assert len(people) > 300
    assert [said for said in people if said in text] == []
    assert not re.search(r"(?<![0-9a-f])(?:\d{9}|\d{10}|\d{12})(?![0-9a-f])", text)
    with pikepdf.open(io.BytesIO(first)) as document:
        said = document.Root.Metadata.read_bytes().decode("utf-8")
    assert [name for name in people if name in said] == []


def everybody(session):
    """The names, phones and numbers in a book, the signer's too, and the figures of its November."""
    people = set(session.scalars(select(Office.secretary)))
    for kind in (Volunteer, Citizen, InfluentialPerson):
        for record in session.scalars(select(kind)):
            people |= {record.full_name, record.phone, getattr(record, "personal_number", None)}
    period = reporting.ensure_period(session, NOVEMBER)
    return people - {None, ""}, reporting.latest_version(session, period.id).figures


def test_days_in_the_wrong_order_and_a_folder_that_is_not_there_are_refused(an_tin, tmp_path):
    wrong = command("submit", "--book", an_tin, "--from", "2023-11-30", "--to", "2023-11-01", "--output", tmp_path)
    assert (wrong.code, "--from" in wrong.err) == (1, True)
    nowhere = command("submit", "--book", an_tin, *DAYS, "--output", tmp_path / "none" / "bc.pdf")
    assert (nowhere.code, "Không có thư mục" in nowhere.err) == (1, True)
