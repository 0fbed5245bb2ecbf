"""TFC808 kerastensor-in-tf-op."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Either, Method
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.reached import reaches
from tflint_ckpt.semantics.objects.symbolic import BACKEND_ATTRIBUTE, FUNCTIONS, Symbolic

OUTCOMES = (
    on_keras2(None, "makes a layer of it"),
    on_keras3(
        Severity.ERROR,
        "raises ValueError (A KerasTensor cannot be used as input to a TensorFlow function) "
        "when the model is built",
    ),
)
_ASKED = (
    on_keras2(None, "makes a layer of it"),
    on_keras3(Severity.ERROR, "raises AttributeError: it takes it for a tensor of TensorFlow"),
)


class KerasTensorInTfOp(Rule):
    """A TensorFlow function is given a `keras.Input`, or what a layer made of one: Keras 3 refuses it.

    ## What it does
    Reports functions such as `tf.concat`, `tf.reshape`, `tf.nn.relu` or `tf.image.resize`, and those of
    `tf.keras.backend` (`K.sum`, `K.flatten`), that are called with a symbolic tensor while a functional model
    is put together: the result of `keras.Input`, of a layer or model called on one, or `model.output`.

    ## Why
    Keras 2 turns such a call into a layer without a word. In Keras 3 a symbolic tensor is no TensorFlow
    tensor: the call raises `ValueError: A KerasTensor cannot be used as input to a TensorFlow function`,
    so that the model cannot be built.

    ## When it is silent
    Where the argument is not proved to be symbolic: a parameter of a function, of a `Lambda`, of
    `Layer.call`; a real tensor is fine there. Operators (`x + y`, `x[:, 0]`) and functions that take
    anything (`tf.print`, `tf.is_tensor`, `tf.nest`) work on both.

    ## Fix safety
    There is no automatic fix. `keras.ops` has most functions, under the names of NumPy; a `Lambda` layer or
    a layer of your own, with the call in its `call` method, runs on Keras 2 and Keras 3. What is meant for
    `model.add_loss` belongs into such a layer, with `self.add_loss`: on Keras 3 a model takes no symbolic
    loss (`NotImplementedError`), however it was computed.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC808"
    name = "kerastensor-in-tf-op"
    summary = "a TensorFlow function called with a symbolic Keras tensor"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (
        Either(Api("keras.Input", "keras.layers.Input"), Method("output", "outputs")),
        Api("keras.backend", *(f"tensorflow.{name}" for name in FUNCTIONS)),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call of a TensorFlow function on a symbolic tensor."""
        for call, name, given in Symbolic(module).operations():
            if is_guarded(module, call, "ValueError"):
                continue
            short = name.rpartition(".")[2]
            what = f"{name} is given {module.text(given)}, a symbolic Keras tensor"
            where = (
                f"use keras.ops (Keras 3), or call {short} in a Lambda layer or the call method of a layer"
            )
            if reaches(module, call, "add_loss"):
                where = (
                    f"call {short} and self.add_loss in the call method of a layer: keras.ops alone leads to "
                    "add_loss of a symbolic tensor, which raises NotImplementedError on Keras 3"
                )
            advice = Fix(Applicability.MANUAL, where)
            asked = name.startswith("tf.keras.") and short in BACKEND_ATTRIBUTE
            yield from self.judged(module, call, what, _ASKED if asked else OUTCOMES, advice)
