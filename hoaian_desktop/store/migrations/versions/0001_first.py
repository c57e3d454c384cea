"""Every table of the first release."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def upgrade() -> None:
    _record(
        "administrative_unit",
        sa.Column("key", sa.String(20), nullable=False, unique=True),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.String(250), nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("parent_id", sa.ForeignKey("administrative_unit.id")),
        sa.Column("successor_id", sa.ForeignKey("administrative_unit.id")),
        *_findable(),
    )
    sa.Table(
        "change",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("record", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("action", sa.String(12), nullable=False),
        sa.Column("field", sa.String(40)),
        sa.Column("before", sa.String(4000)),
        sa.Column("after", sa.String(4000)),
        sa.Column("reason", sa.String(400)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Index("ix_change_record", "record", "record_id"),
    )
    sa.Table(
        "confirmation",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("record", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Index("ix_confirmation_record", "record", "record_id"),
    )
    _record(
        "directive",
        sa.Column("number", sa.String(250), nullable=False),
        sa.Column("issued", sa.Date),
        sa.Column("issuer", sa.String(250)),
        sa.Column("subject", sa.String(250)),
        *_findable(),
    )
    _record(
        "import_batch",
        sa.Column("file_digest", sa.String(64), nullable=False, index=True),
        sa.Column("sheets", sa.JSON, nullable=False),
    )
    _record(
        "reporting_period",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("due", sa.Date),
        sa.CheckConstraint("last_day >= first_day", name="dates_in_order"),
        sa.UniqueConstraint("first_day", "last_day"),
    )
    _record(
        "service",
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("code", sa.String(30), nullable=False, unique=True),
        sa.Column("level", sa.Integer),
        sa.Column("counts_in", sa.String(250)),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        *_findable(),
    )
    _record(
        "team",
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("started", sa.Date, nullable=False),
        sa.Column("ended", sa.Date),
        sa.Column("decision_number", sa.String(250)),
        sa.Column("decision_date", sa.Date),
        sa.Column("decision_issuer", sa.String(250)),
        sa.Column("place", sa.String(250)),
        sa.Column("notes", sa.String(4000)),
        *_findable(),
        sa.CheckConstraint("ended IS NULL OR ended >= started", name="dates_in_order"),
    )
    _record(
        "user_account",
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("title", sa.String(250)),
        sa.Column("slot", sa.String(40), nullable=False, unique=True),
    )
    _record(
        "initiative",
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("description", sa.String(4000)),
        sa.Column("directive_id", sa.ForeignKey("directive.id"), index=True),
        *_findable(),
    )
    _record(
        "office",
        sa.Column("unit_id", sa.ForeignKey("administrative_unit.id"), nullable=False, index=True),
        sa.Column("superior", sa.String(250), nullable=False),
        sa.Column("issuer", sa.String(250), nullable=False),
        sa.Column("place", sa.String(250), nullable=False),
        sa.Column("symbol", sa.String(250), nullable=False),
        sa.Column("secretary", sa.String(120), nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("directive", sa.String(4000)),
        sa.Column("recipients", sa.String(4000), nullable=False),
    )
    _record(
        "report",
        sa.Column("period_id", sa.ForeignKey("reporting_period.id"), nullable=False, unique=True),
        sa.Column("document_number", sa.Integer),
        sa.Column("document_date", sa.Date),
        sa.Column("narrative", sa.JSON, nullable=False),
    )
    _record(
        "village",
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.ForeignKey("administrative_unit.id"), nullable=False, index=True),
        sa.Column("households", sa.Integer),
        *_findable(),
        sa.UniqueConstraint("unit_id", "name"),
    )
    _record(
        "campaign",
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("initiative_id", sa.ForeignKey("initiative.id"), index=True),
        sa.Column("directive_id", sa.ForeignKey("directive.id"), index=True),
        sa.Column("started", sa.Date, nullable=False),
        sa.Column("ended", sa.Date),
        sa.Column("target_events", sa.Integer),
        sa.Column("target_minutes", sa.Integer),
        sa.Column("notes", sa.String(4000)),
        *_findable(),
        sa.CheckConstraint("ended IS NULL OR ended >= started", name="dates_in_order"),
    )
    _record(
        "citizen",
        sa.Column("personal_number", sa.String(12), unique=True),
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("born", sa.String(10)),
        sa.Column("sex", sa.String(40)),
        sa.Column("village_id", sa.ForeignKey("village.id"), index=True),
        sa.Column("phone", sa.String(20)),
        sa.Column("guardian", sa.String(120)),
        sa.Column("consent_on", sa.Date),
        sa.Column("consent_method", sa.String(40)),
        *_findable(),
    )
    _record(
        "influential_person",
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("born", sa.String(10)),
        sa.Column("sex", sa.String(40)),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("village_id", sa.ForeignKey("village.id"), index=True),
        sa.Column("phone", sa.String(20)),
        sa.Column("recognition", sa.String(250)),
        sa.Column("notes", sa.String(4000)),
        *_findable(),
    )
    _record(
        "report_version",
        sa.Column("report_id", sa.ForeignKey("report.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.DateTime, nullable=False),
        sa.Column("closed_by", sa.String(120), nullable=False),
        sa.Column("program", sa.String(20), nullable=False),
        sa.UniqueConstraint("report_id", "number"),
    )
    _record(
        "tally",
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("team_id", sa.ForeignKey("team.id"), index=True),
        sa.Column("village_id", sa.ForeignKey("village.id"), index=True),
        sa.Column("service_id", sa.ForeignKey("service.id"), nullable=False, index=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("notes", sa.String(4000)),
        sa.CheckConstraint("number >= 0", name="not_negative"),
    )
    _record(
        "target",
        sa.Column("indicator", sa.String(250), nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("value", sa.Integer),
        sa.Column("team_id", sa.ForeignKey("team.id"), index=True),
        sa.Column("village_id", sa.ForeignKey("village.id"), index=True),
        sa.Column("directive_id", sa.ForeignKey("directive.id"), index=True),
        sa.Column("notes", sa.String(4000)),
        sa.CheckConstraint("last_day >= first_day", name="dates_in_order"),
    )
    sa.Table(
        "team_village",
        tables,
        sa.Column("team_id", sa.ForeignKey("team.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("village_id", sa.ForeignKey("village.id"), primary_key=True, index=True),
    )
    _record(
        "volunteer",
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("born", sa.String(10)),
        sa.Column("sex", sa.String(40)),
        sa.Column("branch", sa.String(250)),
        sa.Column("position", sa.String(40)),
        sa.Column("village_id", sa.ForeignKey("village.id"), index=True),
        sa.Column("joined", sa.String(10)),
        sa.Column("member_code", sa.String(250)),
        sa.Column("phone", sa.String(20)),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("notes", sa.String(4000)),
        *_findable(),
    )
    _record(
        "activation",
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("citizen_id", sa.ForeignKey("citizen.id"), nullable=False, index=True),
        sa.Column("service_id", sa.ForeignKey("service.id"), nullable=False, index=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("transaction_day", sa.Date, index=True),
        sa.Column("team_id", sa.ForeignKey("team.id"), index=True),
        sa.Column("place", sa.String(250)),
        sa.Column("notes", sa.String(4000)),
        sa.Index("ix_activation_account", "service_id", "citizen_id", "day"),
    )
    _record(
        "campaign_event",
        sa.Column("day", sa.Date, nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("campaign_id", sa.ForeignKey("campaign.id"), index=True),
        sa.Column("village_id", sa.ForeignKey("village.id"), index=True),
        sa.Column("place", sa.String(250)),
        sa.Column("minutes", sa.Integer),
        sa.Column("reach", sa.Integer),
        sa.Column("households", sa.Integer),
        sa.Column("leaflets", sa.Integer),
        sa.Column("notes", sa.String(4000)),
        *_findable(),
    )
    _record(
        "membership",
        sa.Column("team_id", sa.ForeignKey("team.id"), nullable=False, index=True),
        sa.Column("volunteer_id", sa.ForeignKey("volunteer.id"), nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("started", sa.Date, nullable=False),
        sa.Column("ended", sa.Date),
        sa.Column("notes", sa.String(4000)),
        sa.CheckConstraint("ended IS NULL OR ended >= started", name="dates_in_order"),
    )
    sa.Table(
        "activation_volunteer",
        tables,
        sa.Column("activation_id", sa.ForeignKey("activation.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("volunteer_id", sa.ForeignKey("volunteer.id"), primary_key=True, index=True),
    )
    sa.Table(
        "event_influencer",
        tables,
        sa.Column("event_id", sa.ForeignKey("campaign_event.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("influential_person_id", sa.ForeignKey("influential_person.id"), primary_key=True, index=True),
    )
    sa.Table(
        "event_volunteer",
        tables,
        sa.Column("event_id", sa.ForeignKey("campaign_event.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("volunteer_id", sa.ForeignKey("volunteer.id"), primary_key=True, index=True),
    )
    tables.create_all(op.get_bind(), checkfirst=False)


def _record(name: str, *columns: Any) -> None:
    sa.Table(
        name,
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        *columns,
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.String(120), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False, index=True),
    )


def _findable() -> tuple[Any, ...]:
    return (
        sa.Column("search_text", sa.String(1200), nullable=False),
        sa.Column("sort_key", sa.String(1200), nullable=False, index=True),
    )
