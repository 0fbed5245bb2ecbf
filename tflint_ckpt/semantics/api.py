"""On which releases the public API of Keras has what: histories made of the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tflint_ckpt.keras_api.reader import Version, bases, every_name, find, snapshots
from tflint_ckpt.keras_api.signature import ParameterKind, Signature, Takes

KERAS3: Version = (3, 0)
END: Version = (10**6, 0)


@dataclass(frozen=True, slots=True)
class Span:
    """Releases of Keras on which the same holds: from *since*, and before *until*."""

    since: Version
    until: Version
    holds: bool


@cache
def presence(spelled: str, name: str) -> tuple[Span, ...]:
    """Where the API has *name*, which the file writes as *spelled*; empty where no known release ever had it.

    Between two releases of which one has it and the other has not, nothing is said.
    """
    api = find(name, spelled=spelled)
    return _spans(lambda keras: api.at(keras) is not None) if api else ()


def is_there(spelled: str, name: str, keras: Version) -> bool:
    """Whether the API surely has *name* on a release."""
    return any(span.holds and span.since <= keras < span.until for span in presence(spelled, name))


def replacement(name: str) -> str | None:
    """Another name of the same object, which the newest release has; ``None`` where the tables know none."""
    api = find(name)
    return api.replacement if api else None


@cache
def words_of_removed_names() -> tuple[str, ...]:
    """Words of which a file has at least one if it names something that some release dropped."""
    names = every_name()
    gone: list[str] = []
    alive: set[str] = set()
    for name in names:
        there = [find(name, spelled=root + name) for root in ("", "tensorflow.")]
        (gone if any(each and each.gone_in for each in there) else []).append(name)
        if any(each and not each.gone_in for each in there):
            alive.update(name.split("."))
    words = set()
    for name in gone:
        parts = name.split(".")[1:]
        words.add(
            next((part for part in parts if part not in alive), parts[-2] if len(parts) > 1 else parts[-1])
        )
    return tuple(sorted(words))


@cache
def method_presence(owner: str, method: str) -> tuple[Span, ...]:
    """The same for a method of the API class *owner*; only releases that have the class count."""
    api = find(owner)
    member = api.member(method) if api else None
    if api is None or member is None:
        return ()
    return _spans(lambda keras: None if api.at(keras) is None else member.at(keras) is not None)


@cache
def takes(owner: str, method: str, argument: str) -> tuple[Span, ...]:
    """Where the API class or function *owner*, or its *method*, takes *argument* by name.

    Only releases of which the tables can tell count; empty where none ever took it on purpose.
    """
    every = [told for told in (signature(owner, method, keras) for keras in snapshots()) if told]
    if not any(told.takes(argument) in (Takes.NAMED, Takes.ACCEPTED) for told in every):
        return ()

    def answer(keras: Version) -> bool | None:
        told = signature(owner, method, keras)
        found = told.takes(argument) if told is not None and told.known else Takes.UNKNOWN
        if found is Takes.REFUSED and not method and _is_of_a_base(owner, argument, keras):
            return None  # what a base class names was not tried on each class
        return None if found is Takes.UNKNOWN else found is not Takes.REFUSED

    spans = _spans(answer)
    modern = [span.holds for span in spans if span.since >= KERAS3]
    # One that comes and goes within a major release was not tried everywhere: nobody can tell.
    return spans if len(set(modern)) < 2 and any(span.holds for span in spans if span.since < KERAS3) else ()


def _is_of_a_base(owner: str, argument: str, keras: Version) -> bool:
    above = [signature(base, "", keras) for base in bases(owner, keras)]
    return any(told is not None and told.takes(argument) is Takes.NAMED for told in above)


def signature(owner: str, method: str, keras: Version) -> Signature | None:
    """What the API class or function *owner*, or its *method*, may be given on a release."""
    api = find(owner)
    if api is None or not method:
        return api.at(keras) if api else None
    member = api.member(method)
    return member.at(keras) if member else None


def positional(told: Signature, place: int) -> str | None:
    """The parameter that the positional argument *place*, from 0, arrives at."""
    kinds = (ParameterKind.POSITIONAL, ParameterKind.EITHER)
    names = [parameter.name for parameter in told.parameters if parameter.kind in kinds]
    return names[place] if place < len(names) else None


def default(told: Signature, name: str) -> str | None:
    """The default of a parameter, as it is written; ``None`` where it has none, or is none."""
    parameter = told.parameter(name)
    return parameter.default if parameter else None


def _spans(holds: Callable[[Version], bool | None]) -> tuple[Span, ...]:
    found: list[Span] = []
    known = snapshots()
    for number, version in enumerate(known):
        until = known[number + 1] if number + 1 < len(known) else END
        answer = holds(version)
        last = found[-1] if found else None
        if answer is None:
            continue
        if last is not None and last.until == version and last.holds == answer and version != KERAS3:
            found[-1] = Span(last.since, until, answer)
            continue
        if last is not None and last.holds != answer and version != KERAS3:
            major, minor = known[number - 1]
            found[-1] = Span(last.since, (major, minor + 1), last.holds)
        found.append(Span(version if number else (0, 0), until, answer))
    return tuple(found) if any(span.holds for span in found) else ()


@cache
def words_of_removed_arguments() -> tuple[str, ...]:
    """Names of arguments that some release of Keras 2 took and the newest release does not."""
    last, words = snapshots()[-1], set()
    for name in every_name():
        api = find(name)
        now = api.at(last) if api else None
        if api is None or now is None or not now.known or now.unknown_keyword is Takes.SWALLOWED:
            continue
        for keras in snapshots():
            then = api.at(keras) if keras < KERAS3 else None
            if then is not None:
                words.update(_by_name(then) - _by_name(now))
    for method in TRAINING:
        for keras in snapshots():
            then, now = signature("keras.Model", method, keras), signature("keras.Model", method, last)
            if then is not None and now is not None:
                words.update(_by_name(then) - _by_name(now))
    return tuple(sorted(words))


TRAINING = ("compile", "fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch")
"""The methods of a model that are asked about their arguments."""


def _by_name(told: Signature) -> set[str]:
    names = {each.name for each in told.parameters if told.takes(each.name) is Takes.NAMED}
    return names.union(told.hidden)
