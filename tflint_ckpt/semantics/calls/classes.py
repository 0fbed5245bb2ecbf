"""Classes of the module: their bases by qualified name, their methods, what an API subclass overrides."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.call import Call
    from tflint_ckpt.semantics.code import Code


_KEEPING = ("register_keras_serializable", "dataclass", "final", "runtime_checkable")
"""Decorators that return the class they are given."""


def methods(node: cst.ClassDef) -> dict[str, cst.FunctionDef]:
    """The functions defined directly in a class body, by name; the last definition counts."""
    body = node.body.body if isinstance(node.body, cst.IndentedBlock) else ()
    return {item.name.value: item for item in body if isinstance(item, cst.FunctionDef)}


def names(module: Code, node: cst.ClassDef) -> set[str]:
    """Every name that the body of a class binds, by ``def``, assignment or import, in a branch or not."""
    scope = module.facts.scopes.get(node.body)
    return set(scope.bindings) if scope is not None else set()


def local_class(module: Code, node: cst.BaseExpression) -> cst.ClassDef | None:
    """The class of this module that a name means, where that is certain."""
    binding = module.sole_binding(node)
    if binding is not None and binding.kind is BindingKind.CLASS and isinstance(binding.node, cst.ClassDef):
        return binding.node
    return None


def ancestry(module: Code, node: cst.ClassDef) -> list[cst.ClassDef | str | None]:
    """The bases of a class and theirs in turn: local classes, canonical names, ``None`` for unknown."""
    found: list[cst.ClassDef | str | None] = []
    queue = [argument.value for argument in node.bases if not argument.star]
    seen: set[cst.ClassDef] = {node}
    while queue:
        base = queue.pop(0)
        local = local_class(module, base)
        if local is None:
            found.append(module.resolve(base))
        elif local not in seen:
            seen.add(local)
            found.append(local)
            queue += [argument.value for argument in local.bases if not argument.star]
    return found


def inherits_constructor(module: Code, node: cst.ClassDef, name: str) -> bool:
    """Whether calling the local class *node* runs the constructor of the API class *name* unchanged."""
    seen: set[cst.ClassDef] = set()
    while node not in seen:
        seen.add(node)
        if {"__init__", "__new__"} & names(module, node) or node.keywords or node.decorators:
            return False
        if len(node.bases) != 1 or node.bases[0].star:
            return False
        base = node.bases[0].value
        if module.is_named(base, name):
            return True
        local = local_class(module, base)
        if local is None:
            return False
        node = local
    return False


def constructs_base(module: Code, call: cst.Call, name: str) -> bool:
    """Whether a call is ``super().__init__(…)``, in a class whose only base is the API class *name*."""
    func = call.func
    if not (isinstance(func, cst.Attribute) and func.attr.value == "__init__"):
        return False
    owner = module.enclosing_class(call)
    if owner is None or len(owner.bases) != 1 or not module.is_named(owner.bases[0].value, name):
        return False
    receiver = func.value
    return (
        isinstance(receiver, cst.Call)
        and isinstance(receiver.func, cst.Name)
        and receiver.func.value == "super"
    )


def overrides(module: Code, call: Call, wanted: frozenset[str]) -> bool:
    """Whether the local subclass through which *call* reaches its API defines one of *wanted*."""
    if not call.inherited:
        return False
    node = local_class(module, call.node.func) or module.enclosing_class(call.node)
    seen: set[cst.ClassDef] = set()
    while node is not None and node not in seen:
        if wanted & names(module, node):
            return True
        seen.add(node)
        node = local_class(module, node.bases[0].value) if len(node.bases) == 1 else None
    return False


def has_metaclass(module: Code, node: cst.ClassDef) -> bool:
    """Whether a metaclass may say what calling the class gives: one object for all calls, say."""
    for item in node.keywords:
        if item.keyword is not None and item.keyword.value == "metaclass":
            local = local_class(module, item.value)
            if local is not None:
                return "__call__" in names(module, local) or len(local.bases) != 1
            return not module.is_named(item.value, "abc.ABCMeta", "enum.EnumMeta", "enum.EnumType")
    return False


def is_replaced(node: cst.ClassDef) -> bool:
    """Whether a decorator may put something else in the place of a class."""
    for item in node.decorators:
        called = item.decorator.func if isinstance(item.decorator, cst.Call) else item.decorator
        if last_name(called) not in _KEEPING:
            return True
    return False
