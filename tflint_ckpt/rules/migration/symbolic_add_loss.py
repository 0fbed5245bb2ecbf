"""TFC811 symbolic-add-loss."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.functional import is_functional
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.symbolic import Symbolic

FUNCTIONAL = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.ERROR, "raises NotImplementedError: a functional model takes no loss"),
)
NO_TENSOR = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.ERROR, "raises ValueError: it takes only tensors, inside call"),
)


class SymbolicAddLoss(Rule):
    """`add_loss` of a functional model, or of a symbolic tensor: Keras 3 raises.

    ## What it does
    Reports `add_loss` on a model that is made of inputs and outputs, whatever is added, and `add_loss` of a
    symbolic tensor or of a function on any layer.

    ## Why
    Keras 2 takes a symbolic loss of a functional model, as variational autoencoders and CTC models of
    tutorials have it. In Keras 3 the method of a functional model does nothing but raise
    `NotImplementedError`, also
    for a loss that is computed with `keras.ops`; that of other layers and models takes real tensors only,
    and raises `ValueError` for a symbolic one or a `lambda`.

    ## When it is silent
    `self.add_loss(tensor)` in the `call` of a layer, which is the way to do it on both. Models that are not
    seen to be functional, `Sequential` ones, models of your own classes. In a `try` that catches the
    exception, and under a test of the version.

    ## Fix safety
    There is no automatic fix. A layer of your own that computes the loss in its `call` and gives it to
    `self.add_loss` works on Keras 2 and Keras 3.

    ## References
    - [The add_loss method](https://keras.io/api/losses/)
    """

    code = "TFC811"
    name = "symbolic-add-loss"
    summary = "add_loss of a functional model, or of a symbolic tensor, which Keras 3 refuses"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (Method("add_loss"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        symbolic = Symbolic(module)
        for call, _ in module.calls_on(families.LAYER, "add_loss"):
            func, given = call.node.func, argument_of(call, "losses", "loss")
            if not isinstance(func, cst.Attribute) or is_guarded(
                module, call.node, "NotImplementedError", "ValueError"
            ):
                continue
            origins = module.objects.origins(func.value)
            functional = bool(origins) and all(is_functional(module, each) for each in origins)
            refused = given is not None and (
                isinstance(given.value, cst.Lambda)
                or module.local_function(given.value) is not None
                or symbolic.is_tensor(given.value)
            )
            if functional or refused:
                kind = "a functional model" if functional else _kind(given.value if given else None)
                what = f"add_loss is called on {kind}" if functional else f"add_loss is given {kind}"
                outcomes = FUNCTIONAL if functional else NO_TENSOR
                yield from self.judged(module, func.attr, what, outcomes, _ADVICE)


_ADVICE = Fix(
    Applicability.MANUAL, "compute the loss in the call method of a layer, and call self.add_loss there"
)


def _kind(given: cst.BaseExpression | None) -> str:
    return "a lambda" if isinstance(given, cst.Lambda) else "a function or symbolic tensor"
