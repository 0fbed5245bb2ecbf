"""Calls of ``compile``, and which of them is in effect when a fit begins."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.sites import CallSites, Frames
from tflint_ckpt.semantics.contracts import POSITIONAL, argument_of
from tflint_ckpt.semantics.names.flow import follows, precedes
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Items, Mapping
from tflint_ckpt.syntax.statements import statements_behind
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.metrics import Names

_ON_ALL = len(POSITIONAL["keras.Model.compile"])
"""So many positional parameters of ``compile`` are the same on every release; what comes third differs."""
BRANCHES = (cst.If, cst.For, cst.While, cst.Try, cst.TryStar, cst.Match, cst.IfExp, cst.BooleanOperation)
"""What may leave out a call in it."""


@dataclass(frozen=True, slots=True)
class Compile:
    """One call of ``compile`` on a model.

    Attributes:
        module: the file it is in.
        call: the call with its arguments.
        frames: the calls of functions of the module inside which it is run, the outermost first.
    """

    module: Engine = field(repr=False, compare=False, hash=False)
    call: Call
    frames: Frames = ()

    @property
    def node(self) -> cst.Call:
        """The call."""
        return self.call.node

    def argument(self, name: str, keras: tuple[int, int]) -> Argument | None:
        """The argument *name*, by keyword or at its position on the release *keras* (major, minor)."""
        found = argument_of(self.call, name)
        if found is not None or len(self.node.args) <= _ON_ALL:
            return found
        from tflint_ckpt.semantics.api import place

        return self.call.argument(position=place("keras.Model", "compile", name, keras))

    @property
    def has_third(self) -> bool:
        """Whether it has a third argument by place: metrics on Keras 2, the weights of losses on Keras 3."""
        return any(each.keyword is None for each in self.node.args[_ON_ALL:])

    def metrics(self, keras: tuple[int, int]) -> Names:
        """The names of its metrics in the logs of a model with one output, in the order of the list.

        Weighted metrics come last. ``None`` where not all names are known.
        """
        if self.call.open or self._has_several_losses(keras):
            return None
        given = self._names("metrics", keras)
        weighted = self._names("weighted_metrics", keras)
        if given is None or weighted is None or set(given) & set(weighted):
            return None
        return (*given, *weighted)

    def _names(self, argument: str, keras: tuple[int, int]) -> Names:
        from tflint_ckpt.semantics.training import metrics

        found = self.argument(argument, keras)
        if found is None:
            return ()
        module = self.module
        return agreed(
            metrics.names(module, found.value, frames, keras)
            for frames in module.fact(CallSites).contexts(self.node, self.frames)
        )

    def _has_several_losses(self, keras: tuple[int, int]) -> bool:
        """Whether the losses are of several outputs, whose names are then part of those of the metrics."""
        loss = self.argument("loss", keras)
        values = self.module.evaluate(loss.value, self.frames) if loss is not None else ()
        return any(
            (isinstance(value, Items) and not (value.exact and len(value.elements) == 1))
            or (isinstance(value, Mapping) and len(value.entries) != 1)
            for value in values
        )


def in_effect(
    module: Engine,
    compiles: Sequence[Compile],
    fit: cst.Call,
    made_in: frozenset[cst.CSTNode],
    *,
    fresh: bool,
) -> tuple[tuple[Compile, ...], bool]:
    """The compiles that may be in effect at *fit*, and whether one of them surely is.

    One that surely runs between another one and the fit replaces it. *made_in* are the functions inside
    which the model is made, whose compiles come before any other; *fresh* says that each run of what is
    around the fit makes the model anew, so that no compile below the fit comes before it.
    """
    facts = module.facts
    beside = [one for one in compiles if facts.scopes[one.node] is facts.scopes[fit]]
    sure = [one for one in beside if surely_before(module, one.node, fit)]
    inside = [one for one in compiles if one not in beside and module.enclosing_function(one.node) in made_in]
    kept = []
    for one in compiles:
        replaced = bool(sure) if one in inside else _is_replaced(module, one, sure)
        if not replaced and not (fresh and follows(facts, one.node, fit)):
            kept.append(one)
    certain = bool(sure) or any(not _is_conditional(module, one.node) for one in inside)
    return tuple(kept), certain


def _is_replaced(module: Engine, one: Compile, sure: Sequence[Compile]) -> bool:
    """Whether one of the compiles *sure* to run before the fit always runs after *one*."""
    return any(follows(module.facts, other.node, one.node) for other in sure if other is not one)


def is_replaced_at_once(module: Engine, one: Compile) -> bool:
    """Whether the next statement of its block that names the model compiles it again, to show ways."""
    model = one.node.func.value if isinstance(one.node.func, cst.Attribute) else None
    if not isinstance(model, cst.Name):
        return False
    for later in statements_behind(module, one.node):
        if any(isinstance(node, cst.Name) and node.value == model.value for node in descend(later)):
            again = later.body[0] if isinstance(later, cst.SimpleStatementLine) else None
            call = again.value if isinstance(again, cst.Expr) else None
            func = call.func if isinstance(call, cst.Call) else None
            if isinstance(func, cst.Attribute) and func.attr.value == "compile":
                return func.value.deep_equals(model)
            return False
    return False


def surely_before(module: Engine, first: cst.CSTNode, second: cst.CSTNode) -> bool:
    """Whether *first* runs before *second* whenever that is reached."""
    around = set(module.ancestors(second))
    if any(isinstance(above, BRANCHES) and above not in around for above in module.ancestors(first)):
        return False
    return precedes(module.facts, first, second)


def _is_conditional(module: Engine, node: cst.CSTNode) -> bool:
    return any(isinstance(above, BRANCHES) for _, above in module.steps_within(node))
