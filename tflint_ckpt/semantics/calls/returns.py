"""What a function gives back."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.syntax.walk import own_body


def returned_values(function: cst.FunctionDef) -> list[cst.BaseExpression] | None:
    """The expressions that *function* returns, in source order; ``None`` for a generator or coroutine."""
    if function.asynchronous is not None:
        return None
    found: list[cst.BaseExpression] = []
    for node in own_body(function):
        if isinstance(node, cst.Yield):
            return None
        if isinstance(node, cst.Return) and node.value is not None:
            found.append(node.value)
    return found
