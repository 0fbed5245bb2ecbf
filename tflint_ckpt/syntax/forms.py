"""What a node is by its form alone, whatever its names mean."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.syntax.walk import children, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeGuard

JUMPS = (cst.Return, cst.Raise, cst.Continue, cst.Break)
"""Statements behind which a block does not go on."""


def last_name(node: cst.CSTNode | None) -> str:
    """The last name of a name or chain: ``exists`` of ``os.path.exists``; empty for any other node."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""


def left_before(
    body: Iterable[cst.CSTNode], child: cst.CSTNode, decides: Callable[[cst.BaseExpression], bool]
) -> bool:
    """Whether an ``if`` before *child* in *body*, whose test *decides* on that, may leave it."""
    for statement in body:
        if statement is child:
            return False
        decided = isinstance(statement, cst.If) and decides(statement.test)
        if decided and any(isinstance(inner, JUMPS) for inner in descend(statement)):
            return True
    return False


def jumps_of(body: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What may end the loop with this *body*, or one pass of it: not the ``break`` of a loop inside."""
    queue: list[tuple[cst.CSTNode, bool]] = [(body, False)]
    while queue:
        node, is_inner = queue.pop()
        if isinstance(node, JUMPS):
            if not is_inner or isinstance(node, (cst.Return, cst.Raise)):
                yield node
        elif not isinstance(node, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            own = node.orelse if isinstance(node, (cst.For, cst.While)) else node
            queue += [(child, is_inner or (own is not node and child is not own)) for child in children(node)]


def is_endless(node: cst.While) -> bool:
    """Whether a loop is only left from within: ``while True:``, ``while 1:``."""
    test = node.test
    if isinstance(test, cst.Integer):
        return test.evaluated_value != 0
    return isinstance(test, cst.Name) and test.value == "True"


def is_self(node: cst.CSTNode | None) -> TypeGuard[cst.Name]:
    """Whether a node is the name ``self``."""
    return isinstance(node, cst.Name) and node.value == "self"


def is_self_or_cls(node: cst.CSTNode | None) -> TypeGuard[cst.Name]:
    """Whether a node is the object, or class, whose method it is in: ``self``, ``cls``."""
    return isinstance(node, cst.Name) and node.value in ("self", "cls")


def is_super(node: cst.CSTNode | None) -> TypeGuard[cst.Call]:
    """Whether a node is a call of ``super``."""
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "super"


def keyword(call: cst.Call, name: str) -> cst.BaseExpression | None:
    """What *call* gives under the keyword *name*, as it is written there."""
    found = (each.value for each in call.args if each.keyword is not None and each.keyword.value == name)
    return next(found, None)


def keywords(call: cst.Call) -> set[str]:
    """The keywords that *call* is written with."""
    return {argument.keyword.value for argument in call.args if argument.keyword is not None}


def argument(call: cst.Call, name: str, position: int | None) -> cst.BaseExpression | None:
    """What *call* gives under *name*, or at *position* (from 0); nobody knows a place behind ``*args``."""
    named = keyword(call, name)
    if named is not None or position is None:
        return named
    plain: list[cst.BaseExpression] = []
    for each in call.args:
        if each.star:
            break
        if each.keyword is None:
            plain.append(each.value)
    return plain[position] if position < len(plain) else None


def only_index(node: cst.Subscript) -> cst.BaseSlice | None:
    """``i`` of ``x[i]``, or the slice; ``None`` for ``x[i, j]``."""
    return node.slice[0].slice if len(node.slice) == 1 else None


def is_import(line: cst.CSTNode) -> bool:
    """Whether a line of code has nothing but imports."""
    return isinstance(line, cst.SimpleStatementLine) and all(
        isinstance(small, (cst.Import, cst.ImportFrom)) for small in line.body
    )


def operators(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The operators of a comparison, ``not`` or ``-``, which no walk over code comes to."""
    if isinstance(node, cst.Comparison):
        return [target.operator for target in node.comparisons]
    return [node.operator] if isinstance(node, cst.UnaryOperation) else []
