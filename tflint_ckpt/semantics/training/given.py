"""What ``compile`` is given: metrics one by one, what is no list of them, and the loss."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.overrides import PASSING, decorators
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Instance, Items, Mapping, Text, Unknown, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.compiles import Compile

SET = "a set"
"""What neither Keras takes for a list."""
_API = ("keras.metrics", "keras.losses")
_ARGUMENTS = ("metrics", "weighted_metrics")
_DEEPEST = 3
_KERAS3 = (3, 15)
_STEPS = (
    "train_step test_step compute_metrics compute_loss fit get_metrics_result reset_metrics metrics".split()
)
"""What a model may define that decides what is done with its metrics."""


def not_a_list(module: Engine, node: cst.BaseExpression) -> str | None:
    """What the metrics *node* surely are instead of a list, in words: ``one string``; ``None`` otherwise."""
    kinds = {_single(module, value) for value in module.evaluate(node)}
    if len(kinds) == 1:
        return kinds.pop()
    return None if None in kinds or SET in kinds else "one metric"


def are_metrics(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether *node* surely is a metric, or a list or tuple of one or more, and no weights of losses."""
    listed = module.fact(Evaluator).display_elsewhere(node)
    if listed is not None and isinstance(listed.node, (cst.List, cst.Tuple)):
        module, node = listed.module, listed.node
    found = not_a_list(module, node)
    if found is not None:
        return found != SET
    value = module.only(node)
    if not isinstance(value, Items) or isinstance(value.node, cst.Set) or not value.complete:
        return False
    kinds = [not_a_list(module, element) for element in value.elements]
    return bool(kinds) and all(kind is not None and kind != SET for kind in kinds)


def _single(module: Engine, value: Value) -> str | None:
    if isinstance(value, Text):
        return "one string" if value.literal != "" else None
    if isinstance(value, Items):
        return SET if isinstance(value.node, cst.Set) else None
    if isinstance(value, Instance):
        made = module.fact(Instances).is_instance(value.call, families.METRIC, families.LOSS)
        return "one metric object" if made else None
    if isinstance(value, Unknown) and isinstance(value.node, cst.BaseExpression):
        return "one function" if _is_function(module, value.node) else None
    return None


def _is_function(module: Engine, node: cst.BaseExpression) -> bool:
    """Whether an expression is a function of the file, of Keras' metrics, or a lambda."""
    if isinstance(node, cst.Lambda):
        return True
    owner, _, last = (module.resolve(node) or "").rpartition(".")
    if owner in _API:
        return last.islower()
    function = module.local_function(node)
    return function is not None and set(decorators(module, function)) <= PASSING


# Metric by metric


def metrics_of(compiled: Compile) -> Iterator[cst.BaseExpression]:
    """Each metric that surely stands in a list that ``compile`` is given, lists in it included."""
    for name in _ARGUMENTS:
        argument = compiled.argument(name, _KERAS3)
        if argument is not None:
            yield from _elements(compiled.module, argument.value, 0)


def _elements(module: Engine, node: cst.BaseExpression, depth: int) -> Iterator[cst.BaseExpression]:
    value = module.only(node)
    if isinstance(value, Items) and depth < _DEEPEST:
        for element in value.elements:
            yield from _elements(module, element, depth + 1)
    elif isinstance(value, Mapping) and 0 < depth < _DEEPEST:
        for entry in value.entries:
            yield from _elements(module, entry.value, depth + 1)
    elif depth:
        yield node


def given_losses(compiled: Compile) -> Iterator[cst.BaseExpression]:
    """Each loss that ``compile`` is surely given: the one, or those in a list or dictionary."""
    argument = compiled.argument("loss", _KERAS3)
    if argument is not None:
        yield from _elements(compiled.module, argument.value, 1)


def losses_of(compiled: Compile) -> frozenset[str]:
    """The losses of Keras, in snake case, one of which a model of one output gets; empty if not known."""
    argument = compiled.argument("loss", _KERAS3)
    if argument is None or compiled.call.open:
        return frozenset()
    module = compiled.module
    found = {_loss(module, value) for value in module.evaluate(argument.value)}
    return frozenset(name for name in found if name) if None not in found else frozenset()


def _loss(module: Engine, value: Value) -> str | None:
    from tflint_ckpt.semantics.training.metrics import snake_case

    if isinstance(value, Text):
        return snake_case(value.literal) if value.literal else None
    if isinstance(value, Instance):
        origins = module.fact(Instances).origins(value.call)
        known = len(origins) == 1 and origins[0].local is None and origins[0].name.startswith("keras.losses.")
        return snake_case(origins[0].name.rpartition(".")[2]) if known else None
    if isinstance(value, Unknown) and value.node is not None:
        owner, _, last = (module.resolve(value.node) or "").rpartition(".")
        return last if owner in _API and last.islower() else None
    return None


def trains_as_keras_does(compiled: Compile) -> bool:
    """Whether no class of the model has its own way to train, or to deal with metrics."""
    func = compiled.node.func
    origins = compiled.module.fact(Instances).origins(func.value) if isinstance(func, cst.Attribute) else ()
    return bool(origins) and not any(
        compiled.module.fact(Instances).overrides(origin, name) for origin in origins for name in _STEPS
    )
