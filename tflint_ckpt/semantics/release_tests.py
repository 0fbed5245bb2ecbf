"""Comparisons of a release with another one, as text or as a number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.semantics.values.parts import key
from tflint_ckpt.target import Release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
        part: which of the numbers alone is compared, ``version.split(".")[1]``; ``None`` for all.
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
    part: int | None = None

    def is_wrong(self, release: Release) -> bool:
        """Whether the answer on a release is not that of its numbers."""
        numbers = self._numbers(release)
        wanted = tuple(map(int, self.wanted.split(".")))
        if self.part is not None:
            return self._asked(release) is not self._answer(numbers[self.part], wanted[0])
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
        what = "the release is" if self.part is None else "a part of the release is"
        return f"{what} compared as text: on {name} {told}"

    def _numbers(self, release: Release) -> tuple[int, int]:
        return release.tensorflow if self.package == "TensorFlow" else release.keras

    def _value(self, release: Release) -> str | float:
        numbers = self._numbers(release)
        if self.part is not None:
            return str(numbers[self.part])
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
        part = None if found is not None else _part(side)
        if part is not None:
            found = _version(module, part[0])
        if found is None or (part is not None and found[1]):
            continue
        version, cut, is_number = found
        wanted = _wanted(module, other, is_number=is_number)
        if not wanted or (part is not None and "." in wanted):
            return None
        package = _VERSIONS[module.resolve(version) or ""]
        order = type(node.comparisons[0].operator)
        number = part[1] if part is not None else None
        return Comparison(left, right, version, package, wanted, order, first, cut, is_number, number)
    return None


def _part(node: cst.BaseExpression) -> tuple[cst.BaseExpression, int] | None:
    """The text and the place of ``text.split(".")[1]``, one of the first two numbers of a release."""
    split = node.value if isinstance(node, cst.Subscript) else None
    if not isinstance(node, cst.Subscript) or not isinstance(split, cst.Call):
        return None
    func, place = split.func, key(node)
    separator = split.args[0].value if split.args else None
    is_split = isinstance(func, cst.Attribute) and func.attr.value == "split"
    by_dot = isinstance(separator, cst.SimpleString) and separator.evaluated_value == "."
    if not is_split or not by_dot or place not in (0, 1):
        return None
    assert isinstance(func, cst.Attribute) and isinstance(place, int)
    return func.value, place


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
