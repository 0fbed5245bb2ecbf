"""Naming an object by another name than it was, in an import or in a chain of attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.syntax.lines import begins_line, indentation
from tflint_ckpt.syntax.spelling import spelled_at

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.mentions import Mention


def move(module: Module, mention: Mention, spelled: str) -> tuple[Edit, ...]:
    """Edits that make *mention* name *spelled* instead; empty where they would not be plain.

    The last part of both names is the same, so that an imported name stays what it is in the file.
    """
    if isinstance(mention.node, cst.Attribute):
        text = _chain(module, mention.node, spelled)
        return (Edit(module.path, *module.span(mention.node), text),) if text else ()
    return _import(module, mention.node, spelled)


def _chain(module: Module, chain: cst.Attribute, spelled: str) -> str | None:
    """*spelled* as it may be written in the place of *chain*, from the variable that this begins with."""
    if dotted(chain) is None or "#" in module.text(chain) or "\n" in module.text(chain):
        return None
    node: cst.BaseExpression = chain
    while isinstance(node, cst.Attribute):
        node = node.value
        prefix = module.spelled(node)
        if prefix is not None and spelled.startswith(f"{prefix}."):
            return dotted_text(module, node) + spelled.removeprefix(prefix)
    return spelled_at(module, canonical(spelled), chain)


def dotted_text(module: Module, node: cst.BaseExpression) -> str:
    """The text of a name or chain, without white space around its dots."""
    return dotted(node) or module.text(node)


def _import(module: Module, alias: cst.ImportAlias, spelled: str) -> tuple[Edit, ...]:
    statement = module.parent(alias)
    if not isinstance(statement, cst.ImportFrom) or statement.module is None or statement.relative:
        return ()
    assert not isinstance(statement.names, cst.ImportStar)
    home = spelled.rpartition(".")[0]
    if len(statement.names) == 1:
        return (Edit(module.path, *module.span(statement.module), home),)
    text = module.source.text
    start, end = module.span(statement)
    place = next(number for number, each in enumerate(statement.names) if each is alias)
    own = module.span(alias)
    if not begins_line(text, start) or "#" in text[start:end]:
        return ()
    if place + 1 < len(statement.names):
        gap = (own[0], module.span(statement.names[place + 1])[0])
    else:
        gap = (module.span(statement.names[place - 1].name)[1], own[1])
        before = statement.names[place - 1].asname
        if before is not None:
            gap = (module.span(before.name)[1], own[1])
    name = text[own[0] : own[1]].rstrip().rstrip(",").rstrip()
    line = f"from {home} import {name}{module.source.newline}{indentation(text, start)}"
    return Edit(module.path, start, start, line), Edit(module.path, *gap, "")
