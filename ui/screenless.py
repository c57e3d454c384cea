"""A usual screen where there is none: Qt invents one of 800 × 800, in which no window of ours would have its size."""

from __future__ import annotations

import atexit
import json
import os
import tempfile
from pathlib import Path

PLATFORM = "QT_QPA_PLATFORM"
WIDTH, HEIGHT = 1920, 1080


def prepare(width: int = WIDTH, height: int = HEIGHT) -> None:
    """Before the application is made: give the screenless platform a screen of this size; others keep their own."""
    if os.environ.get(PLATFORM) != "offscreen":
        return
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    handle, name = tempfile.mkstemp(prefix="hoaian-screen-", suffix=".json")
    atexit.register(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"screens": [{**screen, "logicalBaseDpi": 96}]}, file)
    # The platform's arguments are parted by colons, so a drive letter must not stand in the path.
    os.environ[PLATFORM] = f"offscreen:configfile={os.path.splitdrive(name)[1]}"
