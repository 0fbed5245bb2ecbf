"""Abstract values: what an expression may be, as far as the code says.

An expression has a tuple of alternatives (both arms of a conditional, each assignment that may reach
a use). What the code does not say is an :class:`Unknown`, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.hints import Protocol
from tflint_ckpt.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Unknown:
    """Any value at all. ``node`` is the expression that could not be followed."""

    node: cst.CSTNode | None


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, boolean, ``None``, bytes or ``...``."""

    value: int | float | complex | bool | bytes | None
    node: cst.CSTNode = field(compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """Known characters of a text, and the string token they stand in (``None`` for a separator).

    ``at`` is where they begin in the value of that token, in characters from 0.
    """

    text: str
    node: cst.CSTNode | None = field(default=None, compare=False)
    at: int = field(default=0, compare=False)

    def cut(self, start: int, end: int | None = None) -> Piece:
        """The characters ``start:end`` of this piece."""
        return Piece(self.text[start:end], self.node, self.at + start)


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a text that the code does not tell.

    Attributes:
        node: the expression that is put there.
        number: whether it is formatted as a number, ``{:.2f}`` or ``%d``, so that it reads as one.
    """

    node: cst.CSTNode | None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A string or path with known pieces and holes, such as ``ckpt/⟨run⟩/m_{epoch:02d}.h5``."""

    parts: tuple[Piece | Hole, ...]
    is_path: bool = False

    @property
    def literal(self) -> str | None:
        """The whole text, or ``None`` if it has a hole."""
        if any(isinstance(part, Hole) for part in self.parts):
            return None
        return self.shown

    @property
    def shown(self) -> str:
        """The text with ``⟨…⟩`` for each hole."""
        return "".join(part.text if isinstance(part, Piece) else "⟨…⟩" for part in self.parts)

    @property
    def tail(self) -> str:
        """The known characters after the last hole."""
        known: list[str] = []
        for part in reversed(self.parts):
            if isinstance(part, Hole):
                break
            known.append(part.text)
        return "".join(reversed(known))

    @property
    def pieces(self) -> Iterator[Piece]:
        """The known pieces, in order."""
        return (part for part in self.parts if isinstance(part, Piece))

    def __add__(self, other: Text) -> Text:
        return Text(self.parts + other.parts, self.is_path or other.is_path)


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple or set.

    Attributes:
        complete: false where elements may come or go unseen.
        exact: false where the elements that are seen may stand in another number or order: what is added in
            a loop, branch or function stands once among them, and what is inserted stands last.
        intact: false where a list or dictionary among the elements may have been changed since.
        tail: how many of the last elements surely stand last, where not all are certain; see `ending`.
    """

    elements: tuple[cst.BaseExpression, ...]
    complete: bool
    node: cst.CSTNode = field(compare=False)
    exact: bool = True
    intact: bool = True
    tail: int = 0

    @property
    def length(self) -> int | None:
        """How many elements there are in every run; ``None`` where the code does not tell."""
        return len(self.elements) if self.complete and self.exact else None

    @property
    def ending(self) -> tuple[cst.BaseExpression, ...]:
        """The elements that surely stand last, in this order, whatever stands before them."""
        return self.elements if self.length is not None else self.elements[len(self.elements) - self.tail :]


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping.

    Attributes:
        key: the key.
        value: what is there.
        node: the ``DictElement``, ``Arg`` or assignment that sets it.
        call: the call that surely gives it, of an argument that arrives in ``**kwargs``.
    """

    key: str
    value: cst.BaseExpression
    node: cst.CSTNode = field(compare=False)
    call: cst.Call | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dictionary with text keys; ``complete`` is false where keys may come or go unseen.

    ``intact`` is false where a list or dictionary among the values may have been changed since.
    """

    entries: tuple[Entry, ...]
    complete: bool
    node: cst.CSTNode = field(compare=False)
    intact: bool = True


Frame = tuple[cst.CSTNode, cst.Call]
"""A function of the module, and the call of it whose arguments its parameters have."""
Frames = tuple[Frame, ...]
"""Calls within each other, the outermost first."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What a call returns that is none of the above.

    Attributes:
        call: the call.
        frames: the calls of functions of the module inside which it is made.
    """

    call: cst.Call
    frames: Frames = field(default=(), compare=False)


Value = Unknown | Constant | Text | Items | Mapping | Instance
Values = tuple[Value, ...]


class Evaluating(Protocol):
    """Who says what an expression may be."""

    def of(self, node: cst.BaseExpression) -> Values:
        """Every value *node* may have; at least one."""

    def texts(self, node: cst.BaseExpression) -> tuple[Text, ...]:
        """Every text *node* may be, as part of a longer one."""


MOST_ALTERNATIVES = 16
"""More alternatives than this are one ``Unknown``: no finding should rest on so many."""


def distinct(values: Iterable[Value], node: cst.CSTNode) -> Values:
    """*values* without repetition, in order; one ``Unknown`` of *node* where there are none or too many."""
    # To Python, 1, 1.0 and True are the same.
    every = {(value, type(value.value) if isinstance(value, Constant) else None): value for value in values}
    seen = tuple(every.values())
    if not seen or len(seen) > MOST_ALTERNATIVES:
        return (Unknown(node),)
    return seen


def as_texts(values: Values, node: cst.CSTNode) -> tuple[Text, ...]:
    """Each alternative as a part of a text: what is no text becomes a hole."""
    return tuple(as_text(value, node) for value in values)


def as_text(value: Value, node: cst.CSTNode) -> Text:
    """A value as it reads when put into a text without a format."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Constant) and type(value.value) in (int, str):
        return Text((Piece(str(value.value)),))
    return Text((Hole(node),))
