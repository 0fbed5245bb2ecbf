"""Functions that refuse a release: they ask whether an object has an attribute, and raise if it has not."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.syntax.walk import own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


def only_refuses(module: Engine, function: cst.FunctionDef) -> bool:
    """Whether a function asks once with ``hasattr``, only to raise where it is not there, and tries nothing.

    Such a test is no way out for another release: it refuses it.
    """
    refusing = [node for node in own_body(function) if isinstance(node, cst.If) and _refuses(module, node)]
    asking = [call for call in own_body(function) if isinstance(call, cst.Call) and _is_hasattr(module, call)]
    tries = any(isinstance(node, (cst.Try, cst.TryStar)) for node in own_body(function))
    if len(refusing) != 1 or len(asking) != 1 or tries or "version" in module.text(function):
        return False
    return not is_guarded(module, function, *MISSING)


def _refuses(module: Engine, node: cst.If) -> bool:
    """``if not hasattr(…): raise …``"""
    test = node.test
    if not (isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not)):
        return False
    asks = isinstance(test.expression, cst.Call) and _is_hasattr(module, test.expression)
    body = node.body.body[0] if len(node.body.body) == 1 and node.orelse is None else None
    if isinstance(body, cst.SimpleStatementLine):
        body = body.body[0]
    return asks and isinstance(body, cst.Raise)


def _is_hasattr(module: Engine, call: cst.Call) -> bool:
    return module.builtin(call.func) == "hasattr"
