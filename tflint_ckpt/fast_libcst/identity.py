"""Nodes as keys: LibCST compares them by identity, in Python; ``object`` does the same without a call."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def is_identity(methods: Mapping[str, Any]) -> bool:
    """Whether ``__eq__`` and ``__hash__`` among *methods* say nothing but whether two objects are one."""
    equal: Callable[[object, object], object] = methods["__eq__"]
    hashed: Callable[[object], int] = methods["__hash__"]
    one, other = {"a": 1}, {"a": 1}  # equal, but two
    return (
        (equal(one, one), equal(one, other)) == (True, False)
        and hashed(one) == id(one)
        and hashed(other) == id(other)
    )


def compare_by_identity(base: type) -> None:
    """Give *base* and all classes below it the methods of ``object`` where theirs do the same."""
    if not is_identity(base.__dict__):
        return
    equal, hashed = base.__dict__["__eq__"], base.__dict__["__hash__"]
    stack = [base]
    while stack:
        kind = stack.pop()
        stack += kind.__subclasses__()
        if kind.__dict__.get("__eq__") is equal and kind.__dict__.get("__hash__") is hashed:
            kind.__eq__ = object.__eq__  # type: ignore[assignment]
            kind.__hash__ = object.__hash__  # type: ignore[assignment]
