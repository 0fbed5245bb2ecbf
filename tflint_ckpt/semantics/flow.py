"""Which bindings of a name a use of it may see: reaching definitions over the syntax tree.

Climbs from the use to the top of its scope. At each block the statements before it are looked at from
the last to the first; one that surely binds the name ends the search, one that may (a branch, a loop,
a ``try``) adds to the answer. A loop's later bindings reach its earlier uses. An arm that ends in
``return`` or ``raise`` hands nothing on.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.scopes import Binding, Scopes

_FUNCTIONS = (cst.FunctionDef, cst.Lambda, cst.ClassDef)
_BLOCKS = (cst.Module, cst.IndentedBlock, cst.SimpleStatementLine, cst.SimpleStatementSuite)
_LEAVES = (cst.Return, cst.Raise)
_JUMPS = (*_LEAVES, cst.Continue, cst.Break)


def reaching(facts: Scopes, bindings: list[Binding], use: cst.CSTNode) -> list[Binding]:
    """The bindings, all of one name and one scope, that *use* in that same scope may see.

    Empty where the name is not bound yet. The order is from the nearest to the farthest.
    """
    if len(bindings) == 1 and isinstance(bindings[0].node, (cst.ImportAlias, cst.Param)):
        return bindings
    return _Search(facts, bindings).run(use)


def precedes(facts: Scopes, first: cst.CSTNode, second: cst.CSTNode) -> bool:
    """Whether *first* always or sometimes runs before *second*, both in one scope, outside loops.

    ``False`` where they are in arms that exclude each other.
    """
    ancestors = {first: first}
    node, child = first, first
    while node in facts.parents:
        child, node = node, facts.parents[node]
        ancestors[node] = child
    node, child = second, second
    while node not in ancestors:
        child, node = node, facts.parents[node]
    other = ancestors[node]
    if isinstance(node, _BLOCKS):
        return _place(node, other) < _place(node, child)
    exclusive = isinstance(node, (cst.If, cst.IfExp)) and node.test not in (other, child)
    return not exclusive


def _place(block: cst.CSTNode, child: cst.CSTNode) -> int:
    return next(index for index, node in enumerate(block.body) if node is child)  # type: ignore[attr-defined]


class _Search:
    def __init__(self, facts: Scopes, bindings: list[Binding]) -> None:
        self.parents = facts.parents
        self.scope_node = bindings[0].scope.node
        self.by_node: dict[cst.CSTNode, Binding] = {}
        self.touched: set[cst.CSTNode] = set()
        self.found: list[Binding] = []
        for binding in bindings:
            self.by_node[binding.node] = binding
            node: cst.CSTNode | None = binding.node
            while node is not None and node not in self.touched:
                self.touched.add(node)
                node = self.parents.get(node)

    def run(self, use: cst.CSTNode) -> list[Binding]:
        child = use
        while child is not self.scope_node:
            node = self.parents.get(child)
            if node is None:
                break
            if node in self.touched and self._step(node, child):
                break
            child = node
        return self.found

    def _step(self, node: cst.CSTNode, child: cst.CSTNode) -> bool:
        """Look at what runs before *child* inside *node*; whether the name is surely bound there."""
        if isinstance(node, _BLOCKS):
            body: list[cst.CSTNode] = list(node.body)
            for sibling in reversed(body[: _place(node, child)]):
                if sibling in self.touched:
                    self._collect(sibling)
                    if self._surely(sibling):
                        return True
            return False
        if isinstance(node, cst.For):
            # The whole body may have run before this pass.
            self._collect(node.body)
            if child is node.body and node.target in self.touched:
                self._collect(node.target)
                return True
            return False
        if isinstance(node, cst.While):
            self._collect(node.body)
        elif isinstance(node, cst.With) and child is node.body:
            for item in reversed(node.items):
                self._collect(item)
            return any(self._surely(item) for item in node.items)
        elif isinstance(node, cst.Try):
            return self._in_try(node, child)
        elif isinstance(node, (cst.If, cst.IfExp)) and child is not node.test:
            self._collect(node.test)
            return self._surely(node.test)
        elif isinstance(node, (cst.ExceptHandler, cst.MatchCase)):
            for part in (getattr(node, "name", None), getattr(node, "pattern", None)):
                if part is not None and part in self.touched:
                    self._collect(part)
                    return True
        elif node is self.scope_node and isinstance(node, (cst.FunctionDef, cst.Lambda)):
            self._collect(node.params)
        elif isinstance(node, (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)):
            self._collect(node.for_in)
        return False

    def _in_try(self, node: cst.Try, child: cst.CSTNode) -> bool:
        if child is node.finalbody:
            for part in (node.orelse, *node.handlers, node.body):
                if part is not None:
                    self._collect(part, leaving=True)
            return self._surely(node.body) and all(self._surely(part) for part in node.handlers)
        if child is node.body:
            return False
        self._collect(node.body, leaving=child is not node.orelse)
        return child is node.orelse and self._surely(node.body)

    def _collect(self, node: cst.CSTNode, *, leaving: bool = False) -> None:
        """Add every binding below *node*, the last first.

        Those in an arm that ends in ``return`` or ``raise`` count only where *leaving* says that the
        use runs on the way out (a handler, a ``finally``).
        """
        if node not in self.touched:
            return
        inside = []
        for place, binding in self.by_node.items():
            above: cst.CSTNode | None = place
            lost = False
            while above is not None and above is not node:
                # What a ``try`` around the arm has seen, its handlers see too, and what follows them.
                lost = (lost or _ends(above, _LEAVES)) and not isinstance(above, cst.Try)
                above = self.parents.get(above)
            if above is not None and (leaving or not lost) and binding not in self.found:
                inside.append(binding)
        self.found += reversed(inside)

    def _surely(self, node: cst.CSTNode) -> bool:
        """Whether running *node* to its end always binds the name; a node with no end always does."""
        if node not in self.touched:
            return _ends(node, _JUMPS)
        if node in self.by_node or _ends(node, _JUMPS):
            return True
        if isinstance(node, cst.If):
            return node.orelse is not None and self._surely(node.body) and self._surely(node.orelse)
        if isinstance(node, cst.Try):
            if node.finalbody is not None and self._surely(node.finalbody):
                return True
            return self._surely(node.body) and all(self._surely(part) for part in node.handlers)
        if isinstance(node, cst.With):
            return self._surely(node.body) or any(self._surely(item) for item in node.items)
        if isinstance(node, (cst.For, cst.While, cst.Match, cst.IfExp, cst.BooleanOperation, *_FUNCTIONS)):
            return False
        return any(self._surely(child) for child in self._below(node))

    def _below(self, node: cst.CSTNode) -> list[cst.CSTNode]:
        from tflint_ckpt.syntax.walk import children

        if isinstance(node, (cst.Import, cst.ImportFrom)):
            return [] if isinstance(node.names, cst.ImportStar) else list(node.names)
        return [child for child in children(node) if child in self.touched]


def _ends(node: cst.CSTNode, kinds: tuple[type[cst.CSTNode], ...]) -> bool:
    """Whether *node* is a block, or an arm, whose last statement is one of *kinds*."""
    if isinstance(node, (cst.Else, cst.ExceptHandler)):
        return _ends(node.body, kinds)
    if not isinstance(node, (cst.IndentedBlock, cst.SimpleStatementLine, cst.SimpleStatementSuite)):
        return False
    last = node.body[-1] if node.body else None
    return isinstance(last, kinds) or (isinstance(last, cst.SimpleStatementLine) and _ends(last, kinds))
