"""TFC720 targets-against-output."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, with_edits
from tflint_ckpt.rules.one_column import as_column, needs_columns
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.places import compared
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Either, Name, Passed
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.outputs import Output
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.given import metrics_of
from tflint_ckpt.semantics.training.loss import loss_of
from tflint_ckpt.semantics.training.targets import axes_of_targets, evaluations, sizes_of_batches
from tflint_ckpt.syntax.arguments import add_argument

_KERAS3 = (3, 0)
_ERRORS = ("ValueError", "InvalidArgumentError")
_RAISES = "raises ValueError in the first step of fit"
_CLASSES = (on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _RAISES))
_SPARSE = (
    on_keras2(Severity.ERROR, "raises InvalidArgumentError, or trains where the last feature map is 1 x 1"),
    on_keras3(Severity.ERROR, _RAISES),
)
_BROADCAST = (
    on_keras2(Severity.WARNING, "compares each target with all of them, without a word"),
    on_keras3(
        Severity.ERROR,
        "raises in the first step of fit, unless the shapes of a batch happen to broadcast",
    ),
)
_SPREAD = Outcome(Severity.WARNING, "compares each target with all of them, without a word")
_EVALUATED = (
    on_keras2(None, "compares each target with all of them"),
    on_keras3(Severity.ERROR, "raises in evaluate, unless the shapes of a batch happen to broadcast"),
)
_COMPARED = (
    on_keras2(None, "gives the targets a second axis"),
    on_keras3(Severity.ERROR, "raises ValueError: target and output must have the same rank"),
)
_OUTCOMES = {
    "sparse_categorical_crossentropy": _SPARSE,
    "categorical_crossentropy": _CLASSES,
    "binary_crossentropy": _CLASSES,
}
_DIFFERENCES = frozenset(("mean_squared_error", "mean_absolute_error"))


class TargetsAgainstOutput(Rule):
    """The targets have fewer axes than the output of the model.

    ## What it does
    Reports four cases. An application with `include_top=False` and without pooling, behind which no layer
    takes the height and width away, is trained on one class an image. And several output units are trained
    on targets with a single axis, with `mse` or `mae`. And such targets are given to a model with one output
    unit and the metric `binary_crossentropy`. And a recurrent layer with `return_sequences=True`, or a
    convolution without `Flatten` behind it, leaves an output for each step or place, while a sample has one
    target.

    ## Why
    Without its top an application gives a feature map, and `Dense` works on each place of it: the output is
    `(batch, height, width, classes)`, the targets `(batch,)` or `(batch, classes)`. Keras 3 raises.
    Targets of `(batch,)` against `(batch, 4)` are spread over the four units by Keras 2; Keras 3 raises, or
    spreads them where a batch has one sample, or, over the wrong axis, as many as there are units: that is
    a warning, and `evaluate` with other batches an error. An output for each step, `(batch, steps, 1)`, makes
    every loss of classes raise; `mse`, `mae` and `huber` compare each prediction with all targets of the
    batch on every Keras, and the model learns their mean. For a loss and most metrics Keras gives targets of
    `(batch,)` a second axis; Keras 3 does not for the metric `binary_crossentropy`, and raises.

    ## When it is silent
    Where the layers, the loss or how the targets are made is not in sight.

    ## Fix safety
    `pooling="avg"` gives the application one vector an image. It is unsafe: another pooling, or a `Flatten`
    layer, may be what was meant. For the metric, `.reshape(-1, 1)` is put behind the targets: unsafe, since a
    metric of your own gets that shape, too. For other targets that are too narrow there is no automatic fix.

    ## References
    - [Keras Applications](https://keras.io/api/applications/)
    """

    code = "TFC720"
    name = "targets-against-output"
    summary = "targets with fewer axes than the output of the model"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Either(Passed("fit.y.1=any", "fit_generator.y.1=any"), Api("keras.applications")),
        Name("fit", "fit_generator"),
        Name("compile"),
        Name("Dense"),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each fit whose targets have fewer axes than the output."""
        for fit in module.training.fits:
            outputs = module.fact(Architectures).outputs(fit.model, fit.node)
            if len(outputs) != 1 or fit.is_custom is not False or is_guarded(module, fit.node, *_ERRORS):
                continue
            yield from self._of_metrics(module, fit, outputs[0])
            losses = {loss_of(compiled, _KERAS3) for compiled in fit.compiles or ()}
            loss = losses.pop() if len(losses) == 1 else None
            if loss is not None:
                yield from self._of_application(module, fit, outputs[0], _OUTCOMES.get(loss.name))
                yield from self._of_places(module, fit, outputs[0], loss.name)
                if loss.name in _DIFFERENCES:
                    yield from self._of_units(module, fit, outputs[0])

    def _of_application(
        self, module: Module, fit: Fit, output: Output, outcomes: tuple[Outcome, ...] | None
    ) -> Iterator[Finding]:
        decided = output.ranked_by
        made = decided.layer.made if decided is not None and decided.layer.application else None
        if decided is None or made is None or outcomes is None or decided.value != 4:
            return
        if (axes_of_targets(module, fit) or 4) > 2:
            module.not_judged[self.code] += 1
            return
        what = (
            f"{decided.layer.application} without its top and without pooling ({module.where(made)}) gives a "
            "feature map, and the targets are one class an image"
        )
        given = argument_of(fit.call, "y")
        place = given.node if given is not None else fit.node.func
        bare = decided.layer.gives("pooling") is False
        edits = add_argument(module, made, "pooling", '"avg"') if bare else ()
        fix = with_edits('add pooling="avg"', edits, Applicability.UNSAFE)
        yield from self.judged(module, place, what, outcomes, fix, of=fit.node)

    def _of_places(self, module: Module, fit: Fit, output: Output, loss: str) -> Iterator[Finding]:
        """An output for each step of a sequence, or place of an image, and one target a sample."""
        decided, targets = output.ranked_by, argument_of(fit.call, "y")
        axes, rank = axes_of_targets(module, fit), output.rank or 2
        if decided is None or decided.layer.application or targets is None or axes not in (1, 2) or rank < 3:
            return
        outcomes = compared(loss, axes, rank, output.units)
        made = decided.layer.made
        if outcomes is None or made is None:
            return
        what = (
            f"{decided.layer.name} ({module.where(made)}) leaves an output for each "
            f"{'step' if rank == 3 else 'place'}, and a sample has one target"
        )
        sequences = decided.layer.gives("return_sequences")
        cure = "leave out return_sequences=True" if sequences else "put Flatten() before the last layer"
        fix = Fix(Applicability.MANUAL, cure)
        yield from self.judged(module, targets.node, what, outcomes, fix, of=fit.node)

    def _of_metrics(self, module: Module, fit: Fit, output: Output) -> Iterator[Finding]:
        """A metric that takes no targets with an axis less than the output."""
        targets, compiles = argument_of(fit.call, "y"), fit.compiles or ()
        needy = [any(needs_columns(module, each) for each in metrics_of(one)) for one in compiles]
        if targets is None or not needy or not all(needy) or (output.rank or 2) != 2:
            return
        if output.sized_by is None or output.sized_by.value != 1 or axes_of_targets(module, fit) != 1:
            return
        what = "the targets have one axis, and the metric binary_crossentropy compares them with a column"
        fix = as_column(module, fit.call, targets)
        yield from self.judged(module, targets.node, what, _COMPARED, fix, of=fit.node)
        for call, given in evaluations(module, fit, axes=1):
            if not is_guarded(module, call.node, *_ERRORS):
                fix = as_column(module, call, given)
                yield from self.judged(module, given.node, what, _COMPARED, fix, of=call.node)

    def _of_units(self, module: Module, fit: Fit, output: Output) -> Iterator[Finding]:
        sized = output.sized_by
        targets = argument_of(fit.call, "y")
        if sized is None or targets is None or not isinstance(sized.value, int) or sized.value < 2:
            return
        if axes_of_targets(module, fit) != 1 or (output.rank or 2) != 2:
            return
        made = sized.layer.made
        where = f" ({module.where(made)})" if made is not None else ""
        what = f"the targets have one number a sample, and the output{where} has {sized.value} units"
        fix = Fix(Applicability.MANUAL, "give the targets a column for each unit, or the last layer one unit")
        raises = _raises(module, fit.call, sized.value)
        outcomes = _BROADCAST if raises else (_SPREAD,)
        yield from self.judged(module, targets.node, what, outcomes, fix, of=fit.node)
        if raises:
            return
        for call, given in evaluations(module, fit, axes=1):
            if not is_guarded(module, call.node, *_ERRORS) and _raises(module, call, sized.value):
                yield from self.judged(module, given.node, what, _EVALUATED, fix, of=call.node)


def _raises(module: Module, call: Call, units: int) -> bool:
    """Whether some batch of *call* has neither one sample nor as many as there are units, as far as one sees:
    Keras 3 cannot spread the targets of any other."""
    sizes = sizes_of_batches(module, call)
    return sizes is None or bool(sizes - {1, units})
