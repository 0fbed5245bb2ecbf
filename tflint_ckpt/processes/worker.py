"""The program of a worker process: it lints the files it receives, and reports which one it is working on."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import contextmanager

from tflint_ckpt import looks
from tflint_ckpt.fast_libcst.finder import install
from tflint_ckpt.processes.wire_result import WireResult
from tflint_ckpt.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from typing import Any, NoReturn, Protocol

    Message = tuple[str, Any]
    """One of the four kinds below, and its content."""

    class SessionSource(Protocol):
        """How a worker process gets its session."""

        def session(self) -> Session:
            """The session to lint in."""


READY, AT, DONE, FAILED = "ready", "at", "done", "failed"
"""The kinds of messages. Their contents: nothing; the path of another file that is being parsed for the
current one, or ``None`` after that; a :class:`WireResult`; an exception and its traceback."""
_GRACE = 5.0
"""Seconds over the limit after which a process ends itself, in case its parent no longer exists to end it."""


class Job:
    """What a worker does with each file: whether it fixes too, and the *limit* in seconds (0: none)."""

    def __init__(self, fix: bool, unsafe: bool, limit: float) -> None:
        self.fix = fix
        self.unsafe = unsafe
        self.limit = limit


class Fork:
    """For a copy of the parent, which has the session; the copy must not hold the ends in *close* open."""

    def __init__(self, session: Session, close: Sequence[Connection]) -> None:
        self._session = session
        self._close = close

    def session(self) -> Session:
        """The session of the parent, as it was when the process was forked."""
        for connection in self._close:
            connection.close()
        if looks.noted() is not None:
            looks.begin()  # the parent has what it noted
        gc.freeze()  # a collection would write to every object, and so copy all memory of the parent
        return self._session


class Spawn:
    """For a new process: all that is needed to make a session like that of its parent.

    *lost* are the files that must not be linted any more. Contents that the parent has read are sent along,
    so that both sessions have the same.
    """

    def __init__(self, session: Session, lost: frozenset[str]) -> None:
        self._paths = tuple(session.paths)
        self._settings = session.settings
        self._given = dict(session.given)
        self._kept_in = session.kept_in
        for path in self._paths:
            data = session.data(path)
            if data is not None:
                self._given[path] = data
        self._lost = lost
        self._is_noting = looks.noted() is not None

    def session(self) -> Session:
        """A new one."""
        if self._is_noting:
            looks.begin()
        session = Session(self._paths, self._settings, self._given, self._kept_in)
        for path in sorted(self._lost):
            session.give_up(path, "")
        return session


def work(connection: Connection, source: SessionSource, job: Job) -> NoReturn:
    """Lint each list of paths that is received, until the connection is closed; ends the process."""
    _handle_signals()
    try:
        gc.disable()  # as in the command: the project runs the collector
        install()  # as there: this process is our own, too
        _Worker(connection, source.session(), job).run()
    except (EOFError, OSError):
        pass  # the parent has no more files, or has ended
    finally:
        os._exit(0)  # without flushing what the parent had buffered, such as half a line of output


class _Worker:
    def __init__(self, connection: Connection, session: Session, job: Job) -> None:
        self._connection = connection
        self._session = session
        self._job = job
        self._path = ""
        session.watch(self._on_parse)

    def run(self) -> NoReturn:
        self._send(READY, None)
        while True:
            for path in self._connection.recv():
                self._path = path
                self._send_result_of(path)

    def _send_result_of(self, path: str) -> None:
        self._arm_timer()
        try:
            result = self._session.lint_file(path, fix=self._job.fix, unsafe=self._job.unsafe)
            self._send(DONE, WireResult(result))
        except BaseException as error:  # noqa: BLE001 - it is raised in the parent
            self._send(FAILED, _picklable(error))

    def _on_parse(self, path: str, begins: bool) -> None:
        """A rule may look at hundreds of other files: each has its own time limit, and its own failures."""
        if path != self._path:
            self._send(AT, path if begins else None)
            self._arm_timer()

    def _arm_timer(self) -> None:
        """Have the system end this process well after the time limit, whatever it is doing then."""
        if self._job.limit and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, self._job.limit + _GRACE)

    def _send(self, kind: str, content: object) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)  # the parent may be too busy to receive
        self._connection.send((kind, content))


def _picklable(error: BaseException) -> tuple[BaseException, str]:
    """*error*, or a substitute if it cannot be sent to another process, and its traceback."""
    import pickle
    import traceback

    trace = "".join(traceback.format_exception(error))
    try:
        is_picklable = type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:  # noqa: BLE001 - an exception may raise anything when it is pickled
        is_picklable = False
    return error if is_picklable else RuntimeError(f"{type(error).__name__}: {error}"), trace


@contextmanager
def no_interrupt() -> Iterator[None]:
    """Block SIGINT and SIGTERM while a process starts, until it has its handlers for them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _BLOCKED)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_BLOCKED = (signal.SIGINT, signal.SIGTERM)


def _handle_signals() -> None:
    """Ctrl-C reaches all processes of a terminal: workers ignore it, and the parent ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _BLOCKED)
