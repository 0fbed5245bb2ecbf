"""Which bindings a function sees that is run later than the code around it."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import Binding, Scope, Scopes

_BLOCKS = (cst.Module, cst.IndentedBlock)
_PLAIN = (
    *(cst.SimpleStatementLine, cst.Assign, cst.AssignTarget, cst.AnnAssign, cst.AugAssign),
    *(cst.Tuple, cst.List, cst.Element, cst.StarredElement, cst.Name),
    *(cst.Import, cst.ImportFrom, cst.ImportAlias, cst.AsName),
)
"""What a binding may stand in, from its statement down, that is run as one."""
_DEFINITIONS = (cst.FunctionDef, cst.ClassDef)


def left_for(facts: Scopes, inner: Scope, name: str, home: Scope) -> list[Binding]:
    """The bindings of *name* in *home* that code of the function or lambda *inner*, in it, may see.

    A function cannot be run before its ``def``. What is bound anew in any case before that is gone by then:
    ``x = 1; x = f(x)``, and then ``def g(): return x``.
    """
    known = facts.left.get((inner, name))
    if known is None:
        known = facts.left[inner, name] = _left(facts, inner.node, home.bindings[name], home)
    return known


def _left(facts: Scopes, inner: cst.CSTNode, bindings: list[Binding], home: Scope) -> list[Binding]:
    last = next((each for each in reversed(bindings) if _is_before(facts, each, inner, home)), None)
    if last is None:
        return bindings
    return [each for each in bindings if each is last or not _is_gone(facts, each, last)]


def _is_before(facts: Scopes, binding: Binding, inner: cst.CSTNode, home: Scope) -> bool:
    """Whether *binding* is made, whatever happens, whenever the run comes to *inner*."""
    if facts.scopes.get(binding.node) is not home:
        return False
    one, other = facts.way_to(binding.node), facts.way_to(inner)
    shared = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), 0)
    if not shared or not isinstance(one[shared - 1], _BLOCKS):
        return False
    between = one[shared:]
    if not all(isinstance(node, _PLAIN) for node in between) and not (
        len(between) == 1 and isinstance(between[0], _DEFINITIONS)
    ):
        return False
    block = one[shared - 1]
    return facts.place_in(block, one[shared]) < facts.place_in(block, other[shared])


def _is_gone(facts: Scopes, binding: Binding, last: Binding) -> bool:
    """Whether *binding* is made only before *last* is."""
    if isinstance(binding.node, cst.Param):
        return binding.scope is last.scope
    return facts.scopes.get(binding.node) is last.scope and follows(facts, last.node, binding.node)
