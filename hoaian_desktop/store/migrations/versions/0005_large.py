"""Indexes for books of a million supports: the list in the order of its days, persons and accounts without the rows.

That a record is not archived is nothing to find it by: SQLite, which has no statistics of a book, took it for choosy.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

RECORDS = (
    "activation",
    "administrative_unit",
    "campaign",
    "campaign_event",
    "citizen",
    "directive",
    "import_batch",
    "influential_person",
    "initiative",
    "membership",
    "office",
    "report",
    "report_version",
    "reporting_period",
    "service",
    "tally",
    "target",
    "team",
    "user_account",
    "village",
    "volunteer",
)


def upgrade() -> None:
    op.create_index("ix_activation_shown", "activation", ["day"], sqlite_where=sa.text("archived IS 0"))
    op.create_index("ix_activation_person", "activation", ["citizen_id", "service_id", "status", "archived", "day"])
    for record in RECORDS:
        op.drop_index(f"ix_{record}_archived", record)
