"""What is told of single releases of Keras, as a history of all of them."""

from __future__ import annotations

from tflint_ckpt.hints import Generic, TypeVar
from tflint_ckpt.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_ckpt.keras_api.reader import Version

T = TypeVar("T")

FIRST: Version = (0, 0)
"""Before every release."""
KERAS3: Version = (3, 0)
LAST: Version = (10**6, 0)
"""After every release."""


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """Releases of Keras with the same answer: from *since*, and before *until*."""

    since: Version
    until: Version
    answer: T


def history(told: Callable[[Version], T | None]) -> tuple[Span[T], ...]:
    """What *told* answers for the releases that the tables know, the oldest first.

    Before the oldest of them it is taken to be as there, after the newest as there. Nothing is said where
    *told* answers ``None``, nor of the releases between two with different answers. Keras 3 begins a span of
    its own: it is no later Keras 2.
    """
    from tflint_ckpt.keras_api.reader import snapshots

    found: list[Span[T]] = []
    known = snapshots()
    last: T | None = None
    for number, version in enumerate(known):
        answer = told(version)
        if number and answer == last and version != KERAS3:
            continue
        if last is not None:
            major, minor = known[number - 1]
            until = KERAS3 if version == KERAS3 else (major, minor + 1)
            found[-1] = Span(found[-1].since, until, last)
        if answer is not None:
            found.append(Span(version if number else FIRST, LAST, answer))
        last = answer
    return tuple(found)
