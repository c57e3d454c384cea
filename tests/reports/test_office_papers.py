"""Consent sheet, volunteer list, certificate and notice board, as they are printed."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from hoaian_desktop import documents
from hoaian_desktop.errors import GoneError, NotReady
from hoaian_desktop.records import Change
from hoaian_desktop.reports import certificate, consent_form, team_board, volunteer_list
from hoaian_desktop.reports.sheet_head import Issuer
from hoaian_desktop.rules.partial_date import PartialDate
from hoaian_desktop.services.annexes import TeamRow
from hoaian_desktop.services.lists import Filter, Query
from hoaian_desktop.services.rosters import VolunteerRow
from tests.builders import (
    TODAY,
    a_citizen,
    a_membership,
    a_store,
    a_team,
    a_village,
    a_volunteer,
    an_activation,
    an_event,
)
from tests.reports.papers import fonts_of, printed

ISSUER = Issuer(
    superior="HUYỆN ĐOÀN HOÀI ÂN",
    issuer="BCH ĐOÀN XÃ ÂN TÍN",
    union="Đoàn xã Ân Tín",
    place="Ân Tín",
    symbol="ĐTN",
    authority="TM. BAN CHẤP HÀNH",
    title="BÍ THƯ",
    secretary="Trần Thị Mỹ Duyên",
    village="thôn",
)
TOWN = Issuer(
    "HUYỆN ĐOÀN HOÀI ÂN", "BCH ĐOÀN THỊ TRẤN TĂNG BẠT HỔ", "Đoàn thị trấn Tăng Bạt Hổ", "Tăng Bạt Hổ", "ĐTN",
    "KT. BÍ THƯ", "PHÓ BÍ THƯ", "Nguyễn Hoàng Thiên Kim", "khu phố",
)  # fmt: skip
HOSTILE = "<b>A & B</b> {{x}} 100%"


def a_row(number=1, **about):
    given = {
        "full_name": f"Nguyễn Văn {number}", "born": PartialDate(2000), "sex": "male", "branch": "Chi đoàn Năng An",
        "position": "member", "village": "Năng An", "phone": "0905123456", "teams": (),
    }  # fmt: skip
    return VolunteerRow(number, **{**given, **about})


def squeezed(pages):
    return " ".join(" ".join(page.text for page in pages).split())


class TestConsent:
    def test_a_blank_sheet_is_one_page_with_every_part_and_room_for_a_guardian(self):
        (page,) = printed(consent_form.render(ISSUER, TODAY))
        text = squeezed([page])
        for words in ("PHIẾU ĐỒNG Ý XỬ LÝ DỮ LIỆU CÁ NHÂN", "Mục đích", "Quyền của tôi", "rút lại đồng ý", "mã OTP"):
            assert words in text
        assert page.line("Cha, mẹ hoặc người giám hộ (khi chưa đủ 16 tuổi)")
        assert page.line("CHA, MẸ, NGƯỜI GIÁM HỘ")
        assert max(line.right for line in page.lines) <= 192.5
        assert all(
            "+Tinos" in name and embedded for name, embedded in fonts_of(consent_form.render(ISSUER, TODAY)).items()
        )

    @pytest.mark.parametrize(
        ("day", "law", "answers"),
        [(date(2025, 12, 31), "Nghị định số 13/2023/NĐ-CP", False), (date(2026, 1, 1), "số 91/2025/QH15", True)],
    )
    def test_the_law_named_is_the_one_in_force(self, day, law, answers):
        text = squeezed(printed(consent_form.render(ISSUER, day)))
        assert law in text
        assert ("02 ngày làm việc" in text) is answers

    def test_a_grown_up_signs_for_herself_and_a_child_does_not(self):
        grown = consent_form.Person(full_name="Lê Thị Xuân", born="1972", village="Vạn Hội 1", age=51)
        child = consent_form.Person(full_name="Lê Văn Bé", born="2012", guardian="Lê Văn Cha", age=11)
        (page,) = printed(consent_form.render(ISSUER, TODAY, grown))
        assert page.line("Họ và tên: Lê Thị Xuân")
        assert "giám hộ" not in page.text
        (page,) = printed(consent_form.render(ISSUER, TODAY, child))
        assert page.line("Cha, mẹ hoặc người giám hộ: Lê Văn Cha")
        assert "(từ đủ 7 tuổi thì cùng ký)" in page.text

    def test_names_of_any_length_and_any_letters_stay_on_the_one_page(self):
        person = consent_form.Person(full_name="Ư" * 300, village=HOSTILE, guardian="Đinh " * 60)
        (page,) = printed(consent_form.render(TOWN, TODAY, person))
        assert max(line.right for line in page.lines) <= 192.5
        assert "<b>A &" in page.text

    def test_the_boxes_are_empty_and_as_many_as_there_are_choices(self):
        import io

        import pikepdf

        with pikepdf.open(io.BytesIO(consent_form.render(ISSUER, TODAY))) as document:
            stream = pikepdf.parse_content_stream(document.pages[0])
        boxes = [place for place, (_, operator) in enumerate(stream) if str(operator) == "re"]
        assert len(boxes) == len(consent_form.PURPOSES) + len(consent_form.DATA) + 2
        assert {str(stream[place + 1][1]) for place in boxes} == {"S"}  # drawn round, never filled


class TestVolunteerList:
    def test_a_long_list_has_its_header_on_every_page_and_the_signer_on_the_last_alone(self):
        people = [a_row(n, branch=f"Chi đoàn {n % 7}") for n in range(1, 301)]
        pages = printed(volunteer_list.render(people, ISSUER, TODAY))
        assert len(pages) > 8
        assert all(page.line("STT") for page in pages)
        assert [bool("TM. BAN CHẤP HÀNH" in page.text) for page in pages] == [False] * (len(pages) - 1) + [True]
        assert sum(page.text.count("0905***456") for page in pages) == 300
        assert "Cộng: 300 người, 0 nữ" in pages[-1].text

    def test_someone_in_two_teams_stands_under_both_and_is_counted_once(self):
        both = a_row(1, full_name="Lê Thị Hà", sex="female", teams=(("Tổ An", "leader"), ("Tổ Bình", "member")))
        (page,) = printed(volunteer_list.render([both, a_row(2)], ISSUER, TODAY, by=volunteer_list.BY_TEAM))
        texts = [line.text for line in page.lines]
        assert texts.count("Lê Thị Hà") == 2
        assert texts.count("Tổ trưởng") == 1
        assert [text for text in texts if text in ("Tổ An", "Tổ Bình", "Chưa thuộc tổ, đội nào")] == [
            "Tổ An", "Tổ Bình", "Chưa thuộc tổ, đội nào",
        ]  # fmt: skip
        assert "Cộng: 2 người, 1 nữ" in page.text

    def test_phones_are_whole_only_where_asked_for(self):
        (page,) = printed(volunteer_list.render([a_row()], ISSUER, TODAY, masked=False, by=volunteer_list.AS_SHOWN))
        assert "0905 123 456" in page.text

    def test_nobody_is_said(self):
        (page,) = printed(volunteer_list.render([], ISSUER, TODAY))
        assert "Chưa có ai trong danh sách" in page.text

    def test_a_name_is_printed_as_typed(self):
        (page,) = printed(volunteer_list.render([a_row(full_name=HOSTILE)], ISSUER, TODAY))
        assert page.line("<b>").text == HOSTILE


class TestCertificate:
    THANKED = certificate.Thanked("hỗ trợ người dân chuyển đổi số", date(2023, 7, 1), date(2023, 11, 20), TODAY)

    def test_each_has_a_landscape_sheet_without_a_number(self):
        holders = [certificate.Holder("Lê Thị Thu Hà", "Chi đoàn Năng An"), certificate.Holder("Đinh Y", None)]
        pages = printed(certificate.render(holders, self.THANKED, ISSUER))
        assert [page.width > page.height for page in pages] == [True, True]
        first = pages[0]
        name = first.line("Lê Thị Thu Hà")
        assert (name.size, name.font) == (32, "Tinos-Bold")
        assert (name.left + name.right) / 2 == pytest.approx(148.5, abs=0.4)
        assert first.line("từ ngày 01/07/2023 đến ngày 20/11/2023.")
        assert first.line("Ân Tín, ngày 20 tháng 11 năm 2023").font == "Tinos-Italic"
        assert not [line for line in pages[1].lines if line.text.strip() == "2"]

    @pytest.mark.parametrize("name", ["Nguyễn Hoàng Thiên Kim Ngân Hà Phương Thảo Vy " * 2, "Ư" * 300, HOSTILE])
    def test_whatever_is_long_keeps_inside_the_frame_and_off_the_signer(self, name):
        long = certificate.Thanked("hướng dẫn người dân kích hoạt " * 14, date(2023, 7, 1), TODAY, TODAY)
        (page,) = printed(certificate.render([certificate.Holder(name, "Chi đoàn " * 5)], long, TOWN))
        assert min(line.left for line in page.lines) >= 14
        assert max(line.right for line in page.lines) <= 283
        assert page.line("từ ngày").base < page.line("Tăng Bạt Hổ, ngày").base


class TestTeamBoard:
    def test_the_type_is_large_and_a_number_stands_there_only_where_asked_for(self):
        teams = [team_row(), team_row(leader=None, phone=None, place=None, villages=())]
        (page,) = printed(team_board.render(teams, ISSUER, TODAY))
        assert page.line("Lê Thị Hà").size == 16
        assert "0905" not in page.text
        assert page.text.count("—") == 3
        (page,) = printed(team_board.render(teams, ISSUER, TODAY, phones=True))
        assert "0905 123 456" in page.text
        assert "mã OTP" in page.text

    def test_thirty_teams_go_on_with_the_header_and_say_it_in_the_words_of_a_town(self):
        pages = printed(team_board.render([team_row()] * 30, TOWN, TODAY))
        assert len(pages) > 2
        assert all("Khu phố" in page.text for page in pages)

    @pytest.mark.parametrize("teams", range(5, 15))
    def test_the_signer_is_never_alone_on_a_page(self, teams):
        last = printed(team_board.render([team_row()] * teams, ISSUER, TODAY))[-1]
        assert "Nhà văn hóa" in last.text
        assert "BÍ THƯ" in last.text
        assert "mã OTP" in last.text


def team_row(**about):
    given = {
        "name": "Tổ CNSCĐ thôn Năng An", "kind": "community", "villages": ("Năng An",), "decision_number": None,
        "decision_date": None, "place": "Nhà văn hóa", "leader": "Lê Thị Hà", "phone": "0905123456", "members": 8,
    }  # fmt: skip
    return TeamRow(**{**given, **about})


@pytest.fixture
def book(tmp_path):
    store = a_store(tmp_path)
    yield store
    store.close()


class TestGathered:
    def test_the_sheet_of_a_citizen_has_her_numbers_masked_and_no_name_in_the_file(self, book):
        def help_her(session):
            who = a_citizen(
                session, "Lê Thị Xuân", phone="0905123456", personal_number="052099000012",
                village_id=a_village(session).id, born=PartialDate(2012),
            )  # fmt: skip
            return an_activation(session, who).id

        at = book.run(help_her)
        paper = book.read(partial(documents.consent, today=TODAY, activation_id=at))
        assert paper.file_name == "Phieu_dong_y_AnTin_2023-11-20.pdf"
        (page,) = printed(paper.draw())
        for words in (
            "Họ và tên: Lê Thị Xuân",
            "Số định danh: 052*****0012",
            "Điện thoại: 0905***456",
            "Thôn: Năng An",
        ):
            assert page.line(words)
        assert "giám hộ" in page.text  # she is eleven
        assert b"Xu" not in paper.draw()[-1500:]

    def test_a_support_that_is_gone_is_told(self, book):
        with pytest.raises(GoneError):
            book.read(partial(documents.consent, today=TODAY, activation_id=99))

    def test_the_list_follows_the_filters_and_the_teams_of_the_day(self, book):
        def people(session):
            ha = a_volunteer(session, branch="Chi đoàn Năng An")
            a_volunteer(session, "Trần Văn An", position="secretary")
            a_membership(session, a_team(session), ha, role="leader")
            a_membership(session, a_team(session, "Tổ đã hết", ended=date(2023, 5, 1)), ha)

        book.run(people)
        query = Query(filters=(Filter("position", "member"),))
        paper = book.read(partial(documents.volunteer_list, query=query, today=TODAY))
        (page,) = printed(paper.draw())
        assert page.line("Lê Thị Thu Hà")
        assert page.line("Tổ CNSCĐ thôn Năng An")
        assert "Tổ đã hết" not in page.text
        assert "Trần Văn An" not in page.text
        assert book.read(partial(documents.volunteers_listed, query=query)) == 1

    def test_whole_numbers_are_noted_in_the_books_log_before_they_are_printed(self, book):
        book.run(two_teams_with_leaders)
        masked = book.read(partial(documents.team_board, today=TODAY))
        assert "0905" not in printed(masked.draw())[0].text
        noted = book.run(partial(documents.note_phones, title="Danh sách tổ", rows=1))
        said = book.read(lambda session: session.scalars(select(Change.after).where(Change.action == "exported")).all())
        assert said == ["Danh sách tổ: 1 dòng"]
        whole = book.read(partial(documents.team_board, today=TODAY, noted=noted))
        text = printed(whole.draw())[0].text
        assert "0905 123 456" in text
        assert "Đội hình DVC" not in text  # a squad is no community team

    def test_a_certificate_needs_somebody_something_and_days_in_order(self, book):
        who = book.run(lambda session: a_volunteer(session).id)
        ask = partial(documents.certificates, activity="hỗ trợ", first=date(2023, 7, 1), last=TODAY, day=TODAY)
        assert len(printed(book.read(partial(ask, ids=[who])).draw())) == 1
        for wrong, sentence in (
            ({"ids": []}, "Chưa chọn ai"),
            ({"ids": [who], "activity": " "}, "Hãy ghi hoạt động"),
            ({"ids": [who], "last": date(2023, 6, 1)}, "Ngày cuối phải sau"),
        ):
            with pytest.raises(NotReady, match=sentence):
                book.read(partial(ask, **wrong))


def two_teams_with_leaders(session):
    ha = a_volunteer(session, phone="0905123456")
    a_membership(session, a_team(session), ha, role="leader")
    a_membership(session, a_team(session, "Đội hình DVC", kind="dvc-squad"), ha, role="leader")
    an_event(session)
