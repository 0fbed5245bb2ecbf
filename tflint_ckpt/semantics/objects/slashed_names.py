"""Layers and models that are given a name with a slash in it."""

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


def slashed_names(module: Module) -> Iterator[tuple[cst.Call, cst.BaseExpression]]:
    """Calls that make a layer or model of Keras itself, with the name, which surely has a slash."""
    for call in module.facts.calls:
        for argument in call.args:
            if argument.keyword is None or argument.keyword.value != "name":
                continue
            values = module.evaluate(argument.value) if _makes_layer(module, call) else ()
            if values and all(isinstance(each, Text) and _has_slash(each) for each in values):
                yield call, argument.value


def _makes_layer(module: Module, call: cst.Call) -> bool:
    name = module.resolve(call.func) or ""
    owner, _, last = name.rpartition(".")
    made = owner == "keras.layers" and last[:1].isupper() and families.is_a(name, families.LAYER)
    return made or name in (*_MODELS, *_INPUTS)


def _has_slash(text: Text) -> bool:
    return any("/" in piece.text for piece in text.pieces)
