"""Expressions that are floats whatever their values: quotients, what ``np.ceil`` returns, their sums."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Portable
from tflint_ckpt.semantics.values.parts import Path

_ROUNDING = tuple(f"numpy.{name}" for name in "ceil floor rint round around trunc fix".split())
_FLOATS = tuple(
    f"{owner}.{name}"
    for owner, names in (
        ("numpy", "divide true_divide float32 float64 sqrt log log2 log10 exp mean"),
        ("math", "sqrt log log2 log10 exp"),
    )
    for name in names.split()
)
_CARRYING = (cst.Add, cst.Subtract, cst.Multiply, cst.FloorDivide, cst.Modulo)
_CARRYING_ON = (
    cst.AddAssign,
    cst.SubtractAssign,
    cst.MultiplyAssign,
    cst.FloorDivideAssign,
    cst.ModuloAssign,
)
"""Operators that give a float where one side is a float."""


class Floating(int, Enum):
    """What is known of a float."""

    NO = 0
    """That it is one is not known."""
    ANY = 1
    WHOLE = 2
    """It has no fraction: ``np.ceil(…)``, ``10.0``."""


class Floats(Portable[Floating]):
    """Which expressions provably are floats, of Python or NumPy."""

    def unknown(self, node: cst.CSTNode) -> Floating:
        return Floating.NO

    def together(self, node: cst.CSTNode, found: Iterable[Floating]) -> Floating:
        return min(found, default=Floating.NO)

    def own(self, node: cst.BaseExpression, path: Path) -> Floating | Passed:
        if path:
            return PASS
        if isinstance(node, cst.Float):
            return Floating.WHOLE if float(node.evaluated_value).is_integer() else Floating.ANY
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, (cst.Minus, cst.Plus)):
            return self.at(node.expression)
        if isinstance(node, cst.BinaryOperation):
            return self._combined(node)
        return self._returned(node) if isinstance(node, cst.Call) else PASS

    def _combined(self, node: cst.BinaryOperation) -> Floating:
        if isinstance(node.operator, cst.Divide):
            return Floating.ANY
        if not isinstance(node.operator, _CARRYING) or max(self.at(node.left), self.at(node.right)) == 0:
            return Floating.NO
        return Floating.WHOLE if isinstance(node.operator, cst.FloorDivide) else Floating.ANY

    def _returned(self, node: cst.Call) -> Floating | Passed:
        given = [argument.value for argument in node.args if argument.keyword is None and not argument.star]
        if self.module.is_named(node.func, *_ROUNDING):
            return Floating.WHOLE if len(given) == 1 else Floating.NO
        if self.module.is_named(node.func, *_FLOATS):
            return Floating.ANY
        name = self.module.builtin(node.func)
        if name == "float":
            return Floating.ANY
        if name in ("max", "min") and len(given) == len(node.args) > 1:
            return self.together(node, map(self.at, given))
        if name in ("abs", "round") and given:
            alone = len(given) == len(node.args) == 1
            return self.at(given[0]) if name == "abs" or not alone else Floating.NO
        return PASS

    def augmented(self, binding: Binding, use: cst.Name, path: Path) -> Floating:
        statement = self.module.parent(binding.node)
        if path or not isinstance(statement, cst.AugAssign) or not isinstance(binding.node, cst.Name):
            return Floating.NO
        if isinstance(statement.operator, cst.DivideAssign):
            return Floating.ANY
        carries = isinstance(statement.operator, _CARRYING_ON)
        known = max(self.at(statement.value), self.at(binding.node))
        return Floating.ANY if carries and known else Floating.NO
