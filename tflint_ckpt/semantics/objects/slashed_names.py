"""Layers, models, optimizers and weights that are given a name with a slash in it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_MODELS = ("keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential")
_INPUTS = ("keras.Input", "keras.layers.Input")


_WEIGHTS = (families.LAYER, families.METRIC)
"""What has a method ``add_weight``."""


def slashed_names(module: Module) -> Iterator[tuple[cst.Call, cst.BaseExpression, str]]:
    """Calls that make a layer, model, optimizer or weight, with the name, which surely has a slash, and what
    they make."""
    weights = {call.node for family in _WEIGHTS for call, _ in module.calls_on(family, "add_weight")}
    for call in module.facts.calls:
        for argument in call.args:
            if argument.keyword is None or argument.keyword.value != "name":
                continue
            made = "a weight" if call in weights else _made(module, call)
            values = module.evaluate(argument.value) if made else ()
            if values and all(isinstance(each, Text) and _has_slash(each) for each in values):
                yield call, argument.value, made


def _made(module: Module, call: cst.Call) -> str:
    """What a call makes; empty for nothing of these."""
    name = module.resolve(call.func) or ""
    owner, _, last = name.rpartition(".")
    if name in (*_MODELS, *_INPUTS):
        return "a layer"
    if owner == "keras.layers" and last[:1].isupper() and families.is_a(name, families.LAYER):
        return "a layer"
    if owner == "keras.optimizers" and last[:1].isupper() and families.is_a(name, families.OPTIMIZER):
        return "an optimizer"
    return ""


def _has_slash(text: Text) -> bool:
    return any("/" in piece.text for piece in text.pieces)
