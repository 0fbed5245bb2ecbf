"""Under mixed precision, the output layers of models that compute probabilities in float16."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Instance, Items, Text

SETTING = ("set_global_policy", "set_dtype_policy", "set_policy")
_POLICIES = (
    "keras.mixed_precision.set_global_policy",
    "keras.mixed_precision.set_dtype_policy",
    "keras.config.set_dtype_policy",
    "keras.mixed_precision.experimental.set_policy",
)
_POLICY = ("keras.mixed_precision.Policy", "keras.mixed_precision.experimental.Policy", "keras.DTypePolicy")
_HALF = "mixed_float16"
_PROBABILITIES = ("softmax", "sigmoid")
_DENSE = "keras.layers.Dense"
_ACTIVATION = "keras.layers.Activation"
_SOFTMAX = "keras.layers.Softmax"
LAYERS = (_DENSE, _ACTIVATION, _SOFTMAX)


def half_outputs(module: Module) -> Iterator[Call]:
    """The layers that give the probabilities of a model, in a file that sets ``mixed_float16`` for all."""
    if not _is_half(module):
        return
    layers = {call.node: call for call in module.calls(*LAYERS) if not call.open and not call.partial}
    for node in dict.fromkeys(_last(module)):
        call = layers.get(node) if isinstance(node, cst.Call) else None
        if call is not None and call.argument("dtype") is None and _gives_probabilities(module, call):
            yield call


def _is_half(module: Module) -> bool:
    """Whether every policy that the file sets is ``mixed_float16``."""
    names = [_policy(module, call) for call in module.calls(*_POLICIES)]
    return bool(names) and set(names) == {_HALF}


def _policy(module: Module, call: Call) -> str | None:
    given = call.arguments[0].value if call.arguments else None
    for value in module.evaluate(given) if given is not None else ():
        if isinstance(value, Instance) and module.is_named(value.call.func, *_POLICY) and value.call.args:
            return _text(module, value.call.args[0].value)
    return _text(module, given) if given is not None else None


def _text(module: Module, node: cst.BaseExpression) -> str | None:
    values = module.evaluate(node)
    only = values[0] if len(values) == 1 else None
    return only.literal if isinstance(only, Text) else None


def _gives_probabilities(module: Module, call: Call) -> bool:
    if call.name == _SOFTMAX:
        return True
    given = call.argument("activation", position=0 if call.name == _ACTIVATION else 1)
    return given is not None and _text(module, given.value) in _PROBABILITIES


def _last(module: Module) -> Iterator[cst.CSTNode | None]:
    """The layer at the end of each ``Sequential`` and each functional model, as far as it is in sight."""
    added = list(module.calls_on("keras.Sequential", "add"))
    for call in module.calls("keras.Sequential", "keras.models.Sequential"):
        mine = [each for each, _ in added if _is_of(module, each, call.node)]
        if mine:
            *before, last = mine
            if all(precedes(module.facts, each.node, last.node) for each in before) and last.arguments:
                yield _value(module, last.arguments[0].value)
            continue
        layers = call.argument("layers", position=0)
        for value in module.evaluate(layers.value) if layers is not None else ():
            if isinstance(value, Items) and value.complete and value.elements:
                yield _value(module, value.elements[-1])
    for call in module.calls("keras.Model", "keras.models.Model"):
        outputs = call.argument("outputs", position=1)
        if outputs is not None and not call.inherited:
            given = outputs.value
            items = given.elements if isinstance(given, (cst.List, cst.Tuple)) else ()
            for each in [given, *(item.value for item in items)]:
                tensor = _value(module, each)
                yield _value(module, tensor.func) if isinstance(tensor, cst.Call) else None


def _is_of(module: Module, added: Call, made: cst.Call) -> bool:
    func = added.node.func
    return isinstance(func, cst.Attribute) and any(
        origin.node is made for origin in module.objects.origins(func.value)
    )


def _value(module: Module, node: cst.BaseExpression) -> cst.BaseExpression:
    """What a variable holds that has one value only; any other expression as it is."""
    binding = module.sole_binding(node)
    if binding is not None and binding.kind is BindingKind.ASSIGNMENT and not binding.index and binding.value:
        return binding.value
    return node
