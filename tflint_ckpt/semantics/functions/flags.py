"""Which way a test goes: flags such as ``training`` or ``self.augment``, as far as the code tells."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.scopes import BindingKind, all_parameters
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.decided import is_logical, plain, truth_by_parts, truth_of
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Frames, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


def truth(module: Module, test: cst.BaseExpression, frames: Frames = ()) -> bool | None:
    """Whether *test* holds each time it is asked within *frames*; ``None`` where the code does not tell.

    A parameter with a default, of a function that no call of *frames* runs, has that default: such is a
    function that is handed on to ``map``, which gives the elements and no more.
    """
    if is_logical(test):
        return truth_by_parts(test, lambda part: truth(module, part, frames))
    if isinstance(test, cst.Comparison):
        return _compared(module, test, frames)
    return agreed(truth_of(module, value) for value in values_of(module, test, frames))


def values_of(module: Module, node: cst.BaseExpression, frames: Frames = ()) -> tuple[Value, ...]:
    """The values of *node* within *frames*, defaults as for :func:`truth`."""
    return module.evaluate(_default(module, node, frames) or node, frames)


def _default(module: Module, node: cst.BaseExpression, frames: Frames) -> cst.BaseExpression | None:
    """The default of the parameter that *node* names, where no call of *frames* gives it."""
    binding = module.sole_binding(node)
    if binding is None or binding.kind is not BindingKind.PARAMETER:
        return None
    function = binding.scope.node
    if not isinstance(function, (cst.FunctionDef, cst.Lambda)) or any(one[0] is function for one in frames):
        return None
    if isinstance(function, cst.FunctionDef) and module.call_sites.in_sight(function) is not None:
        return None  # it is called, and with what is known
    if isinstance(node, cst.Name) and module.fact(Evaluator).calls_elsewhere(function, node):
        return None  # so it is in other files
    return next(
        (one.default for one in all_parameters(function.params) if one.name.value == binding.name), None
    )


def _compared(module: Module, test: cst.Comparison, frames: Frames) -> bool | None:
    """Whether two constants are the same, or not, as the comparison asks."""
    operator = test.comparisons[0].operator
    same = isinstance(operator, (cst.Equal, cst.Is))
    if len(test.comparisons) != 1 or not (same or isinstance(operator, (cst.NotEqual, cst.IsNot))):
        return None
    sides = [values_of(module, node, frames) for node in (test.left, test.comparisons[0].comparator)]
    known = [plain(side) for side in sides]
    if known[0] is None or known[1] is None:
        return None
    return (known[0] == known[1]) is same
