"""Commands are run on real encrypted books, on a console that speaks no Vietnamese.

`command` runs one in this process, as the program itself does after it has started; `process` starts the program, for
what only a process of its own can show. Books that are only read are made once and shared. A guess at a passphrase
costs next to nothing in books made here, as they are opened a hundred times; `dear` makes one as users have it.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hoaian_desktop.__main__ import main
from hoaian_desktop.store import book as books
from tests.shared import once
from tests.store.plain import CHEAP

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "Nắng sớm trên đồi chè"


@dataclass(frozen=True)
class Ran:
    code: int
    out: bytes
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out.decode("utf-8"))


def command(*arguments: object, passphrase: str | None = PASSPHRASE, dear: bool = False) -> Ran:
    """What came of one command, run here; a warning anywhere in it is a failure."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="cp1252") for _ in range(2))
    with _passphrase(passphrase), _cost(dear), _nobody_to_ask(), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
    for stream in (out, err):
        stream.flush()
    return Ran(code, out.buffer.getvalue(), err.buffer.getvalue().decode("utf-8"))


def process(
    *arguments: object, passphrase: str | None = PASSPHRASE, cwd: Path = ROOT, locale: dict[str, str] | None = None
) -> Ran:
    """What came of one command in a process of its own, whose console knows the code page 1252 only."""
    environment = {name: value for name, value in os.environ.items() if name != "HOAIAN_PASSPHRASE"}
    environment |= {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "PYTHONWARNINGS": "error", **(locale or {})}
    environment["PYTHONPATH"] = str(ROOT)
    if passphrase is not None:
        environment["HOAIAN_PASSPHRASE"] = passphrase
    ran = subprocess.run(
        [sys.executable, "-m", "hoaian_desktop", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr.decode("utf-8"))


@contextmanager
def _passphrase(passphrase: str | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HOAIAN_PASSPHRASE", raising=False)
        if passphrase is not None:
            patch.setenv("HOAIAN_PASSPHRASE", passphrase)
        yield


@contextmanager
def _cost(dear: bool) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if not dear:
            patch.setitem(books.create.__kwdefaults__, "cost", CHEAP)
        yield


@contextmanager
def _nobody_to_ask() -> Iterator[None]:
    kept = sys.stdin
    with Path(os.devnull).open(encoding="utf-8") as sys.stdin:
        try:
            yield
        finally:
            sys.stdin = kept


def an_tin_made(factory: pytest.TempPathFactory) -> Path:
    """The practice book of Ân Tín, made once a run by the command and closed; everybody takes a copy."""

    def make(room: Path) -> None:
        made = command("practice", "--book", room / "an-tin", "--unit", "old-21703")
        assert made.code == 0, made.err

    return once(factory, "an-tin", make) / "an-tin"


@pytest.fixture(scope="session")
def an_tin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it that is only read. Tests that write take a copy of this one."""
    made = an_tin_made(tmp_path_factory)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("books") / "made" / made.name))


@pytest.fixture(scope="session")
def made_new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new book of xã Vạn Đức, of the days since the reform."""
    folder = tmp_path_factory.mktemp("books") / "van-duc"
    made = command("new", "--book", folder, "--unit", "new-21703", "--secretary", "Đinh Văn Lành")
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def empty(made_new: Path, tmp_path: Path) -> Path:
    """A copy of that book to write in."""
    return Path(shutil.copytree(made_new, tmp_path / "book"))


@pytest.fixture
def own_copy(an_tin: Path, tmp_path: Path) -> Callable[[], Path]:
    """A copy of the practice book to write in or to damage."""
    return lambda: Path(shutil.copytree(an_tin, tmp_path / "copy"))
