"""A step knows which import it was, and how tables were read by hand is remembered.

Of older steps it was the newest import there was when they were written: both stand in one transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

LINKED = """
UPDATE step SET batch_id = (SELECT max(id) FROM import_batch WHERE created_at <= step.at)
WHERE words LIKE 'Nhập % dòng từ Excel'
"""


def upgrade() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("header_rows", sa.Integer, nullable=False),
        sa.Column("columns", sa.JSON, nullable=False),
        sa.Column("month_first", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_mapping"),
        sa.UniqueConstraint("signature", name="uq_import_mapping_signature"),
    )
    with op.batch_alter_table("step") as table:
        table.add_column(sa.Column("batch_id", sa.Integer))
        table.create_foreign_key("fk_step_batch_id", "import_batch", ["batch_id"], ["id"])
        table.create_index("ix_step_batch_id", ["batch_id"])
    op.execute(LINKED)
