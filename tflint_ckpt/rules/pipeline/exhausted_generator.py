"""TFC213 fit-exhausted-generator."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name, Yields
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.functions.generator_objects import generator_object
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.data import Given, given
from tflint_ckpt.semantics.values.kinds import Constant

_OUTCOMES = (
    on_keras2(Severity.ERROR, "stops after the first epoch, with a warning that the input ran out of data"),
    on_keras3(Severity.ERROR, "trains the later epochs on nothing, or on the first two batches again"),
)


class FitExhaustedGenerator(Rule):
    """A generator that ends, in `fit` for several epochs: only the first one trains on the data.

    ## What it does
    Reports `fit` of a Keras model for more than one epoch, with a generator of the module that comes to its
    end, and without `steps_per_epoch`.

    ## Why
    A generator can be gone through once. Keras cannot start it again: Keras 2 stops after the first epoch
    (`Your input ran out of data`), Keras 3.3 goes on with epochs of no batch, and Keras 3.15 trains each of
    them on the first two batches, which it had put by.

    ## When it is silent
    A generator that never ends (`while True`), or goes through what may not end; `steps_per_epoch`; one
    epoch, or a number that the code does not tell; generators of other files, and a `Sequence`.

    ## Fix safety
    There is no edit: `tf.data.Dataset.from_generator` calls the function anew in each epoch, and a `while
    True` around the loop needs `steps_per_epoch`.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    """

    code = "TFC213"
    name = "fit-exhausted-generator"
    summary = "a generator that ends, in fit for several epochs"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("fit"), Keyword("epochs"), Yields())

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each ``fit`` that goes through a generator more than once."""
        for data in given(module, "fit"):
            if data.argument != "x" or data.steps is not None or not _several(module, data):
                continue
            found = generator_object(module, data.data)
            if found is None or not found.surely_ends(module):
                continue
            name = f"the generator {found.function.name.value}" if found.function else "the generator"
            what = f"{name} is exhausted after the first epoch, and cannot be started again"
            fix = Fix(
                Applicability.MANUAL, "use tf.data.Dataset.from_generator, which calls the function anew"
            )
            yield from self.judged(module, data.data, what, _OUTCOMES, fix, of=data.call.node)


def _several(module: Module, data: Given) -> bool:
    """Whether a ``fit`` is told more than one epoch."""
    epochs = argument_of(data.call, "epochs")
    return epochs is not None and module.surely(
        epochs.value,
        lambda value: isinstance(value, Constant) and isinstance(value.value, int) and value.value > 1,
    )
