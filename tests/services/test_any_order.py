"""Whatever is done, undone and redone in whatever order: the book is what is left of it, done on a fresh book."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hoaian_desktop.errors import NothingToUndo, RuleRefused
from hoaian_desktop.exchange import importing
from hoaian_desktop.exchange.workbook import Sheet, Workbook
from hoaian_desktop.indicators import counting
from hoaian_desktop.records import Activation, Citizen, DifferentPersons, Service, Tally, Village, Volunteer
from hoaian_desktop.records.activation import COUNTED_STATUSES
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations, bulk, citizens, duplicates, keeping, merges, undoing
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store.store import Store
from tests.builders import SINCE, TODAY, USER, a_store, a_village, a_volunteer, the_service

NOVEMBER = Span(date(2023, 11, 1), date(2023, 11, 30))
NUMBERS = ("052099000001", "052099000002", None)
NAMES = ("Nguyễn Văn An", "Lê Thị Bình", "Trần Văn Ánh")
SERVICES = ("vneid-1", "vneid-2")
VILLAGES = ("Năng An", "Vạn Hội 1")
COLUMNS = ("Ngày", "Số định danh", "Họ và tên", "Năm sinh", "Thôn", "Dịch vụ", "Trạng thái", "Ghi chú")
STATUSES = ("activated", "guided", "transacted")
BY_THEMSELVES = frozenset({"undo", "redo", "add", "count", "import"})  # name no support that is there
Act = Callable[[Session], Any]

some = st.integers(0, 5)
again = st.integers(0, 1)  # the same people come again
what = st.one_of(
    st.tuples(st.just("add"), again, some, some),
    st.tuples(st.just("add"), some, some, some),
    st.tuples(st.just("undo"), some, some, some),
    st.tuples(st.just("count"), some, some, some),
    st.tuples(st.just("change"), some, some, some),
    st.tuples(st.just("help"), some, some, some),
    st.tuples(st.just("archive"), some, some, some),
    st.tuples(st.just("restore"), some, some, some),
    st.tuples(st.just("all"), some, some, some),
    st.tuples(st.just("merge"), some, some, some),
    st.tuples(st.just("merge"), again, again, some),
    st.tuples(st.just("apart"), some, some, some),
    st.tuples(st.just("together"), some, some, some),
    st.tuples(st.just("import"), some, some, some),
    st.tuples(st.sampled_from(["undo", "undo", "redo"]), some, some, some),
)


@dataclass
class Book:
    """A book with the acts that hold in it; an act names records by the note they were made with, never by id."""

    store: Store
    done: list[Act] = field(default_factory=list)
    undone: list[Act] = field(default_factory=list)
    made: int = 0

    def do(self, act: Act) -> None:
        with contextlib.suppress(RuleRefused):  # two numbers are two people: nothing is done
            if self.store.run(partial(undoing.noted, operation=act)).step is not None:
                self.done.append(act)
                self.undone.clear()

    def turn(self, act: Act, taken: list[Act], given_to: list[Act]) -> None:
        with contextlib.suppress(NothingToUndo):
            self.store.run(act)
            given_to.append(taken.pop())
            return
        assert not taken

    def notes(self) -> tuple[list[str], list[str]]:
        """The notes of the supports in the lists, and of those put aside."""
        return self.store.read(notes_of)


def notes_of(session):
    undone = undoing.undone_additions(session, Activation)
    rows = session.execute(select(Activation.notes, Activation.archived, Activation.id)).all()
    kept = sorted((notes, archived) for notes, archived, id_ in rows if id_ not in undone)
    return [notes for notes, archived in kept if not archived], [notes for notes, archived in kept if archived]


def add(session, note, number, name, service):
    values = {"personal_number": number, "full_name": name, "born": "1990", "day": date(2023, 11, 12), "notes": note,
              "service_id": the_service(session, service).id, "status": "activated"}  # fmt: skip
    return activations.save(session, values, today=TODAY, confirmed=tuple(citizens.RENAMING))


def count(session, note, number):
    values = {"day": date(2023, 11, 5), "number": number, "notes": note, "service_id": the_service(session).id}
    return keeping.save(session, Tally, {**values, "status": "activated"}, today=TODAY)


def set_values(session, notes, **values):
    for id_ in session.scalars(select(Activation.id).where(Activation.notes.in_(notes)).order_by(Activation.id)).all():
        keeping.save(session, Activation, values, id_=id_, today=TODAY)


def set_helpers(session, notes, number):
    ids = session.scalars(select(Volunteer.id).order_by(Volunteer.id)).all()
    set_values(session, notes, volunteers=tuple(ids[:number]))


def set_together(session, notes, **values):
    """As the dialog of many rows does: what is doubted is let stand."""
    ids = session.scalars(select(Activation.id).where(Activation.notes.in_(notes)).order_by(Activation.id)).all()
    doubted = bulk.preview(session, Activation, ids, values, today=TODAY).codes
    bulk.change(session, Activation, ids, values, today=TODAY, confirmed=doubted)


def service(session, notes, code):
    set_together(session, notes, service_id=the_service(session, code).id)


def village(session, notes, name):
    set_together(session, notes, village_id=a_village(session, name).id)


def two(session, notes, a, b):
    """Two of the persons helped, if there are two; those without a number come first."""
    rows = session.execute(
        select(Citizen.id, Citizen.personal_number)
        .join(Activation, Activation.citizen_id == Citizen.id)
        .where(Activation.notes.in_(notes))
        .order_by(Activation.notes)
    )
    known = sorted(dict(map(tuple, rows)).items(), key=lambda one: one[1] is not None)
    keep = known[a % len(known)][0]
    others = [id_ for id_, _ in known if id_ != keep]
    return (keep, others[b % len(others)]) if others else None


def merge(session, notes, a, b):
    if ids := two(session, notes, a, b):
        merges.merge(session, *ids)


def tell(session, notes, a, b, verb):
    if ids := two(session, notes, a, b):
        verb(session, *ids)


def take_in(session, rows):
    """A workbook is read, planned and written."""
    book = Workbook("", (Sheet("VNeID", (COLUMNS, *rows)),))
    importing.apply(session, importing.plan(session, book, today=TODAY))


def put_aside(session, notes, verb):
    verb(session, Activation, tuple(session.scalars(select(Activation.id).where(Activation.notes.in_(notes)))))


def play(book, name, a, b, c):
    live, aside = ([], []) if name in BY_THEMSELVES else book.notes()
    pick = [live[a % len(live)]] if live else []
    match name:
        case "undo":
            book.turn(undoing.undo, book.done, book.undone)
        case "redo":
            book.turn(undoing.redo, book.undone, book.done)
        case "add":
            book.made += 1
            book.do(
                partial(add, note=f"{book.made:03}", number=NUMBERS[a % 3], name=NAMES[b % 3], service=SERVICES[c % 2])
            )
        case "count":
            book.made += 1
            book.do(partial(count, note=f"{book.made:03}", number=a + 1))
        case "change" if pick:
            book.do(partial(set_values, notes=pick, status=STATUSES[b % 3]))
        case "help" if pick:
            book.do(partial(set_helpers, notes=pick, number=b % 3))
        case "archive" if pick:
            book.do(partial(put_aside, notes=pick, verb=keeping.archive))
        case "restore" if aside:
            book.do(partial(put_aside, notes=[aside[a % len(aside)]], verb=keeping.restore))
        case "all" if live and a % 2:
            book.do(partial(service, notes=live, code=SERVICES[b % 2]))
        case "all" if live:
            book.do(partial(village, notes=live[: c + 1], name=VILLAGES[b % 2]))
        case "merge" if live:
            book.do(partial(merge, notes=live, a=a, b=b))
        case "apart" | "together" if live:
            verb = duplicates.different if name == "apart" else duplicates.not_different
            book.do(partial(tell, notes=live, a=a, b=b, verb=verb))
        case "import":
            rows = [("14/11/2023", NUMBERS[(a + at) % 3] or "", NAMES[(b + at) % 3], "1990", VILLAGES[c % 2],
                     ("VNeID mức 1", "VNeID mức 2")[(c + at) % 2], "Đã kích hoạt", f"{book.made + 1 + at:03}")
                    for at in range(2)]  # fmt: skip
            book.made += 2
            book.do(partial(take_in, rows=rows))


def state(session):
    """Everything a clerk can see, without ids."""
    undone = undoing.undone_additions(session, Activation)
    rows = session.execute(
        select(Activation, Citizen, Service.code, Village.name)
        .join(Citizen, Citizen.id == Activation.citizen_id)
        .join(Service, Service.id == Activation.service_id)
        .outerjoin(Village, Village.id == Citizen.village_id)
        .options(selectinload(Activation.volunteers))
    )
    kept = [row for row in rows if not (row[0].archived and row[0].id in undone)]
    supports = sorted(
        (a.notes, a.archived, a.status, code, c.full_name, c.personal_number or "", village or "", c.archived,
         tuple(sorted(v.full_name for v in a.volunteers)))
        for a, c, code, village in kept
    )  # fmt: skip
    people = sorted(session.execute(select(Citizen.full_name, Citizen.search_text).where(Citizen.archived.is_(False))))
    helped = {c.id: sorted(a.notes for a, who, *_ in kept if who is c) for _, c, *_ in kept}
    pairs = session.scalars(select(DifferentPersons))
    apart = sorted(sorted([helped[pair.first_id], helped[pair.second_id]]) for pair in pairs)
    tallies = sorted(session.execute(select(Tally.notes, Tally.number).where(Tally.archived.is_(False))))
    counts = counting.count_spans(session, [NOVEMBER], SINCE, ("2.3", "2.9.nguoi"))[0]
    figures = [counts[key].total for key in counts]
    return supports, [tuple(p) for p in people], apart, [tuple(t) for t in tallies], figures


def accounts(session):
    """How many accounts there are, counted one by one, and how many people without names."""
    rows = session.execute(
        select(Activation.citizen_id, Activation.service_id).where(
            Activation.archived.is_(False), Activation.status.in_(COUNTED_STATUSES)
        )
    )
    tallied = session.scalars(select(Tally.number).where(Tally.archived.is_(False)))
    return len({tuple(row) for row in rows}) + sum(tallied)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A copy of a book just set up, with two volunteers."""
    folder = tmp_path_factory.mktemp("fresh")
    first = a_store(folder)

    def settle(session):
        session.info["stepless"] = True
        a_volunteer(session, "Lê Thị Thu Hà")
        a_volunteer(session, "Lê Văn Bình")
        for name in VILLAGES:
            a_village(session, name)

    first.run(settle)
    first.close()

    @contextlib.contextmanager
    def copy():
        with tempfile.TemporaryDirectory() as room:
            file = shutil.copy(folder / "plain.db", Path(room) / "plain.db")
            store = Store(engines.plain(Path(file)), who=USER, now=lambda: datetime(2023, 11, 20, 8, 15))
            yield store
            store.close()

    return copy


@settings(max_examples=14, deadline=None, derandomize=True)
@example([("add", 0, 0, 0), ("undo", 0, 0, 0), ("add", 0, 1, 0)])  # she comes back as she is entered now
@example([("add", 0, 0, 0), ("add", 0, 1, 1), ("archive", 0, 0, 0), *[("undo", 0, 0, 0)] * 3, *[("redo", 0, 0, 0)] * 3])
@example([("import", 0, 0, 0), ("archive", 0, 0, 0), ("restore", 0, 0, 0), ("undo", 0, 0, 0)])
@example([*[("add", 2, n, 0) for n in range(3)], ("apart", 0, 0, 0), ("merge", 2, 1, 0), ("undo", 0, 0, 0)])
@given(st.lists(what, min_size=4, max_size=16))
def test_the_book_is_what_is_left_done_on_a_fresh_book(fresh, acts):
    with fresh() as one, fresh() as other:
        book = Book(one)
        for act in acts:
            play(book, *act)
        for act in book.done:
            other.run(act)
        assert one.read(state) == other.read(state)
        assert one.read(lambda s: counting.count_spans(s, [NOVEMBER], SINCE, ("2.3",))[0]["2.3"].total) == one.read(
            accounts
        )
