"""The only threads: one writer, two readers, one for work without the database. Answers arrive on the GUI thread."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from hoaian_desktop.errors import Cancelled, HoaiAnError
from hoaian_desktop.progress import Progress
from ui import feedback

Done = Callable[[Any], object]
Failed = Callable[[HoaiAnError], object]
RESTED_AFTER = 300  # milliseconds without a write


class Door(Protocol):
    """The two ways into a book that tasks use; the store has them."""

    def run(self, operation: Callable[[Any], Any]) -> Any:
        """Carry out a write in one transaction."""

    def read(self, operation: Callable[[Any], Any]) -> Any:
        """Carry out a read."""


@dataclass
class _Job:
    owner: QObject
    work: Callable[[], Any]
    done: Done | None
    failed: Failed | None
    writes: bool
    kind: str
    progress: Progress | None
    quiet: bool = False
    future: Future[None] | None = None
    answer: Any = None
    step: int | None = None
    error: BaseException | None = field(default=None)


class Tasks(QObject):
    """Carries operations to the worker threads and their answers back.

    `owner` is the QObject the answer is for: once it is deleted, its answers are dropped. Without `failed` a
    HoaiAnError is shown as a message over the owner; what is not a HoaiAnError is a bug and goes to the crash window.
    `latest` names a kind of question: a newer one of the same owner makes the older answer void.
    `saved` tells of every write, `rested` once after the last of several: time for what nobody waits for.
    """

    busy = Signal(bool)
    saved = Signal()
    rested = Signal()
    _answered = Signal(int)

    def __init__(self, store: Door | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(2, "reader")
        self._workers = ThreadPoolExecutor(1, "worker")
        self._asked = 0  # also the number of the latest job
        self._jobs: dict[int, _Job] = {}  # holds every reference while a job is under way; threads pass numbers only
        self._latest: dict[tuple[int, str], int] = {}
        self._closed = False
        self.step: int | None = None  # while `done` of a write runs: the step it made, for «Hoàn tác» in its message
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTED_AFTER)
        self._rest.timeout.connect(self.rested)
        self.saved.connect(self._rest.start)

    @property
    def waiting(self) -> int:
        """How many jobs have not been answered yet."""
        return len(self._jobs)

    @property
    def asked(self) -> int:
        """How many jobs there have been so far."""
        return self._asked

    def run(
        self,
        owner: QObject,
        operation: Callable[[Any], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Carry out a write: `operation(session)` in one transaction, after all earlier writes.

        A `quiet` write changes nothing that is shown anywhere: `saved` is not told.
        """
        work = partial(self._write, operation)
        job = _Job(owner, work, done, failed, writes=True, kind="", progress=progress, quiet=quiet)
        self._start(self._writer, job)

    def read(
        self,
        owner: QObject,
        operation: Callable[[Any], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        latest: str = "",
        progress: Progress | None = None,
    ) -> None:
        """Ask the book: `operation(session)` on a reader."""
        work = partial(self._read, operation)
        self._start(self._readers, _Job(owner, work, done, failed, writes=False, kind=latest, progress=progress))

    def background(
        self,
        owner: QObject,
        work: Callable[[], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        *,
        latest: str = "",
    ) -> None:
        """Do work that needs no session (drawing, files, keys).

        `progress` is bound into `work` by the caller, who may watch it; here it is cancelled if nobody waits any more.
        """
        self._start(self._workers, _Job(owner, work, done, failed, writes=False, kind=latest, progress=progress))

    def shutdown(self) -> None:
        """Finish what is being written, forget the rest; after this nothing is taken on."""
        self._closed = True
        self._rest.stop()
        for job in self._jobs.values():
            if job.progress and not job.writes:
                job.progress.cancel()
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._workers.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()

    def _write(self, operation: Callable[[Any], Any]) -> Any:
        from hoaian_desktop.services import undoing

        return self._door().run(partial(undoing.noted, operation=operation))

    def _read(self, operation: Callable[[Any], Any]) -> Any:
        return self._door().read(operation)

    def _door(self) -> Door:
        if self._store is None:
            raise RuntimeError("no book is open")
        return self._store

    def _start(self, pool: ThreadPoolExecutor, job: _Job) -> None:
        if self._closed and not job.writes:
            return
        self._asked = number = self._asked + 1
        if job.kind:
            self._overtake((id(job.owner), job.kind), number)
        self._jobs[number] = job
        if len(self._jobs) == 1:
            self.busy.emit(True)
        job.future = pool.submit(self._work, number)

    def _overtake(self, key: tuple[int, str], number: int) -> None:
        older = self._latest.get(key)
        self._latest[key] = number
        if older in self._jobs:
            job = self._jobs[older]
            job.done = job.failed = None
            if job.progress:
                job.progress.cancel()
            if job.future and job.future.cancel():
                self._finish(older)

    def _work(self, number: int) -> None:
        job = self._jobs.get(number)
        if job is None:
            return
        try:
            job.answer = job.work()
            if job.writes:
                job.answer, job.step = job.answer.answer, job.answer.step
        except Exception as error:
            job.error = error
        # A worker must never be the last to hold a widget: it would be destroyed on the wrong thread.
        del job
        if not self._closed:
            self._answered.emit(number)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        job = self._jobs.get(number)
        if job is None:
            return
        key = (id(job.owner), job.kind)
        late = bool(job.kind) and self._latest.get(key) != number
        if not late:
            self._latest.pop(key, None)
        self._finish(number)
        if job.error is None:
            if job.done and not late and shiboken6.isValid(job.owner):
                self._tell(job)
            if job.writes and not job.quiet:
                self.saved.emit()
        elif not isinstance(job.error, HoaiAnError):
            sys.excepthook(type(job.error), job.error, job.error.__traceback__)
        elif not late and shiboken6.isValid(job.owner):
            self._refuse(job, job.error)

    def _tell(self, job: _Job) -> None:
        self.step = job.step
        try:
            assert job.done is not None
            job.done(job.answer)
        finally:
            self.step = None

    def _finish(self, number: int) -> None:
        del self._jobs[number]
        if not self._jobs:
            self.busy.emit(False)

    def _refuse(self, job: _Job, error: HoaiAnError) -> None:
        if job.failed:
            job.failed(error)
        elif not isinstance(error, Cancelled):
            feedback.refuse(job.owner if isinstance(job.owner, QWidget) else None, error)
