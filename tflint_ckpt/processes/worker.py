"""What runs in a process of :mod:`workers`: it lints what it is given, and says what it is at."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import contextmanager

from tflint_ckpt.processes.dispatch import lint
from tflint_ckpt.processes.parcel import Parcel
from tflint_ckpt.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from typing import Any, NoReturn, Protocol

    Message = tuple[str, Any]
    """One of the four kinds below, and what belongs to it."""

    class Target(Protocol):
        """How a process comes by its session."""

        def session(self) -> Session:
            """The session to lint in."""


READY, AT, DONE, FAILED = "ready", "at", "done", "failed"
"""Nothing; the path of another file that is parsed for this one, or ``None``; a parcel; an exception."""
_SPARE = 5.0
"""Seconds over the limit at which a process ends itself, whose parent is no longer there to end it."""


class Order:
    """What to do with each file, and how many seconds one may take (0: any)."""

    def __init__(self, fix: bool, unsafe: bool, limit: float) -> None:
        self.fix = fix
        self.unsafe = unsafe
        self.limit = limit


class Fork:
    """In a copy of the process, the session is there; what the copy must not hold open is to *close*."""

    def __init__(self, session: Session, close: Sequence[Connection]) -> None:
        self._session = session
        self._close = close

    def session(self) -> Session:
        """The same one."""
        for connection in self._close:
            connection.close()
        gc.freeze()  # what is there already is not looked through again, nor copied by that
        return self._session


class Spawn:
    """For a new process: all that it takes to make a session like that of its parent.

    *lost* are files that no session is to look at. What the parent has read goes along, so that both see
    the same.
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

    def session(self) -> Session:
        """A new one."""
        session = Session(self._paths, self._settings, self._given, self._kept_in)
        for path in sorted(self._lost):
            session.give_up(path, "")
        return session


def work(connection: Connection, target: Target, order: Order) -> NoReturn:
    """Lint each list of paths that comes, until none does; ends the process."""
    _take_signals()
    try:
        gc.disable()  # as in the command: the project collects
        _Work(connection, target.session(), order).run()
    except (EOFError, OSError):
        pass  # the parent has no more work, or is gone
    finally:
        os._exit(0)  # nothing of the parent's, such as half a line of output, is ours to clear up


class _Work:
    def __init__(self, connection: Connection, session: Session, order: Order) -> None:
        self._connection = connection
        self._session = session
        self._order = order
        self._path = ""
        session.watch(self._parses)

    def run(self) -> NoReturn:
        self._say(READY, None)
        while True:
            for path in self._connection.recv():
                self._path = path
                self._lint(path)

    def _lint(self, path: str) -> None:
        self._wind_up()
        try:
            result = lint(self._session, path, fix=self._order.fix, unsafe=self._order.unsafe)
            self._say(DONE, Parcel(result))
        except BaseException as error:  # noqa: BLE001 - it is raised in the parent
            self._say(FAILED, _portable(error))

    def _parses(self, path: str, begins: bool) -> None:
        """Facts may take a look at hundreds of other files: each has its own time, and its own failures."""
        if path != self._path:
            self._say(AT, path if begins else None)
            self._wind_up()

    def _wind_up(self) -> None:
        """Have the system end this process when the time is long over, whatever it is doing then."""
        if self._order.limit and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, self._order.limit + _SPARE)

    def _say(self, kind: str, content: object) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)  # the parent may have no time to listen
        self._connection.send((kind, content))


def _portable(error: BaseException) -> tuple[BaseException, str]:
    """What another process can raise in the place of *error*, and its traceback."""
    import pickle
    import traceback

    where = "".join(traceback.format_exception(error))
    try:
        arrives = type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:  # noqa: BLE001 - an exception may raise anything where it is taken apart
        arrives = False
    return error if arrives else RuntimeError(f"{type(error).__name__}: {error}"), where


@contextmanager
def no_interrupt() -> Iterator[None]:
    """Hold Ctrl-C and the like back while a process starts, until it knows what to do with them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_HELD = (signal.SIGINT, signal.SIGTERM)


def _take_signals() -> None:
    """Ctrl-C reaches all processes of a terminal: it is the parent that ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)
