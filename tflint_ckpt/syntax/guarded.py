"""Putting a statement under an ``if``, where it stands."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.lines import begins_line, continues, indentation, next_line
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_TEXTS = (cst.SimpleString, cst.FormattedString)


def under_test(module: Code, statement: cst.SimpleStatementLine, test: str, before: str = "") -> list[Edit]:
    """Edits that put ``if test:`` above *statement* and indent it, after the one-line statement *before*.

    Empty where that cannot be done without changing more: the statement shares its line with others, or has
    a text of several lines, whose own lines must not move.
    """
    text = module.source.text
    start, end = module.span(statement.body[0])
    if len(statement.body) != 1 or not begins_line(text, start) or continues(text, start):
        return []
    if any(isinstance(node, _TEXTS) and _has_line_end(module.text(node)) for node in descend(statement)):
        return []
    newline, indent, unit = module.source.newline, indentation(text, start), module.tree.default_indent
    head = [before, f"if {test}:"] if before else [f"if {test}:"]
    edits = [Edit(module.path, start, start, "".join(f"{line}{newline}{indent}" for line in head) + unit)]
    at = next_line(text, start)
    while at < end:
        edits.append(Edit(module.path, at, at, unit))
        at = next_line(text, at)
    return edits


def _has_line_end(text: str) -> bool:
    return "\n" in text or "\r" in text


def free_name(module: Code, *names: str) -> str | None:
    """The first of *names* that the file uses nowhere; ``None`` where it uses all of them."""
    used = {node.value for node in module.facts.every(cst.Name)}
    used.update(name for scope in module.facts.each_scope for name in scope.bindings)
    return next((name for name in names if name not in used), None)
