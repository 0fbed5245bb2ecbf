"""Which files are linted in this process, and when others are worth their while."""

from __future__ import annotations

import os
import sys
import time

from tflint_ckpt.processes.deadline import Deadline, TooSlow, too_slow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_ckpt.result import FileResult
    from tflint_ckpt.session import Session
    from tflint_ckpt.source import Source

_TRY = 0.2
"""Seconds that a run goes on in this process before it asks whether others are worth it."""
_ROOM = 1000
"""Calls within calls that linting one file may make; Python's limit is the same, but counts all there are."""
_WORTH_FORK, _WORTH_SPAWN = 0.3, 2.0
"""Seconds of work left from which on they are: a copy of this process takes a few milliseconds, and has
LibCST already, while a new one begins with importing it (``benchmarks/README.md``)."""
_LONG_LINE, _MANY = 2_000, 2_000
_JOINED = (" and ", "\nand ", " or ", "\nor ")
"""Characters of a line, and numbers of such words, with which a text may be nested so deeply that
it crashes a parser: 5,000 ``or`` in one expression pass through LibCST 1.9, 8,000 end the process."""


def lint_each(
    session: Session, paths: Sequence[str], *, jobs: int | None, fix: bool, unsafe: bool
) -> Iterator[FileResult]:
    """The result of each of *paths*, in any order, by at most *jobs* processes (``None``: what is best).

    What becomes of a file does not depend on their number. A file that may crash a parser is never
    linted in this process where there can be another.
    """
    here = _Here(session, paths, fix, unsafe)
    if jobs == 1 or len(paths) < 2:
        yield from here.lint()
    elif jobs is None:
        jobs = cores()
        yield from here.lint(jobs)
    if here.left:
        from tflint_ckpt.processes.workers import Workers

        workers = Workers(session, here.sizes(), jobs=jobs or 1, fix=fix, unsafe=unsafe)
        yield from workers.results()
        here.left = list(workers.left)
        here.careful = False
        yield from here.lint()


def lint(session: Session, path: str, *, fix: bool, unsafe: bool) -> FileResult:
    """``session.lint``, with the same room on the stack whoever calls.

    Otherwise it would follow from what is on the stack already whether a text is nested too deeply.
    """
    before = sys.getrecursionlimit()
    depth, frame = 0, sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    sys.setrecursionlimit(depth + _ROOM)
    try:
        return session.lint(path, fix=fix, unsafe=unsafe)
    finally:
        sys.setrecursionlimit(before)


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "process_cpu_count"):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Elsewhere(BaseException):
    """A text that may crash a parser is to be parsed here."""


class _Here:
    """Linting in this process.

    Attributes:
        left: what is still to be linted.
        careful: whether files that may crash a parser are left to other processes.
    """

    def __init__(self, session: Session, paths: Sequence[str], fix: bool, unsafe: bool) -> None:
        self.left = list(paths)
        self.careful = True
        self._session = session
        self._fix = fix
        self._unsafe = unsafe
        self._deadline = Deadline(session.settings.file_timeout)
        self._at = ""
        self._for = ""

    def lint(self, jobs: int = 1) -> Iterator[FileResult]:
        """Lint what is left; no longer than until it is worth while to have *jobs* processes do it."""
        left, self.left = self.left, []
        sizes = self.sizes(left) if jobs > 1 else {}
        total, done, begun = sum(sizes.values()), 0, time.perf_counter()
        self._session.watch(self._parses)
        try:
            for number, path in enumerate(left):
                yield from self._one(path)
                if jobs > 1:
                    done += sizes[path]
                    spent = time.perf_counter() - begun
                    if spent > _TRY and spent * (total - done) > _worth() * done:
                        self.left += left[number + 1 :]
                        break
        finally:
            self._session.watch(None)

    def sizes(self, paths: Sequence[str] | None = None) -> dict[str, int]:
        """Bytes of each file (0 where it cannot be read), of those that are left if none are given."""
        return {path: self._size(path) for path in (self.left if paths is None else paths)}

    def _size(self, path: str) -> int:
        data = self._session.given.get(path)
        try:
            return len(data) if data is not None else os.stat(path).st_size
        except OSError:
            return 0

    def _one(self, path: str) -> Iterator[FileResult]:
        if self.careful and may_crash(self._session.original(path)):
            self.left.append(path)
            return
        session = self._session
        while True:
            self._for = self._at = path
            try:
                result = self._deadline.hold(lambda: lint(session, path, fix=self._fix, unsafe=self._unsafe))
            except _Elsewhere:
                session.forget()
                self.left.append(path)
                return
            except TooSlow:
                result = session.give_up(self._at, too_slow(self._deadline.seconds))
            yield result
            if result.path == path:
                return

    def _parses(self, path: str, begins: bool) -> None:
        """Facts may take a look at hundreds of other files: each has its own time, and its own failures."""
        if path == self._for:
            return
        if begins and self.careful and may_crash(self._session.current(path)):
            raise _Elsewhere
        self._at = path if begins else self._for
        self._deadline.restart()


def _worth() -> float:
    return _WORTH_FORK if sys.platform == "linux" else _WORTH_SPAWN


def may_crash(source: Source | None) -> bool:
    """Whether a text may be nested so deeply that a parser ends the process, by what is quick to see."""
    if source is None or len(source.text) < _LONG_LINE:
        return False
    words = sum(map(source.text.count, _JOINED))
    return words > _MANY or max(map(len, source.text.splitlines())) > _LONG_LINE
