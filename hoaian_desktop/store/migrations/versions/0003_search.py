"""An index of the parts of citizens' names and numbers, filled from the rows there are, and one of names and years."""

from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = "'  ' || replace(new.search_text, ' ', '  ')"


def upgrade() -> None:
    op.create_index("ix_citizen_search_text_born", "citizen", ["search_text", "born"])
    for statement in (
        "CREATE VIRTUAL TABLE citizen_parts USING fts5 "
        "(text, content='', contentless_delete=1, detail=none, tokenize='trigram')",
        "INSERT INTO citizen_parts (rowid, text) SELECT id, '  ' || replace(search_text, ' ', '  ') FROM citizen",
        f"CREATE TRIGGER citizen_parts_added AFTER INSERT ON citizen BEGIN "
        f"INSERT INTO citizen_parts (rowid, text) VALUES (new.id, {TEXT}); END",
        f"CREATE TRIGGER citizen_parts_changed AFTER UPDATE OF search_text ON citizen "
        f"WHEN old.search_text IS NOT new.search_text BEGIN "
        f"UPDATE citizen_parts SET text = {TEXT} WHERE rowid = new.id; END",
        "CREATE TRIGGER citizen_parts_removed AFTER DELETE ON citizen BEGIN "
        "DELETE FROM citizen_parts WHERE rowid = old.id; END",
    ):
        op.get_bind().exec_driver_sql(statement)
