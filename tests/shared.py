"""Books that are dear to make are made once a run, whichever worker needs them first."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pytest import TempPathFactory


def once(factory: TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` filled. Nobody opens what is in it, for a book has one user: everybody takes a copy."""
    room = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        room = room.parent  # the workers of a run have one in common
    made = room / "shared" / name
    if not made.exists():
        own = factory.mktemp("making") / "made"
        own.mkdir()
        make(own)
        made.parent.mkdir(exist_ok=True)
        with suppress(OSError):  # another worker was quicker: its folder is as good
            own.rename(made)
    return made
