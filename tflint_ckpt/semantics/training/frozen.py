"""Models that are frozen after they were compiled, and trained all the same: the old way to write a GAN.

``d.compile(…); d.trainable = False; gan.compile(…); d.train_on_batch(…)``. Keras 2 trains what was trainable
when ``d`` was compiled; Keras 3 looks when ``d`` is first trained, and then nothing of it ever moves (run on
Keras 2.15, 3.3 and 3.15).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.walk import descend

if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.module import Module

_TRAINING = ("train_on_batch", "fit", "fit_generator")
_DEEPEST = 4

_PARAMETER = "parameter"
_SIBLINGS = re.compile(r"(_[A-Z]\w*|_?\d+)$")
"""What tells parameters of one kind from each other: ``d_model_A``, ``d_model_2``."""

_Names = frozenset[tuple[object, ...]]
"""What a model is known by: the call that makes it, inside which calls, and the variables that hold it; where
the callers of a function are not in sight, by what its parameters are called."""


UNTRAINED = "Keras 3 then does not train the model that is frozen after its compile"
"""Why a fix that lets such a script run is not safe."""


@dataclass(frozen=True, eq=False, slots=True)
class _Event:
    """Something that happens to a model.

    Attributes:
        names: what the model is known by.
        model: the expression for it.
        places: where it happens: the calls that lead there, and the place itself.
    """

    names: _Names
    model: cst.BaseExpression
    places: tuple[cst.CSTNode, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Frozen:
    """A model that is frozen after its compile, and trained without another one.

    Attributes:
        model: the expression for it where it is frozen.
        node: where it is frozen.
    """

    model: cst.BaseExpression
    node: cst.CSTNode


def frozen_and_trained(module: Module) -> Frozen | None:
    """The first model of the module that Keras 3 does not train, since it is frozen after its compile."""
    switches = list(_switches(module))
    freezes = [event for event, on in switches if not on]
    if not freezes:
        return None
    compiles, trained = list(_calls(module, "compile")), list(_calls(module, *_TRAINING))
    thawed = [event for event, on in switches if on]
    for freeze in freezes:
        mine = [[other for other in each if _same(other, freeze)] for each in (compiles, trained, thawed)]
        mine[0] = mine[0] or [one for one in compiles if _may_return(module, one, freeze)]
        if mine[0] and any(_before(module, one, freeze) is not False for one in mine[0]):
            again = any(_before(module, freeze, one) for one in mine[0])
            goes_on = any(_before(module, one, freeze) is not True for one in mine[1])
            on_again = any(_before(module, one, freeze) is not True for one in mine[2])
            if goes_on and not again and not on_again and _is_in_another(module, freeze):
                return Frozen(freeze.model, freeze.places[-1])
    return None


def what_comes_next(module: Module) -> str:
    """What Keras 3 does with such a model, for a message after ``it``; empty where there is none."""
    found = frozen_and_trained(module) if module.target.keras3 else None
    if found is None:
        return ""
    model = module.text(found.model).strip()
    return (
        f"trains nothing of {model}, frozen after its compile ({module.where(found.node)}), and only warns: "
        f"set {model}.trainable to True before {model} is trained, to False before the model around it is"
    )


# What happens to models


def _calls(module: Module, *methods: str) -> Iterator[_Event]:
    for node, attribute in module.method_calls(*methods):
        for frames in module.call_sites.contexts(node):
            yield _event(module, attribute.value, node, frames)


def _switches(module: Module) -> Iterator[tuple[_Event, bool]]:
    """Each place where all of a model is frozen, or, with ``True``, may be set free again."""
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
            off = bool(values) and all(isinstance(one, Constant) and not one.value for one in values)
            yield _event(module, layers or model, node, frames), not off


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


def _event(module: Module, model: cst.BaseExpression, node: cst.CSTNode, frames: Frames) -> _Event:
    return _Event(frozenset(_names(module, model, frames)), model, (*(call for _, call in frames), node))


def _names(
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
        yield _PARAMETER, _SIBLINGS.sub("", node.value)
    for binding in home.bindings[node.value] if home is not None else ():
        for place, (function, call) in enumerate(frames):
            if binding.kind is BindingKind.PARAMETER and function is binding.scope.node and depth < _DEEPEST:
                given = module.bound_argument(function, call, binding.name)
                if given is not None:
                    yield from _names(module, given, frames[:place], depth + 1)


def _same(one: _Event, other: _Event) -> bool:
    return bool(one.names & other.names)


def _may_return(module: Module, made: _Event, freeze: _Event) -> bool:
    """Whether *made* is of a model that a function returns, and *freeze* of a parameter of another function.

    So it is in a file of functions whose callers are elsewhere.
    """
    maker, function = (module.enclosing_function(event.places[-1]) for event in (made, freeze))
    if maker is None or function is None or maker is function:
        return False
    if not any(name[0] == _PARAMETER for name in freeze.names):
        return False
    returned = [module.text(one) for one in module.returns(maker) or ()]
    return module.text(made.model) in returned


# In which order


def _before(module: Module, first: _Event, second: _Event) -> bool | None:
    """Whether *first* happens before *second*; ``None`` where their order is not known, as in a loop."""
    facts = module.facts
    for one in first.places:
        for other in second.places:
            if one is not other and facts.scopes[one] is facts.scopes[other]:
                before, after = precedes(facts, one, other), precedes(facts, other, one)
                return before if before is not after else None
    return None


def _is_in_another(module: Module, freeze: _Event) -> bool:
    """Whether the model is made a part of another one after it is frozen: called, or given to a call."""
    scope = module.facts.scopes
    for place in freeze.places:
        for call in module.facts.calls:
            if scope[call] is not scope[place] or not precedes(module.facts, place, call):
                continue
            given = (call.func, *(part for argument in call.args for part in descend(argument.value)))
            for node in given:
                if isinstance(node, (cst.Name, cst.Attribute)) and freeze.names & set(
                    _names(module, node, ())
                ):
                    return True
    return False
