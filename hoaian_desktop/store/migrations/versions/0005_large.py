"""Indexes for books of a million supports: the list in the order of its days, persons and accounts without the rows."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_activation_shown", "activation", ["day"], sqlite_where=sa.text("archived IS 0"))
    op.create_index("ix_activation_person", "activation", ["citizen_id", "service_id", "status", "archived"])
    op.drop_index("ix_activation_archived", "activation")
