"""`python -m tests.benchmarks [NAME] [--json]`: prints the ratios; exits 0 whatever they are."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

NAMES = ("start", "figures", "report", "annex", "pulse", "search")
ASKED = ("large", "importing", "exporting")  # only when asked for: they take minutes
COUNTED = ("keypunch",)  # print one document of their own


def main(arguments: list[str] | None = None) -> int:
    """Run one benchmark or all of them."""
    parser = argparse.ArgumentParser(prog="bench", description="Speed as ratios against a floor of the same run.")
    parser.add_argument("name", nargs="?", choices=NAMES + ASKED + COUNTED)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.name in COUNTED:
        json.dump(importlib.import_module(f"tests.benchmarks.{chosen.name}").run(), sys.stdout)
        print()
        return 0
    results = []
    for name in [chosen.name] if chosen.name else NAMES:
        for result in importlib.import_module(f"tests.benchmarks.{name}").run():
            results.append(result.as_data())
            if not chosen.json:
                met = "within" if result.ratio <= result.aim else "over"
                line = f"{result.name:24} {result.value:9.4f} {result.unit}  floor {result.floor:9.4f} {result.unit}"
                print(f"{line}  ratio {result.ratio:5.2f}  aim {result.aim:4.1f}  {met}")
    if chosen.json:
        json.dump(results, sys.stdout, indent=2)
        print()
    return 0


sys.exit(main())
