"""What stands before the dot: the class of the module that an attribute or a method is looked up in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.named import is_property
from tflint_ckpt.semantics.calls.reached import reached
from tflint_ckpt.semantics.calls.receivers import Receivers, is_self, is_super
from tflint_ckpt.semantics.values import attributes
from tflint_ckpt.semantics.values.kinds import Frames, Instance

if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.answers import Answers

Function = cst.FunctionDef | cst.Lambda


@dataclass(frozen=True, slots=True)
class Owner:
    """A class of the module, and the object of it, if that is known.

    Attributes:
        node: the class.
        made: the object, with the call that makes it.
        is_class: whether the class itself stands before the dot.
    """

    node: cst.ClassDef
    made: Instance | None = None
    is_class: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may as well be an object of a class that derives from it: ``self``."""
        return self.made is None and not self.is_class


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


def owners(inference: Answers[Any], node: cst.BaseExpression) -> list[Owner]:
    """The classes of the module that *node* may be, or be an object of; empty where one is not known."""
    module = inference.module
    if is_self(node):
        own = module.enclosing_class(node)
        function = module.enclosing_function(node)
        if own is None:
            return []
        if all(frame[0] is not function for frame in inference.frames):
            return [Owner(own)]
        return _instances(inference, node) or [Owner(own)]
    local = classes.local_class(module, node)
    return [Owner(local, is_class=True)] if local is not None else _instances(inference, node)


def _instances(inference: Answers[Any], node: cst.BaseExpression) -> list[Owner]:
    """The classes of the objects that *node* may be, with the calls that make them; empty as in `owners`."""
    found: list[Owner] = []
    for value in inference.values(node):
        owner = _class_made(inference.module, value.call) if isinstance(value, Instance) else None
        if owner is None or not isinstance(value, Instance):
            return []
        found.append(Owner(owner, value))
    return found


def _class_made(module: Engine, call: cst.Call) -> cst.ClassDef | None:
    """The class of the module that *call* surely makes an object of: ``Trainer(…)``, ``cls(…)``."""
    receivers = module.fact(Receivers)
    own = receivers.own_class(call.func)
    made = own if own is not None else classes.local_class(module, call.func)
    if made is None:
        return None
    order = receivers.order(made)
    is_other = any(classes.is_replaced(each) or "__new__" in classes.methods(each) for each in order)
    return made if not is_other else None


def called(inference: Answers[Any], call: cst.Call) -> list[Function]:
    """The functions, methods and lambdas of the module that *call* may run; empty where one is not known."""
    module = inference.module
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
    return _methods(inference, func)


def _methods(inference: Answers[Any], func: cst.Attribute) -> list[Function]:
    module, receivers = inference.module, inference.module.fact(Receivers)
    found: list[cst.FunctionDef | None]
    made = owners(inference, func.value) if not is_super(func.value) else []
    if made and not any(owner.is_open for owner in made):
        found = [receivers.method(owner.node, func.attr.value) for owner in made]
    else:  # of ``self`` and ``super()`` what classes that derive from it have, too
        meant = receivers.meant(func)
        found = [each for each in module.facts.functions if each in meant] if meant else [None]
        found += [None] if meant is not None and None in meant else []
    every = [each for each in found if each is not None and not is_property(module, each)]
    return list(every) if len(every) == len(found) else []


def attribute(inference: Answers[Any], node: cst.Attribute) -> list[Held] | None:
    """All that an attribute of an object or class of the module may hold; ``None`` where that is not seen."""
    module, name = inference.module, node.attr.value
    if name not in module.facts.attribute_names:
        return None
    found: list[Held] = []
    for owner in owners(inference, node.value):
        held = _held(module, owner, node)
        if held is None:
            return None
        found += held
    return found or None


def _held(module: Engine, owner: Owner, node: cst.Attribute) -> list[Held] | None:
    name = node.attr.value
    receivers = module.fact(Receivers)
    method = receivers.method(owner.node, name)
    if method is not None:
        return [Held(method)] if is_property(module, method) and module.returns(method) else None
    parts = attributes.parts_of(module, owner.node, name, node.value if owner.is_class else None)
    if parts is None:
        return None
    made = owner.made
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
