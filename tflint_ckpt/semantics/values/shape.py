"""What is known of an array, tensor or list: its axes, how long they are, and of which type its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.light_functools import reduce
from tflint_ckpt.records import dataclass, replace

Axes = tuple[int | None, ...]
"""The length along each axis; ``None`` where it is not known."""

ITEM_SIZES = {
    **dict.fromkeys(("bool", "int8", "uint8"), 1),
    **dict.fromkeys(("float16", "bfloat16", "int16", "uint16"), 2),
    **dict.fromkeys(("float32", "int32", "uint32"), 4),
    **dict.fromkeys(("float64", "int64", "uint64", "complex64"), 8),
}
"""Bytes of one number, by its type."""


class Made(Enum):
    """What has a shape."""

    UNKNOWN = "something"
    NUMBER = "a number of Python"
    LIST = "a list or tuple"
    NUMPY = "an array of NumPy"
    TENSOR = "a tensor of TensorFlow"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the code shows of a shape.

    Attributes:
        axes: the length along each axis, the first of which counts the elements.
        more: whether there may be more axes behind these.
        dtype: the type of its numbers, such as ``float32``; ``None`` where it is not known.
        made: what has it.
    """

    axes: Axes
    more: bool = False
    dtype: str | None = None
    made: Made = Made.UNKNOWN

    @property
    def rank(self) -> int | None:
        """How many axes an array has."""
        return len(self.axes) if self.made in (Made.NUMPY, Made.TENSOR) and not self.more else None

    @property
    def length(self) -> int | None:
        """How many elements there are, or rows."""
        return self.axes[0] if self.axes else None

    @property
    def size(self) -> int | None:
        """Bytes of all of an array."""
        item = ITEM_SIZES.get(self.dtype or "") if self.rank is not None else None
        count = _count(self.axes)
        return count * item if count is not None and item is not None else None

    @property
    def element(self) -> int | None:
        """Bytes of what one index of the first axis gives."""
        return replace(self, axes=self.axes[1:]).size


def common(found: Iterable[Shape | None]) -> Shape | None:
    """What is true of all of *found*; ``None`` where one of them is not known, or there are none."""
    every = set(found)
    known = [shape for shape in every if shape is not None]
    return reduce(_both, known) if known and len(known) == len(every) else None


def _both(one: Shape, other: Shape) -> Shape:
    axes = tuple(left if left == right else None for left, right in zip(one.axes, other.axes, strict=False))
    more = one.more or other.more or len(one.axes) != len(other.axes)
    made = one.made if one.made is other.made else Made.UNKNOWN
    return Shape(axes, more, one.dtype if one.dtype == other.dtype else None, made)


def broadcast(one: Shape, other: Shape, *, divided: bool = False) -> Shape | None:
    """What an operator makes of two arrays, or of one and a number, whose type counts less."""
    if Made.NUMBER in (one.made, other.made):
        array, number = (other, one) if one.made is Made.NUMBER else (one, other)
        return replace(array, dtype=_typed(array, "float" if divided else number.dtype))
    made = next((kind for kind in (Made.TENSOR, Made.NUMPY) if kind in (one.made, other.made)), Made.UNKNOWN)
    if one.more or other.more:
        known = one.length is not None and one.length == other.length
        return Shape((one.length,), True, None, made) if known else None
    width = max(len(one.axes), len(other.axes))
    left, right = ((1,) * (width - len(each.axes)) + each.axes for each in (one, other))
    dtype = _typed(one, "float" if divided else "int") if one.dtype == other.dtype else None
    return Shape(tuple(map(_spread, left, right)), False, dtype, made)


def _typed(array: Shape, number: str | None) -> str | None:
    """The type of the numbers of an array that an ``int`` or ``float`` is computed with."""
    if array.dtype is None or "float" in array.dtype or number == "int":
        return array.dtype
    return "float64" if array.made is Made.NUMPY and number == "float" else None


def _spread(left: int | None, right: int | None) -> int | None:
    """How long an axis is; one with a single element is spread along that of the other array."""
    if 1 in (left, right):
        return right if left == 1 else left
    return left or right if None in (left, right) or left == right else None


def reshaped(shape: Shape | None, sides: Shape) -> Shape:
    """*shape* with the axes of *sides*; the only one that is not known there is what is left over."""
    known: list[int] = [axis for axis in sides.axes if axis is not None]
    count = _count(shape.axes) if shape is not None and not shape.more else None
    axes = sides.axes
    if len(known) == len(axes) - 1 and not sides.more and count is not None and prod(known) > 0:
        axes = tuple(count // prod(known) if axis is None else axis for axis in axes)
    return Shape(axes, sides.more, shape.dtype if shape else None, shape.made if shape else Made.UNKNOWN)


def _count(axes: Axes) -> int | None:
    known = [axis for axis in axes if axis is not None]
    return prod(known) if len(known) == len(axes) else None
