"""TFC723 variables-not-built."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.models.building import has_no_variables
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.syntax.forms import is_self

_LISTS = ("trainable_variables", "trainable_weights")
_TRAINING = frozenset("gradient apply_gradients apply build minimize jacobian".split())
_EMPTY = on_keras3(Severity.ERROR, "gives an empty list, and the optimizer raises ValueError")
_SUBCLASS = (on_keras2(Severity.ERROR, "gives an empty list, and nothing is trained, without a word"), _EMPTY)
_SEQUENTIAL = (on_keras2(Severity.ERROR, "raises ValueError: the weights have not yet been created"), _EMPTY)


class VariablesNotBuilt(Rule):
    """The variables of a model are taken before the model has any.

    ## What it does
    Reports `model.trainable_variables` of a `Sequential` without an `Input`, or of a subclass of `Model`,
    that nothing has built or called yet, where the list goes to `tape.gradient`, `apply_gradients` or the
    like.

    ## Why
    Layers make their variables when they first see an input. Taken before, the list is empty, and stays so.
    Keras 3 raises `ValueError` in `apply_gradients`; Keras 2 skips the step of a subclass in silence, and
    raises for a `Sequential`.

    ## When it is silent
    Where the layers of the model, or what happens to it before, are not all in sight, and where the class
    makes variables itself or has a model in it.

    ## Fix safety
    There is no automatic fix. Take the variables after the first call of the model, or build it first.

    ## References
    - [Making new layers and models](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
    """

    code = "TFC723"
    name = "variables-not-built"
    summary = "trainable_variables taken before the model is built"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name(*_LISTS), Name("gradient", "apply_gradients", "minimize", "apply"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such list."""
        for node in (each for name in _LISTS for each in module.attributes(name)):
            if is_self(node.value):
                continue
            models = module.objects.origins(node.value)
            if not models or not all(families.is_a(origin.name, families.MODEL) for origin in models):
                continue
            if not _trains(module, node) or is_guarded(module, node, "ValueError"):
                continue
            if all(has_no_variables(module, origin, node) for origin in models):
                outcomes: tuple[Outcome, ...] = _SUBCLASS
                if all(origin.name == "keras.Sequential" and origin.local is None for origin in models):
                    outcomes = _SEQUENTIAL
                what = f"{module.text(node)} is read before the model has variables"
                advice = "read it after the first call of the model, or call model.build(shape) before"
                yield from self.judged(module, node, what, outcomes, Fix(Applicability.MANUAL, advice))


def _trains(module: Module, node: cst.BaseExpression) -> bool:
    """Whether a list goes to a function that trains, itself or by a variable."""
    if _is_given(module, node):
        return True
    parent = module.parent(node)
    if not isinstance(parent, cst.Assign):
        return False
    bindings = module.flows.bound_to(node)
    reads = [use for binding in bindings if not binding.index for use in module.flows.reads(binding)]
    return any(_is_given(module, use) for use in reads)


def _is_given(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is an argument of ``tape.gradient``, ``apply_gradients(zip(…))`` or the like."""
    above = module.parent(node)
    call = module.parent(above) if isinstance(above, cst.Arg) else None
    if not isinstance(call, cst.Call):
        return False
    if isinstance(call.func, cst.Attribute):
        return call.func.attr.value in _TRAINING
    return module.builtin(call.func) == "zip" and _is_given(module, call)
