"""TFC714 labels-against-loss."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.records import dataclass
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Brought, Either, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.outputs import Output
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.training.fits import Fit
from tflint_ckpt.semantics.training.labels import Kind, Labels, labels_of
from tflint_ckpt.semantics.training.loss import Loss, loss_of

_KERAS3 = (3, 0)
_SOURCES = tuple(f"{kind}_dataset_from_directory" for kind in ("image", "text", "audio"))
_ARRAYS = ("eye", "randint", "integers", "LabelEncoder")
_GENERATORS = ("flow_from_directory", "flow_from_dataframe")
CATEGORICAL, SPARSE, BINARY = (
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
)
_FIXED = "(ValueError for batches of a fixed size)"
_TAKES = {
    CATEGORICAL: "one-hot vectors",
    SPARSE: "integers",
    BINARY: "one number for each unit of the output",
}


@dataclass(frozen=True, slots=True)
class _Mismatch:
    """Labels that a loss does not take: what each Keras does, and the loss that takes them."""

    outcomes: tuple[Outcome, ...]
    loss: str
    advice: str


class LabelsAgainstLoss(Rule):
    """The labels are of another kind than the loss takes: integers for one-hot vectors, or the reverse.

    ## What it does
    Looks at the labels a `fit` gets, where the code says of which kind they are: `label_mode` of
    `image_dataset_from_directory` (by default integers), `class_mode` of `flow_from_directory` (by default
    one-hot vectors), `to_categorical`, `tf.one_hot` and `load_data` of `keras.datasets`. Reports integers
    with `categorical_crossentropy`, one-hot vectors with `sparse_categorical_crossentropy`, and labels with
    `binary_crossentropy` that do not have the shape of the output.

    ## Why
    The shapes do not fit, and the first step raises: `Shapes (None, 1) and (None, 10) are incompatible` on
    Keras 2, ``Arguments `target` and `output` must have the same rank`` on Keras 3. One-hot vectors for
    `sparse_categorical_crossentropy` raise `InvalidArgumentError` on Keras 2, and `ValueError` where every
    batch has the same size, which is known before, as with `drop_remainder=True`. One-hot vectors from
    `flow_from_directory` against a single sigmoid unit train on Keras 2, which compares both columns with the
    one output.

    ## When it is silent
    Where the labels, the loss or the output of the model are not in sight; where a `map` may change the
    labels.

    ## Fix safety
    The fix writes the other loss. It is unsafe: the labels may be what is wrong. Where no loss fits both,
    there is no automatic fix.

    ## References
    - [Probabilistic losses](https://keras.io/api/losses/probabilistic_losses/)
    - [image_dataset_from_directory](https://keras.io/api/data_loading/image/)
    """

    code = "TFC714"
    name = "labels-against-loss"
    summary = "labels of another kind than the loss takes"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (
        Name("compile"),
        Name("fit", "fit_generator"),
        Either(
            Name(*_SOURCES, *_GENERATORS, "to_categorical", "one_hot", "load_data", *_ARRAYS),
            Brought(),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each loss that does not take the labels of a fit."""
        seen: set[cst.CSTNode] = set()
        for fit in module.training.fits:
            labels = labels_of(module, fit)
            if labels is None or is_guarded(module, fit.node, "ValueError", "InvalidArgumentError"):
                continue
            loss, output = _loss(fit), _output(module, fit)
            if loss is None or output is None:
                module.not_judged[self.code] += 1
                continue
            found = _mismatch(labels, loss, output)
            if found is None or loss.node in seen:
                continue
            seen.add(loss.node)
            what = (
                f"the labels are {labels.kind.value} ({labels.how}, {module.where(labels.source)}), "
                f"{loss.name} takes {_TAKES[loss.name]}"
            )
            fix = _fix(module, loss, found)
            yield from self.judged(module, loss.node, what, found.outcomes, fix, of=fit.node)


def _loss(fit: Fit) -> Loss | None:
    """The loss that the model of a fit is compiled with, if it trains as models do."""
    if fit.is_custom is not False:
        return None
    found = {loss_of(compiled, _KERAS3) for compiled in fit.compiles or ()}
    return found.pop() if len(found) == 1 else None


def _output(module: Module, fit: Fit) -> Output | None:
    outputs = module.fact(Architectures).outputs(fit.model, fit.node)
    return outputs[0] if len(outputs) == 1 else None


def _mismatch(labels: Labels, loss: Loss, output: Output) -> _Mismatch | None:
    several = (output.units or 0) > 1 or (output.units is None and output.activation == "softmax")
    raises = "raises ValueError in the first step of fit"
    both = on_keras2(Severity.ERROR, raises), on_keras3(Severity.ERROR, raises)
    if labels.kind is Kind.INTEGER and several:
        other = f', or {labels.mode}="categorical"' if labels.mode else ", or to_categorical for the labels"
        if loss.name == CATEGORICAL:
            return _Mismatch(both, SPARSE, f"use {SPARSE}{other}")
        if loss.name == BINARY and output.activation == "softmax":
            return _Mismatch(both, SPARSE, f"use {SPARSE}, or one unit with sigmoid")
        if loss.name == BINARY:
            return _Mismatch(both, "", f"use one unit with sigmoid for two classes, else {SPARSE}")
    if labels.kind is Kind.ONE_HOT and loss.name == SPARSE and (output.rank or 2) == 2:
        keras2 = f"raises InvalidArgumentError in the first step of fit {_FIXED}"
        outcomes = on_keras2(Severity.ERROR, keras2), on_keras3(Severity.ERROR, raises)
        return _Mismatch(outcomes, CATEGORICAL, f"use {CATEGORICAL}")
    if labels.kind is Kind.ONE_HOT and loss.name == BINARY and output.units == 1 and (output.rank or 2) == 2:
        keras2 = raises if not labels.is_generator else "compares every column with the one output"
        outcomes = on_keras2(Severity.ERROR, keras2), on_keras3(Severity.ERROR, raises)
        mode = f'use {labels.mode}="binary"' if labels.mode else "leave the labels as integers"
        return _Mismatch(outcomes, "", mode)
    return None


def _fix(module: Module, loss: Loss, found: _Mismatch) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    node = loss.node
    edit: Edit | None = None
    if found.loss and isinstance(node, cst.SimpleString) and node.raw_value == loss.name:
        edit = replace(module, node, f"{node.prefix}{node.quote}{found.loss}{node.quote}")
    elif found.loss and isinstance(node, cst.Attribute) and node.attr.value == loss.name:
        edit = replace(module, node.attr, found.loss)
    if edit is None:
        return Fix(Applicability.MANUAL, found.advice)
    return Fix(Applicability.UNSAFE, f"write {found.loss}", (edit,))
