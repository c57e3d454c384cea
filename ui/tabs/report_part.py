"""One part of a report's text: its heading, the box it is written in, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from hoaian_desktop.reports.live_figures import STYLES, LiveFigures
from hoaian_desktop.rules.live_text import Token
from ui.widgets.buttons import button, label
from ui.widgets.live_text_edit import LiveTextEdit, Run, Speaker

INSERT_KEY, STYLE_KEY = "Ctrl+D", "Ctrl+R"


class PartText(LiveTextEdit):
    """As tall as what it says, so that the page scrolls and not the box."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def set_source(self, source: str, speaker: Speaker) -> None:
        """Show a kept text, and all of it."""
        super().set_source(source, speaker)
        self._fit()

    def _fit(self, *_: object) -> None:
        # Paragraphs out of sight are laid out only when somebody asks for them.
        block, lines = self.document().begin(), 0
        while block.isValid():
            self.document().documentLayout().blockBoundingRect(block)
            lines += block.layout().lineCount()
            block = block.next()
        self.setFixedHeight(max(2, lines) * self.fontMetrics().lineSpacing() + 18)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class ReportPart(QWidget):
    """A part with its buttons. `typed` says that the text was changed by the user."""

    typed = Signal()
    draft_wanted = Signal()
    template_wanted = Signal(object)  # the kept text to keep as the office's own; None: keep none any more
    figure_wanted = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.drafted = ""
        self.template: str | None = None
        self._live: LiveFigures | None = None
        self._open = True
        self.heading = label("", "section")
        self.kept = label("Mẫu của đơn vị", "small")
        self.back = button("Lấy lại bản nháp", "rotate-ccw", role="link", tip="Bỏ lời văn đã sửa, soạn lại từ số liệu")
        self.templates: QPushButton = button("Mẫu…", "bookmark", role="link", tip="Giữ, dùng hoặc bỏ mẫu của mục này")
        self.text = PartText("")
        self._fill_menu()
        self._lay_out()
        self.text.textChanged.connect(self._changed)
        self.text.figure_menu.connect(self._on_figure)
        self.back.clicked.connect(self.draft_wanted)

    def _fill_menu(self) -> None:
        menu = QMenu(self.templates)
        self.keep = QAction("Giữ làm mẫu", menu)
        self.use = QAction("Dùng mẫu", menu)
        self.forget = QAction("Bỏ mẫu", menu)
        self.keep.triggered.connect(lambda: self.template_wanted.emit(self.text.source()))
        self.use.triggered.connect(self._use)
        self.forget.triggered.connect(lambda: self.template_wanted.emit(None))
        menu.addActions([self.keep, self.use, self.forget])
        self.templates.setMenu(menu)

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(self.heading)
        heading.addWidget(self.kept)
        heading.addStretch(1)
        heading.addWidget(self.back)
        heading.addWidget(self.templates)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addLayout(heading)
        inside.addWidget(self.text)

    def show_part(self, title: str, source: str, live: LiveFigures, *, drafted: str, template: str | None) -> None:
        """Show a kept text, which may be the drafted one, with the figures of now."""
        self.heading.setText(title)
        self.text.setAccessibleName(title)
        self.drafted, self.template = drafted, template
        if self._live is None or self.text.source() != source or self._live.text(source) != live.text(source):
            self.text.set_source(source, live)
        else:
            self.text.follow(live)
        self._live = live
        self._show_ways()

    def set_open(self, is_open: bool) -> None:
        """Whether the text may be changed, or is only read."""
        self._open = is_open
        self.text.setReadOnly(not is_open)
        self.templates.setEnabled(is_open)
        self._show_ways()

    @property
    def is_own(self) -> bool:
        """Whether it says something else than what is drafted."""
        return self.text.source() != self.drafted

    def _changed(self) -> None:
        self._show_ways()
        self.typed.emit()

    def _show_ways(self) -> None:
        source = self.text.source()
        self.back.setVisible(self._open and source != self.drafted)
        self.kept.setVisible(self.template is not None and source == self.template)
        self.keep.setEnabled(bool(source.strip()) and source != self.template)
        self.use.setEnabled(self.template is not None and source != self.template)
        self.forget.setEnabled(self.template is not None)

    def _use(self) -> None:
        if self.template is not None and self._live is not None:
            with QSignalBlocker(self.text):
                self.text.selectAll()
            self.text.insert_source(self.template)

    # Figures

    def turn_style(self) -> None:
        """Say the figure at the cursor the next way: exact, hơn and gần, trên and gần."""
        run = self.text.current_run()
        if run is None:
            return
        ways = list(STYLES)
        at = ways.index(run.token.style) if run.token.style in ways else 0
        self._say(run, ways[(at + 1) % len(ways)])

    def _say(self, run: Run, style: str) -> None:
        self.text.say(run, Token(run.token.key, run.token.column, style))

    def _on_figure(self, menu: QMenu, run: Run | None) -> None:
        first = menu.actions()[0] if menu.actions() else None
        made: list[QAction] = []
        if run is not None:
            for style, words in STYLES.items():
                action = QAction(words, menu)
                action.setCheckable(True)
                action.setChecked(run.token.style == style or (style == "exact" and run.token.style == "plain"))
                action.triggered.connect(partial(self._say, run, style))
                made.append(action)
            plain = QAction("Thành chữ thường", menu)
            plain.triggered.connect(partial(self.text.say, run, None))
            made.append(plain)
        insert = QAction(f"Chèn số liệu…\t{INSERT_KEY}", menu)
        insert.triggered.connect(self.figure_wanted)
        made.append(insert)
        menu.insertActions(first, made)
        menu.insertSeparator(first)
