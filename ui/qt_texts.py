"""Vietnamese for the words of Qt itself, which ships none: buttons, menus of fields, file and print dialogs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

_BUTTONS = {
    "OK": "Đồng ý", "&OK": "Đồng ý", "Save": "Lưu", "&Save": "&Lưu", "Save All": "Lưu tất cả", "Open": "Mở",
    "&Open": "&Mở", "&Yes": "&Có", "Yes to &All": "Có với &tất cả", "&No": "&Không", "N&o to All": "Khôn&g với tất cả",
    "Abort": "Dừng", "Retry": "Thử lại", "Ignore": "Bỏ qua", "Close": "Đóng", "Cancel": "Hủy", "&Cancel": "&Hủy",
    "Discard": "Không lưu", "Don't Save": "Không lưu", "Help": "Trợ giúp", "&Help": "&Trợ giúp", "Apply": "Áp dụng",
    "Reset": "Đặt lại", "Restore Defaults": "Về mặc định", "Close Tab": "Đóng thẻ", "About Qt": "Về Qt",
    "Close without Saving": "Đóng, không lưu", "Show Details...": "Xem chi tiết…", "Hide Details...": "Ẩn chi tiết",
    "&Show this message again": "&Lần sau vẫn hiện", "Enter a value:": "Nhập một giá trị:",
}  # fmt: skip
_EDITING = {
    "&Undo": "&Hoàn tác", "&Redo": "&Làm lại", "Cu&t": "&Cắt", "&Copy": "&Sao chép", "&Paste": "&Dán",
    "Delete": "Xóa", "Select All": "Chọn tất cả", "Copy &Link Location": "Sao chép &liên kết",
    "&Select All": "Chọn &tất cả", "&Step up": "&Tăng", "Step &down": "&Giảm", "Undo": "Hoàn tác", "Redo": "Làm lại",
    "Insert Unicode control character": "Chèn ký tự điều khiển",
}  # fmt: skip
_MOVING = {
    "Scroll here": "Cuộn tới đây", "Top": "Đầu", "Bottom": "Cuối", "Left edge": "Mép trái", "Right edge": "Mép phải",
    "Page up": "Trang trước", "Page down": "Trang sau", "Page left": "Trang bên trái",
    "Page right": "Trang bên phải", "Scroll up": "Cuộn lên", "Scroll down": "Cuộn xuống",
    "Scroll left": "Cuộn sang trái", "Scroll right": "Cuộn sang phải", "Scroll Left": "Cuộn sang trái",
    "Scroll Right": "Cuộn sang phải", "Line up": "Lên một dòng", "Line down": "Xuống một dòng", "Position": "Vị trí",
}  # fmt: skip
_FILES = {
    "Look in:": "Tìm trong:", "Back": "Trở lại", "Go back": "Trở lại", "Alt+Left": "Alt+Left", "Forward": "Đi tiếp",
    "Go forward": "Đi tiếp", "Alt+Right": "Alt+Right", "Parent Directory": "Thư mục trên",
    "Go to the parent directory": "Lên thư mục trên", "Alt+Up": "Alt+Up", "Create New Folder": "Tạo thư mục mới",
    "Create a New Folder": "Tạo một thư mục mới", "List View": "Danh sách",
    "Change to list view mode": "Xem dạng danh sách", "Detail View": "Chi tiết",
    "Change to detail view mode": "Xem dạng chi tiết", "Sidebar": "Các nơi",
    "List of places and bookmarks": "Các nơi thường dùng", "Files": "Tệp", "Files of type:": "Loại tệp:",
    "Open": "Mở", "File &name:": "&Tên tệp:", "&Open": "&Mở", "All Files (*)": "Mọi tệp (*)",
    "All files (*)": "Mọi tệp (*)", "Show ": "Hiện ", "&Rename": "Đổ&i tên", "&Delete": "&Xóa",
    "Show &hidden files": "Hiện tệp ẩ&n", "&New Folder": "Thư mục mớ&i", "New Folder": "Thư mục mới",
    "&Save": "&Lưu", "Save As": "Lưu thành", "Find Directory": "Chọn thư mục", "Directories": "Thư mục",
    "Directory:": "Thư mục:", "&Choose": "&Chọn", "Recent Places": "Mới dùng", "Remove": "Bỏ", "Delete": "Xóa",
    "My Computer": "Máy này", "Computer": "Máy này", "Name": "Tên", "Size": "Cỡ", "Type": "Loại", "Kind": "Loại",
    "Date Modified": "Ngày sửa", "Drive": "Ổ đĩa", "Folder": "Thư mục", "File Folder": "Thư mục", "%1 File": "Tệp %1",
    "File": "Tệp", "Shortcut": "Lối tắt", "Alias": "Lối tắt", "Unknown": "Không rõ",
    "Invalid filename": "Tên không được",
    "%1\nFile not found.\nPlease verify the correct file name was given.":
        "Không thấy tệp %1.\nHãy xem lại tên tệp.",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.":
        "Không thấy thư mục %1.\nHãy xem lại tên thư mục.",
    "%1 already exists.\nDo you want to replace it?": "%1 đã có.\nThay tệp cũ bằng tệp mới?",
    "'%1' is write protected.\nDo you want to delete it anyway?": "“%1” được bảo vệ.\nVẫn xóa?",
    "Are you sure you want to delete '%1'?": "Xóa “%1”?",
    "Could not delete directory.": "Không xóa được thư mục.",
    "<b>The name \"%1\" cannot be used.</b><p>Try using another name, with fewer characters or no punctuation marks.":
        "<b>Không dùng được tên “%1”.</b><p>Hãy đặt tên ngắn hơn, không có dấu câu.",
}  # fmt: skip
_PRINTING = {
    "Print": "In", "&Print": "&In", "All Pages": "Mọi trang", "Odd Pages": "Trang lẻ", "Even Pages": "Trang chẵn",
    "&Options >>": "&Tùy chọn >>", "&Options <<": "&Tùy chọn <<", "Print to File (PDF)": "In thành tệp (PDF)",
    "Print To File ...": "In thành tệp…", "Local file": "Tệp trên máy", "Write PDF file": "Ghi tệp PDF",
    "Left to Right, Top to Bottom": "Trái sang phải, trên xuống dưới",
    "Left to Right, Bottom to Top": "Trái sang phải, dưới lên trên",
    "Right to Left, Bottom to Top": "Phải sang trái, dưới lên trên",
    "Right to Left, Top to Bottom": "Phải sang trái, trên xuống dưới",
    "Bottom to Top, Left to Right": "Dưới lên trên, trái sang phải",
    "Bottom to Top, Right to Left": "Dưới lên trên, phải sang trái",
    "Top to Bottom, Left to Right": "Trên xuống dưới, trái sang phải",
    "Top to Bottom, Right to Left": "Trên xuống dưới, phải sang trái",
    "1 (1x1)": "1 (1×1)", "2 (2x1)": "2 (2×1)", "4 (2x2)": "4 (2×2)", "6 (2x3)": "6 (2×3)", "9 (3x3)": "9 (3×3)",
    "16 (4x4)": "16 (4×4)", "Print range": "Phạm vi in", "Print all": "In tất cả", "Pages from": "Từ trang",
    "to": "đến", "Pages": "Các trang", "Current Page": "Trang đang xem", "Selection": "Phần đã chọn",
    "Page Set:": "Bộ trang:",
    "Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. "
    "E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.":
        "Ghi số trang, cách nhau bằng dấu phẩy; một khoảng ghi bằng hai số nối gạch ngang. "
        "Ví dụ 3,5-7,9 in các trang 3, 5, 6, 7 và 9.",
    "Output Settings": "Bản in", "Copies:": "Số bản:", "Collate": "Xếp theo bộ", "Reverse": "Từ trang cuối",
    "Copies": "Số bản", "Color Mode": "Màu", "Color": "Màu", "Grayscale": "Đen trắng",
    "Double Sided Printing": "In hai mặt", "Off": "Không", "Long side binding": "Lật theo cạnh dài",
    "Short side binding": "Lật theo cạnh ngắn", "Options": "Tùy chọn", "Printer": "Máy in", "&Name:": "&Tên:",
    "P&roperties": "Thuộc &tính", "Location:": "Nơi đặt:", "Preview": "Xem trước", "Type:": "Loại:",
    "Output &file:": "Ghi ra &tệp:", "Form": "Mẫu", "Paper": "Giấy", "Page size:": "Khổ giấy:", "Width:": "Rộng:",
    "Height:": "Cao:", "Paper source:": "Khay giấy:", "Orientation": "Hướng giấy", "Portrait": "Đứng",
    "Landscape": "Ngang", "Reverse landscape": "Ngang, ngược", "Reverse portrait": "Đứng, ngược", "Margins": "Lề",
    "top margin": "lề trên", "left margin": "lề trái", "right margin": "lề phải", "bottom margin": "lề dưới",
    "Page Layout": "Trình bày trang", "Page order:": "Thứ tự trang:", "Pages per sheet:": "Số trang mỗi tờ:",
    "Millimeters (mm)": "Milimét (mm)", "Inches (in)": "Inch (in)", "Points (pt)": "Point (pt)",
    "Pica (P̸)": "Pica (P̸)", "Didot (DD)": "Didot (DD)", "Cicero (CC)": "Cicero (CC)", "Custom": "Tự chọn",
    "Custom size": "Khổ tự chọn", "Page Setup": "Thiết lập trang", "Page setup": "Thiết lập trang",
    "Next page": "Trang sau", "Previous page": "Trang trước", "First page": "Trang đầu", "Last page": "Trang cuối",
    "Fit width": "Vừa chiều rộng", "Fit page": "Vừa trang", "Zoom in": "Phóng to", "Zoom out": "Thu nhỏ",
    "Show single page": "Xem một trang", "Show facing pages": "Xem hai trang",
    "Show overview of all pages": "Xem mọi trang", "Print Preview": "Xem trước khi in", "Export to PDF": "Lưu PDF",
    "%1 is a directory.\nPlease choose a different file name.": "%1 là thư mục.\nHãy chọn tên tệp khác.",
    "File %1 is not writable.\nPlease choose a different file name.":
        "Không ghi được tệp %1.\nHãy chọn tên tệp khác.",
    "%1 already exists.\nDo you want to overwrite it?": "%1 đã có.\nGhi đè lên tệp cũ?",
    "File exists": "Tệp đã có", "<qt>Do you want to overwrite it?</qt>": "<qt>Ghi đè lên tệp cũ?</qt>",
    "Invalid Pages Definition": "Số trang chưa đúng",
    "The 'From' value cannot be greater than the 'To' value.": "“Từ trang” không được lớn hơn “đến”.",
    "%1 does not follow the correct syntax. Please use ',' to separate ranges and pages, '-' to define ranges and make "
    "sure ranges do not intersect with each other.":
        "%1 chưa đúng. Hãy cách các trang bằng dấu phẩy, nối hai đầu khoảng bằng gạch ngang.",
    "Automatic": "Tự động", "None": "Không", "Banner page": "Trang bìa", "Standard": "Thường",
}  # fmt: skip
_STEPS = {
    "< &Back": "< &Trở lại", "&Next >": "T&iếp >", "&Next": "T&iếp", "Commit": "Thực hiện", "&Finish": "&Xong",
    "Go Back": "Trở lại", "Continue": "Tiếp tục", "Done": "Xong",
}  # fmt: skip
_KEYS = {
    "Space": "Phím cách", "Return": "Enter", "Left": "Mũi tên trái", "Right": "Mũi tên phải", "Up": "Mũi tên lên",
    "Down": "Mũi tên xuống", "Menu": "Menu", "Meta": "Win", "CapsLock": "Caps Lock", "NumLock": "Num Lock",
    "ScrollLock": "Scroll Lock", "PgDown": "Page Down", "PgUp": "Page Up", "Ins": "Insert", "Del": "Delete",
    "Print": "Print Screen", "Help": "Trợ giúp",
}  # fmt: skip
_ACCESSIBLE = {
    "Press": "Bấm", "Increase": "Tăng", "Decrease": "Giảm", "ShowMenu": "Mở menu", "SetFocus": "Đặt con trỏ",
    "Toggle": "Bật hoặc tắt", "Scroll Left": "Cuộn sang trái", "Scroll Right": "Cuộn sang phải",
    "Scroll Up": "Cuộn lên", "Scroll Down": "Cuộn xuống", "Next Page": "Trang sau", "Previous Page": "Trang trước",
    "Triggers the action": "Thực hiện", "Increase the value": "Tăng giá trị", "Decrease the value": "Giảm giá trị",
    "Shows the menu": "Mở menu", "Sets the focus": "Đặt con trỏ vào đây", "Toggles the state": "Đổi trạng thái",
    "Open the combo box selection popup": "Mở danh sách", "True": "Đúng", "False": "Sai",
}  # fmt: skip

CONTEXTS: Mapping[str, Mapping[str, str]] = {
    "QPlatformTheme": _BUTTONS,
    "QGnomeTheme": _BUTTONS,
    "QDialogButtonBox": _BUTTONS,
    "QMessageBox": _BUTTONS,
    "QErrorMessage": _BUTTONS,
    "QInputDialog": _BUTTONS,
    "QProgressDialog": _BUTTONS,
    "QMenu": _BUTTONS,
    "CloseButton": _BUTTONS,
    "QLineEdit": _EDITING,
    "QWidgetTextControl": _EDITING,
    "QTextControl": _EDITING,
    "QAbstractSpinBox": _EDITING,
    "QUnicodeControlCharacterMenu": _EDITING,
    "QUndoStack": _EDITING,
    "QScrollBar": _MOVING,
    "QTabBar": _MOVING,
    "QFileDialog": _FILES | {key: _BUTTONS[key] for key in ("OK", "Cancel", "&Cancel")},
    "QFileSystemModel": _FILES,
    "QAbstractFileIconProvider": _FILES,
    "QPrintDialog": _PRINTING | {"OK": "Đồng ý", "Cancel": "Hủy"},
    "QPrintWidget": _PRINTING,
    "QPrintSettingsOutput": _PRINTING,
    "QPrintPropertiesWidget": _PRINTING,
    "QPrintPropertiesDialog": _PRINTING,
    "QPrintPreviewDialog": _PRINTING,
    "QPageSetupDialog": _PRINTING,
    "QPageSetupWidget": _PRINTING,
    "QPageSize": _PRINTING,
    "QCupsJobWidget": _PRINTING,
    "QCupsPrinterSupport": _PRINTING,
    "QWizard": _STEPS | {"Cancel": "Hủy", "&Help": "&Trợ giúp", "Help": "Trợ giúp"},
    "QShortcut": _KEYS,
    "QAccessibleActionInterface": _ACCESSIBLE,
    "QComboBox": _ACCESSIBLE,
}


class QtTexts(QTranslator):
    """Answers Qt's own requests for words; what it does not know stays as Qt has it."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # type: ignore[override]
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        words = CONTEXTS.get(context, {})
        if context == "QPageSize" and sourceText not in words:
            return _paper(sourceText)
        return words.get(sourceText)


def _paper(name: str) -> str:
    """The name of a paper size: A5, Letter and Tabloid are names everywhere, only the common nouns are translated."""
    for english, vietnamese in (("Envelope ", "Phong bì "), (" Envelope", " (phong bì)"), (" Rotated", " xoay ngang")):
        name = name.replace(english, vietnamese)
    return {"Custom": "Tự chọn", "Postcard": "Bưu thiếp", "Double Postcard": "Bưu thiếp đôi"}.get(name, name)


def install(app: QCoreApplication, parent: QObject | None = None) -> QtTexts:
    """Let Qt speak Vietnamese from now on; call before the first window is made."""
    texts = QtTexts(parent or app)
    app.installTranslator(texts)
    return texts
