"""TFC519 function-not-found."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.saved_functions import ACTIVATIONS, LAMBDAS
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.functions import Given, is_copied, unfound_functions
from tflint_ckpt.semantics.saving.parts import Parts
from tflint_ckpt.semantics.saving.read_again import knows_own_names, unaided
from tflint_ckpt.semantics.saving.whole import WholeSave, whole_saves
from tflint_ckpt.syntax.arguments import replace

_LOADED = "raises an exception when load_model reads it {}"
_KEPT = "saves it, and load_model raises an exception without custom_objects"
_COPIED = "raises an exception when Bidirectional copies the layer"
_KNOWN = "knows it"
_OTHER = "gives a model that is loaded another one, whose slope is 1 / 6 instead of 0.2"


class FunctionNotFound(Rule):
    """A layer is given `tf.nn.softmax`; the model is saved whole, and Keras 3 cannot load it.

    ## What it does
    Reports `activation=tf.nn.softmax`, `tf.nn.silu` or `tf.nn.swish`, also by position and in `Activation`,
    in a model that the module saves whole, with `save`, `save_model` or a `ModelCheckpoint` of its `fit`; and
    `tf.nn.log_softmax`, `tf.exp`, `tf.abs` and others that Keras has no activation of that name for. The same
    of `Lambda(tf.square)` and `Lambda(preprocess_input)`. Also such a layer in `Bidirectional`, which makes a
    second one of what it would save of the first. And `K.hard_sigmoid`, for which Keras 3 loads another one.

    ## Why
    The file holds of a function only what it calls itself, and `tf.nn.softmax` calls itself `softmax_v2`.
    `load_model` looks that up among what Keras has: `TypeError: Could not locate function 'softmax_v2'`,
    often in another program, when the training is over. `compile=False` and `safe_mode=False` do not help.
    Keras 2 has a list of such names, where `softmax_v2` and `swish` are. `relu`, `tanh`, `sigmoid`, `elu`,
    `selu`, `gelu`, `softplus` and `leaky_relu` of `tf.nn` are found on both Kerases. `hard_sigmoid` of
    `tf.keras.backend` is still that of Keras 2, with a slope of 0.2; by its name Keras 3 finds the one of
    `keras.activations`, with 1 / 6, and what a loaded model predicts is not what the saved one did.

    ## When it is silent
    Where the layer is not surely a part of the model that is saved, or a class makes it for itself; where
    only weights are saved, or read; where `load_model` is given `custom_objects`, and in a module with
    `custom_object_scope` or `get_custom_objects`. In a `try` that catches the exception. `Lambda` on
    Keras 2, which saves the code of a function.

    ## Fix safety
    The fix writes the text that means the same on Keras 2 and 3: `"softmax"`, `"swish"`, `"exponential"`. A
    model that was saved before is not mended by that: load it once with
    `custom_objects={"softmax_v2": tf.nn.softmax}`. For `hard_sigmoid` it is unsafe: the model is trained with
    other numbers then. A function without such a text is left to you, and so is
    one that a parameter or variable holds.

    ## References
    - [Layer activation functions](https://keras.io/api/layers/activations/)
    - [Custom objects](https://keras.io/guides/serialization_and_saving/#custom-objects)
    """

    code = "TFC519"
    name = "function-not-found"
    summary = "a function given to a layer of a saved model, which load_model cannot find by its name"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Name("save", "save_model", "ModelCheckpoint", "Bidirectional"),
        Api(*ACTIVATIONS, *(name for name in LAMBDAS if name not in ACTIVATIONS)),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such function."""
        given = [] if knows_own_names(module) else list(unfound_functions(module))
        saves = list(whole_saves(module)) if given else []
        for each in given:
            if not is_copied(module, each.layer):
                yield from self._saved(module, each, saves)
            elif not is_guarded(module, each.layer, "TypeError", "ValueError"):
                yield from self._found(module, each, Severity.ERROR, _COPIED)

    def _saved(self, module: Module, given: Given, saves: list[WholeSave]) -> Iterator[Finding]:
        parts = module.fact(Parts)
        of_it = [save for save in saves if parts.are_in_all(save.models, given.layer)]
        readings = [reading for save in of_it if (reading := unaided(module, save)) is not None]
        load = next((reading.load for reading in readings if reading.load is not None), None)
        if load is not None:
            where = module.where(load.call.node, preposition="on")
            yield from self._found(module, given, Severity.ERROR, _LOADED.format(where))
        elif readings:
            yield from self._found(module, given, Severity.WARNING, _KEPT)

    def _found(self, module: Module, given: Given, severity: Severity, text: str) -> Iterator[Finding]:
        if given.saved.is_other:
            what = f"a saved layer names this function {given.saved.name}, and Keras 3 has two of that name"
            outcomes = on_keras2(None, _KNOWN), on_keras3(Severity.WARNING, _OTHER)
            yield from self.judged(module, given.value, what, outcomes, _fix(module, given), of=given.layer)
            return
        is_known = given.saved.keras2 or not given.is_activation
        outcomes = (
            on_keras2(None if is_known else severity, _KNOWN if is_known else text),
            on_keras3(severity, text),
        )
        what = f"a saved layer names this function {given.saved.name}, and Keras knows none of that name"
        yield from self.judged(module, given.value, what, outcomes, _fix(module, given), of=given.layer)


def _fix(module: Module, given: Given) -> Fix:
    text = given.saved.text
    if not given.is_activation:
        advice = f'write Activation("{text}")' if text else "write a subclass of Layer that calls it"
        return Fix(Applicability.MANUAL, advice)
    if not text:
        return Fix(Applicability.MANUAL, "write a subclass of Layer that calls it, or save the weights only")
    if given.function is not given.value:
        where = module.where(given.function, preposition="on")
        return Fix(Applicability.MANUAL, f'give "{text}" instead of the function {where}')
    fix = Fix(Applicability.SAFE, f'write "{text}"', (replace(module, given.value, f'"{text}"'),))
    return unsafe(fix, "the model trains with other numbers on Keras 3") if given.saved.is_other else fix
