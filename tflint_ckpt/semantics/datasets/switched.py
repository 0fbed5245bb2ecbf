"""Random maps that only some calls of a function switch on: ``ds.map(jitter if augment else plain)``.

The calls may stand in other files. One is enough that surely draws, and whose data is trained on.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.used_elsewhere import CallsElsewhere
from tflint_ckpt.semantics.contracts import place as place_of
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.onward import Role, ends, in_loop
from tflint_ckpt.semantics.functions.drawn import Draw
from tflint_ckpt.semantics.functions.global_seed import sets_global_seed
from tflint_ckpt.semantics.functions.random_names import Draws
from tflint_ckpt.semantics.functions.randomness import draws_at_random
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.evaluate import called_there
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import argument

Called = tuple[Module, cst.Call]


def switched_on(module: Module, cache: Operation, step: Operation) -> tuple[Draw, Called] | None:
    """What the map *step* draws anew in each pass for a call that trains on it behind *cache*, and that call.

    Both stand in the function that is called, and what other calls of it give does not matter.
    """
    function = module.enclosing_function(cache.call)
    if function is None or module.enclosing_function(step.call) is not function:
        return None
    drawn = draws_at_random(module, step.function, step.frames)
    if not drawn.possible:
        return None
    for there, call in _calls(module, function):
        found = draws_at_random(module, step.function, ((function, call),))
        seeded = sets_global_seed(there) and not _is_repeated(there, call, cache)
        hit = next((draw for draw in found.sure if is_anew(module, draw) and is_anew_in(draw, seeded)), None)
        if hit is not None and _is_trained(there, call):
            return hit, (there, call)
    return None


def only_evaluated_elsewhere(module: Module, cache: Operation) -> bool:
    """Whether the function around returns the data, and all that other files do with it is to evaluate."""
    function = module.enclosing_function(cache.call)
    here = ends(module, cache.call)
    if function is None or not all(isinstance(end.node, cst.Return) for end in here):
        return False
    found = [end.role for there, call in _calls(module, function) for end in ends(there, call)]
    return bool(found) and all(each in (Role.VALIDATE, Role.EVALUATE) for each in found)


def is_anew(module: Module, draw: Draw) -> bool:
    """Whether a function that is mapped over a dataset draws something else in each pass."""
    return is_anew_in(draw, draw.kind is Draws.OPERATION and sets_global_seed(module))


def is_anew_in(draw: Draw, seeded: bool) -> bool:
    """The same, where the seed of TensorFlow is known to be set or not."""
    if draw.kind is Draws.OPERATION:
        return not draw.seeded and not seeded
    return draw.kind is Draws.STATE or draw.in_python


def read_once(module: Module, call: cst.Call) -> bool:
    """Whether training sees the data once: in one ``fit`` of one epoch, or in one loop that is run once.

    What validates or evaluates does not count: it may well see the same each time.
    """
    found = [end for end in ends(module, call) if end.role not in (Role.VALIDATE, Role.EVALUATE)]
    place = module.parent(found[0].node) if len(found) == 1 else None
    if isinstance(place, cst.For):
        return module.enclosing_function(place) is None and not in_loop(module, place)
    fit = module.parent(place) if place is not None and found[0].role is Role.TRAIN else None
    if not isinstance(fit, cst.Call) or any(one.star for one in fit.args):
        return False
    epochs = argument(fit, "epochs", place_of("keras.Model.fit", "epochs"))
    values = module.evaluate(epochs) if epochs is not None else ()
    once = all(isinstance(value, Constant) and value.value == 1 for value in values)
    return once and _made_for_each(module, found[0].node, fit)


def _made_for_each(module: Module, data: cst.CSTNode, fit: cst.Call) -> bool:
    """Whether *fit* gets another dataset, *data*, each time that a loop around it runs it."""
    around = (above for above in module.ancestors(fit) if isinstance(above, (cst.For, cst.While)))
    loop = next(around, None)
    if loop is None or not isinstance(data, cst.Name):
        return True
    return all(loop in module.ancestors(binding.node) for binding in module.visible(data))


def _calls(module: Module, function: cst.FunctionDef) -> Iterator[Called]:
    """The calls of *function*, those of other files if all of them are in sight."""
    here = module.call_sites.calls_of(function)
    yield from ((module, call) for call in here.calls if here.closed)
    others = module.fact(CallsElsewhere).of(function, called_there) if not here.closed else None
    for there, call in others or ():
        if isinstance(there, Module):
            yield there, call


def _is_trained(module: Module, call: cst.Call) -> bool:
    """Whether a ``fit`` of several epochs gets the data that *call* gives, which nothing augments again."""
    found = ends(module, call)
    return (
        any(end.role is Role.TRAIN for end in found)
        and not in_loop(module, call)
        and not read_once(module, call)
        and not any(_may_draw(module, step) for end in found for step in end.steps)
    )


def _may_draw(module: Module, step: Operation) -> bool:
    return step.name == "map" and draws_at_random(module, step.function).random is not False


def _is_repeated(module: Module, call: cst.Call, cache: Operation) -> bool:
    """Whether the data of *call* is repeated behind *cache*: then a seed does not bring the same again."""
    chains = module.datasets.chains(call)
    if chains and all(_has_repeat(chain.operations, cache) for chain in chains):
        return True
    return any(end.role is Role.TRAIN and end.has("repeat") for end in ends(module, call))


def _has_repeat(operations: tuple[Operation, ...], cache: Operation) -> bool:
    names = [step.name for step in operations if step.call is not cache.call]
    place = next((number for number, step in enumerate(operations) if step.call is cache.call), None)
    return place is not None and "repeat" in names[place:]
