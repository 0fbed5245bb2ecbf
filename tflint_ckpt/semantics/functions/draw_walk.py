"""What runs when a function does, one statement after the other, and what that draws at random."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable

import libcst as cst

from tflint_ckpt.semantics.functions.drawn import NOTHING, UNKNOWN, Drawn, either, together
from tflint_ckpt.semantics.functions.flags import truth
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.values.kinds import Frames
from tflint_ckpt.syntax.walk import children, descend

_DEEPEST_EXPRESSION = 100

Ran = tuple[Drawn, bool | None]
"""What a statement draws, and whether what follows it runs."""


class Walk(ABC):
    """A walk through the statements and expressions of one file; who walks says what calls draw."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.depth = 0

    @abstractmethod
    def _call(self, call: cst.Call, frames: Frames) -> Drawn:
        """What evaluating a call draws."""

    def _block(self, statements: Iterable[cst.CSTNode | None], frames: Frames) -> Ran:
        """Statements one after the other; behind a test that may leave, nothing is sure."""
        found: list[Drawn] = []
        certain = True
        for statement in statements:
            if statement is None:
                continue
            drawn, goes_on = self._statement(statement, frames)
            found.append(drawn if certain else drawn.perhaps())
            if goes_on is False:
                return together(found), False if certain else None
            certain = certain and goes_on is True
        return together(found), True if certain else None

    def _statement(self, statement: cst.CSTNode, frames: Frames) -> Ran:
        if isinstance(statement, cst.If):
            return self._if(statement, frames)
        if isinstance(statement, (cst.FunctionDef, cst.ClassDef, cst.Import, cst.ImportFrom)):
            return NOTHING, True
        if isinstance(statement, (cst.IndentedBlock, cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            return self._block(statement.body, frames)
        if isinstance(statement, (cst.Else, cst.ExceptHandler, cst.Finally)):
            return self._statement(statement.body, frames)
        if isinstance(statement, cst.Try):
            body = self._statement(statement.body, frames)[0]
            others = [self._block([part], frames)[0] for part in (*statement.handlers, statement.orelse)]
            return together([body, *(one.perhaps() for one in others)]), _may_leave(statement)
        if isinstance(statement, (cst.For, cst.While, cst.With)):
            header = [one for one in children(statement) if one is not statement.body]
            inside = self._statement(statement.body, frames)[0]
            inside = inside.perhaps() if isinstance(statement, cst.While) else inside
            return together([*(self._expression(one, frames) for one in header), inside]), _may_leave(
                statement
            )
        return self._expression(statement, frames), not isinstance(statement, (cst.Return, cst.Raise))

    def _if(self, statement: cst.If, frames: Frames) -> Ran:
        asked = self._expression(statement.test, frames)
        held = truth(self.module, statement.test, frames)
        branches: list[Ran] = []
        if held is not False:
            branches.append(self._statement(statement.body, frames))
        if held is not True:
            other = self._statement(statement.orelse, frames) if statement.orelse else (NOTHING, True)
            branches.append(other)
        goes_on = {goes for _, goes in branches}
        drawn = branches[0][0] if len(branches) == 1 else either([one for one, _ in branches])
        return together([asked, drawn]), goes_on.pop() if len(goes_on) == 1 else None

    def _expression(self, node: cst.CSTNode | None, frames: Frames) -> Drawn:
        """What evaluating *node* draws."""
        if node is None or isinstance(node, cst.Lambda):
            return NOTHING
        if self.depth > _DEEPEST_EXPRESSION:
            return UNKNOWN
        self.depth += 1
        try:
            return self._evaluated(node, frames)
        finally:
            self.depth -= 1

    def _evaluated(self, node: cst.CSTNode, frames: Frames) -> Drawn:
        if isinstance(node, cst.IfExp):
            drawn = self._sides(node, frames, lambda side: self._expression(side, frames))
            return together([self._expression(node.test, frames), drawn])
        if isinstance(node, cst.BooleanOperation):
            right = self._expression(node.right, frames).perhaps()
            return together([self._expression(node.left, frames), right])
        if isinstance(node, cst.Call):
            return self._call(node, frames)
        return together([self._expression(child, frames) for child in children(node)])

    def _sides(self, node: cst.IfExp, frames: Frames, of: Callable[[cst.BaseExpression], Drawn]) -> Drawn:
        """What one side of a conditional expression draws, the one that the code tells if it does."""
        held = truth(self.module, node.test, frames)
        sides = [of(side) for side, runs in ((node.body, True), (node.orelse, False)) if held in (None, runs)]
        return sides[0] if len(sides) == 1 else either(sides)


def _may_leave(statement: cst.CSTNode) -> bool | None:
    return None if any(isinstance(one, (cst.Return, cst.Raise)) for one in descend(statement)) else True
