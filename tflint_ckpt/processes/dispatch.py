"""Which files are linted in the process of the run, and when worker processes are worth starting."""

from __future__ import annotations

import os
import sys
import time

from tflint_ckpt.limits import is_surely_flat
from tflint_ckpt.processes.deadline import Deadline, TooSlow, too_slow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tflint_ckpt.result import FileResult
    from tflint_ckpt.session import Session
    from tflint_ckpt.source import Source

_SECONDS_ALONE = 0.2
"""The time for which a run goes on in its own process before it decides whether to start others."""
_WORTH_FORK, _WORTH_SPAWN = 0.3, 2.0
"""The seconds of work left that are worth it: a copy of this process takes a few milliseconds, and has LibCST
already, while a new one begins with importing it (``benchmarks/README.md``)."""
_LONG_LINE, _MANY_CHARACTERS = 2_000, 100_000
"""From how many characters in a line, or in all lines, a text may be nested so deeply that a parser crashes.

LibCST gets no such text (see ``limits``), and CPython's parser raises ``RecursionError`` from 3.11 on. That
of 3.10 builds its tree by recursion without a limit: 150,000 levels, such as the dots of ``a.b.b.b``, overrun
a stack of 8 MB and end the process; 100,000 do not. Of 1 MB 20,000 do, so long lines count as well."""


def lint_files(
    session: Session, paths: Sequence[str], *, jobs: int | None, fix: bool, unsafe: bool
) -> Generator[FileResult, None, None]:
    """The result of each of *paths*, in any order, by at most *jobs* processes (``None``: what is fastest).

    The results do not depend on the number of processes. A file that may crash a parser is linted in a
    worker process even where one process is enough, if a worker can be started.
    """
    in_process = _InProcess(session, paths, fix, unsafe)
    if jobs == 1 or len(paths) < 2:
        yield from in_process.results()
    elif jobs is None:
        jobs = cores()
        yield from in_process.results(jobs)
    if in_process.left:
        from tflint_ckpt.processes.workers import Workers

        workers = Workers(session, in_process.sizes(), jobs=jobs or 1, fix=fix, unsafe=unsafe)
        yield from workers.results()
        in_process.left = list(workers.left)
        in_process.is_careful = False
        yield from in_process.results()


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "process_cpu_count"):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _MayCrash(BaseException):
    """A text that may crash a parser is about to be parsed in this process."""


class _InProcess:
    """Linting in the process of the run.

    Attributes:
        left: the paths that are still to be linted.
        is_careful: whether files that may crash a parser are left to worker processes.
    """

    def __init__(self, session: Session, paths: Sequence[str], fix: bool, unsafe: bool) -> None:
        self.left = list(paths)
        self.is_careful = True
        self._session = session
        self._fix = fix
        self._unsafe = unsafe
        self._deadline = Deadline(session.settings.file_timeout)
        self._linted = ""
        """The file that is being linted."""
        self._parsed = ""
        """The file whose time is running: the same, or one that it has parsed."""

    def results(self, jobs: int = 1) -> Iterator[FileResult]:
        """Lint what is left, or the first part of it, until *jobs* processes would do the rest sooner."""
        paths, self.left = self.left, []
        sizes = self.sizes(paths) if jobs > 1 else {}
        bytes_of_all, bytes_done, started = sum(sizes.values()), 0, time.perf_counter()
        self._session.watch(self._on_parse)
        try:
            for number, path in enumerate(paths, 1):
                yield from self._results_of(path)
                if jobs > 1:
                    bytes_done += sizes[path]
                    spent = time.perf_counter() - started
                    bytes_left = bytes_of_all - bytes_done
                    if spent > _SECONDS_ALONE and spent * bytes_left > _seconds_worth_it() * bytes_done:
                        self.left += paths[number:]
                        break
        finally:
            self._session.watch(None)

    def sizes(self, paths: Sequence[str] | None = None) -> dict[str, int]:
        """The bytes of each file (0 for one that cannot be read), of :attr:`left` if no *paths* are given."""
        return {path: self._size(path) for path in (self.left if paths is None else paths)}

    def _size(self, path: str) -> int:
        data = self._session.given.get(path)
        try:
            return len(data) if data is not None else os.stat(path).st_size
        except OSError:
            return 0

    def _results_of(self, path: str) -> Iterator[FileResult]:
        """The result of one file, after those of other files that took too long when it had them parsed."""
        if self.is_careful and may_crash(self._session.original(path)):
            self.left.append(path)
            return
        session = self._session
        while True:
            self._linted = self._parsed = path
            try:
                result = self._deadline.hold(
                    lambda: session.lint_file(path, fix=self._fix, unsafe=self._unsafe)
                )
            except _MayCrash:
                session.forget()
                self.left.append(path)
                return
            except TooSlow:
                result = session.give_up(self._parsed, too_slow(self._deadline.seconds))
            yield result
            if result.path == path:
                return

    def _on_parse(self, path: str, begins: bool) -> None:
        """A rule may look at hundreds of other files: each has its own time limit, and its own failures."""
        if path == self._linted:
            return
        if begins and self.is_careful and may_crash(self._session.current(path)):
            raise _MayCrash
        self._parsed = path if begins else self._linted
        self._deadline.restart()


def _seconds_worth_it() -> float:
    return _WORTH_FORK if sys.platform == "linux" else _WORTH_SPAWN


def may_crash(source: Source | None) -> bool:
    """Whether a text may be nested so deeply that a parser ends the process, by what is quick to see."""
    if source is None or len(source.text) < _LONG_LINE:
        return False
    is_long = sys.version_info < (3, 11) and len(source.text) > _MANY_CHARACTERS
    if not is_long and not _has_long_line(source.text):
        return False
    return not is_surely_flat(source.code)  # such as a table, or a picture in a string


def _has_long_line(text: str) -> bool:
    start = 0
    while len(text) - start > _LONG_LINE:
        end = text.rfind("\n", start, start + _LONG_LINE + 1)
        if end < 0:  # it may end otherwise
            return max(map(len, text.splitlines())) > _LONG_LINE
        start = end + 1
    return False
