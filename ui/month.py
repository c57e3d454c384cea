"""The month without a screen: the practice book, its report as PDF, and a picture of the window."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from hoaian_desktop.errors import HoaiAnError
from hoaian_desktop.rules.periods import Span
from ui import app, sample, trial

MONTH = Span.month(2023, 11)


def run(folder: Path) -> int:
    """Write report and picture into `folder` and print their paths; returns the exit code."""
    from hoaian_desktop import papers

    folder = folder.resolve()
    with tempfile.TemporaryDirectory(prefix="hoaian-", ignore_cleanup_errors=True) as room:
        qt = app.application(sys.argv[:1], keep=Path(room))
        try:
            with trial.opened(qt, Path(room) / sample.NAME) as session:
                paper = session.book.store.read(partial(papers.paper, span=MONTH))
                report = papers.save_report(paper.pdf(), folder, paper.file_name)
                picture = folder / "cua-so.png"
                trial.picture(session.window, picture)
        except HoaiAnError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"Báo cáo: {report}")
    print(f"Ảnh cửa sổ: {picture}")
    return 0
