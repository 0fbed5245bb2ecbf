"""Models that functions of other files freeze or set free, for the calls here that give them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.order import is_run_by
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.from_elsewhere import CallsFromElsewhere
from tflint_ckpt.semantics.values.kinds import Constant

_TRAINABLE = pattern(r"\btrainable\b")

Place = tuple[cst.BaseExpression, cst.BaseExpression | None, cst.CSTNode]
"""What is switched, to which value, and where."""


def switched_elsewhere(
    module: Module,
    switches_in: Callable[[Module], list[Place]],
    layers_of: Callable[[Module, cst.BaseExpression], cst.BaseExpression | None],
    part_of: Callable[[Module, cst.BaseExpression], tuple[cst.BaseExpression, str] | None],
) -> Iterator[tuple[cst.BaseExpression, cst.Call, bool | None, bool, str, tuple[Module, cst.CSTNode]]]:
    """What calls of functions of other files freeze, ``False``, or set free; ``None`` where it may be either.

    With the call, whether that is only some of its layers, the part of it, and the place there. *switches_in*
    gives the places of a file, *layers_of* the model whose layers a loop variable goes through, *part_of*
    the model of a layer, and how the layer is written.
    """
    calls = list(_brought(module))
    if not calls or not module.project.somewhere(_TRAINABLE, "trainable", besides=module.path):
        return
    for call, spelled in calls:
        found = module.fact(Definitions).of(spelled, _switches)
        there, function = (found.module, found.binding.node) if found is not None else (None, None)
        if not isinstance(there, Module) or not isinstance(function, cst.FunctionDef) or function.decorators:
            continue
        by_parameter: dict[tuple[str, str], list[tuple[Place, bool]]] = {}
        for place in switches_in(there):
            if there.enclosing_function(place[2]) is not function:
                continue
            looped = layers_of(there, place[0])
            switched = looped if looped is not None else place[0]
            owner, part = part_of(there, switched) or (switched, "")
            binding = there.sole_binding(owner)
            if binding is None or binding.kind is not BindingKind.PARAMETER:
                continue
            by_parameter.setdefault((binding.name, part), []).append((place, looped is not None))
        for (name, part), places in by_parameter.items():
            given = there.fact(CallSites).bound_argument(function, call, name)
            if given is not None and any(given is argument.value for argument in call.args):
                value, is_some = _altogether(module, there, function, call, places)
                yield given, call, value, is_some, part, (there, places[0][0][2])


def _brought(module: Module) -> Iterator[tuple[cst.Call, str]]:
    """The calls of what may come from another file of the project, with the name by which it is imported."""
    for call in module.facts.calls:
        spelled = module.spelled(call.func) if isinstance(call.func, (cst.Name, cst.Attribute)) else None
        if spelled is not None and call.args and spelled.partition(".")[0] not in ELSEWHERE:
            yield call, spelled


def _altogether(
    module: Module, there: Module, function: cst.FunctionDef, call: cst.Call, places: list[tuple[Place, bool]]
) -> tuple[bool | None, bool]:
    """What all switches of one model in *function* come to for *call*, and whether of a part of it only.

    The first is of the whole model, or the only one; others may then take some of its layers back.
    """
    (first, looped), *others = places
    calls = there.fact(CallsFromElsewhere)
    if call in calls.asking:
        return None, looped
    around = calls.enter(call, module, ())
    try:
        values = [_value(there, place[1], function, call) for place, _ in places]
    finally:
        calls.leave(call, around)
    sure = is_run_by(there, _whole(there, first[2]), function)
    if looped:
        return (values[0] if sure and not others else None), True
    later = list(zip(others, values[1:], strict=True))
    if not sure or not all(is_loop or value is values[0] for (_, is_loop), value in later):
        return None, False
    return values[0], any(value is not values[0] for _, value in later)


def _whole(there: Module, node: cst.CSTNode) -> cst.CSTNode:
    """The outermost loop around *node* in its function; *node* itself where there is none."""
    loops = [above for _, above in there.steps_within(node) if isinstance(above, cst.For)]
    return loops[-1] if loops else node


def _value(
    there: Module, value: cst.BaseExpression | None, function: cst.FunctionDef, call: cst.Call
) -> bool | None:
    found = there.evaluate(value, ((function, call),)) if value is not None else ()
    return agreed(bool(one.value) if isinstance(one, Constant) else None for one in found)


def _switches(text: str, name: str) -> bool:
    """Whether what a text calls *name* may set ``trainable``; of what it imports others say."""
    return "trainable" in text or not re.search(rf"\b(?:def|class) +{re.escape(name)}\b", text)
