"""What is frozen is what the code needs: a frozen program finds out only when it runs, these find out now."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from installer import contents
from tests.certificates import AT, OWNER, PASSPHRASE, a_file
from tests.reports.papers import the_report

ROOT = contents.ROOT
PACKAGES = ("hoaian_desktop", "ui")
ON_WINDOWS = {"msvcrt", "winreg"}  # modules no other system has
LOOK_BESIDE_THEMSELVES = {"hoaian_desktop/paths.py", "hoaian_desktop/store/migrate.py"}  # both told of in contents.py


def modules() -> list[Path]:
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if not path.is_relative_to(ROOT / contents.MIGRATIONS)]


def sources(mentioning: str) -> Iterator[tuple[Path, ast.Module]]:
    """The modules that mention what is looked for, anywhere in their text: only those are worth parsing."""
    for path in modules():
        written = path.read_text(encoding="utf-8")
        if re.search(mentioning, written, re.MULTILINE):
            yield path, parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def shipped() -> dict[Path, Path]:
    """Every file that goes in as data: from its place here to its place inside the program."""
    files = {}
    for source, target in contents.data_files():
        found = Path(source)
        for path in sorted(found.rglob("*")) if found.is_dir() else [found]:
            if path.is_file():
                files[path] = Path(target) / (path.relative_to(found) if found.is_dir() else path.name)
    return files


def test_every_resource_but_the_pictures_lies_in_the_frozen_program_where_it_lies_here():
    wanted = {path for path in (ROOT / "resources").rglob("*") if path.is_file()}
    wanted -= {path for path in wanted if "pictures" in path.relative_to(ROOT).parts}
    files = shipped()
    assert len(wanted) > 100
    assert {path: path.relative_to(ROOT) for path in wanted}.items() <= files.items()
    assert not [path for path in files if "pictures" in path.parts]


def test_every_resource_the_code_asks_for_is_shipped():
    inside = {place.as_posix() for place in shipped().values()}
    asked = []
    for path, tree in sources("resource"):
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("paths.resource", "resource")):
                continue
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.args]
            asked.append((path, parts))
            known = "/".join(["resources", *parts[: parts.index(None) if None in parts else None]])
            assert any(place == known or place.startswith(f"{known}/") for place in inside), (path, parts)
    assert len(asked) > 5


def test_only_the_known_modules_look_for_files_beside_themselves():
    looking = {
        path.relative_to(ROOT).as_posix() for path, tree in sources("__file__") if "__file__" in ast.unparse(tree)
    }
    assert looking <= LOOK_BESIDE_THEMSELVES


def test_every_migration_lies_as_a_file_where_alembic_looks():
    from hoaian_desktop.store import migrate

    places = {path: place for path, place in shipped().items() if contents.MIGRATIONS in place.parents}
    assert {path.name for path in places} == {path.name for path in contents.migrations()}
    assert max(path.name for path in places).startswith(migrate.head())
    for path in contents.migrations():
        assert places[path] == path.relative_to(ROOT)


def test_every_hidden_import_exists():
    missing = [name for name in contents.hidden_imports() if importlib.util.find_spec(name) is None]
    assert not missing
    assert {"alembic", "sqlalchemy", "sqlcipher3.dbapi2"} <= set(contents.hidden_imports())


def test_every_import_the_code_puts_off_leads_somewhere():
    put_off = []
    for path, tree in sources(r"^\s+(import|from)\s|[:;]\s*(import|from)\s"):
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import):
                    put_off += [(path, alias.name, None) for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    put_off += [(path, node.module, alias.name) for alias in node.names]
    assert len(put_off) > 20
    for path, module, name in put_off:
        if module in ON_WINDOWS and sys.platform != "win32":
            continue
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            pytest.fail(f"{path.name}: import of {module}")
        if name is not None and not hasattr(found, name):
            assert importlib.util.find_spec(f"{module}.{name}"), f"{path.name}: {name} of {module}"


def test_no_module_is_imported_by_a_name_put_together():
    hidden = [
        path
        for path, tree in sources("import_module|__import__")
        if {"import_module", "__import__"} & set(_names(tree))
    ]
    assert not hidden


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_the_whole_program_imports_without_what_is_left_out():
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in modules()
        if path.name != "__main__.py"
    ]
    code = f"""
import importlib, sys
for name in {contents.EXCLUDED!r}:
    sys.modules[name] = None
for name in {[*names, *contents.hidden_imports()]!r}:
    importlib.import_module(name)
from hoaian_desktop.reports import fonts
fonts.register()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_report_is_signed_and_checked_without_what_is_left_out(tmp_path):
    (tmp_path / "report.pdf").write_bytes(the_report())
    code = f"""
import sys
for name in {contents.EXCLUDED!r}:
    sys.modules[name] = None
from datetime import datetime
from pathlib import Path
from hoaian_desktop import signatures
from hoaian_desktop.report_content import Signature
from hoaian_desktop.reports import signing
from hoaian_desktop.signature_facts import CertificateFile
who = Signature("TM. BAN CHẤP HÀNH", "BÍ THƯ", {OWNER!r})
at = datetime.fromisoformat({AT.isoformat()!r})
key = CertificateFile(Path({str(a_file(tmp_path).path)!r}), {PASSPHRASE!r})
signed = signing.sign(Path("report.pdf").read_bytes(), key, who, at)
assert signatures.verify(signed, at).signatures[0].sound
import pyhanko.sign.pkcs11, pkcs11._pkcs11
"""
    path = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_every_qt_module_of_the_window_is_kept():
    used = set()
    for _, tree in sources("PySide6"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6.Qt"):
                used.add(node.module.removeprefix("PySide6.Qt"))
    assert used <= set(contents.QT_MODULES) <= set(contents.QT_LIBRARIES)


@pytest.mark.parametrize(
    "inside",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6\\plugins\\imageformats\\qsvg.dll",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "libQt6Core.so.6",
        "PySide6/Qt6PrintSupport.dll",
        "PySide6/QtSvg.abi3.so",
        "PySide6/QtSvg.pyd",
        "sqlcipher3/_sqlite3.abi3.so",
        "resources/fonts/Tinos-Regular.ttf",
        "pypdfium2_raw/libpdfium.so",
    ],
)
def test_what_the_program_loads_goes_in(inside):
    assert contents.is_wanted(inside, f"/home/somebody/.venv/lib/python3.11/site-packages/{inside}")


@pytest.mark.parametrize(
    "inside",
    [
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/Qt6Qml.dll",
        "PySide6/QtNetwork.abi3.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\translations\\qtbase_de.qm",
        "PySide6/opengl32sw.dll",
    ],
)
def test_what_the_program_never_loads_stays_out(inside):
    assert not contents.is_wanted(inside, f"/home/somebody/.venv/lib/python3.11/site-packages/{inside}")


def test_of_the_system_only_what_python_was_built_with_is_frozen():
    for name in ("libssl.so.3", "libffi.so.8", "liblzma.so.5", "libz.so.1", "libpython3.11.so.1.0"):
        assert contents.is_wanted(name, f"/lib/x86_64-linux-gnu/{name}")
    for name in ("libX11.so.6", "libGL.so.1", "libxcb-cursor.so.0", "libfontconfig.so.1", "libzvbi.so.0"):
        assert not contents.is_wanted(name, f"/usr/lib/x86_64-linux-gnu/{name}")
