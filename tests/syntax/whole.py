"""A skeleton beside LibCST's parse of the whole file."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.bindings import read_scopes
from tflint_ckpt.source import Source
from tflint_ckpt.syntax.parse import parse_source
from tflint_ckpt.syntax.positions import Positions
from tflint_ckpt.syntax.skeleton.build import Skeleton
from tflint_ckpt.syntax.skeleton.hydrate import Hydration
from tflint_ckpt.syntax.skeleton.lines import NeedsWhole

AROUND = ("leading_lines", "footer", "header")
"""What a statement by itself does not tell."""


def compare_positions(skeleton: Skeleton, source: Source) -> int:
    """Compare the spans of all nodes, hydrated, with those of the whole parse; how many there were.

    Raises ``libcst.ParserSyntaxError`` where LibCST does not read *source*.
    """
    tree, text = parse_source(source)
    positions = Positions(tree, text)
    hydration = Hydration(skeleton, read_scopes(skeleton.tree).parents)
    stack: list[tuple[cst.CSTNode, cst.CSTNode]] = list(zip(skeleton.tree.body, tree.body, strict=True))
    compared = 0
    while stack:
        mine, theirs = stack.pop()
        assert hydration.span(mine) == positions.syntactic[theirs], mine
        try:
            assert hydration.full_span(mine) == positions.full[theirs], mine
            compared += 1
        except NeedsWhole:
            assert not isinstance(mine, (cst.BaseExpression, cst.BaseSmallStatement, cst.Arg, cst.Param))
        stack += _below(mine, theirs)
    return compared


def _below(mine: cst.CSTNode, theirs: cst.CSTNode) -> list[tuple[cst.CSTNode, cst.CSTNode]]:
    """The nodes below both; none is missing, but for the lines around a statement."""
    found: list[tuple[cst.CSTNode, cst.CSTNode]] = []
    for field in type(theirs).__dataclass_fields__:
        other = getattr(theirs, field)
        if not hasattr(mine, field):
            assert field in AROUND, (type(mine), field)
        elif isinstance(other, cst.CSTNode):
            found.append((getattr(mine, field), other))
        elif isinstance(other, tuple) and not field.startswith("_"):
            found += zip(getattr(mine, field), other, strict=True)
    return found
