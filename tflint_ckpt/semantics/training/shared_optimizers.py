"""One optimizer object that is given to several models, each of which is trained with it.

An optimizer keeps its state for the variables it was first built with, and refuses others (run on Keras 2.15,
3.3 and 3.15; the optimizers of Keras before 2.11 took them).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.training.events import TRAINING
from tflint_ckpt.semantics.values.kinds import Items
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_LOOPS = (cst.For, cst.While)
_TESTS = (cst.If, cst.IfExp, cst.Match, cst.BooleanOperation)
_LEAVES = (cst.Break, cst.Return, cst.Raise)


@dataclass(frozen=True, eq=False, slots=True)
class Shared:
    """An optimizer that a second model gets.

    Attributes:
        given: the argument of the ``compile`` that gives it to the second model.
        compiled: that call.
        made: the call that makes the optimizer.
        loop: the loop in which each pass makes a model for it; ``None`` where there is none.
    """

    given: cst.BaseExpression
    compiled: cst.Call
    made: cst.Call
    loop: cst.CSTNode | None


@dataclass(frozen=True, slots=True)
class _Use:
    """A ``compile``, with the place where the code that leads to it is run, and those of the trainings."""

    given: cst.BaseExpression
    compiled: cst.Call
    place: cst.Call
    optimizer: Origin
    model: Origin
    trained: tuple[cst.Call, ...] = ()


def shared_optimizers(module: Module) -> Iterator[Shared]:
    """Each optimizer that is shared, where the second model gets it."""
    uses = list(_uses(module))
    trained = defaultdict[Origin, list[cst.Call]](list)
    for model, at in _trained(module) if uses else ():
        trained[model].append(at)
    uses = [replace(use, trained=tuple(trained[use.model])) for use in uses]
    earlier = defaultdict[Origin, list[_Use]](list)
    reported = set[cst.CSTNode]()
    for use in uses:
        before = earlier[use.optimizer]
        before.append(use)
        made = use.optimizer.node
        if made in reported or not isinstance(made, cst.Call):
            continue
        loop = _loop(module, use)
        if loop is not None or any(one is not use and _follow(module, one, use) for one in before):
            reported.add(made)
            yield Shared(use.given, use.compiled, made, loop)


def _uses(module: Module) -> Iterator[_Use]:
    for compiled in module.training.compiles:
        argument = argument_of(compiled.call, "optimizer")
        func = compiled.node.func
        if argument is None or not isinstance(func, cst.Attribute):
            continue
        for frames in module.call_sites.contexts(compiled.node):
            optimizers = module.objects.origins(argument.value, frames)
            models = module.objects.origins(func.value, frames)
            if len(optimizers) == len(models) == 1 and _is_new(optimizers[0]) and models[0].is_made:
                place = frames[0][1] if frames else compiled.node
                optimizer, model = (_where_made(module, one) for one in (optimizers[0], models[0]))
                yield _Use(argument.value, compiled.node, place, optimizer, model)


def _is_new(optimizer: Origin) -> bool:
    """Whether it is one of today's optimizers, as Keras makes them."""
    owner, _, last = optimizer.name.rpartition(".")
    return owner == "keras.optimizers" and last != "Optimizer" and optimizer.local is None


def _trained(module: Module) -> Iterator[tuple[Origin, cst.Call]]:
    for node, attribute in module.method_calls(*TRAINING):
        for frames in module.call_sites.contexts(node):
            for origin in module.objects.origins(attribute.value, frames):
                yield _where_made(module, origin), frames[0][1] if frames else node


def _where_made(module: Module, origin: Origin) -> Origin:
    """*origin* without the calls that only led to its use: of what is made outside of their functions."""
    around = set(module.ancestors(origin.node))
    return origin if any(function in around for function, _ in origin.frames) else replace(origin, frames=())


def _follow(module: Module, one: _Use, other: _Use) -> bool:
    """Whether two models that share nothing are compiled and trained in one run, one after the other."""
    return (
        _in_turn(module, one.place, other.place)
        and any(_in_turn(module, first, second) for first in one.trained for second in other.trained)
        and _are_apart(module, one.model, other.model)
    )


def _in_turn(module: Module, one: cst.Call, other: cst.Call) -> bool:
    """Whether one run comes to both: in one scope, and not each under a test of its own."""
    facts = module.facts
    same = facts.scopes[one] is facts.scopes[other] and one is not other
    tests, others = (_tests(module, node) for node in (one, other))
    if not same or (tests - others and others - tests):
        return False
    return precedes(facts, one, other) or precedes(facts, other, one)


def _tests(module: Module, node: cst.CSTNode) -> set[cst.CSTNode]:
    """The tests that decide whether *node* is run, by the statements that they stand in."""
    return {above for _, above in module.steps_within(node) if isinstance(above, _TESTS)}


def _loop(module: Module, use: _Use) -> cst.CSTNode | None:
    """The loop that makes a model in each pass, and compiles it with an optimizer made before the loop."""
    above = [loop for loop in module.ancestors(use.place) if isinstance(loop, _LOOPS)]
    for loop in above:
        inside = [use.model.node, *(call for _, call in use.model.frames[:1])]
        optimizer = {use.optimizer.node, *(call for _, call in use.optimizer.frames)}
        if any(loop in module.ancestors(node) for node in optimizer):
            continue
        made = [node for node in inside if loop in module.ancestors(node)]
        tests = [(_tests(module, node), _tests(module, at)) for node in made for at in use.trained]
        makes = bool(made) and all(ours <= theirs for ours, theirs in tests)
        if (
            makes
            and not any(isinstance(node, _LEAVES) for node in descend(loop))
            and _is_apart(module, use.model)
        ):
            return loop if any(loop in module.ancestors(node) for node in use.trained) else None
    return None


# Whether models share layers


def _are_apart(module: Module, one: Origin, other: Origin) -> bool:
    """Whether two models surely have no variable in common."""
    if one == other:
        return False
    if one.node is other.node and len(one.frames) == len(other.frames) == 1:
        return _is_apart(module, one) and _is_apart(module, other)
    return one.node is not other.node and _is_apart(module, one) and _is_apart(module, other)


def _is_apart(module: Module, model: Origin) -> bool:
    """Whether a model is made of layers that are made with it."""
    if not isinstance(model.node, cst.Call) or model.local is not None:
        return False
    if model.frames:
        return all(_makes_all(module, function, call) for function, call in model.frames)
    return model.name == "keras.Sequential" and _lists_new_layers(module, model)


def _makes_all(module: Module, function: cst.CSTNode, call: cst.Call) -> bool:
    """Whether a function is given no layer, and uses none from outside of it."""
    if not isinstance(function, cst.FunctionDef):
        return False
    if any(argument.star or module.is_instance(argument.value, families.LAYER) for argument in call.args):
        return False
    scopes = module.facts.scopes
    inner = set(descend(function))
    for node in inner:
        if not isinstance(node, (cst.Name, cst.Attribute)) or node not in scopes:
            continue
        home = scopes[node].lookup(node.value) if isinstance(node, cst.Name) else None
        outside = isinstance(node, cst.Attribute) or (home is not None and home.node not in inner)
        if outside and module.is_instance(node, families.LAYER):
            return False
    return True


def _lists_new_layers(module: Module, model: Origin) -> bool:
    """Whether every layer of a ``Sequential`` is made where it is listed or added."""
    assert isinstance(model.node, cst.Call)
    given = argument_of(bind(module, model.node, model.name), "layers")
    found: list[cst.BaseExpression] = []
    for value in module.evaluate(given.value) if given is not None else ():
        if not isinstance(value, Items) or not value.complete:
            return False
        found += value.elements
    for use in module.flows.of(model.node):
        call = use.node if use.kind is Kind.METHOD and isinstance(use.node, cst.Call) else None
        if call is not None and isinstance(call.func, cst.Attribute) and call.func.attr.value == "add":
            found += [argument.value for argument in call.args]
    return bool(found) and all(_is_made_here(module, layer) for layer in found)


def _is_made_here(module: Module, layer: cst.BaseExpression) -> bool:
    name = module.resolve(layer.func) if isinstance(layer, cst.Call) else None
    return name is not None and name.startswith(("keras.layers.", "keras.Input"))
