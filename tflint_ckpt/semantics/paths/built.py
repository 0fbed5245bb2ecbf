"""Has a model its weights when ``load_weights`` is called on it? HDF5 cannot be read into one that has none.

Source: run on TensorFlow 2.15 and 2.21: a ``Sequential`` without an input, or a subclass, raises ValueError.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.paths.written_before import runs_after
from tflint_ckpt.semantics.values.kinds import Instance, Items
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

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
    if not origins or not all(_is_never_built(module, origin) for origin in origins):
        return None
    return None if _may_be_built_between(module, func.value) else False


def _same_object(module: Module, one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    """Whether two expressions of one text are one object, as far as assignments go."""
    if isinstance(one, cst.Name) and isinstance(other, cst.Name):
        left, right = module.evaluate(one), module.evaluate(other)
        return left == right and module.facts.scopes[one].lookup(one.value) is module.facts.scopes[
            other
        ].lookup(other.value)
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
    scope = module.facts.scopes.get(call)
    layers += [
        added.args[0].value
        for added, _ in module.method_calls("add")
        if added.args and module.facts.scopes.get(added) is scope
    ]
    return any(_is_shaped(module, part) for layer in layers for part in _within(module, layer))


def _is_never_built(module: Module, origin: Origin) -> bool:
    """Whether a model has no weights where it is made: a ``Sequential`` of plain layers, a plain subclass."""
    if origin.local is not None:
        return origin.name == "keras.Model" and not _builds_itself(module, origin.local)
    call = origin.node
    if not isinstance(call, cst.Call) or module.resolve(call.func) not in _SEQUENTIAL:
        return False
    layers = [layer for each in call.args for layer in _elements(module, each.value)]
    scope = module.facts.scopes[call]
    for added, _ in module.method_calls("add"):
        if added.args and module.facts.scopes[added] is scope:
            layers.append(added.args[0].value)
    return not _builds(module, call) and all(_is_plain_layer(module, layer) for layer in layers)


def _elements(module: Module, layers: cst.BaseExpression) -> Iterator[cst.BaseExpression | None]:
    """The layers that a ``Sequential`` is given; ``None`` for those that are not in sight."""
    for value in module.evaluate(layers):
        if isinstance(value, Items) and value.complete:
            yield from value.elements
        else:
            yield None


def _is_plain_layer(module: Module, layer: cst.BaseExpression | None) -> bool:
    """Whether an expression makes one of Keras' own layers, with nothing of its input in it."""
    values = module.evaluate(layer) if layer is not None else ()
    calls = [value.call for value in values if isinstance(value, Instance)]
    return (
        bool(calls)
        and len(calls) == len(values)
        and all((module.resolve(call.func) or "").startswith("keras.layers.") for call in calls)
        and not any(argument.star for call in calls for argument in call.args)
    )


def _builds_itself(module: Module, owner: cst.ClassDef) -> bool:
    """Whether a class may build its objects: by a functional constructor, or by what it calls on itself."""
    for one in (owner, *classes.ancestry(module, owner)):
        constructor = classes.methods(one).get("__init__") if isinstance(one, cst.ClassDef) else None
        for call in descend(constructor.body) if constructor is not None else ():
            if not isinstance(call, cst.Call):
                continue
            given = [each for each in call.args if each.star != "**" and _is_input(each)]
            name = last_name(call.func)
            on_itself = isinstance(call.func, cst.Attribute) and last_name(call.func.value) == "self"
            if name == "self" or (name == "__init__" and given) or on_itself:
                return True
    return False


def _is_input(argument: cst.Arg) -> bool:
    """Whether an argument of the constructor of ``Model`` may be the inputs of a functional model."""
    return argument.keyword is None or argument.keyword.value in ("inputs", "layers")


def _may_be_built_between(module: Module, model: cst.BaseExpression) -> bool:
    """Whether something but assignments and ``compile`` may have been done to the model in a variable."""
    scope = module.facts.scopes[model]
    home = scope.lookup(model.value) if isinstance(model, cst.Name) else None
    seen = module.visible(model) if isinstance(model, cst.Name) and home is scope else []
    if len(seen) != 1 or seen[0].scope is not scope:
        return True
    begin, end = module.span(seen[0].node)[0], module.span(model)[0]
    for use in module.uses(seen[0].name, scope):
        above = module.parent(use)
        if not begin < module.span(use)[0] < end:
            continue
        if not (isinstance(above, cst.Attribute) and above.value is use):
            return True
        if above.attr.value in _BUILDING:
            return True
    loops = (cst.For, cst.While)
    return any(isinstance(above, loops) for above in module.ancestors(model))


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
