"""Generator objects: what can be gone through once."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.generators import (
    generator_function,
    is_finite,
    iterating_function,
    never_ends,
    surely_ends,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


@dataclass(frozen=True, slots=True)
class GeneratorObject:
    """One generator that is made.

    Attributes:
        node: the call of a generator function, the generator expression, or the call of ``iter``.
        function: the generator function; ``None`` for an expression, and for ``iter`` of a list or the like.
        held: whether a variable holds it, and not the place that was asked for itself.
    """

    node: cst.BaseExpression
    function: cst.FunctionDef | None
    held: bool

    def never_ends(self) -> bool:
        """Whether it surely goes on for ever."""
        return self.function is not None and never_ends(self.function)

    def surely_ends(self, module: Module) -> bool:
        """Whether it surely comes to an end."""
        if self.function is not None:
            return surely_ends(module, self.function)
        if isinstance(self.node, cst.Call):
            return is_finite(module, self.node.args[0].value)
        assert isinstance(self.node, cst.GeneratorExp)
        loop: cst.CompFor | None = self.node.for_in
        while loop is not None:
            if not is_finite(module, loop.iter):
                return False
            loop = loop.inner_for_in
        return True


def iterator_object(module: Module, node: cst.BaseExpression) -> GeneratorObject | None:
    """The generator that *node* is, or what ``iter`` makes of a list or of an object of the module."""
    made, held = _made(module, node)
    if not isinstance(made, cst.Call) or module.builtin(made.func) != "iter":
        return generator_object(module, node)
    if len(made.args) != 1 or made.args[0].star:
        return None
    given = made.args[0].value
    function = iterating_function(module, given)
    known = function is not None or is_finite(module, given)
    return GeneratorObject(made, function, held) if known else None


def generator_object(module: Module, node: cst.BaseExpression) -> GeneratorObject | None:
    """The generator that *node* is, at once or by a variable that holds nothing else."""
    made, held = _made(module, node)
    if isinstance(made, cst.GeneratorExp):
        return GeneratorObject(made, None, held)
    function = generator_function(module, made.func) if isinstance(made, cst.Call) else None
    return GeneratorObject(made, function, held) if made is not None and function is not None else None


def _made(module: Module, node: cst.BaseExpression) -> tuple[cst.BaseExpression | None, bool]:
    """What makes *node*, and whether that is a variable which holds it and nothing else."""
    binding = module.sole_binding(node)
    return (node, False) if binding is None else (binding.assigned, True)
