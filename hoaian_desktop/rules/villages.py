"""Names of villages: «thôn Năng An», «KP 2» and «Năng An» name what is kept as a kind and a name without its word."""

from __future__ import annotations

import re
from typing import NamedTuple

from hoaian_desktop.rules.names import clean, fold

_KIND = re.compile(r"(thôn|làng|khu phố|thon|lang|khu pho|kp\.?|khu|xóm|xom)\s+(?=\S)", re.IGNORECASE)
_CODES = {"thon": "thon", "xom": "thon", "lang": "lang", "khu pho": "khu-pho", "kp": "khu-pho", "khu": "khu-pho"}


class NamedVillage(NamedTuple):
    """What stands in the words: a code of the list `village_kind` (empty if no word says it) and the name."""

    kind: str
    name: str


def read(words: str) -> NamedVillage:
    """Part the word for the kind from the name."""
    words = clean(words)
    match = _KIND.match(words)
    if match is None:
        return NamedVillage("", words)
    return NamedVillage(_CODES[fold(match[1]).rstrip(".")], words[match.end() :])


def proper(name: str) -> str:
    """A name typed all in small or all in capital letters, as a name is written."""
    return name.title() if not name[:1].isupper() or name.isupper() else name


def usual_kind(unit_kind: str) -> str:
    """What the villages of a unit usually are: a thị trấn has khu phố."""
    return "khu-pho" if unit_kind in ("town", "ward") else "thon"
