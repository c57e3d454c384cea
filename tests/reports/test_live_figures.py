"""Figures in a report's text: what they say, on paper too, and what a text of a form holds."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoaian_desktop.indicators.catalogue import CATALOGUE, GROUPS
from hoaian_desktop.indicators.figures import TargetFigure
from hoaian_desktop.reports import enclosures, letter, narrative
from hoaian_desktop.reports.compose import content_of
from hoaian_desktop.reports.live_figures import COUNTED, LISTS, STYLES, TARGETED, LiveFigures
from hoaian_desktop.reports.numbering import numbered
from hoaian_desktop.rules.live_text import Token, pieces
from hoaian_desktop.rules.numbers import about_percent
from tests.reports.papers import LETTERHEAD, OFFICE, a_report, figures, the_report, whole_text


def live(of=None, **about):
    return LiveFigures(of or figures(), CATALOGUE, **about)


def said(key, column="period", style="exact", **about):
    return live(**about).shown(Token(key, column, style))


def a_text(own, form="monthly", **about):
    office = replace(OFFICE, form=form)
    return content_of(figures(), office, LETTERHEAD, catalogue=CATALOGUE, groups=GROUPS, code="AT", own=own, **about)


@pytest.mark.parametrize(
    ("key", "column", "style", "words"),
    [
        ("2.3", "period", "exact", "214"),
        ("2.3", "since", "about", "hơn 5.500"),
        ("2.3", "since", "above", "trên 5.500"),
        ("3.2.buoi", "period", "exact", "09"),
        ("3.2.buoi", "period", "plain", "9"),
        ("2.8", "period", "exact", "0"),
        ("2.3", "change", "exact", "tăng 38 tài khoản (21,6%) so với kỳ trước"),
        ("2.3", "change", "about", "tăng gần 40 tài khoản so với kỳ trước"),
        ("2.3", "percent", "exact", "85,7%"),
        ("2.3", "percent", "about", "gần 86%"),
        ("2.3", "left", "exact", "236"),
        ("2.1", "percent", "exact", "—"),
        ("2.1", "target", "about", "—"),
        ("targets", "short_list", "exact", "tổng số tài khoản mức 1 và mức 2 (85,7%)"),
        ("targets", "reached", "exact", "0"),
    ],
)
def test_a_figure_says_each_of_its_numbers_in_each_way(key, column, style, words):
    assert said(key, column, style) == words


def test_what_is_missing_is_a_dash_in_every_column_and_way():
    nothing = live(figures({"2.3": None}, before={"2.3": None}, targets={}))
    for column in ("period", "previous", "change", *TARGETED):
        for style in STYLES:
            assert nothing.shown(Token("2.3", column, style)) == "—"


@pytest.mark.parametrize("token", [Token("9.9"), Token("2.3", "nothing"), Token("2.3", "period", "loud")], ids=str)
def test_a_figure_nobody_knows_stays_as_it_was_typed(token):
    assert live().text(f"a {token} b") == f"a {token} b"


def test_every_figure_that_is_offered_has_a_name_and_something_to_say():
    numbers = live()
    for offer in numbers.offers():
        for column in offer.columns:
            token = Token(offer.key, column)
            assert numbers.on_screen(token)
            assert numbers.name(token)
    assert {key for key, _column in LISTS} <= {offer.key for offer in numbers.offers()}
    assert set(COUNTED) - {"by"} <= set(next(o for o in numbers.offers() if o.key == "2.3").columns)


@given(st.decimals(0, 500, places=3))
def test_a_rounded_percentage_says_the_truth(value):
    *word, shown = about_percent(value).split()
    whole = Decimal(shown.rstrip("%"))
    assert {"hơn": value > whole, "gần": value < whole}.get("".join(word), value == whole)


def test_every_number_of_the_draft_is_live():
    numbers = narrative.live(figures(), OFFICE, CATALOGUE)
    drafted = narrative.drafted(numbers, OFFICE, "Kết quả thực hiện")
    words = "".join(part for part in pieces(drafted["accounts"]) if isinstance(part, str))
    assert not [
        sign
        for sign in words.replace("30/6/2023", "").replace("60", "").replace("mức 1", "").replace("mức 2", "")
        if sign.isdigit()
    ]
    assert Token("2.3") in list(pieces(drafted["accounts"]))


def test_own_text_with_figures_is_printed_with_the_numbers_of_now_and_hostile_words_as_typed():
    own = {
        "causes": "Đã đạt ⟦2.3:since:about⟧ tài khoản, {2.3} <b>&</b> {{ x }}\n⟦=2.3:period:exact⟧ và ⟦9.9:a:b⟧",
        "limits": "Hồ sơ: ⟦2.1:percent:exact⟧.",
    }
    content = a_text(own)
    found = {section.key: section.paragraphs for section in content.sections}
    assert found["causes"] == (
        "Đã đạt hơn 5.500 tài khoản, {2.3} <b>&</b> {{ x }}", "⟦2.3:period:exact⟧ và ⟦9.9:a:b⟧"
    )  # fmt: skip
    printed = whole_text(letter.render(replace(content, annexes=())))
    assert "Đã đạt hơn 5.500 tài khoản, {2.3} <b>&</b> {{ x }}" in printed
    assert "Hồ sơ: —." in printed


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30))
@settings(max_examples=15)
def test_any_text_that_is_no_figure_is_composed_as_typed(typed):
    lines = narrative.paragraphs(typed)
    found = {section.key: section.paragraphs for section in a_text({"causes": typed}).sections}
    assert list(found.get("causes", ())) == lines


# What goes along


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ((), ""),
        (("Biểu 01",), " Kết quả chi tiết nêu tại Biểu 01 kèm theo."),
        (("Biểu 01", "Biểu 03"), " Kết quả chi tiết nêu tại các Biểu 01 và 03 kèm theo."),
        (("Biểu 01", "Biểu 02", "Biểu 05"), " Kết quả chi tiết nêu tại các Biểu 01, 02 và 05 kèm theo."),
    ],
)
def test_exactly_the_annexes_that_go_along_are_named(codes, sentence):
    assert enclosures.sentence(codes) == sentence


def test_a_report_without_its_annex_does_not_name_it():
    assert "nêu tại Biểu 01 kèm theo" in whole_text(the_report())
    text = whole_text(letter.render(a_report(with_figures=False)))
    assert "Biểu" not in text
    assert "kèm theo" not in text


def test_the_sentence_follows_in_a_text_that_the_office_wrote():
    own = {"accounts": "Làm tốt.⟦annexes:sentence:exact⟧"}
    for enclosed, text in (((), "Làm tốt."), (("Biểu 03",), "Làm tốt. Kết quả chi tiết nêu tại Biểu 03 kèm theo.")):
        draft = narrative.draft(figures(), OFFICE, CATALOGUE, own, enclosed=enclosed)
        assert next(s.paragraphs for s in draft.sections if s.key == "accounts") == (text,)


# Forms


def test_a_sudden_report_is_short_and_has_a_subject_of_its_own():
    content = a_text(None, "sudden", subject="Tình hình sau bão số 4")
    assert numbered(content.sections) == ["I. TÌNH HÌNH", "II. KẾT QUẢ THỰC HIỆN", "III. ĐỀ XUẤT, KIẾN NGHỊ"]
    assert content.subject == "Tình hình sau bão số 4"
    assert content.closing == "Trên đây là báo cáo tình hình sau bão số 4 của Ban Thường vụ Đoàn xã Ân Tín."
    assert content.form == "sudden"


@pytest.mark.parametrize(
    ("form", "subject", "in_it", "before"),
    [
        ("weekly", "Kết quả thực hiện", "Trong tuần", "so với tuần trước"),
        ("quarterly", "Kết quả thực hiện", "Trong quý", "so với quý trước"),
        ("half-yearly", "Sơ kết", "Trong 6 tháng", "so với kỳ trước"),
        ("yearly", "Tổng kết", "Trong năm", "so với năm trước"),
    ],
)
def test_each_form_words_its_time(form, subject, in_it, before):
    content = a_text(None, form)
    text = "\n".join(line for section in content.sections for line in section.paragraphs)
    assert content.subject.startswith(subject)
    assert in_it in text
    assert before in text
    assert "tháng trước" not in text


def test_what_was_written_for_a_section_the_form_does_not_have_is_kept_but_not_printed():
    assert "Do mưa" not in str(a_text({"causes": "Do mưa."}, "sudden").as_data())


def test_words_with_targets_all_reached_are_still_true_when_they_are_not_any_more():
    own = {"strengths": "Có ⟦targets:reached:exact⟧ chỉ tiêu đạt: ⟦targets:reached_list:exact⟧."}
    for done, words in (
        (1700, "Có 01 chỉ tiêu đạt: tổng số tài khoản mức 1 và mức 2 (103,0%)."),
        (1, "Có 0 chỉ tiêu đạt: —."),
    ):
        of = figures(targets={"2.3": TargetFigure(1650, done)})
        draft = narrative.draft(of, OFFICE, CATALOGUE, own)
        assert next(s.paragraphs for s in draft.sections if s.key == "strengths") == (words,)
