"""How a file would write an API at some place, with the imports and names that it has."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def spelled_at(module: Code, name: str, at: cst.CSTNode) -> str | None:
    """An expression for the API *name* (canonical) that can be written at *at*; ``None`` if there is none.

    A variable that holds the API itself is preferred, then the import that leaves the least to write.
    """
    best: tuple[int, str] | None = None
    scope: Scope | None = module.facts.scopes[at]
    while scope is not None:
        for known, bindings in scope.bindings.items():
            if module.facts.scopes[at].lookup(known) is not scope or len(bindings) != 1:
                continue
            prefix = _meaning(module, bindings[0])
            if prefix is None or not (name == prefix or name.startswith(prefix + ".")):
                continue
            if not _is_bound_before(module, bindings[0], at):
                continue
            rank = (len(prefix), known + name[len(prefix) :])
            best = rank if best is None or rank[0] > best[0] else best
        scope = scope.parent
    return best[1] if best else None


def _is_bound_before(module: Code, binding: Binding, at: cst.CSTNode) -> bool:
    """Whether a binding stands before *at*; a variable also in a block that *at* is in, and in no walrus."""
    node = binding.node
    if not precedes(module.facts, node, at):
        return False
    if binding.kind is BindingKind.IMPORT:
        return True
    around = set(module.ancestors(at))
    for above in module.ancestors(node):
        if isinstance(above, (cst.IndentedBlock, cst.SimpleStatementSuite, cst.Module)):
            return above in around
        if not isinstance(above, (cst.SimpleStatementLine, cst.Assign, cst.AssignTarget, cst.AnnAssign)):
            return False
    return isinstance(module.facts.scopes[node].node, cst.Module)


def _meaning(module: Code, binding: Binding) -> str | None:
    """The canonical name that a binding gives its variable."""
    if binding.kind is BindingKind.IMPORT and binding.imported is not None:
        return canonical(binding.imported)
    if binding.kind is BindingKind.ASSIGNMENT and binding.value is not None and not binding.index:
        return module.resolve(binding.value)
    return None


def autotune_at(module: Code, at: cst.CSTNode) -> str | None:
    """``tf.data.AUTOTUNE`` as this file writes it, or would; ``None`` where it cannot name TensorFlow.

    ``tf.data.experimental.AUTOTUNE`` where the file has that already, or may run before 2.4.
    """
    modern, old = "tensorflow.data.AUTOTUNE", "tensorflow.data.experimental.AUTOTUNE"
    old_only = module.target.before((2, 4)) or "data.experimental.AUTOTUNE" in module.source.text
    held = [spelled_at(module, name, at) for name in (modern, old)]
    variable = next((text for text in held if text and "." not in text), None)
    return variable or (held[1] if old_only else held[0])
