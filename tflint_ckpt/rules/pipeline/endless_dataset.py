"""TFC212 fit-endless-dataset."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.datasets.ending import Endless, endless_by
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.data import Given, given

_NEVER = {
    ("fit", "x"): "the first epoch never ends",
    ("fit", "validation_data"): "the validation after the first epoch never ends",
    ("evaluate", "x"): "evaluate never ends",
    ("predict", "x"): "predict never ends",
}


class FitEndlessDataset(Rule):
    """An endless dataset in `fit`, `evaluate` or `predict` without a number of steps.

    ## What it does
    Reports `fit`, `evaluate` and `predict` of a Keras model, and `validation_data` of `fit`, with a
    `tf.data.Dataset` that never ends and no `steps_per_epoch`, `validation_steps` or `steps`: after
    `repeat()` (also `repeat(None)` and `repeat(-1)`), or from a generator of the module that is a
    `while True` which nothing leaves.

    ## Why
    Keras reads the data to its end to close an epoch. Keras 3 goes on for ever, without a message, saving
    and validating nothing. Keras 2 raises `ValueError` where the dataset says that it is endless, and else
    goes on for ever too. `repeat()` is often the answer to "Your input ran out of data", which needs the
    number of steps as well.

    ## When it is silent
    Where a number of steps is given, or `**kwargs` may hold one; where the count of `repeat` is not known,
    or another way leads to a dataset that ends; behind `take` and `take_while`; where something in the file
    sets `stop_training`; a model that is not proved to be one of Keras, or has its own `fit`.

    ## Fix safety
    There is no edit: either `repeat()` goes, so that an epoch is one pass over the data, or the number of
    steps is given.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    """

    code = "TFC212"
    name = "fit-endless-dataset"
    summary = "an endless dataset in fit without steps_per_epoch: the first epoch never ends"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("fit", "evaluate", "predict"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each endless dataset that Keras would read to its end."""
        if "stop_training" in module.source.text:
            return
        for data in given(module, "fit", "evaluate", "predict"):
            found = _endless(module, data) if data.steps is None else None
            if found is None or is_guarded(module, data.call.node, "ValueError"):
                continue
            why = f"{found.why}{_place(module, found)}"
            what = f"{why} makes the data endless, and {data.steps_name} is not given"
            advice = f"give {data.steps_name}"
            if found.why == "repeat()":
                advice = f"leave out repeat(), or {advice}"
            outcomes = tuple(_outcomes(data, found))
            fix = Fix(Applicability.MANUAL, advice)
            yield from self.judged(module, data.data, what, outcomes, fix, of=data.call.node)


def _place(module: Module, found: Endless) -> str:
    if found.there is None:
        return " where it is made"
    where = found.there.where(found.node, preposition="in")
    return f" {where}" if found.there is module else f" {where} of {found.there.path}"


def _endless(module: Module, data: Given) -> Endless | None:
    """Why the data is endless, whatever way it comes about."""
    found = [endless_by(module, chain) for chain in module.datasets.chains(data.data)]
    first = found[0] if found else None
    return first if first is not None and all(found) else None


def _outcomes(data: Given, found: Endless) -> Iterator[Outcome]:
    never = f"hangs: {_NEVER[data.method, data.argument]}"
    yield on_keras2(Severity.ERROR, "raises ValueError" if found.counted else never)
    yield on_keras3(Severity.ERROR, never)
