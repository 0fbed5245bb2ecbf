"""Models with layers that do something else while training, and their calls in training steps."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.tapes import Tapes
from tflint_ckpt.semantics.functions.traced import Traced
from tflint_ckpt.semantics.functions.unrecorded import gradients_of
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import all_parameters, dotted
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.values.kinds import Instance
from tflint_ckpt.syntax.walk import descend

SENSITIVE = frozenset(
    """BatchNormalization Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianDropout
    GaussianNoise AlphaDropout""".split()
)
"""Layers of ``keras.layers`` whose result depends on ``training``."""
_PHASE = ("set_learning_phase", "learning_phase")


@dataclass(frozen=True, slots=True)
class Flagless:
    """A call of a model in a training step that does not say that it trains.

    Attributes:
        call: the call.
        layer: the class of a layer of the model that then does not train.
    """

    call: cst.Call
    layer: str


def flagless(module: Module) -> Iterator[Flagless]:
    """The calls under a tape, of the model whose gradients it is asked for, without ``training``."""
    if any(word in module.source.text for word in _PHASE) or _freezes(module):
        return
    traced = module.fact(Traced)
    for tape in module.fact(Tapes).tapes:
        models = {gradients_of(module, one) for one in tape.gradients} - {None}
        calls = [node for node in descend(tape.block.body) if isinstance(node, cst.Call)]
        own = [
            call
            for call in calls
            if dotted(call.func) in models and traced.home(call) is traced.home(tape.call)
        ]
        if any(not _is_bare(call) for call in own):
            continue  # one that says how it is called shows that the others are meant as they are
        for call in own:
            layer = _sensitive(module, call.func)
            if layer is not None:
                yield Flagless(call, layer)


def _is_bare(call: cst.Call) -> bool:
    return len(call.args) == 1 and call.args[0].keyword is None and not call.args[0].star


def _freezes(module: Module) -> bool:
    """Whether the file freezes anything, so that a model may be meant to stay as it is."""
    return any(target.attr.value == "trainable" for target, _ in module.facts.attribute_targets) or any(
        argument.keyword is not None and argument.keyword.value == "trainable"
        for call in module.facts.calls
        for argument in call.args
    )


def _sensitive(module: Module, node: cst.BaseExpression) -> str | None:
    """A layer that every model which *node* may be has, and that needs to know whether it trains."""
    if not module.is_instance(node, MODEL):
        return None
    found = [_in_model(module, origin) for origin in module.objects.origins(node)]
    return found[0] if found and None not in found else None


def _in_model(module: Module, origin: Origin) -> str | None:
    if not origin.is_made:
        return None
    if origin.local is not None:
        return _in_class(module, origin.local)
    if not isinstance(origin.node, cst.Call):
        return None
    if origin.name == "keras.Sequential":
        return _in_sequential(module, origin)
    return _in_functional(module, origin.node) if origin.name == MODEL else None


def _layer(module: Module, node: cst.BaseExpression) -> str | None:
    """The class of the layer that *node* is, where it is one of the sensitive ones."""
    for value in module.evaluate(node):
        name = module.resolve(value.call.func) if isinstance(value, Instance) else None
        if name is not None and name.startswith("keras.layers.") and name.rpartition(".")[2] in SENSITIVE:
            return name.rpartition(".")[2]
    return None


def _in_sequential(module: Module, origin: Origin) -> str | None:
    found = module.fact(Architectures).of(origin)
    output = found.output if found is not None else None
    names = [layer.name for layer in output.chain.layers] if output is not None else []
    return next((name for name in names if name in SENSITIVE), None)


def _in_functional(module: Module, call: cst.Call) -> str | None:
    """A sensitive layer that is called where the model is put together, which makes no other model."""
    home = module.fact(Traced).home(call)
    here = [node for node in module.facts.calls if module.fact(Traced).home(node) is home]
    if sum(module.is_named(node.func, "keras.Model", "keras.models.Model") for node in here) != 1:
        return None
    for node in here:
        layer = _layer(module, node.func) if len(node.args) == 1 and isinstance(node.func, cst.Call) else None
        if layer is not None:
            return layer
    return None


def _in_class(module: Module, owner: cst.ClassDef) -> str | None:
    """A sensitive layer that ``call`` of a model class runs as the caller says, or by default."""
    methods = [node for node in descend(owner.body) if isinstance(node, cst.FunctionDef)]
    call = next((each for each in methods if each.name.value == "call"), None)
    if call is None or "__call__" in {each.name.value for each in methods}:
        return None
    for parameter in all_parameters(call.params):
        if parameter.name.value == "training" and not _is_off(parameter.default):
            return None
    for used in descend(call.body):
        if not isinstance(used, cst.Call) or not isinstance(used.func, cst.Attribute):
            continue
        flags = [
            each.value for each in used.args if each.keyword is not None and each.keyword.value == "training"
        ]
        if flags and not (isinstance(flags[0], cst.Name) and flags[0].value == "training"):
            continue
        values = module.attribute_values(used.func) if dotted(used.func.value) == "self" else None
        for value in values or ():
            layer = _layer(module, value)
            if layer is not None and len(used.args) <= 2:
                return layer
    return None


def _is_off(default: cst.BaseExpression | None) -> bool:
    return default is None or (isinstance(default, cst.Name) and default.value in ("None", "False"))
