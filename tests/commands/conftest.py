"""Commands are run as real processes on real encrypted books, on a console that speaks no Vietnamese."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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


def command(*arguments: object, passphrase: str | None = PASSPHRASE) -> Ran:
    """What came of one command; a warning anywhere in it is a failure."""
    environment = {name: value for name, value in os.environ.items() if name != "HOAIAN_PASSPHRASE"}
    environment |= {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "PYTHONWARNINGS": "error"}
    if passphrase is not None:
        environment["HOAIAN_PASSPHRASE"] = passphrase
    ran = subprocess.run(
        [sys.executable, "-m", "hoaian_desktop", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr.decode("utf-8"))


@pytest.fixture(scope="session")
def an_tin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice book of Ân Tín. Tests that write take a copy."""
    folder = tmp_path_factory.mktemp("books") / "an-tin"
    made = command("practice", "--book", folder, "--unit", "old-21703")
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A new book of xã Vạn Đức, of the days since the reform."""
    made = command("new", "--book", tmp_path / "book", "--unit", "new-21703", "--secretary", "Đinh Văn Lành")
    assert made.code == 0, made.err
    return tmp_path / "book"


@pytest.fixture
def own_copy(an_tin: Path, tmp_path: Path) -> Callable[[], Path]:
    """A copy of the practice book to write in or to damage."""

    def copied() -> Path:
        import shutil

        return Path(shutil.copytree(an_tin, tmp_path / "copy"))

    return copied
