"""Where the uses of a variable stand, kept: a list that is filled n times is asked for n² pairs of them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.semantics.engine import Engine

_REPEATING = (
    *(cst.For, cst.While, cst.If, cst.Try, cst.TryStar, cst.Match, cst.FunctionDef, cst.Lambda),
    *(cst.IfExp, cst.BooleanOperation, *COMPREHENSIONS),
)
_SEQUENCES = (cst.Module, cst.IndentedBlock)


class Place:
    """Where one node stands.

    Attributes:
        node, scope: the node, and its scope.
        block, number: the innermost block with lines of its own, and the number of the line in it.
        loops: whether a loop is around that block.
        change: what the use does to what the variable holds, where that was asked and is written there.
        repeating: what is around the node that may run what is in it several times, or not at all.
    """

    __slots__ = ("block", "change", "loops", "node", "number", "repeating", "scope")

    def __init__(self, module: Engine, node: cst.Name | cst.Attribute) -> None:
        facts = module.facts
        way = facts.way_to(node)
        level = max(number for number, each in enumerate(way[:-1]) if isinstance(each, _SEQUENCES))
        self.node = node
        self.change: Any = None
        self.scope = facts.scopes.get(node)
        self.block = way[level]
        self.number = facts.place_in(way[level], way[level + 1])
        self.loops = any(isinstance(each, (cst.For, cst.While)) for each in way[:level])
        self.repeating = tuple(each for each in way[:-1] if isinstance(each, _REPEATING))


class Places:
    """The places of nodes of one module, as far as somebody asked.

    Attributes:
        open: how many questions what a use does are being answered.
        changed: whether a variable of a scope, or with ``None`` an attribute, is changed by its uses.
    """

    def __init__(self, module: Engine) -> None:
        self._module = module
        self._known: dict[cst.Name | cst.Attribute, Place] = {}
        self._uses: dict[tuple[str, Scope], list[Place]] = {}
        self.open = 0
        self.changed: dict[tuple[str, Scope | None], bool] = {}

    def of(self, node: cst.Name | cst.Attribute) -> Place:
        """Where *node* stands."""
        place = self._known.get(node)
        if place is None:
            place = self._known[node] = Place(self._module, node)
        return place

    def uses(self, name: str, home: Scope) -> list[Place]:
        """Where a variable is used, in source order."""
        if (name, home) not in self._uses:
            self._uses[name, home] = [self.of(node) for node in self._module.uses(name, home)]
        return self._uses[name, home]

    def follows(self, later: Place, earlier: Place) -> bool:
        """See :func:`tflint_ckpt.semantics.names.flow.follows`."""
        if later.block is earlier.block and later.number != earlier.number:
            return later.number > earlier.number and not later.loops and later.scope is earlier.scope
        return follows(self._module.facts, later.node, earlier.node)
