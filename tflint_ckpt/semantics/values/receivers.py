"""What stands before the dot: the class of the module that an attribute or a method is looked up in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.values import attributes
from tflint_ckpt.semantics.values.kinds import Frames, Instance

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.inference import Inference

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


def owners(inference: Inference[Any], node: cst.BaseExpression) -> list[Owner]:
    """The classes of the module that *node* may be, or be an object of; empty where one is not known."""
    module = inference.module
    if _is_own(module, node):
        own = module.enclosing_class(node)
        if own is None:
            return []
        function = module.enclosing_function(node)
        if all(frame[0] is not function for frame in inference.frames):
            return [Owner(own)]
    elif _is_super(node):
        own = module.enclosing_class(node)
        bases = [classes.local_class(module, base.value) for base in own.bases] if own is not None else []
        return [Owner(base, is_class=True) for base in bases if base is not None] if None not in bases else []
    local = classes.local_class(module, node)
    if local is not None:
        return [Owner(local, is_class=True)]
    found: list[Owner] = []
    for value in inference.values(node):
        owner = class_made(module, value.call) if isinstance(value, Instance) else None
        if owner is None or not isinstance(value, Instance):
            own = module.enclosing_class(node) if _is_own(module, node) else None
            return [Owner(own)] if own is not None else []
        found.append(Owner(owner, value))
    return found


def class_made(module: Module, call: cst.Call) -> cst.ClassDef | None:
    """The class of the module that *call* makes an object of: ``Trainer(…)``, ``cls(…)``."""
    if isinstance(call.func, cst.Name) and call.func.value == "cls":
        return module.enclosing_class(call)
    return classes.local_class(module, call.func)


def called(inference: Inference[Any], call: cst.Call) -> list[Function]:
    """The functions, methods and lambdas of the module that *call* may run; empty where one is not known."""
    module, func = inference.module, call.func
    if isinstance(func, cst.Name):
        binding = module.sole_binding(func)
        if binding is not None and isinstance(binding.node, cst.FunctionDef):
            return [binding.node]
        return [binding.value] if binding is not None and isinstance(binding.value, cst.Lambda) else []
    if not isinstance(func, cst.Attribute) or module.resolve(func) is not None:
        return []
    if func.attr.value not in module.method_names:
        return []
    found: list[Function] = []
    for owner in owners(inference, func.value):
        method = module.call_sites.method(owner.node, func.attr.value)
        if method is None or _is_property(method):
            return []
        found.append(method)
        if owner.is_open:  # the object may be of a class that has its own
            own = (classes.methods(each).get(func.attr.value) for each in module.subclasses(owner.node))
            found += [each for each in own if each is not None]
    return found


def attribute(inference: Inference[Any], node: cst.Attribute) -> list[Held] | None:
    """All that an attribute of an object or class of the module may hold; ``None`` where that is not seen."""
    module, name = inference.module, node.attr.value
    if name not in module.attribute_names:
        return None
    found: list[Held] = []
    for owner in owners(inference, node.value):
        held = _held(module, owner, node)
        if held is None:
            return None
        found += held
    return found or None


def _held(module: Module, owner: Owner, node: cst.Attribute) -> list[Held] | None:
    name = node.attr.value
    method = module.call_sites.method(owner.node, name)
    if method is not None:
        return [Held(method)] if _is_property(method) and module.returns(method) else None
    parts = attributes.parts_of(module, owner.node, name, node.value if owner.is_class else None)
    if parts is None:
        return None
    made = owner.made
    constructor = module.call_sites.method(owner.node, "__init__") if made is not None else None
    found = []
    for value, index in parts:
        frames: Frames | None = None
        if made is not None:
            inside = constructor is not None and module.enclosing_function(value) is constructor
            frames = (*made.frames, (constructor, made.call)) if inside and constructor is not None else ()
        found.append(Held(value, index, frames))
    return found


def is_first(module: Module, function: cst.CSTNode, name: str) -> bool:
    """Whether *name* is the first parameter of a method, which the receiver fills."""
    if not isinstance(function, cst.FunctionDef):
        return False
    params = [*function.params.posonly_params, *function.params.params]
    owner = module.facts.scopes[function].node
    return bool(params) and params[0].name.value == name and isinstance(owner, cst.ClassDef)


def receiver(call: cst.Call) -> cst.BaseExpression:
    """What fills the first parameter of a method: what stands before the dot, or the new object."""
    return call.func.value if isinstance(call.func, cst.Attribute) else call


def _is_own(module: Module, node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value in ("self", "cls")


def _is_super(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "super"


def _is_property(function: cst.FunctionDef) -> bool:
    names = [item.decorator.value for item in function.decorators if isinstance(item.decorator, cst.Name)]
    return "property" in names or "cached_property" in names
