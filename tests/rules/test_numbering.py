from datetime import date

from hoaian_desktop.rules.numbering import Numbering, Used, skipped_sentence

USED = (
    Used(3, date(2023, 3, 20), "báo cáo tháng 03/2023"),
    Used(5, date(2023, 11, 20), "báo cáo tháng 11/2023"),
    Used(6, date(2024, 1, 5), "báo cáo tháng 12/2023"),
)
BY_YEAR = Numbering("year", None, USED)
BY_TERM = Numbering("term", date(2022, 6, 1), USED)


def test_numbers_begin_anew_with_the_year_or_run_on_through_the_term():
    assert (BY_YEAR.next(date(2023, 12, 1)), BY_YEAR.next(date(2025, 1, 2))) == (6, 1)
    assert (BY_TERM.next(date(2025, 1, 2)), BY_TERM.next(date(2022, 5, 31))) == (7, 1)


def test_a_number_is_double_only_within_its_year_or_term():
    assert BY_YEAR.doubled(5, date(2023, 12, 1)).words == "báo cáo tháng 11/2023"
    assert BY_YEAR.doubled(5, date(2024, 12, 1)) is None
    assert BY_TERM.doubled(5, date(2024, 12, 1)) is not None


def test_the_first_number_of_a_series_passes_nothing_over():
    assert list(BY_YEAR.skipped(12, date(2025, 1, 1))) == []
    assert list(BY_YEAR.skipped(9, date(2023, 12, 1))) == [6, 7, 8]
    assert list(BY_YEAR.skipped(4, date(2023, 12, 1))) == []


def test_what_was_passed_over_is_told_in_one_sentence():
    assert [skipped_sentence(range(5, stop)) for stop in (5, 6, 7, 9)] == [
        "", "Bỏ trống số 05.", "Bỏ trống các số 05 và 06.", "Bỏ trống các số từ 05 đến 08.",
    ]  # fmt: skip
