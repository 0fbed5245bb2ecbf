"""How long one file may take where no other process watches: a timer in this one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import TypeVar

    Handler = Callable[[int, FrameType | None], object] | int | None
    T = TypeVar("T")

_AGAIN = 1.0
"""Seconds until the exception is raised once more: one that is raised in a finalizer gets lost."""


class TooSlow(BaseException):
    """The time is over. No ``Exception``: what reports the defects of a rule is not to keep it."""


class Deadline:
    """Ends what takes longer than *seconds* (0: nothing) by raising :class:`TooSlow` in it.

    It works by ``SIGALRM``, so in the main thread, and not on Windows; elsewhere nothing is ended. Nor is
    what does not come back to Python, such as LibCST's parser while it reads one text: that ends when it
    comes back. Where that is not enough, the file is read in a process of its own (:mod:`workers`).
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._running = False

    def hold(self, function: Callable[[], T]) -> T:
        """What *function* gives. Raises :class:`TooSlow` where that takes too long."""
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
            self._stop()  # raised on the way into the line above
            raise
        finally:
            _signal.signal(_signal.SIGALRM, before)

    def restart(self) -> None:
        """Count from now on."""
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
    """Why a file is given up that takes longer than *limit* seconds."""
    return f'it takes longer than {limit:g} seconds, which "file-timeout" allows'
