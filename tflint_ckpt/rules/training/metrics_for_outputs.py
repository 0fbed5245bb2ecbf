"""TFC719 metrics-for-outputs."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import LOSS_WEIGHTS_AS_MANY_AS_LOSSES
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.models.architecture import Architecture, Architectures
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.training.models import overrides
from tflint_ckpt.semantics.values.kinds import Instance, Items, Mapping, Text

_KERAS3 = (3, 0)
_RAISES = "raises ValueError in the first step of fit or evaluate"
_METRICS = (
    on_keras2(None, "gives each output the whole list"),
    on_keras3(Severity.ERROR, f"wants one entry an output, and {_RAISES}"),
)
_SINGLE = (
    on_keras2(None, "repeats the loss for each output"),
    on_keras3(None, "repeats the loss for each output", until=LOSS_WEIGHTS_AS_MANY_AS_LOSSES),
    on_keras3(Severity.ERROR, f"wants as many, and {_RAISES}", since=LOSS_WEIGHTS_AS_MANY_AS_LOSSES),
)
_SEVERAL = (
    on_keras2(None, "leaves out what is missing"),
    on_keras3(Severity.ERROR, f"wants as many, and {_RAISES}"),
)


class MetricsForOutputs(Rule):
    """One list of metrics, or one loss with several weights, for a model of several outputs.

    ## What it does
    Reports `compile(metrics=["mae"])` where the model has two outputs or more and the list has another
    length, the same for `weighted_metrics`, and `loss_weights=[0.9, 0.1]` beside a single loss.

    ## Why
    Keras 2 gives a flat list of metrics to every output, and repeats a single loss. Keras 3 takes the entries
    of the list for one output each, and counts the losses as they are given: `compile` passes, and the first
    step raises `ValueError`.

    ## When it is silent
    On Keras 2. Where the number of outputs is not in sight, for dictionaries of metrics, and where the class
    of the model computes its metrics itself. A flat list that is as long as there are outputs raises nothing,
    though Keras 3 gives each output only one of its entries.

    ## Fix safety
    The fix writes one list of metrics an output, or one loss an output: Keras 2 logs and computes the same
    with it, and Keras 3 raised, so that it is safe. Metrics that are objects are left to a person: each
    output needs its own.

    ## References
    - [Model.compile](https://keras.io/api/models/model_training_apis/)
    """

    code = "TFC719"
    name = "metrics-for-outputs"
    summary = "one list of metrics, or one loss with several weights, for a model of several outputs"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Name("compile"), Keyword("metrics", "weighted_metrics", "loss_weights"), Name("Model"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each argument that does not fit the outputs."""
        for compiled in module.training.compiles:
            if compiled.call.open or is_guarded(module, compiled.node, "ValueError"):
                continue
            models = module.fact(Architectures).of_receiver(compiled.node, compiled.frames)
            number = _outputs(module, models)
            if number is None:
                continue
            for name in ("metrics", "weighted_metrics"):
                given = compiled.argument(name, _KERAS3)
                entries = _entries(module, given)
                if given is not None and entries and entries != number:
                    what = f"{name} has {_counted(entries, 'entry')} for {number} outputs"
                    fix = _listed(module, models, given, name, number)
                    yield from self.judged(module, given.node, what, _METRICS, fix, of=compiled.node)
            yield from self._of_weights(module, compiled, number)

    def _of_weights(self, module: Module, compiled: Compile, number: int) -> Iterator[Finding]:
        """The finding for ``loss_weights`` that are not as many as the losses."""
        from tflint_ckpt.syntax.arguments import replace

        given, loss = compiled.argument("loss_weights", _KERAS3), compiled.argument("loss", _KERAS3)
        weights, losses = _entries(module, given, mappings=True), _losses(module, loss)
        if given is None or loss is None or not weights or losses is None or weights == losses:
            return
        what = f"{_counted(weights, 'loss weight')} for {_counted(losses, 'loss')}"
        fix = Fix(Applicability.MANUAL, "give as many losses as weights, one an output")
        if losses == 1 and weights == number and isinstance(loss.value, cst.SimpleString):
            text = f"[{', '.join([module.text(loss.value)] * number)}]"
            fix = Fix(Applicability.SAFE, f"write loss={text}", (replace(module, loss.value, text),))
        outcomes = _SINGLE if losses == 1 else _SEVERAL
        yield from self.judged(module, given.node, what, outcomes, fix, of=compiled.node)


def _outputs(module: Module, models: tuple[Architecture, ...]) -> int | None:
    """How many outputs, two or more, each of *models* has."""
    numbers = {len(model.outputs) if model.outputs is not None else None for model in models}
    only = numbers.pop() if len(numbers) == 1 else None
    if only is None or only < 2 or any(overrides(module, model.origin) for model in models):
        return None
    return only


def _entries(module: Module, given: Argument | None, *, mappings: bool = False) -> int | None:
    """How many entries a list or tuple has; of a dictionary, where *mappings* count."""
    values = module.evaluate(given.value) if given is not None else ()
    only = values[0] if len(values) == 1 else None
    if isinstance(only, Items):
        return only.length
    return len(only.entries) if mappings and isinstance(only, Mapping) and only.complete else None


def _losses(module: Module, loss: Argument | None) -> int | None:
    """How many losses are given: one that is no list or dictionary, else as many as it has."""
    listed = _entries(module, loss)
    if listed is not None or loss is None:
        return listed
    values = module.evaluate(loss.value)
    named = (module.resolve(loss.value) or "").startswith("keras.losses.")
    if named or all(isinstance(value, (Text, Instance)) for value in values):
        made = [module.resolve(value.call.func) for value in values if isinstance(value, Instance)]
        return 1 if all(name is not None and name.startswith("keras.losses.") for name in made) else None
    return None


def _counted(number: int, what: str) -> str:
    plural = {"entry": "entries", "loss": "losses"}.get(what, f"{what}s")
    return f"{number} {what if number == 1 else plural}"


def _listed(module: Module, models: tuple[Architecture, ...], given: Argument, name: str, number: int) -> Fix:
    """One list an output, where the metrics are texts and the outputs have an order."""
    from tflint_ckpt.syntax.arguments import replace

    node = given.value
    elements = [each.value for each in node.elements] if isinstance(node, cst.List) else []
    texts = bool(elements) and all(isinstance(each, cst.SimpleString) for each in elements)
    if not texts or any(model.names is not None for model in models):
        return Fix(Applicability.MANUAL, f"give {name} one list for each output")
    text = f"[{', '.join([module.text(node)] * number)}]"
    return Fix(Applicability.SAFE, f"write {name}={text}", (replace(module, node, text),))
