"""Comparisons of a release with another one, as text or as a number."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.release_forms import Form, ReleaseForms
from tflint_ckpt.semantics.values.kinds import Constant, Items, Text
from tflint_ckpt.target import Release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.semantics.module import Module

ORDERS: dict[type[cst.BaseCompOp], tuple[str, Callable[[Any, Any], bool]]] = {
    cst.LessThan: ("<", operator.lt),
    cst.LessThanEqual: ("<=", operator.le),
    cst.GreaterThan: (">", operator.gt),
    cst.GreaterThanEqual: (">=", operator.ge),
}
_NUMBERS = pattern(r"\d+(?:\.\d+){0,2}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """``form order wanted``.

    Attributes:
        left, right: the two sides as they stand.
        form: what is made of the release before it is compared.
        wanted: the other side as a text of numbers.
        order: the operator.
        first: whether the release stands on the left.
    """

    left: cst.BaseExpression
    right: cst.BaseExpression
    form: Form
    wanted: str
    order: type[cst.BaseCompOp]
    first: bool

    @property
    def side(self) -> cst.BaseExpression:
        """The side that the release stands on."""
        return self.left if self.first else self.right

    def is_wrong(self, release: Release) -> bool:
        """Whether the answer on a release is not that of its numbers."""
        numbers = self._numbers(release)
        wanted = tuple(map(int, self.wanted.split(".")))
        if self.form.part is not None:
            return self._asked(release) is not self._answer(numbers[self.form.part], wanted[0])
        return self._asked(release) is not self._answer((*numbers, 0)[: len(wanted)], wanted)

    def message(self, release: Release) -> str:
        """What is wrong on *release*."""
        numbers, form = self._numbers(release), self.form
        value, wanted = self._shown(form.of(numbers)), self._shown(self._wanted())
        sides = (value, wanted) if self.first else (wanted, value)
        name = f"{form.package} {numbers[0]}.{numbers[1]}"
        told = f"{sides[0]} {ORDERS[self.order][0]} {sides[1]} is {self._asked(release)}"
        counts = f"{name} counts as {form.of(numbers)}, and {told}"
        if form.is_cut and form.part is None:
            return f"only three characters of the release are compared: {counts}"
        if form.is_cut:
            return f"only one character of the release is compared: {counts}"
        if form.is_number:
            return f"the release is compared as a decimal number: {counts}"
        what = "the release is" if form.part is None else "a part of the release is"
        return f"{what} compared as text: on {name} {told}"

    def _numbers(self, release: Release) -> tuple[int, int]:
        return release.tensorflow if self.form.package == "TensorFlow" else release.keras

    def _wanted(self) -> object:
        if self.form.is_list:
            return tuple(self.wanted.split("."))
        if self.form.is_number:
            return int(self.wanted) if "." not in self.wanted else float(self.wanted)
        return self.wanted

    def _asked(self, release: Release) -> bool:
        return self._answer(self.form.of(self._numbers(release)), self._wanted())

    def _answer(self, version: object, wanted: object) -> bool:
        compare = ORDERS[self.order][1]
        return bool(compare(version, wanted) if self.first else compare(wanted, version))

    @staticmethod
    def _shown(value: object) -> str:
        if isinstance(value, tuple):
            return "[" + ", ".join(f'"{each}"' for each in value) + "]"
        return f'"{value}"' if isinstance(value, str) else str(value)


def comparisons(module: Module) -> Iterator[Comparison]:
    """The comparisons of a release by order."""
    for node in module.facts.every(cst.Comparison):
        if len(node.comparisons) == 1 and type(node.comparisons[0].operator) in ORDERS:
            found = _read(module, node)
            if found is not None:
                yield found


def _read(module: Module, node: cst.Comparison) -> Comparison | None:
    left, right = node.left, node.comparisons[0].comparator
    for first, side, other in ((True, left, right), (False, right, left)):
        form = module.fact(ReleaseForms).of(side)
        if form is None:
            continue
        wanted = _wanted(module, other, form)
        if not wanted or (form.part is not None and "." in wanted):
            return None
        return Comparison(left, right, form, wanted, type(node.comparisons[0].operator), first)
    return None


def _wanted(module: Module, node: cst.BaseExpression, form: Form) -> str:
    """The numbers that the release is compared with, ``2.4``; empty where they are not known."""
    only = module.only(node)
    if form.is_number:
        number = only.value if isinstance(only, Constant) else None
        return str(number) if isinstance(number, (int, float)) and not isinstance(number, bool) else ""
    if form.is_list:
        exact = isinstance(only, Items) and only.exact and only.complete
        parts = [module.literal(each) for each in only.elements] if isinstance(only, Items) and exact else []
        text = ".".join(part or "" for part in parts)
    else:
        text = (only.literal if isinstance(only, Text) else None) or ""
    return text if _NUMBERS.fullmatch(text) else ""
