"""The place before a statement, and what names mean there: may an expression be written again at it?"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.syntax.statements import statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_CONDITIONAL = (
    cst.Lambda,
    cst.IfExp,
    cst.BooleanOperation,
    cst.ListComp,
    cst.SetComp,
    cst.DictComp,
    cst.GeneratorExp,
    cst.If,
    cst.While,
    cst.Match,
)


class Place:
    """The place before the statement of a node, and what names mean there."""

    def __init__(self, module: Code, at: cst.CSTNode) -> None:
        self.module = module
        self.statement = statement_of(module, at)
        self.scope = module.facts.scopes[self.statement]

    def means_the_same(self, name: cst.Name) -> bool:
        """Whether *name*, wherever it stands, is bound to the same value here."""
        facts = self.module.facts
        home = facts.scopes[name].lookup(name.value)
        if home is not self.scope.lookup(name.value):
            return False
        if home is None:
            return True
        seen = visible(facts, name, home)
        if any(self.statement in (one.node, *self.module.ancestors(one.node)) for one in seen):
            return False
        foreign = self.statement not in self.module.ancestors(name)
        if foreign and len(home.bindings[name.value]) > 1:
            return False
        return not (foreign or self.is_conditional(name)) or self._is_surely_bound(home.bindings[name.value])

    def is_conditional(self, node: cst.CSTNode) -> bool:
        """Whether the statement may run without evaluating *node*."""
        below = node
        for above in self.module.ancestors(node):
            first = getattr(above, "left" if isinstance(above, cst.BooleanOperation) else "test", None)
            if isinstance(above, _CONDITIONAL) and below is not first:
                return True
            if above is self.statement:
                return False
            below = above
        return False

    def _is_surely_bound(self, bindings: list[Binding]) -> bool:
        if len(bindings) != 1:
            return False
        binding = bindings[0]
        if binding.kind is BindingKind.PARAMETER:
            return True
        block = self._block(binding.node)
        if block is binding.scope.node and binding.scope is not self.scope:
            return True
        inside = any(block is above for above in self.module.ancestors(self.statement))
        return inside and precedes(self.module.facts, binding.node, self.statement)

    def _block(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The block whose statement *node* is in; the function, class or module for its outermost one."""
        for above in self.module.ancestors(statement_of(self.module, node)):
            if isinstance(above, cst.IndentedBlock):
                owner = self.module.parent(above)
                return owner if isinstance(owner, (cst.FunctionDef, cst.ClassDef)) else above
            if isinstance(above, (cst.Module, cst.SimpleStatementSuite)):
                return above
        return None
