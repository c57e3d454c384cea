"""A sheet of paper keyed into the real window, with key events of a real X server: no key too many, nothing wrong."""

from __future__ import annotations

import pytest

from tests.benchmarks import keypunch, xkeys

LINES = 6  # with and without a number, a phone, a whole birth date


@pytest.mark.slow
@pytest.mark.skipif(bool(xkeys.lacking()), reason=f"no X server to press keys on: {xkeys.lacking()} is not installed")
def test_a_sheet_is_keyed_without_the_mouse_with_four_keys_a_line_beyond_the_data_and_stored_as_on_paper():
    told = keypunch.run(LINES)
    assert (told["records"], told["mouse"], told["wrong"]) == (LINES, 0, 0)
    assert told["keys"] <= told["data_characters"] + 4 * LINES
