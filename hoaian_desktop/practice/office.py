"""The office of a practice book and what it was told to do: letterhead, directives, campaigns, targets."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hoaian_desktop.practice.shares import DISTRICT, PROVINCE, Share, days_of
from hoaian_desktop.records import Campaign, Directive, Initiative, Office, Target, Team
from hoaian_desktop.rules import document
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import offices

SECRETARY = "Nguyễn Thị Minh Thư"  # of no real office
_ABOVE = {DISTRICT: "TỈNH ĐOÀN BÌNH ĐỊNH", PROVINCE: "TRUNG ƯƠNG ĐOÀN"}
_RECIPIENTS_ABOVE = "- BTV {above} (b/c);\n- BTV Đoàn các xã, thị trấn (t/h);\n- Lưu VP."

# What a target is set on, and how much of the accounts of level 1 and 2 it comes to.
_ASKED = {"2.1": 0.45, "2.2": 0.52, "2.3": 0.95, "2.4": 0.22, "2.5": 0.09, "2.6": 0.17, "2.7": 0.12}
_ASKED_OF_EACH_TEAM = {"3.1": 7, "3.2": 24, "4.1": 4}


def values(unit_key: str) -> dict[str, Any]:
    """What the wizard would ask for, answered."""
    unit = next(u for u in offices.bundled_units() if u.key == unit_key)
    days = days_of(unit_key)
    proposed = offices.defaults(unit, secretary=SECRETARY, since=days.first)
    if unit_key in _ABOVE:
        superior = _ABOVE[unit_key]
        recipients = _RECIPIENTS_ABOVE.format(above=document.superior_short(superior))
        proposed |= {"superior": superior, "recipients": recipients}
    plan = f"{_plan(days.first)} của Ban Thường vụ {document.superior_full(proposed['superior'])}"
    return {**proposed, "directive": f"{plan} về công tác chuyển đổi số năm {days.first.year}"}


def directives(session: Session, office: Office, days: Span) -> list[Directive]:
    """Keep the documents from above that the work rests on; numbers are invented."""
    issuer = f"Ban Thường vụ {document.superior_full(office.superior)}"
    year = days.first.year
    made = [
        Directive(
            number="27-KH/TWĐTN", issued=date(year, 2, 14), issuer="Ban Bí thư Trung ương Đoàn",
            subject=f"Kế hoạch đoàn viên, thanh niên tham gia chuyển đổi số năm {year}",
        ),
        Directive(
            number="31-KH/ĐTN", issued=date(year, 3, 9), issuer=issuer,
            subject=f"Kế hoạch về công tác chuyển đổi số năm {year}",
        ),
        Directive(
            number="58-CV/ĐTN", issued=date(year, 6, 12), issuer=issuer,
            subject="Giao chỉ tiêu hỗ trợ kích hoạt tài khoản định danh điện tử sáu tháng cuối năm",
        ),
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    return made


def campaigns(session: Session, days: Span, directive: Directive, communes: int) -> dict[str, Campaign]:
    """Keep one campaign under each model of the book; by the name of the model."""
    made = {}
    for initiative in session.scalars(select(Initiative).order_by(Initiative.id)):
        broadcast = initiative.name == "Tiếng loa thanh niên"
        made[initiative.name] = Campaign(
            name=f"{initiative.name} {days.first.year}",
            initiative_id=initiative.id,
            directive_id=directive.id,
            started=days.first,
            ended=days.last,
            target_events=(24 if broadcast else 7) * communes,
            target_minutes=360 * communes if broadcast else None,
        )
    session.add_all(made.values())
    session.flush()
    return made


def targets(session: Session, days: Span, directive: Directive, shares: list[Share], teams: list[Team]) -> None:
    """Keep what was asked for until the end of the year: of the office, and of each community team its part."""
    accounts = sum(share.accounts for share in shares)
    common = {"first_day": days.first, "last_day": days.last, "directive_id": directive.id}
    wanted = {code: round(part * accounts, -1 if accounts < 2000 else -2) for code, part in _ASKED.items()}
    wanted |= {code: number * len(shares) for code, number in _ASKED_OF_EACH_TEAM.items()}
    made = [Target(indicator=code, value=int(number), **common) for code, number in sorted(wanted.items())]
    made.append(Target(indicator="2.8", value=None, notes="Chưa giao", **common))
    community = [team for team in teams if team.kind == "community"]
    for team in community:
        asked = round(wanted["2.3"] / len(community), -1)
        made.append(Target(indicator="2.3", value=int(asked), team_id=team.id, **common))
    session.add_all(made)
    session.flush()


def _plan(day: date) -> str:
    return f"Kế hoạch số 31-KH/ĐTN ngày 09/3/{day.year}"
