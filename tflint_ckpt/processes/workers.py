"""Files linted in worker processes: a process that crashes or hangs costs the result of one file only.

The pools of the standard library do not fit. When one process of a ``ProcessPoolExecutor`` dies, the pool
fails with all that was submitted, whichever file it was; ``multiprocessing.Pool`` waits for ever for what a
dead process had. Pebble (5.2) kills and replaces processes one by one, but its time limit is one for each
task: of files in chunks it cannot tell which one hung, nor keep the results that the chunk had by then.
Here each process reports which file it works on, so the limit is for one file, and another process goes on
with the rest of the chunk.
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

    from tflint_ckpt.processes.wire_result import WireResult
    from tflint_ckpt.result import FileResult
    from tflint_ckpt.session import Session

_CHUNKS = 16
"""A chunk is this part of a process's share of the pending bytes: a long last chunk would delay the end."""
_LEAST_BYTES, _MOST_FILES = 32 * 1024, 16
"""A chunk is filled up to so many bytes at least, unless it has so many files."""
_SECONDS_TO_END = 2.0
"""The time that a process has to end by itself once there are no more files."""


def can_fork() -> bool:
    """Whether this process can be copied: on Linux, while it has a single thread.

    A lock that another thread holds stays locked in the copy. On macOS the system's own libraries start
    threads.
    """
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


class Workers:
    """At most *jobs* processes that lint the files in *sizes* (path → bytes) of a *session*."""

    def __init__(
        self, session: Session, sizes: dict[str, int], *, jobs: int, fix: bool, unsafe: bool
    ) -> None:
        self._session = session
        self._sizes = sizes
        self._jobs = jobs
        self._job = worker.Job(fix, unsafe, session.settings.file_timeout)
        self._bytes = sum(sizes.values())
        enough = self._enough()
        # In the order in which results are shown, but the biggest files first: one at the end would delay it.
        # Half of the processes begin at the other end: neighbours in a folder ask for the same other files,
        # and each process has to parse these for itself.
        self._pending = deque(sorted(sizes, key=lambda path: (min(0, enough - sizes[path]), path)))
        self._running: list[_Process] = []
        self._lost: set[str] = set()
        """Files at which a process ended: processes that are started later do not look at them."""
        self._startable = True

    def results(self) -> Iterator[FileResult]:
        """The result of each file, in the order in which the processes finish them.

        What is raised in a process is raised here. However this ends, no process is left.
        """
        try:
            while self._hand_out():
                ready = wait([process.connection for process in self._running], self._seconds_left())
                for process in [process for process in self._running if process.connection in ready]:
                    yield from self._receive(process)
                yield from self._end_overdue()
        except BaseException:
            for process in self._running:
                process.end()
            raise
        finally:
            self._close()

    @property
    def left(self) -> Sequence[str]:
        """The files without a result, since no process could be started for them."""
        return tuple(self._pending)

    def _hand_out(self) -> bool:
        """Give each idle process a chunk, and start missing processes; whether any process has files."""
        for process in self._running:
            if self._pending and not process.files:
                process.take(self._next_chunk(process.from_end))
        while self._pending and self._startable and len(self._running) < self._jobs:
            started = _start(self._session, self._running, self._job, self._lost)
            if started is None:
                self._startable = False
                break
            started.from_end = 2 * sum(process.from_end for process in self._running) < len(self._running)
            self._running.append(started)
            started.take(self._next_chunk(started.from_end))
        return any(process.files for process in self._running)

    def _next_chunk(self, from_end: bool) -> list[str]:
        """The first or last pending files, so few that each process gets several more chunks."""
        enough = self._enough()
        chunk: list[str] = []
        size = 0
        while self._pending and len(chunk) < _MOST_FILES:
            next_size = self._sizes[self._pending[-1 if from_end else 0]]
            if chunk and size + next_size > enough:
                break
            size += next_size
            chunk.append(self._pending.pop() if from_end else self._pending.popleft())
        self._bytes -= size
        return chunk[::-1] if from_end else chunk  # those come first that are shown first

    def _enough(self) -> int:
        """How many bytes fill a chunk now."""
        return max(self._bytes // (self._jobs * _CHUNKS), _LEAST_BYTES)

    def _put_back(self, paths: Sequence[str]) -> None:
        self._pending.extendleft(reversed(paths))
        self._bytes += sum(self._sizes[path] for path in paths)

    def _receive(self, process: _Process) -> Iterator[FileResult]:
        """Receive a message of a process; if the process has died, the file it was working on is lost."""
        try:
            message = process.connection.recv()
        except (EOFError, OSError):
            yield from self._replace(process, None)
            return
        wire_result = process.receive(message)
        # Another process may have died at the same file, which it parsed for another one.
        if wire_result is not None and wire_result.path not in self._lost:
            yield wire_result.receive(self._session)

    def _end_overdue(self) -> Iterator[FileResult]:
        limit = self._job.limit
        for process in list(self._running) if limit else ():
            # Messages that arrived while this process was busy count first.
            late = process.ready and process.files and process.since + limit <= time.monotonic()
            if late and not process.connection.poll():
                yield from self._replace(process, too_slow(limit))

    def _seconds_left(self) -> float | None:
        """Seconds until the first of the processes takes too long; ``None`` where there is no limit."""
        starts = [process.since for process in self._running if process.files and process.ready]
        if not self._job.limit or not starts:
            return None
        return max(0.0, min(starts) + self._job.limit - time.monotonic())

    def _replace(self, process: _Process, why: str | None) -> Iterator[FileResult]:
        """End a process, give up the file it worked on, and leave the rest of its chunk to another."""
        self._running.remove(process)
        process.end()
        files = process.files
        if not process.ready:
            # It did not even get to the first file, and a new process would not, either.
            self._startable = False
            self._put_back(files)
            return
        if not files:
            return
        culprit = files[0]
        if process.at is not None and process.at not in process.avoids:
            culprit = process.at  # another file, which it parsed for this one
        self._put_back([path for path in files if path != culprit and path not in self._lost])
        if culprit not in self._lost:
            self._lost.add(culprit)
            if culprit in self._pending:
                self._pending.remove(culprit)
                self._bytes -= self._sizes[culprit]
            yield self._session.give_up(culprit, why or process.exit_reason())

    def _close(self) -> None:
        for process in self._running:
            process.connection.close()  # which ends it
        for process in self._running:
            process.handle.join(_SECONDS_TO_END)
            process.end()
        self._running.clear()


class InWorkerError(Exception):
    """The traceback of an exception in its process, as the cause of the same exception raised here."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


class _Process:
    """One worker process, and its files.

    Attributes:
        handle: the process as ``multiprocessing`` has it.
        connection: our end of the pipe to it.
        limit: the seconds that one file may take (0: no limit).
        files: the files that it has not reported yet; it works on the first.
        at: another file, which it is parsing for that one.
        ready: whether it has started.
        since: when it began with its current file, by ``time.monotonic``; counts once it is ready.
        avoids: the files that it does not look at.
        from_end: whether it gets the last of the files that are left, and not the first.
    """

    def __init__(
        self, handle: BaseProcess, connection: Connection, avoids: frozenset[str], limit: float
    ) -> None:
        self.handle = handle
        self.connection = connection
        self.limit = limit
        self.avoids = avoids
        self.files: list[str] = []
        self.at: str | None = None
        self.since = 0.0
        self.ready = False
        self.from_end = False

    def take(self, files: list[str]) -> None:
        self.files = files
        if self.ready:
            self.since = time.monotonic()
        with suppress(OSError):  # it has died, which the next read from it shows
            self.connection.send(files)

    def receive(self, message: worker.Message) -> WireResult | None:
        """Process one message; the result if it has one. Raises what was raised in the process."""
        kind, content = message
        self.since = time.monotonic()
        if kind == worker.DONE:
            self.files.pop(0)
            wire_result: WireResult = content
            return wire_result
        if kind == worker.READY:
            self.ready = True
        elif kind == worker.AT:
            self.at = content
        else:
            error, trace = content
            raise error from InWorkerError(trace)
        return None

    def end(self) -> None:
        """Kill it if it still runs, and free what the system keeps of it."""
        self.handle.kill()
        self.handle.join()
        self.connection.close()

    def exit_reason(self) -> str:
        """Why it ended, for a message, if it was not ended from here."""
        status = self.handle.exitcode or 0
        if status < 0:
            import signal

            if status == -signal.SIGALRM:  # its own timer, while this process was busy
                return too_slow(self.limit)
            try:
                name = signal.Signals(-status).name
            except ValueError:
                name = str(-status)
            return f"the process that read it ended with signal {name}"
        return f"the process that read it ended with status {status}"


def _start(session: Session, others: Sequence[_Process], job: worker.Job, lost: set[str]) -> _Process | None:
    """A new process; ``None`` if the system refuses to start one."""
    forks = can_fork()
    context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    ours = theirs = None
    try:
        ours, theirs = context.Pipe()
        if forks:
            # An end that stays open in the copy keeps the others from noticing that this process has ended.
            close = [ours, *(other.connection for other in others)]
            source: worker.SessionSource = worker.Fork(session, close)
        else:
            source = worker.Spawn(session, frozenset(lost))
        handle = context.Process(target=worker.work, args=(theirs, source, job), daemon=True)
        with worker.no_interrupt():
            handle.start()
    except (OSError, AssertionError):  # the latter in a daemon, which may not have child processes
        for end in (ours, theirs):
            if end is not None:
                end.close()
        return None
    theirs.close()
    return _Process(handle, ours, frozenset(lost), job.limit)
