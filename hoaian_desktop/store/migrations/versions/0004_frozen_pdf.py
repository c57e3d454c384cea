"""A frozen version keeps the very PDF it was closed with, and its digest; older ones have none."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("report_version", sa.Column("pdf", sa.LargeBinary))
    op.add_column("report_version", sa.Column("pdf_digest", sa.String(64)))
