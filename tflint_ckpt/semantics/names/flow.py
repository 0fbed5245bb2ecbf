"""What stands before what in one scope, by the blocks that both are in."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.semantics.names.scopes import Scopes

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

_BLOCKS = (cst.Module, cst.IndentedBlock, cst.SimpleStatementLine, cst.SimpleStatementSuite)


def precedes(facts: Scopes, first: cst.CSTNode, second: cst.CSTNode) -> bool:
    """Whether *first* always or sometimes runs before *second*, both in one scope, outside loops.

    ``False`` where they are in arms that exclude each other, and for a block and what stands in it.
    """
    one, other = facts.way_to(first), facts.way_to(second)
    shared = _shared(one, other)
    node = one[shared - 1]
    left = one[shared] if shared < len(one) else node
    right = other[shared] if shared < len(other) else node
    if isinstance(node, _BLOCKS):
        if node is first or node is second:
            return False
        return facts.place_in(node, left) < facts.place_in(node, right)
    exclusive = isinstance(node, (cst.If, cst.IfExp)) and node.test not in (left, right)
    return not exclusive


def follows(facts: Scopes, later: cst.CSTNode, earlier: cst.CSTNode) -> bool:
    """Whether *later* only runs after *earlier*, within one run of the scope of both: in no common loop."""
    if facts.scopes[later] is not facts.scopes[earlier]:
        return False
    one, other = facts.way_to(earlier), facts.way_to(later)
    shared = _shared(one, other)
    if shared == len(one) or shared == len(other):
        return False  # one is in the other
    if any(isinstance(node, (cst.For, cst.While)) for node in one[:shared]):
        return False
    block = one[shared - 1]
    # In an expression, or a statement with several blocks, both may be first.
    return isinstance(block, _BLOCKS) and facts.place_in(block, one[shared]) < facts.place_in(
        block, other[shared]
    )


def _shared(one: Sequence[cst.CSTNode], other: Sequence[cst.CSTNode]) -> int:
    """How many nodes two ways from the module downward have in common."""
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine is not its:
            break
        count += 1
    return count
