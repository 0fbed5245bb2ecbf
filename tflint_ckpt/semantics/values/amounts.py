"""Numbers and lengths that the code tells: ``len(x[:160]) // 8`` of ``x = np.random.rand(200, 20)``."""

from __future__ import annotations

import math
from collections.abc import Callable

import libcst as cst

from tflint_ckpt.semantics.engine import Engine
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Agreeing, Portable
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import argument, only_index

Amount = int | float | None
"""A number; ``None`` where the code does not tell, or tells several."""

_LARGEST = 10**12
_OPERATORS: dict[type[cst.BaseBinaryOp], Callable[[float, float], float]] = {
    cst.Add: lambda left, right: left + right,
    cst.Subtract: lambda left, right: left - right,
    cst.Multiply: lambda left, right: left * right,
    cst.Divide: lambda left, right: left / right,
    cst.FloorDivide: lambda left, right: left // right,
    cst.Modulo: lambda left, right: left % right,
}
_ROUNDING: dict[str, Callable[[float], int]] = {
    "math.ceil": math.ceil,
    "numpy.ceil": math.ceil,
    "math.floor": math.floor,
    "numpy.floor": math.floor,
}
_BUILTINS: dict[str, Callable[[float], int]] = {"int": int, "round": round}
_SHAPED = (
    *(f"numpy.{name}" for name in "zeros ones empty full random.random random.random_sample".split()),
    *(f"tensorflow.{name}" for name in "zeros ones random.normal random.uniform".split()),
)
"""Functions whose first argument is the shape."""
_SIZED = {"randint": 2, "uniform": 2, "normal": 2, "choice": 1}
"""Functions of ``numpy.random`` that have a ``size``, and where it stands."""
_SAME_LENGTH = (
    *(f"numpy.{name}" for name in "array asarray float32 sqrt abs".split()),
    "tensorflow.constant",
    "tensorflow.cast",
    "tensorflow.convert_to_tensor",
    "keras.utils.to_categorical",
)
_DATASETS = {
    "mnist": (60_000, 10_000),
    "fashion_mnist": (60_000, 10_000),
    "cifar10": (50_000, 10_000),
    "cifar100": (50_000, 10_000),
    "imdb": (25_000, 25_000),
    "boston_housing": (404, 102),
}
"""How many samples ``keras.datasets.….load_data()`` gives for training and testing."""


class Amounts(Agreeing["int | float"], Portable["int | float | None"]):
    """Which number an expression is."""

    def own(self, node: cst.BaseExpression, path: Path) -> Amount | Passed:
        if path:
            return PASS
        if isinstance(node, (cst.Integer, cst.Float)):
            return node.evaluated_value
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
            value = self.at(node.expression)
            return -value if value is not None else None
        if isinstance(node, cst.BinaryOperation):
            return self._calculated(node)
        if isinstance(node, cst.Subscript):
            return self._of_shape(node)
        return self._returned(node) if isinstance(node, cst.Call) else PASS

    def _calculated(self, node: cst.BinaryOperation) -> Amount:
        left, right = self.at(node.left), self.at(node.right)
        calculate = _OPERATORS.get(type(node.operator))
        if left is None or right is None or calculate is None:
            return None
        if not right and isinstance(node.operator, (cst.Divide, cst.FloorDivide, cst.Modulo)):
            return None
        found = calculate(left, right)
        return found if abs(found) < _LARGEST else None

    def _of_shape(self, node: cst.Subscript) -> Amount | Passed:
        """``x.shape[0]``."""
        shape, index = node.value, only_index(node)
        if not isinstance(shape, cst.Attribute) or shape.attr.value != "shape":
            return PASS
        first = (
            isinstance(index, cst.Index) and isinstance(index.value, cst.Integer) and index.value.value == "0"
        )
        return self.module.fact(Lengths).inside(self.frames, shape.value) if first else None

    def _returned(self, node: cst.Call) -> Amount | Passed:
        if len(node.args) != 1 or node.args[0].star or node.args[0].keyword is not None:
            return PASS
        given = node.args[0].value
        name = self.module.builtin(node.func)
        if name == "len":
            return self.module.fact(Lengths).inside(self.frames, given)
        known = (done for each, done in _ROUNDING.items() if self.module.is_named(node.func, each))
        rounding = next(known, _BUILTINS.get(name or ""))
        if rounding is None:
            return PASS
        value = self.at(given)
        return rounding(value) if value is not None else None


class Lengths(Agreeing["int | float"], Portable["int | float | None"]):
    """How many elements a list or array has, or rows."""

    def peer(self, module: Engine) -> Lengths:
        return module.fact(Lengths)

    def own(self, node: cst.BaseExpression, path: Path) -> Amount | Passed:
        if isinstance(node, cst.Call):
            return self._returned(node, path)
        if path:
            return PASS
        if isinstance(node, (cst.List, cst.Tuple)):
            starred = any(isinstance(element, cst.StarredElement) for element in node.elements)
            return None if starred else len(node.elements)
        if isinstance(node, cst.Subscript):
            return self._sliced(node)
        if isinstance(node, cst.Comparison):
            return self.at(node.left)
        return self._broadcast(node) if isinstance(node, cst.BinaryOperation) else PASS

    def _broadcast(self, node: cst.BinaryOperation) -> Amount:
        """Of ``x * 2 - 1``: the other side is a number."""
        amounts = self.module.fact(Amounts)
        left, right = self.at(node.left), self.at(node.right)
        if left == right:
            return left
        if right is None and amounts.inside(self.frames, node.right) is not None:
            return left
        return right if left is None and amounts.inside(self.frames, node.left) is not None else None

    def _sliced(self, node: cst.Subscript) -> Amount | Passed:
        part = node.slice[0].slice
        if not isinstance(part, cst.Slice):
            return PASS if len(node.slice) == 1 else None
        length = self.at(node.value)
        bounds: list[int | None] = []
        for bound in (part.lower, part.upper, part.step):
            amount = self.module.fact(Amounts).inside(self.frames, bound) if bound is not None else None
            if bound is not None and not isinstance(amount, int):
                return None
            bounds.append(int(amount) if amount is not None else None)
        if length is None or bounds[2] == 0:
            return None
        return len(range(int(length))[bounds[0] : bounds[1] : bounds[2]])

    def _returned(self, node: cst.Call, path: Path) -> Amount | Passed:
        name = self.module.resolve(node.func) or ""
        owner, _, last = name.rpartition(".")
        if path:
            places = _DATASETS.get(owner.rpartition(".")[2]) if last == "load_data" else None
            known = places is not None and owner.startswith("keras.datasets.") and len(path) == 2
            return places[path[0]] if known and places and path[0] in (0, 1) and path[1] in (0, 1) else PASS
        first = node.args[0].value if node.args and not node.args[0].star else None
        if owner == "numpy.random" and last in ("rand", "randn"):
            return self.module.fact(Amounts).inside(self.frames, first) if first is not None else None
        if self.module.is_named(node.func, *_SHAPED):
            return self._shape(node, "shape", 0) or self._shape(node, "size", 0)
        if owner == "numpy.random" and last in _SIZED:
            return self._shape(node, "size", _SIZED[last])
        if name == "numpy.arange":
            alone = first is not None and len(node.args) == 1
            return self.module.fact(Amounts).inside(self.frames, first) if alone and first else None
        if self.module.is_named(node.func, *_SAME_LENGTH):
            return self.at(first) if first is not None else None
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in ("astype", "copy"):
            return self.at(node.func.value)
        return PASS

    def _shape(self, node: cst.Call, name: str, place: int) -> Amount:
        """The first number of a shape that is given as a tuple, or alone."""
        given = argument(node, name, place)
        if isinstance(given, (cst.Tuple, cst.List)):
            given = given.elements[0].value if given.elements else None
        return self.module.fact(Amounts).inside(self.frames, given) if given is not None else None
