"""A print queue of our own: a CUPS server in a folder of the test, printing to PDF files instead of paper."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CUPSD = Path("/usr/sbin/cupsd")
BACKEND = Path("/usr/lib/cups/backend/cups-pdf")
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
SYSTEM = Path("/etc/cups")  # the only place the cups-pdf backend looks for its settings
QUEUE = "Van_phong"

_SERVER = """
Listen {folder}/sock
LogLevel warn
WebInterface No
Browsing No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """
ServerRoot {folder}/etc
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/tmp
ErrorLog {folder}/log/error
AccessLog {folder}/log/access
PageLog {folder}/log/page
"""
_BACKEND = """
Out {folder}/out
AnonDirName {folder}/out
Spool {folder}/printing
Log {folder}/log
Label 1
Grp root
"""


def why_not() -> str:
    """Why no queue can be made here; empty where it can."""
    if not all(part.exists() for part in (CUPSD, BACKEND, PPD)):
        return "needs CUPS and its PDF printer"
    return "" if os.geteuid() == 0 else "only root may start the PDF printer"


class PrintQueue:
    """The running server: `environment` leads a program to it, `printed` waits for what came out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "CUPS_SERVER": str(folder / "sock"), "QT_QPA_PLATFORM": "offscreen"}

    def do(self, *command: str) -> str:
        """Run one of CUPS' own commands against the queue."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30, check=True)
        return done.stdout

    def printed(self, jobs: int) -> list[bytes]:
        """What the printer made of so many jobs, in their order."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if len(self.do("lpstat", "-W", "completed", "-o").splitlines()) >= jobs and not self.do("lpstat", "-o"):
                return [path.read_bytes() for path in sorted(self.folder.glob("out/*.pdf"), key=os.path.getmtime)]
            time.sleep(0.1)
        raise TimeoutError((self.folder / "log" / "error").read_text())


@contextmanager
def queue() -> Iterator[PrintQueue]:
    """A server with one PDF printer; both are gone afterwards, with what they printed."""
    # Not in a folder of pytest's: filters run as another user, who may not enter those.
    with tempfile.TemporaryDirectory(prefix="cups") as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield from _serve(folder)


def _serve(folder: Path) -> Iterator[PrintQueue]:
    for name in ("etc", "spool", "cache", "state", "tmp", "log", "out"):
        (folder / name).mkdir(parents=True)
    for name in ("tmp", "out"):
        (folder / name).chmod(0o1777)
    for name in ("spool", "cache", "state"):
        shutil.chown(folder / name, "root", "lp")
    (folder / "etc" / "cupsd.conf").write_text(_SERVER.format(folder=folder))
    (folder / "etc" / "cups-files.conf").write_text(_FILES.format(folder=folder))
    printer = f"thu{uuid.uuid4().hex[:8]}"
    settings = SYSTEM / f"cups-pdf-{printer}.conf"
    settings.write_text(_BACKEND.format(folder=folder))
    etc = folder / "etc"
    server = subprocess.Popen([CUPSD, "-f", "-c", etc / "cupsd.conf", "-s", etc / "cups-files.conf"])
    made = PrintQueue(folder)
    try:
        for _ in range(100):
            if (folder / "sock").exists():
                break
            time.sleep(0.05)
        made.do("lpadmin", "-p", QUEUE, "-E", "-v", f"cups-pdf:/{printer}", "-P", str(PPD))
        yield made
    finally:
        server.terminate()
        server.wait(20)
        settings.unlink()
