"""Which data come in another order in each pass: shuffled datasets, and the iterators of directories."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import spread
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.generators import flow_of
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_FREEZING = frozenset(("cache", "take", "skip", "apply", "snapshot"))
"""Operations after which a shuffle before them need not show in each pass."""
_LOADERS = api.KERAS_LOADERS | api.BATCHED | {"tensorflow.data.Dataset.list_files"}
"""Sources that shuffle by default, all but one."""


def is_shuffled(module: Module, chain: Chain) -> bool | None:
    """Whether something in *chain*, or in what it is made of, shuffles it: once, or in each pass.

    ``None`` where that hangs on what is out of sight, such as the arguments of a loader in another file.
    """
    if chain.has("shuffle"):
        return True
    applied = [step.call for step in chain.operations if step.name == "apply"]
    if any(module.parent(call) is not None and "shuffle" in module.text(call) for call in applied):
        return True
    if chain.source.name in _LOADERS:
        return _loads_shuffled(module, chain)
    parts = [[is_shuffled(module, each) for each in one] for one in chain.source.inputs]
    if any(one and all(one) for one in parts):
        return True
    return False if all(each is False for one in parts for each in one) else None


def _loads_shuffled(module: Module, chain: Chain) -> bool | None:
    call, name = chain.source.node, chain.source.name or ""
    if not (isinstance(call, cst.Call) and module.is_named(call.func, name)):
        return None
    if _shuffles(module, call):
        is_told = Operation("", call).argument("shuffle") is not None
        return is_told or not name.endswith("timeseries_dataset_from_array")
    given = Operation("", call).argument("shuffle")
    return False if module.is_constant(given, False) else None


def shuffling(module: Module, node: cst.BaseExpression) -> cst.Call | None:
    """The call that makes each pass over the dataset *node* come in an order of its own.

    A ``.shuffle(…)``, or a loader of Keras that shuffles by default. ``None`` unless every way that the
    dataset may have come about is shuffled by the same call.
    """
    chains = module.datasets.chains(node)
    return agreed(_of_chain(module, chain) for chain in chains)


def flow(module: Module, node: cst.BaseExpression) -> cst.Call | None:
    """The ``flow_from_directory(…)`` that *node* surely is, and that shuffles as it does by default."""
    call = flow_of(module, node)
    return call if call is not None and _names_files(call) and _shuffles(module, call) else None


def _names_files(call: cst.Call) -> bool:
    return isinstance(call.func, cst.Attribute) and call.func.attr.value != "flow"


def _of_chain(module: Module, chain: Chain) -> cst.Call | None:
    for operation in reversed(chain.operations):
        if operation.name in _FREEZING:
            return None
        if operation.name == "shuffle":
            return operation.call if _reshuffles(module, operation) else None
    source = chain.source.node
    if chain.source.name not in api.KERAS_LOADERS or chain.source.brought or not isinstance(source, cst.Call):
        return None
    if (chain.source.name or "").endswith("timeseries_dataset_from_array"):
        return None
    subset = Operation("", spread(module, source)).argument("subset")
    values = module.evaluate(subset) if subset is not None else ()
    if not all(isinstance(value, Text) and value.literal in ("training", "validation") for value in values):
        return None  # of "both", the second one is not shuffled
    return source if _shuffles(module, source) else None


def _shuffles(module: Module, call: cst.Call) -> bool:
    """Whether a loader that shuffles by default is not told otherwise."""
    call = spread(module, call)
    if any(argument.star for argument in call.args):
        return False
    positional = [argument for argument in call.args if argument.keyword is None]
    given = Operation("", call).argument("shuffle")
    return len(positional) < 7 and (given is None or module.is_constant(given, True))


def _reshuffles(module: Module, operation: Operation) -> bool:
    if any(argument.star for argument in operation.call.args):
        return False
    given = operation.argument("reshuffle_each_iteration")
    size = operation.argument("buffer_size")
    values = module.evaluate(given) if given is not None else ()
    return module.datasets.number(size) != 1 and all(
        isinstance(value, Constant) and value.value in (True, None) for value in values
    )
