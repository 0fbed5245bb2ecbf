"""Iterators of a dataset that are made anew in each pass of a loop."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain
from tflint_ckpt.semantics.datasets.traits import deterministic
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_LOOPS = (cst.For, cst.While)
_IN_ORDER = api.IN_MEMORY | {
    "tensorflow.data.TFRecordDataset",
    "tensorflow.data.TextLineDataset",
    "tensorflow.data.FixedLengthRecordDataset",
}


@dataclass(frozen=True, slots=True)
class Restart:
    """``next(iter(ds))`` in a loop: the call of ``next``, the dataset, and the loop."""

    call: cst.Call
    dataset: cst.BaseExpression
    loop: cst.For | cst.While


def restarts(module: Module) -> Iterator[Restart]:
    """Each place that takes the first element of the same dataset in each pass of a loop, and trains on it.

    The dataset gives its elements in one order: nothing shuffles it, and the loop does not change it.
    """
    for call in module.facts.calls:
        dataset = _iterated(module, call)
        loop = _loop(module, call) if dataset is not None else None
        if dataset is None or loop is None or not _same_each_time(module, dataset, loop):
            continue
        chains = module.datasets.chains(dataset)
        if chains and all(_in_order(module, chain) for chain in chains) and _trains(module, call, loop):
            yield Restart(call, dataset, loop)


def _iterated(module: Module, call: cst.Call) -> cst.BaseExpression | None:
    """The dataset of ``next(iter(ds))`` or ``next(ds.as_numpy_iterator())``."""
    made = call.args[0].value if module.builtin(call.func) == "next" and len(call.args) == 1 else None
    if not isinstance(made, cst.Call):
        return None
    if module.builtin(made.func) == "iter" and len(made.args) == 1:
        return made.args[0].value
    if isinstance(made.func, cst.Attribute) and made.func.attr.value in ("as_numpy_iterator", "__iter__"):
        return made.func.value
    return None


def _loop(module: Module, node: cst.CSTNode) -> cst.For | cst.While | None:
    """The loop of the same function in whose body *node* stands, and is not left at once."""
    for child, above in module.steps(node):
        if isinstance(above, (cst.FunctionDef, cst.Lambda, cst.BaseComp)):
            return None
        if isinstance(above, cst.If):
            return None  # such as the first pass only
        if isinstance(above, _LOOPS) and child is above.body:
            return None if _leaves(above.body) else above
    return None


def _leaves(body: cst.BaseSuite) -> bool:
    """Whether a block ends by leaving its loop or function."""
    last = body.body[-1] if body.body else None
    return isinstance(last, cst.SimpleStatementLine) and isinstance(
        last.body[-1], (cst.Break, cst.Return, cst.Raise)
    )


def _same_each_time(module: Module, dataset: cst.BaseExpression, loop: cst.For | cst.While) -> bool:
    """Whether *dataset* is a variable that nothing in *loop* sets."""
    if not isinstance(dataset, cst.Name):
        return False
    return all(
        loop not in (binding.node, *module.ancestors(binding.node)) for binding in module.bindings(dataset)
    )


def _trains(module: Module, call: cst.Call, loop: cst.For | cst.While) -> bool:
    """Whether the loop itself, and not one inside it, trains on what *call* gives.

    Not so, a loop looks at the same sample in each pass, which may well be meant.
    """
    statement = next((above for above in module.ancestors(call) if isinstance(above, cst.Assign)), None)
    if statement is None:
        return any(_is_training(above) for above in module.ancestors(call) if isinstance(above, cst.Call))
    names = {
        node.value for target in statement.targets for node in descend(target) if isinstance(node, cst.Name)
    }
    start = module.span(call)[1]
    return any(
        isinstance(node, cst.Name)
        and node.value in names
        and module.span(node)[0] > start
        and _is_trained_on(module, node, loop)
        for node in descend(loop.body)
    )


def _is_trained_on(module: Module, node: cst.CSTNode, loop: cst.For | cst.While) -> bool:
    """Whether *node* stands in a training call or under a tape, and in no loop inside *loop*."""
    trained = False
    for above in module.ancestors(node):
        if above is loop:
            return trained
        if isinstance(above, (*_LOOPS, cst.FunctionDef, cst.Lambda)):
            return False
        trained = trained or (isinstance(above, cst.Call) and _is_training(above))
        trained = trained or (isinstance(above, cst.With) and _records(module, above))
    return False


def _records(module: Module, statement: cst.With) -> bool:
    made = [item.item.func for item in statement.items if isinstance(item.item, cst.Call)]
    return any(module.is_named(func, "tensorflow.GradientTape") for func in made)


def _is_training(call: cst.Call) -> bool:
    name = last_name(call.func).lstrip("_")
    return name.startswith("train") or name in ("fit", "minimize", "partial_fit")


def _in_order(module: Module, chain: Chain) -> bool:
    if chain.has("shuffle", "interleave", "apply", "rejection_resample", "unique"):
        return False
    known = chain.source.name in _IN_ORDER or chain.source.name == api.FROM_GENERATOR
    return known and deterministic(module, chain) is True
