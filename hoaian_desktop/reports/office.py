"""The office as reports speak of it: in prose and at the top and foot of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoaian_desktop.rules.report_forms import FORMS, ReportForm

_ABOVE = ("huyện", "tỉnh")


@dataclass(frozen=True)
class OfficeFacts:
    """What the prose says about the office and the period."""

    unit_kind: str  # xã, thị trấn
    unit_name: str  # Ân Tín
    superior: str  # Ban Thường vụ Huyện đoàn Hoài Ân
    superior_short: str  # Huyện đoàn
    since: date
    directive: str | None  # Kế hoạch số 27-KH/HĐ ngày … về việc …
    span: str  # tháng 11 năm 2023
    next_span: str  # tháng 12 năm 2023
    form: str = "monthly"  # a code of the list `report_form`

    @property
    def wording(self) -> ReportForm:
        """What the form says of its time, and its outline."""
        return FORMS[self.form]

    @property
    def unit(self) -> str:
        """What the period is called in «trong …»: tháng, quý, 6 tháng, năm, kỳ."""
        return self.wording.unit

    @property
    def union(self) -> str:
        """Đoàn xã Ân Tín; above the commune Huyện đoàn Hoài Ân."""
        return f"{self.union_short} {self.unit_name}"

    @property
    def union_short(self) -> str:
        """Đoàn xã; above the commune Huyện đoàn."""
        return f"{self.unit_kind.capitalize()} đoàn" if self.unit_kind in _ABOVE else f"Đoàn {self.unit_kind}"

    @property
    def village(self) -> str:
        """What the parts of the unit are called: a thị trấn or phường has khu phố, a xã has thôn."""
        return "khu phố" if self.unit_kind in ("thị trấn", "phường") else "thôn"

    @property
    def bureau(self) -> str:
        """Ban Thường vụ Đoàn xã Ân Tín."""
        return f"Ban Thường vụ {self.union}"


@dataclass(frozen=True)
class Letterhead:
    """What the office's letters always carry: heading, signature, recipients."""

    superior: str  # HUYỆN ĐOÀN HOÀI ÂN
    issuer: str  # BCH ĐOÀN XÃ ÂN TÍN
    symbol: str  # ĐTN
    place: str  # Ân Tín
    authority: str  # TM. BAN CHẤP HÀNH
    title: str  # BÍ THƯ
    secretary: str
    recipients: tuple[str, ...]
    layout: str = "hd29"  # a code of the list `header_layout`
