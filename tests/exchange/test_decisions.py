"""What was decided about a file is the same after it was kept in the book."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from hoaian_desktop.exchange.decisions import Decisions, Meaning, SheetDecision

NUMBERS = st.integers(0, 300)
SETS = st.frozensets(NUMBERS, max_size=3)
TEXT = st.text(max_size=12)
SHEETS = st.builds(
    SheetDecision,
    kind=st.none() | TEXT,
    header=st.none() | st.tuples(NUMBERS, NUMBERS),
    columns=st.dictionaries(NUMBERS, TEXT, max_size=3),
    month_first=SETS,
    as_is=SETS,
    cells=st.dictionaries(st.tuples(NUMBERS, NUMBERS), TEXT, max_size=3),
    dropped=SETS,
)
MEANINGS = st.dictionaries(st.tuples(TEXT, TEXT), NUMBERS | st.sampled_from(Meaning), max_size=3)


@given(st.builds(Decisions, sheets=st.dictionaries(TEXT, SHEETS, max_size=2), meanings=MEANINGS))
def test_decisions_come_back_as_they_were(made):
    assert Decisions.of_document(json.loads(json.dumps(made.document()))) == made
