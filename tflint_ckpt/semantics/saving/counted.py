"""Conditions on the counter of a loop: ``epoch % 15 == 0`` in ``for epoch in range(10)``."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frame
    from tflint_ckpt.semantics.module import Module

_MOST_ROUNDS = 1000
_ARITHMETIC: dict[type[cst.CSTNode], Callable[[int, int], int]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.Modulo: operator.mod,
    cst.FloorDivide: operator.floordiv,
}
_COMPARISONS: dict[type[cst.CSTNode], Callable[[int, int], bool]] = {
    cst.Equal: operator.eq,
    cst.NotEqual: operator.ne,
    cst.LessThan: operator.lt,
    cst.LessThanEqual: operator.le,
    cst.GreaterThan: operator.gt,
    cst.GreaterThanEqual: operator.ge,
}


def never_holds(module: Module, test: cst.BaseExpression, loop: cst.For, frames: Sequence[Frame]) -> bool:
    """Whether *test* holds in no round of *loop*, which counts with ``range``; ``False`` if unknown.

    *frames* are the calls inside which the loop is run.
    """
    target, rounds = loop.target, _rounds(module, loop.iter, frames)
    if not isinstance(target, cst.Name) or rounds is None or len(rounds) > _MOST_ROUNDS:
        return False
    condition = _Condition(module, target, frames)
    return all(condition.value(test, count) == 0 for count in rounds)


def _rounds(module: Module, iterable: cst.BaseExpression, frames: Sequence[Frame]) -> range | None:
    if not isinstance(iterable, cst.Call) or module.builtin(iterable.func) != "range":
        return None
    condition = _Condition(module, None, frames)
    given = [condition.value(argument.value, 0) for argument in iterable.args if not argument.star]
    known = [one for one in given if one is not None]
    if len(known) != len(iterable.args) or not 1 <= len(known) <= 3 or known[2:] == [0]:
        return None
    return range(*known)


def numbers(
    module: Module, node: cst.BaseExpression, place: cst.CSTNode, loop: cst.For
) -> tuple[int, ...] | None:
    """What *node* is in each round of *loop* that may come to *place*, in order; ``None`` if unknown.

    A test around *place* that does not tell counts as one that holds.
    """
    target, rounds = loop.target, _rounds(module, loop.iter, ())
    if not isinstance(target, cst.Name) or rounds is None or len(rounds) > _MOST_ROUNDS:
        return None
    if _leaves_out(loop):
        return None
    condition = _Condition(module, target, ())
    tests = []
    for test, holds in tests_of(module, place, loop):
        if holds:
            tests.append(test)
        elif names_counter(test, loop):
            return None
    reached = [count for count in rounds if not any(condition.value(test, count) == 0 for test in tests)]
    found = [condition.value(node, count) for count in reached]
    known = [number for number in found if number is not None]
    return tuple(known) if len(known) == len(found) else None


def chooses_rounds(module: Module, place: cst.CSTNode, loop: cst.For) -> bool:
    """Whether some rounds of *loop* may not come to *place*: a test of the counter, or ``continue``."""
    tests = tests_of(module, place, loop)
    return _leaves_out(loop) or any(names_counter(test, loop) for test, _ in tests)


def tests_of(module: Module, place: cst.CSTNode, loop: cst.For) -> Iterator[tuple[cst.BaseExpression, bool]]:
    """The tests that *place* stands under within *loop*, and whether they hold there."""
    for child, above in module.steps(place):
        if above is loop:
            return
        if isinstance(above, cst.If) and child is not above.test:
            yield above.test, child is above.body


def names_counter(test: cst.CSTNode, loop: cst.For) -> bool:
    """Whether *test* names the counter of *loop*."""
    name = loop.target.value if isinstance(loop.target, cst.Name) else None
    return any(isinstance(node, cst.Name) and node.value == name for node in descend(test))


def _leaves_out(loop: cst.For) -> bool:
    """Whether a round may end early, so that what stands in it is not run."""
    return any(isinstance(node, cst.Continue) for node in descend(loop.body))


class _Condition:
    """Integers and conditions, worked out for one value of the counter."""

    def __init__(self, module: Module, counter: cst.Name | None, frames: Sequence[Frame]) -> None:
        self._module = module
        self._counter = counter
        self._frames = frames

    def value(self, node: cst.BaseExpression, count: int) -> int | None:
        """What *node* is where the counter is *count*, conditions as 0 and 1; ``None`` if unknown."""
        if self._is_counter(node):
            return count
        if isinstance(node, cst.BinaryOperation):
            return self._arithmetic(node, count)
        if isinstance(node, cst.Comparison) and len(node.comparisons) == 1:
            compare = _COMPARISONS.get(type(node.comparisons[0].operator))
            left, right = self.value(node.left, count), self.value(node.comparisons[0].comparator, count)
            known = compare is not None and left is not None and right is not None
            return int(compare(left, right)) if known else None  # type: ignore[misc, arg-type]
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.And):
            sides = (self.value(node.left, count), self.value(node.right, count))
            return 0 if 0 in sides else None
        only = self._module.only(node, self._frames)
        return only.value if isinstance(only, Constant) and type(only.value) is int else None

    def _is_counter(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is the counter, and nothing but the loop has set it."""
        if self._counter is None or not isinstance(node, cst.Name) or node.value != self._counter.value:
            return False
        return [binding.node for binding in self._module.visible(node)] == [self._counter]

    def _arithmetic(self, node: cst.BinaryOperation, count: int) -> int | None:
        work = _ARITHMETIC.get(type(node.operator))
        left, right = self.value(node.left, count), self.value(node.right, count)
        if work is None or left is None or right is None:
            return None
        divides = isinstance(node.operator, (cst.Modulo, cst.FloorDivide))
        return None if divides and right == 0 else work(left, right)
