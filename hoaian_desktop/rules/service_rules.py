"""What the rules say about one activation, from plain values; whether it is a duplicate, only the book knows.

Sources: Nghị định 69/2024/NĐ-CP, art. 7 (levels by age) and its end of the National Portal's own accounts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hoaian_desktop.rules.dates import show_date
from hoaian_desktop.rules.doubts import Doubt, Level
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.rules.personal_number import PersonalNumber, Sex, agrees_with

DVC_ACCOUNT = "dvc-account"
DVC_ACCOUNT_END = date(2024, 6, 30)  # for citizens; organisations had a year more
LEVEL_2_AGE = 6
GUARDIAN_AGE = 16
FAILED = "failed"
TRANSACTED = "transacted"


@dataclass(frozen=True)
class ActivationFacts:
    """The values of an activation and its citizen that the rules look at; codes as in the lists of choices."""

    day: date | None
    service_code: str = ""
    service_valid_to: date | None = None
    level: int | None = None
    status: str = ""
    transaction_day: date | None = None
    born: PartialDate | None = None
    sex: Sex | str | None = None
    number: str | None = None
    reason: str | None = None
    guardian: str | None = None


def doubts_of(facts: ActivationFacts, *, today: date, since: date | None) -> list[Doubt]:
    """Return every doubt about an activation, the refusing ones first; `since` is the counting start."""
    found = [*_day_doubts(facts, today, since)]
    for rule in _RULES:
        found += rule(facts)
    return sorted(found, key=lambda doubt: list(Level).index(doubt.level))


def _day_doubts(facts: ActivationFacts, today: date, since: date | None) -> list[Doubt]:
    doubts = []
    if facts.day is not None and facts.day > today:
        sentence = f"Ngày {show_date(facts.day)} chưa tới. Hãy sửa lại ngày hỗ trợ."
        doubts.append(Doubt("future-date", sentence, Level.HARD, "day"))
    if facts.transaction_day is not None and facts.transaction_day > today:
        sentence = f"Ngày {show_date(facts.transaction_day)} chưa tới. Hãy sửa lại ngày giao dịch."
        doubts.append(Doubt("future-transaction", sentence, Level.HARD, "transaction_day"))
    if facts.day is not None and since is not None and facts.day < since:
        sentence = f"Trước mốc tính {show_date(since)}: được lưu nhưng không tính vào số liệu nào."
        doubts.append(Doubt("before-start", sentence, Level.SOFT, "day"))
    return doubts


def _level_doubts(facts: ActivationFacts) -> list[Doubt]:
    if facts.level != 2 or facts.born is None or facts.day is None:
        return []
    if facts.born.oldest_age_on(facts.day) < LEVEL_2_AGE:
        sentence = "Trẻ dưới 6 tuổi không được cấp tài khoản định danh mức 2. Hãy xem lại năm sinh hoặc chọn mức 1."
        return [Doubt("level2-under-6", sentence, Level.HARD, "service_id")]
    if facts.born.youngest_age_on(facts.day) < LEVEL_2_AGE:
        sentence = "Trẻ có thể chưa đủ 6 tuổi để có tài khoản mức 2. Hãy hỏi ngày sinh đầy đủ."
        return [Doubt("level2-maybe-under-6", sentence, Level.SOFT, "born")]
    return []


def _service_doubts(facts: ActivationFacts) -> list[Doubt]:
    is_account = facts.service_code == DVC_ACCOUNT
    end = facts.service_valid_to or (DVC_ACCOUNT_END if is_account else None)
    if facts.day is None or end is None or facts.day <= end:
        return []
    if is_account:
        sentence = (
            f"Cổng dịch vụ công không tạo tài khoản riêng cho công dân sau ngày {show_date(end)}. "
            "Hãy chọn “Đăng nhập DVC bằng VNeID” hoặc “Nộp hồ sơ DVC”."
        )
        return [Doubt("dvc-account-ended", sentence, Level.SOFT, "service_id")]
    sentence = f"Dịch vụ này chỉ dùng đến ngày {show_date(end)}. Hãy xem lại dịch vụ hoặc ngày hỗ trợ."
    return [Doubt("service-ended", sentence, Level.SOFT, "service_id")]


def _citizen_doubts(facts: ActivationFacts) -> list[Doubt]:
    if facts.born is None or facts.day is None:
        return []
    if facts.born.first_day > facts.day:
        return [Doubt("born-after-day", "Ngày sinh sau ngày hỗ trợ. Hãy xem lại hai ngày này.", Level.SOFT, "born")]
    if facts.born.youngest_age_on(facts.day) < GUARDIAN_AGE and not facts.guardian:
        sentence = "Công dân dưới 16 tuổi: nên ghi cha, mẹ hoặc người giám hộ đã đồng ý."
        return [Doubt("guardian-under-16", sentence, Level.HINT, "guardian")]
    return []


def _number_doubts(facts: ActivationFacts) -> list[Doubt]:
    if not facts.number:
        return []
    try:
        number = PersonalNumber(facts.number)
    except ValueError as error:
        return [Doubt("number-shape", str(error), Level.HARD, "personal_number")]
    return agrees_with(number, sex=facts.sex, birth_year=facts.born.year if facts.born else None)


def _status_doubts(facts: ActivationFacts) -> list[Doubt]:
    if facts.status == FAILED and not facts.reason:
        sentence = "Hỗ trợ không thành công nhưng chưa ghi lý do. Hãy chọn một lý do."
        return [Doubt("failed-without-reason", sentence, Level.SOFT, "reason")]
    if facts.status == TRANSACTED and facts.transaction_day is None:
        sentence = "Đã phát sinh giao dịch nhưng chưa ghi ngày giao dịch, nên chưa tính được vào tháng nào."
        return [Doubt("transaction-without-day", sentence, Level.SOFT, "transaction_day")]
    return []


def _transaction_doubts(facts: ActivationFacts) -> list[Doubt]:
    if facts.transaction_day is None:
        return []
    doubts = []
    if facts.day is not None and facts.transaction_day < facts.day:
        sentence = "Ngày giao dịch trước ngày hỗ trợ. Hãy xem lại hai ngày này."
        doubts.append(Doubt("transaction-before-support", sentence, Level.SOFT, "transaction_day"))
    if facts.status != TRANSACTED:
        sentence = "Có ngày giao dịch nhưng trạng thái chưa phải “Đã phát sinh giao dịch”."
        doubts.append(Doubt("transaction-not-in-status", sentence, Level.SOFT, "status"))
    return doubts


_RULES: tuple[Callable[[ActivationFacts], list[Doubt]], ...] = (
    _level_doubts,
    _service_doubts,
    _citizen_doubts,
    _number_doubts,
    _status_doubts,
    _transaction_doubts,
)
