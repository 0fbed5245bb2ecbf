"""What stands behind the dot: the methods of classes of the module that are called, what attributes hold."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.reached import reached
from tflint_ckpt.semantics.calls.receivers import Owner, Receivers
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Frames, Items, Mapping
from tflint_ckpt.semantics.values.parts import ANY, chosen, key

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
        if binding is not None and isinstance(binding.node, cst.FunctionDef):
            return [binding.node]
        if func.value not in module.facts.taken_names:
            return []
    if not isinstance(func, cst.Attribute):
        kept = [_function(module, each) for each in chosen_from(answers, func)]
        known = [each for each in kept if each is not None]
        return list(dict.fromkeys(known)) if len(known) == len(kept) else []
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


def chosen_from(answers: Answers[Any], func: cst.BaseExpression) -> list[cst.BaseExpression]:
    """What may be called by ``MODELS[name]``, ``MODELS.get(name)`` or a variable that is set to one of them.

    Empty where that is not all in sight, and for any other expression.
    """
    if isinstance(func, cst.Name):
        if func.value not in answers.module.facts.taken_names:
            return []
        binding = answers.module.sole_binding(func)
        if binding is None or binding.kind is not BindingKind.ASSIGNMENT or binding.index:
            return []
        func = binding.value if isinstance(binding.value, (cst.Subscript, cst.Call)) else func
    if isinstance(func, cst.Subscript):
        return stored(answers, func)
    if not isinstance(func, cst.Call) or not isinstance(func.func, cst.Attribute) or not func.args:
        return []
    is_plain = not any(each.keyword or each.star for each in func.args)
    if func.func.attr.value != "get" or not is_plain or len(func.args) > 2:
        return []
    kept: list[cst.BaseExpression] = [
        argument.value for argument in func.args[1:] if not is_none(argument.value)
    ]
    for value in answers.values(func.func.value):
        nodes = chosen(value, ANY) if isinstance(value, Mapping) and value.intact else None
        if not nodes:
            return []
        kept += nodes
    return list(dict.fromkeys(kept))


def stored(answers: Answers[Any], node: cst.Subscript) -> list[cst.BaseExpression]:
    """What may stand in a dictionary or list: ``MODELS[name]``; empty where that is not all in sight."""
    found: list[cst.BaseExpression] = []
    for value in answers.values(node.value):
        nodes = chosen(value, key(node)) if isinstance(value, (Items, Mapping)) and value.intact else None
        if not nodes:
            return []
        found += nodes
    return list(dict.fromkeys(found))


def _function(module: Engine, node: cst.BaseExpression) -> Function | None:
    found = module.local_function(node) if isinstance(node, (cst.Name, cst.Attribute)) else node
    return found if isinstance(found, (cst.FunctionDef, cst.Lambda)) else None


def attribute(answers: Answers[Any], node: cst.Attribute) -> list[Held] | None:
    """All that an attribute of an object or class of the module may hold; ``None`` where that is not seen."""
    module, name = answers.module, node.attr.value
    if name not in module.facts.attribute_names:
        return None
    found: list[Held] = []
    for owner in _owners(answers, node):
        held = _held(module, owner, node)
        if held is None:
            return None
        found += held
    return found or None


def _owners(answers: Answers[Any], node: cst.Attribute) -> list[Owner]:
    """What stands before the dot, ``type(self)`` included where no object has the attribute itself."""
    module = answers.module
    receivers = module.fact(Receivers)
    if isinstance(node.value, (cst.Call, cst.Attribute)) and (own := receivers.own_class(node.value)):
        name = node.attr.value
        is_set = any(target.attr.value == name for target, _ in module.facts.attribute_targets)
        return [Owner(own)] if not is_set else []
    return receivers.owners(node.value, answers)


def member(module: Engine, node: cst.Attribute) -> Held | None:
    """What stands in the body of an ``Enum`` of the module whose member's ``value`` is read."""
    if node.attr.value != "value" or not isinstance(node.value, cst.Attribute):
        return None
    from tflint_ckpt.semantics.calls import classes

    owner = classes.local_class(module, node.value.value)
    return enumerated(module, owner, node.value.attr.value) if owner is not None else None


def enumerated(module: Engine, owner: cst.ClassDef, name: str) -> Held | None:
    """The value of the member *name* of *owner*, if that is an ``Enum`` that leaves values as they are."""
    from tflint_ckpt.semantics.calls import classes
    from tflint_ckpt.semantics.values import attributes

    every = classes.ancestry(module, owner)
    is_enum = any(isinstance(base, str) and base.startswith("enum.") for base in every)
    if not is_enum or classes.is_replaced(owner):
        return None
    own = [owner, *(base for base in every if isinstance(base, cst.ClassDef))]
    if any({"__new__", "__init__", "value", "_value_"} & classes.names(module, each) for each in own):
        return None
    parts = attributes.in_body(module, owner, name) or []
    return Held(parts[0][0], parts[0][1], ()) if len(parts) == 1 else None


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
