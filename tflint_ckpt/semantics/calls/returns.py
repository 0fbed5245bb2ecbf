"""What a function gives back."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.syntax.forms import is_endless, last_name
from tflint_ckpt.syntax.walk import descend, own_body

_EXITS = ("exit", "_exit", "abort", "fail")
"""What is called to end the program."""


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


def may_give_none(function: cst.FunctionDef) -> bool:
    """Whether *function*, which returns something, may also end without, perhaps by a bare ``return``."""
    bare = any(isinstance(node, cst.Return) and node.value is None for node in own_body(function))
    return bare or _goes_on(function.body)


def _goes_on(block: cst.BaseSuite) -> bool:
    """Whether what stands behind a block may run after it."""
    return all(map(_passes, block.body))


def _passes(statement: cst.CSTNode) -> bool:
    """Whether what stands behind a statement may run after it."""
    if isinstance(statement, cst.SimpleStatementLine):
        return all(map(_passes, statement.body))
    if isinstance(statement, cst.Expr):
        called = statement.value.func if isinstance(statement.value, cst.Call) else None
        return last_name(called) not in _EXITS
    if isinstance(statement, cst.If):
        other = statement.orelse
        passes = other is None or (_passes(other) if isinstance(other, cst.If) else _goes_on(other.body))
        return passes or _goes_on(statement.body)
    if isinstance(statement, cst.With):
        return _goes_on(statement.body)
    if isinstance(statement, (cst.Try, cst.TryStar)):
        if statement.finalbody is not None and not _goes_on(statement.finalbody.body):
            return False
        through = _goes_on(statement.body) and (statement.orelse is None or _goes_on(statement.orelse.body))
        return through or any(_goes_on(handler.body) for handler in statement.handlers)
    if isinstance(statement, cst.While):
        leaves = any(isinstance(node, cst.Break) for node in descend(statement.body))
        return leaves or not is_endless(statement)
    if isinstance(statement, cst.Match):
        return not _is_complete(statement) or any(_goes_on(case.body) for case in statement.cases)
    return not isinstance(statement, (cst.Return, cst.Raise, cst.Continue, cst.Break))


def _is_complete(statement: cst.Match) -> bool:
    """Whether some case takes what no other does: ``case _:``."""
    patterns = (case.pattern for case in statement.cases if case.guard is None)
    return any(isinstance(each, cst.MatchAs) and each.pattern is None for each in patterns)
