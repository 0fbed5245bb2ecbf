"""TFC306 predict-in-loop."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.patterns import pattern
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.carried import is_carried, is_carried_by_calls, shows_a_camera
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.repeated import loop_around, waits
from tflint_ckpt.semantics.training.one_sample import is_one_sample

_ANOTHER_BACKEND = pattern(r"KERAS_BACKEND.{0,12}=\s*[\"'](?:jax|torch)")
"""There a call of the model is not compiled, and slower than ``predict`` (measured with JAX)."""
_GRAPHS = pattern(r"disable_(?:eager_execution|v2_behavior)\(")
"""Then ``predict`` of Keras 2 sets up no pipeline: 6 ms a call where it takes 176 else (TensorFlow 2.15)."""


class PredictInLoop(Rule):
    """`predict` of one sample in a Python loop: each call sets up an input pipeline for it.

    ## What it does
    Reports `model.predict` of what provably is one sample (`np.expand_dims(x, 0)`, `x.reshape(1, -1)`,
    `x[None]`, `np.array([state])`) in a loop, or in a function that is called in one. It is information where
    each sample comes from a camera.

    ## Why
    `predict` is made for a whole dataset: it builds an input pipeline and runs its callbacks, for each call
    anew. For 16 rows of a small model that took 147 ms (Keras 2) and 99 ms (Keras 3), where calling the model
    took 1 to 2 ms.

    ## When it is silent
    Where the data is not seen to be one sample; in loops of a few passes (`for i in range(5)`); where a
    function is called outside of loops too; in a loop that makes the model anew in each pass, which takes
    longer than a call; in a loop that waits for `input()` or a key, or shows each picture (`plt.show()`);
    in one that ends in its first pass;
    where `KERAS_BACKEND` asks for JAX or PyTorch, or eager execution is switched off. `model(x)` and
    `predict_on_batch` are never reported.

    ## Fix safety
    There is no fix: best is to gather the samples and predict them all at once. Where each depends on the
    one before, `predict_on_batch` does the same and returns an array, too. `model(x, training=False)` is
    fast for small models only, and slower than `predict` for deep ones on a CPU.

    ## References
    - [Keras FAQ: predict and calling the model](https://keras.io/getting_started/faq/#whats-the-difference-between-model-methods-predict-and-call)
    """

    code = "TFC306"
    name = "predict-in-loop"
    summary = "predict of one sample in a Python loop"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Method("predict"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such call."""
        if _ANOTHER_BACKEND.search(module.source.text) or _GRAPHS.search(module.source.text):
            return
        for call, _ in module.calls_on(families.MODEL, "predict"):
            data = argument_of(call, "x")
            if data is None or not is_one_sample(module, data.value):
                continue
            loop = loop_around(module, call.node)
            if loop is None or waits(module, loop) or _is_made_in(module, loop, call.node):
                continue
            message = (
                f"predict in a loop ({module.where(loop)}) sets up an input pipeline for each sample: "
                "some 0.1 s a call, many times what a small model takes"
            )
            severity, title = Severity.WARNING, "predict all samples at once, or call predict_on_batch"
            if is_carried(loop, call.node, data.value) or is_carried_by_calls(module, loop, call.node):
                title = "call predict_on_batch: it sets up nothing, and each sample follows from the last"
            elif shows_a_camera(module, loop):
                severity = Severity.INFO
                title = "call predict_on_batch: the samples come one by one, and it sets up nothing"
            advice = Fix(Applicability.MANUAL, title)
            yield self.finding(module, call.node.func, severity, message, advice, of=call.node)


def _is_made_in(module: Module, loop: cst.CSTNode, call: cst.Call) -> bool:
    """Whether each pass of *loop* makes the model of *call* anew, and trains or loads it."""
    if not isinstance(call.func, cst.Attribute):
        return False
    values = [binding.value for binding in module.visible(call.func.value)]
    if values and all(isinstance(value, cst.Call) for value in values):  # made here, whatever it calls
        places: list[cst.CSTNode] = [value for value in values if value is not None]
    else:
        origins = [each for each in module.objects.origins(call.func.value) if each.is_made]
        places = [each.frames[0][1] if each.frames else each.node for each in origins]
    return bool(places) and all(any(above is loop for above in module.ancestors(each)) for each in places)
