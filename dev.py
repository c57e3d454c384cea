#!/usr/bin/env python3
"""Everything a developer types, from an empty machine on: `python3 dev.py run`, `python3 dev.py test`.

Standard library only. The first call makes `.venv` from the hashed lock files and, on Debian and its kin, installs
the system packages that are missing; later calls start the program at once. Own messages go to stderr, so that
`--json` output stays one document. Exit codes: the program's own; 2 usage; 3 something must be installed by hand.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
SUPPORTED = ((3, 11), (3, 13))  # the same range as in pyproject.toml
BY_HAND = 3

# What the Qt wheels link to and do not carry: found with ldd over the libraries and the platform, input and print
# plugins they bring. Names as in Debian 12; later releases may add "t64".
RUNTIME_PACKAGES = """
    libcups2 libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0 libwayland-client0 libwayland-cursor0
    libwayland-egl1 libx11-6 libx11-xcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0
    libxcb-xkb1 libxcb1 libxkbcommon-x11-0 libxkbcommon0
""".split()
# binutils: PyInstaller reads libraries with objdump; poppler-utils: the tests measure printed pages;
# softhsm2 stands in for the token that reports are signed with.
# xvfb and xauth: the frozen program is started on a screen that nobody sees; libxtst6: keys are pressed on it.
TEST_PACKAGES = [*RUNTIME_PACKAGES, "binutils", "libxtst6", "poppler-utils", "softhsm2", "xauth", "xvfb"]

LOCKS = {"runtime": "requirements.lock", "test": "requirements-test.lock"}  # the test set includes the other
PACKAGES = {"runtime": RUNTIME_PACKAGES, "test": TEST_PACKAGES}

NO_SCREEN = """
There is no screen here, so the month was run without a window. To see the window:
  on a desktop            python3 dev.py run        (Windows: py dev.py run)
  over SSH                ssh -Y HOST, then python3 dev.py run
"""


class Stop(Exception):
    """The command cannot go on; the message says what to do."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# ── Set-up ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def set_up(kind: str) -> None:
    """Make `.venv` and install the set `kind` ("runtime" or "test"), unless that was done already."""
    if is_ready(kind):
        return
    install_debian_packages(missing_debian_packages(PACKAGES[kind]))
    if not venv_works():
        make_venv()
    install_python_packages(LOCKS[kind])
    for done in LOCKS if kind == "test" else [kind]:
        stamp_file(done).write_text(stamp(done), encoding="utf-8")


def is_ready(kind: str) -> bool:
    try:
        return stamp_file(kind).read_text(encoding="utf-8") == stamp(kind)
    except OSError:
        return False


def stamp_file(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def stamp(kind: str) -> str:
    """What the installed set was made from: the lock, the system packages, and the Python under `.venv`."""
    made_from = [
        (ROOT / LOCKS[kind]).read_bytes(),
        " ".join(PACKAGES[kind]).encode(),
        (VENV / "pyvenv.cfg").read_bytes(),
        os.path.realpath(PYTHON).encode(),  # a system upgrade moves python3 to another version
    ]
    return hashlib.sha256(b"\0".join(made_from)).hexdigest()


def venv_works() -> bool:
    """Whether `.venv` holds a Python we support, with pip; it need not be the one that runs this file."""
    probe = "import pip, sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return is_supported(tuple(int(part) for part in answer.stdout.split()))


def is_supported(version: tuple[int, ...]) -> bool:
    return SUPPORTED[0] <= version[:2] <= SUPPORTED[1]


def make_venv() -> None:
    if not has_venv_module():
        raise Stop("This Python cannot make virtual environments: install its venv and ensurepip modules.")
    say("Making .venv ...")
    run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])


def has_venv_module() -> bool:
    importlib.invalidate_caches()  # apt may have installed it a moment ago
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def install_python_packages(lock: str) -> None:
    """Fetch what `lock` names with one pip per core, then unpack it with one.

    pip works on one core, and half of its time goes into reading the index; but two cannot unpack into the same place.
    Nothing is compiled here: the first start does it, for the fifth of it that is ever imported.
    """
    say(f"Installing Python packages from {lock} (up to 170 MB the first time) ...")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    options = ["-qq", "--require-hashes", "--only-binary", ":all:", "--no-deps"]  # a lock names everything
    with tempfile.TemporaryDirectory(dir=VENV) as room:
        fetch = [*pip, "download", *options, "--dest", room, "-r"]
        unpack = [*pip, "install", *options, "--no-index", "--find-links", room, "--no-compile", "-r", str(ROOT / lock)]
        pips = [subprocess.Popen([*fetch, str(part)]) for part in divide(ROOT / lock, Path(room))]
        failed = sum(each.wait() != 0 for each in pips)  # all of them end before their room goes
        if failed or subprocess.run(unpack, check=False).returncode:
            raise Stop(f"pip could not install {lock}: its message is above. Nothing was marked as done; try again.")


def divide(lock: Path, room: Path) -> list[Path]:
    """Deal the requirements of `lock` out to as many files in `room` as there are cores, but four at most.

    The more hashes one has, the more of the index must be read for it: the longest are dealt first.
    """
    requirements = re.split(r"^(?=[^\s#])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    parts = {room / f"part-{hand}.txt": "" for hand in range(min(4, os.cpu_count() or 1))}
    for requirement in sorted(requirements, key=len, reverse=True):
        parts[min(parts, key=lambda part: len(parts[part]))] += requirement
    for part, text in parts.items():
        part.write_text(text, encoding="utf-8")
    return list(parts)


# ── Debian packages ──────────────────────────────────────────────────────────────────────────────────────────────────


def missing_debian_packages(names: list[str]) -> list[str]:
    """Those of `names`, and Python's venv, that this Debian-like system lacks; none on other systems."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return []
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n"]
    answer = subprocess.run(query, capture_output=True, text=True, check=True).stdout.splitlines()
    installed = {line.split()[0].removesuffix("t64") for line in answer if line.endswith(" installed")}
    missing = [name for name in names if name not in installed]
    if not has_venv_module():
        missing.append("python{}.{}-venv".format(*sys.version_info))
    return missing


def install_debian_packages(names: list[str]) -> None:
    """Install `names` as root or through sudo without a password; otherwise stop with the line to type."""
    if not names:
        return
    commands = [
        ["apt-get", "-q", "update"],
        ["apt-get", "-q", "install", "-y", "--no-install-recommends", *names],
    ]
    prefix = root_prefix()
    if prefix is None:
        line = " && ".join(shlex.join(["sudo", *command]) for command in commands)
        raise Stop(f"System packages are missing. Type this line, then start dev.py again:\n\n{line}\n")
    say(f"Installing {len(names)} system packages with apt ...")
    for command in commands:
        run_quietly([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command])


def root_prefix() -> list[str] | None:
    """What to put before a command that needs root: nothing as root, sudo without a password, or None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return None


def run_quietly(command: list[str]) -> None:
    """Run `command`; show what it said only if it failed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.stderr.buffer.write(done.stdout)
        raise Stop(f"This command failed (exit {done.returncode}): {shlex.join(command)}")


# ── Running ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def has_screen() -> bool:
    return WINDOWS or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def python(*arguments: str, offscreen: bool = False) -> int:
    """Run the Python of `.venv` in the project folder and return its exit code."""
    more = {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"} if offscreen else {}
    return subprocess.run([PYTHON, *arguments], cwd=ROOT, env=environment() | more, check=False).returncode


def environment() -> dict[str, str]:
    """What our own Python starts with."""
    ours = {**os.environ, "PYTHONUTF8": "1"}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)  # every start would compile the program anew
    return ours


def setup(arguments: list[str]) -> int:
    """setup [--test]          make .venv and install what is missing (--test: for tests and building, too)"""
    if unknown := set(arguments) - {"--test"}:
        return usage(f"setup does not know {' '.join(sorted(unknown))}")
    set_up("test" if arguments else "runtime")
    return 0


def run(arguments: list[str]) -> int:
    """run [-- ARGS]           the program; without a screen, the month on a practice book into out/"""
    set_up("runtime")
    if arguments:
        return python("-m", "ui", *arguments, offscreen=not has_screen())
    if has_screen():
        return python("-m", "ui")
    code = python("-m", "ui", "--headless-month", "out", offscreen=True)
    if code == 0:
        say(NO_SCREEN)
    return code


def demo(arguments: list[str]) -> int:
    """demo                    the program on a throw-away practice book"""
    if not has_screen():
        raise Stop("The demo needs a screen. Without one, python3 dev.py run writes the month's report into out/.")
    set_up("runtime")
    return python("-m", "ui", "--demo", *arguments)


def shots(arguments: list[str]) -> int:
    """shots [DIR]             a picture of every tab and dialog (default out/shots)"""
    set_up("runtime")
    folder = Path(arguments[0]).resolve() if arguments else ROOT / "out" / "shots"
    return python("-m", "ui", "--shots", str(folder), offscreen=True)


def test(arguments: list[str]) -> int:
    """test [PYTEST ARGS]      the tests, without a screen; all of them on all cores if none are named"""
    set_up("test")
    # One worker more than there are cores: who waits for a process or a screen leaves its core to another.
    workers = str((os.cpu_count() or 1) + 1)
    everything = ["-n", workers, "--dist", "worksteal"]  # who has nothing left to do takes from who has
    return python("-m", "pytest", *(arguments or everything), offscreen=True)


def check(arguments: list[str]) -> int:
    """check                   format, lint, types and import directions: side by side, then the verdict"""
    set_up("test")
    contracts = "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"
    checks = {
        "format": ["-m", "ruff", "format", "--check", "."],
        "lint": ["-m", "ruff", "check", "."],
        "types": ["-m", "mypy", "--strict", "--num-workers", "auto", "hoaian_desktop"],
        "imports": ["-c", contracts],
    }
    start = partial(subprocess.Popen, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    at_work = {name: start([PYTHON, *command]) for name, command in checks.items()}
    failed = []
    for name, process in at_work.items():
        said, _ = process.communicate()
        print(f"== {name}\n{said.decode(errors='replace')}", end="", flush=True)
        if process.returncode:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else f"== all {len(checks)} checks passed", flush=True)
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """bench [NAME] [--json]   how long things take, against a floor measured in the same run"""
    set_up("test")
    return python("-m", "tests.benchmarks", *arguments, offscreen=True)


def build(arguments: list[str]) -> int:
    """build linux             a runnable folder and a .deb"""
    if not arguments:
        return usage("build what?")
    set_up("test")
    return python("installer/build.py", *arguments)


COMMANDS = {command.__name__: command for command in (run, test, demo, shots, check, bench, build, setup)}


def usage(fault: str = "") -> int:
    """Print what can be typed; exit code 0 if that was asked for, 2 if it answers a `fault`."""
    lines = [f"  python3 dev.py {command.__doc__}" for command in COMMANDS.values()]
    say("\n".join([fault, "", *lines] if fault else lines))
    return 2 if fault else 0


def main(arguments: list[str]) -> int:
    if not is_supported(sys.version_info):
        say("dev.py needs Python 3.11, 3.12 or 3.13; this is {}.{}.".format(*sys.version_info))
        return BY_HAND
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help", "help"):
        return usage()
    if name not in COMMANDS:
        return usage(f"dev.py does not know the command {name}")
    try:
        return COMMANDS[name](rest[1:] if rest[:1] == ["--"] else rest)
    except Stop as reason:
        say(str(reason))
        return BY_HAND
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
