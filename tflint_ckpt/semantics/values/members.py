"""What stands behind the dot: the methods of classes of the module that are called, what attributes hold."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.reached import reached
from tflint_ckpt.semantics.calls.receivers import Owner, Receivers
from tflint_ckpt.semantics.values.kinds import Frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.answers import Answers

Function = cst.FunctionDef | cst.Lambda


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that an attribute may hold.

    Attributes:
        value: the expression that is assigned, or the property that is run.
        index: where in the value the attribute's part stands, outermost first.
        frames: the calls inside which the value is evaluated; ``None`` for the present ones.
    """

    value: cst.BaseExpression | cst.FunctionDef
    index: tuple[int, ...] = ()
    frames: Frames | None = None


def called(answers: Answers[Any], call: cst.Call) -> list[Function]:
    """The functions, methods and lambdas of the module that *call* may run; empty where one is not known."""
    module = answers.module
    func = reached(module, call).func
    if isinstance(func, cst.Lambda):
        return [func]
    if isinstance(func, cst.Name):
        binding = module.sole_binding(func)
        return [binding.node] if binding is not None and isinstance(binding.node, cst.FunctionDef) else []
    if not isinstance(func, cst.Attribute) or func.attr.value not in module.facts.function_names:
        return []
    if module.resolve(func) is not None:
        return []
    from tflint_ckpt.semantics.calls.named import is_property

    receivers = module.fact(Receivers)
    found = receivers.methods(func, answers)
    every = [each for each in found if each is not None and not is_property(module, each)]
    if any(map(receivers.is_replaced, every)):
        return []
    return list(every) if len(every) == len(found) else []


def attribute(answers: Answers[Any], node: cst.Attribute) -> list[Held] | None:
    """All that an attribute of an object or class of the module may hold; ``None`` where that is not seen."""
    module, name = answers.module, node.attr.value
    if name not in module.facts.attribute_names:
        return None
    found: list[Held] = []
    for owner in module.fact(Receivers).owners(node.value, answers):
        held = _held(module, owner, node)
        if held is None:
            return None
        found += held
    return found or None


def _held(module: Engine, owner: Owner, node: cst.Attribute) -> list[Held] | None:
    from tflint_ckpt.semantics.calls.named import is_property
    from tflint_ckpt.semantics.values import attributes

    name = node.attr.value
    receivers = module.fact(Receivers)
    method = receivers.method(owner.node, name)
    if method is not None:
        return [Held(method)] if is_property(module, method) and module.returns(method) else None
    parts = attributes.parts_of(module, owner.node, name, node.value if owner.is_class else None)
    made = owner.made
    if parts is None:
        field = attributes.field_of(module, owner.node, name, made.call) if made is not None else None
        if field is None or made is None:
            return None
        return [Held(field[0], (), made.frames if field[1] else ())]
    constructor = receivers.method(owner.node, "__init__") if made is not None else None
    found = []
    for value, index in parts:
        frames: Frames | None = None
        if made is not None:
            inside = constructor is not None and module.enclosing_function(value) is constructor
            frames = (*made.frames, (constructor, made.call)) if inside and constructor is not None else ()
        found.append(Held(value, index, frames))
    return found


def is_first(module: Engine, function: cst.CSTNode, name: str) -> bool:
    """Whether *name* is the first parameter of a method, which the receiver fills."""
    if not isinstance(function, cst.FunctionDef):
        return False
    params = [*function.params.posonly_params, *function.params.params]
    owner = module.facts.scopes[function].node
    return bool(params) and params[0].name.value == name and isinstance(owner, cst.ClassDef)


def receiver(call: cst.Call) -> cst.BaseExpression:
    """What fills the first parameter of a method: what stands before the dot, or the new object."""
    return call.func.value if isinstance(call.func, cst.Attribute) else call
