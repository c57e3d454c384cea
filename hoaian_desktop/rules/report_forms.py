"""The forms of a report: what each is called, what it says of its time, and which sections it has in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hoaian_desktop.rules.dates import padded_month
from hoaian_desktop.rules.periods import MONTHS, ROMAN, PeriodKind, Span

Outline = tuple[tuple[str, int, str], ...]
"""Key, level and title of each section."""

_FULL: Outline = (
    ("direction", 1, "Công tác chỉ đạo, tuyên truyền"),
    ("results", 1, "Kết quả thực hiện"),
    ("teams", 2, "Tổ công nghệ số cộng đồng"),
    ("accounts", 2, "Hỗ trợ tài khoản và dịch vụ số"),
    ("models", 2, "Các mô hình"),
    ("targets", 2, "So với chỉ tiêu"),
    ("assessment", 1, "Đánh giá chung"),
    ("strengths", 2, "Ưu điểm"),
    ("limits", 2, "Tồn tại, hạn chế"),
    ("causes", 2, "Nguyên nhân"),
    ("plan", 1, "Phương hướng, nhiệm vụ {after}"),
    ("proposals", 1, "Đề xuất, kiến nghị"),
)
_WEEK: Outline = (
    ("direction", 1, "Công tác chỉ đạo, tuyên truyền"),
    ("results", 1, "Kết quả thực hiện"),
    ("teams", 2, "Tổ công nghệ số cộng đồng"),
    ("accounts", 2, "Hỗ trợ tài khoản và dịch vụ số"),
    ("models", 2, "Các mô hình"),
    ("plan", 1, "Nhiệm vụ {after}"),
    ("proposals", 1, "Đề xuất, kiến nghị"),
)
_SUDDEN: Outline = (
    ("situation", 1, "Tình hình"),
    ("accounts", 1, "Kết quả thực hiện"),
    ("proposals", 1, "Đề xuất, kiến nghị"),
)
ORDER = (
    "opening", "situation", "direction", "teams", "accounts", "models", "targets", "strengths", "limits", "causes",
    "plan", "proposals", "closing",
)  # fmt: skip
"""Every part that is written, of all forms; each form has some of them in this order."""


@dataclass(frozen=True)
class ReportForm:
    """A form of the list `report_form`. {work} and {span} in the subject are what it is about and its days."""

    code: str
    unit: str  # «Trong tháng»
    before: str  # «so với tháng trước»
    after: str  # «nhiệm vụ tháng tới»; empty: the days that follow are named
    subject: str
    outline: Outline

    def sections(self, following: str) -> Outline:
        """The outline, with the time that comes next in its titles: `following` where the form has no word for it."""
        after = self.after or following
        return tuple((key, level, title.replace("{after}", after)) for key, level, title in self.outline)


_RESULTS = "Kết quả thực hiện {work} {span}"
FORMS: Mapping[str, ReportForm] = {
    form.code: form
    for form in (
        ReportForm("weekly", "tuần", "tuần trước", "tuần tới", "Kết quả thực hiện {work} tuần {span}", _WEEK),
        ReportForm("monthly", "tháng", "tháng trước", "tháng tới", _RESULTS, _FULL),
        ReportForm("quarterly", "quý", "quý trước", "quý tới", _RESULTS, _FULL),
        ReportForm("half-yearly", "6 tháng", "kỳ trước", "", "Sơ kết {work} trong {span}", _FULL),
        ReportForm("yearly", "năm", "năm trước", "", "Tổng kết {work} {span}", _FULL),
        ReportForm("sudden", "kỳ", "kỳ trước", "kỳ tới", "Tình hình, kết quả thực hiện {work} {span}", _SUDDEN),
    )
}
_OF_KIND = {
    PeriodKind.WEEK: "weekly",
    PeriodKind.MONTH: "monthly",
    PeriodKind.QUARTER: "quarterly",
    PeriodKind.HALF_YEAR: "half-yearly",
    PeriodKind.YEAR: "yearly",
}


def kind_of(span: Span) -> PeriodKind:
    """What two days are when nobody said so: also the 15th to the 14th is a month. FREE for all others."""
    if span.kind is not PeriodKind.FREE:
        return span.kind
    return next((kind for kind in MONTHS if span.is_whole(kind)), PeriodKind.FREE)


def form_of(kind: PeriodKind | str, span: Span) -> str:
    """The code of the form a period has unless the office chose another: two free days are told in short."""
    kind = PeriodKind(kind)
    return _OF_KIND.get(kind_of(span) if kind is PeriodKind.FREE else kind, "sudden")


def span_words(span: Span, kind: PeriodKind | str) -> str:
    """A period in a sentence: «tháng 11 năm 2023», also where its month ends on the 14th of November."""
    kind = PeriodKind(kind)
    if span.kind is not PeriodKind.FREE or not span.is_whole(kind):
        return span.label
    month, year = span.last.month, span.last.year
    match kind:
        case PeriodKind.MONTH:
            return f"tháng {padded_month(month)} năm {year}"
        case PeriodKind.QUARTER:
            return f"quý {ROMAN[(month - 1) // 3]} năm {year}"
        case PeriodKind.HALF_YEAR:
            return f"6 tháng {'đầu' if month <= 6 else 'cuối'} năm {year}"
    return f"năm {year}"
