from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPageSetupDialog, QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCalendarWidget,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QSpinBox,
    QTextBrowser,
    QWizard,
    QWizardPage,
)

from ui.qt_texts import CONTEXTS, QtTexts

# Not words: names of fonts and keys (Qt asks for all of them to read one), and what is alike in both languages.
NO_WORDS = {"QMimeType", "QShortcut", "QFontDatabase", "QFontDialog", "QColorDialog", "QGuiApplication"}
ALIKE = {"...", "%1%", "+", "A4", "mm", "pt", "in", "P̸", "DD", "CC"}


class Listening(QtTexts):
    """Vietnamese, and a list of what was asked in vain."""

    def __init__(self, parent):
        super().__init__(parent)
        self.unknown = set()

    def translate(self, context, source, disambiguation=None, n=-1):
        found = super().translate(context, source, disambiguation, n)
        # Classes of ours ask too, through names of their own.
        if found is None and context.startswith("Q") and context not in NO_WORDS and source not in ALIKE:
            self.unknown.add((context, source))
        return found


@pytest.fixture
def listening(qapp):
    texts = Listening(qapp)
    qapp.installTranslator(texts)
    yield texts
    qapp.removeTranslator(texts)


def test_every_standard_button_speaks_vietnamese(qtbot, listening):
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    for kind in QDialogButtonBox.StandardButton:
        if kind.value and bin(kind.value).count("1") == 1 and kind.value >= 0x400:
            words = box.addButton(kind).text().replace("&", "")
            assert words in {text.replace("&", "") for text in CONTEXTS["QPlatformTheme"].values()}, kind
    assert listening.unknown == set()


def test_messages_inputs_progress_and_wizards_speak_vietnamese(qtbot, listening):
    message = QMessageBox()
    message.setDetailedText("…")
    message.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    wizard = QWizard()
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    for style in (QWizard.WizardStyle.ClassicStyle, QWizard.WizardStyle.ModernStyle, QWizard.WizardStyle.MacStyle):
        wizard.setWizardStyle(style)
    wizard.addPage(QWizardPage())
    for dialog in (message, wizard, QInputDialog(), QProgressDialog(), QErrorMessage()):
        qtbot.addWidget(dialog)
        dialog.show()
    texts = {button.text().replace("&", "") for button in message.findChildren(QAbstractButton) if button.text()}
    assert texts == {"Đồng ý", "Hủy", "Xem chi tiết…"}
    assert listening.unknown == set()


def test_menus_of_fields_speak_vietnamese(qtbot, listening):
    line, area, browser, spin = QLineEdit("x"), QPlainTextEdit("x"), QTextBrowser(), QSpinBox()
    browser.setHtml('<a href="x">y</a>')
    for field in (line, area, browser, spin):
        qtbot.addWidget(field)
        field.show()
    menus = [line.createStandardContextMenu(), area.createStandardContextMenu()]
    for menu in (*menus, browser.createStandardContextMenu(QPoint(8, 8))):
        qtbot.addWidget(menu)
        words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
        assert all(word in CONTEXTS["QLineEdit"].values() for word in words), words
    assert listening.unknown == set()


@pytest.mark.parametrize("saving", [True, False])
@pytest.mark.parametrize("mode", [QFileDialog.FileMode.ExistingFile, QFileDialog.FileMode.Directory])
def test_the_file_dialog_speaks_vietnamese(qtbot, listening, tmp_path, saving, mode):
    (tmp_path / "sổ").mkdir()
    (tmp_path / "tổ.xlsx").write_text("")
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if saving else QFileDialog.AcceptMode.AcceptOpen)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setDirectory(str(tmp_path))
    dialog.show()
    qtbot.wait(80)
    dialog.grab()
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert "Tìm trong:" in words
    assert {"Hủy"} <= {button.text().replace("&", "") for button in dialog.findChildren(QAbstractButton)}
    assert listening.unknown == set()


# Qt scales the font of its page preview in points; ours is in pixels.
@pytest.mark.qt_log_ignore("QFont::setPointSizeF", "QPageSetupDialog: Cannot be used on non-native printers")
def test_print_dialogs_speak_vietnamese(qtbot, listening, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    for dialog in (QPrintDialog(printer), QPageSetupDialog(printer), QPrintPreviewDialog(printer)):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.grab()
    assert listening.unknown == set()


def test_keys_have_the_names_on_the_keyboard(qapp, listening):
    for keys, words in (("Ctrl+Del", "Ctrl+Delete"), ("PgUp", "Page Up"), ("Alt+Down", "Alt+Mũi tên xuống")):
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) == words
    assert listening.unknown == set()


def test_calendars_and_numbers_are_vietnamese(qtbot):
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    assert QLocale().language() is QLocale.Language.Vietnamese
    assert calendar.locale().dayName(1, QLocale.FormatType.ShortFormat) == "Th 2"
    assert QLocale().toString(5535) == "5.535"


def test_no_translation_shouts_or_leaves_words_out():
    for words in CONTEXTS.values():
        for source, text in words.items():
            assert text and "!" not in text
            assert source.count("%1") == text.count("%1"), source
            assert text.count("&") <= 1


def test_the_translator_is_really_installed(qapp):
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Hủy"
    assert QApplication.translate("Elsewhere", "Cancel") == "Cancel"


@pytest.mark.parametrize(
    ("source", "shown"),
    [("A5", "A5"), ("Envelope C6", "Phong bì C6"), ("Custom", "Tự chọn"), ("Letter Rotated", "Letter xoay ngang")],
)
def test_paper_sizes_keep_their_names_and_lose_their_english_nouns(qapp, source, shown):
    assert QtTexts(qapp).translate("QPageSize", source) == shown
