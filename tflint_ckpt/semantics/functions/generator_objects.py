"""Generator objects: what can be gone through once."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.generators import (
    generator_function,
    is_finite,
    never_ends,
    surely_ends,
)
from tflint_ckpt.semantics.names.scopes import BindingKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


@dataclass(frozen=True, slots=True)
class GeneratorObject:
    """One generator that is made.

    Attributes:
        node: the call of a generator function, or the generator expression.
        function: the generator function; ``None`` for an expression.
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
        assert isinstance(self.node, cst.GeneratorExp)
        loop: cst.CompFor | None = self.node.for_in
        while loop is not None:
            if not is_finite(module, loop.iter):
                return False
            loop = loop.inner_for_in
        return True


def generator_object(module: Module, node: cst.BaseExpression) -> GeneratorObject | None:
    """The generator that *node* is, at once or by a variable that holds nothing else."""
    made, held = node, False
    binding = module.sole_binding(node)
    if binding is not None:
        if binding.kind is not BindingKind.ASSIGNMENT or binding.index or binding.value is None:
            return None
        made, held = binding.value, True
    if isinstance(made, cst.GeneratorExp):
        return GeneratorObject(made, None, held)
    function = generator_function(module, made.func) if isinstance(made, cst.Call) else None
    return GeneratorObject(made, function, held) if function is not None else None
