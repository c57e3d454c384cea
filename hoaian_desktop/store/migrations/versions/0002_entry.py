"""Steps that can be undone, unfinished lines, named views, different persons, and tallies replaced by names."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("words", sa.String(250), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
    )
    op.create_index("ix_step_state", "step", ["state"])
    op.create_table(
        "step_row",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("step_id", sa.Integer, nullable=False),
        sa.Column("record", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_step_row"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_step_row_step_id", ondelete="CASCADE"),
    )
    op.create_index("ix_step_row_step_id", "step_row", ["step_id"])
    op.create_index("ix_step_row_record", "step_row", ["record", "record_id"])
    op.create_table(
        "draft",
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_draft"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("listing", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("query", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("listing", "name", name="uq_saved_view_listing_name"),
    )
    op.create_table(
        "different_persons",
        sa.Column("first_id", sa.Integer, nullable=False),
        sa.Column("second_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_different_persons"),
        sa.ForeignKeyConstraint(["first_id"], ["citizen.id"], name="fk_different_persons_first_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["second_id"], ["citizen.id"], name="fk_different_persons_second_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("first_id < second_id", name="ck_different_persons_in_order"),
    )
    op.create_index("ix_different_persons_second_id", "different_persons", ["second_id"])
    # SQLite takes a named reference only in a new table: the batch copies the rows into one.
    with op.batch_alter_table("activation") as table:
        table.add_column(sa.Column("tally_id", sa.Integer))
        table.create_foreign_key("fk_activation_tally_id", "tally", ["tally_id"], ["id"])
        table.create_index("ix_activation_tally_id", ["tally_id"])
