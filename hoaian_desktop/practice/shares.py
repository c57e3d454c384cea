"""How much each commune gets, so that the district adds up to the scale of its own figures of 2023.

Together: 19 teams with 153 members, 1,214 volunteers who took part, 5,535 accounts of level 1 and 2 from the counting
start to the end of the year. Communes are real, village names are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoaian_desktop.errors import GoneError
from hoaian_desktop.rules.periods import REFORM, Span
from hoaian_desktop.services.offices import UnitEntry, bundled_units

PASSPHRASE = "so mau thuc hanh"  # of practice books only; it protects nothing

DISTRICT = "old-544"
PROVINCE = "new-52"
OLD_DAYS = Span(date(2023, 6, 30), date(2023, 12, 31))
NEW_DAYS = Span(REFORM, date(2025, 12, 31))


@dataclass(frozen=True)
class Share:
    """What happened in one commune of the district days. `village_kind` is a code of the list of that name."""

    key: str
    teams: int
    members: int
    volunteers: int
    accounts: int
    villages: tuple[str, ...]
    highland: bool = False
    village_kind: str = "thon"


SHARES: tuple[Share, ...] = (
    Share("old-21688", 2, 17, 118, 560, ("Gia Chiểu 1", "Gia Chiểu 2", "Du Tự", "Thanh Tú", "An Thường"),
          village_kind="khu-pho"),
    Share("old-21690", 1, 8, 74, 330, ("Tân Sơn", "Vạn Trung", "Phước Bình", "Châu Sơn")),
    Share("old-21691", 1, 8, 78, 352, ("Hội Long", "Bình Hòa Nam", "Cảm Đức", "Phước Sơn")),
    Share("old-21694", 1, 7, 42, 148, ("Đồng Nhà Mười", "Suối Lía", "Trà Cót"), True, "lang"),
    Share("old-21697", 1, 8, 82, 376, ("Mỹ Thành", "Đại Định", "Long Quang", "Mỹ Đức")),
    Share("old-21700", 1, 7, 46, 162, ("Đak Tơ Rao", "Nước Mun", "Gò Rạng"), True, "lang"),
    Share("old-21703", 2, 16, 109, 480, ("Năng An", "Vĩnh Đức", "Vạn Hội 1", "Vạn Hội 2", "Thanh Lương")),
    Share("old-21706", 2, 16, 104, 512, ("Phú Văn", "Thế Thạnh 1", "Thế Thạnh 2", "An Thạnh Bắc", "Hội Nhơn")),
    Share("old-21709", 1, 9, 92, 437, ("An Hòa", "Linh Chiểu", "An Chiểu", "Ân Hậu", "An Đôn")),
    Share("old-21712", 2, 16, 98, 465, ("Gia Đức", "Khoa Trường", "Phú Thuận", "Vĩnh Hòa", "Đức Long")),
    Share("old-21715", 1, 8, 76, 341, ("Hội Nhơn", "Liên Hội", "Xuân Sơn", "Hà Đông")),
    Share("old-21718", 1, 7, 48, 171, ("Tà Lăng", "Nước Lương", "Ó Trú"), True, "lang"),
    Share("old-21721", 1, 9, 86, 408, ("Phú Hữu 1", "Phú Hữu 2", "Tân Thịnh", "Hà Tây")),
    Share("old-21724", 1, 8, 71, 318, ("Vĩnh Viễn", "Lộc Giang", "Thạch Long", "Trí Tường")),
    Share("old-21727", 1, 9, 90, 475, ("Nhơn Sơn", "Kim Sơn", "Bình Sơn", "Hương Văn", "Phú Ninh")),
)  # fmt: skip


def days_of(unit_key: str) -> Span:
    """The days the practice data of a unit cover; a unit since the reform has them two years later."""
    return OLD_DAYS if unit_key.startswith("old-") else NEW_DAYS


def shares_of(unit_key: str) -> list[tuple[str, Share]]:
    """The commune each share belongs to in the book of `unit_key`, with the share.

    A commune since the reform gets the shares of those it was formed from. Raises GoneError for other units.
    """
    units = {unit.key: unit for unit in bundled_units()}
    found = [(_home(units[share.key], unit_key), share) for share in SHARES]
    mine = [(home, share) for home, share in found if unit_key in (home, units[home].parent)]
    if not mine:
        raise GoneError(
            "Dữ liệu mẫu chỉ có cho huyện Hoài Ân trước 01/7/2025 và các xã, thị trấn của huyện, cũ và mới. "
            "Hãy chọn lại đơn vị."
        )
    return mine


def _home(old: UnitEntry, unit_key: str) -> str:
    return old.key if unit_key.startswith("old-") else old.successor or old.key
