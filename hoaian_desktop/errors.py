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


class SignatureError(HoaiAnError):
    """A paper cannot be signed; `field` is what the user has to look at: file, passphrase, library, pin, label."""

    default = "Chưa ký được báo cáo. Hãy thử lại."
    field: ClassVar[str] = ""


class NotACertificate(SignatureError):
    """The file is something else, or holds no certificate."""

    default = "Tệp này không phải là chứng thư số. Hãy chọn tệp có đuôi .p12 hoặc .pfx do nơi cấp chứng thư giao."
    field = "file"


class NoPrivateKey(SignatureError):
    """The file holds a certificate without the key to it."""

    default = "Tệp này chỉ có chứng thư, không có khóa bí mật để ký. Hãy chọn tệp được xuất kèm khóa bí mật."
    field = "file"


class WrongCertificatePassphrase(SignatureError):
    """The file does not open with what was typed."""

    default = "Mật khẩu của tệp chứng thư chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ, rồi nhập lại."
    field = "passphrase"


class CertificateNotValid(SignatureError):
    """The certificate is past its days or has not reached them yet."""

    default = "Chứng thư số đã hết hạn. Hãy gia hạn ở nơi cấp chứng thư rồi ký lại."


class NotForSigning(SignatureError):
    """The certificate says that it is for something else."""

    default = "Chứng thư này không dùng để ký văn bản. Hãy chọn chứng thư ký số."


class NotATokenLibrary(SignatureError):
    """There is no such library, or it is no PKCS#11 library."""

    default = (
        "Tệp này không phải là thư viện của USB ký số (PKCS#11). Hãy cài phần mềm kèm theo USB ký số "
        "rồi chọn tệp thư viện của phần mềm đó."
    )
    field = "library"


class NoToken(SignatureError):
    """No token is plugged in."""

    default = "Chưa thấy USB ký số. Hãy cắm USB ký số, chờ đèn sáng rồi thử lại."
    field = "library"


class SeveralTokens(SignatureError):
    """More than one token is plugged in, and PINs are not to be tried on the wrong one."""

    default = "Có nhiều USB ký số đang cắm. Hãy rút bớt, chỉ để lại USB dùng để ký."
    field = "library"


class TokenGone(SignatureError):
    """The token was pulled out, or stopped answering, in the middle."""

    default = "USB ký số đã bị rút ra hoặc không trả lời nên chưa ký. Hãy cắm lại rồi ký lần nữa."
    field = "library"


class WrongPin(SignatureError):
    """The token refuses the PIN. How many tries are left is told as far as tokens tell: whether it is the last."""

    default = "Mã PIN chưa đúng. Hãy nhập lại; nhập sai nhiều lần USB ký số sẽ tự khóa."
    field = "pin"


class PinLocked(SignatureError):
    """The token has locked itself."""

    default = "USB ký số đã bị khóa vì nhập sai mã PIN nhiều lần. Hãy liên hệ nơi cấp chứng thư để mở khóa."
    field = "pin"


class NoKeyOnToken(SignatureError):
    """The token holds no certificate with its key, or none of the name asked for."""

    default = (
        "Trong USB ký số không có chứng thư kèm khóa để ký. Hãy kiểm tra đúng USB, hoặc liên hệ nơi cấp chứng thư."
    )
    field = "label"


class NoPlaceToSign(SignatureError):
    """The signer's name is not found on the paper, so there is no place for the stamp."""

    default = "Không tìm thấy chỗ ký trên báo cáo này. Hãy mở lại kỳ, chốt bản mới rồi ký bản đó."


class NotAPdf(HoaiAnError):
    """A file was taken for a PDF and is none."""

    default = "Tệp này không phải là PDF hoặc đã hỏng. Hãy chọn tệp báo cáo .pdf."


class ScanRefused(HoaiAnError):
    """What should be kept as the scan of a signed paper cannot be."""

    default = "Tệp này không phải là bản quét. Hãy chọn tệp PDF, JPEG hoặc PNG."
