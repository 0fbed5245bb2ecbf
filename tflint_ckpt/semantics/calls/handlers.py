"""Exceptions that the code around a place waits for: ``try`` … ``except``, ``pytest.raises``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

    Handler = cst.ExceptHandler | cst.ExceptStarHandler

_EXPECTING = frozenset(("raises", "assertRaises", "assertRaisesRegex", "assert_raises", "suppress"))
_WARNING = frozenset(("warns", "assertWarns", "assertWarnsRegex", "assert_warns"))
_LEAVING = (cst.Return, cst.Continue, cst.Break)
_ABOVE_ALL = frozenset(("Exception", "BaseException"))


def is_expected(module: Code, node: cst.CSTNode) -> bool:
    """Whether *node* stands in a ``with`` that expects or swallows an exception: ``pytest.raises(…)``."""
    for above in module.ancestors(node):
        if isinstance(above, cst.With) and any(_expects(item.item) for item in above.items):
            return True
    return False


def is_warning_expected(module: Code, node: cst.CSTNode) -> bool:
    """Whether *node* stands in a ``with`` that waits for a warning: ``pytest.warns(…)``."""
    for above in module.ancestors(node):
        for item in above.items if isinstance(above, cst.With) else ():
            if isinstance(item.item, cst.Call) and last_name(item.item.func) in _WARNING:
                return True
    return False


def is_handled(module: Code, node: cst.CSTNode, *exceptions: str) -> bool:
    """Whether *node* stands in the body of a ``try`` that catches one of *exceptions* by name, or all."""
    for child, above in module.steps_within(node):
        if not isinstance(above, (cst.Try, cst.TryStar)):
            continue
        guarded = above.handlers if child is above.body else ()
        if any(catches(handler, exceptions) and not passes_on(handler) for handler in guarded):
            return True
    return False


def _expects(node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Call):
        return False
    return last_name(node.func) in _EXPECTING


def passes_on(handler: Handler) -> bool:
    """Whether a handler raises again whatever it catches: it logs or cleans up, and the program ends."""
    last = handler.body.body[-1] if handler.body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    if not isinstance(last, cst.Raise) or last.cause is not None:
        return False
    named = handler.name.name if handler.name is not None else None
    again = last.exc is None or (
        isinstance(last.exc, cst.Name) and isinstance(named, cst.Name) and last.exc.value == named.value
    )
    return again and not any(isinstance(node, _LEAVING) for node in descend(handler.body))


def catches(handler: Handler, exceptions: tuple[str, ...]) -> bool:
    """Whether a handler catches one of *exceptions* by name, wherever that is from, or all."""
    if handler.type is None:
        return True
    caught = (
        [element.value for element in handler.type.elements]
        if isinstance(handler.type, cst.Tuple)
        else [handler.type]
    )
    names = map(last_name, caught)  # ``tf.errors.InvalidArgumentError``, too
    return any(name in exceptions or name in _ABOVE_ALL for name in names)
