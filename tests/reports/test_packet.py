"""The report is its own data packet: what was frozen comes out of the PDF, and nothing else passes for it."""

import io
import json
from dataclasses import replace

import pikepdf
import pypdf
import pytest

from hoaian_desktop.errors import PacketRefused
from hoaian_desktop.indicators.catalogue import BY_CODE, BY_KEY
from hoaian_desktop.reports import archive, letter, packet
from hoaian_desktop.reports.packet import FILE_NAME
from hoaian_desktop.rules import digests, structure
from tests.reports.papers import a_letter, ending_like_a_line, the_closed_report, the_facts, the_report


def carrying(content):
    """A PDF with these bytes where the packet should be."""
    return letter.render(
        a_letter("Nội dung."), attachments=[archive.Attachment(FILE_NAME, "Số liệu", "application/json", content)]
    )


def with_packet(change):
    """A PDF whose packet was changed by somebody who also renewed its checksum."""
    changed = json.loads(json.dumps(packet.build(the_facts())))
    change(changed)
    changed["checksum"] = digests.of({name: value for name, value in changed.items() if name != "checksum"})
    return carrying(json.dumps(changed).encode())


def refusal(pdf):
    with pytest.raises(PacketRefused) as refused:
        packet.read(pdf)
    assert str(refused.value).rstrip().endswith(".")
    return refused.value.reason


def test_the_unit_above_reads_the_frozen_figures():
    found = packet.read(the_closed_report())
    facts = the_facts()
    assert found["figures"] == facts.figures
    assert found == packet.build(facts)
    assert found["report"] | {"code": "AT-2023-11-V1", "version": 1, "digest": facts.digest} == found["report"]
    assert (found["unit"]["key"], found["unit"]["parent"]["key"]) == ("old-21703", "old-544")
    assert found["document"] == {"number": "12-BC/ĐTN", "date": "2023-11-20", "subject": facts.content.subject}
    assert found["closed"]["by"] == {
        "issuer": "Ban Chấp hành Đoàn xã Ân Tín", "authority": "TM. BAN CHẤP HÀNH", "title": "BÍ THƯ",
    }  # fmt: skip
    assert facts.content.signature.name not in json.dumps(found, ensure_ascii=False)


def test_pikepdf_and_pypdf_find_it_where_the_standard_puts_it():
    with pikepdf.open(io.BytesIO(the_closed_report())) as document:
        (specification,) = document.Root.AF
        assert specification.AFRelationship == pikepdf.Name.Data
        assert document.attachments[FILE_NAME].obj.objgen == specification.objgen
        stream = specification.EF.F
        assert str(stream.Subtype) == "/application/json"
        assert str(stream.Params.ModDate) == str(document.docinfo.ModDate) == "D:20231120000000+00'00'"
        one = stream.read_bytes()
    (attached,) = pypdf.PdfReader(io.BytesIO(the_closed_report())).attachment_list
    assert (attached.name, attached.content) == (FILE_NAME, one)
    assert json.loads(one)["figures"] == the_facts().figures
    assert "Ân Tín" in one.decode("utf-8")


def test_what_is_handed_up_has_the_published_shape():
    heading = replace(the_facts().content.heading, number=None, day=None)
    corrected = {"2.4.nguoi": {"counted": 31, "reported": 35}, "2.8": {"counted": None, "reported": 2}}
    version_two = the_facts(
        version=2, replaces=(1, "0" * 64), content=replace(the_facts().content, heading=heading),
        figures={**the_facts().figures, "corrections": corrected},
    )  # fmt: skip
    for facts in (the_facts(), version_two):
        built = json.loads(json.dumps(packet.build(facts)))
        assert structure.faults(built, packet.schema()) == []
    assert (built["document"]["number"], built["document"]["date"]) == (None, None)
    assert built["report"]["replaces"] == {"version": 1, "digest": "0" * 64}
    built["figures"]["corrections"]["2.8"]["reported"] = "hai"
    assert structure.faults(built, packet.schema()) == ["$.figures.corrections.2.8.reported: not ['integer', 'null']"]


def test_every_figure_comes_with_what_it_means_and_how_it_adds_up():
    built = packet.build(the_facts())
    for block in ("indicators", "previous", "year", "since", "more"):
        assert set(built["figures"][block]) <= set(built["definitions"])
    assert set(built["definitions"]) == set(BY_CODE)
    turns, people = (built["definitions"]["1.5"]["parts"][part] for part in ("luot", "nguoi"))
    assert (turns["unit"], turns["adds_over_units"], turns["adds_over_periods"]) == ("lượt", True, True)
    assert (people["unit"], people["adds_over_units"], people["adds_over_periods"]) == ("người", True, False)
    citizens = built["definitions"]["2.4"]["parts"]["nguoi"]
    assert (citizens["adds_over_units"], citizens["adds_over_periods"]) == (False, False)
    told = {f"{code}.{part}" if part else code for code, one in built["definitions"].items() for part in one["parts"]}
    assert told == set(BY_KEY)


def test_what_a_newer_program_adds_is_left_alone():
    def extended(data):
        data["weather"] = "nắng"
        data["report"]["signed"] = True
        data["figures"]["unit_of_units"] = None

    def without_figures(data):
        extended(data)
        del data["figures"]["unit_of_units"]

    assert packet.read(with_packet(without_figures))["weather"] == "nắng"
    assert refusal(with_packet(extended)) == "altered"  # the digest is over all figures


@pytest.mark.parametrize("pdf", [b"", b"not a PDF", the_closed_report()[:2000]], ids=["empty", "text", "cut"])
def test_what_is_no_pdf_is_unreadable(pdf):
    assert refusal(pdf) == "unreadable"


def test_a_locked_pdf_is_unreadable():
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(the_closed_report())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refusal(locked.getvalue()) == "unreadable"


def test_a_paper_without_its_packet_is_told_from_a_damaged_one():
    assert refusal(the_report()) == "stripped"


def test_a_packet_of_a_newer_program_asks_for_an_update():
    def newer(data):
        data["schema"]["version"] = 2

    assert refusal(with_packet(newer)) == "newer"
    with pytest.raises(PacketRefused, match="Hãy cập nhật chương trình"):
        packet.read(with_packet(newer))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b"{}", b"null", b"[" * 200_000, b'{"schema": {"name": "another", "version": 1}}'],
    ids=["empty", "cut", "not UTF-8", "list", "nothing", "null", "deep", "another"],
)
def test_damaged_data_is_called_damaged(content):
    assert refusal(carrying(content)) == "damaged"


def test_data_that_would_fill_the_memory_is_not_unpacked():
    assert refusal(carrying(b" " * 50_000_000)) == "damaged"


def test_a_packet_whose_packed_form_ends_like_a_line_is_read_as_any_other():
    pdf = carrying(ending_like_a_line(json.dumps(packet.build(the_facts())).encode()))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/ASCIIHexDecode" in str(document.attachments[FILE_NAME].obj.EF.F.Filter)
    assert packet.read(pdf) == packet.build(the_facts())


def test_a_packet_that_lacks_something_is_damaged():
    def incomplete(data):
        del data["period"]["to"]

    assert refusal(with_packet(incomplete)) == "damaged"


def one_more_account(data):
    data["figures"]["indicators"]["2.2"]["total"] += 1


def another_month(data):
    data["period"]["from"] = "2023-09-15"


def another_unit(data):
    data["unit"]["key"] = "old-21706"


def another_digest(data):
    data["report"]["digest"] = "0" * 64


@pytest.mark.parametrize("change", [one_more_account, another_month, another_unit, another_digest])
def test_figures_that_are_not_those_of_the_printed_code_are_found_out_even_with_a_new_checksum(change):
    assert refusal(with_packet(change)) == "altered"


def test_any_other_change_is_found_out_by_the_checksum():
    changed = packet.build(the_facts()) | {"superior": "TỈNH ĐOÀN GIA LAI"}
    assert refusal(carrying(json.dumps(changed).encode())) == "altered"
