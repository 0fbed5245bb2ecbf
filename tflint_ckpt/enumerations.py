"""``Enum`` as in ``enum``, as far as this package needs it.

That takes 2 ms to import with what it needs itself, and then 0.1 ms for each enumeration. Members have a
``name`` and a ``value``, by either of which an enumeration gives them, and all of them in order; there is one
object of each, also of a copy or a pickle. A type checker sees the standard library's.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import Enum
    from typing import Any

__all__ = ["Enum"]


class _Enumeration(type):
    """The type of an enumeration: what is set in its body to a text or a number is a member."""

    _members: dict[object, Any]

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
        made: Any
        values = {key: value for key, value in space.items() if key[0] != "_" and type(value) in (str, int)}
        for key in values:
            del space[key]
        made = super().__new__(cls, name, bases, space)
        made._members = {}
        mixed_in: Any = next((base for base in (str, int) if issubclass(made, base)), object)
        if mixed_in is not object:  # it is the first base, and shows itself in another way
            made.__repr__, made.__str__ = _Enum.__repr__, _Enum.__str__
        for key, value in values.items():
            member = mixed_in.__new__(made) if mixed_in is object else mixed_in.__new__(made, value)
            member.name, member.value = key, value
            if made._members.setdefault(value, member) is not member:
                raise ValueError(f"{name}.{key} has the value of {made._members[value]}")
            setattr(made, key, member)
        return made

    def __call__(cls, value: object) -> Any:
        """The member with a *value*. Raises ``ValueError``."""
        try:
            return cls._members[value]
        except KeyError:
            raise ValueError(f"{value!r} is not a valid {cls.__name__}") from None

    def __getitem__(cls, name: str) -> Any:
        """The member of a *name*. Raises ``KeyError``."""
        member = vars(cls)[name]
        if type(member) is not cls:
            raise KeyError(name)
        return member

    def __iter__(cls) -> Iterator[Any]:
        return iter(cls._members.values())

    def __len__(cls) -> int:
        return len(cls._members)


class _Enum(metaclass=_Enumeration):
    """The base of enumerations, after ``str`` or ``int`` where members are texts or numbers themselves."""

    name: str
    value: Any

    def __repr__(self) -> str:
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __reduce_ex__(self, _: object) -> tuple[object, ...]:
        return getattr, (type(self), self.name)


if not TYPE_CHECKING:
    Enum = _Enum
