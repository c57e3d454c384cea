"""What the office keeps: mapped classes, one file a subject."""

from hoaian_desktop.records import parts
from hoaian_desktop.records.activation import Activation, Service, Tally
from hoaian_desktop.records.base import Base, Record, field_of, fields_of, record_of
from hoaian_desktop.records.campaign import Campaign, CampaignEvent, Directive, Initiative
from hoaian_desktop.records.change import Change, Confirmation
from hoaian_desktop.records.citizen import Citizen
from hoaian_desktop.records.importing import ImportBatch, ImportMapping
from hoaian_desktop.records.influence import InfluentialPerson
from hoaian_desktop.records.office import Office, User
from hoaian_desktop.records.remembered import DifferentPersons, Draft, SavedView
from hoaian_desktop.records.report import (
    Correction,
    LateDecision,
    NarrativeTemplate,
    Report,
    ReportingPeriod,
    ReportVersion,
    VersionFile,
)
from hoaian_desktop.records.step import Step, StepRow
from hoaian_desktop.records.target import Target
from hoaian_desktop.records.team import Membership, Team
from hoaian_desktop.records.unit import AdministrativeUnit, Village
from hoaian_desktop.records.volunteer import Volunteer

__all__ = [
    "Activation",
    "AdministrativeUnit",
    "Base",
    "Campaign",
    "CampaignEvent",
    "Change",
    "Citizen",
    "Confirmation",
    "Correction",
    "DifferentPersons",
    "Directive",
    "Draft",
    "ImportBatch",
    "ImportMapping",
    "InfluentialPerson",
    "Initiative",
    "LateDecision",
    "Membership",
    "NarrativeTemplate",
    "Office",
    "Record",
    "Report",
    "ReportVersion",
    "ReportingPeriod",
    "SavedView",
    "Service",
    "Step",
    "StepRow",
    "Tally",
    "Target",
    "Team",
    "User",
    "VersionFile",
    "Village",
    "Volunteer",
    "field_of",
    "fields_of",
    "parts",
    "record_of",
]
