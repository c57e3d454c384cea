from __future__ import annotations

import json
import unicodedata

import pytest

from hoaian_desktop.errors import BookError, DamagedKeys, NewerBook, NoRoom, WrongPassphrase
from hoaian_desktop.store import recovery_code, vault
from tests.store.plain import CHEAP

SECRET = "mật khẩu đủ dài"


@pytest.fixture
def made():
    return vault.new_key_file(SECRET, shown="Trần Thị Hoa", cost=CHEAP)


def test_the_passphrase_opens_the_same_random_key(made):
    keys, key, _ = made
    assert keys.unlock(SECRET) == (key, "user-1")
    assert len(key) == 32
    assert vault.new_key_file(SECRET, shown="Trần Thị Hoa", cost=CHEAP)[1] != key


def test_a_passphrase_typed_decomposed_is_the_same(made):
    keys, key, _ = made
    decomposed = unicodedata.normalize("NFD", SECRET)
    assert decomposed != SECRET
    assert keys.unlock(decomposed)[0] == key


@pytest.mark.parametrize("typed", ["", "mat khau du dai", SECRET + " ", SECRET.upper()])
def test_another_passphrase_is_refused(made, typed):
    with pytest.raises(WrongPassphrase, match="Mật khẩu chưa đúng"):
        made[0].unlock(typed)


def test_the_recovery_code_opens_however_it_is_typed(made):
    keys, key, code = made
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code}\n"):
        assert keys.unlock_with_code(typed) == key


def test_a_recovery_code_is_160_bits_of_signs_that_are_not_mistaken():
    codes = {recovery_code.new() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [5] * 8  # 4 × 5 bits and a check each: 160 bits
        assert not set(code) & set("0O1I")


def test_every_single_slip_in_a_recovery_code_names_its_group(made):
    code = made[2]
    for place, sign in enumerate(code):
        if sign == "-":
            continue
        for other in set(recovery_code.ALPHABET) - {sign}:
            typed = code[:place] + other + code[place + 1 :]
            with pytest.raises(WrongPassphrase, match=f"Nhóm thứ {place // 6 + 1} "):
                recovery_code.read(typed)


def test_swapped_groups_of_a_recovery_code_are_found(made):
    groups = made[2].split("-")
    with pytest.raises(WrongPassphrase, match="Nhóm thứ 2 "):
        recovery_code.read("-".join([groups[0], groups[2], groups[1], *groups[3:]]))


def test_signs_outside_the_alphabet_and_missing_signs_get_their_own_sentences(made):
    code = made[2]
    with pytest.raises(WrongPassphrase, match="không có số 0"):
        recovery_code.read("0" + code[1:])
    with pytest.raises(WrongPassphrase, match="vừa nhập 39 ký tự"):
        recovery_code.read(code[:-1])
    with pytest.raises(WrongPassphrase, match="vừa nhập 0 ký tự"):
        recovery_code.read("")


def test_a_sound_code_of_another_book_is_told_from_a_slip(made):
    with pytest.raises(WrongPassphrase, match="không mở được sổ"):
        made[0].unlock_with_code(recovery_code.new())


def test_two_persons_open_with_their_own_passphrases_and_are_shown(made):
    keys, key, _ = made
    keys, slot = vault.add_slot(keys, key, "của Bình", shown="Lê Văn Bình", cost=CHEAP)
    assert keys.users() == [("user-1", "Trần Thị Hoa"), ("user-2", "Lê Văn Bình")]
    assert keys.unlock("của Bình") == (key, slot)
    assert keys.unlock(SECRET) == (key, "user-1")
    with pytest.raises(WrongPassphrase):
        keys.unlock("của Bình", slot="user-1")


def test_a_changed_passphrase_replaces_the_old_one_only(made):
    keys, key, code = made
    with pytest.raises(WrongPassphrase):
        vault.change_passphrase(keys, "user-1", "không phải", "mới", cost=CHEAP)
    changed = vault.change_passphrase(keys, "user-1", SECRET, "mới hơn", cost=CHEAP)
    assert changed.unlock("mới hơn")[0] == changed.unlock_with_code(code) == key
    with pytest.raises(WrongPassphrase):
        changed.unlock(SECRET)


def test_the_last_passphrase_cannot_go(made):
    keys, key, _ = made
    with pytest.raises(BookError, match="ít nhất một người"):
        keys.without_slot("user-1")
    more, slot = vault.add_slot(keys, key, "của Bình", shown="Lê Văn Bình", cost=CHEAP)
    assert more.without_slot(slot).users() == keys.users()


def test_the_file_holds_no_secret_and_reads_back_the_same(made, tmp_path):
    keys, key, code = made
    path = tmp_path / "book.keys"
    vault.write(keys, path)
    assert vault.read(path) == keys
    content = path.read_text("utf-8")
    assert key.hex() not in content
    assert SECRET not in content
    assert code not in content
    assert code.replace("-", "") not in content
    assert [item.name for item in tmp_path.iterdir()] == ["book.keys"]


def test_every_altered_byte_of_the_file_is_damage_not_a_wrong_passphrase(made, tmp_path):
    path = tmp_path / "book.keys"
    vault.write(made[0], path)
    content = path.read_bytes()
    for place in range(0, len(content), 7):
        altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        try:
            # White space between the parts carries nothing.
            assert vault.parse(altered) == made[0]
        except (DamagedKeys, NewerBook):
            continue


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"null", b'{"format": "other"}', b"\xff\xfe"])
def test_something_else_is_damaged_keys(content, tmp_path):
    path = tmp_path / "book.keys"
    path.write_bytes(content)
    with pytest.raises(DamagedKeys, match="bản sao lưu"):
        vault.read(path)
    with pytest.raises(DamagedKeys):
        vault.read(tmp_path / "missing")


def test_keys_of_a_later_program_are_not_touched(made, tmp_path):
    path = tmp_path / "book.keys"
    vault.write(made[0], path)
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(said | {"version": 2}), "utf-8")
    with pytest.raises(NewerBook):
        vault.read(path)


def test_a_full_disk_leaves_the_old_keys(made, full_disk):
    path = full_disk.folder / "book.keys"
    vault.write(made[0], path)
    before = path.read_bytes()
    full_disk.fill()
    with pytest.raises(NoRoom):
        vault.write(made[0].with_slot(made[1], "x", name="user-9", shown="B" * 30_000, cost=CHEAP), path)
    assert path.read_bytes() == before
    assert [item.name for item in full_disk.folder.iterdir() if item.name.startswith(".book")] == []
