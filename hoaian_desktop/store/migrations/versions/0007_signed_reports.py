"""Reports that can be corrected, reopened, submitted and signed; the files of a version have a table of their own.

The PDF a version was closed with moves there, under the name it had.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOVED = """
INSERT INTO version_file
    (version_id, kind, name, content, digest, created_at, created_by, changed_at, changed_by, version, archived)
SELECT id, 'pdf', 'v' || number || '.pdf', pdf, pdf_digest, closed_at, closed_by, closed_at, closed_by, 1, :no
FROM report_version WHERE pdf IS NOT NULL AND pdf_digest IS NOT NULL
"""


def upgrade() -> None:
    _record(
        "narrative_template",
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("text", sa.String(8000), nullable=False),
        sa.UniqueConstraint("section", "form", name="uq_narrative_template_section_form"),
    )
    _record(
        "correction",
        sa.Column("report_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(250), nullable=False),
        sa.Column("counted", sa.Integer),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_correction_report_id"),
        sa.UniqueConstraint("report_id", "key", name="uq_correction_report_id_key"),
    )
    op.create_index("ix_correction_report_id", "correction", ["report_id"])
    _record(
        "late_decision",
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("report_id", sa.Integer),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"], name="fk_late_decision_version_id"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_late_decision_report_id"),
    )
    op.create_index("ix_late_decision_version_id", "late_decision", ["version_id"])
    op.create_index("ix_late_decision_report_id", "late_decision", ["report_id"])
    _record(
        "version_file",
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"], name="fk_version_file_version_id"),
    )
    op.create_index("ix_version_file_version_id_kind", "version_file", ["version_id", "kind"])
    op.get_bind().execute(sa.text(MOVED), {"no": False})
    with op.batch_alter_table("report_version") as table:
        table.drop_column("pdf")
        table.drop_column("pdf_digest")
        table.add_column(sa.Column("reason", sa.String(4000)))
        table.add_column(sa.Column("definitions", sa.JSON))
        table.add_column(sa.Column("submitted_at", sa.DateTime))
        table.add_column(sa.Column("answered_at", sa.DateTime))
        table.add_column(sa.Column("answer", sa.String(4000)))
    with op.batch_alter_table("report") as table:
        table.add_column(sa.Column("form", sa.String(40)))
        table.add_column(sa.Column("subject", sa.String(250)))
        table.add_column(sa.Column("signer", sa.String(120)))
        table.add_column(sa.Column("signer_title", sa.String(40)))
        table.add_column(sa.Column("signer_authority", sa.String(40)))
        table.add_column(sa.Column("annexes", sa.JSON, nullable=False, server_default='["01"]'))
        table.add_column(sa.Column("noted", sa.JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("reopened", sa.String(4000)))
    with op.batch_alter_table("office") as table:
        table.add_column(sa.Column("header_layout", sa.String(40), nullable=False, server_default="hd29"))
        table.add_column(sa.Column("numbering", sa.String(40), nullable=False, server_default="year"))
        table.add_column(sa.Column("term_first_day", sa.Date))
        table.add_column(sa.Column("period_presets", sa.JSON, nullable=False, server_default="{}"))
    with op.batch_alter_table("target") as table:
        table.add_column(sa.Column("issue", sa.Integer, nullable=False, server_default="1"))
    op.create_index("ix_activation_day_changed_at", "activation", ["day", "changed_at"])
    op.drop_index("ix_activation_day", "activation")
    # The defaults were for the rows there are: the program gives its own.
    for name, columns in {
        "report": ("annexes", "noted"),
        "office": ("header_layout", "numbering", "period_presets"),
        "target": ("issue",),
    }.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def _record(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.String(120), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
