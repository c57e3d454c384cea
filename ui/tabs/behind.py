"""Where the records behind a figure are shown: the tab of their kind."""

from __future__ import annotations

from collections.abc import Mapping

from hoaian_desktop.indicators.catalogue import BY_KEY
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services.lists import Behind

TABS: Mapping[str, str] = {
    "Team": "teams",
    "Membership": "teams",
    "Village": "teams",
    "Volunteer": "volunteers",
    "Activation": "activations",
    "Tally": "activations",
    "CampaignEvent": "campaigns",
    "InfluentialPerson": "campaigns",
}
"""The tab of each kind of record a figure can be made of."""


def behind(key: str, span: Span, *, tally: bool = False) -> tuple[str, Behind]:
    """The tab, and what it is to show, for a figure of some days; `tally` asks for the part without names."""
    part = BY_KEY[key][1]
    counting = part.tally if tally and part.tally is not None else part.named
    return TABS[counting.record.__name__], Behind(key, span, tally=tally and part.tally is not None)
