"""The Debian package of a frozen folder: everything under /opt, a command, a menu entry, an icon, the licence."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path

from dev import ROOT, RUNTIME_PACKAGES
from hoaian_desktop import __version__

NAME = "hoaian-desktop"
HOME = Path("/opt", NAME)
COMMANDS = ("hoaian-desktop", "hoaian-cli")
BESIDES_QT = ("fontconfig-config", "libgcc-s1", "libstdc++6")

CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: hoaian-desktop developers <hoaian-desktop@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: cups-client
Section: misc
Priority: optional
Description: Sổ chuyển đổi số của cán bộ Đoàn
 Ghi việc của tổ công nghệ số, kích hoạt tài khoản và tuyên truyền vào một sổ
 mã hóa trên máy; đếm chỉ tiêu và in báo cáo tháng theo mẫu của Đoàn.
"""

DESKTOP = """\
[Desktop Entry]
Type=Application
Name=Sổ chuyển đổi số
GenericName=Sổ và báo cáo tháng của cán bộ Đoàn
Comment=Ghi việc chuyển đổi số và in báo cáo tháng của Đoàn xã
Exec={name}
Icon={name}
Terminal=false
Categories=Office;Database;
Keywords=Đoàn;chuyển đổi số;VNeID;báo cáo;tổ công nghệ số;
StartupWMClass={name}
StartupNotify=true
"""

COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: hoaian-desktop
Comment: The libraries, fonts and icons inside are under their own licences, whose texts are installed in
 {home}/_internal/resources/licenses; THIRD-PARTY.md there names them all.

Files: *
Copyright: the hoaian-desktop contributors
License: Apache-2.0
 On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.
"""


def depends() -> str:
    """What the package needs of the system: the list dev.py installs for the same libraries, and the C library."""
    libc = f"libc6 (>= {platform.libc_ver()[1]})"  # of the machine that builds: build on the oldest one to be served
    return ", ".join([libc, *sorted({*RUNTIME_PACKAGES, *BESIDES_QT})])


def pack(folder: Path, work: Path, out: Path, environment: dict[str, str]) -> Path:
    """Lay the package out in `work`, build it into `out` and return the file."""
    architecture = _said(["dpkg", "--print-architecture"])
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work / HOME.relative_to("/"), symlinks=True)
    bin_ = work / "usr/bin"
    bin_.mkdir(parents=True)
    for command in COMMANDS:
        (bin_ / command).symlink_to(HOME / command)
    icons = ROOT / "resources" / "icons"
    _put(work / f"usr/share/icons/hicolor/scalable/apps/{NAME}.svg", (icons / "app.svg").read_bytes())
    _put(work / f"usr/share/icons/hicolor/256x256/apps/{NAME}.png", (icons / "app.png").read_bytes())
    _put(work / f"usr/share/applications/{NAME}.desktop", DESKTOP.format(name=NAME).encode())
    _put(work / f"usr/share/doc/{NAME}/copyright", COPYRIGHT.format(home=HOME).encode())
    files = sorted(path for path in work.rglob("*") if path.is_file() and not path.is_symlink())
    sums = [f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(work)}\n" for path in files]
    control = CONTROL.format(
        name=NAME,
        version=__version__,
        architecture=architecture,
        size=sum(path.stat().st_size for path in files) // 1024,
        depends=depends(),
    )
    _put(work / "DEBIAN/control", control.encode())
    _put(work / "DEBIAN/md5sums", "".join(sums).encode())
    _level(work)
    made = out / f"{NAME}_{__version__}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(work), str(made)], env=environment, check=True
    )
    return made


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _level(work: Path) -> None:
    """The rights a package has, whatever the builder's umask was."""
    for path in [work, *work.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or (os.access(path, os.X_OK) and path.suffix == "") else 0o644)


def _said(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
