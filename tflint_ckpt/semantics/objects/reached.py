"""Whether what an expression gives ends up, as a part of a formula, in a call of some method."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.scopes import BindingKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_FUNCTIONS = ("tensorflow.", "keras.backend.", "keras.ops.", "keras.losses.", "keras.metrics.")
_STATEMENTS = (cst.BaseCompoundStatement, cst.SimpleStatementLine, cst.Lambda)


def reaches(module: Module, node: cst.CSTNode, method: str) -> bool:
    """Whether *node* is a part of an argument of *method*, through operators, functions and variables.

    Not through layers and other calls: what they return is another tensor.
    """
    queue: list[cst.CSTNode] = [node]
    seen: set[cst.CSTNode] = set()
    while queue:
        current: cst.CSTNode = queue.pop()
        seen.add(current)
        while True:
            for binding in module.flows.bound_to(current):
                if binding.kind in (BindingKind.ASSIGNMENT, BindingKind.AUGMENTED):
                    queue += [use for use in module.flows.reads(binding) if use not in seen]
            above = module.parent(current)
            if above is None or isinstance(above, _STATEMENTS):
                break
            if isinstance(above, cst.Call) and current is not above.func:
                if isinstance(above.func, cst.Attribute) and above.func.attr.value == method:
                    return True
                if not (module.resolve(above.func) or "").startswith(_FUNCTIONS):
                    break
            current = above
    return False
