"""Readers of a dataset that only look at it: at its first elements, or once, to adapt a layer.

``for image in ds.take(3): show(image)`` reads the dataset, but is not what it is made for. What trains,
collects an unknown number of elements, or gives the dataset away is no look, nor is what may run again and
again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.readers import Readers
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.datasets.chains import Operation
    from tflint_ckpt.semantics.datasets.readers import Reader
    from tflint_ckpt.semantics.module import Module

MOST_ELEMENTS = 100
"""More than this many are not the first elements."""
MOST_ROWS = 1000
"""A batch of more rows than this may be all of the data."""

ALL, SOME, FEW = range(3)
"""How much of a dataset there is to read: all, an unknown number of elements, at most ``MOST_ELEMENTS``."""

_NOT_LAZY = frozenset("apply cache snapshot".split())
"""Operations that keep what a look reads, or may do anything."""

_AGAIN = (cst.For, cst.While, cst.Lambda, *COMPREHENSIONS)
"""What may run the code within more than once, or at another time."""

_AS_ITERATOR = frozenset("as_numpy_iterator make_one_shot_iterator __iter__".split())
_NEXT = frozenset("next get_next __next__".split())
_ONE = frozenset(("tensorflow.data.experimental.get_single_element",))
_SHOWING = frozenset(
    f"tensorflow_datasets.{name}" for name in ("as_dataframe", "show_examples", "visualization.show_examples")
)
_TRAINING = frozenset("apply_gradients fit fit_generator GradientTape minimize partial_fit".split())
_COLLECTING = frozenset("append extend add update write put".split())
_DRAWING = frozenset("imshow plot subplot subplots".split())


@dataclass(frozen=True, slots=True)
class Look:
    """How a look reads the dataset.

    Attributes:
        places: the loops and calls that read elements; empty where nothing is done with the result.
        whole: whether it reads all elements, as ``adapt`` does.
    """

    places: tuple[cst.CSTNode, ...]
    whole: bool = False


class Looks:
    """Tells looks from other readers, for the datasets of one module."""

    def __init__(self, module: Module, readers: Readers) -> None:
        self.module = module
        self.readers = readers

    def aside(self, node: cst.CSTNode, readers: Iterable[Reader], *, adapting: bool) -> list[Reader]:
        """The *readers* of the dataset *node* without those that only look; all, if they all do.

        The pass in which a layer adapts to the data counts as a look with *adapting* only.
        """
        others: list[Reader] = []
        looking: list[tuple[Reader, Look]] = []
        for reader in readers:
            # Where the variable gets the result, the pipeline goes on, even if that is only looked at.
            look = None if reader.rebinds else self._look(reader, ALL, frozenset())
            if look is None or (look.whole and not adapting):
                others.append(reader)
            else:
                looking.append((reader, look))
        homes = [node, *(reader.node for reader in others)]
        again = [one for one, look in looking if not all(self._once(place, homes) for place in look.places)]
        return [*others, *again] or [reader for reader, _ in looking]

    def is_look(self, reader: Reader) -> bool:
        """Whether *reader* only looks at the first elements, wherever the others are."""
        return self._look(reader, ALL, frozenset()) is not None

    # What a reader does with the dataset

    def _look(self, reader: Reader, part: int, seen: frozenset[cst.CSTNode]) -> Look | None:
        """How *reader* looks at a dataset of which it can read *part*; ``None`` if it is no look."""
        operation = reader.operation
        if operation is None:
            return self._consumed(reader.node, part)
        if operation.call in seen or operation.name in _NOT_LAZY or self._large(operation):
            return None
        part = max(part, self._taken(operation))
        readers = self.readers.of(operation.call)
        if not readers:
            # Nothing is done with it here; but a variable may be imported elsewhere.
            return Look(()) if isinstance(self.module.parent(operation.call), cst.Expr) else None
        seen |= {operation.call}
        return _joined(self._look(one, part, seen) for one in readers)

    def _taken(self, operation: Operation) -> int:
        return self._part(operation.argument("count")) if operation.name == "take" else ALL

    def _part(self, count: cst.BaseExpression | None) -> int:
        number = self.module.datasets.number(count)
        if number is None:
            return SOME
        return FEW if 0 <= number <= MOST_ELEMENTS else ALL

    def _large(self, operation: Operation) -> bool:
        size = operation.argument("batch_size") if operation.name in api.BATCHING else None
        return (self.module.datasets.number(size) or 0) > MOST_ROWS

    def _consumed(self, node: cst.CSTNode, part: int) -> Look | None:
        """What reads a dataset at a place that is no operation."""
        parent = self.module.parent(node)
        call = self.module.parent(parent) if isinstance(parent, (cst.Arg, cst.Attribute)) else None
        if isinstance(parent, cst.Attribute) and isinstance(call, cst.Call):
            if parent.attr.value in _AS_ITERATOR:
                return self._iterated(call, part)
            return Look((call,)) if parent.attr.value == "get_single_element" else None
        if isinstance(parent, cst.Arg) and isinstance(call, cst.Call):
            if self.module.is_named(call.func, *_ONE, *_SHOWING):
                return Look((call,))
            if isinstance(call.func, cst.Attribute) and call.func.attr.value == "adapt":
                return Look((call,), whole=part == ALL)
        return self._iterated(node, part)

    def _iterated(self, node: cst.CSTNode, part: int) -> Look | None:
        """What reads an iterable: a dataset, its iterator, or a variable that holds one."""
        parent = self.module.parent(node)
        above = self.module.parent(parent) if parent is not None else None
        if isinstance(parent, cst.For) and node is parent.iter:
            return self._loop(parent, part)
        if isinstance(parent, cst.CompFor) and node is parent.iter:
            return Look((above or parent,)) if part == FEW else None
        if isinstance(parent, cst.Attribute) and isinstance(above, cst.Call):
            return Look((above,)) if parent.attr.value in _NEXT else None
        if isinstance(parent, cst.Assign):
            uses = self.readers.uses(parent)
            return _joined(self._iterated(use, part) for use in uses) if uses else None
        if isinstance(parent, cst.Arg) and isinstance(above, cst.Call):
            return self._given(above, part)
        return None

    def _given(self, call: cst.Call, part: int) -> Look | None:
        """What a call does with an iterable that it is given."""
        builtin = self.module.builtin(call.func)
        if builtin == "next":
            return Look((call,))
        if builtin in ("list", "tuple"):
            return Look((call,)) if part == FEW else None
        if builtin == "zip":
            counted = any(self._few_times(argument.value) for argument in call.args)
            return self._iterated(call, FEW if counted else part)
        if self.module.is_named(call.func, "itertools.islice") and len(call.args) == 2:
            return self._iterated(call, max(part, self._part(call.args[1].value)))
        passed = builtin in ("enumerate", "iter") or self.module.is_named(
            call.func, "tensorflow_datasets.as_numpy"
        )
        return self._iterated(call, part) if passed else None

    # Loops

    def _loop(self, loop: cst.For, part: int) -> Look | None:
        if part != FEW and self._stops_soon(loop):
            part = FEW
        if part == ALL or self._trains(loop.body) or (part == SOME and self._collects(loop.body)):
            return None
        return Look((loop,))

    def _stops_soon(self, loop: cst.For) -> bool:
        """Whether a loop breaks in its first pass, or when its ``enumerate`` reaches a small number."""
        return any(
            _breaks(statement)
            or (
                isinstance(statement, cst.If)
                and any(map(_breaks, statement.body.body))
                and self._counts(loop, statement.test)
            )
            for statement in loop.body.body
        )

    def _counts(self, loop: cst.For, test: cst.BaseExpression) -> bool:
        if not (isinstance(loop.iter, cst.Call) and self.module.builtin(loop.iter.func) == "enumerate"):
            return False
        if not (isinstance(test, cst.Comparison) and len(test.comparisons) == 1):
            return False
        index = loop.target.elements[0].value if isinstance(loop.target, cst.Tuple) else None
        if not (isinstance(index, cst.Name) and isinstance(test.left, cst.Name)):
            return False
        counted = test.left.value == index.value
        return counted and self._part(test.comparisons[0].comparator) == FEW

    def _trains(self, body: cst.CSTNode, seen: frozenset[cst.CSTNode] = frozenset()) -> bool:
        """Whether code trains, as far as the names of what it calls say; local functions included."""
        for node in descend(body):
            if not isinstance(node, cst.Call):
                continue
            name = last_name(node.func)
            if name in _TRAINING or name.lstrip("_").startswith("train"):
                return True
            function = self.module.local_function(node.func)
            known = function is None or function in seen
            if function is not None and not known and self._trains(function.body, seen | {function}):
                return True
        return False

    def _collects(self, body: cst.CSTNode) -> bool:
        return any(
            isinstance(node, (cst.Yield, cst.AugAssign))
            or (isinstance(node, cst.Call) and last_name(node.func) in _COLLECTING)
            for node in descend(body)
        )

    # How often

    def _once(
        self, place: cst.CSTNode, homes: list[cst.CSTNode], seen: frozenset[cst.CSTNode] = frozenset()
    ) -> bool:
        """Whether *place* runs no more often than one of *homes*, or a few times only."""
        around = {above for home in homes for above in self.module.ancestors(home)}
        for above in self.module.ancestors(place):
            if above in around:
                return True
            if isinstance(above, _AGAIN) and not self._few_passes(above):
                return False
            if isinstance(above, cst.FunctionDef):
                callers = self.module.datasets.evidence.callers(above)
                seen |= {above}
                return bool(callers) and all(
                    self.module.enclosing_function(call) not in seen and self._once(call, homes, seen)
                    for call in callers
                )
        return True

    def _few_passes(self, loop: cst.CSTNode) -> bool:
        """Whether a loop only goes through a few things to show, and is no loop over epochs."""
        if not isinstance(loop, cst.For):
            return False
        few = self._few_times(loop.iter) or any(
            isinstance(node, cst.Call) and last_name(node.func) in _DRAWING for node in descend(loop.body)
        )
        return few and not self._trains(loop.body)

    def _few_times(self, iterable: cst.BaseExpression) -> bool:
        """Whether an iterable has a few elements: ``range(9)``, ``(train, test)``, ``ds.take(1)``."""
        if isinstance(iterable, (cst.Tuple, cst.List)):
            return True
        if not isinstance(iterable, cst.Call) or not iterable.args:
            return False
        if self.module.builtin(iterable.func) == "enumerate":
            return self._few_times(iterable.args[0].value)
        counted = self.module.builtin(iterable.func) == "range" or last_name(iterable.func) == "take"
        return counted and len(iterable.args) == 1 and self._part(iterable.args[0].value) == FEW


def _joined(looks: Iterator[Look | None]) -> Look | None:
    """All *looks* as one; ``None`` where one is no look."""
    found = list(looks)
    known = [look for look in found if look is not None]
    if len(known) < len(found):
        return None
    places = tuple(place for look in known for place in look.places)
    return Look(places, any(look.whole for look in known))


def _breaks(statement: cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    line = statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
    return any(isinstance(small, cst.Break) for small in line)
