"""From the start of the process to the first painted window: unlocking a book, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hoaian_desktop.store import book as books
from tests.benchmarks.measure import Result, compare

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("painted.py")


def run() -> list[Result]:
    """The one comparison, over a book that lies there closed, as on every morning but the first."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        folder = Path(room, "book")
        made, _ = books.create(folder, passphrase="một cụm mật khẩu dài", user_name="Người Thử", cost=1 << 10)
        made.close(copy=False)
        # Settings and logs lie where a user has them, but not this user's. Modules are compiled by the first, uncounted
        # round as they are by a user's first start, even where this run was told to leave no bytecode behind.
        home = {name: str(Path(room, name)) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
        home |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(room, "compiled"))}

        def ours() -> float:
            return _until_painted(home, str(folder), str(Path(room, "settings")))

        def floor() -> float:
            return _until_painted(home)

        return [compare("start", ours, floor, aim=2.0)]


def _until_painted(home: dict[str, str], *arguments: str) -> float:
    """Seconds until the child says that its window has been painted."""
    environment = {**os.environ, **home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begin = time.perf_counter()
    with subprocess.Popen([sys.executable, str(CHILD), *arguments], stdout=subprocess.PIPE, env=environment) as child:
        said = child.stdout.readline()
        taken = time.perf_counter() - begin
        child.communicate(timeout=60)
    if said.strip() != b"painted" or child.returncode:
        raise AssertionError(f"The window was not painted: exit {child.returncode}")
    return taken
