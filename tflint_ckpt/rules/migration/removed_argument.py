"""TFC804 removed-argument."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.keras_api.reader import renamed_arguments
from tflint_ckpt.rules.argument_elsewhere import (
    as_type,
    by_place,
    by_successor,
    left_out,
    removed,
    renamed,
)
from tflint_ckpt.rules.first_input import as_input, as_sequence, without_length
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Both, Either, Given, Keyword, Method, Name, Passed, Public
from tflint_ckpt.rules.without_keras1 import without_keras1
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.api_calls import (
    api_calls,
    lacks,
    raised,
    reads_no_generator,
    third_of_to_categorical,
)
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import has_effect, is_dispensable
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.keras1 import GONE, words
from tflint_ckpt.semantics.calls.renamed import instead, successor
from tflint_ckpt.semantics.calls.successor import is_default
from tflint_ckpt.semantics.models.called_by_name import INPUTS, SEQUENCES, recurrent_calls_by_name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.syntax.arguments import remove_argument
from tflint_ckpt.target import NEWEST_KERAS2

_ELSEWHERE = {"lr", "decay"}
"""Arguments that rules of their own are about."""
_LENGTH = ("keras.layers.Embedding", "", "input_length")
_OF_V1 = "tensorflow.compat.v1."
_IGNORED = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.INFO, "warns and ignores it"),
)
_SWITCHES = [
    (families.MODEL, "compile", name) for name in ("experimental_run_tf_function", "sample_weight_mode")
]
"""What Keras 2 finds in the ``**kwargs`` of ``compile`` and, since TensorFlow 2.2, does nothing with: weights
for each step are told by their two axes (the losses are the same with any mode on 2.10 and 2.15, run)."""
_OF_THE_SWITCH = (
    on_keras2(None, "takes it and does nothing with it"),
    on_keras3(Severity.ERROR, "raises TypeError"),
)
_INPUTS = ("keras.Input", "keras.layers.Input")
_BATCHED = "batch_input_shape"
_OF_INPUT = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.ERROR, "raises TypeError"),
)
_READING = ("max_queue_size", "use_multiprocessing", "workers")
_IDLE = {
    ("keras.callbacks.TensorBoard", name)
    for name in ("write_grads", "batch_size", "embeddings_layer_names", "embeddings_data")
}
"""What Keras 2 takes, warns of and does nothing with."""
_OF_EVALUATE = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.ERROR, "raises ValueError"),
)
"""What ``evaluate`` of Keras 3 finds in its ``**kwargs``, and refuses."""
_KNOWN = {
    _LENGTH: _IGNORED,
    **dict.fromkeys(_SWITCHES, _OF_THE_SWITCH),
    **{(owner, "", _BATCHED): _OF_INPUT for owner in _INPUTS},
    **{(families.MODEL, "evaluate", name): _OF_EVALUATE for name in _READING},
}
"""What the API tables do not tell, or not well enough."""


class RemovedArgument(Rule):
    """An argument that Keras took once and does not take on the target: the call raises.

    ## What it does
    Reports keyword arguments of Keras' classes and functions, and of `fit`, `evaluate`, `predict` and
    `compile` of what provably is a model, that an earlier release took and the target refuses: `workers`,
    `use_multiprocessing`, `time_major`, `batch_input_shape`, `write_grads`; also those of Keras 1, such as
    `output_dim`, `border_mode`, `nb_epoch` and the `mode` of `BatchNormalization`; `name` of an optimizer's
    `apply_gradients`, `batch_input_shape` of `Input` and the `dtype` of `to_categorical`, also by its place;
    and `input_length` of `Embedding`, which Keras 3 ignores with a warning. Also `inputs` where a recurrent
    layer is called, `LSTM(8)(inputs=x)`: on Keras 3 it is called `sequences` there.

    ## Why
    The call raises `TypeError` or `ValueError`. What is taken on which release is read from tables that are
    made from installed releases, by trying it.

    ## When it is silent
    Arguments that no known release took: those are mistakes of another kind. Releases of which the tables
    cannot tell. Objects that are not proved to be models, classes of your own, `ModelCheckpoint` and the
    rate of optimizers, which have rules of their own. What stands in a `try` that catches the exception, or
    under a test of the version.

    ## Fix safety
    An argument that has another name now gets that one (`l1(l=…)`, `Dense(output_dim=…)`): safe where a
    release that takes the old name does the same with it, unsafe where it does not look at it
    (`DepthwiseConv2D(kernel_regularizer=…)`), or the sides of the kernel are given one by one, as in Keras 1,
    and become one tuple. Else the fix removes the argument. That is safe where its value
    is the one it has anyway, and for the arguments that only say how a generator is read (`workers` and its
    like) where the data is a `tf.data.Dataset`, or arrays with their targets. It is unsafe for what
    `TensorBoard` takes on Keras 2 and does nothing with (`write_grads`, `batch_size`), where a release of
    Keras 2 runs the code and a layer may then decide for itself (`fused=False`), and where a comment beside
    the call names the argument. Anything else is left to a person, since the argument meant something.

    Of what Keras 1 took and nobody renamed, `nb_row` and `nb_col` become `kernel_size`, and `consume_less`
    goes: both are safe. The `dropout` of an `Embedding` and mode 2 of a `BatchNormalization` go, too: unsafe,
    since they changed the training.

    The `inputs` of a recurrent layer are given by position, which all releases take: safe.

    A `dtype` of `to_categorical` becomes `.astype(…)` behind the call: unsafe, since a tensor has none.
    `batch_input_shape` of the first layer of a `Sequential` goes to an `Input` in front of it, and that of
    a later layer goes: both are safe. So it is with `input_length`, which builds a first `Embedding` on Keras
    2 and does nothing on Keras 3; that of an `Embedding` whose place is not seen is left to a person.

    ## References
    - [Migrating to Keras 3](https://keras.io/guides/migrating_to_keras_3/)
    """

    code = "TFC804"
    name = "removed-argument"
    summary = "an argument that Keras took once and refuses on the target"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Either(Public("keras"), Method(*api.TRAINING, "apply_gradients")),
        Either(
            Given(made_by=lambda: _words()),
            Passed("to_categorical.dtype.2=any"),
            Both(Keyword(INPUTS), Name(*SEQUENCES)),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument."""
        for call, owner, method in api_calls(module):
            for argument in call.arguments:
                if argument.name is None or argument.name in _ELSEWHERE:
                    continue
                known = _KNOWN.get((owner, method, argument.name))
                outcomes = list(known or _outcomes(call, owner, method, argument.name))
                what = f"{method or owner.rpartition('.')[2]} no longer accepts {argument.name}"
                if known is _IGNORED:
                    what = "Embedding has no use for input_length"
                if (module.spelled(call.node.func) or "").startswith(_OF_V1):
                    # on Keras 2 these are other classes, which take what those of TensorFlow 1 took
                    outcomes = [each for each in outcomes if each.since >= KERAS3]
                if outcomes and not is_guarded(module, call.node, "TypeError", "ValueError"):
                    fix = _fix(module, call, owner, method, argument)
                    yield from self.judged(module, argument.node, what, outcomes, fix)
        for call, argument in third_of_to_categorical(module):
            if not is_guarded(module, call.node, "TypeError"):
                what = "to_categorical no longer accepts dtype"
                fix = as_type(module, call, argument)
                yield from self.judged(module, argument.node, what, _OF_INPUT, fix, of=call.node)
        for node, given, layer in recurrent_calls_by_name(module):
            if not is_guarded(module, node, "TypeError"):
                what = f"a layer of {layer} no longer accepts its input as {INPUTS}"
                fix = by_place(module, node, given)
                yield from self.judged(module, given, what, _OF_INPUT, fix, of=node.func)


def _words() -> list[str]:
    applied = (families.OPTIMIZER, "apply_gradients")
    names = ("name", "experimental_aggregate_gradients", "skip_gradients_aggregation")
    own = [f"apply_gradients.{name}" for name in names if api.takes(*applied, name)]
    own += ["Input.batch_input_shape", "Embedding.input_length"]
    own += [f"{method}.{name}" for _, method, name in _SWITCHES]
    reading = [f"evaluate.{name}" for name in _READING]
    return [*own, *reading, *words()] + [
        word for word in api.words_of_removed_arguments() if word.rpartition(".")[2] not in _ELSEWHERE
    ]


def _outcomes(call: Call, owner: str, method: str, argument: str) -> Iterator[Outcome]:
    first = GONE.get((owner, method, argument))
    if first is not None:
        yield on_keras2(Severity.ERROR, f"raises {first[0]}", since=api.ONE_KERAS)
        yield on_keras3(Severity.ERROR, f"raises {first[1]}")
        return
    new = renamed_arguments(owner, method).get(argument)
    begun = new is not None
    for span in api.takes(owner, method, argument):
        begun |= span.answer
        if span.answer:
            yield Outcome(None, "takes it", span.since, span.until)
        elif begun:
            told = api.signature(owner, method, span.since)
            error = "TypeError" if new and lacks(call, told, new) else raised(told, span.since)
            yield Outcome(Severity.ERROR, f"raises {error}", span.since, span.until)


def _fix(module: Module, call: Call, owner: str, method: str, argument: Argument) -> Fix:
    assert argument.name is not None
    of_keras1 = without_keras1(module, call, owner, method, argument)
    if of_keras1 is not None:
        return of_keras1
    if argument.name == "input_length":
        embedding = (owner, method, argument.name) == _LENGTH
        return (without_length if embedding else as_sequence)(module, call, argument)
    if (owner, method, argument.name) in _SWITCHES:
        edits = remove_argument(module, argument.node) if is_dispensable(module, call, argument) else ()
        return removed(module, call, argument, edits)
    if owner in _INPUTS and argument.name == _BATCHED:
        return renamed(module, argument, "batch_shape")
    if (method, argument.name) == ("apply_gradients", "name") and not has_effect(argument.value):
        return left_out(module, call, argument)
    if (owner, argument.name) == ("keras.utils.to_categorical", "dtype"):
        return as_type(module, call, argument)
    if argument.name == "batch_input_shape":
        return as_input(module, call, argument)
    new = successor(module, call, owner, method, argument)
    if new is not None:
        return by_successor(module, call, argument, new)
    told = api.signature(owner, method, NEWEST_KERAS2.keras)
    default = api.default(told, argument.name) if told else None
    hidden = told is not None and argument.name in told.hidden
    if hidden:
        default = "False"  # what ``**kwargs`` brings is off unless it is asked for
    same = is_default(module, argument.value, default) or reads_no_generator(module, call, method, argument)
    if not same and (owner, argument.name) in _IDLE and is_dispensable(module, call, argument):
        removal = removed(module, call, argument, remove_argument(module, argument.node))
        return unsafe(removal, "it says something to Keras of before TensorFlow 2")
    edits = remove_argument(module, argument.node) if same and is_dispensable(module, call, argument) else ()
    if not edits:
        return Fix(Applicability.MANUAL, f"remove {argument.name}" if same else instead(module, argument))
    fix = removed(module, call, argument, edits)
    # Where Keras 2 runs it, a layer may decide for itself what it was told not to do: ``fused=False``.
    decides = hidden and (module.target.keras2 or module.target.is_assumed)
    is_safe = fix.applicability is Applicability.SAFE
    return unsafe(fix, "Keras 2 chooses for itself without it") if decides and is_safe else fix
