"""Which way a program goes as it is written: ``USE_VALIDATION = False``, at the top of some file."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.values.decided import Decided
from tflint_ckpt.semantics.values.evaluate import Evaluator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.values.kinds import Frames


class AsItStands(Decided):
    """What the switches of a program decide beside its calls: variables that are set to true or false."""

    def _asks(self, function: cst.CSTNode) -> bool:
        return isinstance(function, cst.FunctionDef) and not self._recurs(function)

    def _hangs_on_calls(self, node: cst.BaseExpression, frames: Frames) -> bool:
        return super()._hangs_on_calls(node, frames) or self._is_switch(node)

    def _is_switch(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is a variable of a module that is set once, to true or false, and nowhere else."""
        module = self.module
        binding = module.sole_binding(node) if isinstance(node, cst.Name) else None
        if binding is None or binding.kind is BindingKind.IMPORT:
            found = module.fact(Evaluator).assigned_elsewhere(node)
            binding = found.binding if found is not None else None
        if binding is None or not _is_flag(binding):
            return False
        sets = re.compile(rf"\.{re.escape(binding.name)}\s*=(?!=)")
        return not (
            sets.search(module.source.text)
            or module.project.somewhere(sets, f".{binding.name}", besides=module.path)
        )


def _is_flag(binding: Binding) -> bool:
    value, scope = binding.value, binding.scope
    is_plain = binding.kind is BindingKind.ASSIGNMENT and not binding.index and scope.parent is None
    return is_plain and isinstance(value, cst.Name) and value.value in ("True", "False")
