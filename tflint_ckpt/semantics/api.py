"""On which releases the public API of Keras has what: histories made of the tables."""

from __future__ import annotations

from tflint_ckpt.keras_api import long_gone
from tflint_ckpt.keras_api.history import FIRST, KERAS3, LAST, Span, history
from tflint_ckpt.keras_api.reader import Version, bases, every_name, find, renamed_arguments, snapshots
from tflint_ckpt.keras_api.signature import ParameterKind, Signature, Takes
from tflint_ckpt.light_functools import cache

ONE_KERAS: Version = (2, 6)
"""From here on ``keras`` and ``tf.keras`` are one package."""
_BEFORE_ONE_KERAS = (
    Span(FIRST, ONE_KERAS, True),
    Span(ONE_KERAS, KERAS3, False),
    Span(KERAS3, LAST, False),
)


@cache
def presence(spelled: str, name: str) -> tuple[Span[bool], ...]:
    """Where the API has *name*, which the file writes as *spelled*; empty where no known release ever had it.

    Between two releases of which one has it and the other has not, nothing is said.
    """
    api = find(name, spelled=spelled)
    if api is None and name in long_gone.NAMES and spelled == name:
        return _BEFORE_ONE_KERAS
    return history(lambda keras: api.at(keras) is not None) if api else ()


def is_there(spelled: str, name: str, keras: Version) -> bool:
    """Whether the API surely has *name* on a release."""
    return any(span.answer and span.since <= keras < span.until for span in presence(spelled, name))


def replacement(name: str) -> str | None:
    """Another name of the same object, which the newest release has; ``None`` where the tables know none."""
    api = find(name)
    by_hand = long_gone.NAMES.get(name) or long_gone.OTHER_NAMES.get(name)
    return by_hand or (api.replacement if api else None)


def renamed(name: str) -> str | None:
    """The same as `replacement`, of a name with another last part: ``keras.losses.MSE``."""
    api = find(name)
    return api.other if api else None


def home(name: str) -> str | None:
    """The module that has most of what was in the module *name*, which the newest release lacks."""
    api = find(name)
    return long_gone.HOMES.get(name) or (api.home if api else None)


def words_of_removed_names(before: Version | None = None) -> tuple[str, ...]:
    """Triggers, ``keras.layers.experimental``, of the names that the newest release has lost.

    With *before*, of those only that some release before that one lacks, and an earlier one has.
    """
    gone = {
        name
        for name in (*every_name(), *long_gone.NAMES)
        if any(_is_dropped(presence(root + name, name), before) for root in ("", "tensorflow."))
    }
    return tuple(sorted(name for name in gone if not any(above in gone for above in _above(name))))


def _above(name: str) -> list[str]:
    """The names that a dotted name begins with."""
    return [name[:place] for place, letter in enumerate(name) if letter == "."]


def _is_dropped(spans: tuple[Span[bool], ...], before: Version | None = None) -> bool:
    """Whether something that held does not hold any more, on the newest release (and some one *before*).

    What went and came back (``keras.optimizers.Adam``, not there from 2.6 to 2.8) is in too many clean files.
    """
    holding = [span.answer for span in spans]
    if True not in holding or holding[-1]:
        return False
    since = holding.index(True)
    return before is None or any(not span.answer and span.since < before for span in spans[since:])


def comes_or_goes(owner: str, method: str, before: Version) -> bool:
    """Whether the first release with the API class *owner* has *method*, or the last one before *before*,
    and not both. What went and came back is not told well enough."""
    older = [span.answer for span in method_presence(owner, method) if span.since < before]
    return bool(older) and older[0] is not older[-1]


@cache
def method_presence(owner: str, method: str) -> tuple[Span[bool], ...]:
    """The same for a method of the API class *owner*; only releases that have the class count."""
    api = find(owner)
    member = api.member(method) if api else None
    if api is None or member is None:
        return ()
    return history(lambda keras: None if api.at(keras) is None else member.at(keras) is not None)


@cache
def takes(owner: str, method: str, argument: str) -> tuple[Span[bool], ...]:
    """Where the API class or function *owner*, or its *method*, takes *argument* by name.

    Only releases of which the tables can tell count; empty where none ever took it on purpose. What only a
    standalone Keras of before TensorFlow 2.6 took, as a name from Keras 1, is taken by none.
    """
    every = [told for told in (signature(owner, method, keras) for keras in snapshots()) if told]
    once = argument in renamed_arguments(owner, method)
    if not once and not any(told.takes(argument) in (Takes.NAMED, Takes.ACCEPTED) for told in every):
        return ()

    def answer(keras: Version) -> bool | None:
        told = signature(owner, method, keras)
        found = told.takes(argument) if told is not None and told.known else Takes.UNKNOWN
        if once and found is Takes.REFUSED and keras < ONE_KERAS:
            return None  # ``keras`` took it, ``tf.keras`` did not
        if found is Takes.REFUSED and not method and _is_of_a_base(owner, argument, keras):
            return None  # what a base class names was not tried on each class
        return None if found is Takes.UNKNOWN else found is not Takes.REFUSED

    spans = history(answer)
    modern = [span.answer for span in spans if span.since >= KERAS3]
    # One that comes and goes within a major release was not tried everywhere: nobody can tell.
    ever = once or any(span.answer for span in spans if span.since < KERAS3)
    return spans if len(set(modern)) < 2 and ever else ()


def _is_of_a_base(owner: str, argument: str, keras: Version) -> bool:
    above = [signature(base, "", keras) for base in bases(owner, keras)]
    return any(told is not None and told.takes(argument) is Takes.NAMED for told in above)


@cache
def signature(owner: str, method: str, keras: Version) -> Signature | None:
    """What the API class or function *owner*, or its *method*, may be given on a release."""
    api = find(owner)
    if api is None or not method:
        return api.at(keras) if api else None
    member = api.member(method)
    return member.at(keras) if member else None


def positionals(told: Signature) -> list[str]:
    """The parameters that may be given by position, in order."""
    kinds = (ParameterKind.POSITIONAL, ParameterKind.EITHER)
    return [parameter.name for parameter in told.parameters if parameter.kind in kinds]


def positional(told: Signature, place: int) -> str | None:
    """The parameter that the positional argument *place*, from 0, arrives at."""
    names = positionals(told)
    return names[place] if place < len(names) else None


@cache
def place(owner: str, method: str, argument: str, keras: Version) -> int | None:
    """At which position, from 0, the API takes *argument* on a release; ``None`` where by name only.

    What contracts (:mod:`tflint_ckpt.semantics.contracts`) say of most parameters holds on every release.
    """
    told = signature(owner, method, keras)
    names = positionals(told) if told is not None else []
    return names.index(argument) if argument in names else None


def default(told: Signature, name: str) -> str | None:
    """The default of a parameter, as it is written; ``None`` where it has none, or is none."""
    parameter = told.parameter(name)
    return parameter.default if parameter else None


def words_of_removed_arguments() -> tuple[str, ...]:
    """Triggers, ``Dense.weights``, of the arguments that the API, or a method of models, dropped."""
    found = set[str]()
    for owner, method in [
        *((name, "") for name in every_name()),
        *(("keras.Model", each) for each in TRAINING),
    ]:
        called = method or owner.rpartition(".")[2]
        told = [signature(owner, method, keras) for keras in snapshots()]
        words = {
            word for each in told if each for word in (*(it.name for it in each.parameters), *each.hidden)
        }
        once = renamed_arguments(owner, method)
        found.update(f"{called}.{word}" for word in words if _is_dropped(takes(owner, method, word)))
        found.update(f"{called}.{word}" for word in once if not all(_answers(owner, method, word)))
    return tuple(sorted(found))


def _answers(owner: str, method: str, argument: str) -> list[bool]:
    return [span.answer for span in takes(owner, method, argument)]


TRAINING = ("compile", "fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch")
"""The methods of a model that are asked about their arguments."""
