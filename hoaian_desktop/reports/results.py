"""Sections I and II in words: what the figures say of the work done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hoaian_desktop.reports.live_figures import ENCLOSED
from hoaian_desktop.reports.office import OfficeFacts
from hoaian_desktop.reports.phrases import Reader, joined, listed
from hoaian_desktop.rules import dates
from hoaian_desktop.rules.live_text import Token

if TYPE_CHECKING:
    from hoaian_desktop.indicators.figures import Figures

BROADCASTS = "Tiếng loa thanh niên"
TRUSTED_PEOPLE = "Phát huy vai trò của người có uy tín trong hoạt động chuyển đổi số"


def direction(reader: Reader, office: OfficeFacts) -> list[str]:
    """I. What was led and made known: sessions, posts, courses, leaflets."""
    done = [
        reader.phrase(
            "3.1.buoi",
            "tổ chức {} buổi tuyên truyền trực tiếp{}",
            reader.phrase("3.1.luot", " với {} lượt người nghe"),
        ),
        reader.phrase(
            "3.3.tin_bai",
            "đăng {} tin, bài, video trên Facebook, Zalo{}",
            reader.phrase("3.3.luot", " với {} lượt tiếp cận"),
        ),
        reader.phrase(
            "3.4.lop",
            "mở {} lớp tập huấn kỹ năng số{}",
            reader.phrase("3.4.nguoi", " với {} lượt người tham gia"),
        ),
        reader.phrase("3.5", "phát {} tờ rơi, áp phích, mã QR"),
    ]
    missing = reader.none_of(
        {
            "3.1.buoi": "buổi tuyên truyền trực tiếp",
            "3.3.tin_bai": "tin, bài, video",
            "3.4.lop": "lớp tập huấn kỹ năng số",
        }
    )
    said = listed([text for text in done if text], "; ")
    change = reader.change("3.1.buoi")
    texts = [f"Trong {office.unit}, Ban Thường vụ {office.union_short} đã {said}."] if said else []
    if said and change:
        texts.append(f"Số buổi tuyên truyền trực tiếp {change}.")
    if missing:
        texts.append(f"Trong {office.unit} chưa phát sinh {listed(missing)}.")
    return [" ".join(texts)] if texts else []


def situation(reader: Reader, office: OfficeFacts, figures: Figures) -> list[str]:
    """I. of a sudden report: who there is, and what was led, in one paragraph."""
    return joined([*teams(reader, office, figures), *direction(reader, office)])


def teams(reader: Reader, office: OfficeFacts, figures: Figures) -> list[str]:
    """II.1. The teams on the last day, and who took part."""
    texts: list[str] = []
    if reader.is_zero("1.1.to"):
        texts.append(
            f"Đến ngày {dates.show_date(figures.last)}, toàn {office.unit_kind} chưa có tổ công nghệ số cộng đồng "
            "hoạt động."
        )
    elif teams := reader.said("1.1.to"):
        text = f"Đến ngày {dates.show_date(figures.last)}, toàn {office.unit_kind} có {teams} tổ công nghệ số cộng đồng"
        text += _villages(reader, office)
        text += reader.phrase("1.2.nguoi", ", gồm {} thành viên")
        among = [
            reader.phrase("1.2.doan_vien", "{} đoàn viên"),
            reader.phrase("1.2.nu", "{} nữ"),
        ]
        if reader.said("1.2.nguoi") and any(among):
            text += f", trong đó có {listed([words for words in among if words])}"
        change = reader.change("1.2.nguoi", steady=False)
        texts.append(f"{text}; {change}." if change else f"{text}.")
    texts.append(
        reader.phrase(
            "1.4.doi",
            "Có {} đội hình thanh niên tình nguyện hỗ trợ dịch vụ công{}.",
            reader.phrase("1.4.nguoi", " với {} thành viên"),
        )
    )
    if reader.is_zero("1.5.luot"):
        texts.append(f"Trong {office.unit} chưa phát sinh lượt đoàn viên, thanh niên tham gia.")
    else:
        people = reader.phrase("1.5.nguoi", " của {} người")
        change = reader.change("1.5.luot")
        texts.append(
            reader.phrase(
                "1.5.luot",
                f"Trong {office.unit} có {{}} lượt đoàn viên, thanh niên tham gia{{}}.",
                people + (f", {change}" if change else ""),
            )
        )
    return joined(texts)


def _villages(reader: Reader, office: OfficeFacts) -> str:
    with_team, every = reader.number("1.3.thon"), reader.number("1.3.tong_so")
    if not with_team:
        return ""
    # A fraction with zeros before its figures reads like a date: 11/07.
    numbers = [str(Token(key, style="plain")) for key in ("1.3.thon", "1.3.tong_so")]
    share = "/".join(numbers) if every else str(Token("1.3.thon"))
    return f" ở {share} {office.village}"


def accounts(reader: Reader, office: OfficeFacts) -> list[str]:
    """II.2. People helped, accounts activated, and the other services."""
    return _enclosed([*joined(_headline(reader, office)), *joined(_services(reader, office))])


def _headline(reader: Reader, office: OfficeFacts) -> list[str]:
    texts: list[str] = []
    if reader.is_zero("2.9.nguoi"):
        texts.append(f"Trong {office.unit} chưa phát sinh hỗ trợ cho người dân.")
    else:
        details = reader.phrase("2.9.luot", " với {} lượt hỗ trợ") + reader.tallies("2.9.nguoi", "người")
        texts.append(reader.phrase("2.9.nguoi", f"Trong {office.unit} đã hỗ trợ {{}} người dân{{}}.", details))
        texts.append(reader.phrase("2.9.cao_tuoi", "Trong số người được hỗ trợ có {} người cao tuổi (từ 60 tuổi)."))
    if reader.is_zero("2.3"):
        texts.append(f"Trong {office.unit} chưa phát sinh tài khoản định danh điện tử được kích hoạt.")
    elif total := reader.said("2.3"):
        levels = [
            f"mức {level}: {number} tài khoản"
            for level, key in ((1, "2.1"), (2, "2.2"))
            if (number := reader.said(key, zero=True)) is not None
        ]
        text = f"Đã kích hoạt {total} tài khoản định danh điện tử"
        text += f" ({listed(levels, '; ')})" if levels else ""
        change = reader.change("2.3")
        text += f", {change}" if change else ""
        texts.append(f"{text}{reader.tallies('2.3', 'tài khoản', lead='; trong đó')}.")
    since = f"{office.since.day}/{office.since.month}/{office.since.year}"
    if cumulative := reader.said_cumulative("2.3"):
        texts.append(f"Lũy kế từ ngày {since} đạt {cumulative} tài khoản.")
    return texts


def _services(reader: Reader, office: OfficeFacts) -> list[str]:
    done = [
        reader.phrase(
            "2.4.nguoi",
            "hướng dẫn {} công dân sử dụng dịch vụ công{}",
            reader.phrase("2.4.luot", " với {} lượt") + reader.tallies("2.4.nguoi", "người"),
        ),
        reader.phrase(
            "2.5", "hỗ trợ nộp thành công {} hồ sơ dịch vụ công trực tuyến{}", reader.tallies("2.5", "hồ sơ")
        ),
        reader.phrase("2.6", "cài đặt, đăng nhập {} tài khoản VssID{}", reader.tallies("2.6", "tài khoản")),
        reader.phrase(
            "2.7",
            "kích hoạt {} tài khoản thanh toán, ví điện tử{}",
            reader.tallies("2.7", "tài khoản")
            + reader.phrase("2.7.co_giao_dich", ", có {} tài khoản phát sinh giao dịch"),
        ),
        reader.phrase("2.8", "kích hoạt {} chữ ký số cá nhân{}", reader.tallies("2.8", "chữ ký")),
    ]
    missing = reader.none_of(
        {
            "2.4.nguoi": "lượt hướng dẫn dịch vụ công",
            "2.5": "hồ sơ dịch vụ công trực tuyến",
            "2.6": "tài khoản VssID",
            "2.7": "tài khoản thanh toán, ví điện tử",
        }
    )
    said = listed([text for text in done if text], "; ")
    texts = [f"Các dịch vụ khác: {said}."] if said else []
    if missing:
        texts.append(f"Trong {office.unit} chưa phát sinh {listed(missing)}.")
    return texts


def _enclosed(texts: list[str]) -> list[str]:
    """The last paragraph with the sentence that names what goes along; it is empty where nothing does."""
    return [*texts[:-1], f"{texts[-1]}{Token(ENCLOSED, 'sentence')}"] if texts else []


def models(reader: Reader, office: OfficeFacts) -> list[str]:
    """II.3. The two models, each in a paragraph of its own."""
    texts: list[str] = []
    name = f"Mô hình “{BROADCASTS}”"
    if reader.is_zero("3.2.buoi"):
        texts.append(f"{name}: trong {office.unit} chưa phát sinh buổi phát thanh.")
    elif reader.said("3.2.buoi"):
        more = reader.phrase("3.2.phut", ", tổng thời lượng {} phút") + reader.phrase("3.2.cum_loa", ", tại {} cụm loa")
        change = reader.change("3.2.buoi")
        more += f"; {change}" if change else ""
        texts.append(reader.phrase("3.2.buoi", name + " thực hiện {} buổi phát thanh{}.", more))
    name = f"Mô hình “{TRUSTED_PEOPLE}”"
    if reader.is_zero("4.1.nguoi"):
        texts.append(f"{name}: trong {office.unit} chưa phát sinh hoạt động có người có uy tín tham gia.")
    elif reader.said("4.1.nguoi"):
        more = reader.roles("4.1.theo_vai_tro")
        more += reader.phrase("4.2.ho", ", cùng tổ công nghệ số đến {} hộ gia đình để vận động, hướng dẫn")
        texts.append(reader.phrase("4.1.nguoi", name + " có {} người có uy tín tham gia{}.", more))
    return texts
