from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from hoaian_desktop.errors import NewerBook
from hoaian_desktop.records import Base, parts
from hoaian_desktop.store import engine as engines
from hoaian_desktop.store import migrate

ROOT = Path(__file__).parents[2]
FOLDER = Path(migrate.__file__).with_name("migrations")


@pytest.fixture
def engine(tmp_path):
    made = engines.plain(tmp_path / "plain.db")
    yield made
    made.dispose()


def test_the_migrations_lead_exactly_to_the_records(engine):
    migrate.upgrade(engine)
    with engine.connect() as connection:
        about = {"compare_type": True, "compare_server_default": True, "include_name": is_no_index_of_parts}
        context = MigrationContext.configure(connection, opts=about)
        assert compare_metadata(context, Base.metadata) == []


def is_no_index_of_parts(name, kind, parents):
    """The index of parts is no table of ours to Alembic; that it is made alike is told by its own statements."""
    return kind != "table" or not name.startswith(parts.NAME)


def test_also_to_the_same_index_of_parts_and_its_triggers(engine, tmp_path):
    migrate.upgrade(engine)
    other = engines.plain(tmp_path / "other.db")
    with engines.writing(other).begin() as connection:
        Base.metadata.create_all(connection)
    asked = text("SELECT type, name, sql FROM sqlite_master WHERE name LIKE 'citizen_parts%' ORDER BY name")
    with engine.connect() as one, other.connect() as two:
        made = one.execute(asked).all()
        assert made == two.execute(asked).all()
    assert {kind for kind, *_ in made} == {"table", "trigger"}
    other.dispose()


def test_citizens_of_an_older_book_are_found_by_their_parts(engine):
    migrate.upgrade(engine, to="0002")
    stamp = "'2023-11-05 08:00:00', 'Duyên', '2023-11-05 08:00:00', 'Duyên', 1, 0"
    stamps = "created_at, created_by, changed_at, changed_by, version, archived"
    with engines.writing(engine).begin() as connection:
        for id_, name in ((1, "nguyen van khai 052099001234"), (2, "y blom")):
            connection.exec_driver_sql(
                f"INSERT INTO citizen (id, full_name, search_text, sort_key, {stamps}) VALUES ({id_}, 'x', '{name}', "
                f"'k', {stamp})"
            )
    migrate.upgrade(engine)
    with engine.connect() as connection:
        for typed, found in (("khai nguyen", [1]), ("9001", [1]), ("y", [2]), ("kh", [1]), ("hai", [1]), ("ai", [])):
            assert connection.scalars(parts.ids_with(typed.split())).all() == found, typed


def test_also_to_the_same_checks_lengths_and_names(engine, tmp_path):
    migrate.upgrade(engine)
    other = engines.plain(tmp_path / "other.db")
    with engines.writing(other).begin() as connection:
        Base.metadata.create_all(connection)
    assert shape_of(engine) == shape_of(other)
    other.dispose()


def shape_of(engine):
    found = inspect(engine)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)),
            sorted((check["name"], check["sqltext"]) for check in found.get_check_constraints(table)),
            sorted((key["name"], str(key["column_names"])) for key in found.get_unique_constraints(table)),
            sorted((key["name"], str(key["options"])) for key in found.get_foreign_keys(table)),
            sorted((index["name"], str(index["column_names"])) for index in found.get_indexes(table)),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_a_new_book_begins_with_exactly_what_the_migrations_make(engine, tmp_path):
    migrate.upgrade(engine)
    new = engines.plain(tmp_path / "new.db")
    migrate.begin(new)
    assert not migrate.is_due(new)
    assert made_in(new) == made_in(engine)
    new.dispose()


def made_in(engine):
    """The kind and name of everything in a database, and its marks."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name")).all()
        mark = connection.execute(text("PRAGMA application_id")).scalar()
        return [tuple(row) for row in found], mark, migrate.revision(engine)


def test_the_head_told_by_file_names_is_alembics_own():
    assert migrate.head() == ScriptDirectory(str(FOLDER)).get_current_head()


def test_a_book_of_the_first_release_keeps_every_row_and_every_link(engine):
    migrate.upgrade(engine, to="0001")
    stamp = "'2023-11-05 08:00:00', 'Duyên', '2023-11-05 08:00:00', 'Duyên', 1, 0"
    stamps = "created_at, created_by, changed_at, changed_by, version, archived"
    with engines.writing(engine).begin() as connection:
        for line in (
            f"INSERT INTO citizen (id, full_name, search_text, sort_key, {stamps}) "
            f"VALUES (1, 'An', 'an', 'a', {stamp})",
            f"INSERT INTO service (id, name, code, search_text, sort_key, {stamps}) "
            f"VALUES (1, 'VNeID', 'x', 'vneid', 'v', {stamp})",
            f"INSERT INTO volunteer (id, status, full_name, search_text, sort_key, {stamps}) "
            f"VALUES (1, 'active', 'Bình', 'binh', 'b', {stamp})",
            f"INSERT INTO activation (id, day, citizen_id, service_id, status, {stamps}) "
            f"VALUES (7, '2023-11-05', 1, 1, 'activated', {stamp})",
            "INSERT INTO activation_volunteer (activation_id, volunteer_id) VALUES (7, 1)",
        ):
            connection.exec_driver_sql(line)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, day, status, tally_id FROM activation")).all()
        links = connection.execute(text("SELECT activation_id, volunteer_id FROM activation_volunteer")).all()
    assert (rows, links) == ([(7, "2023-11-05", "activated", None)], [(7, 1)])


def test_steps_of_an_older_book_learn_which_import_they_were(engine):
    migrate.upgrade(engine, to="0005")
    lines = [
        "INSERT INTO import_batch (id, file_digest, sheets, created_at, created_by, changed_at, changed_by, version, "
        f"archived) VALUES ({id_}, 'x', '[]', '{at}', 'Duyên', '{at}', 'Duyên', 1, 0)"
        for id_, at in ((1, "2023-11-05 08:00:00.000001"), (2, "2023-11-06 08:00:00.000001"))
    ]
    lines += [
        f"INSERT INTO step (id, at, by, words, state) VALUES ({id_}, '{at}', 'Duyên', '{words}', 'done')"
        for id_, at, words in (
            (4, "2023-11-05 08:00:00.000009", "Nhập 12 dòng từ Excel"),
            (5, "2023-11-05 09:00:00.000000", "Thêm tổ Năng An"),
            (6, "2023-11-06 08:00:09.000000", "Nhập 7 dòng từ Excel"),
        )
    ]
    lines.append("INSERT INTO step_row (id, step_id, record, record_id) VALUES (1, 4, 'team', 3)")
    with engines.writing(engine).begin() as connection:
        for line in lines:
            connection.exec_driver_sql(line)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        linked = connection.execute(text("SELECT id, batch_id FROM step ORDER BY id")).all()
        assert linked == [(4, 1), (5, None), (6, 2)]
        assert connection.scalar(text("SELECT count(*) FROM step_row")) == 1


def test_a_second_upgrade_does_nothing(engine):
    migrate.upgrade(engine)
    with engines.writing(engine).begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrate.head()})
    migrate.upgrade(engine)
    assert migrate.revision(engine) == migrate.head()


def test_a_newer_revision_is_refused(engine):
    migrate.upgrade(engine)
    with engines.writing(engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerBook):
        migrate.upgrade(engine)


def test_references_are_watched_again_after_an_upgrade(engine):
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_failing_step_leaves_nothing_of_itself(engine):
    with engines.writing(engine).begin() as connection:
        connection.execute(text("CREATE TABLE village (id INTEGER PRIMARY KEY)"))  # in the way of the first step
    with pytest.raises(Exception, match=r"village|search_text"):
        migrate.upgrade(engine)
    assert inspect(engine).get_table_names() == ["village"]
    assert migrate.revision(engine) is None


@pytest.mark.parametrize("path", sorted(FOLDER.glob("versions/*.py")), ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(path):
    assert "hoaian" not in path.read_text("utf-8")


def test_alembic_is_not_loaded_for_a_book_that_is_up_to_date(book):
    book.close(copy=False)
    script = (
        "import sys; from pathlib import Path; from hoaian_desktop.store import book;"
        f"book.open_book(Path({str(book.folder)!r}), 'mùa hè xanh 2023').close(copy=False);"
        "print(*(name for name in sys.modules if name.partition('.')[0] == 'alembic'))"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
