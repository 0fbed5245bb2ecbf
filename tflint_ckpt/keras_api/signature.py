"""What may be given to a class, a function or a method on one release."""

from __future__ import annotations

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.light_functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Kind(Enum):
    """What a public name, or a member of a class, is."""

    CLASS = "c"
    FUNCTION = "f"
    MODULE = "m"
    CONSTANT = "v"
    METHOD = "method"
    PROPERTY = "property"
    SETTABLE = "settable"
    """A property with a setter."""
    ATTRIBUTE = "attribute"


class ParameterKind(Enum):
    """How an argument may reach a parameter."""

    POSITIONAL = "by position only"
    EITHER = "by position or by name"
    KEYWORD = "by name only"
    ARGS = "*args"
    KWARGS = "**kwargs"


class Takes(Enum):
    """What happens to an argument of some name."""

    NAMED = "a parameter of that name"
    ACCEPTED = "taken through **kwargs, where the code looks for it"
    SWALLOWED = "taken through **kwargs, and nothing looks at it"
    REFUSED = "TypeError or ValueError"
    UNKNOWN = "could not be found out"


class Parameter:
    """A parameter: ``name``, ``kind``, and ``default``, the text of its value, perhaps cut short with
    ``…``."""

    __slots__ = ("default", "kind", "name")

    def __init__(self, name: str, kind: ParameterKind, default: str | None) -> None:
        self.name = name
        self.kind = kind
        self.default = default

    def __repr__(self) -> str:
        return self.name if self.default is None else f"{self.name}={self.default}"

    @property
    def required(self) -> bool:
        """Whether a call without it raises."""
        return self.default is None and self.kind not in (ParameterKind.ARGS, ParameterKind.KWARGS)


class Signature:
    """What a name is on one release, and, where it can be called, with what.

    Attributes:
        kind: what it is.
        bases: canonical names of the nearest public classes above a class.
        known: whether the parameters could be read.
    """

    def __init__(self, record: dict[str, Any]) -> None:
        self.kind = Kind(record["k"])
        self.bases: tuple[str, ...] = tuple(record.get("b", ()))
        self.known = "p" in record
        self._record = record

    def __repr__(self) -> str:
        return f"Signature({self.kind.name}, {list(self.parameters)})"

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All, in order, without ``self``."""
        return tuple(_parsed(self._record.get("p", ())))

    @property
    def unknown_keyword(self) -> Takes:
        """What happens to an argument whose name nobody has heard of: `SWALLOWED`, `REFUSED` or `UNKNOWN`."""
        if not self.known:
            return Takes.UNKNOWN
        if not any(parameter.kind is ParameterKind.KWARGS for parameter in self.parameters):
            return Takes.REFUSED
        return Takes[self._record.get("u", "unknown").upper()]

    @property
    def hidden(self) -> tuple[str, ...]:
        """The names that are taken through ``**kwargs`` and looked at there."""
        return tuple(self._record.get("a", ()))

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or ``None``."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    def takes(self, name: str) -> Takes:
        """What happens to an argument that is given by that *name*."""
        parameter = self.parameter(name)
        if parameter is not None and parameter.kind in (ParameterKind.EITHER, ParameterKind.KEYWORD):
            return Takes.NAMED
        if name in self._record.get("a", ()):
            return Takes.ACCEPTED
        if name in self._record.get("q", ()):
            return Takes.UNKNOWN
        return self.unknown_keyword


def _parsed(written: list[str]) -> list[Parameter]:
    kind = ParameterKind.POSITIONAL if "/" in written else ParameterKind.EITHER
    parsed = []
    for text in written:
        if text == "/":
            kind = ParameterKind.EITHER
        elif text == "*":
            kind = ParameterKind.KEYWORD
        elif text.startswith("**"):
            parsed.append(Parameter(text[2:], ParameterKind.KWARGS, None))
        elif text.startswith("*"):
            parsed.append(Parameter(text[1:], ParameterKind.ARGS, None))
            kind = ParameterKind.KEYWORD
        else:
            name, equals, default = text.partition("=")
            parsed.append(Parameter(name, kind, default if equals else None))
    return parsed
