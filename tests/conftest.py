"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hoaian_desktop.store.store import Store
from tests.builders import a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of Đoàn xã Ân Tín, set up and otherwise empty."""
    made = a_store(tmp_path)
    yield made
    made.close()
