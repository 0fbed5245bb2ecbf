"""Files linted in other processes, any of which may die or hang at a price of one file.

The pools of the standard library do not fit. When one process of a ``ProcessPoolExecutor`` dies, all that
was handed to it is lost with the pool, whichever file it was; ``multiprocessing.Pool`` waits for ever for
what a dead process had. Pebble (5.2) kills and replaces processes one by one, but its limit of time is one
for each task: of files in chunks it cannot tell which one hung, nor keep what the chunk had done by then.
Here each process says which file it is at, so the limit is for one file, and the rest of a chunk goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import wait

from tflint_ckpt.processes import worker
from tflint_ckpt.processes.deadline import too_slow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from tflint_ckpt.processes.parcel import Parcel
    from tflint_ckpt.result import FileResult
    from tflint_ckpt.session import Session

_CHUNKS = 16
"""Of what is left, a chunk is this part of a process's share: a last one that takes long delays the end."""
_SMALLEST, _MOST_FILES = 32 * 1024, 16
"""Bytes of a chunk at least, where no single file has more, and files at most."""
_PATIENCE = 2.0
"""Seconds that a process gets to end by itself when there is nothing left to do."""


def can_fork() -> bool:
    """Whether a process can be copied: on Linux, while nothing else runs in this one.

    A lock that another thread holds stays locked in the copy. On macOS the system's own libraries start
    threads.
    """
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


class Workers:
    """At most *jobs* processes that lint files of a *session*, :meth:`results` for *sizes* (path → bytes).

    Attributes:
        left: what no process could be started for, once the results are all there.
    """

    def __init__(
        self, session: Session, sizes: dict[str, int], *, jobs: int, fix: bool, unsafe: bool
    ) -> None:
        self._session = session
        self._sizes = sizes
        self._jobs = jobs
        self._order = worker.Order(fix, unsafe, session.settings.file_timeout)
        self._pending = deque(sorted(sizes, key=lambda path: (-sizes[path], path)))
        self._bytes = sum(sizes.values())
        self._running: list[_Worker] = []
        self._lost: set[str] = set()
        """Files that a process ended at: none that is started now looks at them."""
        self._startable = True

    def results(self) -> Iterator[FileResult]:
        """The result of each file, in the order in which they come.

        What is raised in a process is raised here. However this ends, no process is left.
        """
        try:
            while self._feed():
                for each in wait([running.connection for running in self._running], self._patience()):
                    yield from self._heard(next(one for one in self._running if one.connection is each))
                yield from self._overdue()
        except BaseException:
            for running in self._running:
                running.end()
            raise
        finally:
            self._close()

    @property
    def left(self) -> Sequence[str]:
        """Files that nobody linted, since no process could be started for them."""
        return tuple(self._pending)

    def _feed(self) -> bool:
        """Give each idle process a chunk, and start those that are missing; whether anything is going on."""
        for running in self._running:
            if self._pending and not running.files:
                running.take(self._chunk())
        while self._pending and self._startable and len(self._running) < self._jobs:
            started = _start(self._session, self._running, self._order, self._lost)
            if started is None:
                self._startable = False
                break
            self._running.append(started)
            started.take(self._chunk())
        return any(running.files for running in self._running)

    def _chunk(self) -> list[str]:
        """The biggest files that are left, so many that there are some chunks more for each process."""
        enough = max(self._bytes // (self._jobs * _CHUNKS), _SMALLEST)
        chunk: list[str] = []
        size = 0
        while self._pending and len(chunk) < _MOST_FILES:
            next_size = self._sizes[self._pending[0]]
            if chunk and size + next_size > enough:
                break
            size += next_size
            chunk.append(self._pending.popleft())
        self._bytes -= size
        return chunk

    def _put_back(self, paths: Sequence[str]) -> None:
        self._pending.extendleft(reversed(paths))
        self._bytes += sum(self._sizes[path] for path in paths)

    def _heard(self, running: _Worker) -> Iterator[FileResult]:
        """Take in what a process said; where it has died, that costs the file it was at."""
        try:
            message = running.connection.recv()
        except (EOFError, OSError):
            yield from self._gone(running, None)
            return
        parcel = running.hear(message)
        # Another process may have ended at the same file, for the sake of one that it lints.
        if parcel is not None and parcel.path not in self._lost:
            yield parcel.open(self._session)

    def _overdue(self) -> Iterator[FileResult]:
        limit = self._order.limit
        for running in list(self._running) if limit else ():
            # What it said while we were busy counts first.
            late = running.ready and running.files and running.since + limit <= time.monotonic()
            if late and not running.connection.poll():
                yield from self._gone(running, too_slow(limit))

    def _patience(self) -> float | None:
        """Seconds until one of the processes takes too long."""
        begun = [running.since for running in self._running if running.files and running.ready]
        if not self._order.limit or not begun:
            return None
        return max(0.0, min(begun) + self._order.limit - time.monotonic())

    def _gone(self, running: _Worker, why: str | None) -> Iterator[FileResult]:
        """Blame a file for the end of a process, and have the rest of its chunk done by another."""
        self._running.remove(running)
        running.end()
        files = running.files
        if not running.ready:
            # It did not get as far as the first file: another one would not, either.
            self._startable = False
            self._put_back(files)
            return
        if not files:
            return
        culprit = files[0]
        if running.at is not None and running.at not in running.avoids:
            culprit = running.at  # another file, whose text this one asked about
        self._put_back([path for path in files if path != culprit and path not in self._lost])
        if culprit not in self._lost:
            self._lost.add(culprit)
            if culprit in self._pending:
                self._pending.remove(culprit)
                self._bytes -= self._sizes[culprit]
            yield self._session.give_up(culprit, why or running.obituary())

    def _close(self) -> None:
        for running in self._running:
            running.connection.close()  # at which it ends
        for running in self._running:
            running.process.join(_PATIENCE)
            running.end()
        self._running.clear()


class InWorkerError(Exception):
    """Where in its process an exception was raised, as a traceback: the cause of the one raised here."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


class _Worker:
    """One process, and what it has been given.

    Attributes:
        files: those it has not reported yet; it is at the first.
        at: another file, which it parses for the sake of that one.
        ready: whether it has started.
        since: when it began with what it is at, by ``time.monotonic``; counts once it is ready.
        avoids: the files it does not look at.
    """

    def __init__(
        self, process: BaseProcess, connection: Connection, avoids: frozenset[str], limit: float
    ) -> None:
        self.process = process
        self.connection = connection
        self.limit = limit
        self.avoids = avoids
        self.files: list[str] = []
        self.at: str | None = None
        self.since = 0.0
        self.ready = False

    def take(self, files: list[str]) -> None:
        self.files = files
        if self.ready:
            self.since = time.monotonic()
        with suppress(OSError):  # it has died: reading from it will tell
            self.connection.send(files)

    def hear(self, message: worker.Message) -> Parcel | None:
        """Take in one message; the result where it is one. Raises what the process raised."""
        kind, content = message
        self.since = time.monotonic()
        if kind == worker.DONE:
            self.files.pop(0)
            parcel: Parcel = content
            return parcel
        if kind == worker.READY:
            self.ready = True
        elif kind == worker.AT:
            self.at = content
        else:
            error, where = content
            raise error from InWorkerError(where)
        return None

    def end(self) -> None:
        """Kill it if it still runs, and let the system forget it."""
        self.process.kill()
        self.process.join()
        self.connection.close()

    def obituary(self) -> str:
        """How it ended, where we did not end it."""
        status = self.process.exitcode or 0
        if status < 0:
            import signal

            if status == -signal.SIGALRM:  # its own timer, while we were busy
                return too_slow(self.limit)
            try:
                name = signal.Signals(-status).name
            except ValueError:
                name = str(-status)
            return f"the process that read it ended with signal {name}"
        return f"the process that read it ended with status {status}"


def _start(
    session: Session, others: Sequence[_Worker], order: worker.Order, lost: set[str]
) -> _Worker | None:
    """A new process; ``None`` where the system has none."""
    forks = can_fork()
    context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    ours = theirs = None
    try:
        ours, theirs = context.Pipe()
        if forks:
            # What is not closed in the copy keeps others from noticing that this process has ended.
            close = [ours, *(other.connection for other in others)]
            target: worker.Target = worker.Fork(session, close)
        else:
            target = worker.Spawn(session, frozenset(lost))
        process = context.Process(target=worker.work, args=(theirs, target, order), daemon=True)
        with worker.no_interrupt():
            process.start()
    except (OSError, AssertionError):  # the latter in a process that is not allowed to have any
        for end in (ours, theirs):
            if end is not None:
                end.close()
        return None
    theirs.close()
    return _Worker(process, ours, frozenset(lost), order.limit)
