"""How many axes the arrays of a file have, where the code shows how they are made."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.values.amounts import is_reshaped
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Agreeing, Portable
from tflint_ckpt.semantics.values.kinds import Instance, Items
from tflint_ckpt.semantics.values.numbers import Numbers
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.names.scopes import Scope

_SHAPED = frozenset(f"numpy.{name}" for name in ("zeros", "ones", "full", "empty"))
"""Functions whose first argument is a shape."""
_SIZED = {
    "numpy.random.random": 0, "numpy.random.randint": 2, "numpy.random.normal": 2, "numpy.random.uniform": 2
}  # fmt: skip
"""Functions with an argument ``size``, and its position."""
_EACH_AXIS = frozenset(("numpy.random.rand", "numpy.random.randn"))
_KEEPING_AXES = frozenset(("dtype", "copy", "order"))
"""Keywords with which a function of ``_COPYING`` or ``linspace`` leaves the axes alone."""
_COPYING = frozenset(("numpy.array", "numpy.asarray", "numpy.float32", "numpy.float64"))
_KEEPING = frozenset("astype copy clip round".split())
_FLATTENING = frozenset(("ravel", "flatten"))
_DATASETS = {"mnist": 1, "fashion_mnist": 1, "imdb": 1, "reuters": 1, "cifar10": 2, "cifar100": 2}
"""How many axes the labels of a data set have."""
_SPLIT = "sklearn.model_selection.train_test_split"
_TABLES = tuple(
    f"sklearn.datasets.{name}"
    for name in "load_iris load_wine load_digits load_diabetes load_breast_cancer load_boston "
    "fetch_california_housing".split()
)
"""Data sets of scikit-learn whose ``target`` is one number a sample."""
_ONE_HOT = ("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical")


class Axes(Agreeing[int], Portable["int | None"]):
    """How many axes the arrays of one module have."""

    def own(self, node: cst.BaseExpression, path: Path) -> int | Passed | None:
        if isinstance(node, cst.Subscript) and not path and _is_sliced(node):
            return self.at(node.value)
        if isinstance(node, cst.Attribute) and not path and node.attr.value == "target":
            return 1 if self._is_table(node.value) else PASS
        if path or not isinstance(node, cst.Call):
            return PASS
        name = self.module.resolve(node.func) or ""
        if any(argument.star for argument in node.args) or not name:
            return PASS
        if name in _SHAPED:
            return self._length(argument(node, "shape", 0))
        if name in _SIZED:
            return self._length(argument(node, "size", _SIZED[name]))
        if name in _EACH_AXIS:
            return len(node.args) or None
        if name == "numpy.arange":
            return 1
        first = node.args[0].value if node.args else None
        if name in _ONE_HOT and first is not None:
            inner = self.at(first)
            return 2 if inner == 1 else None
        if not all(each.keyword is None or each.keyword.value in _KEEPING_AXES for each in node.args):
            return PASS
        if name == "numpy.linspace":
            return 1 if not any(self._may_be_array(each.value) for each in node.args[:2]) else PASS
        if name in _COPYING and first is not None:
            return self._written(first)
        return PASS

    def _may_be_array(self, node: cst.BaseExpression) -> bool:
        return not _is_number(node) and not self.module.is_number(node)

    def called(self, node: cst.Call, path: Path) -> int | None:
        name = self.module.resolve(node.func) or ""
        if name.startswith("keras.datasets.") and name.endswith(".load_data"):
            return _DATASETS.get(name.split(".")[2]) if path in ((0, 1), (1, 1)) else None
        if name == _SPLIT and len(path) == 1 and isinstance(path[0], int):
            given = [argument.value for argument in node.args if argument.keyword is None]
            starred = any(argument.star for argument in node.args)
            place = path[0] // 2
            is_there = -len(given) <= place < len(given)
            return self.at(given[place]) if is_there and not starred else None
        func = node.func
        if path or not isinstance(func, cst.Attribute) or name:
            return None
        if func.attr.value in _KEEPING:
            return self.at(func.value)
        if func.attr.value == "reshape" and self.at(func.value) is not None:
            return self._reshaped(node)
        return 1 if func.attr.value in _FLATTENING and self.at(func.value) is not None else None

    def variable(self, node: cst.Name, home: Scope, path: Path, found: int | None) -> int | None:
        return None if is_reshaped(self.module, node) else found

    def _is_table(self, node: cst.BaseExpression) -> bool:
        values = self.values(node)
        return bool(values) and all(
            isinstance(value, Instance) and self.module.resolve(value.call.func) in _TABLES
            for value in values
        )

    def _reshaped(self, node: cst.Call) -> int | None:
        """``y.reshape(-1, 1)``, ``y.reshape((-1, 1))``."""
        if any(argument.star or argument.keyword for argument in node.args) or not node.args:
            return None
        if len(node.args) > 1:
            return len(node.args)
        return self._length(node.args[0].value)

    def _length(self, shape: cst.BaseExpression | None) -> int | None:
        if shape is None:
            return None
        only = self.module.only(shape, self.frames)
        if isinstance(only, Items) and only.length is not None:
            return only.length
        return 1 if self.module.fact(Numbers).at(shape) or isinstance(shape, cst.Integer) else None

    def _written(self, node: cst.BaseExpression) -> int | None:
        """The axes of a list of numbers that is written out, or of an array."""
        if not isinstance(node, (cst.List, cst.Tuple)):
            return self.at(node)
        elements = [element.value for element in node.elements]
        if not elements or any(isinstance(element, cst.StarredElement) for element in node.elements):
            return None
        if all(map(_is_number, elements)):
            return 1
        lengths = {len(each.elements) if isinstance(each, (cst.List, cst.Tuple)) else -1 for each in elements}
        if len(lengths) != 1 or -1 in lengths:
            return None  # no rows, or not all of one length
        inner = self.together(node, map(self._written, elements))
        return inner + 1 if inner is not None else None


def _is_number(node: cst.BaseExpression) -> bool:
    """Whether a number is written out: ``3``, ``-0.5``."""
    node = node.expression if isinstance(node, cst.UnaryOperation) else node
    return isinstance(node, (cst.Integer, cst.Float))


def _is_sliced(node: cst.Subscript) -> bool:
    """Whether a subscript takes rows: ``y[:7]``."""
    return len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Slice)
