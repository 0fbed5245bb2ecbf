"""Whether the last layer of a compiled model may have a single unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.compiles import Compile

_DENSE = "keras.layers.Dense"
_SEQUENTIAL = "keras.Sequential"


def may_have_one_unit(module: Module, compiled: Compile) -> bool:
    """Whether a ``Dense(1)`` stands where the last layer is looked for, on some way the model is made."""
    func = compiled.node.func
    origins = module.objects.origins(func.value) if isinstance(func, cst.Attribute) else ()
    return any(_is_single(module, layer) for origin in origins for layer in _last(module, origin))


def _last(module: Module, origin: Origin) -> list[cst.BaseExpression]:
    """The expressions that may be the last layer of a model."""
    if not isinstance(origin.node, cst.Call) or origin.local is not None:
        return []
    call = bind(module, origin.node, origin.name)
    if origin.name == _SEQUENTIAL:
        layers = call.argument("layers", position=0)
        values = module.evaluate(layers.value, origin.frames) if layers is not None else ()
        listed = [element for value in values if isinstance(value, Items) for element in value.elements]
        calls = [use.node for use in module.flows.of(origin.node, origin.frames) if use.kind is Kind.METHOD]
        added = [call.args[0].value for call in calls if isinstance(call, cst.Call) and _adds(call)]
        return sorted(added, key=module.span)[-1:] or listed[-1:]
    outputs = call.argument("outputs", position=1)
    values = module.evaluate(outputs.value, origin.frames) if outputs is not None else ()
    return [value.call.func for value in values if isinstance(value, Instance)]


def _adds(call: cst.Call) -> bool:
    return isinstance(call.func, cst.Attribute) and call.func.attr.value == "add" and bool(call.args)


def _is_single(module: Module, layer: cst.BaseExpression) -> bool:
    for value in module.evaluate(layer):
        if isinstance(value, Instance) and module.is_named(value.call.func, _DENSE):
            units = bind(module, value.call, _DENSE).argument("units", position=0)
            given = module.evaluate(units.value) if units is not None else ()
            if any(isinstance(one, Constant) and one.value == 1 for one in given):
                return True
    return False
