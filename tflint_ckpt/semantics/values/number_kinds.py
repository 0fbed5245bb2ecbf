"""Which type of number an expression is: ``int`` or ``float`` of Python, or a scalar of NumPy.

Keras 3 takes some sizes only as an ``int``, and ``numpy.prod`` gives an ``int64``.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Portable
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.semantics.values.options import number_option
from tflint_ckpt.semantics.values.parts import ANY, EACH, key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.values.parts import Path


class NumberKind(Enum):
    """A type of number."""

    INT = "an integer"
    FLOAT = "a float"
    NUMPY = "a NumPy number"
    NUMPY_FLOAT = "a NumPy float"
    LENGTH = "an element of a shape"
    UNKNOWN = "unknown"


Kinds = frozenset[NumberKind]
INT, FLOAT = NumberKind.INT, NumberKind.FLOAT
NUMPY, NUMPY_FLOAT, UNKNOWN = NumberKind.NUMPY, NumberKind.NUMPY_FLOAT, NumberKind.UNKNOWN
_LENGTH = NumberKind.LENGTH
"""``x.shape[1]`` of an object that is not known: an ``int`` as a rule. What else it may be, a tuple or a
text, has no product with another, so that such arithmetic proves the number."""

_BUILTINS = {"int": INT, "len": INT, "float": FLOAT, "ord": INT}
_MATH = {"ceil": INT, "floor": INT, "trunc": INT, "sqrt": FLOAT, "log": FLOAT, "log2": FLOAT, "pow": FLOAT}
_REDUCED = frozenset("prod product sum max min amax amin".split())
"""Functions of NumPy that make one number of what they are given, without an axis."""
_METHODS = frozenset("max min prod".split())
"""Methods of an array of NumPy, or of a part of it, that make one number."""
_POSITIONS = frozenset(("argmax", "argmin"))
_ROUNDED = frozenset("floor ceil sqrt rint round around trunc log2 log".split())
"""Functions of NumPy that give a float for a number; for an array, an array."""
_RANGES = frozenset(("arange", "linspace", "logspace", "geomspace"))
"""Functions of NumPy that make an array of one dimension of the numbers they are given."""
_SCALARS = {
    **dict.fromkeys("int8 int16 int32 int64 uint8 uint16 uint32 uint64 intp int_".split(), NUMPY),
    **dict.fromkeys("float16 float32 float64".split(), NUMPY_FLOAT),
}
_ARITHMETIC = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power)


class NumberKinds(Portable[Kinds]):
    """The types of number that each expression of a module may be."""

    def of(self, node: cst.BaseExpression) -> Kinds:
        """All of them, with ``UNKNOWN`` where the code does not tell; never empty."""
        found = self.at(node) or frozenset((UNKNOWN,))
        return frozenset(UNKNOWN if kind is _LENGTH else kind for kind in found)

    def unknown(self, node: cst.CSTNode) -> Kinds:
        return frozenset((UNKNOWN,))

    def cycle(self, node: cst.CSTNode) -> Kinds:
        return frozenset()  # ``filters = filters * 2`` in a loop: the other ways count

    def together(self, node: cst.CSTNode, found: Iterable[Kinds]) -> Kinds:
        return frozenset().union(*found)

    def own(self, node: cst.BaseExpression, path: Path) -> Kinds | Passed:
        if isinstance(node, cst.Attribute) and len(path) == 1 and isinstance(path[0], int):
            return self._length(node)
        if path:
            return self._element(node, path) if isinstance(node, cst.Call) else PASS
        if isinstance(node, cst.Attribute):
            option = number_option(self.module, node, self.values(node.value))
            if option is not None:
                default = self.at(option.default) if option.default is not None else frozenset()
                return default | {_BUILTINS[option.kind]}
        if isinstance(node, (cst.Integer, cst.Float)):
            return frozenset((INT if isinstance(node, cst.Integer) else FLOAT,))
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, (cst.Minus, cst.Plus)):
            return self.at(node.expression)
        if isinstance(node, cst.BinaryOperation):
            if not isinstance(node.operator, _ARITHMETIC):
                return self.unknown(node)
            left, right = self.at(node.left), self.at(node.right)
            found = frozenset(_computed(node.operator, one, other) for one in left for other in right)
            return self._raised(node, found) if isinstance(node.operator, cst.Power) else found
        if isinstance(node, cst.Subscript) and isinstance(node.value, cst.Attribute) and _is_one_of(node):
            return self._length(node.value)
        if isinstance(node, cst.Subscript) and _is_one_of(node) and key(node) == ANY:
            return self.at(node.value, (EACH,))  # ``sizes[-1]``
        return self._called_number(node) if isinstance(node, cst.Call) else PASS

    def _raised(self, node: cst.BinaryOperation, found: Kinds) -> Kinds:
        """*found* of ``2 ** n``: a negative *n* makes a float of two integers, ``10 ** -3``."""
        if INT not in found:
            return found
        powers = [value.value if isinstance(value, Constant) else None for value in self.values(node.right)]
        signs = {power < 0 if isinstance(power, (int, float)) else None for power in powers}
        kinds = {None: UNKNOWN, True: FLOAT, False: INT}
        return (found - {INT}) | {kinds[sign] for sign in signs}

    def _length(self, node: cst.Attribute) -> Kinds | Passed:
        """One element of ``x.shape``; an ``int`` where *x* is what a function of NumPy returned."""
        if node.attr.value != "shape" or (isinstance(node.value, cst.Name) and node.value.value == "self"):
            return PASS
        return frozenset((INT if self.module.made_by(node.value, "numpy", self.frames) else _LENGTH,))

    def _element(self, node: cst.Call, path: Path) -> Kinds | Passed:
        """One element of an array that NumPy makes of numbers that are written out."""
        place, _, name = (self.module.resolve(node.func) or "").rpartition(".")
        if place != "numpy":
            return PASS
        if len(path) > 1 or path == (ANY,) or any(each.star or each.keyword for each in node.args):
            return self.unknown(node)
        given: Kinds = self.unknown(node)
        if name in ("array", "asarray") and len(node.args) == 1:
            given = self.at(node.args[0].value, (EACH,))
        elif name in _RANGES and node.args:
            given = frozenset().union(*(self.at(argument.value) for argument in node.args))
        if not given or given & {UNKNOWN, _LENGTH}:
            return self.unknown(node)
        is_float = bool(given & {FLOAT, NUMPY_FLOAT}) or (name in _RANGES and name != "arange")
        return frozenset((NUMPY_FLOAT if is_float else NUMPY,))

    def _called_number(self, node: cst.Call) -> Kinds | Passed:
        name = self.module.builtin(node.func)
        if name in _BUILTINS:
            return frozenset((_BUILTINS[name],))
        if name == "round" and len(node.args) == 1:
            return frozenset((INT if not self.at(node.args[0].value) & {UNKNOWN} else UNKNOWN,))
        place, _, last = (self.module.resolve(node.func) or "").rpartition(".")
        if place == "math" and last in _MATH:
            return frozenset((_MATH[last],))
        if place == "numpy":
            return self._of_numpy(node, last)
        return self._of_method(node, node.func) if isinstance(node.func, cst.Attribute) else PASS

    def _of_method(self, node: cst.Call, func: cst.Attribute) -> Kinds | Passed:
        """``number.astype(int)`` is one of NumPy still, ``number.item()`` one of Python; ``array.max()``."""
        name, given = func.attr.value, node.args
        if name in _METHODS and not given and self._is_of_numpy(func.value):
            return frozenset((NUMPY,))
        if name not in ("astype", "item") or len(given) != (name == "astype"):
            return PASS
        before = self.at(func.value)
        if not before or not before <= {NUMPY, NUMPY_FLOAT}:
            return self.unknown(node)
        if name == "item":
            return frozenset(INT if kind is NUMPY else FLOAT for kind in before)
        return frozenset((self._type(given[0].value),))

    def _is_of_numpy(self, node: cst.BaseExpression) -> bool:
        """Whether it is an array of NumPy, or a part of one: ``x[:, 1]``."""
        if self.module.made_by(node, "numpy", self.frames):
            return True
        return isinstance(node, cst.Subscript) and self._is_of_numpy(node.value)

    def _type(self, node: cst.BaseExpression) -> NumberKind:
        """What a number of NumPy is made by the type *node*."""
        name = self.module.builtin(node) or self.module.literal(node)
        if name is None:
            name = (self.module.resolve(node) or "").removeprefix("numpy.")
        return {"int": NUMPY, "float": NUMPY_FLOAT}.get(name) or _SCALARS.get(name, UNKNOWN)

    def _of_numpy(self, node: cst.Call, name: str) -> Kinds:
        if name in _SCALARS:
            given = self.at(node.args[0].value) if len(node.args) == 1 else self.unknown(node)
            return frozenset((_SCALARS[name] if UNKNOWN not in given else UNKNOWN,))
        if name in _REDUCED | _POSITIONS and len(node.args) == 1 and not node.args[0].star:
            summed = isinstance(node.args[0].value, cst.GeneratorExp)  # by Python
            return frozenset((UNKNOWN if summed else NUMPY,))
        if name in _ROUNDED and node.args and UNKNOWN not in self.at(node.args[0].value):
            return frozenset((NUMPY_FLOAT,))
        return self.unknown(node)

    def augmented(self, binding: Binding, use: cst.Name, path: Path) -> Kinds:
        statement = self.module.parent(binding.node)
        if path or not isinstance(statement, cst.AugAssign) or not isinstance(binding.node, cst.Name):
            return self.unknown(use)
        before, by = self.at(binding.node), self.at(statement.value)
        operator = _OPERATORS.get(type(statement.operator))
        if operator is None:
            return self.unknown(use)
        return frozenset(_computed(operator(), one, other) for one in before for other in by)


_OPERATORS: dict[type[cst.BaseAugOp], type[cst.BaseBinaryOp]] = {
    cst.AddAssign: cst.Add,
    cst.SubtractAssign: cst.Subtract,
    cst.MultiplyAssign: cst.Multiply,
    cst.DivideAssign: cst.Divide,
    cst.FloorDivideAssign: cst.FloorDivide,
}


def _is_one_of(node: cst.Subscript) -> bool:
    """Whether a subscript takes one element, at a literal index from either end."""
    index = node.slice[0].slice if len(node.slice) == 1 else None
    value = index.value if isinstance(index, cst.Index) else None
    if isinstance(value, cst.UnaryOperation) and isinstance(value.operator, cst.Minus):
        value = value.expression
    return isinstance(value, cst.Integer)


def _computed(operator: cst.BaseBinaryOp, left: NumberKind, right: NumberKind) -> NumberKind:
    """What an operator makes of two numbers."""
    both = {left, right}
    if UNKNOWN in both:
        return UNKNOWN
    if _LENGTH in both:
        repeats = isinstance(operator, cst.Multiply) and len(both) > 1
        joins = isinstance(operator, cst.Add) and len(both) == 1
        if repeats or joins or isinstance(operator, cst.Divide):
            return UNKNOWN  # of a tuple, the first two would be another tuple
        return _computed(operator, *(INT if kind is _LENGTH else kind for kind in (left, right)))
    numpy = bool(both & {NUMPY, NUMPY_FLOAT})
    if isinstance(operator, cst.Divide) or both & {FLOAT, NUMPY_FLOAT}:
        return NUMPY_FLOAT if numpy else FLOAT
    if isinstance(operator, cst.Power) and not numpy:
        return UNKNOWN if right is not INT else INT
    return NUMPY if numpy else INT
