"""The targets, and sections III to V: cautious standing texts with what the figures add; the office edits them."""

from __future__ import annotations

from hoaian_desktop.reports.live_figures import TARGETS, LiveFigures
from hoaian_desktop.reports.office import OfficeFacts
from hoaian_desktop.reports.phrases import Reader, joined
from hoaian_desktop.rules import dates
from hoaian_desktop.rules.live_text import Token

STRENGTHS = (
    "Công tác hỗ trợ người dân thực hiện chuyển đổi số, Đề án 06 được duy trì; các tổ công nghệ số cộng đồng và "
    "đoàn viên, thanh niên phối hợp thực hiện nhiệm vụ được giao."
)
LIMITS = "Kết quả giữa các nội dung và giữa các {village} chưa đồng đều; việc ghi chép, tổng hợp có nơi chưa kịp thời."
CAUSES = (
    "Một bộ phận người dân chưa có điện thoại thông minh hoặc chưa quen sử dụng dịch vụ số; thành viên các tổ "
    "hoạt động kiêm nhiệm nên thời gian hỗ trợ còn hạn chế."
)
PLAN = (
    "Trong {next_span}, Ban Thường vụ {union} tiếp tục duy trì hoạt động của các tổ công nghệ số cộng đồng; đẩy mạnh "
    "tuyên truyền, hướng dẫn người dân kích hoạt và sử dụng tài khoản định danh điện tử, dịch vụ công trực tuyến; "
    "ghi chép, cập nhật số liệu kịp thời."
)
PROPOSALS = (
    "Đề nghị {superior} tiếp tục quan tâm chỉ đạo, hỗ trợ tài liệu tuyên truyền và tập huấn kỹ năng số cho thành viên "
    "các tổ công nghệ số cộng đồng."
)


def targets(live: LiveFigures, office: OfficeFacts) -> list[str]:
    """II.4. Each target with what was reached, one a line."""
    lines = []
    for key, indicator, target in live.targeted():
        if not target.target or target.done is None:
            continue
        done, asked, share = Token(key, "done", "plain"), Token(key, "target", "plain"), Token(key, "percent")
        lines.append(f"- {indicator.name}: {done}/{asked} {indicator.parts[0].unit.value}, đạt {share} chỉ tiêu")
    if not lines:
        return [f"Trong {office.unit} chưa có chỉ tiêu được giao để đối chiếu."]
    head = f"Kết quả thực hiện các chỉ tiêu được giao, tính đến ngày {dates.show_date(live.figures.last)}:"
    return [head, *(f"{line}{'.' if line is lines[-1] else ';'}" for line in lines)]


def strengths(reader: Reader, office: OfficeFacts) -> list[str]:
    """III.1. What went well: standing text, targets reached, growth."""
    texts = [STRENGTHS]
    if reader.live.names_of(reached=True):
        texts.append(f"Có {_list('reached')} chỉ tiêu đạt và vượt mức giao: {_list('reached_list')}.")
    if reader.live.grew("2.3"):
        accounts = "Số tài khoản định danh điện tử được kích hoạt"
        texts.append(f"{accounts} trong {office.unit} {Token('2.3', 'change')}.")
    return joined(texts)


def limits(live: LiveFigures, office: OfficeFacts) -> list[str]:
    """III.2. What fell short: standing text and the targets not reached."""
    texts = [LIMITS.format(village=office.village)]
    if live.names_of(reached=False):
        texts.append(f"Còn {_list('short')} chỉ tiêu chưa đạt mức giao: {_list('short_list')}.")
    return joined(texts)


def plan(live: LiveFigures, office: OfficeFacts) -> list[str]:
    """IV. What comes next: standing text and what is left of the targets."""
    lines = [PLAN.format(next_span=office.next_span, union=office.union_short)]
    if any(live.left(target) for _key, _of, target in live.targeted()):
        lines.append(f"Tập trung thực hiện phần còn lại của các chỉ tiêu được giao: {_list('left_list')}.")
    return lines


def proposals(office: OfficeFacts) -> list[str]:
    """V. What the office asks of the unit above."""
    return [PROPOSALS.format(superior=office.superior)]


def _list(column: str) -> Token:
    return Token(TARGETS, column)
