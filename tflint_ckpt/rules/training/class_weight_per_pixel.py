"""TFC713 class-weight-per-pixel."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import CLASS_WEIGHT_EACH_LABEL
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.outputs import Decided
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.loss import loss_of
from tflint_ckpt.semantics.values.at_first import once_set
from tflint_ckpt.semantics.values.kinds import Instance, Mapping, Unknown, Value

_OUTCOMES = (
    on_keras2(Severity.ERROR, "raises ValueError before the first step", until=CLASS_WEIGHT_EACH_LABEL),
    on_keras2(None, "weighs each label", since=CLASS_WEIGHT_EACH_LABEL),
    on_keras3(Severity.ERROR, "takes one label a sample only, and raises TypeError before the first step"),
)
_SPARSE = "sparse_categorical_crossentropy"
_KERAS3 = (3, 0)


class ClassWeightPerPixel(Rule):
    """`class_weight` for a model that gives a class for each pixel or step: Keras 3 raises.

    ## What it does
    Reports `fit(…, class_weight=…)` on NumPy arrays where the output of the model has three axes or more: the
    last layer is a convolution, or follows a recurrent layer with `return_sequences=True`.

    ## Why
    `class_weight` weighs samples by their class. Keras 3 looks up `int(label)` for each row of the targets,
    which raises `TypeError` (only 0-dimensional, or length-1, arrays can be converted) where a row is a whole
    image of labels. Keras 2.13 to 2.15 and tf_keras weigh each label, older releases raise
    `ValueError`.

    ## When it is silent
    On Keras 2.13 to 2.15, for a `tf.data.Dataset` or a generator, and where the layers or the weights are not
    in sight.

    ## Fix safety
    There is no automatic fix. Give `sample_weight=` an array with a weight for each label, or weigh inside
    the loss.

    ## References
    - [Model.fit](https://keras.io/api/models/model_training_apis/)
    """

    code = "TFC713"
    name = "class-weight-per-pixel"
    summary = "class_weight for a model that gives a class for each pixel or step"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (Keyword("class_weight"), Name("fit"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such ``class_weight``."""
        for fit in module.training.fits:
            given = fit.call.argument("class_weight")
            targets = argument_of(fit.call, "y")
            if given is None or not _is_weights(module, given.value) or targets is None or fit.call.open:
                continue
            if is_guarded(module, fit.node, "TypeError", "ValueError"):
                continue
            decided = _decided(module, fit)
            if decided is None or fit.is_custom is not False:
                module.not_judged[self.code] += 1
                continue
            made = decided.layer.made
            where = f", {module.where(made)}" if made is not None else ""
            what = (
                f"the output of the model has {decided.value} axes ({decided.layer.name}{where}), and "
                "class_weight is for one class a sample"
            )
            advice = Fix(Applicability.MANUAL, "give sample_weight= an array with a weight for each label")
            yield from self.judged(module, given.node, what, _OUTCOMES, advice, of=fit.node)


def _is_weights(module: Module, node: cst.BaseExpression) -> bool:
    """Whether *node* surely is a dictionary, not ``None``."""
    return all(_is_dictionary(module, value) for value in once_set(module, module.evaluate(node)))


def _is_dictionary(module: Module, value: Value) -> bool:
    if isinstance(value, Mapping):
        return True
    node = value.call if isinstance(value, Instance) else value.node if isinstance(value, Unknown) else None
    made = module.builtin(node.func) if isinstance(node, cst.Call) else None
    return isinstance(node, (cst.Dict, cst.DictComp)) or made == "dict"


def _decided(module: Module, fit: Fit) -> Decided | None:
    """What decides that the targets have three axes or more: the output of each model has that many.

    For integers the last axis of the output is that of the classes, which the targets may lack.
    """
    outputs = module.fact(Architectures).outputs(fit.model, fit.node)
    losses = [loss_of(compiled, _KERAS3) for compiled in fit.compiles or ()]
    sparse = not losses or any(loss is None or loss.name == _SPARSE for loss in losses)
    least = 4 if sparse else 3
    if not outputs or any((output.rank or 0) < least for output in outputs):
        return None
    return outputs[0].ranked_by
