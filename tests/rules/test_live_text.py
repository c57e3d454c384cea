"""Live figures in a text, and that nothing anybody types is ever taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.rules.live_text import Token, filled, literal, pieces, source_of

TOKENS = st.builds(
    Token,
    st.sampled_from(["2.3", "2.4.nguoi", "targets"]),
    st.sampled_from(["period", "change"]),
    st.sampled_from(["exact", "about"]),
)
HOSTILE = st.text(st.sampled_from("⟦⟧=:2.3abperiodxct{} \n\u202e<b>&"), max_size=40) | st.text(max_size=20)


def said(token):
    return "214" if token.key == "2.3" else None


@given(HOSTILE | TOKENS.map(str))
def test_what_is_typed_comes_out_as_typed(typed):
    assert filled(literal(typed), lambda token: "a number") == typed


@given(st.lists(HOSTILE | TOKENS))
def test_a_kept_text_is_its_words_and_figures_in_order(parts):
    def joined(of):
        made = []
        for part in of:
            if isinstance(part, str) and made and isinstance(made[-1], str):
                made[-1] += part
            elif part != "":
                made.append(part)
        return made

    assert list(pieces(source_of(parts))) == joined(parts)


@pytest.mark.parametrize(
    "typed", ["{2.3}", "{{ 2.3 }}", "<b>đậm</b>", "Đoàn & Hội", "⟦2.3⟧", "⟦9.9:period:exact⟧", "⟦⟦2.3", "a\u202eb"]
)
def test_marks_without_a_meaning_stay_even_in_a_text_written_before_there_were_figures(typed):
    assert filled(typed, said) == typed


def test_a_figure_says_its_number():
    assert filled("Kích hoạt ⟦2.3:period:exact⟧ tài khoản ⟦=2.3:period:exact⟧", said) == (
        "Kích hoạt 214 tài khoản ⟦2.3:period:exact⟧"
    )
