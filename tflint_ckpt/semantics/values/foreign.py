"""What the attributes of classes and objects of other files hold."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import arguments, classes
from tflint_ckpt.semantics.names.rebound import Rebound
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.changes import is_attribute_changed, is_changed
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.definitions import Definition
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.parts import Path


_BY_NAME = pattern(r"\bsetattr\b|__setattr__|__dict__|\bvars\(|\bglobals\(")
"""What may set an attribute without writing its name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that such an attribute holds.

    Attributes:
        value: the expression, in that file.
        index: where in it the part of the attribute stands, outermost first.
        is_given: whether it is what the call that makes the object gives, in the file of that call.
    """

    value: cst.BaseExpression
    index: tuple[int, ...]
    is_given: bool = False


def may_be_another(module: Engine, node: cst.BaseExpression, defined: Definition, path: Path) -> bool:
    """Whether *node* in *module* may see another value than what *defined*, a variable, is given there.

    At *path*, if it is not empty, where a list or dictionary may have another element since.
    """
    there, binding = defined.module, defined.binding
    if there.fact(Rebound).may_be_later(binding):
        return True
    if not (*binding.index, *path):
        return False
    here = isinstance(node, cst.Attribute) and is_attribute_changed(module, node.attr.value)
    return here or is_changed(there, binding.name, binding.scope)


def foreign_parts(module: Engine, defined: Definition, name: str, made: cst.Call | None) -> list[Part] | None:
    """What the attribute *name* of what *defined* is may hold; ``None`` where that cannot be seen.

    *defined* is a class, *made* the call in *module* that makes an object of it, if one is meant; or it is a
    variable that holds an object of a class of its own file. Nobody else may set the attribute.
    """
    from tflint_ckpt.semantics.values import attributes

    there, binding = defined.module, defined.binding
    owner, call = binding.node, made
    if binding.kind is BindingKind.ASSIGNMENT and isinstance(binding.value, cst.Call) and not binding.index:
        call = binding.value
        known = classes.local_class(there, call.func)
        if known is None:
            return None
        owner = known
    if not isinstance(owner, cst.ClassDef) or is_set(module, there, name):
        return None
    if call is None:
        found = attributes.of_class(there, owner, owner.name.value, name)
        return [Part(value, index) for value, index in found or ()]
    parts = attributes.parts_of(there, owner, name)
    if parts is None:
        field = attributes.field_of(there, owner, name, call)
        return [Part(field[0], (), field[1])] if field is not None else None
    held = [_part(there, owner, call, value, index) for value, index in parts]
    every = [part for part in held if part is not None]
    return every if len(every) == len(held) else None


def property_of(defined: Definition, name: str) -> cst.FunctionDef | None:
    """The property *name* of a class, or of the class of an object that a variable holds."""
    from tflint_ckpt.semantics.calls.named import is_property
    from tflint_ckpt.semantics.calls.receivers import Receivers

    there, owner = defined.module, defined.binding.node
    if isinstance(defined.binding.value, cst.Call) and not defined.binding.index:
        owner = classes.local_class(there, defined.binding.value.func) or owner
    receivers = there.fact(Receivers)
    method = receivers.method(owner, name) if isinstance(owner, cst.ClassDef) else None
    if method is None or not is_property(there, method) or receivers.is_replaced(method):
        return None
    return method


def _part(
    there: Engine, owner: cst.ClassDef, call: cst.Call, value: cst.BaseExpression, index: tuple[int, ...]
) -> Part | None:
    """``self.path = path`` in the constructor holds what *call* gives; ``None`` where nobody sees that."""
    init = classes.methods(owner).get("__init__")
    binding = there.sole_binding(value)
    is_parameter = binding is not None and binding.kind is BindingKind.PARAMETER
    if binding is None or init is None or not is_parameter or binding.scope.node is not init:
        return Part(value, index)
    given = arguments.bound_argument(init.params, call.args, binding.name, bound_first=True)
    return Part(given, index, given is not binding.value) if given is not None else None


def is_set(module: Engine, there: Engine, name: str) -> bool:
    """Whether code outside of the file of a class may set an attribute of that name."""
    targets = (target for target, _ in module.facts.attribute_targets if target.attr.value == name)
    if not all(is_self(target.value) for target in targets):
        return True
    if any(module.builtin(call.func) == "setattr" for call in module.facts.calls):
        return True
    if _BY_NAME.search(there.source.text):
        return True
    sets = re.compile(rf"(?<!self)\.{re.escape(name)}\s*(?:=(?!=)|[-+*/]=)")
    return module.project.somewhere(sets, f".{name}", besides=there.path)
