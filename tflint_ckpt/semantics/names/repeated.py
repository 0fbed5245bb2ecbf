"""Whether an expression can be written a second time, at another place, and give the same there."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_STANDING = frozenset(
    (
        BindingKind.ASSIGNMENT,
        BindingKind.CLASS,
        BindingKind.FUNCTION,
        BindingKind.IMPORT,
        BindingKind.PARAMETER,
    )
)
_PLAIN = (
    cst.Arg,
    cst.Attribute,
    cst.BinaryOperation,
    cst.Call,
    cst.Float,
    cst.Integer,
    cst.Name,
    cst.SimpleString,
    cst.UnaryOperation,
)


def is_repeatable(module: Code, value: cst.BaseExpression, at: cst.BaseExpression) -> bool:
    """Whether *value* means at *at* what it means where it stands: numbers, texts, and calls of Keras with
    them, of names that are bound once."""
    names = set[cst.Name]()
    for node in (value, *descend(value)):
        if not isinstance(node, cst.BaseExpression | cst.Arg):
            continue  # an operator, white space
        if not isinstance(node, _PLAIN) or (isinstance(node, cst.Arg) and node.star):
            return False
        if isinstance(node, cst.Call) and not (module.resolve(node.func) or "").startswith("keras."):
            return False
        if isinstance(node, cst.Name) and node in module.facts.scopes:
            names.add(node)
    return all(_is_seen(module, name, at) for name in names)


def _is_seen(module: Code, name: cst.Name, at: cst.BaseExpression) -> bool:
    here, there = module.facts.scopes[name].lookup(name.value), module.facts.scopes[at].lookup(name.value)
    if here is not there:
        return False
    bindings: list[Binding] = here.bindings.get(name.value, []) if here is not None else []
    return len(bindings) <= 1 and all(binding.kind in _STANDING for binding in bindings)
