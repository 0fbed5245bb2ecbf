"""TFC527 restore-unbuilt-model."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name
from tflint_ckpt.semantics.module import Module

_OUTCOMES = (on_keras3(Severity.ERROR, "restores none of the variables that its first call makes"),)
_CALL = Fix(Applicability.MANUAL, "call it once before the restore, or give its class a build method")


class RestoreUnbuiltModel(Rule):
    """A checkpoint is restored into a model that was not called yet: Keras 3 restores nothing, in silence.

    ## What it does
    Reports `restore` or `read` of a `tf.train.Checkpoint` that holds an object of a class of the
    project, derived from `Model` or `Layer`, which nothing has called or built by then.

    ## Why
    Such an object has no variables before its first call. A checkpoint puts the values aside until then, and
    on Keras 2 they arrived. Keras 3 makes the variables in a trace, where they are lost: the model trains on
    from, or is evaluated with, its random initial weights. `assert_existing_objects_matched()` passes, since
    nothing existed, and the count of steps that the optimizer restores makes it look well.

    ## When it is silent
    Where the class has a `build` of its own, or builds its layers in the constructor; for `Sequential` and
    functional models; where a function of another file makes the model, or anything may build it before, and
    where it is built by `build` behind the `restore`; with `assert_consumed()`, which raises.

    ## Fix safety
    There is no automatic fix: which input the model takes is not in sight. Call it once before `restore`,
    `model(tf.zeros((1, 8)))`.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    """

    code = "TFC527"
    name = "restore-unbuilt-model"
    summary = "a checkpoint is restored into a model that was not called yet"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (Name("Checkpoint"), Method("restore", "read"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each object of each such restore."""
        from tflint_ckpt.semantics.saving.restored_unbuilt import restored_unbuilt

        for found in restored_unbuilt(module):
            what = f"{found.owner.name.value} was not called yet"
            if found.keyword:
                what = f"{found.keyword}, a {found.owner.name.value}, was not called yet"
            yield from self.judged(module, found.restore.node, what, _OUTCOMES, _CALL)
