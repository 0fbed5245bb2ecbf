"""``Generic``, ``Protocol``, ``TypeVar`` and ``cast`` as in ``typing``, which takes 3 ms to import.

No module on the way of a file that is linted imports that: ``TYPE_CHECKING`` is a variable of its own there,
and what only annotations name is imported under it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Generic, Protocol, TypeVar, cast
else:

    class Generic:
        """A base that can be subscripted."""

        __slots__ = ()

        def __class_getitem__(cls, item):
            return cls

    class Protocol:
        """A base that says nothing."""

    def TypeVar(*_, **__):  # noqa: N802
        """Something that can stand between brackets, and beside a ``|``."""
        return object

    def cast(_, value):
        """The *value*."""
        return value


__all__ = ["Generic", "Protocol", "TypeVar", "cast"]
