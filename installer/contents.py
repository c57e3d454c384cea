"""What goes into a frozen program and what stays out: read by `hoaian.spec`, held by tests/installer."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
MIGRATIONS = Path("hoaian_desktop", "store", "migrations", "versions")

NOT_SHIPPED = ("pictures",)  # of resources/: they are for the README

# Loaded by names that PyInstaller cannot read in the code. Its own hooks know more of them; these are the ones whose
# absence would be noticed by a user, so they are named whatever the hooks of the day say.
HIDDEN = (
    "_rl_accel",
    "alembic.ddl.sqlite",
    "hoaian_desktop.store.listeners",
    "pkcs11._pkcs11",
    "pkcs11.attributes",
    "pkcs11.defaults",
    "pypdfium2_raw",
    *(
        # the package makes a widget of every code there is when its QR alone is asked for
        f"reportlab.graphics.barcode.{code}"
        for code in ("code128", "code39", "code93", "dmtx", "eanbc", "ecc200datamatrix", "qr", "usps", "usps4s")
    ),
    "reportlab.pdfbase._fontdata_widths_helvetica",
    "reportlab.rl_settings",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.sql.default_comparator",
    "sqlcipher3.dbapi2",
    "zxingcpp.zxingcpp",
)
HIDDEN_ON_WINDOWS = ("tzdata",)  # which has no time zones of its own; pyHanko asks for the local one
LIBRARY_DATA = {"docx": "templates"}  # what libraries read beside themselves, by the package

# Nothing of ours or of the libraries needs these to run; they would come in over optional imports.
EXCLUDED = (
    "IPython", "PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._webp", "PIL.ImageQt", "_pytest", "_sqlite3",
    "curses", "grimp", "hypothesis", "importlinter", "lib2to3", "mypy", "nis", "numpy", "oscrypto", "pip",
    "pydoc_data", "pygments", "pytest", "readline", "rich", "setuptools", "sqlalchemy.testing", "sqlite3", "tkinter",
    "turtledemo",
)  # fmt: skip

# Of Qt: the modules the code imports, the libraries these stand on, and the plugins that are really loaded.
QT_MODULES = ("Core", "Gui", "PrintSupport", "Svg", "Widgets")
QT_LIBRARIES = ("Core", "DBus", "Gui", "PrintSupport", "Svg", "WaylandClient", "Widgets", "XcbQpa")
QT_PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qico", "qjpeg", "qsvg"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platforms": ("qoffscreen", "qwayland-generic", "qwindows", "qxcb"),
    "platformthemes": ("qxdgdesktopportal",),
    "printsupport": ("cupsprintersupport", "windowsprintersupport"),
    "wayland-decoration-client": ("bradient",),
    "wayland-shell-integration": ("xdg-shell",),
}
WINDOWS_LEFTOVERS = ("opengl32sw.dll", "d3dcompiler_47.dll")  # drawing in three dimensions, 25 MB

# System libraries that Python itself was built with. Every other one (X11, GL, fonts, CUPS, glib) is the system's own
# business: a copy frozen today would miss its security updates and may not fit the driver beside it.
PYTHON_NEEDS = ("bz2", "crypto", "expat", "ffi", "lzma", "python3", "ssl", "uuid", "z", "zstd")
# Built here or by their makers with debugging symbols; 45 MB without use. Not the libraries that wheels have renamed
# for themselves: stripping breaks what was edited into those.
STRIPPED = ("libpython3*", "python3*/lib-dynload/*.so", "sqlalchemy/**/*.so", "sqlcipher3/*.so")
_SYSTEM_FOLDER = re.compile(r"^/(usr/)?lib(64|/[\w]+-linux-gnu)?/[^/]+$")
_QT_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/(?P<kind>[^/]+)/(?:lib)?(?P<name>[^/.]+)\.(?:so|dll)$")
_QT_MODULE = re.compile(r"(?:^|/)PySide6/Qt(?P<name>\w+)\.(?:abi3\.so|pyd)$")
_QT_LIBRARY = re.compile(r"(?:^|/)(?:lib)?Qt6(?P<name>\w+)\.(?:so[.\d]*|dll)$")


def data_files() -> list[tuple[str, str]]:
    """Pairs of a file or folder here and the folder it gets inside the program."""
    pairs = [(str(MIGRATIONS / path.name), str(MIGRATIONS)) for path in migrations()]
    for path in sorted(RESOURCES.iterdir()):
        if path.name not in NOT_SHIPPED:
            inside = Path("resources", path.name) if path.is_dir() else Path("resources")
            pairs.append((str(path.relative_to(ROOT)), str(inside)))
    for package, folder in LIBRARY_DATA.items():
        spec = importlib.util.find_spec(package)
        assert spec is not None and spec.origin is not None
        pairs.append((str(Path(spec.origin).parent / folder), str(Path(package, folder))))
    return [(str(ROOT / source), target) for source, target in pairs]


def migrations() -> list[Path]:
    """The migration files: Alembic reads them as files, they are never imported."""
    return sorted((ROOT / MIGRATIONS).glob("[0-9]*.py"))


def hidden_imports() -> list[str]:
    """Every module that must be frozen although no code says so: HIDDEN and what the migrations import."""
    names = {*HIDDEN, *(HIDDEN_ON_WINDOWS if sys.platform == "win32" else ())}
    for path in migrations():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    return sorted(names)


def is_wanted(inside: str, source: str) -> bool:
    """Whether a file PyInstaller found goes in; `inside` is its place in the program, `source` where it was found."""
    place = inside.replace("\\", "/")
    if plugin := _QT_PLUGIN.search(place):
        return plugin["name"] in QT_PLUGINS.get(plugin["kind"], ())
    if module := _QT_MODULE.search(place):
        return module["name"] in QT_MODULES
    if library := _QT_LIBRARY.search(place):
        return library["name"] in QT_LIBRARIES
    if "PySide6/" in place and ("/translations/" in place or "/qml/" in place):
        return False  # Qt speaks no Vietnamese; ui/qt_texts.py does
    if place.rpartition("/")[2].lower() in WINDOWS_LEFTOVERS:
        return False
    if _SYSTEM_FOLDER.match(source):
        return re.match(rf"lib({'|'.join(PYTHON_NEEDS)})[\d.]*\.", Path(source).name) is not None
    return True
