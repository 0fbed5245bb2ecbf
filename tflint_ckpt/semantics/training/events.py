"""What happens to models, and in which order: compiled, trained, frozen and set free again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Constant

if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.module import Module

TRAINING = ("train_on_batch", "fit", "fit_generator")
_DEEPEST = 4

PARAMETER = "parameter"
_SIBLINGS = re.compile(r"(_[A-Z]\w*|_?\d+)$")
"""What tells parameters of one kind from each other: ``d_model_A``, ``d_model_2``."""

Names = frozenset[tuple[object, ...]]
"""What a model is known by: the call that makes it, inside which calls, and the variables that hold it; where
the callers of a function are not in sight, by what its parameters are called."""


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """Something that happens to a model.

    Attributes:
        names: what the model is known by.
        model: the expression for it.
        places: where it happens: the calls that lead there, and the place itself.
    """

    names: Names
    model: cst.BaseExpression
    places: tuple[cst.CSTNode, ...]


# What happens to models


def calls_of(module: Module, *methods: str) -> Iterator[Event]:
    for node, attribute in module.method_calls(*methods):
        for frames in module.call_sites.contexts(node):
            yield _event(module, attribute.value, node, frames)


def switches(module: Module) -> Iterator[tuple[Event, bool | None]]:
    """Each place where all of a model is frozen, ``False``, or set free; ``None`` where it may be either."""
    found: list[tuple[cst.BaseExpression, cst.BaseExpression | None, cst.CSTNode]] = [
        (target.value, value, target)
        for target, value in module.facts.attribute_targets
        if target.attr.value == "trainable"
    ]
    for call in module.facts.calls:
        if module.builtin(call.func) == "setattr" and len(call.args) == 3:
            receiver, name, given = (each.value for each in call.args)
            if isinstance(name, cst.SimpleString) and name.evaluated_value == "trainable":
                found.append((receiver, given, call))
    for model, value, node in found:
        layers = _layers_of(module, model)
        for frames in module.call_sites.contexts(node):
            values = module.evaluate(value, frames) if value is not None else ()
            kinds = {bool(one.value) if isinstance(one, Constant) else None for one in values}
            yield _event(module, layers or model, node, frames), kinds.pop() if len(kinds) == 1 else None


def _layers_of(module: Module, node: cst.BaseExpression) -> cst.BaseExpression | None:
    """``model`` where *node* is the variable of ``for layer in model.layers``."""
    binding = module.sole_binding(node)
    loops = module.bindings(node) if isinstance(node, cst.Name) else []
    binding = next((one for one in loops if _is_around(module, one.node, node)), binding)
    value = binding.value if binding is not None and binding.kind is BindingKind.LOOP else None
    return value.value if isinstance(value, cst.Attribute) and value.attr.value == "layers" else None


def _is_around(module: Module, target: cst.CSTNode, node: cst.CSTNode) -> bool:
    loop = module.parent(target)
    return isinstance(loop, cst.For) and loop in module.ancestors(node)


# Which model it is


def _event(module: Module, model: cst.BaseExpression, node: cst.CSTNode, frames: Frames) -> Event:
    return Event(frozenset(names_of(module, model, frames)), model, (*(call for _, call in frames), node))


def names_of(
    module: Module, node: cst.BaseExpression, frames: Frames, depth: int = 0
) -> Iterator[tuple[object, ...]]:
    for origin in module.objects.origins(node, frames):
        yield origin.node, origin.frames
    if isinstance(node, cst.Attribute):
        yield module.enclosing_class(node), module.text(node)
    if not isinstance(node, cst.Name):
        return
    home = module.facts.scopes[node].lookup(node.value)
    yield home, node.value
    if (
        home is not None
        and not frames
        and any(one.kind is BindingKind.PARAMETER for one in home.bindings[node.value])
    ):
        yield PARAMETER, _SIBLINGS.sub("", node.value)
    for binding in home.bindings[node.value] if home is not None else ():
        for place, (function, call) in enumerate(frames):
            if binding.kind is BindingKind.PARAMETER and function is binding.scope.node and depth < _DEEPEST:
                given = module.bound_argument(function, call, binding.name)
                if given is not None:
                    yield from names_of(module, given, frames[:place], depth + 1)


def is_same(one: Event, other: Event) -> bool:
    return bool(one.names & other.names)


# In which order


def happens_before(module: Module, first: Event, second: Event) -> bool | None:
    """Whether *first* happens before *second*; ``None`` where their order is not known, as in a loop."""
    facts = module.facts
    for one in first.places:
        for other in second.places:
            if one is not other and facts.scopes[one] is facts.scopes[other]:
                before, after = precedes(facts, one, other), precedes(facts, other, one)
                return before if before is not after else None
    return None
