"""Invented data at the scale of the office's own story: for trying the program out, for pictures and for tests."""

from hoaian_desktop.practice.fill import fill
from hoaian_desktop.practice.office import SECRETARY
from hoaian_desktop.practice.shares import PASSPHRASE

__all__ = ["PASSPHRASE", "SECRETARY", "fill"]
