"""Numbers and shapes that the code tells: ``len(x[:160]) // 8`` of ``x = np.random.rand(200, 20)``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import libcst as cst

from tflint_ckpt.records import replace
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.array_calls import ArrayCalls
from tflint_ckpt.semantics.values.inference import Agreeing, Portable
from tflint_ckpt.semantics.values.kinds import Items
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.semantics.values.shape import Made, Shape, broadcast, common
from tflint_ckpt.syntax.forms import only_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Scope

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
_NUMBER = Shape((), made=Made.NUMBER)
_MOST = 32
"""Elements of a list that are looked at, to know what is in it."""


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
        if not isinstance(node.value, cst.Attribute) or node.value.attr.value != "shape":
            return PASS
        index = only_index(node)
        place = self.at(index.value) if isinstance(index, cst.Index) else None
        shape = self.module.fact(Shapes).inside(self.frames, node.value.value) if place is not None else None
        known = shape is not None and isinstance(place, int) and 0 <= place < len(shape.axes)
        return shape.axes[int(place)] if known and shape is not None and place is not None else None

    def _returned(self, node: cst.Call) -> Amount | Passed:
        if len(node.args) != 1 or node.args[0].star or node.args[0].keyword is not None:
            return PASS
        given = node.args[0].value
        name = self.module.builtin(node.func)
        if name == "len":
            shape = self.module.fact(Shapes).inside(self.frames, given)
            return shape.length if shape is not None else None
        known = (done for each, done in _ROUNDING.items() if self.module.is_named(node.func, each))
        rounding = next(known, _BUILTINS.get(name or ""))
        if rounding is None:
            return PASS
        value = self.at(given)
        return rounding(value) if value is not None else None


class Shapes(ArrayCalls):
    """What the code shows of arrays, tensors and lists: axes, how long these are, the type of the numbers."""

    def amount(self, node: cst.BaseExpression) -> int | None:
        found = self.module.fact(Amounts).inside(self.frames, node)
        return int(found) if found is not None and found >= 0 and found == int(found) else None

    def rank(self, node: cst.BaseExpression) -> int | None:
        """How many axes an array has."""
        shape = self.at(node)
        return shape.rank if shape is not None else None

    def length(self, node: cst.BaseExpression) -> int | None:
        """How many elements there are, or rows."""
        shape = self.at(node)
        return shape.length if shape is not None else None

    def own(self, node: cst.BaseExpression, path: Path) -> Shape | Passed | None:
        if isinstance(node, cst.Call):
            return self.of_function(node, path)
        if path:
            return PASS
        if isinstance(node, (cst.Integer, cst.Float)):
            return replace(_NUMBER, dtype="int" if isinstance(node, cst.Integer) else "float")
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Minus):
            return self.at(node.expression)
        if isinstance(node, (cst.List, cst.Tuple)):
            return self._listed(node)
        if isinstance(node, cst.Subscript):
            return self._taken(node)
        if isinstance(node, cst.Comparison) and len(node.comparisons) == 1:
            found = self._combined(node.left, node.comparisons[0].comparator)
            return replace(found, dtype="bool") if found is not None else None
        if isinstance(node, cst.BinaryOperation) and not isinstance(node.operator, cst.MatrixMultiply):
            return self._combined(node.left, node.right, divided=isinstance(node.operator, cst.Divide))
        return self.of_table(node) if isinstance(node, cst.Attribute) else PASS

    def called(self, node: cst.Call, path: Path) -> Shape | None:
        return self.of_method(node) if not path else None

    def variable(self, node: cst.Name, home: Scope, path: Path, found: Shape | None) -> Shape | None:
        if is_reshaped(self.module, node):
            return None
        return self._grown(node, found) if not path else found

    def held(self, node: cst.Attribute, assigned: Iterable[cst.CSTNode], found: Shape | None) -> Shape | None:
        return self._grown(node, found) if not is_reshaped(self.module, node) else None

    def _listed(self, node: cst.List | cst.Tuple) -> Shape | None:
        if any(isinstance(element, cst.StarredElement) for element in node.elements):
            return None
        elements = [element.value for element in node.elements]
        inner = common(map(self.at, elements)) if len(elements) <= _MOST else self._plain(elements)
        inner = inner or Shape((), more=True)
        return Shape((len(elements), *inner.axes), inner.more, inner.dtype, Made.LIST)

    def _plain(self, elements: Sequence[cst.BaseExpression]) -> Shape | None:
        """What all of many elements are, if they are numbers as they are written."""
        kinds = {type(each) for each in elements}
        return self.at(elements[0]) if len(kinds) == 1 and kinds <= {cst.Integer, cst.Float} else None

    def _grown(self, node: cst.Name | cst.Attribute, found: Shape | None) -> Shape | None:
        """*found*, of a list with what is appended to it later."""
        if found is None or found.made is not Made.LIST:
            return found
        only = self.module.only(node, self.frames)
        length = only.length if isinstance(only, Items) else None
        if length is None or length == found.length:
            return found if length is not None else None
        return Shape((length,), more=True, made=Made.LIST)

    def _combined(
        self, left: cst.BaseExpression, right: cst.BaseExpression, *, divided: bool = False
    ) -> Shape | None:
        """What an operator makes of arrays and numbers; lists are joined, and repeated."""
        one, other = self.at(left), self.at(right)
        amounts = self.module.fact(Amounts)
        if one is None and other is not None and amounts.inside(self.frames, left) is not None:
            one = _NUMBER
        elif other is None and one is not None and amounts.inside(self.frames, right) is not None:
            other = _NUMBER
        kinds = {one.made if one else None, other.made if other else None}
        if one is None or other is None or kinds <= {Made.LIST, Made.NUMBER}:
            dtypes = {one.dtype, other.dtype} if one is not None and other is not None else set()
            known = "float" if divided or "float" in dtypes else "int" if dtypes == {"int"} else None
            return replace(_NUMBER, dtype=known) if kinds == {Made.NUMBER} else None
        return broadcast(one, other, divided=divided)

    def _taken(self, node: cst.Subscript) -> Shape | Passed | None:
        """``x[:160]``, ``x[:, 0]``, ``x[None]``; one element is left to the language."""
        index = only_index(node)
        if isinstance(index, cst.Index) and not self._is_new(index.value):
            return PASS
        whole = self.at(node.value) or Shape((), more=True)
        axes: list[int | None] = []
        rest = list(whole.axes)
        for part in (each.slice for each in node.slice):
            if isinstance(part, cst.Slice):
                axes.append(self._sliced(part, rest.pop(0) if rest else None))
            elif isinstance(part, cst.Index) and self._is_new(part.value):
                axes.append(1)
            elif isinstance(part, cst.Index) and isinstance(part.value, cst.Integer) and rest:
                rest.pop(0)
            elif axes and part is node.slice[-1].slice:
                return replace(whole, axes=tuple(axes), more=True)
            else:
                return None
        return replace(whole, axes=(*axes, *rest))

    def _is_new(self, node: cst.BaseExpression) -> bool:
        return is_none(node) or self.module.is_named(node, "numpy.newaxis", "tensorflow.newaxis")

    def _sliced(self, part: cst.Slice, length: int | None) -> int | None:
        bounds: list[int | None] = []
        for bound in (part.lower, part.upper, part.step):
            amount = self.module.fact(Amounts).inside(self.frames, bound) if bound is not None else None
            if bound is not None and not isinstance(amount, int):
                return 1 if self._is_one(part) else None
            bounds.append(amount if isinstance(amount, int) else None)
        if length is None or bounds[2] == 0:
            return None
        return len(range(length)[bounds[0] : bounds[1] : bounds[2]])

    def _is_one(self, part: cst.Slice) -> bool:
        """``x[i : i + 1]``, of an element that is there."""
        upper = part.upper
        return (
            part.lower is not None
            and isinstance(upper, cst.BinaryOperation)
            and isinstance(upper.operator, cst.Add)
            and self.amount(upper.right) == 1
            and part.step is None
            and self.module.text(upper.left) == self.module.text(part.lower)
        )


class _Reshaped:
    """The text of what gets another shape in place: ``x`` of ``x.shape = (-1, 1)`` and ``x.resize(3)``."""

    def __init__(self, module: Engine) -> None:
        targets = [target for target, _ in module.facts.attribute_targets if target.attr.value == "shape"]
        for call, func in module.method_calls("resize"):
            targets += [func] * isinstance(module.parent(call), cst.Expr)
        self.texts = {module.text(target.value) for target in targets}


def is_reshaped(module: Engine, node: cst.Name | cst.Attribute) -> bool:
    """Whether the array in a variable or attribute gets another shape in place."""
    texts = module.fact(_Reshaped).texts
    return bool(texts) and module.text(node) in texts
