import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DUMP = """
import hashlib, sqlite3, sys  # what the search index keeps follows from the records: its tables are left out
from functools import partial
from pathlib import Path
from hoaian_desktop import practice
from tests.practice.conftest import an_empty_store
folder = Path(sys.argv[1])
store = an_empty_store(folder)
store.run(partial(practice.fill, unit_key="old-21700"))
store.close()
from hoaian_desktop.records import Base
book = sqlite3.connect(folder / "plain.db")
rows = [repr(row) for table in Base.metadata.sorted_tables for row in book.execute(f'SELECT * FROM "{table.name}"')]
dump = "\\n".join(rows)
print(hashlib.sha256(dump.encode()).hexdigest(), len(dump))
"""


def dump(folder: Path, seed: str) -> str:
    folder.mkdir()
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", DUMP, str(folder)], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return ran.stdout


def test_the_same_book_comes_out_every_time_whatever_the_hash_seed(tmp_path):
    first = dump(tmp_path / "first", "1")
    assert int(first.split()[1]) > 100_000
    assert dump(tmp_path / "second", "4242") == first
