"""What the look-up leaves out could not have been suggested: it agrees with weighing everybody."""

from __future__ import annotations

from itertools import product

import pytest

from hoaian_desktop.rules.likeness import SUGGESTED, Person, compare
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services.citizens import person_of
from hoaian_desktop.services.namesakes import namesakes
from tests.builders import a_citizen, a_store, a_village, in_one_flush

PHONE, NEARLY = "0905123456", "0905123465"
BIRTHS = (None, "1987", "1986", "1978", "1987-05-11", "1987-11-05", "1987-05-21", "1987-05", "1990")


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """A book with people of one name in two villages or none, born at like times, with like phones; only read."""
    store = a_store(tmp_path_factory.mktemp("namesakes"))

    def fill(session):
        ids = [a_village(session, name).id for name in ("Năng An", "Vạn Hội 1")]
        everybody = []
        with in_one_flush(session):
            for home, born, phone in product((*ids, None), BIRTHS, (None, PHONE, NEARLY)):
                birth = born and PartialDate.from_iso(born)
                everybody.append(a_citizen(session, "Nguyễn Văn An", born=birth, village_id=home, phone=phone))
        return ids[0], {citizen.id: person_of(citizen) for citizen in everybody}

    home, everybody = store.run(fill)
    yield store, home, everybody
    store.close()


@pytest.mark.parametrize("born", ["1987", "1987-05", "1987-05-11", "1987-05-21", "1987-01-01"])
@pytest.mark.parametrize("phone", [None, PHONE])
@pytest.mark.parametrize("at_home", [True, False])
def test_whoever_is_likely_enough_is_found(village, born, phone, at_home):
    store, home, everybody = village
    typed = Person("Nguyễn Văn An", PartialDate.from_iso(born), home if at_home else None, phone)
    likely = {id_ for id_, other in everybody.items() if compare(typed, other).score >= SUGGESTED}
    found = {id_ for id_, _ in store.read(lambda session: list(namesakes(session, typed)))}
    assert likely and likely <= found
