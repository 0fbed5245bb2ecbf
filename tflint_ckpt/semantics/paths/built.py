"""Has a model its weights when ``load_weights`` is called on it? HDF5 cannot be read into one that has none.

Source: run on TensorFlow 2.15 and 2.21: a ``Sequential`` without an input, or a subclass, raises ValueError.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.models.building import has_no_variables
from tflint_ckpt.semantics.paths.written_before import runs_after
from tflint_ckpt.semantics.values.kinds import Instance, Items
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_BUILDING = frozenset(
    "fit fit_generator train_on_batch evaluate predict build summary test_on_batch predict_on_batch".split()
)
"""Methods after which a model has its weights; ``summary`` raises on one that has none."""
_SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")
_SHAPED = frozenset(("input_shape", "input_dim", "batch_input_shape", "batch_shape"))
_INPUTS = ("keras.Input", "keras.layers.Input", "keras.layers.InputLayer", "keras.models.Input")


def is_built(module: Module, reader: cst.Call) -> bool | None:
    """Whether the model that ``load_weights`` is called on has its weights by then.

    ``None`` where the code does not tell, as of a parameter.
    """
    func = reader.func
    if not isinstance(func, cst.Attribute):
        return True
    for call, attribute in module.method_calls(*_BUILDING):
        same = module.text(attribute.value).strip() == module.text(func.value).strip()
        if same and _same_object(module, attribute.value, func.value) and runs_after(module, call, reader):
            return True
    values = module.evaluate(func.value)
    if all(isinstance(value, Instance) and _builds(module, value.call) for value in values):
        return True
    origins = module.objects.origins(func.value)
    has_none = bool(origins) and all(has_no_variables(module, origin, reader) for origin in origins)
    return False if has_none else None


def _same_object(module: Module, one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    """Whether two expressions of one text are one object, as far as assignments go."""
    if isinstance(one, cst.Name) and isinstance(other, cst.Name):
        seen = module.visible(one)
        return bool(seen) and seen == module.visible(other)
    return isinstance(one, cst.Attribute) and module.enclosing_class(one) is module.enclosing_class(other)


def _builds(module: Module, call: cst.Call) -> bool:
    """Whether a call gives a model that has its weights."""
    name = module.resolve(call.func) or ""
    if name.startswith("keras.applications.") or name in (
        "keras.models.load_model",
        "keras.models.clone_model",
    ):
        return True
    if name in ("keras.Model", "keras.models.Model"):
        return bool(call.args)
    if name not in _SEQUENTIAL:
        return False
    layers = [argument.value for argument in call.args]
    layers += [
        added.args[0].value
        for added, attribute in module.method_calls("add")
        if added.args and any(one.node is call for one in module.objects.origins(attribute.value))
    ]
    return any(_is_shaped(module, part) for layer in layers for part in _within(module, layer))


def _within(module: Module, layer: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    yield from descend(layer)
    for value in module.evaluate(layer) if isinstance(layer, cst.Name) else ():
        for element in value.elements if isinstance(value, Items) else ():
            yield from descend(element)


def _is_shaped(module: Module, part: cst.CSTNode) -> bool:
    if isinstance(part, cst.Arg):
        return part.keyword is not None and part.keyword.value in _SHAPED
    return isinstance(part, cst.Call) and (
        module.is_named(part.func, *_INPUTS) or last_name(part.func) in ("Input", "InputLayer")
    )
