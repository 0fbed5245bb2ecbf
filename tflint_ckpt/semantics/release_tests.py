"""Comparisons of a release with another one, as text or as a number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.target import Release

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_VERSIONS = {
    "tensorflow.__version__": "TensorFlow",
    "tensorflow.version.VERSION": "TensorFlow",
    "keras.__version__": "Keras",
}
ORDERS: dict[type[cst.BaseCompOp], tuple[str, Callable[[Any, Any], bool]]] = {
    cst.LessThan: ("<", operator.lt),
    cst.LessThanEqual: ("<=", operator.le),
    cst.GreaterThan: (">", operator.gt),
    cst.GreaterThanEqual: (">=", operator.ge),
}
_NUMBERS = pattern(r"\d+(?:\.\d+){0,2}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """``version order wanted``.

    Attributes:
        left, right: the two sides as they stand.
        version: the expression that is the release, ``tf.__version__``.
        package: what it is the release of.
        wanted: the other side as a text of numbers.
        order: the operator.
        first: whether the release stands on the left.
        cut: whether only three characters of it are looked at.
        is_number: whether they are made a number.
    """

    left: cst.BaseExpression
    right: cst.BaseExpression
    version: cst.Attribute | cst.Name
    package: str
    wanted: str
    order: type[cst.BaseCompOp]
    first: bool
    cut: bool
    is_number: bool

    def is_wrong(self, release: Release) -> bool:
        """Whether the answer on a release is not that of its numbers."""
        numbers = self._numbers(release)
        wanted = tuple(map(int, self.wanted.split(".")))
        return self._asked(release) is not self._answer((*numbers, 0)[: len(wanted)], wanted)

    def message(self, release: Release) -> str:
        """What is wrong on *release*."""
        numbers = self._numbers(release)
        value, wanted = self._value(release), self.wanted if self.is_number else f'"{self.wanted}"'
        shown = str(value) if self.is_number else f'"{value}"'
        sides = (shown, wanted) if self.first else (wanted, shown)
        name = f"{self.package} {numbers[0]}.{numbers[1]}"
        told = f"{sides[0]} {ORDERS[self.order][0]} {sides[1]} is {self._asked(release)}"
        if self.cut:
            return f"only three characters of the release are compared: {name} counts as {value}, and {told}"
        return f"the release is compared as text: on {name} {told}"

    def _numbers(self, release: Release) -> tuple[int, int]:
        return release.tensorflow if self.package == "TensorFlow" else release.keras

    def _value(self, release: Release) -> str | float:
        numbers = self._numbers(release)
        text = f"{numbers[0]}.{numbers[1]}.0"
        return float(text[:3]) if self.is_number else text[:3] if self.cut else text

    def _asked(self, release: Release) -> bool:
        wanted = float(self.wanted) if self.is_number else self.wanted
        return self._answer(self._value(release), wanted)

    def _answer(self, version: object, wanted: object) -> bool:
        compare = ORDERS[self.order][1]
        return bool(compare(version, wanted) if self.first else compare(wanted, version))


def comparisons(module: Module) -> Iterator[cst.Comparison]:
    """The comparisons around a release, each once."""
    found: dict[cst.Comparison, None] = {}
    for name in ("__version__", "VERSION"):
        named = module.attributes(name)
        bound = [binding for node in named for binding in module.flows.bound_to(node)]
        for node in (*named, *(use for binding in bound for use in module.flows.reads(binding))):
            for above in module.ancestors(node):
                if isinstance(above, cst.Comparison):
                    found[above] = None
                    break
                if isinstance(above, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
                    break
    yield from found


def read(module: Module, node: cst.Comparison) -> Comparison | None:
    if len(node.comparisons) != 1 or type(node.comparisons[0].operator) not in ORDERS:
        return None
    left, right = node.left, node.comparisons[0].comparator
    for first, side, other in ((True, left, right), (False, right, left)):
        found = _version(module, side)
        if found is None:
            continue
        version, cut, is_number = found
        wanted = _wanted(module, other, is_number=is_number)
        package = _VERSIONS[module.resolve(version) or ""]
        order = type(node.comparisons[0].operator)
        return (
            Comparison(left, right, version, package, wanted, order, first, cut, is_number)
            if wanted
            else None
        )
    return None


def _version(
    module: Module, node: cst.BaseExpression
) -> tuple[cst.Attribute | cst.Name, bool, bool] | None:
    """The release that *node* is or is cut from, whether it is cut, and whether it is made a number."""
    if isinstance(node, (cst.Attribute, cst.Name)):
        return (node, False, False) if module.resolve(node) in _VERSIONS else None
    if isinstance(node, cst.Subscript) and isinstance(node.value, (cst.Attribute, cst.Name)):
        whole = _version(module, node.value)
        text = "".join(module.text(node).split())
        return (node.value, True, False) if whole and text.endswith(("[:3]", "[0:3]")) else None
    if isinstance(node, cst.Call) and module.builtin(node.func) == "float" and len(node.args) == 1:
        inner = _version(module, node.args[0].value)
        return (inner[0], True, True) if inner is not None and inner[1] else None
    return None


def _wanted(module: Module, node: cst.BaseExpression, *, is_number: bool) -> str:
    """The numbers that the release is compared with, ``2.4``; empty where they are not known."""
    values = module.evaluate(node)
    only = values[0] if len(values) == 1 else None
    if is_number:
        number = only.value if isinstance(only, Constant) else None
        return str(number) if isinstance(number, (int, float)) and not isinstance(number, bool) else ""
    text = only.literal if isinstance(only, Text) else None
    return text if text is not None and _NUMBERS.fullmatch(text) else ""
