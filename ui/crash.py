"""What happens after a bug: it is logged without values, and the user is told calmly that the data is unchanged."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from hoaian_desktop import logs
from ui.widgets.buttons import button, label
from ui.widgets.fitted import Dialog
from ui.widgets.icon_label import IconLabel

_log = logging.getLogger("hoaian.crash")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashDialog(Dialog):
    """Says that nothing was lost, and gives the details to copy."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details = details
        self.setWindowTitle("Chương trình gặp lỗi")
        self.setMinimumWidth(520)
        heading = QHBoxLayout()
        heading.setSpacing(10)
        heading.addWidget(IconLabel("circle-alert", "err", 26))
        heading.addWidget(label("Chương trình gặp lỗi, dữ liệu không bị thay đổi", "title"), 1)
        advice = QLabel(
            "Việc vừa làm chưa được ghi; những gì đã lưu trước đó vẫn nguyên. Có thể làm tiếp, hoặc đóng rồi mở lại "
            "chương trình. Nếu lỗi lặp lại, hãy gửi chi tiết cho người hỗ trợ: trong đó không có tên hay số liệu nào."
        )
        advice.setWordWrap(True)
        self._shown = QPlainTextEdit(details)
        self._shown.setReadOnly(True)
        self._shown.setAccessibleName("Chi tiết lỗi")
        self._shown.setMinimumHeight(150)
        self._shown.hide()
        self.more = button("Xem chi tiết", "chevron-down", role="link")
        self.more.clicked.connect(self._show_details)
        self.copy = button("Sao chép chi tiết", "copy")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details))
        close = button("Làm tiếp", role="primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(12)
        column.addLayout(heading)
        column.addWidget(advice)
        column.addWidget(self._shown, 1)
        column.addLayout(foot)

    def _show_details(self) -> None:
        self._shown.show()
        self.more.hide()
        self.adjustSize()


class Crash(QObject):
    """Takes every exception nobody caught, on any thread, and every message of Qt."""

    _told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on exceptions and Qt's messages come here."""
        sys.excepthook = self.take
        threading.excepthook = self._take_of_thread
        qInstallMessageHandler(_take_message)

    def uninstall(self) -> None:
        """Give Python's and Qt's own handling back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception without its values and tell the user."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = f"{logs.header()}\n{logs.without_values(error, trace)}"
        _log.error("%s", details)
        self._told.emit(details)

    def _take_of_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def _show(self, details: str) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            return  # one window is enough, however many follow
        self.dialog = CrashDialog(details, QApplication.activeWindow())
        self.dialog.open()


def _take_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger(f"qt.{context.category or 'default'}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
