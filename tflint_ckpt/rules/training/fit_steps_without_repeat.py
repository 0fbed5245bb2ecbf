"""TFC710 fit-steps-without-repeat."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Brought, Either, Keyword, Method, Name
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.batches import elements
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.semantics.values.amounts import Amounts


class FitStepsWithoutRepeat(Rule):
    """`steps_per_epoch` with a dataset that ends: the training runs out of data.

    ## What it does
    Reports `steps_per_epoch` and `validation_steps` of a `fit` of several epochs on a `tf.data` dataset
    without `repeat`, where the code tells how many batches that has, and the epochs together want more.

    ## Why
    With `steps_per_epoch` Keras 2 goes through the dataset once, over all epochs, and ends the training
    when it is used up: `Your input ran out of data; interrupting training`. Keras 3 begins the dataset
    again, but ends an epoch where it ends. On Keras 2 more `validation_steps` than there are batches
    validate only once.

    ## When it is silent
    Where the number of batches, of steps or of epochs is not in sight, and where an epoch has as many steps
    as there are batches.

    ## Fix safety
    Without the argument an epoch is one pass over the data. That is unsafe: `repeat()` may be what is meant.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    """

    code = "TFC710"
    name = "fit-steps-without-repeat"
    summary = "steps_per_epoch or validation_steps beyond the end of a dataset without repeat"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Method("fit"),
        Keyword("steps_per_epoch", "validation_steps"),
        Either(Name("Dataset"), Brought()),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each number of steps that a dataset does not have."""
        for call, _ in module.calls_on(MODEL, "fit"):
            epochs = _number(module, argument_of(call, "epochs"))
            if epochs is None or epochs < 2 or call.open:
                continue
            for name, data in (
                ("steps_per_epoch", argument_of(call, "x")),
                ("validation_steps", argument_of(call, "validation_data")),
            ):
                argument = call.argument(name)
                steps = _number(module, argument)
                batches = elements(module, data.value) if data is not None and steps else None
                if argument is None or not steps or not batches or steps == batches:
                    continue
                outcomes = _outcomes(name, steps, batches, epochs)
                what = f"{name} is {steps}, and the dataset ends after {batches} batches"
                fix = _fix(module, name, argument, batches)
                yield from self.judged(module, argument.value, what, outcomes, fix, of=call.node)


def _number(module: Module, argument: Argument | None) -> int | None:
    found = module.fact(Amounts).at(argument.value) if argument is not None else None
    return math.ceil(found) if found is not None else None


def _outcomes(name: str, steps: int, batches: int, epochs: int) -> tuple[Outcome, ...]:
    if name == "validation_steps":
        once = on_keras2(Severity.WARNING, f"validates only the first of {epochs} epochs")
        return (once, on_keras3(None, "validates on all of it")) if steps > batches else ()
    if steps > batches:
        return (
            on_keras2(Severity.WARNING, f"ends the training after the first of {epochs} epochs"),
            on_keras3(Severity.WARNING, f"runs {batches} steps an epoch"),
        )
    if steps * epochs <= batches:
        return ()
    ended = batches // steps + 1
    return (
        on_keras2(Severity.WARNING, f"ends the training in epoch {ended} of {epochs}"),
        on_keras3(Severity.WARNING if batches % steps else None, f"runs fewer steps in epoch {ended}"),
    )


def _fix(module: Module, name: str, argument: Argument, batches: int) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument

    title = f"leave {name} out: one pass is {batches} steps; or repeat the dataset"
    edits = () if argument.unpacked else remove_argument(module, argument.node)
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)
