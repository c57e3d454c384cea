"""The targets, and sections III to V: cautious standing texts with what the figures add; the office edits them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hoaian_desktop.reports.office import OfficeFacts
from hoaian_desktop.reports.phrases import Reader, inside, joined, listed
from hoaian_desktop.rules import dates
from hoaian_desktop.rules.numbers import padded, show_count, show_percent

if TYPE_CHECKING:
    from hoaian_desktop.indicators.catalogue import Indicator
    from hoaian_desktop.indicators.figures import Figures

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


def targets(figures: Figures, catalogue: Sequence[Indicator]) -> list[str]:
    """II.4. Each target with what was reached, one a line."""
    lines = []
    for indicator in catalogue:
        target = figures.targets.get(indicator.code)
        if target is None or not target.target or target.done is None:
            continue
        unit = indicator.parts[0].unit.value
        lines.append(
            f"- {indicator.name}: {show_count(target.done)}/{show_count(target.target)} {unit}, "
            f"đạt {show_percent(target.percent)} chỉ tiêu"
        )
    if not lines:
        return ["Trong kỳ chưa có chỉ tiêu được giao để đối chiếu."]
    head = f"Kết quả thực hiện các chỉ tiêu được giao, tính đến ngày {dates.show_date(figures.last)}:"
    return [head, *(f"{line}{'.' if line is lines[-1] else ';'}" for line in lines)]


def strengths(reader: Reader, figures: Figures, catalogue: Sequence[Indicator]) -> list[str]:
    """III.1. What went well: standing text, targets reached, growth."""
    texts = [STRENGTHS]
    reached = _names(figures, catalogue, reached=True)
    if reached:
        texts.append(f"Có {padded(len(reached))} chỉ tiêu đạt và vượt mức giao: {listed(reached, '; ')}.")
    change = reader.change("2.3", "tài khoản")
    if change.startswith("tăng"):
        texts.append(f"Số tài khoản định danh điện tử được kích hoạt trong kỳ {change}.")
    return joined(texts)


def limits(figures: Figures, office: OfficeFacts, catalogue: Sequence[Indicator]) -> list[str]:
    """III.2. What fell short: standing text and the targets not reached."""
    texts = [LIMITS.format(village=office.village)]
    short = _names(figures, catalogue, reached=False)
    if short:
        texts.append(f"Còn {padded(len(short))} chỉ tiêu chưa đạt mức giao: {listed(short, '; ')}.")
    return joined(texts)


def _names(figures: Figures, catalogue: Sequence[Indicator], *, reached: bool) -> list[str]:
    found = []
    for indicator in catalogue:
        target = figures.targets.get(indicator.code)
        if target is not None and target.percent is not None and (target.percent >= 100) is reached:
            found.append(f"{inside(indicator.name)} ({show_percent(target.percent)})")
    return found


def plan(figures: Figures, office: OfficeFacts, catalogue: Sequence[Indicator]) -> list[str]:
    """IV. What comes next: standing text and what is left of the targets."""
    lines = [PLAN.format(next_span=office.next_span, union=office.union_short)]
    open_targets = []
    for indicator in catalogue:
        target = figures.targets.get(indicator.code)
        if target is not None and target.target and target.done is not None and target.done < target.target:
            unit = indicator.parts[0].unit.value
            name = inside(indicator.name)
            open_targets.append(f"{name}: còn {padded(target.target - target.done)} {unit}")
    if open_targets:
        lines.append(f"Tập trung thực hiện phần còn lại của các chỉ tiêu được giao: {listed(open_targets, '; ')}.")
    return lines


def proposals(office: OfficeFacts) -> list[str]:
    """V. What the office asks of the unit above."""
    return [PROPOSALS.format(superior=office.superior)]
