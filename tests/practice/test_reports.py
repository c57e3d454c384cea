from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from hoaian_desktop import papers, practice
from hoaian_desktop.errors import BookError, Cancelled, GoneError
from hoaian_desktop.progress import Progress
from hoaian_desktop.records import Change, Citizen, Village
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import reporting
from hoaian_desktop.store import change_log
from tests.practice.conftest import an_empty_store


@pytest.mark.parametrize("unit_key", ["old-21703", "new-21703"])
def test_reports_are_closed_until_november_and_december_is_being_written(filled, unit_key):
    lines = filled(unit_key).read(reporting.list_periods)
    assert [(line.span.first.month, line.state, line.document_number) for line in lines] == [
        (12, "draft", None),
        (11, "closed", 5),
        (10, "closed", 4),
        (9, "closed", 3),
        (8, "closed", 2),
        (7, "closed", 1),
    ]
    assert all(line.document_date is None or line.document_date <= line.due for line in lines)


def test_what_was_closed_is_what_the_book_still_says(filled):
    span = Span.month(2023, 9)
    frozen = filled("old-21703").read(lambda session: papers.paper(session, span))
    content, _ = filled("old-21703").read(lambda session: papers.report_content(session, span, version=1))
    assert frozen.content == content
    assert frozen.file_name == "BC_CDS_AnTin_2023-09_v1.pdf"


def test_records_are_stamped_with_their_own_days_and_the_change_log_is_whole(filled):
    store = filled("old-21703")
    stamps = store.read(lambda session: session.scalars(select(Change.at).order_by(Change.id)).all())
    assert stamps == sorted(stamps)
    assert (stamps[0].date(), stamps[-1].date()) == (date(2023, 6, 30), date(2023, 12, 31))
    assert store.read(lambda session: change_log.first_broken(session.connection())) is None


def test_a_book_with_villages_is_left_alone(filled):
    with pytest.raises(BookError, match="đã có dữ liệu"):
        filled("old-21703").run(partial(practice.fill, unit_key="old-21703"))


def test_a_unit_of_elsewhere_has_no_practice_data(tmp_path):
    store = an_empty_store(tmp_path)
    with pytest.raises(GoneError, match="Dữ liệu mẫu chỉ có"):
        store.run(partial(practice.fill, unit_key="old-52"))
    store.close()


def test_stopping_leaves_nothing_behind(tmp_path):
    store, progress = an_empty_store(tmp_path), Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        store.run(partial(practice.fill, unit_key="old-21718", progress=progress))
    assert store.read(lambda session: session.scalars(select(Village.id)).all()) == []
    assert store.read(lambda session: session.scalars(select(Citizen.id)).all()) == []
    store.close()
