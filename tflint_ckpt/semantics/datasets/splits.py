"""Datasets that are split by ``take`` and ``skip``.

Who takes and who skips are compared by what they come from, not followed from where the dataset is made: that
may be a function of another file, which others call, too.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.freezing import reshuffles, reshuffles_there
from tflint_ckpt.semantics.datasets.onward import conditions
from tflint_ckpt.semantics.datasets.steps import Steps
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.walk import children

_WHOLE = frozenset(
    """batch cache enumerate filter map padded_batch prefetch ragged_batch shard shuffle unbatch
    with_options""".split()
)
"""Operations behind which the elements still come in the order of what is before, whatever that is."""


@dataclass(frozen=True, slots=True)
class Split:
    """One dataset of which one reader takes the first elements, and another one those after them.

    Attributes:
        shuffle: what puts it into another order for each of them.
        take: who takes.
        skip: who skips.
        there: the file in which the dataset is shuffled, if another one and known.
        is_one: whether both read the same object; else it is made for each, by calls that are alike.
    """

    shuffle: Operation
    take: Operation
    skip: Operation
    there: Module | None = None
    is_one: bool = True


def splits(module: Module) -> Iterator[Split]:
    """Each ``shuffle`` behind which a dataset is split, at once or behind operations that keep the order.

    The same number is taken and skipped. A look at the first elements is no part of a split.
    """
    skipping: dict[int | str, list[Operation]] = {}
    for skip in module.datasets.operations("skip"):
        count = _count(module, skip)
        if count is not None:
            skipping.setdefault(count, []).append(skip)
    if not skipping:
        return
    seen: set[cst.Call] = set()
    for take in module.datasets.operations("take"):
        count = _count(module, take)
        for skip in skipping.get(count, ()) if count is not None else ():
            found = _split(module, take, skip)
            if found is None or found.shuffle.call in seen or _exclusive(module, take, skip):
                continue
            if not module.fact(Steps).is_look(take):
                seen.add(found.shuffle.call)
                yield found


def _count(module: Module, step: Operation) -> int | str | None:
    """How many elements *step* takes or skips: a number, or the expression; ``None`` for all or none."""
    given = step.argument("count")
    if given is None:
        return None
    number = module.datasets.number(given)
    return _written(module, given) if number is None else None if number in (0, -1) else number


def _written(module: Module, node: cst.CSTNode) -> str:
    """How an expression is written, however it is laid out: with comments, or over several lines."""
    import ast

    return ast.dump(ast.parse(f"({module.text(node)}\n)", mode="eval"))


def _split(module: Module, take: Operation, skip: Operation) -> Split | None:
    """What the two take apart, if it is shuffled anew for each of them."""
    left, right = ([*_shuffled(module, step)] for step in (take, skip))
    found: Split | None = None
    for chain, shuffle in left:
        for other, same in right:
            if same.call is not shuffle.call or not _is_alike(module, (chain, shuffle), (other, same)):
                continue
            there = _file_of(module, shuffle.call) if chain.source.brought else None
            is_one = shuffle.frames == same.frames and _is_brought_once(module, chain, other)
            found = Split(shuffle, take, skip, there, is_one)
            if is_one:
                return found
    return found


def _file_of(module: Module, call: cst.Call) -> Module | None:
    """The file, among those that answered, in which *call* stands."""
    queue, seen = [*module.known_others()], set[object]()
    while queue:
        there = queue.pop()
        if there in seen:
            continue
        seen.add(there)
        if there.parent(call) is not None:
            return there if isinstance(there, Module) else None
        queue += there.known_others()
    return None


def _shuffled(module: Module, step: Operation) -> Iterator[tuple[Chain, Operation]]:
    """What gives the elements of the dataset that *step* is called on another order in each pass."""
    for chain in module.datasets.chains(step.receiver):
        for operation in reversed(chain.operations):
            if operation.name not in _WHOLE:
                break
            if operation.name == "shuffle":
                is_here = module.parent(operation.call) is not None
                if reshuffles(module, operation) if is_here else reshuffles_there(operation):
                    yield chain, operation


def _is_brought_once(module: Module, one: Chain, other: Chain) -> bool:
    """Whether one call brings both from another file, or one variable."""
    if not one.source.brought or one.source.node is other.source.node:
        return True
    return not isinstance(one.source.node, cst.Call) and _means_same(
        module, one.source.node, other.source.node
    )


def _is_alike(module: Module, one: tuple[Chain, Operation], other: tuple[Chain, Operation]) -> bool:
    """Whether two datasets hold the same: what makes them is called with the same arguments."""
    frames = [shuffle.frames for _, shuffle in (one, other)]
    if len(frames[0]) != len(frames[1]):
        return False
    pairs: list[tuple[cst.CSTNode, cst.CSTNode]] = [
        (left[1], right[1]) for left, right in zip(*frames, strict=True)
    ]
    if one[0].source.brought:
        pairs.append((one[0].source.node, other[0].source.node))
    return all(left is right or _means_same(module, left, right) for left, right in pairs)


def _means_same(module: Module, one: cst.CSTNode, other: cst.CSTNode) -> bool:
    """Whether two expressions are written alike, and their names are the same variables."""
    if not isinstance(other, type(one)) or module.parent(one) is None or module.parent(other) is None:
        return False
    if _written(module, one) != _written(module, other):
        return False
    ways: list[tuple[cst.CSTNode, cst.CSTNode]] = [(one, other)]
    while ways:
        left, right = ways.pop()
        if is_self(left) and is_self(right):
            if module.enclosing_class(left) is not module.enclosing_class(right):
                return False
        elif isinstance(left, cst.Name) and module.visible(left) != module.visible(right):
            return False
        ways += zip(children(left), children(right), strict=False)
    return True


def _exclusive(module: Module, one: Operation, other: Operation) -> bool:
    """Whether the two stand in branches of which only one is taken: one run never reads both."""
    left, right = (conditions(module, step.call) for step in (one, other))
    above = {module.parent(_branch_of(module, node)) for node in left - right}
    return any(module.parent(_branch_of(module, node)) in above for node in right - left)


def _branch_of(module: Module, node: cst.CSTNode) -> cst.CSTNode:
    """The body of an ``if`` for itself, and the ``else`` for the block in it."""
    parent = module.parent(node)
    return parent if isinstance(parent, cst.Else) else node
