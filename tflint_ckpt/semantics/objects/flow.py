"""Where an object goes: what is called on it, what it is given to, and where it is lost from sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope
from tflint_ckpt.semantics.objects.following import Following
from tflint_ckpt.semantics.objects.uses import Kind, Use

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

__all__ = ["Flows", "Kind", "Use"]


class Flows:
    """The flows of the objects of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._known: dict[tuple[cst.CSTNode, Frames], tuple[Use, ...]] = {}
        self._bindings: dict[cst.CSTNode, list[Binding]] | None = None
        self._read: dict[tuple[Scope, str], dict[Binding, list[cst.Name]]] = {}

    def of(self, node: cst.CSTNode, frames: Frames = ()) -> tuple[Use, ...]:
        """Everything that happens to the object that *node*, run inside *frames*, gives."""
        key = node, frames
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(Following(self, frames).run(node)))
        return self._known[key]

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

    def is_read_elsewhere(self, relatives: list[cst.ClassDef], attribute: str) -> bool:
        """Whether code out of sight may read an attribute of a class: of an unknown base, another file."""
        module = self.module
        for one in relatives:
            for argument in one.bases:
                base = argument.value
                known = module.resolve(base) or classes.local_class(module, base) is not None
                builtin = isinstance(base, cst.Name) and base.value in ("object", "Exception")
                if argument.star or not (known or builtin):
                    return True
                name = module.resolve(base) or "keras."
                if not name.startswith(("keras.", "tensorflow.", "abc.", "unittest.", "typing.")):
                    return True
            if module.call_sites.exported(one.name.value):
                texts = module.project.mentioning(f".{attribute}", besides=module.path)
                if any(one.name.value in source.text for source in texts):
                    return True
        return False
