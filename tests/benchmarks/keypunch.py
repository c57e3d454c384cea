"""A hundred invented paper lines keyed through the real window with real key events; keys counted, answers checked."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from hoaian_desktop import jobs
from hoaian_desktop.practice import names
from hoaian_desktop.records import Activation, Citizen, Service, Village
from hoaian_desktop.services import offices
from hoaian_desktop.store import book as books
from tests.benchmarks import xkeys
from tests.builders import a_membership, a_team, a_village, a_volunteer

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("keypunch_window.py")
PASSPHRASE = "một cụm mật khẩu dài"
COST = 1 << 10  # scrypt for a book that holds nobody
RECORDS = 100
TEAM, HELPER = "Tổ CNSCĐ thôn Năng An", "Đặng Hữu Phước"
SHEET = 25  # lines of one paper sheet: one village, one service
DAY = date.today() - timedelta(days=1)  # the Sunday before; what is years old is asked about
VILLAGES = ("Năng An", "Vạn Hội 1", "Vĩnh Đức", "Đại Định")
SERVICES = (("VNeID mức 2", "vneid muc 2"), ("VNeID mức 1", "vneid muc 1"), ("VssID", "vssid"), ("Ví điện tử", "vi d"))


@dataclass(frozen=True)
class Line:
    """What stands on paper for one person; `sex` is written only where no number tells it."""

    number: str
    name: str
    born: str
    sex: str
    phone: str
    village: str
    service: str

    @property
    def characters(self) -> int:
        """Letters and digits of the line, without what its sheet says once."""
        return len(self.number) + len(self.name) + len(self.born) + len(self.phone) + (0 if self.number else 2)


def paper(count: int = RECORDS) -> list[Line]:
    """The lines of the list: three in four have a number, half a phone, some a whole birth date."""
    chance = random.Random(20231119)
    lines, used = [], set()
    for at in range(count):
        sex = chance.choice(("male", "female"))
        name = _name(chance, sex)
        while name in used:
            name = _name(chance, sex)
        used.add(name)
        year = chance.randint(1940, 2005)
        century = 2 * (year // 100 - 19) + (sex == "female")
        number = f"052{century}{year % 100:02d}{at + 1:06d}" if at % 4 else ""
        born = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{year}" if at % 5 == 0 else str(year)
        phone = f"09051{at:05d}" if at % 2 else ""
        sheet = at // SHEET % 4
        lines.append(Line(number, name, born, sex, phone, VILLAGES[sheet], SERVICES[sheet][0]))
    return lines


def _name(chance: random.Random, sex: str) -> str:
    if sex == "male":
        parts = (names.FAMILY, names.MALE_MIDDLE, names.MALE_GIVEN)
    else:
        parts = (names.FAMILY, names.FEMALE_MIDDLE, names.FEMALE_GIVEN)
    return " ".join(chance.choice(part) for part in parts)


def run(records: int = RECORDS) -> dict[str, int]:
    """Key the lines; returns how many records, keys, characters, mouse events and wrong records there were."""
    lines = paper(records)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        folder = Path(room, "book")
        _prepare(folder)
        with xkeys.screen() as display:
            keyboard = xkeys.Keyboard(display)
            keyboard.learn()
            with _window(folder, display, room) as window:
                _sit_down(keyboard, window)
                keyboard.pressed = 0
                for at, line in enumerate(lines):
                    if at % SHEET == 0:
                        _turn_sheet(keyboard, line, first=at == 0)
                    _key_in(keyboard, line)
                window.rest()  # the last line is saved
                keys = keyboard.pressed
                keyboard.key("ctrl+q")
                window.process.wait()
            keyboard.close()
        wrong = len(lines) - _right(folder, lines)
    # What stands once on a sheet: day, team and helper on the first, village and service on each.
    sheets = {line.village: len(line.village) + len(line.service) for line in lines}
    first = len(f"{DAY:%d%m%Y}") + len(TEAM) + len(HELPER)
    characters = sum(line.characters for line in lines) + sum(sheets.values()) + first
    return {"records": len(lines), "keys": keys, "data_characters": characters, "mouse": 0, "wrong": wrong}


class _Window:
    """The program in its own process; the typist looks up before she begins and after the last line, as people do."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.hear("ready")

    def rest(self) -> None:
        """Wait until everything typed so far is answered."""
        assert self.process.stdin is not None
        self.process.stdin.write("rest\n")
        self.process.stdin.flush()
        self.hear("rested")

    def hear(self, word: str) -> None:
        """Wait for what the program says next."""
        assert self.process.stdout is not None
        if (said := self.process.stdout.readline().strip()) != word:
            raise AssertionError(f"The window should say {word!r} and said {said!r}: exit {self.process.poll()}")


def _sit_down(keyboard: xkeys.Keyboard, window: _Window) -> None:
    keyboard.key("alt+4")
    window.rest()
    keyboard.key("Insert")
    window.rest()


def _turn_sheet(keyboard: xkeys.Keyboard, line: Line, *, first: bool) -> None:
    """What a sheet says once: day, team and helpers on the first, village and service on each."""
    if not first:
        keyboard.key("F8")
    if first:
        keyboard.type(f"{DAY:%d%m%Y}")
        keyboard.key("Return")
        keyboard.type("nang an")
        keyboard.key("Return")
    else:
        keyboard.key("Return")
        keyboard.key("Return")
    keyboard.type(line.village)
    keyboard.key("Return")
    keyboard.type(next(short for service, short in SERVICES if service == line.service))
    keyboard.key("Return")
    if first:
        keyboard.type(HELPER)
        keyboard.key("Return")
        keyboard.key("Return")
    else:
        keyboard.key("F8")


def _key_in(keyboard: xkeys.Keyboard, line: Line) -> None:
    """One person. Number, name and year follow one another: letters and digits tell where they belong."""
    keyboard.type(line.number)
    keyboard.type(line.name)
    keyboard.type(line.born)
    if not line.number:
        keyboard.key("Return")
        keyboard.type("na" if line.sex == "male" else "nữ")
    elif line.phone:
        keyboard.key("Return")
    keyboard.type(line.phone)
    keyboard.key("ctrl+Return")


def _prepare(folder: Path) -> None:
    made, _ = books.create(folder, passphrase=PASSPHRASE, user_name="Trần Thị Hoa", cost=COST)
    values = offices.defaults(jobs.unit_entry("old-21703"), secretary="Trần Thị Hoa", since=date(2023, 6, 30))
    made.store.run(partial(offices.set_up, unit_key="old-21703", values=values, slot=made.slot))

    def fill(session: object) -> None:
        team = a_team(session)  # type: ignore[no-untyped-call]
        for village in VILLAGES:
            a_village(session, village)  # type: ignore[no-untyped-call]
        for name in (HELPER, "Lê Thị Thu Hà"):
            a_membership(session, team, a_volunteer(session, name))  # type: ignore[no-untyped-call]

    made.store.run(fill)
    made.close(copy=False)


@contextlib.contextmanager
def _window(folder: Path, display: str, room: str) -> Iterator[_Window]:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    environment |= {name: str(Path(room, name)) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    command = [sys.executable, str(CHILD), str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        try:
            yield _Window(process)
        finally:
            process.kill()  # who was not left by then never will be


def _right(folder: Path, lines: list[Line]) -> int:
    """How many of the lines are in the book exactly as on paper."""
    opened = books.open_book(folder, passphrase=PASSPHRASE, cost=COST)
    try:
        query = (
            select(Citizen, Activation.day, Activation.status, Village.name, Service.name)
            .join(Activation, Activation.citizen_id == Citizen.id)
            .join(Village, Village.id == Citizen.village_id)
            .join(Service, Service.id == Activation.service_id)
            .order_by(Activation.id)
        )
        kept = opened.store.read(lambda session: session.execute(query).all())
    finally:
        opened.close(copy=False)
    stored = {
        (c.personal_number or "", c.full_name, c.sex, c.phone or "", str(c.born), day, status, village, service)
        for c, day, status, village, service in kept
    }
    return sum(_as_stored(line) in stored for line in lines) - abs(len(kept) - len(lines))


def _as_stored(line: Line) -> tuple[object, ...]:
    born = "/".join(part.zfill(2) for part in line.born.split("/"))
    about = (line.number, line.name, line.sex, line.phone, born)
    return (*about, DAY, "activated", line.village, line.service)
