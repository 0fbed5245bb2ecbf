"""Does a reader of a file run only where the file was written before?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.semantics.order import is_run_by, is_sure
from tflint_ckpt.syntax.statements import always_before, statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_MOST_CALLERS = 4


def runs_after(module: Module, writer: cst.CSTNode, reader: cst.CSTNode) -> bool:
    """Whether *writer* has run whenever *reader* runs."""
    return any(
        _before(module, first, second)
        for first in _from_callers(module, writer, surely=True)
        for second in _from_callers(module, reader)
    )


def _before(module: Module, first: cst.CSTNode, second: cst.CSTNode) -> bool:
    around = {second, *module.ancestors(second)}
    own = statement_of(module, first)
    return is_sure(module, first, own) and any(
        statement not in around and always_before(module, statement, second)
        for statement in _with_contexts(module, own)
    )


def _with_contexts(module: Module, statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A statement, and each ``with`` that it is in the body of."""
    yield statement
    block = module.parent(statement)
    if isinstance(block, cst.SimpleStatementLine):
        yield from _with_contexts(module, block)
        return
    above = module.parent(block) if isinstance(block, cst.IndentedBlock) else None
    if isinstance(above, cst.With):
        yield from _with_contexts(module, above)


def _from_callers(module: Module, node: cst.CSTNode, *, surely: bool = False) -> Iterator[cst.CSTNode]:
    """*node*, and the only call that there can be of the function it is in, and so on.

    With *surely* only where the function runs it whenever it is called.
    """
    for _ in range(_MOST_CALLERS):
        yield node
        function = module.enclosing_function(node)
        calls = module.call_sites.in_sight(function) if function is not None else None
        if function is None or calls is None or len(calls) != 1:
            return
        if surely and not is_run_by(module, node, function):
            return
        node = calls[0]


def tested_before(
    module: Module, tests: Sequence[cst.CSTNode], reader: cst.CSTNode, writer: cst.CSTNode
) -> bool:
    """Whether *reader* stands under a test that the file is there, and *writer* runs after it."""
    for above in module.ancestors(reader):
        if isinstance(above, cst.If) and any(above.test in (test, *module.ancestors(test)) for test in tests):
            return any(_before(module, above, later) for later in _from_callers(module, writer))
    return False
