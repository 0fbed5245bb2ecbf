"""TFC513 recompile-after-load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.semantics.saving.files import LOADERS

_TRAINING = frozenset(
    "compile fit evaluate predict summary save save_weights metrics_names history optimizer".split()
)
"""Attributes of a model that goes on as it was."""
_OUTCOME = Outcome(
    Severity.INFO, "goes on with a new optimizer, whose iterations, moments and schedule begin at 0"
)


class RecompileAfterLoad(Rule):
    """`compile` after `load_model` throws away the optimizer that was just restored.

    ## What it does
    Reports a model that comes from `load_model`, is compiled again and then trained on; also where it comes
    from there only if there is a file, and is new else.

    ## Why
    `load_model` brings back the optimizer with its state, so that training goes on where it stopped.
    `compile` replaces it: the moments of Adam are zero again, and a learning rate schedule starts anew. The
    loss often jumps for some epochs.

    ## When it is silent
    `load_model(…, compile=False)`; a model whose layers are frozen or unfrozen in between, or that becomes a
    part of another one, since fine-tuning needs a new `compile`; a model that is only evaluated.

    ## Fix safety
    There is no fix: another loss or rate may be what is wanted.

    ## References
    - [Whole-model loading](https://keras.io/api/models/model_saving_apis/model_saving_and_loading/)
    """

    code = "TFC513"
    name = "recompile-after-load"
    summary = "compile right after load_model, which drops the restored optimizer"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.MANUAL,)
    requires = (Name("load_model"), Name("compile"), Name("fit"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such ``compile``."""
        fits = [call.node for call, _ in module.calls_on(MODEL, "fit", "fit_generator")]
        for call, _ in module.calls_on(MODEL, "compile"):
            receiver = _receiver(call.node)
            made = module.objects.origins(receiver) if receiver is not None else ()
            loaded = [one for one in made if not one.frames and _restores(module, one.node)]
            if not loaded or _is_changed(module, receiver, [one.node for one in loaded]):
                continue
            later = [fit for fit in fits if _same(module, receiver, fit)]
            if not any(precedes(module.facts, call.node, fit) for fit in later):
                continue
            new = len(loaded) < len(made)
            advice = (
                "compile only the model that is new"
                if new
                else "leave compile out to go on training, or load with compile=False"
            )
            what = "load_model restores the optimizer that the file holds, and the model is compiled again"
            fix = Fix(Applicability.MANUAL, advice)
            yield from self.judged(module, call.node.func, what, (_OUTCOME,), fix)


def _receiver(call: cst.Call) -> cst.BaseExpression | None:
    return call.func.value if isinstance(call.func, cst.Attribute) else None


def _restores(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is a ``load_model`` that compiles what it loads."""
    for call in module.calls(*LOADERS):
        if call.node is node and not call.open:
            compiles = argument_of(call, "compile")
            return compiles is None or module.is_constant(compiles.value, True)
    return False


def _is_changed(module: Module, receiver: cst.BaseExpression | None, loaded: Sequence[cst.CSTNode]) -> bool:
    """Whether the loaded model may be used for anything else than training, evaluating and saving it."""
    bindings = module.bindings(receiver) if isinstance(receiver, cst.Name) else []
    held = [one for one in bindings if one.value is not None and _holds(one.value, loaded)]
    uses = [use for binding in held for use in module.flows.reads(binding)]
    parents = [module.parent(use) for use in uses]
    return not held or not all(
        isinstance(above, cst.Attribute) and above.attr.value in _TRAINING for above in parents
    )


def _holds(value: cst.BaseExpression, loaded: Sequence[cst.CSTNode]) -> bool:
    return any(one is value for one in loaded) or (
        isinstance(value, cst.IfExp) and (_holds(value.body, loaded) or _holds(value.orelse, loaded))
    )


def _same(module: Module, one: cst.BaseExpression | None, call: cst.Call) -> bool:
    """Whether *call* is a method of the very object that *one* is."""
    other = _receiver(call)
    if one is None or other is None:
        return False
    left, right = module.objects.origins(one), module.objects.origins(other)
    same_scope = module.facts.scopes[one] is module.facts.scopes[other]
    return same_scope and [each.node for each in left] == [each.node for each in right]
