import inspect

import pytest

from hoaian_desktop import errors

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.HoaiAnError)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_failure_says_what_to_do_in_vietnamese(kind):
    assert kind.default.endswith(".")
    assert "!" not in kind.default
    assert not kind.default.isascii()


def test_the_default_sentences_differ():
    assert len({kind.default for kind in ALL}) == len(ALL)


def test_a_failure_may_bring_its_own_sentence():
    assert str(errors.GoneError()) == errors.GoneError.default
    assert str(errors.GoneError("Tổ này đã bị xóa.")) == "Tổ này đã bị xóa."


def test_faults_are_kept_by_field():
    error = errors.ValidationError({"born": "Không có tháng 13.", "name": "Hãy nhập họ và tên."})
    assert error.messages["born"] == "Không có tháng 13."
    assert str(error) == "Không có tháng 13. Hãy nhập họ và tên."
    assert str(errors.ValidationError({})) == errors.ValidationError.default


def test_a_refusal_knows_its_rule_and_its_field():
    error = errors.RuleRefused("level2-under-6", "Trẻ dưới 6 tuổi.", field="service_id")
    assert (error.code, error.field, str(error)) == ("level2-under-6", "service_id", "Trẻ dưới 6 tuổi.")


def test_all_that_is_missing_is_listed():
    error = errors.NotReady(["Chưa có chỉ tiêu.", "Thiếu số liệu tổ."])
    assert error.sentences == ("Chưa có chỉ tiêu.", "Thiếu số liệu tổ.")
    assert str(error) == "Chưa có chỉ tiêu.\nThiếu số liệu tổ."


def test_a_book_in_use_says_where():
    error = errors.BookInUse("MAY-01", 4711)
    assert isinstance(error, errors.BookError)
    assert str(error) == "Sổ đang được mở trên máy MAY-01 (tiến trình 4711). Hãy đóng chương trình ở đó rồi mở lại."
    assert str(errors.BookInUse()) == errors.BookInUse.default
