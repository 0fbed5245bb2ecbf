"""TFC816 super-init-self."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Given
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.syntax.forms import is_self

_RAISES = "raises TypeError when an object is made"
_OUTCOMES = {
    families.MODEL: (on_keras2(None, "takes it"), on_keras3(Severity.ERROR, _RAISES)),
    families.LAYER: (on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _RAISES)),
    families.CALLBACK: (on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _RAISES)),
}
"""What the constructors of the base classes do; those of others have a first parameter of their own."""


class SuperInitSelf(Rule):
    """`super().__init__(self)` in a model, layer or callback: `self` is given twice.

    ## What it does
    Reports `super().__init__(self, …)` in a class whose base is `keras.Model`, `keras.layers.Layer` or
    `keras.callbacks.Callback`.

    ## Why
    `super()` fills in `self` already; what is written in the parentheses is a second argument. `Model` of
    Keras 2 takes any; that of Keras 3 raises `TypeError: Layer.__init__() takes 1 positional argument but 2
    were given`. `Layer` and `Callback` raise on both.

    ## When it is silent
    `Model.__init__(self)`, where `self` has to be given. Classes with another base, whose constructor may
    take such an argument.

    ## Fix safety
    Removing the argument is safe: no class did anything with it.

    ## References
    - [Making new layers and models via subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/)
    """

    code = "TFC816"
    name = "super-init-self"
    summary = "super().__init__(self) in a model, layer or callback"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE,)
    presets = ("recommended", "keras3")
    requires = (Given("__init__.self"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call that gives ``self`` to a constructor that is bound already."""
        from tflint_ckpt.syntax.arguments import remove_argument

        for call, func in module.method_calls("__init__"):
            first = call.args[0] if call.args else None
            if first is None or first.keyword or first.star or not is_self(first.value):
                continue
            outcomes = _outcomes(module, call, func.value)
            if outcomes and not is_guarded(module, call, "TypeError"):
                what = "super() gives self already"
                fix = Fix(Applicability.SAFE, "leave self out", remove_argument(module, first))
                yield from self.judged(module, first, what, outcomes, fix, of=call)


def _outcomes(module: Module, call: cst.Call, receiver: cst.BaseExpression) -> tuple[Outcome, ...]:
    if not isinstance(receiver, cst.Call) or module.builtin(receiver.func) != "super":
        return ()
    owner = module.enclosing_class(call)
    function = module.enclosing_function(call)
    named = receiver.args[0].value if receiver.args else None
    if owner is None or function is None or len(owner.bases) != 1:
        return ()
    if named is not None and classes.local_class(module, named) is not owner:
        return ()
    base = module.resolve(owner.bases[0].value)
    return _OUTCOMES.get(families.concrete(base), ()) if base is not None else ()
