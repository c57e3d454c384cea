import hashlib
import os
import subprocess
import sys
from pathlib import Path

from hoaian_desktop.records import Base
from tests.practice.conftest import a_store_in, fill

ROOT = Path(__file__).resolve().parents[2]
UNIT = "old-21718"


def dump(store):
    """The digest and the length of all that a book holds; what the search index keeps follows from the records."""

    def rows(session):
        tables = [f'SELECT * FROM "{table.name}"' for table in Base.metadata.sorted_tables]
        connection = session.connection()
        return [repr(tuple(row)) for table in tables for row in connection.exec_driver_sql(table)]

    text = "\n".join(store.read(rows))
    return hashlib.sha256(text.encode()).hexdigest(), len(text)


def dumped_elsewhere(folder):
    """The same of a book made by another process, which hashes otherwise than this one."""
    seed = "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "1"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    script = [sys.executable, "-m", "tests.practice.test_determinism", str(folder)]
    ran = subprocess.run(script, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    digest, length = ran.stdout.split()
    return digest, int(length)


def test_the_same_book_comes_out_every_time_whatever_the_hash_seed(filled, tmp_path):
    digest, length = dump(filled(UNIT))
    assert length > 100_000
    assert dumped_elsewhere(tmp_path) == (digest, length)


if __name__ == "__main__":
    fill(Path(sys.argv[1]), UNIT)
    print(*dump(a_store_in(Path(sys.argv[1]))))
