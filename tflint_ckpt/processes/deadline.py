"""The time limit for one file that is linted in the process of the run: a timer of that process."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import TypeVar

    Handler = Callable[[int, FrameType | None], object] | int | None
    T = TypeVar("T")

_AGAIN = 1.0
"""Seconds until the exception is raised again: Python drops one that is raised in a finalizer."""


class TooSlow(BaseException):
    """The time is over. Not an ``Exception``: the code that reports defects of rules must not catch it."""


class Deadline:
    """A limit of *seconds* (0: none): :class:`TooSlow` is raised in a function that takes longer.

    It uses ``SIGALRM``, so it works in the main thread only, and not on Windows; elsewhere there is no
    limit. Native code, such as LibCST's parser, is not interrupted: the exception is raised when it returns
    to Python. The processes of :mod:`workers` are killed instead, whatever they are doing.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._running = False

    def hold(self, function: Callable[[], T]) -> T:
        """The result of *function*. Raises :class:`TooSlow` if that takes too long."""
        # The module ``signal`` makes enumerations of all signals, which takes 2 ms.
        import _signal

        if not self.seconds or not hasattr(_signal, "setitimer"):
            return function()
        try:
            before = _signal.signal(_signal.SIGALRM, self._over)
        except ValueError:  # not in the main thread
            return function()
        try:
            try:
                self._running = True
                self.restart()
                return function()
            finally:
                self._stop()
        except TooSlow:
            self._stop()  # it was raised before the line above took effect
            raise
        finally:
            _signal.signal(_signal.SIGALRM, before)

    def restart(self) -> None:
        """Start counting again."""
        import _signal

        if self._running:
            _signal.setitimer(_signal.ITIMER_REAL, self.seconds, _AGAIN)

    def _stop(self) -> None:
        import _signal

        self._running = False
        _signal.setitimer(_signal.ITIMER_REAL, 0)

    def _over(self, number: int, frame: FrameType | None) -> None:
        if self._running:
            raise TooSlow


def too_slow(limit: float) -> str:
    """The reason, for a message, why a file that takes longer than *limit* seconds is not linted."""
    return f'it takes longer than {limit:g} seconds, which "file-timeout" allows'
