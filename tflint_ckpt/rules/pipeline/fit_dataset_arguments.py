"""TFC211 fit-dataset-arguments."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method, Name, Passed
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.chains import Chains
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Mapping

_METHODS = ("fit", "evaluate", "predict")
_FOR_ARRAYS = Passed(
    *("fit.y.1=any", "fit.batch_size.2=any", "fit.validation_split.6=any", "fit.shuffle.8=any"),
    *("fit.sample_weight.10=any", "evaluate.y.1=any", "evaluate.batch_size.2=any"),
    *("evaluate.sample_weight.4=any", "predict.batch_size.1=any"),
)
"""One of the arguments that are asked about is given."""


class FitDatasetArguments(Rule):
    """A `tf.data.Dataset` is given to `fit` with arguments that are for arrays only.

    ## What it does
    Reports, where `x` of `fit`, `evaluate` or `predict` provably is a `tf.data.Dataset`: `y`, `sample_weight`
    and `validation_split`, which raise; and `batch_size` and `shuffle=True`, which do nothing: as a warning
    where the pipeline does otherwise, else as information.

    ## Why
    A dataset brings its own targets, weights, batches and order. Keras raises `ValueError` for `y`,
    `sample_weight` and `validation_split`. It ignores `batch_size` and `shuffle`: the batches stay as
    `.batch` made them, and what is not shuffled in the pipeline is not shuffled at all.

    ## When it is silent
    Where `x` is not a dataset on every way, where an argument may be `None`, and where the error is caught.
    `batch_size` counts where `validation_data` are arrays, so it is silent unless these are a dataset too.
    `validation_split` beside `validation_data` does no harm, and `shuffle=False` says what is true.

    ## Fix safety
    Removing an ignored argument is safe. `shuffle=True` stays where nothing in sight shuffles: it is the only
    sign of what was meant, and you should add `.shuffle(n)` to the pipeline. The others are left to you, too:
    how the data are to be split or paired nobody else knows.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/#fit-method)
    """

    code = "TFC211"
    name = "fit-dataset-arguments"
    summary = "arguments for arrays given beside a tf.data.Dataset to fit, evaluate or predict"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (
        Method(*_METHODS),
        Name("data", "image_dataset_from_directory", "text_dataset_from_directory", "tensorflow_datasets"),
        _FOR_ARRAYS,
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each argument that a dataset has no use for."""
        for call, _ in module.calls_on(families.MODEL, *_METHODS):
            data = argument_of(call, "x")
            if data is None or call.open or not module.datasets.chains(data.value):
                continue
            for name in ("y", "sample_weight", "validation_split"):
                argument = _given(call, name)
                if argument is not None and _raises(module, call, name, argument):
                    message = f"{name} beside a Dataset: Keras raises ValueError"
                    advice = Fix(Applicability.MANUAL, _ADVICE[name])
                    yield self.finding(module, argument.node, Severity.ERROR, message, advice, of=call.node)
            for name in ("batch_size", "shuffle"):
                argument = _given(call, name)
                if argument is not None and _is_idle(module, call, name, argument):
                    yield self._idle(module, call, name, argument, module.datasets.chains(data.value))

    def _idle(self, module: Module, call: Call, name: str, argument: Argument, chains: Chains) -> Finding:
        """The finding of an ignored argument: it may say what the pipeline does, or what is missed."""
        from tflint_ckpt.semantics.datasets.batch_size import has_size
        from tflint_ckpt.semantics.datasets.shuffled import is_shuffled

        does_so: list[bool | None]
        if name == "shuffle":
            does_so = [is_shuffled(module, chain) for chain in chains]
        else:
            does_so = [has_size(module, chain, argument.value) for chain in chains]
        severity = Severity.INFO if all(does_so) else Severity.WARNING
        fix = _removal(module, argument, name)
        instead = (_REDUNDANT if all(does_so) else _INSTEAD)[name]
        if name == "shuffle" and all(each is False for each in does_so):
            fix, instead = Fix(Applicability.MANUAL, "add .shuffle(n) to the pipeline"), _UNSHUFFLED
        message = f"{name} beside a Dataset is ignored: {instead}"
        return self.finding(module, argument.node, severity, message, fix, of=call.node)


_ADVICE = {
    "y": "put the targets into the dataset: Dataset.zip((x, y))",
    "sample_weight": "put the weights into the dataset, as the third part of its elements",
    "validation_split": "split the dataset with take and skip, and give one part as validation_data",
}
_INSTEAD = {
    "batch_size": "its batches are those that the pipeline makes",
    "shuffle": "its order is that of the pipeline",
}
_REDUNDANT = {
    "batch_size": "the pipeline makes batches of this size already",
    "shuffle": "the pipeline shuffles already",
}
_UNSHUFFLED = "its order is that of the pipeline, and nothing in sight shuffles that"


def _given(call: Call, name: str) -> Argument | None:
    return argument_of(call, name)


def _raises(module: Module, call: Call, name: str, argument: Argument) -> bool:
    """Whether an argument surely has a value with which Keras raises."""
    if is_guarded(module, call.node, "ValueError"):
        return False
    values = module.evaluate(argument.value)
    if name == "validation_split":
        numbers = [value.value if isinstance(value, Constant) else None for value in values]
        positive = all(isinstance(number, (int, float)) and number > 0 for number in numbers)
        return positive and _given(call, "validation_data") is None
    if module.datasets.chains(argument.value):
        return True
    return all(isinstance(value, (Instance, Items, Mapping)) for value in values)


def _is_idle(module: Module, call: Call, name: str, argument: Argument) -> bool:
    """Whether an argument says something that a dataset does not heed."""
    if name == "shuffle":
        return module.is_constant(argument.value, True)
    values = module.evaluate(argument.value)
    if any(isinstance(value, Constant) and value.value is None for value in values):
        return False
    validation = _given(call, "validation_data")
    return validation is None or bool(module.datasets.chains(validation.value))


def _removal(module: Module, argument: Argument, name: str) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument

    edits = remove_argument(module, argument.node) if argument.name and not argument.unpacked else ()
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, f"remove {name}", edits)
