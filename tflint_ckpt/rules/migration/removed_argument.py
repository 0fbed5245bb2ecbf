"""TFC804 removed-argument."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.keras_api.reader import renamed_arguments
from tflint_ckpt.rules.argument_elsewhere import as_type, left_out, renamed
from tflint_ckpt.rules.kernel_sides import AS_KERAS_1, as_one_tuple
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Given, Method, Passed, Public
from tflint_ckpt.rules.without_keras1 import without_keras1
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.api_calls import api_calls, lacks, raised, third_of_to_categorical
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.dispensable import has_effect, is_dispensable, is_only_here
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.calls.keras1 import GONE, words
from tflint_ckpt.semantics.calls.renamed import Successor as Renamed
from tflint_ckpt.semantics.calls.renamed import instead, successor
from tflint_ckpt.semantics.calls.successor import is_default
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.place_in_model import Place, place_of
from tflint_ckpt.syntax.arguments import remove_argument, rename_argument, replace
from tflint_ckpt.syntax.comments import is_named_beside
from tflint_ckpt.syntax.first_input import input_before
from tflint_ckpt.syntax.several import remove_arguments
from tflint_ckpt.target import NEWEST_KERAS2

_ELSEWHERE = {"lr", "decay"}
"""Arguments that rules of their own are about."""
_LENGTH = ("keras.layers.Embedding", "input_length")
_OF_V1 = "tensorflow.compat.v1."
_IGNORED = (
    on_keras2(None, "takes it"),
    on_keras3(Severity.INFO, "warns and ignores it"),
)
_SWITCH = ("keras.Model", "compile", "experimental_run_tf_function")
"""What Keras 2 finds in the ``**kwargs`` of ``compile`` and, since TensorFlow 2.2, does nothing with."""
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


class RemovedArgument(Rule):
    """An argument that Keras took once and does not take on the target: the call raises.

    ## What it does
    Reports keyword arguments of Keras' classes and functions, and of `fit`, `evaluate`, `predict` and
    `compile` of what provably is a model, that an earlier release took and the target refuses: `workers`,
    `use_multiprocessing`, `time_major`, `batch_input_shape`, `write_grads`; also those of Keras 1, such as
    `output_dim`, `border_mode`, `nb_epoch` and the `mode` of `BatchNormalization`; `name` of an optimizer's
    `apply_gradients`, `batch_input_shape` of `Input` and the `dtype` of `to_categorical`, also by its place;
    and `input_length` of `Embedding`, which Keras 3 ignores with a warning.

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
        Either(Given(made_by=lambda: _words()), Passed("to_categorical.dtype.2=any")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument."""
        for call, owner, method in api_calls(module):
            for argument in call.arguments:
                if argument.name is None or argument.name in _ELSEWHERE:
                    continue
                outcomes = list(_outcomes(call, owner, method, argument.name))
                what = f"{method or owner.rpartition('.')[2]} no longer accepts {argument.name}"
                if (owner, argument.name) == _LENGTH:
                    what, outcomes = "Embedding has no use for input_length", list(_IGNORED)
                elif (owner, method, argument.name) == _SWITCH:
                    outcomes = list(_OF_THE_SWITCH)
                elif (owner in _INPUTS, argument.name) == (True, _BATCHED):
                    outcomes = list(_OF_INPUT)
                elif (owner, method) == (families.MODEL, "evaluate") and argument.name in _READING:
                    outcomes = list(_OF_EVALUATE)
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


def _words() -> list[str]:
    applied = (families.OPTIMIZER, "apply_gradients")
    names = ("name", "experimental_aggregate_gradients", "skip_gradients_aggregation")
    own = [f"apply_gradients.{name}" for name in names if api.takes(*applied, name)]
    own += ["Input.batch_input_shape", "Embedding.input_length", "compile.experimental_run_tf_function"]
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


def _without_length(module: Module, call: Call, argument: Argument) -> Fix:
    """Give the length to an ``Input`` in front of the first layer, which builds that as it did on Keras 2;
    behind another layer it says nothing."""
    title, place = "remove input_length", place_of(module, call.node)
    if not isinstance(argument.node, cst.Arg) or not is_dispensable(module, call, argument):
        return Fix(Applicability.MANUAL, title)
    is_none = isinstance(argument.value, cst.Name) and argument.value.value == "None"
    if place in (Place.LISTED, Place.ADDED) and not is_none:
        shape = f"({module.text(argument.value)},)"
        edits = input_before(module, call.node, remove_argument(module, argument.node), place, shape)
        title = f"begin the Sequential with Input({shape})"
        return Fix(Applicability.SAFE if edits else Applicability.MANUAL, title, edits)
    edits = remove_argument(module, argument.node)
    if not edits or (place is not Place.LATER and not is_none):
        return Fix(Applicability.MANUAL, title)
    fix = Fix(Applicability.SAFE, title, edits)
    older = module.target.keras2 or module.target.is_assumed
    return unsafe(fix, "on Keras 2 a Flatten behind the layer needs it") if older else fix


def _as_sequence(module: Module, call: Call, argument: Argument) -> Fix:
    """Give the length and the size of a step to an ``Input``: of a recurrent layer the two are its shape."""
    given, place = call.argument("input_dim"), place_of(module, call.node)
    if given is None or not (isinstance(argument.node, cst.Arg) and isinstance(given.node, cst.Arg)):
        return Fix(Applicability.MANUAL, instead(module, argument))
    shape = f"({module.text(argument.value)}, {module.text(given.value)})"
    title = f"begin the Sequential with Input({shape})"
    gone = () if has_effect(given.value) else remove_arguments(module, call.node, (argument.node, given.node))
    edits = input_before(module, call.node, gone, place, shape)
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, title, edits)


def _as_input(module: Module, call: Call, argument: Argument) -> Fix:
    """Give the shape to an ``Input`` in front of the first layer; to a later layer it says nothing."""
    place = place_of(module, call.node)
    if isinstance(argument.node, cst.Arg) and not has_effect(argument.value):
        if place is Place.LATER:
            return Fix(Applicability.SAFE, "remove batch_input_shape", remove_argument(module, argument.node))
        given = f"batch_shape={module.text(argument.value)}"
        edits = input_before(module, call.node, remove_argument(module, argument.node), place, given)
        if edits:
            title = f"begin the Sequential with Input(batch_shape={module.text(argument.value)})"
            return Fix(Applicability.SAFE, title, edits)
    return Fix(Applicability.MANUAL, instead(module, argument))


def _fix(module: Module, call: Call, owner: str, method: str, argument: Argument) -> Fix:
    assert argument.name is not None
    of_keras1 = without_keras1(module, call, owner, method, argument)
    if of_keras1 is not None:
        return of_keras1
    if argument.name == "input_length":
        embedding = (owner, argument.name) == _LENGTH
        return (_without_length if embedding else _as_sequence)(module, call, argument)
    if (owner, method, argument.name) == _SWITCH:
        edits = remove_argument(module, argument.node) if is_dispensable(module, call, argument) else ()
        return _removal(module, call, argument, edits)
    if owner in _INPUTS and argument.name == _BATCHED:
        return renamed(module, argument, "batch_shape")
    if (method, argument.name) == ("apply_gradients", "name") and not has_effect(argument.value):
        return left_out(module, call, argument)
    if (owner, argument.name) == ("keras.utils.to_categorical", "dtype"):
        return as_type(module, call, argument)
    if argument.name == "batch_input_shape":
        return _as_input(module, call, argument)
    new = successor(module, call, owner, method, argument)
    if new is not None:
        return _renaming(module, call, argument, new)
    told = api.signature(owner, method, NEWEST_KERAS2.keras)
    default = api.default(told, argument.name) if told else None
    hidden = told is not None and argument.name in told.hidden
    if hidden:
        default = "False"  # what ``**kwargs`` brings is off unless it is asked for
    same = is_default(module, argument.value, default) or _reads_no_generator(module, call, method, argument)
    if not same and (owner, argument.name) in _IDLE and is_dispensable(module, call, argument):
        removal = _removal(module, call, argument, remove_argument(module, argument.node))
        return unsafe(removal, "it says something to Keras of before TensorFlow 2")
    edits = remove_argument(module, argument.node) if same and is_dispensable(module, call, argument) else ()
    if not edits:
        return Fix(Applicability.MANUAL, f"remove {argument.name}" if same else instead(module, argument))
    fix = _removal(module, call, argument, edits)
    # Where Keras 2 runs it, a layer may decide for itself what it was told not to do: ``fused=False``.
    decides = hidden and (module.target.keras2 or module.target.is_assumed)
    is_safe = fix.applicability is Applicability.SAFE
    return unsafe(fix, "Keras 2 chooses for itself without it") if decides and is_safe else fix


def _removal(module: Module, call: Call, argument: Argument, edits: tuple[Edit, ...]) -> Fix:
    """Remove an argument that says nothing; not safe where a comment that speaks of it would stay behind."""
    assert argument.name is not None
    title = f"remove {argument.name}"
    if not edits:
        return Fix(Applicability.MANUAL, title)
    fix = Fix(Applicability.SAFE, title, edits)
    if any(is_named_beside(module, node, argument.name) for node in (call.node, argument.node)):
        return unsafe(fix, f"a comment beside it names {argument.name}")
    return fix


def _renaming(module: Module, call: Call, argument: Argument, new: Renamed) -> Fix:
    title = f"write {new.name}={new.value}" if new.value else f"write {new.name}"
    edits = rename_argument(module, argument.node, new.name)
    if edits and new.value is not None:
        edits = (*edits, replace(module, argument.value, new.value))
    if new.besides:
        title = f"{title}, {new.besides}"
        sides = as_one_tuple(module) if edits else ()
        if sides:
            return unsafe(Fix(Applicability.UNSAFE, title, (*edits, *sides)), AS_KERAS_1)
        edits = ()
    if not edits:
        return Fix(Applicability.MANUAL, title)
    # What Keras 2 took and did not look at acts from now on.
    safe = is_only_here(module, call, argument) and new.same
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, title, edits)


def _reads_no_generator(module: Module, call: Call, method: str, argument: Argument) -> bool:
    """Whether *argument* says how a generator is read, and the data is a ``tf.data.Dataset``, or arrays, with
    which the targets are given."""
    old = api.signature(families.MODEL, f"{method}_generator", NEWEST_KERAS2.keras) if method else None
    if old is None or argument.name is None or old.parameter(argument.name) is None:
        return False
    if method in ("fit", "evaluate") and argument_of(call, "y") is not None:
        return True
    data = argument_of(call, "x")
    return data is not None and bool(module.datasets.chains(data.value))
