"""TFC220 labels-from-another-pass."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import spread
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.shuffled import flow, shuffling
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.values.ingredients import ingredients
from tflint_ckpt.syntax.forms import keyword, last_name

_PREDICT = ("predict", "predict_generator")
_LABELS = ("classes", "labels")
_COMPARING = ("sklearn.metrics.", "tensorflow.math.confusion_matrix", "tensorflow.math.equal", "numpy.equal")


class LabelsFromAnotherPass(Rule):
    """Predictions of a shuffled dataset are compared with labels from another pass over it.

    ## What it does
    Reports a comparison (`sklearn.metrics`, `tf.math.confusion_matrix`, `==`) of `model.predict(ds)` with
    labels that were gathered in a second pass over the same `ds`, which is shuffled anew each time; and of
    `model.predict(generator)` with `generator.classes` where `flow_from_directory` shuffles.

    ## Why
    `image_dataset_from_directory` and `flow_from_directory` shuffle by default, and `Dataset.shuffle` draws a
    new order for each pass, also with a seed. The labels and the predictions then belong to different
    examples: a report or a confusion matrix at the level of chance, although `evaluate` is good.

    ## When it is silent
    Where the data are not shuffled (`shuffle=False`, `reshuffle_each_iteration=False`), where a `cache` or a
    `take` comes after the shuffle, where labels and predictions come from one loop, and wherever the data,
    the labels or what is compared are not in sight.

    ## Fix safety
    The fix writes `shuffle=False` where the data are loaded. It is unsafe, since whatever else reads the data
    gets them in order then; where a `fit` trains on them, it is left to you: gather labels and predictions
    in one loop.

    ## References
    - [image_dataset_from_directory](https://keras.io/api/data_loading/image/)
    - [tf.data.Dataset.shuffle](https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle)
    """

    code = "TFC220"
    name = "labels-from-another-pass"
    summary = "predictions of shuffled data compared with labels from another pass over them"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name(*_PREDICT),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each place where such labels are gathered."""
        predicted = _predicted(module)
        seen = set[cst.CSTNode]()
        for sides in _comparisons(module) if predicted else ():
            parts = [ingredients(module, side) or frozenset[cst.CSTNode]() for side in sides]
            for labels, others in (parts, parts[::-1]):
                mine = {
                    predicted[node] for node in others if isinstance(node, cst.Call) and node in predicted
                }
                if any(isinstance(node, cst.Call) and node in predicted for node in labels):
                    continue
                for place, shuffled in _gathered(module, labels):
                    if shuffled in mine and place not in seen:
                        seen.add(place)
                        message = (
                            "these labels come from another pass over the data than the predictions, and "
                            f"{_shuffler(module, shuffled)} gives each pass an order of its own: each "
                            "prediction is compared with the label of another example"
                        )
                        fix = _in_order(module, shuffled)
                        yield self.finding(module, place, Severity.ERROR, message, fix, of=shuffled)


def _predicted(module: Module) -> dict[cst.Call, cst.Call]:
    """The calls of ``predict`` on shuffled data, with the call that shuffles these."""
    found: dict[cst.Call, cst.Call] = {}
    for call, _ in module.calls_on(families.MODEL, *_PREDICT):
        data = argument_of(call, "x", "generator")
        shuffled = shuffling(module, data.value) or flow(module, data.value) if data is not None else None
        if shuffled is not None:
            found[call.node] = shuffled
    return found


def _comparisons(module: Module) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    for call in module.facts.calls:
        name = module.resolve(call.func) or ""
        given = [argument.value for argument in call.args if not argument.star]
        if name.startswith(_COMPARING) and len(given) > 1:
            yield given[0], given[1]
    for node in module.facts.every(cst.Comparison):
        if len(node.comparisons) == 1:
            [other] = node.comparisons
            if isinstance(other.operator, cst.Equal):
                yield node.left, other.comparator


def _gathered(module: Module, nodes: frozenset[cst.CSTNode]) -> Iterator[tuple[cst.CSTNode, cst.Call]]:
    """Where among *nodes* labels are taken from shuffled data, with the call that shuffles these."""
    for node in nodes:
        above = module.parent(node)
        if isinstance(node, cst.Attribute) and node.attr.value in _LABELS:
            shuffled = flow(module, node.value)
        elif isinstance(above, (cst.For, cst.CompFor)) and above.iter is node:
            shuffled = shuffling(module, node)
        else:
            continue
        if shuffled is not None:
            yield node, shuffled


def _shuffler(module: Module, shuffled: cst.Call) -> str:
    func = shuffled.func.attr if isinstance(shuffled.func, cst.Attribute) else shuffled.func
    return f"{last_name(func) or 'the loader'} ({module.where(func)})"


def _in_order(module: Module, shuffled: cst.Call) -> Fix:
    """Load the data in order."""
    from tflint_ckpt.syntax.arguments import add_argument, replace

    by_hand = Fix(Applicability.MANUAL, "gather labels and predictions in one loop over the data")
    if _is_trained_on(module, shuffled):
        return by_hand
    name = shuffled.func.attr.value if isinstance(shuffled.func, cst.Attribute) else ""
    if name == "shuffle":
        return by_hand
    edits: tuple[Edit, ...]
    given = [
        argument for argument in shuffled.args if argument.keyword and argument.keyword.value == "shuffle"
    ]
    if given:
        edits = (replace(module, given[0].value, "False"),) if _is_true(given[0].value) else ()
    elif keyword(spread(module, shuffled), "shuffle") is not None:
        edits = ()  # it stands in a dictionary
    else:
        edits = add_argument(module, shuffled, "shuffle", "False")
    title = "load the data with shuffle=False"
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)


def _is_true(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "True"


def _is_trained_on(module: Module, shuffled: cst.Call) -> bool:
    for fit in module.training.fits:
        data = argument_of(fit.call, "x", "generator")
        if data is not None and shuffled in (shuffling(module, data.value), flow(module, data.value)):
            return True
    return False
