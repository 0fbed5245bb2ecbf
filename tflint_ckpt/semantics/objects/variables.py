"""Which variables get a value, and which uses of a variable may see what it was given."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def sole_reads(self, value: cst.CSTNode) -> Iterator[cst.Name]:
        """The uses of variables that have *value*, the whole of it, and nothing else."""
        for binding in self.bound_to(value):
            if not binding.index:
                yield from (use for use in self.reads(binding) if self.module.visible(use) == [binding])

    def reads_of_elements(self, binding: Binding) -> list[cst.Name]:
        """The same, but for those where nothing becomes of what is in it: ``callbacks.append(…)``."""
        if binding not in self._telling:
            self._telling[binding] = [use for use in self.reads(binding) if not self._is_quiet(use)]
        return self._telling[binding]

    def _is_quiet(self, use: cst.Name) -> bool:
        name, call = self.module.method_on(use)
        return call is not None and name in QUIET
