"""TFC403 callback-sets-model."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.boundaries import CALLBACK_MODEL_READ_ONLY
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Defined, Either, Method, Name
from tflint_ckpt.semantics.callbacks.hooks import HOOKS
from tflint_ckpt.semantics.callbacks.model import ModelSet, sets_model
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.statements import remove_statement

_OUTCOMES = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.ERROR, "raises AttributeError: it has no setter", since=CALLBACK_MODEL_READ_ONLY),
)


class CallbackSetsModel(Rule):
    """`self.model = …` in a callback raises on Keras 3, where `model` is a property.

    ## What it does
    Reports an assignment of `self.model` in a class that derives from Keras' `Callback`, in its constructor,
    in `set_model` or elsewhere.

    ## Why
    Keras 3 raises `AttributeError: property 'model' of 'Mine' object has no setter`. It keeps the model under
    another name, and `set_model`, which `fit` calls, stores it.

    ## When it is silent
    Where the class, or one of its bases, defines `model` itself, as a property or in its body; in a `try`
    that catches `AttributeError` and under a test of the version.

    ## Fix safety
    In `set_model` the fix is `super().set_model(model)`, which does the same on Keras 2: safe for a class
    whose base is `Callback` itself. An assignment in the constructor goes, since `fit` sets the model to
    the one that is trained before it calls any hook: safe where only hooks read `self.model`. Anything
    else, such as a second model that the callback works with, needs another name, and is for a person to
    mend.

    ## References
    - [Callback](https://keras.io/api/callbacks/base_callback/)
    """

    code = "TFC403"
    name = "callback-sets-model"
    summary = "self.model = … in a callback, which Keras 3 does not let be set"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Method("model"), Either(Name("Callback"), Defined(*HOOKS)))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such assignment."""
        for found in sets_model(module):
            if not is_guarded(module, found.node, "AttributeError"):
                what = "the model of a callback cannot be set"
                yield from self.judged(module, found.node, what, _OUTCOMES, _fix(module, found))


def _fix(module: Module, found: ModelSet) -> Fix:
    if found.stored and found.statement is not None:
        if found.calls_super:
            edit = remove_statement(module, found.statement)
            return Fix(Applicability.SAFE, "remove it: super().set_model stores the model", (edit,))
        code = f"super().set_model({found.stored})"
        edit = Edit(module.path, *module.span(found.statement), code)
        fix = Fix(Applicability.SAFE, f"call {code}", (edit,))
        return fix if found.plain_base else unsafe(fix, "set_model of the base does more than to store it")
    if found.dispensable and found.statement is not None:
        edit = remove_statement(module, found.statement)
        return Fix(Applicability.SAFE, "remove it: fit sets the model that it trains", (edit,))
    return Fix(Applicability.MANUAL, "keep it under another name, such as self.net")
