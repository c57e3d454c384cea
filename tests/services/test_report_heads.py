"""What stands around a report's text: number, form, signer, templates; told by a secretary's reports of two years."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from hoaian_desktop import papers
from hoaian_desktop.errors import ValidationError
from hoaian_desktop.records import Office
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import (
    document_numbers,
    keeping,
    missing,
    narrative_templates,
    offices,
    report_heads,
    reporting,
    versions,
)
from hoaian_desktop.services.report_heads import Signer

OCTOBER, NOVEMBER = Span.month(2023, 10), Span.month(2023, 11)
FREE = Span(date(2023, 11, 1), date(2023, 11, 10))
OWN = "Do mưa lũ; đã hỗ trợ ⟦2.3:period:exact⟧ tài khoản."


@pytest.fixture
def period(store):
    """Makes a period; its id."""
    return lambda span, **about: store.run(lambda session: reporting.ensure_period(session, span, **about).id)


@pytest.fixture
def number(store):
    """Gives a period's report its number and day."""

    def number(period_id, number, day=None, **about):
        return store.run(
            lambda s: reporting.write(s, period_id, document_number=number, document_date=day, **about).number_doubled
        )

    return number


@pytest.fixture
def found(store):
    """What is said of a period's number before it is closed."""

    def found(span):
        def look(session):
            line = next(line for line in reporting.list_periods(session) if line.span == span)
            return [each.words for each in missing.find(session, span, line) if "ố" in each.words[:12]]

        return store.read(look)

    return found


def set_office(store, **changes):
    def change(session):
        office = offices.current(session)
        values = keeping.values_of(session, Office, office.id)
        offices.keep(session, {**values, **changes}, id_=office.id)

    store.run(change)


def content_of(store, span):
    return store.read(lambda session: papers.report_content(session, span)[0])


# Numbers


def test_a_number_another_report_has_is_refused_until_somebody_says_that_it_stays(period, number, found):
    october, november = period(OCTOBER), period(NOVEMBER)
    number(october, 4, date(2023, 11, 4))
    with pytest.raises(ValidationError) as refused:
        number(november, 4, date(2023, 12, 4))
    assert refused.value.messages == {"document_number": "Số 04 đã dùng cho báo cáo tháng 10/2023 trong năm này."}
    assert number(november, 4, date(2023, 12, 4), knowingly=True) == 4
    assert number(november, 4, date(2023, 12, 5)) == 4
    assert found(NOVEMBER) == []
    assert number(november, 5, date(2023, 12, 5)) is None


def test_a_number_that_became_double_later_and_numbers_passed_over_are_told_before_closing(period, number, found):
    october, november = period(OCTOBER), period(NOVEMBER)
    number(november, 4, date(2023, 12, 4))
    number(october, 4, date(2023, 11, 4), knowingly=True)
    assert found(NOVEMBER) == ["Số 04 bị trùng"]
    number(november, 7, date(2023, 12, 4))
    assert found(NOVEMBER) == ["Bỏ trống các số 05 và 06"]


def test_the_number_on_a_frozen_paper_stays_used_though_its_report_was_given_another(store, period, number):
    october = period(OCTOBER)
    number(october, 4, date(2023, 11, 4))
    store.run(partial(papers.close_period, period_id=october))
    store.run(partial(versions.reopen, period_id=october, reason="Ghi nhầm số"))
    number(october, 6, date(2023, 11, 4))
    november = period(NOVEMBER)
    taken = store.read(lambda s: document_numbers.numbering(s, but=reporting.report_of(s, november).id))
    assert sorted(each.number for each in taken.used) == [4, 6]
    with pytest.raises(ValidationError):
        number(november, 4, date(2023, 12, 4))


def test_numbers_run_through_the_term_where_the_office_says_so(store, period, number):
    number(period(NOVEMBER), 12, date(2023, 12, 4))
    january = date(2024, 2, 4)
    assert store.read(partial(document_numbers.proposed, day=january)) == 1
    with pytest.raises(ValidationError) as refused:
        set_office(store, numbering="term")
    assert list(refused.value.messages) == ["term_first_day"]
    set_office(store, numbering="term", term_first_day=date(2022, 6, 1))
    assert store.read(partial(document_numbers.proposed, day=january)) == 13


# Signers and headings


def test_who_signs_for_the_secretary_is_her_deputy(store, period):
    with pytest.raises(ValidationError) as refused:
        set_office(store, authority="for-secretary", title="secretary")
    assert refused.value.messages == {"title": "KT. BÍ THƯ đi với PHÓ BÍ THƯ. Hãy đổi chức danh hoặc thẩm quyền ký."}
    november = period(NOVEMBER)
    with pytest.raises(ValidationError):
        store.run(lambda s: report_heads.sign_by(s, november, Signer("for-secretary", "secretary", "Lê Văn Bình")))
    store.run(lambda s: report_heads.sign_by(s, november, Signer("for-secretary", "deputy-secretary", "Lê Văn Bình")))
    signature = content_of(store, NOVEMBER).signature
    assert (signature.authority, signature.title, signature.name) == ("KT. BÍ THƯ", "PHÓ BÍ THƯ", "Lê Văn Bình")
    store.run(lambda s: report_heads.sign_by(s, november, None))
    assert content_of(store, NOVEMBER).signature.authority == "TM. BAN CHẤP HÀNH"


def test_the_heading_is_laid_out_as_the_office_says(store):
    assert content_of(store, NOVEMBER).heading.layout == "hd29"
    set_office(store, header_layout="older")
    assert content_of(store, NOVEMBER).heading.layout == "older"


# Forms


def test_a_period_of_the_15th_to_the_14th_is_reported_as_its_month(store, period):
    span = Span(date(2023, 10, 15), date(2023, 11, 14))
    period(span, kind="month")
    content = content_of(store, span)
    assert content.form == "monthly"
    assert content.subject.endswith("tháng 11 năm 2023")
    plan = next(section for section in content.sections if section.key == "plan")
    assert plan.paragraphs[0].startswith("Trong tháng 12 năm 2023")


def test_ten_days_are_a_sudden_report_unless_she_says_otherwise(store, period):
    free = period(FREE)
    assert content_of(store, FREE).form == "sudden"
    store.run(lambda s: report_heads.choose_form(s, free, "monthly"))
    assert content_of(store, FREE).form == "monthly"
    store.run(lambda s: report_heads.choose_form(s, free, None))
    assert content_of(store, FREE).form == "sudden"
    store.run(lambda s: report_heads.name_it(s, free, "  Tình hình sau bão  "))
    assert content_of(store, FREE).subject == "Tình hình sau bão"


# Templates


def test_what_she_keeps_as_her_own_is_proposed_in_new_reports_of_that_form_alone(store, period, found):
    october = period(OCTOBER)
    store.run(lambda s: narrative_templates.keep(s, "monthly", "causes", OWN))
    period(NOVEMBER)
    period(FREE)
    own = {span: store.read(lambda s, span=span: papers.report_content(s, span)[0]) for span in (OCTOBER, NOVEMBER)}
    said = {span: str(content.as_data()) for span, content in own.items()}
    assert "Do mưa lũ; đã hỗ trợ 0 tài khoản." in said[NOVEMBER]
    assert "Do mưa lũ" not in said[OCTOBER]
    assert store.read(lambda s: report_heads.is_untouched(s, october))
    assert "Chưa xem lại lời văn" in store.read(
        lambda s: [each.words for each in missing.find(s, NOVEMBER, reporting.list_periods(s)[0])]
    )


def test_another_form_brings_its_own_templates_and_leaves_what_was_written(store, period):
    store.run(lambda s: narrative_templates.keep(s, "monthly", "causes", OWN))
    store.run(lambda s: narrative_templates.keep(s, "monthly", "proposals", "Đề nghị cấp tờ rơi."))
    store.run(lambda s: narrative_templates.keep(s, "sudden", "proposals", "Đề nghị hỗ trợ khẩn."))
    november = period(NOVEMBER)

    def go_sudden(session):
        report = reporting.report_of(session, november)
        reporting.write(
            session, november, own={**report.narrative, "causes": "Do bão."}, document_number=None, document_date=None
        )
        report_heads.choose_form(session, november, "sudden")
        return dict(report.narrative)

    assert store.run(go_sudden) == {"causes": "Do bão.", "proposals": "Đề nghị hỗ trợ khẩn."}


def test_a_template_is_replaced_forgotten_and_never_empty(store, period):
    keep = lambda text: store.run(lambda s: narrative_templates.keep(s, "monthly", "causes", text))  # noqa: E731
    keep("Một.")
    keep("Hai.")
    assert store.read(lambda s: narrative_templates.of_form(s, "monthly")) == {"causes": "Hai."}
    with pytest.raises(ValidationError):
        keep("  \n")
    store.run(lambda s: narrative_templates.forget(s, "monthly", "causes"))
    period(NOVEMBER)
    assert store.read(lambda s: narrative_templates.of_form(s, "monthly")) == {}


def test_a_frozen_text_no_longer_follows_and_the_report_does(store, period):
    november = period(NOVEMBER)

    def write(session):
        reporting.write(session, november, own={"causes": OWN}, document_number=None, document_date=None)
        return papers.close_period(session, november).content

    frozen = store.run(write)
    assert "đã hỗ trợ 0 tài khoản" in str(frozen)
    from tests.builders import a_citizen, an_activation

    store.run(lambda session: an_activation(session, a_citizen(session)))
    assert "đã hỗ trợ 01 tài khoản" in str(content_of(store, NOVEMBER).as_data())
    assert "đã hỗ trợ 0 tài khoản" in str(store.read(lambda s: reporting.version_of(s, november, 1).content))
