"""The child of `importing`: takes the workbook in as the window does, on its worker threads; prints memory and beat."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from hoaian_desktop.exchange import importing, workbook
from tests.benchmarks.books import TODAY
from tests.benchmarks.importing import a_copy
from tests.ui.pulse import Pulse
from ui import collecting, waiting
from ui.tasks import Tasks


def _most_memory() -> float:
    """The most this process ever held, in MB; what `resource` tells begins with what the parent held."""
    (most,) = re.findall(r"VmHWM:\s+([0-9]+) kB", Path("/proc/self/status").read_text())
    return int(most) * 1024 / 1e6


def main(folder: Path, file: Path) -> None:
    """Read, plan, apply; each while the interface goes on."""
    qt = QApplication(sys.argv[:1])
    collecting.begin(qt)
    with a_copy(folder) as book:
        tasks, answers, beats = Tasks(book.store), list[Any](), dict[str, float]()
        owner = QObject()
        pulse = Pulse()

        def asked(words: str, ask: Any) -> Any:
            pulse.longest()
            ask(owner, done=answers.append)
            waiting.until(lambda: bool(answers), words, 600)
            beats[words] = pulse.longest()
            return answers.pop()

        read = asked("read", partial(tasks.background, work=partial(workbook.read, file)))
        planned = asked("plan", partial(tasks.read, operation=partial(importing.plan, workbook=read, today=TODAY)))
        asked("apply", partial(tasks.run, operation=partial(importing.apply, planned=planned)))
        tasks.shutdown()
    print(json.dumps({"memory": _most_memory(), "beat": max(beats.values()), "beats": beats}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
