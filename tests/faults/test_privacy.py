"""Personal data stays inside the encrypted book: not in logs, on stderr, in file names or in files left behind.

A whole month is lived in a process of its own, with a log that tells everything and errors of every kind; then every
byte it left anywhere is searched for everybody in the book.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
import zlib
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from hoaian_desktop import practice
from hoaian_desktop.records import Base, Citizen, InfluentialPerson, Record, Volunteer, fields_of
from hoaian_desktop.rules.names import fold
from tests.faults.conftest import PASSPHRASE, opened

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "tests" / "data" / "an-tin" / "so-lieu.xlsx"

MONTH = """
import logging, sys, traceback
from datetime import date
from pathlib import Path
from sqlalchemy import select, text
from hoaian_desktop import jobs, papers, logs
from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.records import Citizen
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import activations, citizens, corrections, late, reporting, versions
from hoaian_desktop.store import backup, book, health

place, passphrase, workbook, log_folder = sys.argv[1:]
logs.start(Path(log_folder))
logging.getLogger().setLevel(logging.DEBUG)
log = logging.getLogger("hoaian.trial")
sys.excepthook = lambda kind, error, trace: log.critical("%s", logs.without_values(error, trace))
opened = book.open_book(Path(place), passphrase)
store, today = opened.store, date(2023, 12, 20)
person = store.read(lambda session: session.scalars(
    select(Citizen).where(Citizen.personal_number.is_not(None)).limit(1)).one())
about = {"day": today, "service_id": 1, "status": "activated", "full_name": person.full_name}

def crash(session):
    raise RuntimeError(f"{person.full_name} {person.personal_number}")

def twice(session):
    session.add(Citizen(full_name=person.full_name, personal_number=person.personal_number))

failing = [
    crash,
    twice,
    lambda session: session.execute(text(f"SELECT '{person.full_name}' FROM nothing")),
    lambda session: session.execute(text("SELECT :name FROM nothing"), {"name": person.full_name}),
    lambda session: activations.save(session, {**about, "personal_number": person.personal_number + "9"}, today=today),
    lambda session: activations.save(session, {**about, "full_name": "Tên Khác Hẳn",
                                               "personal_number": person.personal_number}, today=today),
    lambda session: activations.save(session, {**about, "day": person.full_name}, today=today),
]
for operation in failing:
    try:
        store.run(operation)
    except Exception as error:
        log.exception("failed")
        log.error("%s", logs.without_values(error))
        print(type(error).__name__)
    else:
        raise SystemExit("this should have failed")
jobs.import_workbook(store, Path(workbook), today=today)
jobs.import_workbook(store, Path(workbook), today=today, dry_run=True)
november = Span.month(2023, 11)

def reopened(session):
    period = reporting.ensure_period(session, november)
    versions.reopen(session, period.id, "Bổ sung từ tệp Excel")
    corrections.set(session, period.id, "2.9.cao_tuoi", 31, "Có người chưa rõ năm sinh")
    for one in late.waiting(session, november):
        late.leave(session, one.period_id)

store.run(reopened)
paper = papers.close_report(store, november)
papers.save_report(paper.pdf(), Path(place) / "reports", paper.file_name)
health.check(opened)
backup.back_up(opened)
print("ready", flush=True)
sys.stdin.readline()  # the test looks at the open book
opened.close()
crash(None)  # nobody catches this one: the program's own hook writes what it may
"""


def people_of(store):
    """Every name, number and phone of somebody in the book but who keeps it: her name stands beside her key."""
    found = set()
    for kind in (Citizen, Volunteer, InfluentialPerson):
        names = {"full_name", "personal_number", "phone"} & {field.name for field in fields_of(kind)}
        rows = store.read(lambda session, kind=kind: session.scalars(select(kind)).all())
        found |= {getattr(row, name) for row in rows for name in names}
    return sorted(found - {None, practice.SECRETARY})


def spellings(words):
    """How words may stand in bytes."""
    for text in {words, unicodedata.normalize("NFD", words), words.upper()}:
        yield text.encode()
        yield text.encode("utf-16-le")
        yield json.dumps(text).strip('"').encode()
        yield repr(text.encode())[2:-1].encode()
    if len(fold(words).split()) > 2:  # three words: two are met by chance
        yield fold(words).encode()


class Search:
    """Finds anybody in bytes: by the first eight of every spelling, then whole."""

    def __init__(self, people):
        self._needles = {}
        for words in people:
            for one in spellings(words):
                self._needles.setdefault(one[:8], []).append(one)

    def finds(self, content):
        for at in range(len(content) - 7):
            for one in self._needles.get(content[at : at + 8], ()):
                if content.startswith(one, at):
                    return True
        return False

    def leaks(self, files):
        """The names of those files that name somebody, or whose own name does; never whom."""
        return [name for name, content in files.items() if self.finds(content) or self.finds(name.encode())]


def everything(folder):
    """Names and contents of all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_noise(content):
    """Whether nothing in it can be read: what can be packed has a pattern."""
    return len(zlib.compress(content, 1)) > 0.998 * len(content)


def test_a_month_with_every_kind_of_failure_leaves_nobodys_data_outside_the_book(folder, tmp_path):
    logs, temporary, home = (tmp_path / name for name in ("log", "tạm", "nhà"))
    for made in (logs, temporary, home):
        made.mkdir()
    environment = {
        **os.environ, "TMPDIR": str(temporary), "HOME": str(home), "XDG_DATA_HOME": str(home),
        "XDG_STATE_HOME": str(home), "XDG_CACHE_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default",
    }  # fmt: skip
    living = subprocess.Popen(
        [sys.executable, "-c", MONTH, str(folder), PASSPHRASE, str(WORKBOOK), str(logs)],
        cwd=temporary, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    told = []
    while (line := living.stdout.readline().strip()) not in (b"ready", b""):
        told.append(line.decode())
    while_open = everything(folder)
    out, err = living.communicate(b"\n")
    assert told == [
        "RuntimeError", "ValidationError", "OperationalError", "OperationalError", "ValidationError", "RuleRefused",
        "ValidationError",
    ], err.decode()  # fmt: skip
    assert living.returncode == 1

    book = opened(folder)
    people = people_of(book.store)
    book.close(copy=False)
    assert len(people) > 1500
    search = Search(people)
    assert search.finds(f"x {people[0]} x".encode()), "the search finds what there is to find"

    log = (logs / "hoaian.log").read_text("utf-8")
    assert log.count("RuntimeError") >= 3, "the failures were written, without what they said"
    assert search.leaks(everything(logs)) == []
    assert search.leaks({"stderr": err, "stdout": out, "told": "".join(told).encode()}) == []
    assert everything(temporary) == everything(home) == {}
    assert {"book.db", "book.db-wal", "book.keys", "lock"} <= while_open.keys()
    for left in (while_open, everything(folder)):
        encrypted = {name for name in left if name.endswith((".db", ".db-wal", ".hoaian"))}
        assert [name for name in encrypted if not is_noise(left[name])] == []
        assert [name for name in encrypted for words in people[::40] if words.encode() in left[name]] == []
        readable = {name: content for name, content in left.items() if name not in encrypted}
        assert search.leaks(readable | dict.fromkeys(encrypted, b"")) == []
    # The one thing that leaves the book names nobody either: counts, not lists.
    (paper,) = folder.joinpath("reports").glob("*.pdf")
    document = pypdfium2.PdfDocument(paper)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "BÁO CÁO" in text
    assert not search.finds(text.encode())
    assert not re.search(r"\d{9,}", text)


SECRET = re.compile(
    r"mat khau|\botp\b|passcode|password|passphrase|\bpin\b|ma xac thuc|so the ngan hang|tai khoan ngan hang"
)


def test_no_field_anywhere_asks_for_a_secret_of_a_citizen():
    """Not a column, not a label, not a heading an import would take in."""
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    assert len(kinds) >= 20
    asked = []
    for kind in kinds:
        for column in kind.__table__.columns:
            asked.append(column.name)
        if issubclass(kind, Record):
            for field in fields_of(kind):
                asked += [field.name, field.label, field.hint, *field.aliases]
    found = [words for words in asked if SECRET.search(fold(words.replace("_", " ")))]
    assert found == []
