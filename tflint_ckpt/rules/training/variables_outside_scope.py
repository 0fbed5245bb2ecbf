"""TFC706 variables-outside-scope."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.strategies import out_of_scope

OUTCOMES = (
    on_keras2(
        Severity.ERROR,
        "raises ValueError (Variable was not created in the distribution strategy scope), "
        "in fit at the latest",
    ),
    on_keras3(Severity.ERROR, "raises AssertionError in fit, with no message"),
)


class VariablesOutsideScope(Rule):
    """A model that is made outside of `strategy.scope()` cannot be compiled and trained under it.

    ## What it does
    Reports `compile` or `fit` under the scope of a `tf.distribute.MirroredStrategy`, of a model that was
    made before it.

    ## Why
    A strategy keeps a copy of each variable on each device, and can do so only for variables that are made
    in its scope. Keras 2 raises `ValueError: Variable … was not created in the distribution strategy scope`
    when the model is compiled, or, where it has no variables yet, when it is trained. Keras 3 raises an
    `AssertionError` without a message in the first step of `fit`, also on a machine with one device.

    ## When it is silent
    Where the model is made in the scope too, by a function that is called there or in it; where it is not
    in sight how it is made, or under a condition; for other strategies and for one of several
    (`MirroredStrategy() if gpus else get_strategy()`), whose default takes any model. `compile` and `fit`
    outside of the scope are right for a model that was made in it.

    ## Fix safety
    There is no automatic fix: what else belongs into the scope is for the author to say.

    ## References
    - [Distributed training with TensorFlow](https://www.tensorflow.org/guide/distributed_training)
    """

    code = "TFC706"
    name = "variables-outside-scope"
    summary = "a model that is made outside of the scope of the strategy that trains it"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("MirroredStrategy"), Method("scope"), Method("compile", "fit", "fit_generator"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each model."""
        for found in out_of_scope(module):
            if is_guarded(module, found.use, "ValueError", "AssertionError"):
                continue
            func = found.use.func
            assert isinstance(func, cst.Attribute)
            what = f"this model is made in {module.where(found.made)}, outside of the strategy's scope"
            fix = Fix(Applicability.MANUAL, f"make {module.text(func.value)} under strategy.scope() too")
            yield from self.judged(module, func, what, OUTCOMES, fix, of=found.use)
