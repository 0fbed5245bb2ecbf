"""Whether an expression that may be the validation data of a fit is some, or ``None``, in whichever file."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Agreeing, Portable

TYPE_CHECKING = False
if TYPE_CHECKING:
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
        if len(returned) > 1:
            from tflint_ckpt.semantics.training.switches import AsItStands

            returned = self.module.fact(AsItStands).returns(function, returned, self.frames)
        return super()._given_back(function, returned, path, of)

    def _holds(self, test: cst.BaseExpression) -> bool | None:
        """Whether a test holds: of what is or is not ``None``, or of a switch."""
        if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
            target = test.comparisons[0]
            if isinstance(target.operator, (cst.Is, cst.IsNot)) and is_none(target.comparator):
                known = self.at(test.left)
                return None if known is None else known is isinstance(target.operator, cst.IsNot)
        from tflint_ckpt.semantics.training.switches import AsItStands

        return self.module.fact(AsItStands).test(test, self.frames)
