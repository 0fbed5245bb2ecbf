"""TFC810 keras-mixed."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Kerases, Keyword, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.private_keras import PRIVATE, missing
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.objects.mixed import LIBRARIES, How, Meeting, Mixed, Side
from tflint_ckpt.semantics.objects.mixed_sides import PUBLIC, deciding_side, is_frozen, origin_of
from tflint_ckpt.syntax.private_keras import public_import
from tflint_ckpt.target import PRIVATE_KERAS

_RAISED = ("ValueError", "TypeError", "AttributeError")

_ONTO_KERAS3 = {
    How.ADDED: "raises ValueError (Only instances of keras.Layer can be added) when the layer is added",
    How.CALLED: "raises an exception when the layer is called on a tensor of its own",
    How.INPUTS: "raises ValueError (All inputs values must be KerasTensors) when the model is built",
    How.WRAPPED: "raises ValueError when the layer is wrapped",
    How.OPTIMIZER: "raises ValueError (Could not interpret optimizer identifier) in compile",
    How.HELD: "does not track it: fit and save leave out its weights",
}
"""What Keras 3 does with an object of Keras 2."""
_CALLBACKS = {
    "ReduceLROnPlateau": "raises AttributeError (no attribute 'lr') at the end of the first epoch",
    "LearningRateScheduler": "raises ValueError (Optimizer must have a lr attribute) in the first epoch",
    "TensorBoard": "raises AttributeError (no attribute '_train_counter') when fit begins",
}
"""What Keras 3 does with a callback of Keras 2; those that only look at the logs do their work."""
_SAVING = "raises ValueError or TypeError (options are not supported) when it saves"
"""What the ``ModelCheckpoint`` of ``tensorflow.python.keras`` does; that of ``tf_keras`` can save."""
_OF_KERAS3 = {
    How.ADDED: "raises TypeError (The added layer must be an instance of class Layer)",
    How.INPUTS: "raises AttributeError when the model is built",
    How.WRAPPED: "raises ValueError when the layer is wrapped",
    How.OPTIMIZER: "raises ValueError (Could not interpret optimizer identifier) in compile",
    How.METRIC: "raises AttributeError in fit",
    How.CALLBACK: "raises AttributeError when fit begins",
}
"""What happens to an object of Keras 3 in a model of Keras 2."""
_PRIVATE_AND_KERAS2 = {
    How.CALLED: "raises TypeError when the layer is called on a tensor of its own",
    How.INPUTS: "raises AttributeError when the model is built",
    How.WRAPPED: "raises ValueError when the layer is wrapped",
    How.OPTIMIZER: "raises ValueError (Could not interpret optimizer identifier) in compile",
}
"""What Keras 2 does with an object of ``tensorflow.python.keras``, its own twin."""


class KerasMixed(Rule):
    """An object of one Keras is given to another Keras, which does not know its classes.

    ## What it does
    Reports layers, optimizers, metrics, callbacks and symbolic tensors of `tf_keras`, of
    `tensorflow.python.keras` or of a library that builds on `tf_keras` (`hub.KerasLayer`, `tfp.layers`, the
    `TF…` models of `transformers`) that meet a model, or a symbolic tensor, of `tf.keras` or `keras`; and
    objects of `tf.keras` in a model of one of those.

    ## Why
    They are different packages with classes of the same names. Keras 3 raises before anything is trained:
    `Only instances of keras.Layer can be added to a Sequential model`, `Could not interpret optimizer
    identifier`. Where a model of your own class holds such a layer there is no error: Keras 3 does not
    track the weights of that layer, so it is not trained. `TF_USE_LEGACY_KERAS=1` makes `tf.keras` the
    Keras of `tf_keras`; `import keras` stays Keras 3. `tensorflow.python.keras` is private to TensorFlow,
    and a Keras of its own since TensorFlow 2.6.

    ## When it is silent
    What of `tensorflow.python.keras` is imported in vain has a rule of its own, `private-keras`.
    Where both are of one Keras on the target: `hub.KerasLayer` in a model of `tf.keras` on Keras 2. Losses,
    initializers and regularizers, which are only called. Objects whose import is not in sight. What stands in
    a `try` that catches the exception, or under a test of the version. A held layer that is frozen
    (`self.encoder.trainable = False`), or a `hub.KerasLayer` without `trainable=True`.

    ## Fix safety
    A name of `tensorflow.python.keras` is imported from the public Keras that it meets, where that has all
    names of the statement: unsafe, since other objects of the private one may be left. The rest is left to a
    person.

    ## References
    - [Keras 3 and TF_USE_LEGACY_KERAS](https://keras.io/getting_started/)
    """

    code = "TFC810"
    name = "keras-mixed"
    summary = "an object of one Keras (tf_keras, tensorflow.python.keras, a library's) given to another"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Either(
            Name("tf_keras", "python", "KerasLayer", "tensorflow_probability", "transformers"),
            Keyword("TF_USE_LEGACY_KERAS"),
        ),
        Kerases(*LIBRARIES),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each import whose objects meet another Keras, and each way they do."""
        reported: set[tuple[How, object]] = set()
        for meeting in Mixed(module).meetings():
            judged = deciding_side(module, meeting)
            if judged is None or is_guarded(module, meeting.place, *_RAISED):
                continue
            other = meeting.to if judged is meeting.given else meeting.given
            origin = origin_of(module, other)
            gone = missing(module, origin.node) if isinstance(origin, Binding) else None
            if gone is not None:  # nothing behind the import is run; TFC820 says so
                continue
            key = meeting.how, origin
            if key in reported or is_frozen(module, meeting):
                continue
            outcomes = list(_outcomes(module, meeting, other))
            fix = _fix(module, judged, other)
            what = _what(meeting)
            for finding in self.judged(module, meeting.place, what, outcomes, fix, of=judged.node):
                reported.add(key)
                yield finding


def _outcomes(module: Module, meeting: Meeting, other: Side) -> Iterator[Outcome]:
    severity = Severity.WARNING if meeting.how is How.HELD else Severity.ERROR
    is_given = other is meeting.given
    if other.root == PRIVATE:
        told = is_given or meeting.how is How.OPTIMIZER
        before = _PRIVATE_AND_KERAS2.get(meeting.how) if told else None
        yield on_keras2(None, "is the same Keras", until=PRIVATE_KERAS)
        yield on_keras2(severity if before else None, before or "takes it", since=PRIVATE_KERAS)
    else:
        yield on_keras2(None, "is the same Keras")
    after = (_ONTO_KERAS3 if is_given else _OF_KERAS3).get(meeting.how)
    if is_given and meeting.how is How.CALLBACK:
        after = _of_callback(module, meeting)
    if after is not None:
        yield on_keras3(severity, after)


def _of_callback(module: Module, meeting: Meeting) -> str | None:
    """What Keras 3 does with a callback of a class of Keras 2; ``None`` where it may run."""
    origins = module.objects.origins(meeting.place)
    names = {each.name.rpartition(".")[2] if each.local is None else "" for each in origins}
    name = names.pop() if len(names) == 1 else ""
    return _SAVING if name == "ModelCheckpoint" and meeting.given.root == PRIVATE else _CALLBACKS.get(name)


_WORDS = {
    How.ADDED: ("a layer of {given}", "is added to a Sequential of {to}"),
    How.CALLED: ("a layer of {given}", "is called on a symbolic tensor of {to}"),
    How.INPUTS: ("a tensor of {given}", "is the input of a Model of {to}"),
    How.WRAPPED: ("a layer of {given}", "is wrapped by a layer of {to}"),
    How.OPTIMIZER: ("an optimizer of {given}", "is given to a model of {to}"),
    How.METRIC: ("a metric of {given}", "is given to a model of {to}"),
    How.CALLBACK: ("a callback of {given}", "is given to a model of {to}"),
    How.HELD: ("a layer of {given}", "is held by a model or layer of {to}"),
}


def _what(meeting: Meeting) -> str:
    """The sentence: ``hub.KerasLayer, a layer of tf_keras, is added to a Sequential of tf.keras``."""
    thing, done = _WORDS[meeting.how]
    given, to = (PUBLIC.get(side.root, side.root) for side in (meeting.given, meeting.to))
    thing = thing.format(given=given)
    if meeting.given.library:
        thing = f"{meeting.given.library}, {thing},"
    if meeting.to.library:
        to = f"{to}, {meeting.to.library}"
    return f"{thing} {done.format(to=to)}"


def _fix(module: Module, judged: Side, other: Side) -> Fix:
    mine = PUBLIC[judged.root]
    if other.library and judged.root == "keras":
        return Fix(Applicability.MANUAL, f"take the rest from tf_keras, as {other.library} does")
    if other.library:
        title = f"set TF_USE_LEGACY_KERAS=1 before TensorFlow is imported, so that {mine} is tf_keras"
        return Fix(Applicability.MANUAL, title)
    title = f"take both from {mine}"
    binding = origin_of(module, other)
    edits: tuple[Edit, ...] = ()
    if other.root == PRIVATE and isinstance(binding, Binding):
        public = "tensorflow.keras" if judged.root == "tensorflow" else "keras"
        edits = public_import(module, binding, public)
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)
