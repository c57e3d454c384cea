"""Finding people in books of three sizes, against the same questions in bare SQL over the same file.

The floors look through the index as somebody would by hand, or, where the program had none before, through every row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from hoaian_desktop.rules.likeness import Person
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services import citizens, lists, searching
from hoaian_desktop.services.listings import ACTIVATIONS
from hoaian_desktop.services.lists import Query
from tests.benchmarks import books
from tests.benchmarks.measure import Result, compare, seconds

YEAR = 1987
TYPED = Person("Nguyễn Văn An", PartialDate(YEAR), 1)  # a line of a paper list, looked up as the entry bar does
PARTS = "SELECT rowid FROM citizen_parts WHERE citizen_parts MATCH ?"
AS_TYPED = {  # what is typed, and how the index is asked for it by hand
    "nguyen van an": '" ng" AND "ngu" AND "guy" AND "uye" AND "yen" AND "van" AND " an"',
    "nguyen van anh": '" ng" AND "ngu" AND "guy" AND "uye" AND "yen" AND "van" AND "anh"',
}
FILTER = (
    "SELECT a.id FROM activation a JOIN citizen c ON c.id = a.citizen_id WHERE a.archived = 0 AND c.id IN "
    f"({PARTS}) AND instr(c.search_text, 'nguyen') ORDER BY a.day DESC, a.id DESC"
)
SCAN = "SELECT id FROM citizen WHERE search_text LIKE '%nguyen%' AND search_text LIKE '%van%'"
Ask = Callable[[Session], object]


def run() -> list[Result]:
    """Four questions in each book; a citizen's lookup is to take 10 ms at most in the largest."""
    results = []
    for size in books.SIZES:
        with books.opened(size) as book:
            number = book.store.read(_sql("SELECT max(personal_number) FROM citizen"))[0][0]
            by_number = "SELECT * FROM citizen WHERE personal_number = ?"
            by_name = "SELECT * FROM citizen WHERE search_text >= ? AND search_text < ? AND born LIKE ?"
            pairs: list[tuple[str, Ask, Ask, float]] = [
                ("number", partial(citizens.with_number, number=number), _sql(by_number, number), 10.0),
                (
                    "name and year",
                    partial(citizens.suggestions, typed=TYPED),
                    _sql(by_name, "nguyen van an", "nguyen van an!", f"{YEAR}%"),
                    10.0,
                ),
                (
                    "filter as typed",
                    partial(lists.find, listing=ACTIVATIONS, query=Query("nguyen van an")),
                    _sql(FILTER, AS_TYPED["nguyen van an"]),
                    3.0,
                ),
                ("whole book", partial(searching.search, text="nguyen van an an tin"), _sql(SCAN), 1.0),
            ]
            for words, ours, floor, aim in pairs:
                timed = [partial(seconds, partial(book.store.read, ask)) for ask in (ours, floor)]
                results.append(compare(f"{words}, {size:,}", *timed, aim=aim))
    return results


def _sql(statement: str, *values: object) -> Callable[[Session], list[Any]]:
    def ask(session: Session) -> list[Any]:
        return list(session.connection().exec_driver_sql(statement, values))

    return ask
