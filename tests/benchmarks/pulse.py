"""How long the interface stands still in each step of a walk through the practice book: a clerk notices 50 ms."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.benchmarks.measure import Result
from tests.benchmarks.start import ROOT

AIM = 50.0  # milliseconds
WALK = "tests/ui/test_pulse.py::test_the_interface_goes_on_while_a_month_is_looked_through"
_GAP = re.compile(r"^ *([0-9]+) ms  (.+)$", re.MULTILINE)


def run() -> list[Result]:
    """One line a step, over the walk that a test makes too; the floor is the aim, for no program stands still less."""
    walk = [sys.executable, "-m", "pytest", WALK, "-q", "-s", "-p", "no:cacheprovider"]
    ran = subprocess.run(walk, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    gaps = _GAP.findall(ran.stdout)
    if ran.returncode or not gaps:
        raise AssertionError(f"The walk did not come to its end: {ran.stdout[-2000:]}")
    return [Result(f"pulse {step}", float(gap), AIM, round(float(gap) / AIM, 3), 1.0, "ms") for gap, step in gaps]
