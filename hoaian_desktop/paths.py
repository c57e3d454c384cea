"""Where things lie on this computer: bundled resources, the user's books, logs."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder of bundled resources, beside the source or inside a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of one bundled file, e.g. `resource("fonts", "Tinos-Regular.ttf")`."""
    return resources().joinpath(*parts)


def data_folder() -> Path:
    """The user's local data folder: never a synced one, so a book is not copied while it is open."""
    from platformdirs import user_data_path

    return user_data_path("hoaian-desktop", appauthor=False, roaming=False)


def log_folder() -> Path:
    """Where logs lie; they hold no field value."""
    from platformdirs import user_log_path

    return user_log_path("hoaian-desktop", appauthor=False)
