"""TFC406 callback-stop-training."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Defined, Method
from tflint_ckpt.semantics.callbacks.hooks import HOOKS
from tflint_ckpt.semantics.callbacks.model import stops_itself
from tflint_ckpt.semantics.module import Module

_OUTCOME = Outcome(Severity.ERROR, "looks only at stop_training of the model, and trains on")


class CallbackStopTraining(Rule):
    """`self.stop_training = True` in a callback does not stop the training.

    ## What it does
    Reports `self.stop_training = True` in a class that derives from Keras' `Callback`, where nothing reads
    it.

    ## Why
    Keras looks at `model.stop_training` after each epoch and each batch. An attribute of that name on the
    callback is one that nobody reads: the training goes on to its last epoch.

    ## When it is silent
    Where the code reads `stop_training` of anything else than a model: the callback may keep it for itself,
    or a loop written by hand may ask for it; where a class has its own `model` or `stop_training`.

    ## Fix safety
    `self.model.stop_training = True` is what was meant, and works on every Keras: safe. Training stops from
    then on where it did not.

    ## References
    - [Callback](https://keras.io/api/callbacks/base_callback/)
    """

    code = "TFC406"
    name = "callback-stop-training"
    summary = "self.stop_training = True in a callback, where only that of the model counts"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE,)
    requires = (Method("stop_training"), Defined(*HOOKS))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such assignment."""
        for node in stops_itself(module):
            assert isinstance(node.value, cst.Name)
            at = module.span(node.value)[1]
            fix = Fix(Applicability.SAFE, "set it on self.model", (Edit(module.path, at, at, ".model"),))
            what = "stop_training is set on the callback"
            yield from self.judged(module, node, what, (_OUTCOME,), fix)
