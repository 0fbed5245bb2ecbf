"""Whether an expression that may be the validation data of a fit is some, or ``None``, in whichever file."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.decided import Decided
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.inference import Agreeing, Portable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.values.kinds import Frames
    from tflint_ckpt.semantics.values.members import Function
    from tflint_ckpt.semantics.values.parts import Path

PROVED = ("keras.", "tensorflow.", "numpy.", "sklearn.", "tensorflow_datasets.")
"""Packages of which no function that gives data gives ``None``."""


class Presence(Agreeing[bool], Portable["bool | None"]):
    """Whether expressions of one module are something: ``False`` for what surely is ``None``.

    A switch of the program, ``USE_VALIDATION = False``, counts as it stands: what is asked for is what the
    program does as it is written.
    """

    def own(self, node: cst.BaseExpression, path: Path) -> bool | Passed | None:
        if path:
            return PASS
        if is_none(node):
            return False
        if isinstance(node, (cst.Tuple, cst.List)):
            return bool(node.elements) or None
        if isinstance(node, cst.Subscript) and isinstance(node.slice[0].slice, cst.Slice):
            return True
        if isinstance(node, cst.IfExp):
            holds = self._holds(node.test)
            return PASS if holds is None else self.at(node.body if holds else node.orelse)
        return PASS

    def nothing(self, node: cst.CSTNode) -> tuple[bool | None, ...]:
        return (False,)

    def object_of(self, node: cst.ClassDef, path: Path) -> bool | None:
        return True if not path else None

    def called(self, node: cst.Call, path: Path) -> bool | None:
        name = self.module.resolve(node.func)
        if name is not None and name.startswith(PROVED):
            return True
        if path:
            return None
        if name is not None:
            return name.rpartition(".")[2][:1].isupper() or None
        if classes.local_class(self.module, node.func) is not None:
            return True
        # A method of an object: nobody keeps what a method that returns nothing returns.
        return isinstance(node.func, cst.Attribute) or None

    def _given_back(
        self, function: Function, returned: list[cst.BaseExpression], path: Path, of: cst.CSTNode
    ) -> bool | None:
        standing = self.module.fact(AsItStands)
        return super()._given_back(function, standing.returns(function, returned, self.frames), path, of)

    def _holds(self, test: cst.BaseExpression) -> bool | None:
        """Whether a test holds: of what is or is not ``None``, or of a switch."""
        if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
            target = test.comparisons[0]
            if isinstance(target.operator, (cst.Is, cst.IsNot)) and is_none(target.comparator):
                known = self.at(test.left)
                return None if known is None else known is isinstance(target.operator, cst.IsNot)
        return self.module.fact(AsItStands).test(test, self.frames)


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
