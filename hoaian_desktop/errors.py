"""Every failure a user can meet; `str(error)` is the Vietnamese sentence that says what to do now."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

_NAMED = 3  # records in one sentence


class HoaiAnError(Exception):
    """A failure with a sentence for the user; without an argument the class's own sentence is used."""

    default: ClassVar[str] = "Việc này chưa làm được. Hãy thử lại."

    def __init__(self, sentence: str | None = None) -> None:
        self.sentence = self.default if sentence is None else sentence
        super().__init__(self.sentence)


class ValidationError(HoaiAnError):
    """What was typed makes no sense; `messages` maps a field's name to the sentence shown under it."""

    default = "Có ô chưa đúng. Hãy sửa các ô được đánh dấu."

    def __init__(self, messages: Mapping[str, str]) -> None:
        self.messages: Mapping[str, str] = MappingProxyType(dict(messages))
        super().__init__(" ".join(self.messages.values()) or None)


class RuleRefused(HoaiAnError):
    """A rule of the field forbids the record; no confirmation helps. `field` is where to put the cursor."""

    default = "Quy định không cho phép ghi nội dung này. Hãy kiểm tra lại."

    def __init__(self, code: str, sentence: str | None = None, field: str | None = None) -> None:
        self.code = code
        self.field = field
        super().__init__(sentence)


class ConflictError(HoaiAnError):
    """Somebody else saved the record meanwhile."""

    default = "Người khác vừa sửa mục này. Hãy tải lại rồi sửa lần nữa."


class NothingToUndo(HoaiAnError):
    """There is no step to undo or redo, or it was undone, overtaken or forgotten already."""

    default = "Không còn việc này để hoàn tác. Hãy sửa trực tiếp trong danh sách."


class CannotUndo(HoaiAnError):
    """What was there before no longer fits the rest of the book: a number or a name somebody else has now."""

    default = (
        "Chưa hoàn tác được: nội dung trước đó nay trùng hoặc trái với mục khác trong sổ. Hãy sửa trực tiếp mục đó."
    )


class ChangedSince(HoaiAnError):
    """Records of a step were changed after it; `names` says which. With the user's consent it can go on."""

    default = "Mục này đã được sửa sau việc đó. Hãy xem lại trước khi hoàn tác."

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names: tuple[str, ...] = tuple(names)
        more = len(self.names) - _NAMED
        shown = ", ".join(self.names[:_NAMED]) + (f" và {more} mục khác" if more > 0 else "")
        sentence = f"{shown[:1].upper()}{shown[1:]} đã được sửa sau việc đó. Đi tiếp sẽ ghi đè phần đã sửa."
        super().__init__(sentence if self.names else None)


class ImportChangedSince(HoaiAnError):
    """Records of an import were changed after it, so it is not taken back; `names` says which, all of them."""

    default = "Chưa hoàn tác lần nhập này: có mục đã được sửa sau khi nhập. Hãy xem lại các mục đó."
    _named: ClassVar[int] = 10

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names: tuple[str, ...] = tuple(names)
        shown, more = self.names[: self._named], len(self.names) - self._named
        told = "; ".join(shown) + (f"; và {more} mục khác" if more > 0 else "")
        sentence = (
            f"Chưa hoàn tác lần nhập này vì {len(self.names)} mục đã được sửa sau khi nhập: {told}. "
            "Sổ không thay đổi. Hãy hoàn tác các lần sửa đó trước, hoặc sửa trực tiếp trong danh sách."
        )
        super().__init__(sentence if self.names else None)


class StillReferredError(HoaiAnError):
    """Other records still point at the one that should go."""

    default = "Mục này đang được dùng ở nơi khác. Hãy lưu trữ thay vì xóa."


class GoneError(HoaiAnError):
    """The record is no longer there."""

    default = "Mục này không còn trong sổ. Hãy tải lại danh sách."


class NotReady(HoaiAnError):
    """A period cannot be closed yet; `sentences` lists everything that stands in the way."""

    default = "Kỳ báo cáo chưa đủ điều kiện để chốt. Hãy bấm Kiểm tra để xem việc còn thiếu."

    def __init__(self, sentences: Sequence[str] = ()) -> None:
        self.sentences: tuple[str, ...] = tuple(sentences)
        super().__init__("\n".join(self.sentences) or None)


class AlreadyClosed(NotReady):
    """A closed report is the one that was sent: it has to be reopened, with a reason, before anything in it changes."""

    default = "Kỳ này đã chốt. Hãy bấm Mở lại và ghi lý do, rồi mới sửa hoặc chốt bản mới."


class Cancelled(HoaiAnError):
    """The user stopped a long task; nothing is shown, nothing was kept."""

    default = "Đã dừng theo yêu cầu. Dữ liệu không thay đổi."


class BookError(HoaiAnError):
    """A book cannot be opened, written or copied."""

    default = "Không mở được sổ. Hãy phục hồi từ bản sao lưu gần nhất."


class WrongPassphrase(BookError):
    """No key slot opens with what was typed."""

    default = "Mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ, rồi nhập lại."


class WeakPassphrase(BookError):
    """A book would be locked with what is guessed first."""

    default = "Cụm mật khẩu này dễ đoán. Hãy ghép vài từ không liên quan với nhau."


class DamagedBook(BookError):
    """The key is right, but the data file was cut or altered."""

    default = "Tệp sổ bị hỏng. Hãy phục hồi từ bản sao lưu gần nhất; đừng xóa thư mục sổ cũ."


class NotABook(BookError):
    """The folder or file is something else."""

    default = "Thư mục này không phải là sổ. Hãy chọn thư mục có tệp book.db và book.keys."


class EmptyBook(BookError):
    """The data file has no bytes, which an ordinary open would take for a new book."""

    default = "Tệp sổ trống rỗng, có thể do lần chép bị dừng giữa chừng. Hãy chép lại hoặc phục hồi từ bản sao lưu."


class NewerBook(BookError):
    """The book was written by a later version of the program."""

    default = "Sổ được tạo bằng phiên bản mới hơn. Hãy cập nhật chương trình rồi mở lại."


class BookInUse(BookError):
    """Another running program holds the book; `host` and `pid` say which."""

    default = "Sổ đang được mở ở nơi khác. Hãy đóng chương trình ở đó rồi mở lại."

    def __init__(self, host: str | None = None, pid: int | None = None) -> None:
        self.host = host
        self.pid = pid
        where = None
        if host is not None:
            number = "" if pid is None else f" (tiến trình {pid})"
            where = f"Sổ đang được mở trên máy {host}{number}. Hãy đóng chương trình ở đó rồi mở lại."
        super().__init__(where)


class NoRoom(BookError):
    """The disk is full; nothing already stored was lost."""

    default = "Ổ đĩa đã đầy nên chưa ghi được. Hãy xóa bớt tệp không cần rồi thử lại; dữ liệu đã lưu vẫn nguyên."


class NotWritable(BookError):
    """The folder does not let us write."""

    default = "Không có quyền ghi vào thư mục này. Hãy chọn thư mục khác, ví dụ trong Tài liệu."


class DamagedKeys(BookError):
    """`book.keys` is missing, cut or altered; the data itself may be whole."""

    default = "Tệp khóa book.keys bị thiếu hoặc hỏng. Hãy chép lại tệp này từ bản sao lưu của cùng sổ."


class AnotherBook(BookError):
    """A copy of one book would go over another one."""

    default = (
        "Bản sao này là của sổ khác với sổ đang có trong thư mục. Hãy chọn thư mục trống hoặc đúng thư mục của sổ."
    )


class PrintError(HoaiAnError):
    """The report cannot be drawn or sent to the printer."""

    default = "Chưa in được. Hãy kiểm tra máy in hoặc lưu thành tệp PDF."


class ImportRefused(HoaiAnError):
    """The whole file is refused, not single rows of it."""

    default = "Không nhập được tệp này. Hãy mở tệp bằng Excel, lưu thành .xlsx rồi nhập lại."


class ExportRefused(HoaiAnError):
    """A list cannot go out as it was asked for."""

    default = "Không xuất được danh sách này. Hãy chọn danh sách khác."
