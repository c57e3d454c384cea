"""A trial run that cannot do its work says so, by kind and place and without values."""

from __future__ import annotations

import os
import subprocess
import sys

from ui import smoke


def test_a_trial_run_that_fails_says_why_and_where(tmp_path):
    (tmp_path / "file").write_text("")
    command = [sys.executable, "-m", "ui", "--smoke", str(tmp_path / "file" / "Nguyễn Văn Khải")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "builtins.NotADirectoryError" in done.stderr and "smoke.py" in done.stderr
    assert "Khải" not in done.stderr


def test_what_a_slot_raises_is_a_fault_too(qapp, capfd):
    with smoke._Faults() as faults:
        sys.excepthook(KeyError, KeyError("Nguyễn Văn Khải"), None)
    assert faults.any
    told = capfd.readouterr().err
    assert "builtins.KeyError" in told and "Khải" not in told
