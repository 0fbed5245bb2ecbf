"""TFC808 kerastensor-in-tf-op."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.in_a_lambda import in_a_lambda
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Either, Method
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.reached import reaches
from tflint_ckpt.semantics.objects.symbolic import BACKEND, BACKEND_ATTRIBUTE, FUNCTIONS, Symbolic

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
    Reports functions such as `tf.concat`, `tf.reshape`, `tf.nn.relu`, `tf.image.resize` or
    `tf.keras.backend.mean` that are called with a symbolic tensor while a functional model is put together:
    the result of `keras.Input`, of a layer or model called on one, or `model.output`; also in a function of
    the module that every call gives one.

    ## Why
    Keras 2 turns such a call into a layer without a word. In Keras 3 a symbolic tensor is no TensorFlow
    tensor: the call raises `ValueError: A KerasTensor cannot be used as input to a TensorFlow function`,
    so that the model cannot be built.

    ## When it is silent
    Where the argument is not proved to be symbolic: a parameter of a `Lambda`, of `Layer.call`, of a
    function that is called with other things, too; a real tensor is fine there. Operators (`x + y`,
    `x[:, 0]`) and functions that take anything (`tf.print`, `tf.is_tensor`, `tf.nest`) work on both.

    ## Fix safety
    The call goes into a `Lambda` layer, which runs on Keras 2 and Keras 3:
    `Lambda(lambda x: tf.nn.relu(x))(x)`. It is unsafe, since Keras 3 loads a saved model with a `Lambda` only
    with `safe_mode=False`. `keras.ops` has most functions, under the names of NumPy, and a layer of your own
    is the third way. There is no automatic fix for `tf.shape`, where a name in the call may mean something
    else later, and for what is meant for `model.add_loss`: it belongs into a layer with `self.add_loss`,
    since on Keras 3 a model takes no symbolic loss (`NotImplementedError`), however it was computed.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC808"
    name = "kerastensor-in-tf-op"
    summary = "a TensorFlow function called with a symbolic Keras tensor"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Either(Api("keras.Input", "keras.layers.Input"), Method("output", "outputs")),
        Either(
            Api(*(f"tensorflow.{name}" for name in FUNCTIONS)),
            Api(*(f"keras.backend.{name}" for name in sorted(BACKEND))),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call of a TensorFlow function on a symbolic tensor."""
        symbolic = Symbolic(module)
        for call, name, given in symbolic.operations():
            if is_guarded(module, call, "ValueError"):
                continue
            short = name.rpartition(".")[2]
            what = f"{name} is given {module.text(given)}, a symbolic Keras tensor"
            where = (
                f"use keras.ops (Keras 3), or call {short} in a Lambda layer or the call method of a layer"
            )
            fix = in_a_lambda(module, symbolic, call)
            if reaches(module, call, "add_loss"):
                fix = None
                where = (
                    f"call {short} and self.add_loss in the call method of a layer: keras.ops alone leads to "
                    "add_loss of a symbolic tensor, which raises NotImplementedError on Keras 3"
                )
            asked = name.startswith("tf.keras.") and short in BACKEND_ATTRIBUTE
            outcomes = _ASKED if asked else OUTCOMES
            yield from self.judged(module, call, what, outcomes, fix or Fix(Applicability.MANUAL, where))
