"""Under mixed precision, the output layers of models that compute probabilities in float16."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.models.architecture import Architecture, Architectures
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.order import Before, runs_before
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Instance, Text, Value
from tflint_ckpt.syntax.forms import argument

SETTING = ("set_global_policy", "set_dtype_policy", "set_policy")
POLICIES = (
    "keras.mixed_precision.set_global_policy",
    "keras.mixed_precision.set_dtype_policy",
    "keras.config.set_dtype_policy",
    "keras.mixed_precision.experimental.set_policy",
)
_POLICY = ("keras.mixed_precision.Policy", "keras.mixed_precision.experimental.Policy", "keras.DTypePolicy")
_HALF = "mixed_float16"
_PROBABILITIES = ("softmax", "sigmoid")
LAYERS = ("Dense", "Activation", "Softmax")
"""Classes of ``keras.layers`` that may give probabilities."""


def half_outputs(module: Module) -> Iterator[cst.Call]:
    """The calls that make the layers with a model's probabilities, where ``mixed_float16`` is for all."""
    if not _is_half(module):
        return
    seen = set[cst.Call]()
    for model in _models(module):
        for output in model.outputs or ():
            layer = output.chain.last if output is not None else None
            made = layer.made if layer is not None else None
            if layer is None or made is None or made in seen or layer.name not in LAYERS:
                continue
            seen.add(made)
            activation = "softmax" if layer.name == "Softmax" else layer.activation()
            if layer.gives("dtype") is False and activation in _PROBABILITIES and not _is_early(module, made):
                yield made


def _is_early(module: Module, made: cst.Call) -> bool:
    """Whether a layer is surely made before any policy is set, or may be: its class is used before."""
    node: cst.CSTNode = made
    owner = module.enclosing_class(made)
    if owner is not None:
        uses = module.uses(owner.name.value, module.facts.scopes[owner])
        node = next((use for use in uses if owner not in module.ancestors(use)), made)
    return all(runs_before(module, call.node, node) is Before.NEVER for call in module.calls(*POLICIES))


def _models(module: Module) -> Iterator[Architecture]:
    """Each model of the file as it is at last, or, where code out of sight gets it, as its compile does.

    ``hvd.elastic.KerasState(model)`` might add layers, but what was compiled before was trained so.
    """
    known = module.fact(Architectures)
    yield from known.every()
    compiled = [
        (origin, each.node)
        for each in module.training.compiles
        if isinstance(each.node.func, cst.Attribute)
        for origin in module.objects.origins(each.node.func.value)
    ]
    often = Counter(origin for origin, _ in compiled)
    for origin, call in compiled:
        model = known.of(origin, call) if often[origin] == 1 and known.of(origin) is None else None
        if model is not None:
            yield model


def _is_half(module: Module) -> bool:
    """Whether every policy that the file sets is ``mixed_float16``."""
    names = [policy_of(module, call) for call in module.calls(*POLICIES)]
    return bool(names) and set(names) == {_HALF}


def policy_of(module: Module, call: Call) -> str | None:
    """The name of the policy that *call* sets, whatever way the code takes."""
    given = call.arguments[0].value if call.arguments else None
    return agreed(_name(module, value) for value in module.evaluate(given)) if given is not None else None


def _name(module: Module, value: Value) -> str | None:
    if isinstance(value, Instance) and module.is_named(value.call.func, *_POLICY):
        name = argument(value.call, "name", 0)
        return module.literal(name) if name is not None else None
    return value.literal if isinstance(value, Text) else None
