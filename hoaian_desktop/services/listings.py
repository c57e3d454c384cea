"""The lists of the tabs, drawn from the declared fields; what is special about each stands here."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import String, and_, case, exists, false, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from hoaian_desktop.fields import Field, Kind
from hoaian_desktop.indicators.tally_heads import heads_left, heads_named
from hoaian_desktop.records import (
    Activation,
    Campaign,
    CampaignEvent,
    Citizen,
    InfluentialPerson,
    Membership,
    Office,
    Record,
    Tally,
    Target,
    Team,
    Village,
    Volunteer,
    field_of,
)
from hoaian_desktop.records.activation import COUNTED_STATUSES, Service, activation_volunteer
from hoaian_desktop.records.campaign import event_volunteer
from hoaian_desktop.services import finding
from hoaian_desktop.services.lists import Beside, Column, Listing, columns_of, holding, listing, plain


def _narrowed(record: type[Record], name: str, width: int) -> tuple[Field, Column]:
    """A declared field in a column of another width, in a list that has many."""
    return replace(field_of(record, name), width=width), columns_of(record, [field_of(record, name)])[name]


_leader = aliased(Volunteer)
_leading = (
    select(_leader.full_name)
    .join(Membership, Membership.volunteer_id == _leader.id)
    .where(
        Membership.team_id == Team.id,
        Membership.role == "leader",
        Membership.archived == false(),
        or_(Membership.ended.is_(None), Membership.ended >= func.current_date()),
    )
    .order_by(Membership.started.desc())
    .limit(1)
    .correlate(Team)
)
_leader_name = _leading.scalar_subquery()
_leader_order = _leading.with_only_columns(_leader.sort_key, maintain_column_froms=True).scalar_subquery()
_members = (
    select(func.count(Membership.volunteer_id.distinct()))
    .where(
        Membership.team_id == Team.id,
        Membership.archived == false(),
        or_(Membership.ended.is_(None), Membership.ended >= func.coalesce(Team.ended, func.current_date())),
    )
    .correlate(Team)
    .scalar_subquery()
)
_since = select(Office.since).scalar_subquery()
_counted_services = select(Service.id).where(Service.counts_in.in_(("2.1", "2.2")))
_earlier = aliased(Activation)
_team_named = (
    select(func.count())
    .select_from(Activation)
    .where(
        Activation.team_id == Team.id,
        Activation.archived == false(),
        Activation.day >= _since,
        Activation.status.in_(COUNTED_STATUSES),
        Activation.service_id.in_(_counted_services),
        # the same rule as indicator 2.3: an account counts once, for whoever noted it first
        ~exists().where(
            _earlier.service_id == Activation.service_id,
            _earlier.citizen_id == Activation.citizen_id,
            _earlier.archived == false(),
            _earlier.day >= _since,
            _earlier.status.in_(COUNTED_STATUSES),
            or_(_earlier.day < Activation.day, and_(_earlier.day == Activation.day, _earlier.id < Activation.id)),
        ),
    )
    .correlate(Team)
    .scalar_subquery()
)
_team_tallied = (
    select(func.coalesce(func.sum(heads_left()), 0))
    .where(
        Tally.team_id == Team.id,
        Tally.archived == false(),
        Tally.day >= _since,
        Tally.status.in_(COUNTED_STATUSES),
        Tally.service_id.in_(_counted_services),
    )
    .correlate(Team)
    .scalar_subquery()
)
_team_accounts = _team_named + _team_tallied
_team_state = case((Team.ended < func.current_date(), "ended"), else_="working")

TEAMS = listing(
    "teams",
    Team,
    sort="name",
    extra={
        "name": _narrowed(Team, "name", 33),
        "villages": _narrowed(Team, "villages", 20),
        "kind": (replace(field_of(Team, "kind"), label="Loại", width=13), plain(Team.kind)),
        "leader": (Field("leader", "Tổ trưởng", Kind.NAME, width=16), plain(_leader_name, _leader_order)),
        "members": (Field("members", "Người", Kind.COUNT, width=6, hint="Số thành viên hiện nay"), plain(_members)),
        "accounts": (
            Field("accounts", "Tài khoản", Kind.COUNT, width=10, hint="Mức 1 và mức 2 từ mốc lũy kế"),
            plain(_team_accounts),
        ),
        "state": (Field("state", "Trạng thái", Kind.CHOICE, choices="team_state", width=12), plain(_team_state)),
    },
    order=("name", "kind", "villages", "leader", "members", "accounts", "state"),
    through={Membership: Membership.team_id},
)

_turns = (
    select(func.count(Activation.day.distinct()))
    .join(activation_volunteer, activation_volunteer.c.activation_id == Activation.id)
    .where(activation_volunteer.c.volunteer_id == Volunteer.id, Activation.archived == false())
    .correlate(Volunteer)
    .scalar_subquery()
)
_event_turns = (
    select(func.count())
    .select_from(CampaignEvent)
    .join(event_volunteer, event_volunteer.c.event_id == CampaignEvent.id)
    .where(event_volunteer.c.volunteer_id == Volunteer.id, CampaignEvent.archived == false())
    .correlate(Volunteer)
    .scalar_subquery()
)
_member_team = aliased(Team)
_teams_of = (
    select(func.aggregate_strings(_member_team.name, ", "))
    .join(Membership, Membership.team_id == _member_team.id)
    .where(Membership.volunteer_id == Volunteer.id, Membership.archived == false(), Membership.ended.is_(None))
    .correlate(Volunteer)
    .scalar_subquery()
)

VOLUNTEERS = listing(
    "volunteers",
    Volunteer,
    sort="full_name",
    extra={
        "full_name": _narrowed(Volunteer, "full_name", 22),
        "born": _narrowed(Volunteer, "born", 10),
        "sex": (replace(field_of(Volunteer, "sex"), label="Giới", width=5), plain(Volunteer.sex)),
        "branch": _narrowed(Volunteer, "branch", 24),
        "position": _narrowed(Volunteer, "position", 16),
        "teams": (Field("teams", "Tổ, đội", Kind.TEXT, width=21), plain(_teams_of)),
        "turns": (Field("turns", "Số ngày", Kind.COUNT, width=8, hint="Số ngày tham gia hỗ trợ"), plain(_turns)),
        "events": (Field("events", "Hoạt động", Kind.COUNT, width=9), plain(_event_turns)),
    },
    order=("full_name", "born", "sex", "branch", "position", "teams", "turns", "status"),
    through={Membership: Membership.volunteer_id},
)  # fmt: skip

MEMBERS = listing(
    "members",
    Membership,
    sort="role_order",
    extra={"role_order": (Field("role_order", "Thứ bậc", Kind.COUNT), plain(
        case((Membership.role == "leader", 0), (Membership.role == "deputy", 1), else_=2)
    ))},
    order=("volunteer_id", "role", "started", "ended"),
    leave_out=("notes",),
)  # fmt: skip


_born_year = func.substr(type_coerce(Citizen.born, String), 1, 4)
_village_name = select(Village.name).where(Village.id == Citizen.village_id).correlate(Citizen).scalar_subquery()
_village_order = select(Village.sort_key).where(Village.id == Citizen.village_id).correlate(Citizen).scalar_subquery()
_citizen_village = Column(_village_name, _village_order, Citizen.village_id)

_activation_citizen = columns_of(Activation, [field_of(Activation, "citizen_id")])["citizen_id"]

ACTIVATIONS = listing(
    "activations",
    Activation,
    sort="day",
    descending=True,
    leave_out=("citizen_id",),
    extra={
        "day": _narrowed(Activation, "day", 10),
        "personal_number": _narrowed(Citizen, "personal_number", 12),
        "full_name": (replace(field_of(Citizen, "full_name"), width=22), plain(Citizen.full_name, Citizen.sort_key)),
        "born": (Field("born", "Năm sinh", Kind.TEXT, width=8), plain(_born_year, Citizen.born)),
        "sex": (replace(field_of(Citizen, "sex"), label="Giới", width=5), plain(Citizen.sex)),
        "village_id": (replace(field_of(Citizen, "village_id"), width=13), _citizen_village),
        "service_id": _narrowed(Activation, "service_id", 24),
        "team_id": _narrowed(Activation, "team_id", 15),
        "citizen_id": _narrowed(Activation, "citizen_id", 22),  # no column, but a jump may ask for one person
    },
    order=(
        "day", "personal_number", "full_name", "born", "sex", "village_id", "service_id", "status", "team_id",
    ),
    beside=Beside(Citizen, Activation.citizen_id),
    words=finding.citizens,
    # The list shows the year alone; asked for is the whole date, and what is known of the person beside the columns.
    asked={"born": (replace(field_of(Citizen, "born"), label="Năm sinh"), plain(Citizen.born))} | {
        name: (field_of(Citizen, name), plain(getattr(Citizen, name)))
        for name in ("phone", "guardian", "consent_on", "consent_method")
    } | {"citizen_id": (field_of(Activation, "citizen_id"), _activation_citizen)},
)  # fmt: skip

TALLIES = listing(
    "tallies",
    Tally,
    sort="day",
    descending=True,
    words=holding(func.coalesce(Tally.notes, "")),
    extra={
        "named": (Field("named", "Đã có tên", Kind.COUNT, width=9, hint="Người đã ghi tên thay cho số đếm"),
                  plain(heads_named())),
        "left": (Field("left", "Còn lại", Kind.COUNT, width=8, hint="Người chưa có tên, tính vào số liệu"),
                 plain(heads_left())),
    },
    order=("day", "team_id", "village_id", "service_id", "number", "named", "left", "status", "notes"),
)  # fmt: skip
_helpers = (
    select(func.count())
    .select_from(event_volunteer)
    .where(event_volunteer.c.event_id == CampaignEvent.id)
    .correlate(CampaignEvent)
    .scalar_subquery()
)
_initiative = (
    select(Campaign.initiative_id)
    .where(Campaign.id == CampaignEvent.campaign_id)
    .correlate(CampaignEvent)
    .scalar_subquery()
)
EVENTS = listing(
    "events",
    CampaignEvent,
    sort="day",
    descending=True,
    extra={
        "kind": (replace(field_of(CampaignEvent, "kind"), label="Loại", width=12), plain(CampaignEvent.kind)),
        "day": _narrowed(CampaignEvent, "day", 10),
        "minutes": (replace(field_of(CampaignEvent, "minutes"), label="Phút", width=5), plain(CampaignEvent.minutes)),
        "reach": (replace(field_of(CampaignEvent, "reach"), label="Lượt nghe"), plain(CampaignEvent.reach)),
        "village_id": _narrowed(CampaignEvent, "village_id", 13),
        "helpers": (Field("helpers", "TNV", Kind.COUNT, width=6, hint="Số tình nguyện viên tham gia"), plain(_helpers)),
        "initiative_id": (field_of(Campaign, "initiative_id"), plain(_initiative)),
    },
    order=("day", "kind", "subject", "village_id", "minutes", "reach", "helpers"),
)
INFLUENCERS = listing("influencers", InfluentialPerson, sort="full_name")
CAMPAIGNS = listing("campaigns", Campaign, sort="started", descending=True)
VILLAGES = listing("villages", Village, sort="name")
SERVICES = listing("services", Service, sort="name")
TARGETS = listing(
    "targets",
    Target,
    sort="indicator",
    words=holding(Target.indicator),
    extra={
        "indicator": (replace(field_of(Target, "indicator"), label="Chỉ tiêu", width=26), plain(Target.indicator)),
    },
)

BY_KEY: dict[str, Listing] = {
    made.key: made
    for made in (
        TEAMS, VOLUNTEERS, MEMBERS, ACTIVATIONS, TALLIES, EVENTS, INFLUENCERS, CAMPAIGNS, VILLAGES, SERVICES, TARGETS,
    )
}  # fmt: skip
"""Every list by its key; the records behind a figure are shown in the list of their class."""

LISTING_OF = {made.record: made for made in BY_KEY.values()}
