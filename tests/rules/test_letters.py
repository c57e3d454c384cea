import unicodedata

from hoaian_desktop.rules import letters

TYPEFACE = frozenset("abcđêĐHUYỆN 0123")


def test_letters_the_typeface_lacks_are_named_once_in_their_order():
    assert letters.undrawable("a😀b中😀c", TYPEFACE) == ("😀", "中")
    assert letters.undrawable(unicodedata.normalize("NFD", "HUYỆN đê"), TYPEFACE) == ()


def test_what_leaves_no_mark_on_paper_is_no_fault():
    assert letters.undrawable("a\u200bb\ufeff\tc\n\u00a0", TYPEFACE) == ()


def test_the_sentence_names_the_place_the_letter_and_what_to_do():
    said = letters.sentence("Cơ quan cấp trên", ("😀", "中"))
    assert said == (
        "Cơ quan cấp trên có chữ “😀” (U+1F600), “中” (U+4E2D) không in được trên giấy. Hãy xóa hoặc thay chữ đó."
    )
    assert "và chữ khác" in letters.sentence("Địa danh", tuple("中文字典大家"))
