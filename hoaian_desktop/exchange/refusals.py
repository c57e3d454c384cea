"""Why a whole file is refused: one sentence each, which says what to do and repeats nothing of the file."""

from __future__ import annotations

from hoaian_desktop.exchange.sheets import MOST_COLUMNS, MOST_ROWS

_AGAIN = "Hãy mở bằng Excel, lưu thành .xlsx rồi nhập lại."

EMPTY = "Tệp trống. Hãy chép lại tệp từ nơi gửi."
MISSING = "Không tìm thấy tệp. Hãy kiểm tra tên tệp, ổ đĩa hoặc USB rồi chọn lại."
FOLDER = "Đây là thư mục, không phải tệp. Hãy chọn một tệp trong thư mục đó."
LOCKED = "Không đọc được tệp. Hãy đóng tệp trong Excel rồi thử lại."
OTHER_KIND = "Chỉ nhập được tệp .xlsx, .xls, .ods, .csv hoặc .tsv. Hãy lưu tệp thành .xlsx rồi nhập lại."
DAMAGED = f"Tệp bị hỏng hoặc không phải là bảng tính. {_AGAIN}"
PASSWORD = "Tệp có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập."
UNSAFE = f"Tệp có phần khai báo lạ có thể gây hại nên không được đọc. {_AGAIN}"
OLD_TEXT = f"Tệp thuộc dạng cũ (SYLK, DIF hoặc XML 2003) chưa đọc được. {_AGAIN}"
WEB_ARCHIVE = f"Tệp là trang web đóng gói, chưa đọc được. {_AGAIN}"
BINARY = f"Tệp thuộc dạng .xlsb, chưa đọc được. {_AGAIN}"
TOO_LARGE = (
    "Tệp quá lớn để nhập một lần. Hãy xóa các dòng, cột trống ở cuối hoặc chia thành nhiều tệp, "
    f"mỗi trang tối đa {MOST_ROWS // 1000} nghìn dòng, {MOST_COLUMNS} cột."
)
LONG_CELL = "Có ô dài bất thường, không phải là dữ liệu danh sách. Hãy xóa ô đó rồi nhập lại."
NO_ROWS = "Bảng tính không có dòng nào. Hãy chọn tệp khác."
NO_TABLE = "Trang không có bảng nào. Hãy mở bằng Excel, lưu thành .xlsx rồi nhập lại."
NOT_TEXT = "Tệp không phải là văn bản có các cột. Hãy mở bằng Excel, lưu thành .xlsx rồi nhập lại."
NOTHING_PASTED = "Chưa có ô nào để dán. Hãy chọn vùng trong Excel hoặc bảng trong Word, bấm Ctrl+C rồi dán lại."
NO_FILES = "Thư mục không có bảng tính nào (.xlsx, .xls, .ods, .csv, .tsv). Hãy chọn thư mục khác."
NO_FOLDER = "Không mở được thư mục. Hãy kiểm tra ổ đĩa hoặc USB rồi chọn lại."
MANY_FILES = "Thư mục có quá nhiều tệp. Hãy chép các tệp cần nhập vào một thư mục riêng rồi chọn lại."
