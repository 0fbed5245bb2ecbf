"""Loops over the folds of scikit-learn's cross-validation, and what of a fold an expression is made of."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import given_to
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.names.stored import leaves_list
from tflint_ckpt.semantics.values.kinds import Constant, Instance
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.module import Module

_OWNER = "sklearn.model_selection"
_FIVE = """KFold StratifiedKFold GroupKFold StratifiedGroupKFold TimeSeriesSplit GroupShuffleSplit
    RepeatedKFold RepeatedStratifiedKFold"""
FOLDS = {
    **{f"{_OWNER}.{name}": 5 for name in _FIVE.split()},
    f"{_OWNER}.ShuffleSplit": 10,
    f"{_OWNER}.StratifiedShuffleSplit": 10,
}
"""What splits data, and into how many folds where ``n_splits`` is not given."""
_GROWING = f"{_OWNER}.TimeSeriesSplit"
"""Each of its folds is trained on all that was there before, so that a model may well go on."""
_SHUFFLING = "ShuffleSplit"
"""What ends so takes ``n_splits=1``; the others refuse it."""
_THROUGH = frozenset("enumerate list tuple iter reversed".split())
_SHOWING = ("tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.notebook.tqdm", "tqdm.tqdm_notebook")
_INDEXERS = ("iloc", "loc", "values")
_MOST_STEPS = 400


@dataclass(frozen=True, eq=False, slots=True)
class Folds:
    """A loop over folds.

    Attributes:
        loop: the loop.
        targets: its variables for the rows to train with and those to test with.
    """

    loop: cst.For
    targets: tuple[cst.Name, cst.Name]


def folds_of(module: Module, loop: cst.For) -> Folds | None:
    """*loop* as one over two folds or more, of which none is meant to go on where another one ended."""
    numbered, node = False, loop.iter
    for _ in range(_MOST_STEPS):
        binding = module.sole_binding(node)
        if binding is not None and binding.assigned is not None:
            if not _is_whole(module, binding):
                return None
            node = binding.assigned
        elif isinstance(node, cst.Call) and node.args and not node.args[0].star and _hands_on(module, node):
            numbered |= module.builtin(node.func) == "enumerate"
            node = node.args[0].value
        else:
            break
    target: cst.BaseExpression | None = loop.target
    if numbered:
        target = _elements(target)[1] if len(_elements(target)) == 2 else None
    targets = _elements(target)
    first, second = targets if len(targets) == 2 else (None, None)
    if not isinstance(first, cst.Name) or not isinstance(second, cst.Name) or first.value == second.value:
        return None
    return Folds(loop, (first, second)) if _makes_folds(module, node) else None


def _hands_on(module: Module, call: cst.Call) -> bool:
    return module.builtin(call.func) in _THROUGH or module.is_named(call.func, *_SHOWING)


def _is_whole(module: Module, binding: Binding) -> bool:
    """Whether the folds in a variable are all there: nothing takes some out, or has gone over an iterator."""
    uses = [use for use in module.uses(binding.name, binding.scope) if use is not binding.node]
    value = binding.value
    is_list = isinstance(value, cst.Call) and module.builtin(value.func) in ("list", "tuple")
    are_left = all(leaves_list(module, use) or _is_shown(module, use) for use in uses)
    return are_left and (is_list or len(uses) == 1)


def _is_shown(module: Module, use: cst.CSTNode) -> bool:
    """Whether a bar of progress is made of what stands at *use*."""
    call = module.call_given(use)
    return call is not None and module.is_named(call.func, *_SHOWING)


def _elements(target: cst.BaseExpression | None) -> list[cst.BaseExpression]:
    return [each.value for each in target.elements] if isinstance(target, (cst.Tuple, cst.List)) else []


def _makes_folds(module: Module, node: cst.BaseExpression) -> bool:
    """Whether *node* surely is ``splitter.split(…)`` of one that makes two folds or more."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return False
    if node.func.attr.value != "split":
        return False
    values = module.evaluate(node.func.value)
    return bool(values) and all(isinstance(one, Instance) and _is_several(module, one.call) for one in values)


def _is_several(module: Module, made: cst.Call) -> bool:
    """Whether *made* makes a splitter of two folds or more that are tested with each other's data."""
    name = next((name for name in FOLDS if module.is_named(made.func, name)), _GROWING)
    if name == _GROWING or any(each.star for each in made.args):
        return False
    given = given_to(made, name, "n_splits") if name.endswith(_SHUFFLING) else None
    values = module.evaluate(given) if given is not None else ()
    return all(
        isinstance(value, Constant) and isinstance(value.value, int) and value.value > 1 for value in values
    )


# What of a fold something is made of


def rows_of(
    module: Module, folds: Folds, node: cst.BaseExpression, frames: Frames
) -> dict[cst.Name, set[str]]:
    """Which variables of *folds* the value of *node*, run inside *frames*, is made of.

    With each, what it takes rows of: ``x`` for ``x[train]``; empty for anything else that is done with it.
    """
    found: dict[cst.Name, set[str]] = {}
    seen: set[tuple[cst.CSTNode, Frames]] = set()
    queue: list[tuple[cst.BaseExpression, Frames]] = [(node, frames)]
    while queue:
        place = queue.pop()
        if place in seen or len(seen) > _MOST_STEPS:
            continue
        seen.add(place)
        for name in descend(place[0]):
            for binding in () if _is_counted(module, name) else module.visible(name):
                if isinstance(binding.node, cst.Name) and binding.node in folds.targets:
                    found.setdefault(binding.node, set()).add(_indexed(module, name))
                else:
                    queue += _behind(module, folds, binding, place[1])
    return found


def _indexed(module: Module, name: cst.CSTNode) -> str:
    """What is indexed with the variable *name*: ``x[name]``, ``x.iloc[name, 0]``; empty for no such thing."""
    index = module.parent(name)
    element = module.parent(index) if isinstance(index, cst.Index) else None
    subscript = module.parent(element) if element is not None else None
    if not isinstance(subscript, cst.Subscript):
        return ""
    array = subscript.value
    if isinstance(array, cst.Attribute) and array.attr.value in _INDEXERS:
        array = array.value
    return module.text(array)


def _is_counted(module: Module, node: cst.CSTNode) -> bool:
    """Whether only the length of *node* is asked for."""
    call = module.call_given(node) if isinstance(node, cst.Name) else None
    return call is not None and module.builtin(call.func) == "len"


def _behind(
    module: Module, folds: Folds, binding: Binding, frames: Frames
) -> Iterator[tuple[cst.BaseExpression, Frames]]:
    """What *binding* got its value from, if it got that in a pass of the loop."""
    if binding.kind is BindingKind.PARAMETER:
        if frames and frames[-1][0] is binding.scope.node:
            given = module.bound_argument(*frames[-1], binding.name)
            if given is not None:
                yield given, frames[:-1]
        return
    inside = folds.loop in module.ancestors(binding.node) or any(
        function is binding.scope.node for function, _ in frames
    )
    value = binding.value
    if value is None or not inside:
        return
    for place in binding.index:  # ``a, b = x[train], x[test]``
        elements = _elements(value) if binding.kind is BindingKind.ASSIGNMENT else []
        if place >= len(elements) or any(isinstance(each, cst.StarredElement) for each in elements):
            break
        value = elements[place]
    yield value, frames
