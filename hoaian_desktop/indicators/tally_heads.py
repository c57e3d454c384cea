"""What is left of a tally once some of its heads have names: the one rule that list, teams and figures count by.

A head is known as soon as a support that is not archived stands for it, whatever came of that support and however
often the person was counted elsewhere. One person is one head.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, false, func, select

from hoaian_desktop.records import Activation, Tally


def heads_named() -> ColumnElement[Any]:
    """How many persons stand for heads of the tally of the outer query."""
    # Archived ones are left out of the count, not of the search: only the index of `tally_id` may be walked.
    who = case((Activation.archived == false(), Activation.citizen_id))
    return select(func.count(who.distinct())).where(Activation.tally_id == Tally.id).correlate(Tally).scalar_subquery()


def heads_left() -> ColumnElement[Any]:
    """How many people of the tally of the outer query are still without a name; never below 0."""
    return case((Tally.number > heads_named(), Tally.number - heads_named()), else_=0)
