"""The Debian package, made from a folder that only looks like the frozen program."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

import dev
from installer import contents, debian

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="only where Debian packages are made")


@pytest.fixture
def frozen(tmp_path):
    folder = tmp_path / "hoaian-desktop"
    (folder / "_internal").mkdir(parents=True)
    for command in debian.COMMANDS:
        (folder / command).write_text("#!/bin/sh\n")
        (folder / command).chmod(0o755)
    (folder / "_internal" / "libQt6Core.so.6").write_bytes(b"library")
    (folder / "_internal" / "libQt6Core.so").symlink_to("libQt6Core.so.6")
    return folder


def pack(frozen, room):
    room.mkdir()
    return debian.pack(frozen, room / "work", room, {"SOURCE_DATE_EPOCH": "1700000000", "PATH": "/usr/bin:/bin"})


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_package_needs_what_dev_installs_for_the_same_libraries(frozen, tmp_path):
    needed = said("dpkg-deb", "--field", str(pack(frozen, tmp_path / "out")), "Depends").strip().split(", ")
    assert set(dev.RUNTIME_PACKAGES) <= set(needed)
    assert any(name.startswith("libc6 (>= 2.") for name in needed)


def test_the_package_puts_the_program_under_opt_with_commands_menu_entry_icon_and_licence(frozen, tmp_path):
    listed = said("dpkg-deb", "--contents", str(pack(frozen, tmp_path / "out")))
    for place in (
        "./opt/hoaian-desktop/hoaian-desktop\n",
        "./usr/bin/hoaian-desktop -> /opt/hoaian-desktop/hoaian-desktop\n",
        "./usr/bin/hoaian-cli -> /opt/hoaian-desktop/hoaian-cli\n",
        "./usr/share/applications/hoaian-desktop.desktop\n",
        "./usr/share/icons/hicolor/scalable/apps/hoaian-desktop.svg\n",
        "./usr/share/doc/hoaian-desktop/copyright\n",
        "./opt/hoaian-desktop/_internal/libQt6Core.so -> libQt6Core.so.6\n",
    ):
        assert place in listed
    rights = {line.split()[-1]: line.split()[0] for line in listed.splitlines() if " -> " not in line}
    assert rights["./opt/hoaian-desktop/hoaian-desktop"] == "-rwxr-xr-x"
    assert rights["./opt/hoaian-desktop/_internal/libQt6Core.so.6"] == "-rw-r--r--"
    assert " root/root " in listed.splitlines()[0]


def test_the_same_folder_makes_the_same_package(frozen, tmp_path):
    assert pack(frozen, tmp_path / "one").read_bytes() == pack(frozen, tmp_path / "two").read_bytes()


def test_the_windows_program_is_refused_here_with_the_way_to_make_it():
    command = [sys.executable, "installer/build.py", "windows"]
    done = subprocess.run(command, cwd=contents.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == dev.BY_HAND
    assert "py dev.py build windows" in done.stderr


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed")
def test_the_set_up_script_compiles_without_a_warning(frozen, tmp_path):
    given = {"VERSION": "1.2.3", "FOLDER": frozen, "ROOT": contents.ROOT, "OUTPUT": tmp_path / "hoaian-setup.exe"}
    script = contents.ROOT / "installer" / "windows.nsi"
    command = [
        "makensis",
        "-V2",
        "-WX",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{name}={value}" for name, value in given.items()),
    ]
    subprocess.run([*command, str(script)], check=True)
    assert given["OUTPUT"].stat().st_size > 50_000
