"""Inserting and removing whole statements, at the indentation of their neighbours."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.syntax.lines import (
    begins_line,
    continues,
    indentation,
    line_start,
    next_line,
    rest_of_line,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def statement_of(module: Code, node: cst.CSTNode) -> cst.CSTNode:
    """The statement before which code that prepares *node* can stand.

    A simple statement, or a compound one whose header holds *node*; for the test of an ``elif`` the
    whole ``if``, for a decorator or a default the definition.
    """
    current: cst.CSTNode = node
    while True:
        parent = module.parent(current)
        if parent is None:
            return current
        if isinstance(parent, (cst.IndentedBlock, cst.Module)):
            return current
        if isinstance(parent, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            return current
        current = parent


def statements_behind(module: Code, node: cst.CSTNode) -> list[cst.CSTNode]:
    """The statements behind that of *node* in the innermost block that it is in."""
    for child, block in module.steps(node):
        if isinstance(block, (cst.IndentedBlock, cst.Module)):
            places = [place for place, each in enumerate(block.body) if each is child]
            return list(block.body[places[0] + 1 :])
    return []


def always_before(module: Code, statement: cst.CSTNode, node: cst.CSTNode) -> bool:
    """Whether what is inserted before *statement* has run, in the same scope, whenever *node* runs."""
    later = statement_of(module, node)
    if later is statement:
        return True
    if module.facts.scopes[later] is not module.facts.scopes[statement]:
        return False
    block = module.parent(statement)
    if isinstance(block, cst.SimpleStatementLine):
        block = module.parent(block)
    inside = any(block is above for above in module.ancestors(later))
    return inside and precedes(module.facts, statement, later)


def insert_before(module: Code, node: cst.CSTNode, code: str) -> Edit:
    """An edit that puts the one-line statement *code* before the statement of *node*.

    On a line of its own where the statement begins a line; else on the same line, with a semicolon.
    """
    text = module.source.text
    statement = statement_of(module, node)
    start = _code_start(module, statement)
    if begins_line(text, start) and not continues(text, start):
        indent = indentation(text, start)
        at = line_start(text, start)
        return Edit(module.path, at, at, f"{indent}{code}{module.source.newline}")
    return Edit(module.path, start, start, f"{code}; ")


def _code_start(module: Code, statement: cst.CSTNode) -> int:
    if isinstance(statement, (cst.FunctionDef, cst.ClassDef)) and statement.decorators:
        return module.span(statement.decorators[0])[0]
    return module.span(statement)[0]


def remove_statement(module: Code, statement: cst.CSTNode) -> Edit:
    """An edit that removes a small statement: its line, or its part of a line, or ``pass`` in its place."""
    text = module.source.text
    start, end = module.span(statement)
    parent = module.parent(statement)
    neighbours = getattr(parent, "body", [statement])
    if len(neighbours) > 1:
        place = next(index for index, node in enumerate(neighbours) if node is statement)
        if place + 1 < len(neighbours):
            return Edit(module.path, start, module.span(neighbours[place + 1])[0], "")
        return Edit(module.path, module.span(neighbours[place - 1])[1], end, "")
    block = module.parent(parent) if parent is not None else None
    alone = isinstance(parent, cst.SimpleStatementSuite) or len(getattr(block, "body", [])) == 1
    if alone and not isinstance(block, cst.Module):
        return Edit(module.path, start, end, "pass")
    rest = rest_of_line(text, end)
    if begins_line(text, start) and rest in ("", ";"):
        return Edit(module.path, line_start(text, start), next_line(text, end), "")
    if rest.startswith(";"):
        end = text.index(";", end) + 1
    if rest_of_line(text, end).startswith("#"):
        end = text.index("#", end)
    return Edit(module.path, start, end, "")
