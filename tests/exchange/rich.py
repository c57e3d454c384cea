"""Books with a bit of everything, drawn by hypothesis: what people type, at its edges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from hoaian_desktop.records import Village
from hoaian_desktop.rules.partial_date import PartialDate
from tests import builders

FIRST = date(2023, 6, 30)
NAMES = ("Trần Văn Khải", "Lê Thị Hoà", "Đinh Quý", "Phạm Ngọc Ánh-Thu", "Võ Thị Uyên", "Đặng Ư", "Hồ Y Bhăm", "Bùi Ỷ")
VILLAGES = (("Năng An", "thon"), ("T2", "lang"), ("Gia Chiểu 2", "khu-pho"), ("Bảy Mẫu", "thon"))
PHONES = ("0905123456", "0386000111", "02563870123", "0799000222")
PLACES = ("Nhà văn hóa", "=1+1", "+84 quầy", "-", "@ chợ", "'=ghi chú", '"quầy" số 1, bàn 2', "Điểm trực 05/11")

days = st.integers(0, 140).map(lambda number: FIRST + timedelta(days=number))
partial_dates = st.one_of(
    st.integers(1931, 2006).map(PartialDate),
    st.builds(PartialDate, st.integers(1931, 2006), st.integers(1, 12)),
    st.dates(date(1900, 1, 1), date(2006, 12, 31)).map(PartialDate.from_date),
)
words = st.sampled_from(PLACES)
notes = st.one_of(words, st.lists(words, min_size=2, max_size=3).map("\n".join))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def books(draw: st.DrawFn) -> Callable[[Session], None]:
    """An operation that fills a new office's book with records of every kind."""
    people = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    about = [
        {
            "born": draw(maybe(partial_dates)), "sex": draw(maybe(st.sampled_from(("male", "female")))),
            "joined": draw(maybe(partial_dates)), "phone": draw(maybe(st.sampled_from(PHONES))),
            "position": draw(st.sampled_from(("member", "secretary", "youth"))), "branch": draw(maybe(words)),
            "member_code": draw(maybe(st.sampled_from(("0012", "00120005")))), "notes": draw(maybe(notes)),
            "status": draw(st.sampled_from(("active", "moved"))), "village": draw(maybe(st.integers(0, 3))),
        }
        for _ in people
    ]  # fmt: skip
    helped = draw(
        st.lists(st.tuples(days, st.sampled_from(("activated", "guided", "transacted", "failed"))), max_size=4)
    )
    places = [draw(maybe(words)) for _ in range(4)]
    counted = draw(st.lists(st.integers(0, 12_000), max_size=3, unique=True))
    value = draw(maybe(st.integers(0, 5_000)))
    texts = [draw(maybe(notes)) for _ in range(6)]

    def fill(session: Session) -> None:
        villages = [_village(session, name, kind) for name, kind in VILLAGES]
        volunteers = [
            builders.a_volunteer(
                session, name, **{key: each for key, each in told.items() if key != "village"},
                village_id=None if told["village"] is None else villages[told["village"]].id,
            )
            for name, told in zip(people, about, strict=True)
        ]  # fmt: skip
        team = builders.a_team(session, "Tổ số 1, thôn Năng An", place=places[0], notes=texts[0], villages=villages[:3])
        builders.a_team(session, "Đội hình TNTN", kind="youth", decision_number=places[1], ended=date(2023, 10, 1))
        for at, volunteer in enumerate(volunteers):
            builders.a_membership(session, team, volunteer, role="member" if at else "leader", notes=texts[1])
        elder = builders.an_influencer(
            session, "Đinh Văn Bok", born=about[0]["born"], village_id=villages[1].id, notes=texts[2]
        )
        for at, (day, status) in enumerate(helped):
            citizen = builders.a_citizen(
                session, f"{NAMES[at]} {'ABCD'[at]}", personal_number=builders.a_number(),
                born=PartialDate(1999, at + 1),
                village_id=villages[at].id, phone=PHONES[at], consent_on=day, consent_method="signed",
            )  # fmt: skip
            builders.an_activation(
                session, citizen, day=day, status=status, team_id=team.id, volunteers=volunteers[: at % 3],
                reason="no-signal" if status == "failed" else None, place=places[at], notes=texts[3],
                transaction_day=day if status == "transacted" else None,
            )  # fmt: skip
        for number in counted:
            builders.a_tally(session, number, village_id=villages[2].id, team_id=team.id, notes=texts[4])
        builders.an_event(
            session, "=HYPERLINK(1) gửi loa", minutes=number_or_none(counted), reach=2450, village_id=villages[0].id,
            volunteers=volunteers, influencers=[elder], place=places[2], notes=texts[5],
        )  # fmt: skip
        builders.a_target(session, "2.3", value)
        builders.a_target(session, "3.1", 12, village_id=villages[1].id, team_id=team.id)

    return fill


def number_or_none(numbers: list[int]) -> int | None:
    return numbers[0] if numbers else None


def _village(session: Session, name: str, kind: str) -> Village:
    made = builders.a_village(session, name)
    made.kind = kind
    session.flush()
    return made
