"""What a printed overview says: words in tables and one chart. Data first; `overview_page` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoaian_desktop.reports.charts import Chart


@dataclass(frozen=True)
class Table:
    """Rows of words under their headings; the first column is a name, figures stand at the right."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Page:
    """One overview of one day."""

    office: str
    title: str
    about: str  # the days, the state, the deadline
    day: date
    figures: Table
    targets: Table
    chart_title: str
    chart: Chart
    places: tuple[Table, ...]
    missing: tuple[str, ...]
