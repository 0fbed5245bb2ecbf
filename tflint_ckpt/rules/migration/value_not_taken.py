"""TFC819 value-not-taken."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, with_edits
from tflint_ckpt.keras_api import identifiers
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.refused_objects import known_text, of_keras, with_underscores
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Both, Either, Keyword, Made, Method, OnKeras3, Passed
from tflint_ckpt.rules.wrapped import as_number
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.models.named_parts import is_layer, named_parts
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import optimizers
from tflint_ckpt.semantics.objects.slashed_names import slashed_names
from tflint_ckpt.semantics.training.given import given_losses, metrics_of
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.semantics.values.number_kinds import INT, NUMPY, NumberKinds
from tflint_ckpt.syntax.arguments import remove_argument
from tflint_ckpt.target import NEWEST

_TAKEN = on_keras2(None, "takes it")
_RATE = on_keras3(Severity.ERROR, "raises ValueError: learning_rate should be float")
_REDUCTION = on_keras3(Severity.ERROR, "raises ValueError when the loss is made")
_LAYER = on_keras3(Severity.ERROR, "raises ValueError when the layer is made")
_MADE = on_keras3(Severity.ERROR, "raises ValueError when it is made")
_EPSILON = (
    on_keras2(None, "takes its default", until=(2, 11)),
    on_keras2(Severity.ERROR, "raises ValueError when training begins", since=(2, 11)),
    on_keras3(Severity.ERROR, "raises ValueError when training begins"),
)
_CLIPPED = on_keras3(Severity.ERROR, "raises ValueError: only one of them can be set")
_COMPILED = on_keras3(Severity.ERROR, "raises ValueError: could not interpret optimizer identifier")
_TRAINING = on_keras3(Severity.ERROR, "raises ValueError when training begins")
_NEITHER = on_keras2(Severity.ERROR, "raises an exception when training begins")
_OPTIMIZERS = "Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lion Nadam RMSprop SGD".split()
_V1 = "Adadelta Adagrad Adam Ftrl GradientDescent Momentum ProximalAdagrad RMSProp".split()
_LOSSES = (
    "BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy CategoricalFocalCrossentropy "
    "CategoricalHinge CosineSimilarity Hinge Huber KLDivergence LogCosh MeanAbsoluteError "
    "MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson "
    "SparseCategoricalCrossentropy SquaredHinge"
).split()
_OWN = tuple(
    f"keras.{place}.{name}"
    for place in ("utils", "saving")
    for name in (
        "get_custom_objects",
        "custom_object_scope",
        "CustomObjectScope",
        "register_keras_serializable",
    )
)
"""With these, a file may give any text a meaning."""
_TEXTS = (identifiers.LOSSES, identifiers.METRICS, *identifiers.OF_LAYERS.values())


class ValueNotTaken(Rule):
    """A value that Keras 2 took and Keras 3 refuses: `learning_rate=1`, `reduction="auto"`, `"LeakyReLU"`.

    ## What it does
    Reports an integer as the learning rate of an optimizer, and `epsilon=None`; `reduction="auto"` of a loss,
    or `Reduction.AUTO`; and texts that Keras 3 does not know any more as an activation (`"ReLU"`,
    `"LeakyReLU"`), a constraint (`"maxnorm"`), a regularizer (`"l1_l2"`), a loss (`"huber_loss"`,
    `"logcosh"`) or a metric (`"cosine_proximity"`, `"ce"`). Also a slash in the name of a
    layer, model, optimizer or weight, an optimizer that is told two ways to clip gradients, and an optimizer
    of `tf.compat.v1.train` that `compile` is given.

    ## Why
    Keras 3 looks at the type of the rate: `ValueError: Argument learning_rate should be float`. It knows
    fewer texts: `Could not interpret activation function identifier: LeakyReLU`. A loss or metric is looked
    up when training begins, after the data were loaded.

    `epsilon=None` raises `None values not supported` in the first step, since TensorFlow 2.11.

    ## When it is silent
    Where the value may be another: a parameter whose callers are not in sight. Texts in a file that
    registers objects of its own with Keras. A rate that is assigned to a built optimizer, which Keras 3
    takes. In a `try` that catches `ValueError`, and under a test of the version.

    ## Fix safety
    `1.0`, or `float(…)` around the rate, is safe, and so is to leave out `reduction="auto"`, which is the
    default on both Kerases, or `epsilon=None`, which meant the default, and another text that means the
    same. A slash becomes `_` where the file has that name only once: unsafe, as is another optimizer in
    the place of `tf.compat.v1.train.AdamOptimizer`. The text of a metric is its key in the logs, too: the
    fix renames what reads it in the file, and is unsafe. `"LeakyReLU"` was one of slope 0.3, and
    `"leaky_relu"` has 0.2: that is left to you.

    ## References
    - [Activations](https://keras.io/api/layers/activations/)
    - [Losses](https://keras.io/api/losses/)
    """

    code = "TFC819"
    name = "value-not-taken"
    summary = "a learning rate, reduction or text that Keras 2 took and Keras 3 refuses"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Either(
            OnKeras3(
                Passed(
                    *(f"{name}.learning_rate.0=integer" for name in _OPTIMIZERS),
                    *(f"{name}.lr.0=integer" for name in _OPTIMIZERS),
                    ".reduction.='auto'",
                    *(f"{name}.global_clipnorm.=any" for name in _OPTIMIZERS),
                    *(f"{name}.clipvalue.=any" for name in _OPTIMIZERS),
                ),
                Made(".name.=~/"),
                Passed("add_weight.name.=~/"),
                Both(Method("compile"), Api(*(f"tensorflow.train.{name}Optimizer" for name in _V1))),
                Api("keras.losses.Reduction"),
                Keyword(*sorted({text for texts in _TEXTS for text in texts})),
            ),
            Passed(*(f"{name}.epsilon.=any" for name in _OPTIMIZERS)),
            Keyword(*sorted({text for texts in _TEXTS for text, known in texts.items() if not known.keras2})),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such value."""
        yield from self._rates(module)
        yield from self._epsilons(module)
        yield from self._reductions(module)
        yield from self._names(module)
        yield from self._clippings(module)
        yield from self._optimizers(module)
        if not module.call_index.named(*_OWN):
            yield from self._of_layers(module)
            yield from self._of_compiles(module)

    def _rates(self, module: Module) -> Iterator[Finding]:
        for call in optimizers.built(module):
            argument = argument_of(call, "learning_rate") or call.argument("lr")
            kinds = module.fact(NumberKinds).of(argument.value) if argument is not None else frozenset()
            if argument is None or not kinds or not kinds <= {INT, NUMPY} or _is_caught(module, call.node):
                continue
            kind = "an integer" if kinds == {INT} else "a NumPy number"
            what = f"the learning rate of {call.name.rpartition('.')[2]} is {kind}"
            fix = as_number(module, argument, "float")
            yield from self.judged(module, argument.value, what, (_TAKEN, _RATE), fix)

    def _epsilons(self, module: Module) -> Iterator[Finding]:
        for call in optimizers.built(module):
            argument = call.argument("epsilon")
            values = module.evaluate(argument.value) if argument is not None else ()
            if argument is None or not values or _is_caught(module, call.node):
                continue
            if all(isinstance(each, Constant) and each.value is None for each in values):
                edits = () if argument.unpacked else remove_argument(module, argument.node)
                fix = with_edits("leave epsilon out: None meant the default", edits)
                what = f"the epsilon of {call.name.rpartition('.')[2]} is None"
                yield from self.judged(module, argument.node, what, _EPSILON, fix)

    def _names(self, module: Module) -> Iterator[Finding]:
        for call, value, made in slashed_names(module):
            if not _is_caught(module, call):
                what, fix = f"the name of {made} has a slash in it", with_underscores(module, value)
                yield from self.judged(module, value, what, (_TAKEN, _MADE), fix, of=call)

    def _clippings(self, module: Module) -> Iterator[Finding]:
        for call, given in optimizers.clipped_twice(module):
            if not _is_caught(module, call.node):
                what = f"an optimizer is given {' and '.join(each.name or '' for each in given)}"
                fix = Fix(Applicability.MANUAL, "choose one way to clip the gradients")
                yield from self.judged(module, given[-1].node, what, (_TAKEN, _CLIPPED), fix, of=call.node)

    def _optimizers(self, module: Module) -> Iterator[Finding]:
        for compiled in module.training.compiles:
            given = compiled.argument("optimizer", NEWEST.keras)
            origins = module.objects.origins(given.value) if given is not None else ()
            if given is None or not origins or _is_caught(module, compiled.node):
                continue
            if all(optimizers.is_made_by_tensorflow1(module, each) for each in origins):
                what = "compile is given an optimizer of TensorFlow 1"
                fix = of_keras(module, origins[0], given.value)
                yield from self.judged(module, given.value, what, (_TAKEN, _COMPILED), fix, of=compiled.node)

    def _reductions(self, module: Module) -> Iterator[Finding]:
        for node in module.call_index.named(*(f"keras.losses.{name}" for name in _LOSSES)):
            argument = bind(module, node, "").argument("reduction")
            if argument is None or not _is_auto(module, argument.value) or _is_caught(module, node):
                continue
            edits = () if argument.unpacked else remove_argument(module, argument.node)
            fix = with_edits("leave reduction out; it was the default", edits)
            what = 'the reduction of a loss is "auto"'
            yield from self.judged(module, argument.node, what, (_TAKEN, _REDUCTION), fix)

    def _of_layers(self, module: Module) -> Iterator[Finding]:
        for node, name, value in named_parts(module):
            text = module.literal(value)
            known = identifiers.OF_LAYERS[name].get(text or "")
            if text is None or known is None or not is_layer(module, node) or _is_caught(module, node):
                continue
            what = f'Keras 3 knows no {name.rpartition("_")[2]} "{text}"'
            yield from self.judged(module, value, what, (_TAKEN, _LAYER), known_text(module, value, known))

    def _of_compiles(self, module: Module) -> Iterator[Finding]:
        for compiled in module.training.compiles:
            given = [("loss", identifiers.LOSSES, node) for node in given_losses(compiled)]
            given += [("metric", identifiers.METRICS, node) for node in metrics_of(compiled)]
            for kind, texts, node in given:
                text = module.literal(node)
                known = texts.get(text or "")
                if known is None or _is_caught(module, compiled.node):
                    continue
                what = f'Keras 3 knows no {kind} "{text}"'
                outcomes = (_TAKEN if known.keras2 else _NEITHER, _TRAINING)
                fix = known_text(module, node, known)
                yield from self.judged(module, node, what, outcomes, fix, of=compiled.node)


def _is_auto(module: Module, node: cst.BaseExpression) -> bool:
    return module.literal(node) == "auto" or module.is_named(node, "keras.losses.Reduction.AUTO")


def _is_caught(module: Module, node: cst.CSTNode) -> bool:
    return is_guarded(module, node, "ValueError", "TypeError")
