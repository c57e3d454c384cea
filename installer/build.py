"""Freeze the program and pack it: `python3 dev.py build linux [--smoke] [--folder]`; for releases see RELEASE.md.

`linux` makes dist/hoaian-desktop/ (a folder that runs) and dist/hoaian-desktop_VERSION_ARCH.deb; `--smoke` lets the
frozen program live once, `--folder` stops after that. `windows` makes the folder and the set-up program, on Windows.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import contents  # noqa: E402
import debian  # noqa: E402

import dev  # noqa: E402
from hoaian_desktop import __version__  # noqa: E402

BUILD, DIST = ROOT / "build", ROOT / "dist"
FOLDER = DIST / "hoaian-desktop"
ELSEWHERE = "The Windows program is built on Windows: py dev.py build windows (see installer/RELEASE.md)."


def main() -> int:
    """Build for one system; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py build", description="Freeze the program and pack it.")
    parser.add_argument("system", choices=("linux", "windows"))
    parser.add_argument("--smoke", action="store_true", help="let the frozen program live once after building it")
    parser.add_argument("--folder", action="store_true", help="make the folder only, no package")
    options = parser.parse_args()
    windows = sys.platform == "win32"
    if (options.system == "windows") != windows:
        say(ELSEWHERE if not windows else "The Linux program is built on Linux: python3 dev.py build linux.")
        return dev.BY_HAND
    if not windows:
        fetch_python_library()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(last_change()), "PYTHONHASHSEED": "1"}
    freeze(environment)
    if options.smoke and (code := smoke()):
        return code
    if options.folder:
        return 0
    made = set_up_program() if windows else debian.pack(FOLDER, BUILD / "deb", DIST, environment)
    if made is None:
        return dev.BY_HAND
    say(f"{made.relative_to(ROOT)}  {made.stat().st_size / 2**20:.0f} MB")
    return 0


def say(text: str) -> None:
    """Own messages go to stderr, as dev.py's do."""
    print(text, file=sys.stderr, flush=True)


def last_change() -> int:
    """When the source last changed, in seconds since 1970: every time written into the build is this one."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    try:
        git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        return int(subprocess.run(git, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int(time.time())  # an unpacked source without git


def fetch_python_library() -> None:
    """Install Python's shared library where Debian leaves it out; PyInstaller carries it into the program."""
    name, folder, inner = (sysconfig.get_config_var(key) or "" for key in ("INSTSONAME", "LIBDIR", "MULTIARCH"))
    if not any(Path(folder, within, name).exists() for within in ("", inner)):
        dev.install_debian_packages(dev.missing_debian_packages(["libpython{}.{}".format(*sys.version_info)]))


def freeze(environment: dict[str, str]) -> None:
    """Make dist/hoaian-desktop/ anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", str(HERE / "hoaian.spec"), "--noconfirm", "--log-level", "ERROR"]
    folders = ["--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller")]
    begin = time.monotonic()
    subprocess.run([*command, *folders], cwd=ROOT, env=environment, check=True)
    if sys.platform != "win32":
        strip()
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
    say(f"{FOLDER.relative_to(ROOT)}/  {size / 2**20:.0f} MB in {time.monotonic() - begin:.0f} s")


def strip() -> None:
    """Take the debugging symbols out of what carries them."""
    inside = FOLDER / "_internal"
    files = [str(path) for pattern in contents.STRIPPED for path in sorted(inside.glob(pattern))]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def smoke() -> int:
    """Run the frozen program's own trial, on a screen of its own where there is none; returns its exit code."""
    with tempfile.TemporaryDirectory(prefix="hoaian-") as room:
        command = [str(FOLDER / "hoaian-desktop"), "--smoke", room]
        environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        if sys.platform != "win32" and not environment.get("DISPLAY"):
            command = ["xvfb-run", "-a", *command]
        begin = time.monotonic()
        code = subprocess.run(command, cwd=room, env=environment, check=False).returncode
    say(f"smoke: exit {code} after {time.monotonic() - begin:.0f} s")
    return code


def set_up_program() -> Path | None:
    """The Windows set-up program by NSIS; None if NSIS is not there."""
    places = [shutil.which("makensis"), r"C:\Program Files (x86)\NSIS\makensis.exe"]
    makensis = next((place for place in places if place and Path(place).exists()), None)
    if makensis is None:
        say(f"{FOLDER} is ready. Install NSIS 3 (nsis.sourceforge.io) and type the line again for the set-up program.")
        return None
    made = DIST / f"hoaian-desktop-{__version__}-setup.exe"
    given = [f"-DVERSION={__version__}", f"-DFOLDER={FOLDER}", f"-DROOT={ROOT}", f"-DOUTPUT={made}"]
    subprocess.run([makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *given, str(HERE / "windows.nsi")], check=True)
    return made


if __name__ == "__main__":
    try:
        sys.exit(main())
    except dev.Stop as reason:
        say(str(reason))
        sys.exit(dev.BY_HAND)
