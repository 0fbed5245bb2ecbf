"""What gives variables of a module other values unseen: ``exec``, ``globals()``, a later ``import *``."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import Binding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_FAMILIES = ("keras", "tensorflow", "tf_keras")
_SETTING = ("update", "setdefault", "__setitem__")


class Rebound:
    """The places of one module at which any of its variables may get another value."""

    def __init__(self, module: Code) -> None:
        self._module = module
        self._places = [*self._stars(), *self._calls()]

    def may_be(self, use: cst.Name, binding: Binding) -> bool:
        """Whether *use* may see another value than that of *binding*, a variable of the module."""
        if not self._places:
            return False
        facts = self._module.facts
        bound = binding.node if binding.node in facts.scopes else facts.parents[binding.node]
        return any(
            not follows(facts, bound, place) and not follows(facts, place, use) for place in self._places
        )

    def may_be_later(self, binding: Binding) -> bool:
        """Whether who imports the variable may see another value than that of *binding*."""
        facts = self._module.facts
        return any(not follows(facts, binding.node, place) for place in self._places)

    def _stars(self) -> list[cst.CSTNode]:
        """Imports of all that another file has; what Keras has is no variable of a script."""
        found: list[cst.CSTNode] = []
        for node in self._module.facts.every(cst.ImportFrom):
            if isinstance(node.names, cst.ImportStar):
                root = _root(node.module)
                if canonical(root).split(".")[0] not in _FAMILIES:
                    found.append(node)
        return found

    def _calls(self) -> list[cst.CSTNode]:
        found: list[cst.CSTNode] = []
        for call in self._module.facts.calls:
            name = self._module.builtin(call.func)
            in_function = self._module.enclosing_function(call) is not None
            if name == "exec":
                if not in_function or len(call.args) == 2:
                    found.append(call)
            elif name == "globals" or (name in ("locals", "vars") and not call.args and not in_function):
                found += [call] if self._is_set(call) else []
        return found

    def _is_set(self, call: cst.Call) -> bool:
        """Whether something is put into the dictionary of all variables."""
        above = self._module.parent(call)
        if isinstance(above, cst.Subscript):
            return isinstance(self._module.parent(above), (cst.AssignTarget, cst.AugAssign, cst.Del))
        method, called = self._module.method_on(call)
        return called is not None and method in _SETTING


def _root(node: cst.BaseExpression | None) -> str:
    while isinstance(node, cst.Attribute):
        node = node.value
    return node.value if isinstance(node, cst.Name) else ""
