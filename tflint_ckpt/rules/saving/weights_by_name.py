"""TFC518 weights-by-name."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword, Method
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.values.kinds import Constant, Text

OUTCOMES = (
    on_keras2(None, "takes it"),
    on_keras3(
        Severity.ERROR, "raises ValueError (by_name only supports loading legacy '.h5' or '.hdf5' files)"
    ),
)


class WeightsByName(Rule):
    """`load_weights(…, by_name=…)` of a file in `.weights.h5` or `.keras`: Keras 3 refuses it.

    ## What it does
    Reports `by_name` of `load_weights`, on what provably is a model of Keras, where every path it may be
    given ends in `.weights.h5` or `.keras`.

    ## Why
    Weights in those files are found by the place of the layer in the model. Keras 3 raises `ValueError`, also
    for `by_name=False`, which was the default. From other `.h5` files it loads by name.

    ## When it is silent
    On Keras 2; for paths that end otherwise, or are not known; for objects that are not proved to be
    models, and
    classes with a `load_weights` of their own; in a `try` that catches `ValueError`.

    ## Fix safety
    Removing `by_name=False` is safe. Without `by_name=True` the weights are loaded by place: that is right
    for a model of the same layers, so the fix is unsafe.

    ## References
    - [Weights-only saving & loading](https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/)
    """

    code = "TFC518"
    name = "weights-by-name"
    summary = "load_weights by name from a file of Keras 3, which raises"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Method("load_weights"), Keyword("by_name"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        for file in file_calls(module, Action.LOAD_WEIGHTS):
            given = file.call.argument("by_name")
            if given is None or file.path is None or is_guarded(module, file.call.node, "ValueError"):
                continue
            values = module.evaluate(file.path.value)
            texts = [value for value in values if isinstance(value, Text)]
            if len(texts) < len(values):
                module.not_judged[self.code] += 1
            elif all(ends_in(text, ".weights.h5", ".keras") for text in texts):
                what = "load_weights is given by_name for a file in the format of Keras 3"
                fix = _fix(module, given.node, given.value)
                yield from self.judged(module, given.node, what, OUTCOMES, fix)


def _fix(module: Module, node: cst.CSTNode, value: cst.BaseExpression) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument

    fix = Fix(Applicability.SAFE, "remove by_name", remove_argument(module, node))
    values = module.evaluate(value)
    if not fix.edits or not isinstance(node, cst.Arg):
        return Fix(Applicability.MANUAL, fix.title)
    if all(isinstance(each, Constant) and not each.value for each in values):
        return fix
    return unsafe(fix, "the weights are then loaded by the place of the layers")
