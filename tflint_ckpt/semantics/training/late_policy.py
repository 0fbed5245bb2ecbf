"""Policies of mixed precision that are set when every layer is made: they then change nothing.

A layer takes its policy when it is made, and keeps it; so does a model, whose policy decides whether
``compile`` scales the loss (run on Keras 2.10, 2.15, 3.3 and 3.15).
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.order import Before, may_be_set_elsewhere, runs_before
from tflint_ckpt.semantics.training.half_precision import POLICIES, policy_of
from tflint_ckpt.syntax.forms import keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

_MIXED = ("mixed_float16", "mixed_bfloat16")
_READING = pattern(r"\b(?:global_policy|dtype_policy|LossScaleOptimizer)\b")
"""What else asks for the policy, or does by hand what it would do."""
_TRAINING = ("fit", "fit_generator", "train_on_batch")
_COPYING = ("load_", "clone_", "from_config", "model_from", "deserialize")
"""Functions whose model has the policy that it was saved with."""


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """A policy that changes nothing.

    Attributes:
        call: the call that sets it.
        name: its name.
        fit: the first training after it.
        made: where the model of that is made.
    """

    call: Call
    name: str
    fit: Fit
    made: cst.CSTNode


def late_policies(module: Module) -> Iterator[LatePolicy]:
    """The policies that are set after all layers of the file, and all models that it trains, are made."""
    calls = list(module.calls(*POLICIES))
    names = {policy_of(module, call) for call in calls}
    name = names.pop() if len(names) == 1 else None
    if name not in _MIXED or _READING.search(module.source.text):
        return
    first = calls[0]
    if any(runs_before(module, first.node, other.node) is not Before.ALWAYS for other in calls[1:]):
        return
    making = [call for call in module.facts.calls if _makes(module, call)]
    if not making or not all(_is_first(module, each, first.node) for each in making):
        return
    if may_be_set_elsewhere(module, "set_global_policy"):
        return
    found = _trained(module, first.node)
    if found is not None:
        yield LatePolicy(first, name, *found)


def _makes(module: Module, call: cst.Call) -> bool:
    """Whether *call* makes a layer or a model."""
    found = module.fact(Instances)
    return found.is_instance(call, families.LAYER) or found.is_instance(call, families.MODEL)


def _is_first(module: Module, making: cst.Call, policy: cst.Call) -> bool:
    """Whether *making*, which names no precision, is done when *policy* runs, and is not done again.

    What a class makes is made again where that is called.
    """
    if runs_before(module, making, policy) is not Before.ALWAYS or keyword(making, "dtype") is not None:
        return False
    inside = module.enclosing_class(making) is not None
    return inside or runs_before(module, policy, making) is Before.NEVER


def _trained(module: Module, policy: cst.Call) -> tuple[Fit, cst.CSTNode] | None:
    """The first fit behind *policy*, with where its model is made, if all fits train such models."""
    found: list[tuple[Fit, cst.CSTNode]] = []
    fits = {fit.node: fit for fit in module.training.fits}
    for call, _ in module.method_calls(*_TRAINING):
        fit = fits.get(call)
        if fit is None or not fit.model:
            return None
        for origin in fit.model:
            made = origin.node
            if not isinstance(made, cst.Call) or _copies(module, made):
                return None
            made = origin.frames[0][1] if origin.frames else made
            if runs_before(module, made, policy) is not Before.ALWAYS:
                return None
            if _is_behind(module, call, policy):
                found.append((fit, made))
    return found[0] if found else None


def _is_behind(module: Module, call: cst.Call, policy: cst.Call) -> bool:
    """Whether *call* runs after *policy*, if that runs."""
    if runs_before(module, policy, call) is Before.ALWAYS:
        return True
    return module.facts.scopes[call] is module.facts.scopes[policy] and precedes(module.facts, policy, call)


def _copies(module: Module, made: cst.Call) -> bool:
    name = module.resolve(made.func) or ""
    return name.rpartition(".")[2].startswith(_COPYING)
