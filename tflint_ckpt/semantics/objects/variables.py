"""Which variables get a value, and which uses of a variable may see what it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope

if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


class Variables:
    """The variables of one module; answers are kept."""

    def __init__(self, module: Code) -> None:
        self.module = module
        self._bindings: dict[cst.CSTNode, list[Binding]] | None = None
        self._read: dict[tuple[Scope, str], dict[Binding, list[cst.Name]]] = {}

    def bound_to(self, value: cst.CSTNode) -> list[Binding]:
        """The variables that get *value*, or a part or an element of it."""
        if self._bindings is None:
            self._bindings = {}
            for scope in dict.fromkeys(self.module.facts.scopes.values()):
                for bindings in scope.bindings.values():
                    for binding in bindings:
                        if binding.value is not None and binding.kind is not BindingKind.PARAMETER:
                            self._bindings.setdefault(binding.value, []).append(binding)
        return self._bindings.get(value, [])

    def reads(self, binding: Binding) -> list[cst.Name]:
        """The uses that may see what *binding* gave."""
        key = binding.scope, binding.name
        if key not in self._read:
            written = {
                each.node
                for each in binding.scope.bindings[binding.name]
                if each.kind is not BindingKind.AUGMENTED
            }
            found: dict[Binding, list[cst.Name]] = {}
            for use in self.module.uses(binding.name, binding.scope):
                for seen in () if use in written else visible(self.module.facts, use, binding.scope):
                    found.setdefault(seen, []).append(use)
            self._read[key] = found
        return self._read[key].get(binding, [])
