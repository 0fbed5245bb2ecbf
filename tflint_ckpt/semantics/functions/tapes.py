"""The gradient tapes of a module, and what is asked of them."""

from __future__ import annotations

from itertools import pairwise

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Binding, BindingKind
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Items
from tflint_ckpt.syntax.forms import JUMPS

TAPES = ("tensorflow.GradientTape", "tensorflow.autodiff.GradientTape")
GRADIENTS = ("gradient", "jacobian", "batch_jacobian")
_ARMS = (cst.If, cst.IfExp, cst.BooleanOperation, cst.Match, cst.MatchCase, cst.ExceptHandler)


@dataclass(frozen=True, slots=True)
class Tape:
    """One ``with tf.GradientTape() as tape``.

    Attributes:
        call: what makes the tape.
        block: the ``with`` statement.
        gradients: the calls of its ``gradient`` and the like in the function that has the ``with``, in
            source order.
        persistent: whether it gives gradients more than once; ``None`` where the code does not tell.
        again: whether it is used in some other way, so that it may record anew.
    """

    call: cst.Call
    block: cst.With
    gradients: tuple[cst.Call, ...]
    persistent: bool | None
    again: bool


@dataclass(frozen=True, slots=True)
class Reuse:
    """A call that asks a tape for gradients again.

    Attributes:
        tape: the tape.
        call: the call that is too many.
        before: the one that runs before it; ``None`` where that is the same one, in the pass before.
    """

    tape: Tape
    call: cst.Call
    before: cst.Call | None


class Tapes:
    """The tapes of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.tapes = [
            tape
            for scope in module.facts.each_scope
            for bindings in scope.bindings.values()
            for binding in bindings
            if (tape := self._tape(binding)) is not None
        ]

    def reuses(self) -> list[Reuse]:
        """The first reuse of each tape that is not persistent."""
        found = (self._reuse(tape) for tape in self.tapes if tape.persistent is False and not tape.again)
        return [reuse for reuse in found if reuse is not None]

    def _tape(self, binding: Binding) -> Tape | None:
        call = binding.value
        if binding.kind is not BindingKind.CONTEXT or binding.index or not isinstance(call, cst.Call):
            return None
        block = next((above for above in self.module.ancestors(call) if isinstance(above, cst.With)), None)
        if block is None or not self.module.is_named(call.func, *TAPES):
            return None
        gradients, again = [], False
        for use in self.module.uses(binding.name, binding.scope):
            if use is binding.node or binding not in self.module.visible(use):
                continue
            attribute = self.module.parent(use)
            above = self.module.parent(attribute) if isinstance(attribute, cst.Attribute) else None
            if isinstance(attribute, cst.WithItem):
                again = True
            if not (isinstance(attribute, cst.Attribute) and isinstance(above, cst.Call)):
                continue
            again = again or attribute.attr.value == "reset"
            sees_others = len(self.module.visible(use)) > 1
            asks = attribute.attr.value in GRADIENTS and not sees_others
            if asks and self.module.runs_where_bound(use, binding):
                gradients.append(above)
        return Tape(call, block, tuple(gradients), self._persistent(call), again)

    def _persistent(self, call: cst.Call) -> bool | None:
        bound = bind(self.module, call, TAPES[0])
        given = argument_of(bound, "persistent")
        if given is None:
            return None if bound.open else False
        values = self.module.evaluate(given.value)
        only = agreed(value.value if isinstance(value, Constant) else None for value in values)
        return bool(only) if isinstance(only, (bool, int)) else None

    # Reuse

    def _reuse(self, tape: Tape) -> Reuse | None:
        for place, call in enumerate(tape.gradients):
            before = next((one for one in tape.gradients[:place] if self._follows(one, call)), None)
            if before is not None or self._repeats(tape, call):
                return Reuse(tape, call, before)
        return None

    def _follows(self, first: cst.Call, second: cst.Call) -> bool:
        """Whether some run surely calls *first* and then *second*."""
        one, other = [first, *self.module.ancestors(first)], [second, *self.module.ancestors(second)]
        shared = next(node for node in one if node in other)
        own, others = one[: one.index(shared)], other[: other.index(shared)]
        if isinstance(shared, (*_ARMS, cst.Try)) or (own and others and not self._in_order(first, second)):
            return False
        if any(isinstance(node, _ARMS) for node in own) and any(isinstance(node, _ARMS) for node in others):
            return False  # conditions that may exclude each other
        return not any(isinstance(node, cst.Try) for node in others) and not _leaves(own)

    def _in_order(self, first: cst.Call, second: cst.Call) -> bool:
        """Whether *first* runs before *second*, in a statement before it or in the same one."""
        return precedes(self.module.facts, first, second) or not precedes(self.module.facts, second, first)

    def _repeats(self, tape: Tape, call: cst.Call) -> bool:
        """Whether a loop that does not record anew makes *call* in every pass."""
        around = set(self.module.ancestors(tape.block))
        own: list[cst.CSTNode] = [call]
        for child, above in self.module.steps(call):
            if above in around or isinstance(above, (*_ARMS, cst.Try, cst.FunctionDef, cst.Lambda)):
                return False
            if isinstance(above, (cst.For, cst.While)) and child is above.body:
                over = above.iter if isinstance(above, cst.For) else None
                return not _leaves(own) and not self._is_single(over)
            if isinstance(above, COMPREHENSIONS) and child is not above.for_in:
                return not self._is_single(above.for_in.iter)
            own.append(above)
        return False

    def _is_single(self, over: cst.BaseExpression | None) -> bool:
        """Whether a loop over *over* may have one pass only, as far as its length is in sight."""
        values = self.module.evaluate(over) if over is not None else ()
        return any(isinstance(value, Items) and value.exact and len(value.elements) < 2 for value in values)


def _leaves(own: list[cst.CSTNode]) -> bool:
    """Whether what follows in the blocks of *own*, the innermost first, leaves them in any case."""
    for child, block in pairwise(own):
        if isinstance(child, JUMPS):
            return True
        lines: list[cst.CSTNode] = list(block.body) if isinstance(block, cst.IndentedBlock) else []
        for line in lines[lines.index(child) + 1 :] if child in lines else ():
            if isinstance(line, cst.SimpleStatementLine) and any(isinstance(e, JUMPS) for e in line.body):
                return True
    return bool(own) and isinstance(own[-1], JUMPS)
