"""Which variables get a value, and which uses of a variable may see what it was given."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

QUIET = frozenset("append extend insert count index sort reverse remove clear update get keys".split())
"""Methods of a container after which what is in it is nowhere else."""


class Variables:
    """The variables of one module; answers are kept."""

    def __init__(self, module: Code) -> None:
        self.module = module
        self._bindings: dict[cst.CSTNode, list[Binding]] | None = None
        self._telling: dict[Binding, list[cst.Name]] = {}
        self._read: dict[tuple[Scope, str], dict[Binding, list[cst.Name]]] = {}

    def bound_to(self, value: cst.CSTNode) -> list[Binding]:
        """The variables that get *value*, or a part or an element of it."""
        if self._bindings is None:
            self._bindings = {}
            for scope in self.module.facts.each_scope:
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
                for seen in () if use in written else self.module.visible(use):
                    found.setdefault(seen, []).append(use)
            self._read[key] = found
        return self._read[key].get(binding, [])

    def reads_of_elements(self, binding: Binding) -> list[cst.Name]:
        """The same, but for those where nothing becomes of what is in it: ``callbacks.append(…)``."""
        if binding not in self._telling:
            self._telling[binding] = [use for use in self.reads(binding) if not self._is_quiet(use)]
        return self._telling[binding]

    def _is_quiet(self, use: cst.Name) -> bool:
        attribute = self.module.parent(use)
        call = self.module.parent(attribute) if isinstance(attribute, cst.Attribute) else None
        called = isinstance(call, cst.Call) and call.func is attribute
        return called and isinstance(attribute, cst.Attribute) and attribute.attr.value in QUIET
