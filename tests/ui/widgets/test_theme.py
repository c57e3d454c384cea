from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel

from hoaian_desktop import choices, paths
from ui import icons, palette, theme
from ui.remembered import Remembered
from ui.widgets import badge
from ui.widgets.buttons import button

UI = Path(theme.__file__).parent
TEXT_PAIRS = [
    ("text", "base"), ("text", "win"), ("mut", "base"), ("mut", "win"), ("mut", "head"), ("white", "acc"),
    ("white", "acch"), ("link", "base"), ("link", "soft"), ("link", "head"), ("seltx", "sel"), ("link", "sel"),
    ("ok", "okbg"), ("warn", "warnbg"), ("err", "errbg"), ("neu", "neubg"), ("toasttx", "toast"),
]  # fmt: skip
EDGE_PAIRS = [("line2", "base"), ("line2", "win"), ("bar", "track"), ("okfill", "track"), ("warnfill", "track")]


@pytest.fixture
def light_again(qapp):
    yield
    theme.install(qapp)


def luminance(name: str, colours: dict[str, str]) -> float:
    colour = QColor(colours[name])
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: str, second: str, colours: dict[str, str]) -> float:
    lighter, darker = sorted((luminance(first, colours), luminance(second, colours)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_words_can_be_read_and_edges_seen_in_both_themes(colours):
    weak = [(a, b) for a, b in TEXT_PAIRS if contrast(a, b, colours) < 4.5]
    faint = [(a, b) for a, b in EDGE_PAIRS if contrast(a, b, colours) < 3.0]
    assert (weak, faint) == ([], [])


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_chart_colours_stand_out_from_the_sheet(colours):
    assert all(contrast(f"chart{n}", "base", colours) >= 3.0 for n in range(1, 6))


def test_the_style_sheet_names_only_colours_and_icons_that_exist(qapp):
    assert "@" not in qapp.styleSheet()
    assert "url(" in qapp.styleSheet()
    for file in re.findall(r"url\(([^)]+)\)", qapp.styleSheet()):
        assert Path(file).exists()


def test_nobody_but_the_theme_sets_style_sheets():
    guilty = [
        str(file.relative_to(UI))
        for file in UI.rglob("*.py")
        if file.name != "theme.py" and ".setStyleSheet(" in file.read_text(encoding="utf-8")
    ]
    assert guilty == []


def test_no_widget_holds_a_colour_of_its_own():
    guilty = [
        str(file.relative_to(UI))
        for file in UI.rglob("*.py")
        if file.name != "palette.py" and re.search(r"[\"']#[0-9A-Fa-f]{6}[\"']", file.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_the_bundled_font_is_the_one_in_use(qapp):
    assert QFontInfo(qapp.font()).family() == "Noto Sans"
    assert qapp.font().hintingPreference() is QFont.HintingPreference.PreferVerticalHinting
    assert QFontInfo(theme.font(13, 600)).weight() == 600


def test_figures_line_up_because_digits_are_equally_wide(qapp):
    for weight in (400, 500, 600):
        metrics = QFontMetrics(theme.font(13, weight))
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_the_dark_theme_reaches_palette_and_icons_of_open_windows(qapp, qtbot, light_again):
    made = button("Lưu", "save")
    qtbot.addWidget(made)
    before = made.icon().pixmap(16, 16).toImage()
    theme.install(qapp, dark=True)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(palette.DARK["win"])
    assert palette.is_dark()
    assert made.icon().pixmap(16, 16).toImage() != before
    theme.install(qapp)
    assert made.icon().pixmap(16, 16).toImage() == before


def test_the_dark_look_is_remembered(full, light_again):
    full.window.actions_by_words["Giao diện tối"].trigger()
    assert Remembered().dark
    assert full.window.palette().window().color().lightness() < 60


def test_an_icon_is_drawn_in_the_colour_of_its_token(qapp):
    image = icons.pixmap("check", "#FF0000", 16, 2.0).toImage()
    drawn = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250
    }
    assert image.width() == 32
    assert drawn == {"#ff0000"}


def test_every_state_of_every_list_has_a_look_and_an_icon_that_exists(qapp):
    for name, states in badge.STATES.items():
        assert {choice.code for choice in choices.of(name)} == set(states)
        for look in states.values():
            assert paths.resource("icons", f"{look.icon}.svg").exists()


def test_icons_named_in_the_program_exist():
    missing = set()
    for file in UI.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found = re.findall(r"(?:set_icon\([\w.]+, |IconLabel\(|icon_button\(|Look\()\"([a-z0-9-]+)\"", text)
        found += re.findall(r"[^.\w]button\(\"[^\"]*\", \"([a-z0-9-]+)\"", text)
        missing |= {(file.name, name) for name in found if not paths.resource("icons", f"{name}.svg").exists()}
    assert missing == set()


def test_marking_a_widget_restyles_it(qapp, qtbot):
    words = QLabel("Lỗi")
    qtbot.addWidget(words)
    words.show()
    theme.mark(words, role="fault")
    assert words.palette().color(QPalette.ColorRole.WindowText) == theme.token("err")
