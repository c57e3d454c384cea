"""The catalogue: every indicator declared once. Screen, paper, workbook, packet and help read these declarations.

To add an indicator, add its declaration here and, if it counts something new, a function in `sources.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hoaian_desktop import choices
from hoaian_desktop.choices import Choice
from hoaian_desktop.indicators import sources as s
from hoaian_desktop.indicators.countings import Counting, Distinct, Stock
from hoaian_desktop.records import CampaignEvent, Volunteer
from hoaian_desktop.records.activation import COUNTED_STATUSES


class Measure(StrEnum):
    """Units of measure; persons, turns and accounts are never mixed."""

    TEAM = "tổ"
    SQUAD = "đội"
    PERSON = "người"
    TURN = "lượt"
    ACCOUNT = "tài khoản"
    VILLAGE = "thôn"
    DOSSIER = "hồ sơ"
    SIGNATURE = "chữ ký"
    SESSION = "buổi"
    MINUTE = "phút"
    POST = "tin bài"
    COURSE = "lớp"
    SHEET = "tờ"
    HOUSEHOLD = "hộ"
    CLUSTER = "cụm loa"


class Shown(StrEnum):
    """How a part stands in Biểu 01: a row, a row below it, words in the notes column, or not at all."""

    MAIN = "main"
    TOTAL = "total"
    SUB = "sub"
    NOTE = "note"
    NOT = "not"


@dataclass(frozen=True)
class Part:
    """One counted number of an indicator. `key` is its name in data files; the empty key is the indicator itself."""

    key: str
    name: str
    unit: Measure
    named: Counting
    tally: Counting | None = None
    shown: Shown = Shown.MAIN
    published: bool = True  # stands in `figures --json` and in packets
    only_cumulative: bool = False  # makes sense from the counting start only


@dataclass(frozen=True)
class Indicator:
    """What is counted, in words and in SQL, and how it adds up over units and over periods."""

    code: str
    name: str
    group: str
    definition: str
    parts: tuple[Part, ...]
    adds_over_units: bool = True
    adds_over_periods: bool = True
    sum_of: tuple[str, ...] = ()  # codes of the indicators it is the sum of

    @property
    def main(self) -> Part:
        """The part that stands for the indicator; targets are set on it."""
        return self.parts[0]

    def figure_key(self, part: Part) -> str:
        """The key of a part in `figures.Counts`."""
        return f"{self.code}.{part.key}" if part.key else self.code


GROUPS = {
    "I": "TỔ CÔNG NGHỆ SỐ, ĐỘI HÌNH THANH NIÊN",
    "II": "HỖ TRỢ NGƯỜI DÂN SỬ DỤNG DỊCH VỤ SỐ",
    "III": "TUYÊN TRUYỀN, VẬN ĐỘNG",
}

_accounts_rule = "Mỗi công dân tính một lần, từ ngày kích hoạt đầu tiên; hướng dẫn mà chưa kích hoạt thì không tính."


def _accounts(code: str, name: str, *codes: str, extra: tuple[Part, ...] = (), shown: Shown = Shown.MAIN) -> Indicator:
    counted = codes or (code,)
    account = Part(
        "", name, Measure.ACCOUNT, s.accounts(*counted), s.tallied(*counted, statuses=COUNTED_STATUSES), shown=shown
    )
    return Indicator(code, name, "II", _accounts_rule, (account, *extra), sum_of=codes)


CATALOGUE: tuple[Indicator, ...] = (
    Indicator(
        "1.1", "Tổ công nghệ số cộng đồng đang hoạt động", "I",
        "Tổ công nghệ số cộng đồng còn hoạt động vào ngày cuối kỳ.",
        (Part("to", "Tổ công nghệ số cộng đồng đang hoạt động", Measure.TEAM, s.teams("community")),),
        adds_over_periods=False,
    ),
    Indicator(
        "1.2", "Thành viên của các tổ", "I",
        "Người khác nhau đang là thành viên tổ công nghệ số cộng đồng vào ngày cuối kỳ.",
        (
            Part("nguoi", "Thành viên của các tổ", Measure.PERSON, s.members("community")),
            Part("nu", "Trong đó: nữ", Measure.PERSON, s.members("community", Volunteer.sex == "female"),
                 shown=Shown.SUB),
            Part("doan_vien", "Trong đó: đoàn viên", Measure.PERSON,
                 s.members("community", Volunteer.position.not_in(("youth", "federation"))),
                 shown=Shown.SUB, published=False),
        ),
        adds_over_periods=False,
    ),
    Indicator(
        "1.3", "Thôn, khu phố có tổ hoạt động", "I",
        "Thôn có ít nhất một tổ công nghệ số cộng đồng hoạt động vào ngày cuối kỳ.",
        (
            Part("thon", "Thôn, khu phố có tổ hoạt động", Measure.VILLAGE, s.villages_with_team("community"),
                 published=False),
            Part("tong_so", "thôn hiện có", Measure.VILLAGE, s.villages(), shown=Shown.NOTE,
                 published=False),
        ),
        adds_over_periods=False,
    ),
    Indicator(
        "1.4", "Đội hình thanh niên tình nguyện hỗ trợ DVC", "I",
        "Đội hình còn hoạt động vào ngày cuối kỳ và thành viên khác nhau của các đội hình đó.",
        (
            Part("doi", "Đội hình thanh niên tình nguyện hỗ trợ DVC", Measure.SQUAD, s.teams("dvc-squad")),
            Part("nguoi", "Thành viên đội hình", Measure.PERSON, s.members("dvc-squad"), shown=Shown.SUB),
        ),
        adds_over_periods=False,
    ),
    Indicator(
        "1.5", "Lượt đoàn viên, thanh niên tham gia", "I",
        "Một người trong một ngày là một lượt, dù hỗ trợ hay tuyên truyền; chỉ tính người có trong danh sách.",
        (
            Part("luot", "Lượt đoàn viên, thanh niên tham gia", Measure.TURN, s.volunteer_days()),
            Part("nguoi", "Số đoàn viên, thanh niên tham gia", Measure.PERSON, s.volunteers_taking_part(),
                 shown=Shown.SUB),
            Part("luot_chien_dich", "lượt trong chiến dịch", Measure.TURN, s.volunteer_turns_in_events(),
                 shown=Shown.NOT),
            Part("luot_ho_tro", "lượt hỗ trợ người dân", Measure.TURN, s.volunteer_days_of_support(),
                 shown=Shown.NOT),
        ),
    ),
    _accounts(
        "2.1", "Tài khoản định danh điện tử mức 1 được kích hoạt",
        extra=(
            Part("muc_1_cao_nhat", "người mới có mức 1", Measure.PERSON, s.level_one_only(), shown=Shown.NOT,
                 only_cumulative=True),
        ),
    ),
    _accounts("2.2", "Tài khoản định danh điện tử mức 2 được kích hoạt"),
    _accounts("2.3", "Tổng số tài khoản mức 1 và mức 2", "2.1", "2.2", shown=Shown.TOTAL),
    Indicator(
        "2.4", "Công dân được hướng dẫn dịch vụ công", "II",
        "Công dân khác nhau được hướng dẫn tài khoản hoặc nộp hồ sơ DVC, mọi kết quả; lượt là người, dịch vụ, ngày.",
        (
            Part("nguoi", "Công dân được hướng dẫn dịch vụ công", Measure.PERSON, s.people_supported("2.4"),
                 s.tallied("2.4")),
            Part("luot", "lượt hướng dẫn", Measure.TURN, s.turns_of_support("2.4"), s.tallied("2.4"),
                 shown=Shown.NOTE),
        ),
        adds_over_units=False, adds_over_periods=False,
    ),
    Indicator(
        "2.5", "Hồ sơ dịch vụ công trực tuyến nộp thành công", "II",
        "Lượt hỗ trợ DVC đã phát sinh giao dịch, tính vào ngày giao dịch.",
        (
            Part("", "Hồ sơ dịch vụ công trực tuyến nộp thành công", Measure.DOSSIER, s.transactions("2.4"),
                 s.tallied("2.4", statuses=("transacted",))),
        ),
    ),
    _accounts("2.6", "Cài đặt, đăng nhập VssID"),
    _accounts(
        "2.7", "Tài khoản thanh toán, ví điện tử",
        extra=(
            Part("co_giao_dich", "Trong đó: có phát sinh giao dịch", Measure.ACCOUNT, s.accounts_in_use("2.7"),
                 shown=Shown.SUB),
        ),
    ),
    Indicator(
        "2.8", "Chữ ký số cá nhân", "II", _accounts_rule,
        (
            Part("", "Chữ ký số cá nhân", Measure.SIGNATURE, s.accounts("2.8"),
                 s.tallied("2.8", statuses=COUNTED_STATUSES), published=False),
        ),
    ),
    Indicator(
        "2.9", "Người dân được hỗ trợ", "II",
        "Công dân khác nhau được hỗ trợ, mọi dịch vụ và kết quả; một người chỉ tính một lần nên không cộng qua các kỳ.",
        (
            Part("nguoi", "Người dân được hỗ trợ", Measure.PERSON, s.people_supported(), s.tallied()),
            Part("luot", "lượt hỗ trợ", Measure.TURN, s.turns_of_support(), s.tallied(), shown=Shown.NOTE),
            Part("cao_tuoi", "Trong đó: người cao tuổi (từ 60)", Measure.PERSON,
                 s.people_supported(where=s.sixty_or_older()), shown=Shown.SUB, published=False),
        ),
        adds_over_units=False, adds_over_periods=False,
    ),
    Indicator(
        "3.1", "Buổi tuyên truyền trực tiếp", "III", "Mỗi buổi trực tiếp là một buổi; cộng lượt người nghe.",
        (
            Part("buoi", "Buổi tuyên truyền trực tiếp", Measure.SESSION, s.events("session")),
            Part("luot", "lượt người nghe", Measure.TURN, s.event_sum(CampaignEvent.reach, "session"),
                 shown=Shown.NOTE),
        ),
    ),
    Indicator(
        "3.2", "Buổi phát thanh “Tiếng loa thanh niên”", "III", "Mỗi lần phát thanh là một buổi; cộng số phút.",
        (
            Part("buoi", "Buổi phát thanh “Tiếng loa thanh niên”", Measure.SESSION, s.events("broadcast")),
            Part("phut", "phút", Measure.MINUTE, s.event_sum(CampaignEvent.minutes, "broadcast"), shown=Shown.NOTE),
            Part("cum_loa", "cụm loa", Measure.CLUSTER, s.event_villages("broadcast"), shown=Shown.NOT,
                 published=False),
        ),
    ),
    Indicator(
        "3.3", "Tin, bài, video trên Facebook, Zalo", "III", "Mỗi tin, bài, video là một; cộng lượt tiếp cận.",
        (
            Part("tin_bai", "Tin, bài, video trên Facebook, Zalo", Measure.POST, s.events("post")),
            Part("luot", "lượt tiếp cận", Measure.TURN, s.event_sum(CampaignEvent.reach, "post"), shown=Shown.NOTE),
        ),
    ),
    Indicator(
        "3.4", "Lớp tập huấn kỹ năng số", "III", "Mỗi lớp là một; cộng lượt người tham gia.",
        (
            Part("lop", "Lớp tập huấn kỹ năng số", Measure.COURSE, s.events("training")),
            Part("nguoi", "lượt người tham gia", Measure.TURN, s.event_sum(CampaignEvent.reach, "training"),
                 shown=Shown.NOTE),
        ),
    ),
    Indicator(
        "3.5", "Tờ rơi, áp phích, mã QR đã phát", "III", "Cộng số tờ đã phát ghi trong các hoạt động.",
        (
            Part("", "Tờ rơi, áp phích, mã QR đã phát", Measure.SHEET,
                 s.event_sum(CampaignEvent.leaflets, known_only=True), published=False),
        ),
    ),
    Indicator(
        "4.1", "Người có uy tín tham gia", "III", "Người có uy tín khác nhau đã tham gia hoạt động trong kỳ.",
        (
            Part("nguoi", "Người có uy tín tham gia", Measure.PERSON, s.influencers()),
            Part("theo_vai_tro", "theo vai trò", Measure.PERSON, s.influencers(by_role=True), shown=Shown.NOTE),
        ),
        adds_over_units=True, adds_over_periods=False,
    ),
    Indicator(
        "4.2", "Hộ có người có uy tín đi cùng", "III",
        "Hoạt động có ít nhất một người có uy tín, và số hộ đã đến trong các hoạt động đó.",
        (
            Part("ho", "Hộ có người có uy tín đi cùng", Measure.HOUSEHOLD, s.influenced_households()),
            Part("buoi", "buổi", Measure.SESSION, s.influenced_events(), shown=Shown.NOTE),
        ),
    ),
)  # fmt: skip

choices.supply(
    "indicator",
    (Choice(each.code, f"{each.code} {each.name}", (each.name,), each.code) for each in CATALOGUE),
)
BY_CODE = {indicator.code: indicator for indicator in CATALOGUE}


def parts() -> Iterator[tuple[str, Indicator, Part]]:
    """Every figure key with its indicator and part, in catalogue order."""
    for indicator in CATALOGUE:
        for part in indicator.parts:
            yield indicator.figure_key(part), indicator, part


BY_KEY: dict[str, tuple[Indicator, Part]] = {key: (indicator, part) for key, indicator, part in parts()}
IN_FORM = tuple(key for key, (_, part) in BY_KEY.items() if part.shown in (Shown.MAIN, Shown.TOTAL, Shown.SUB))
"""The keys that have a row of their own in Biểu 01."""


def definitions() -> dict[str, dict[str, str]]:
    """What each indicator is today, by code: name, unit of measure and definition, as kept with a closed report."""
    return {
        each.code: {"name": each.name, "unit": str(each.main.unit), "definition": each.definition} for each in CATALOGUE
    }


def adds_over_periods(key: str) -> bool:
    """Whether months of a figure add up to the year: not where different persons or what stands on a day is counted."""
    indicator, part = BY_KEY[key]
    return indicator.adds_over_periods and not isinstance(part.named, (Distinct, Stock))
