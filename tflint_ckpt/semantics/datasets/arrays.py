"""How large the arrays are that a pipeline begins with: shapes and types that the code shows."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import libcst as cst

from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Agreeing, Portable
from tflint_ckpt.semantics.values.kinds import Constant, Items, Text
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_ITEM_SIZES = {
    **dict.fromkeys(("bool", "int8", "uint8"), 1),
    **dict.fromkeys(("float16", "bfloat16", "int16", "uint16"), 2),
    **dict.fromkeys(("float32", "int32", "uint32"), 4),
    **dict.fromkeys(("float64", "float", "double", "int64", "int", "uint64", "complex64"), 8),
}
_FILLED = frozenset(f"numpy.{name}" for name in ("zeros", "ones", "empty", "full"))
_DRAWN = {
    **{f"numpy.random.{name}": ("size", 8) for name in ("random", "random_sample", "standard_normal")},
    **{f"numpy.random.{name}": ("size", 8) for name in ("normal", "uniform", "randint", "choice")},
    **{f"tensorflow.random.{name}": ("shape", 4) for name in ("normal", "uniform")},
    **{f"tensorflow.{name}": ("shape", 4) for name in ("zeros", "ones", "fill")},
}
"""What makes an array of the shape that it is given, by which argument, and the bytes of one number."""
_SHAPE_FIRST = frozenset(("random", "random_sample", "standard_normal", "zeros", "ones", "fill"))
_BY_SIDES = ("numpy.random.rand", "numpy.random.randn")

_MNIST = (((60000, 28, 28), 1), ((60000,), 1), ((10000, 28, 28), 1), ((10000,), 1))
_CIFAR = (((50000, 32, 32, 3), 1), ((50000, 1), 1), ((10000, 32, 32, 3), 1), ((10000, 1), 1))
_KNOWN = {
    "keras.datasets.mnist.load_data": _MNIST,
    "keras.datasets.fashion_mnist.load_data": _MNIST,
    "keras.datasets.cifar10.load_data": _CIFAR,
    "keras.datasets.cifar100.load_data": (_CIFAR[0], ((50000, 1), 8), _CIFAR[2], ((10000, 1), 8)),
}
"""Shapes and bytes of a number in the order of ``(x_train, y_train), (x_test, y_test)``, from the pages of
https://keras.io/api/datasets/."""


@dataclass(frozen=True, slots=True)
class Array:
    """An array of NumPy, or a tensor.

    Attributes:
        shape: its length along each axis; the first counts its elements.
        item: bytes of one number.
        tensor: whether it is a tensor of TensorFlow.
    """

    shape: tuple[int, ...]
    item: int
    tensor: bool = False

    @property
    def size(self) -> int:
        """Bytes of all of it."""
        return prod(self.shape) * self.item

    @property
    def element(self) -> int:
        """Bytes of what one index of the first axis gives."""
        return prod(self.shape[1:]) * self.item


class Arrays(Agreeing[Array], Portable["Array | None"]):
    """The arrays of one module whose shape and type are in the code."""

    def side_by_side(self, node: cst.BaseExpression) -> list[Array]:
        """The arrays of one length that *node* gives, one or a tuple of them; empty if any is unknown."""
        parts = [each.value for each in node.elements] if isinstance(node, cst.Tuple) else [node]
        found = [self.at(part) for part in parts]
        arrays = [array for array in found if array is not None]
        return arrays if len(arrays) == len(parts) and len({array.shape[0] for array in arrays}) == 1 else []

    def own(self, node: cst.BaseExpression, path: Path) -> Array | Passed | None:
        if isinstance(node, cst.Call):
            known = _KNOWN.get(self.module.resolve(node.func) or "")
            if known is not None:
                return _part(known, path)
            return PASS if path else self._made(node)
        if isinstance(node, cst.BinaryOperation) and not path:
            return self._computed(node)
        return PASS

    def _made(self, node: cst.Call) -> Array | Passed | None:
        name = self.module.resolve(node.func) or ""
        given = [argument.value for argument in node.args if argument.keyword is None and not argument.star]
        first = next(iter(given), None)
        if name in _BY_SIDES:
            return self._shaped(given, 8)
        if name in _FILLED:
            shape, default, second = "shape", 8, name != "numpy.full"
        elif name in _DRAWN:
            (shape, default), second = _DRAWN[name], False
            first = first if name.rpartition(".")[2] in _SHAPE_FIRST or shape == "shape" else None
        elif isinstance(node.func, cst.Attribute) and node.func.attr.value == "astype":
            return _with_items(self.at(node.func.value), self._item(first))
        else:
            return PASS
        dtype = keyword(node, "dtype") or (given[1] if second and len(given) > 1 else None)
        found = self._sized(keyword(node, shape) or first, default if dtype is None else self._item(dtype))
        return replace(found, tensor=name.startswith("tensorflow.")) if found is not None else None

    def _computed(self, node: cst.BinaryOperation) -> Array | None:
        """An array and a number: dividing makes floating-point numbers of small whole ones."""
        left, right = self.at(node.left), self.at(node.right)
        array, number = (left, node.right) if right is None else (right, node.left)
        known = all(isinstance(value, Constant) for value in self.values(number))
        if array is None or (left is not None and right is not None) or not known:
            return None
        divides = isinstance(node.operator, cst.Divide)
        return _with_items(array, 8 if divides and array.item == 1 else array.item)

    def _sized(self, shape: cst.BaseExpression | None, item: int | None) -> Array | None:
        values = self.values(shape) if shape is not None else ()
        if shape is None or len(values) != 1:
            return None
        if isinstance(values[0], Items):
            return self._shaped(values[0].elements, item) if values[0].length is not None else None
        return self._shaped([shape], item)

    def _shaped(self, sides: Sequence[cst.BaseExpression], item: int | None) -> Array | None:
        lengths = [self._length(side) for side in sides]
        known = tuple(length for length in lengths if length is not None and length >= 0)
        return Array(known, item) if item is not None and known and len(known) == len(lengths) else None

    def _length(self, side: cst.BaseExpression) -> int | None:
        length = agreed(value.value if isinstance(value, Constant) else None for value in self.values(side))
        return length if type(length) is int else None

    def _item(self, dtype: cst.BaseExpression | None) -> int | None:
        """The bytes of one number of a type, ``np.float32`` or ``"float32"``."""
        if dtype is None:
            return None
        values = self.module.evaluate(dtype)
        if len(values) == 1 and isinstance(values[0], Text):
            return _ITEM_SIZES.get(values[0].literal or "")
        name = self.module.resolve(dtype) or self.module.builtin(dtype) or ""
        return _ITEM_SIZES.get(name.rpartition(".")[2])


def _part(known: tuple[tuple[tuple[int, ...], int], ...], path: Path) -> Array | None:
    """``(x_train, y_train), (x_test, y_test)`` at *path*."""
    if len(path) != 2 or path[0] not in (0, 1) or path[1] not in (0, 1):
        return None
    return Array(*known[2 * (path[0] == 1) + (path[1] == 1)])


def _with_items(array: Array | None, item: int | None) -> Array | None:
    """*array* with numbers of *item* bytes."""
    return replace(array, item=item) if array is not None and item is not None else None
