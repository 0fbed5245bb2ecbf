"""What a call reaches through other names of a function: ``again = f``, ``p = partial(f, 1)``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Reached:
    """The expression of the function that a call reaches, and what that function is given.

    Attributes:
        func: the function, as it is named behind all other names.
        arguments: what it is given, that of a ``functools.partial`` first.
        partial: whether the call is ``functools.partial(…)`` itself, so that more arguments may follow.
    """

    func: cst.BaseExpression
    arguments: tuple[cst.Arg, ...]
    partial: bool = False


def reached(module: Code, call: cst.Call) -> Reached:
    """What *call* reaches, through variables that have one value only."""
    func, arguments = call.func, tuple(call.args)
    made = as_partial(module, call)
    if made is not None:
        func, arguments = made.args[0].value, tuple(made.args[1:])
    for _ in range(_MOST_STEPS):
        held = _held(module, func)
        inner = as_partial(module, held) if held is not None else None
        if inner is not None:
            func, arguments = inner.args[0].value, (*inner.args[1:], *arguments)
        elif isinstance(held, (cst.Name, cst.Attribute, cst.Lambda)):
            func = held
        else:
            break
    return Reached(func, arguments, made is not None)


def as_partial(module: Code, node: cst.CSTNode | None) -> cst.Call | None:
    """*node* where it is ``functools.partial(function, …)``."""
    if not isinstance(node, cst.Call) or not node.args or not module.is_named(node.func, "functools.partial"):
        return None
    first = node.args[0]
    return node if not first.star and first.keyword is None else None


def _held(module: Code, func: cst.BaseExpression) -> cst.BaseExpression | None:
    """The expression that *func* is a variable for, or itself where it is a call."""
    return func if isinstance(func, cst.Call) else module.assigned(func)
