"""Which statements a notebook shows the value of."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_CELL = pattern(r"#\s*(In\s*\[|%%|<codecell>|COMMAND -)")
"""What begins a cell in a script that was a notebook, or is edited as one."""


def is_shown(module: Module, statement: cst.Expr) -> bool:
    """Whether *statement* is the last one of a cell, whose value the notebook shows."""
    line = module.parent(statement)
    block = module.parent(line) if line is not None else None
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(block, cst.Module):
        return False
    if line.body[-1] is not statement:
        return False
    place = next(index for index, one in enumerate(block.body) if one is line)
    end = module.span(statement)[1]
    following = block.body[place + 1] if place + 1 < len(block.body) else None
    start = module.span(following)[0] if following is not None else len(module.source.text)
    cells = module.source.place(end).cell, module.source.place(max(start - 1, end)).cell
    if cells[0] is not None and (following is None or module.source.place(start).cell != cells[0]):
        return True
    marked = _CELL.search(module.source.text) is not None
    return marked and (following is None or _CELL.search(module.source.text[end:start]) is not None)
