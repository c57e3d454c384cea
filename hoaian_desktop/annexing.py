"""Which Biểu go along with a report, and where their rows come from. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hoaian_desktop.indicators.figures import Figures
from hoaian_desktop.report_content import Annex
from hoaian_desktop.reports import form02, form03, form04, form05
from hoaian_desktop.rules.periods import Span
from hoaian_desktop.services import annexes

FIGURES = "01"


@dataclass(frozen=True)
class _About:
    """What every Biểu is about: the days in figures and in words, and what the parts of the unit are called."""

    figures: Figures
    span: Span
    words: str  # tháng 11 năm 2023
    village: str  # thôn


def more(session: Session, figures: Figures, codes: Collection[str], *, words: str, village: str) -> tuple[Annex, ...]:
    """The Biểu of `codes` (of the list `report_annex`) in their order, besides Biểu 01, which is made of figures."""
    about = _About(figures, Span(figures.first, figures.last), words, village)
    return tuple(make(session, about) for code, make in _MADE.items() if code in codes)


def _teams(session: Session, about: _About) -> Annex:
    return form02.annex_of(annexes.teams(session, about.span.last), village=about.village)


def _villages(session: Session, about: _About) -> Annex:
    rows = annexes.villages(session, about.span)
    return form03.annex_of(rows, about.figures.period, about.words, village=about.village)


def _events(session: Session, about: _About) -> Annex:
    return form04.annex_of(annexes.events(session, about.span), about.words)


def _influencers(session: Session, about: _About) -> Annex:
    return form05.annex_of(annexes.influencers(session, about.span), about.words, village=about.village)


_MADE: Mapping[str, Callable[[Session, _About], Annex]] = {
    "02": _teams,
    "03": _villages,
    "04": _events,
    "05": _influencers,
}
