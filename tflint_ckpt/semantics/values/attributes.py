"""What the attributes of a class of the module, and of its instances, are assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.scopes import BindingKind

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

Parts = list[tuple[cst.BaseExpression, tuple[int, ...]]]
"""Assigned values, and where in them the part of an attribute stands, outermost first."""


def parts(module: Module, node: cst.Attribute) -> Parts | None:
    """What ``self.attribute`` is assigned anywhere in its class; ``None`` where that cannot be seen.

    Of ``Settings.attribute``, what the body of that class of the module says.
    """
    if not isinstance(node.value, cst.Name):
        return None
    if node.value.value not in ("self", "cls"):
        return _whole(_of_class(module, node.value, node.attr.value))
    owner = module.enclosing_class(node)
    if owner is None:
        return None
    subclasses = module.subclasses(owner)
    found: Parts = []
    for target, _ in module.facts.attribute_targets:
        if target.attr.value != node.attr.value:
            continue
        if not (isinstance(target.value, cst.Name) and target.value.value == "self"):
            return None  # ``trainer.path = …`` may mean an instance of this class
        holder = module.enclosing_class(target)
        if holder is owner:
            part = module.facts.attribute_parts.get(target)
            if part is None:
                return None
            found.append(part)
        elif holder in subclasses:
            return None  # an instance of that subclass has it from there
    if any(node.attr.value in classes.names(module, each) for each in subclasses):
        return None
    return found or _whole(_in_body(module, owner, node.attr.value))


def _of_class(module: Module, name: cst.Name, attribute: str) -> list[cst.BaseExpression] | None:
    owner = classes.local_class(module, name)
    if owner is None:
        return None
    for target, _ in module.facts.attribute_targets:
        receiver = target.value.value if isinstance(target.value, cst.Name) else None
        if target.attr.value == attribute and receiver in (name.value, "cls"):
            return None
    if any(isinstance(call.func, cst.Name) and call.func.value == "setattr" for call in module.facts.calls):
        return None
    return _in_body(module, owner, attribute)


def _in_body(module: Module, owner: cst.ClassDef, name: str) -> list[cst.BaseExpression] | None:
    scope = module.facts.scopes.get(owner.body)
    bindings = scope.bindings.get(name, []) if scope else []
    if len(bindings) == 1 and bindings[0].kind is BindingKind.ASSIGNMENT and bindings[0].value:
        annotated = isinstance(module.parent(bindings[0].node), cst.AnnAssign)
        if annotated and (owner.decorators or owner.bases):
            return None  # a field of a dataclass or the like: only the default of a parameter
        return [bindings[0].value]
    return None


def _whole(
    values: list[cst.BaseExpression] | None,
) -> Parts | None:
    return [(value, ()) for value in values] if values is not None else None
