"""Tổng quan on paper: what the first tab shows, as words and one chart, and the page drawn from them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from hoaian_desktop.reports.board import Page, Table
from hoaian_desktop.reports.charts import Chart, Mark, Series
from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.numbers import MISSING, show_count, show_percent
from hoaian_desktop.services import offices, overview, standings
from hoaian_desktop.services.overview import KeyFigure, Months, Overview, Progress
from hoaian_desktop.services.standings import Standing

PLACE_HEADS = ("Tình hình", "Lượt trong kỳ", "Gần nhất", "Lũy kế / giao", "% đạt")
"""What is said of a team or village, after its name."""


def months_chart(months: Months) -> Chart:
    """Turns of support by month and service; the line says from when on the figures count."""
    series = tuple(Series(name, tuple(month[at] for month in months.values)) for at, name in enumerate(months.groups))
    since = months.since
    words = f"mốc lũy kế {since.day}/{since.month}/{since.year}"
    mark = None if months.mark is None else Mark(float(months.mark), words)
    return Chart(months.labels, series, "lượt", mark=mark)


def page(session: Session, *, today: date) -> Page:
    """What the page says on a day."""
    shown = overview.load(session, today=today)
    stand = standings.load(session, shown.span, today=today)
    title = shown.span.short_label
    return Page(
        office=offices.current(session).issuer,
        title=f"Tổng quan kỳ {title[0].lower()}{title[1:]}",
        about=_about(shown),
        day=today,
        figures=Table(("Số liệu chính", "Trong kỳ", "Kỳ trước", "Thay đổi"), tuple(map(_figure, shown.figures))),
        targets=Table(
            ("Chỉ tiêu", "Đến ngày", "Lũy kế", "Giao", "% đạt", "Còn thiếu", "Cần thêm/tuần"),
            tuple(map(_target, shown.progress)),
        ),
        chart_title="Lượt hỗ trợ 12 tháng gần nhất theo dịch vụ",
        chart=months_chart(shown.months),
        places=(_places("Tổ", stand.teams), _places("Thôn", stand.villages)),
        missing=tuple(f"{each.words} ({each.detail})" if each.detail else each.words for each in shown.missing),
    )


def pdf(session: Session, *, today: date) -> bytes:
    """The page as PDF, A4."""
    from hoaian_desktop.reports import overview_page

    return overview_page.render(page(session, today=today))


def _about(shown: Overview) -> str:
    parts = [f"{show_date(shown.span.first)} – {show_date(shown.span.last)}"]
    parts.append("đã chốt" if shown.closed else "số tạm tính, chưa chốt")
    if shown.period is not None and shown.period.due is not None:
        parts.append(f"hạn nộp {show_date(shown.period.due)}")
    return " · ".join(parts)


def _figure(figure: KeyFigure) -> tuple[str, ...]:
    change = figure.change
    sign = "" if change is None else "+" if change > 0 else "−" if change < 0 else ""
    words = MISSING if change is None else f"{sign}{show_count(abs(change))}"
    if figure.change_percent is not None:
        words += f" ({sign}{show_percent(abs(figure.change_percent))})"
    unit = figure.unit
    return figure.name, f"{show_count(figure.now.total)} {unit}", f"{show_count(figure.before.total)} {unit}", words


def _target(progress: Progress) -> tuple[str, ...]:
    return (
        f"{progress.name} ({progress.unit})",
        show_date(progress.span.last),
        show_count(progress.done),
        show_count(progress.target),
        show_percent(progress.percent),
        show_count(progress.missing),
        show_count(progress.needed_per_week),
    )


def _places(head: str, lines: tuple[Standing, ...]) -> Table:
    return Table((head, *PLACE_HEADS), tuple(map(place_words, lines)))


def place_words(line: Standing) -> tuple[str, ...]:
    """One team or village in words: name, state, turns, last day, target, per cent."""
    aim = line.aim
    return (
        line.name,
        line.state.value,
        show_count(line.turns),
        MISSING if line.last is None else show_date(line.last),
        MISSING if aim is None else f"{show_count(aim.done)} / {show_count(aim.target)}",
        MISSING if aim is None else show_percent(aim.percent),
    )
