"""Every rule of an activation in one table: code, level, field, sentence, and what makes it speak.

Entry bar, form, bulk change and import all ask `doubts_of`. Sources: Nghị định 69/2024/NĐ-CP, art. 7 (levels by age)
and its end of the National Portal's own accounts; Thông tư 59/2021/TT-BCA (the personal number).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from operator import attrgetter

from hoaian_desktop.rules import activation_checks as checks
from hoaian_desktop.rules import personal_number as numbers
from hoaian_desktop.rules import phone
from hoaian_desktop.rules.activation_facts import ActivationFacts
from hoaian_desktop.rules.doubts import Doubt, Level, Rule, Words

Check = Callable[[ActivationFacts], Words | None]
HARD, SOFT, HINT = Level.HARD, Level.SOFT, Level.HINT

TABLE: tuple[tuple[Rule, Check], ...] = (
    # The day
    (Rule("future-date", HARD, "day", "ngày hỗ trợ chưa tới", "Ngày {day} chưa tới. Hãy sửa lại ngày hỗ trợ."),
     checks.future_day),
    (Rule("future-transaction", HARD, "transaction_day", "ngày giao dịch chưa tới",
          "Ngày {day} chưa tới. Hãy sửa lại ngày giao dịch."),
     checks.future_transaction),
    (Rule("before-start", SOFT, "day", "trước mốc lũy kế",
          "Trước mốc tính {since}: được lưu nhưng không tính vào số liệu nào."),
     checks.before_start),
    (Rule("far-past", SOFT, "day", "ngày đã lâu", "Ngày {day} cách đây hơn {years} năm. Hãy xem lại năm."),
     checks.far_past),
    # The service
    (Rule("level2-under-6", HARD, "service_id", "mức 2 cho trẻ dưới 6 tuổi",
          "Trẻ dưới 6 tuổi không được cấp tài khoản định danh mức 2. Hãy xem lại năm sinh hoặc chọn mức 1."),
     checks.level_2_under_6),
    (Rule("level2-maybe-under-6", SOFT, "born", "mức 2 cho trẻ có thể dưới 6 tuổi",
          "Trẻ có thể chưa đủ 6 tuổi để có tài khoản mức 2. Hãy hỏi ngày sinh đầy đủ.", ("service_id", "day")),
     checks.level_2_maybe_under_6),
    (Rule("dvc-account-ended", SOFT, "service_id", "tài khoản DVC sau ngày kết thúc",
          "Cổng dịch vụ công không tạo tài khoản riêng cho công dân sau ngày {day}. "
          "Hãy chọn “Đăng nhập DVC bằng VNeID” hoặc “Nộp hồ sơ DVC”.", ("day",)),
     checks.portal_account_ended),
    (Rule("service-ended", SOFT, "service_id", "dịch vụ đã kết thúc",
          "Dịch vụ này chỉ dùng đến ngày {day}. Hãy xem lại dịch vụ hoặc ngày hỗ trợ.", ("day",)),
     checks.service_ended),
    (Rule("service-not-yet", SOFT, "service_id", "dịch vụ chưa bắt đầu",
          "Dịch vụ này chỉ có từ ngày {day}. Hãy xem lại dịch vụ hoặc ngày hỗ trợ.", ("day",)),
     checks.service_not_yet),
    (Rule("same-service-again", SOFT, "service_id", "cùng dịch vụ lần nữa",
          "Công dân này đã được kích hoạt {service} ngày {day}{team}. Lưu tiếp sẽ không tính thêm tài khoản.",
          ("status", "personal_number", "full_name")),
     checks.same_service_again),
    # The person
    (Rule("number-shape", HARD, numbers.FIELD, "số định danh sai dạng", "{fault}"), checks.number_shape),
    (numbers.OTHER_SEX, checks.other_sex),
    (numbers.OTHER_YEAR, checks.other_year),
    (numbers.UNKNOWN_PROVINCE, checks.unknown_province),
    (Rule("born-after-day", SOFT, "born", "sinh sau ngày hỗ trợ",
          "Ngày sinh sau ngày hỗ trợ. Hãy xem lại hai ngày này.", ("day",)),
     checks.born_after_day),
    (Rule("guardian-under-16", HINT, "guardian", "chưa ghi người giám hộ",
          "Công dân dưới 16 tuổi: nên ghi cha, mẹ hoặc người giám hộ đã đồng ý."),
     checks.guardian_under_16),
    (phone.UNKNOWN_PREFIX, checks.said_of_phone(phone.UNKNOWN_PREFIX)),
    (phone.OLD_PREFIX, checks.said_of_phone(phone.OLD_PREFIX)),
    (phone.ZERO_RESTORED, checks.said_of_phone(phone.ZERO_RESTORED)),
    (phone.LANDLINE, checks.said_of_phone(phone.LANDLINE)),
    (Rule("maybe-known", HINT, "full_name", "có thể đã có trong sổ",
          "Trong sổ đã có {name}. Nếu là cùng người, hãy nhập số định danh của người đó."),
     checks.maybe_known),
    (Rule("name-of-other-supports", SOFT, "full_name", "đổi họ tên ở mọi lượt hỗ trợ",
          "{known} còn {others} lượt hỗ trợ khác. Lưu tiếp sẽ đổi họ tên ở tất cả thành {typed}; "
          "nếu là người khác, hãy thêm lượt mới cho người đó."),
     checks.name_of_other_supports),
    (Rule("number-of-another-name", SOFT, numbers.FIELD, "số định danh của họ tên khác",
          "Số định danh này là của {known}. Hãy xem lại số; lưu tiếp sẽ đổi họ tên người đó thành {typed} "
          "ở mọi lượt hỗ trợ.", ("full_name",)),
     checks.number_of_another_name),
    (Rule("name-marks-differ", SOFT, "full_name", "họ tên khác dấu",
          "Trong sổ đã có {known}, cùng năm sinh và thôn. Lưu tiếp sẽ coi là một người và ghi họ tên là {typed}; "
          "nếu là người khác, hãy nhập số định danh."),
     checks.name_marks_differ),
    # What came of it
    (Rule("failed-without-reason", SOFT, "reason", "không thành công chưa có lý do",
          "Hỗ trợ không thành công nhưng chưa ghi lý do. Hãy chọn một lý do.", ("status",)),
     checks.failed_without_reason),
    (Rule("transaction-without-day", SOFT, "transaction_day", "giao dịch chưa có ngày",
          "Đã phát sinh giao dịch nhưng chưa ghi ngày giao dịch, nên chưa tính được vào tháng nào.", ("status",)),
     checks.transaction_without_day),
    (Rule("transaction-before-support", SOFT, "transaction_day", "giao dịch trước ngày hỗ trợ",
          "Ngày giao dịch trước ngày hỗ trợ. Hãy xem lại hai ngày này.", ("day",)),
     checks.transaction_before_support),
    (Rule("transaction-not-in-status", SOFT, "status", "có ngày giao dịch, trạng thái khác",
          "Có ngày giao dịch nhưng trạng thái chưa phải “Đã phát sinh giao dịch”.", ("transaction_day",)),
     checks.transaction_not_in_status),
    (Rule("status-backwards", SOFT, "status", "trạng thái lùi lại",
          "Dịch vụ này đã ghi “{status}” cho công dân ngày {day}; trạng thái mới lùi lại so với lần đó. "
          "Hãy xem lại trạng thái hoặc ngày.", ("day", "service_id")),
     checks.status_backwards),
    # Who helped, and what it stands for
    (Rule("outside-team-life", SOFT, "team_id", "ngoài thời gian hoạt động của tổ",
          "Ngày {day} tổ này chưa hoạt động hoặc đã kết thúc. Hãy xem lại ngày hoặc tổ.", ("day",)),
     checks.outside_team_life),
    (Rule("helper-not-in-team", HINT, "volunteers", "tình nguyện viên ngoài tổ",
          "Có tình nguyện viên ngày đó không thuộc tổ đã chọn.", ("team_id", "day")),
     checks.helper_not_in_team),
    (Rule("tally-more-names", SOFT, "full_name", "nhiều tên hơn số đếm",
          "Số đếm ghi {number} người, đây là người thứ {named}. Hãy xem lại số đếm hoặc người này.",
          ("personal_number",)),
     checks.more_names_than_heads),
)  # fmt: skip

NO_CONSENT = Rule(
    "consent-missing", HINT, "consent_on", "chưa ghi đồng ý xử lý dữ liệu",
    "{number} người trong sổ chưa ghi đồng ý xử lý dữ liệu.",
)  # fmt: skip
"""Said once for the whole book with the count of persons, never at each record."""

# Without each of these facts some rules have nothing to say: where nobody knows it, they need not be asked.
ALL_OF: dict[str, tuple[str, ...]] = {
    "transaction_day": ("future-transaction", "transaction-before-support", "transaction-not-in-status"),
    "service_valid_from": ("service-not-yet",),
    "service_valid_to": ("service-ended",),
    "level": ("level2-under-6", "level2-maybe-under-6"),
    "born": ("level2-under-6", "level2-maybe-under-6", "born-after-day", "guardian-under-16"),
    "number": ("number-shape", "number-sex", "number-year", "number-province"),
    "phone": tuple(rule.code for rule in (phone.UNKNOWN_PREFIX, phone.OLD_PREFIX, phone.ZERO_RESTORED, phone.LANDLINE)),
    "same_before": ("same-service-again",),
    "furthest": ("status-backwards",),
    "alike": ("maybe-known",),
    "name": ("name-of-other-supports", "number-of-another-name", "name-marks-differ"),
    "team": ("outside-team-life", "helper-not-in-team"),
    "tally": ("tally-more-names",),
}
_OF_THE_YOUNG = frozenset(ALL_OF["born"])
_FACTS = attrgetter(*ALL_OF)
_GRAVITY = {level: at for at, level in enumerate(Level)}
BY_CODE = {rule.code: rule for rule in (*(rule for rule, _ in TABLE), NO_CONSENT)}


@cache
def _asked(unknown: tuple[bool, ...], grown_up: bool) -> tuple[tuple[Rule, Check], ...]:
    silent = {code for codes, is_unknown in zip(ALL_OF.values(), unknown, strict=True) if is_unknown for code in codes}
    silent |= _OF_THE_YOUNG if grown_up else frozenset()
    return tuple((rule, check) for rule, check in TABLE if rule.code not in silent)


def _is_unknown(fact: object) -> bool:
    return fact is None


def doubts_of(facts: ActivationFacts, *, today: date, since: date | None) -> list[Doubt]:
    """Return every doubt about an activation, the refusing ones first; `since` is the counting start."""
    known = facts if (facts.today, facts.since) == (today, since) else replace(facts, today=today, since=since)
    grown_up = known.born is not None and known.day is not None and checks.is_grown_up(known.born, known.day)
    asked = _asked(tuple(map(_is_unknown, _FACTS(known))), grown_up)
    found = [rule.doubt(words) for rule, check in asked if (words := check(known)) is not None]
    return sorted(found, key=lambda doubt: _GRAVITY[doubt.level])
