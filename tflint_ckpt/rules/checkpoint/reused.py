"""TFC120 checkpoint-reused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.patterns import pattern
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name, Repeated
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.monitors import CHECKPOINT, monitors
from tflint_ckpt.semantics.names.flow import follows, precedes
from tflint_ckpt.semantics.paths.checkpoints import best_is_set
from tflint_ckpt.semantics.training.fits import Fit

_OUTCOME = Outcome(
    Severity.WARNING, "keeps the best value of the first: the next model is saved only if it beats that"
)
_LOOPS = (cst.For, cst.While)
_COPIES = ("load_", "clone_", "model_from", "from_config")
_LOADS = pattern(r"(^|\.)(load_weights|load_model|read|restore)$")


class CheckpointReused(Rule):
    """One best-only checkpoint is given to the fits of several models: later ones may never be saved.

    ## What it does
    Reports a `ModelCheckpoint` with `save_best_only=True` that one after the other gets models that are built
    anew: two `fit` calls on different models, or a loop (over folds, seeds, parameters) that builds the model
    inside and the callback outside.

    ## Why
    The callback remembers the best value it has seen, and does not forget it when another training begins:
    the second model is written only when it is better than the first one ever was; if not, there is no
    file for it, or the file holds the first model.

    ## When it is silent
    The same model trained on; a checkpoint that saves every epoch; a model that is not provably another one,
    or that gets the weights of another one first (an older model of the same name does not count); a loop
    behind which the file is loaded, since that looks for the best of all; `EarlyStopping` and
    `ReduceLROnPlateau`, which begin anew with each training.

    ## Fix safety
    There is no fix: build the callback next to the model, with a path of its own.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    """

    code = "TFC120"
    name = "checkpoint-reused"
    summary = "one best-only checkpoint for the fits of several models"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Name("ModelCheckpoint"), Repeated("fit", "fit_generator"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each checkpoint that several models share."""
        for monitor in monitors(module):
            if monitor.call.name != CHECKPOINT or not monitor.compares or monitor.call.partial:
                continue
            call = monitor.call.node
            fits = module.training.fits_of(call)
            if not fits or best_is_set(module) or not _is_built_once(module, call, fits):
                continue
            if _different_models(module, fits) or any(_in_loop(module, fit, call) for fit in fits):
                where = module.where(*(fit.node for fit in fits))
                what = f"one checkpoint for the fits of several models ({where})"
                advice = Fix(Applicability.MANUAL, "build the callback where the model is built")
                yield from self.judged(module, call.func, what, (_OUTCOME,), advice)


def _different_models(module: Module, fits: Sequence[Fit]) -> bool:
    """Whether of two fits, one after the other, the second trains a model that is built anew."""
    return any(
        bool(one.models and other.models)
        and not set(one.models) & set(other.models)
        and _comes_after(module, other, one)
        and not _goes_on(module, other)
        for place, one in enumerate(fits)
        for other in fits[place + 1 :]
    )


def _comes_after(module: Module, later: Fit, earlier: Fit) -> bool:
    one, other = (fit.frames[0][1] if fit.frames else fit.node for fit in (earlier, later))
    facts = module.facts
    return facts.scopes[one] is facts.scopes[other] and one is not other and precedes(facts, one, other)


def _goes_on(module: Module, fit: Fit) -> bool:
    """Whether the model begins with weights of another one: it is loaded or copied, or its weights are."""
    made = [module.resolve(origin.node.func) for origin in fit.models if isinstance(origin.node, cst.Call)]
    if any(origin.elsewhere is not None and not origin.elsewhere.anew for origin in fit.models):
        return True
    if any((name or "").rpartition(".")[2].startswith(_COPIES) for name in made):
        return True
    beside = [
        (call, func.value)
        for call, func in module.method_calls("load_weights", "set_weights")
        if module.facts.scopes[call] is module.facts.scopes[fit.node]
    ]
    if not beside:
        return False
    model = module.text(fit.receiver)
    return any(
        module.text(receiver) == model
        and precedes(module.facts, call, fit.node)
        and _may_be(module, receiver, fit)
        for call, receiver in beside
    )


def _may_be(module: Module, node: cst.BaseExpression, fit: Fit) -> bool:
    """Whether *node*, which is named as the model of *fit*, may be that very object, not an older one."""
    origins = module.objects.origins(node)
    if fit.frames:  # seen from the calls that lead there
        return not origins or not {one.node for one in origins}.isdisjoint(one.node for one in fit.models)
    return not origins or not set(origins).isdisjoint(fit.models)


def _in_loop(module: Module, fit: Fit, call: cst.Call) -> bool:
    """Whether *fit* is in a loop that builds its model anew, and not the callback."""
    if not fit.models or fit.frames or _goes_on(module, fit):
        return False
    around = set(module.ancestors(call))
    for _, above in module.steps_within(fit.node):
        if isinstance(above, _LOOPS) and above not in around:
            makers = [origin.frames[0][1] if origin.frames else origin.node for origin in fit.models]
            anew = all(above in module.ancestors(maker) for maker in makers)
            return anew and not _runs_once(above) and not _is_for_all(module, above)
    return False


def _runs_once(loop: cst.For | cst.While) -> bool:
    """Whether the body ends the loop: ``break  # one fold will do``."""
    return any(
        isinstance(line, cst.SimpleStatementLine) and isinstance(line.body[-1], cst.Break)
        for line in loop.body.body
    )


def _is_for_all(module: Module, loop: cst.For | cst.While) -> bool:
    """Whether the best of all models is looked for: what was saved is loaded, and only behind the loop."""
    loads = [
        call
        for call in module.facts.calls
        if _LOADS.search(module.text(call.func)) and not follows(module.facts, loop, call)
    ]
    return bool(loads) and not any(loop in module.ancestors(call) for call in loads)


def _is_built_once(module: Module, call: cst.Call, fits: Sequence[Fit]) -> bool:
    """Whether all *fits* get one object: a function that returns it makes another one for each call."""
    function = module.enclosing_function(call)
    return function is None or all(function in module.ancestors(fit.node) for fit in fits)
