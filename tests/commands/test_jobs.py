from datetime import date
from functools import partial
from pathlib import Path

import pytest

from hoaian_desktop import jobs, papers
from hoaian_desktop.errors import AlreadyClosed, BookError, GoneError, ImportRefused, NotReady
from hoaian_desktop.records import Activation
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import keeping, reporting, version_files
from tests import builders

OCTOBER = Span.month(2023, 10)
NOVEMBER = Span.month(2023, 11)


@pytest.fixture
def month(store):
    """A store with one activation in November."""
    return store.run(lambda session: builders.an_activation(session).id)


def test_a_draft_says_what_the_book_says_now(store, month):
    content, figures = store.read(lambda session: papers.report_content(session, NOVEMBER))
    assert figures.period["2.2"].total == 1
    assert content.draft
    assert content.code == "AT-2023-11"
    assert content.heading.superior == "HUYỆN ĐOÀN HOÀI ÂN"
    assert content.heading.number is None
    assert content.recipients[0] == "- BTV Huyện đoàn (b/c);"
    paper = store.read(lambda session: papers.paper(session, NOVEMBER))
    assert (paper.content, paper.version, paper.file_name) == (content, None, "BC_CDS_AnTin_2023-11.pdf")


def test_the_offices_own_words_number_and_day_are_on_the_paper(store):
    def operation(session):
        period = reporting.ensure_period(session, NOVEMBER)
        reporting.write(
            session,
            period.id,
            own={"proposals": "Xin thêm tờ rơi.\nXin một lớp tập huấn.", "causes": ""},
            document_number=7,
            document_date=date(2023, 12, 4),
        )
        return papers.report_content(session, NOVEMBER)[0]

    content = store.run(operation)
    sections = {section.key: section.paragraphs for section in content.sections}
    assert sections["proposals"] == ("Xin thêm tờ rơi.", "Xin một lớp tập huấn.")
    assert "causes" not in sections
    assert (content.heading.number, content.heading.day) == (7, date(2023, 12, 4))


def test_closing_twice_keeps_the_version_while_nothing_has_changed(store, month):
    first = papers.close_report(store, NOVEMBER)
    assert (first.version, first.content.code, first.content.draft) == (1, "AT-2023-11-V1", False)
    assert papers.close_report(store, NOVEMBER) == first


def test_what_is_typed_later_makes_a_new_version_and_leaves_the_old_one(store, month):
    first = papers.close_report(store, NOVEMBER)
    pdf = papers.report_pdf(first.content)
    store.run(partial(builders.an_activation, service="vssid"))
    assert store.read(lambda session: papers.paper(session, NOVEMBER)) == first
    with pytest.raises(AlreadyClosed, match="đã chốt bản v1"):
        papers.close_report(store, NOVEMBER)
    second = papers.close_report(store, NOVEMBER, reason="Bổ sung VssID")
    assert (second.version, second.file_name) == (2, "BC_CDS_AnTin_2023-11_v2.pdf")

    def frozen(session):
        versions = reporting.versions(session, reporting.ensure_period(session, NOVEMBER).id)
        assert [(line.number, line.state) for line in versions] == [(2, "closed"), (1, "replaced")]
        return reporting.content_of_version(session, versions[-1].id)

    assert papers.report_pdf(store.run(frozen)) == pdf


def test_an_archived_record_leaves_the_next_report_but_not_the_frozen_one(store, month):
    frozen = papers.close_report(store, NOVEMBER)
    store.run(lambda session: keeping.archive(session, Activation, (month,)))
    assert store.read(lambda session: papers.report_content(session, NOVEMBER))[1].period["2.2"].total == 0
    assert store.read(lambda session: papers.paper(session, NOVEMBER)) == frozen


def test_a_period_that_has_not_begun_cannot_be_closed(store):
    with pytest.raises(NotReady, match="01/12/2023"):
        papers.close_report(store, Span.month(2023, 12))
    assert store.read(reporting.list_periods) == []
    with pytest.raises(GoneError):
        store.run(lambda session: papers.close_period(session, 99))


@pytest.mark.parametrize(
    ("span", "code", "following"),
    [
        (OCTOBER, "AT-2023-10", "tháng 11 năm 2023"),
        (Span.month(2023, 12), "AT-2023-12", "tháng 01 năm 2024"),
        (Span.quarter(2023, 3), "AT-2023-Q3", "quý IV năm 2023"),
        (Span.quarter(2023, 4), "AT-2023-Q4", "quý I năm 2024"),
        (Span.year(2023), "AT-2023", "năm 2024"),
        (Span(date(2023, 10, 15), date(2023, 11, 14)), "AT-2023-10-15_2023-11-14", "tháng 12 năm 2023"),
        (Span.week_of(date(2023, 10, 18)), "AT-2023-10-16_2023-10-22", "từ ngày 23/10/2023 đến ngày 29/10/2023"),
    ],
)  # fmt: skip
def test_a_report_knows_its_code_and_the_period_after(store, span, code, following):
    content, _ = store.read(lambda session: papers.report_content(session, span))
    assert content.code == code
    plan = next(section for section in content.sections if section.key == "plan")
    assert following in " ".join(plan.paragraphs)


def test_a_report_is_saved_whole_under_its_name(store, tmp_path):
    paper = papers.close_report(store, NOVEMBER)
    pdf = papers.report_pdf(paper.content)
    saved = papers.save_report(pdf, tmp_path / "reports", paper.file_name)
    assert saved == tmp_path / "reports" / "BC_CDS_AnTin_2023-11_v1.pdf"
    assert saved.read_bytes() == pdf
    papers.save_report(b"%PDF-other", tmp_path / "reports", paper.file_name)
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_a_file_held_by_another_program_is_left_as_it_was(tmp_path, monkeypatch):
    held = tmp_path / "bc.pdf"
    held.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file")  # what Windows says of an open file

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(BookError, match=r"bc\.pdf đang được mở ở chương trình khác"):
        jobs.write_file(held, b"new")
    assert held.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [held]


def test_a_workbook_that_is_none_is_refused_and_nothing_changes(store, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ImportRefused):
        jobs.import_workbook(store, tmp_path / "a.xlsx", today=builders.TODAY)


def test_a_closed_version_keeps_its_three_files_under_its_own_name(store, month):
    paper = papers.close_report(store, NOVEMBER)

    def kept(session):
        version = reporting.latest_version(session, reporting.ensure_period(session, NOVEMBER).id)
        files = {kind: papers.version_file(session, version.id, kind) for kind in papers.DRAWN}
        return files, [line.name for line in version_files.listed(session, version.id)]

    files, names = store.run(kept)
    assert files == dict(paper.frozen)
    assert all(files[kind] != papers.report_file(paper.content, kind) for kind in files), "a version carries its seal"
    assert names == [f"BC_CDS_AnTin_2023-11_v1.{kind}" for kind in ("pdf", "docx", "xlsx")]
    assert [paper.named(kind) for kind in papers.DRAWN] == names
    with pytest.raises(GoneError):
        store.read(lambda session: papers.version_file(session, 99, "docx"))
