"""What every test may ask for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoaian_desktop.store.store import Store
from tests import compiled
from tests.builders import a_store

compiled.share()
gc.set_threshold(50_000, 20, 50)  # a run holds millions of objects that never go: looking through them takes long


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of Đoàn xã Ân Tín, set up and otherwise empty."""
    made = a_store(tmp_path)
    yield made
    made.close()
