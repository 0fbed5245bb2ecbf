"""Optimizers that a module builds, with the arguments they get."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.target import NEWEST, NEWEST_KERAS2, Release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_PLACES = ("keras.optimizers", "tensorflow.optimizers")
_CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")
_PRIVATE = ("tensorflow.python.", "tensorflow.contrib.")


def built(module: Module) -> Iterator[Call]:
    """Calls that build an optimizer of Keras, also through ``partial``, a plain subclass or ``super()``.

    Not those of ``keras.optimizers.legacy`` and of modules that only some releases have.
    """
    names = {name for node in _named(module) for name in _classes(module, node)}
    for call in module.calls(*sorted(names)):
        if not (module.spelled(call.node.func) or "").startswith(_PRIVATE):
            yield call


def clipped_twice(module: Module) -> Iterator[tuple[Call, list[Argument]]]:
    """Optimizers that are surely told more than one way of clipping gradients, with those arguments."""
    for call in built(module):
        given = [each for name in _CLIPPING if (each := call.argument(name)) is not None]
        sure = [each for each in given if _is_number(module, each.value)]
        if len(sure) > 1:
            yield call, sure


def _is_number(module: Module, node: cst.BaseExpression) -> bool:
    values = module.evaluate(node)
    return bool(values) and all(
        isinstance(each, Constant) and isinstance(each.value, (int, float)) for each in values
    )


def is_of_tensorflow1(module: Module, call: Call) -> bool:
    """Whether an optimizer is that of ``tf.compat.v1.keras``, which is the old one on every Keras 2."""
    return (module.spelled(call.node.func) or "").startswith("tensorflow.compat.v1.")


def _named(module: Module) -> Iterator[cst.BaseExpression]:
    """Expressions by which a class may be called or derived from."""
    for call in module.facts.calls:
        yield call.func
        if call.args:
            yield call.args[0].value
    for each in module.facts.classes:
        yield from (base.value for base in each.bases)


def _classes(module: Module, node: cst.BaseExpression) -> Iterator[str]:
    """The optimizer classes that *node* may name; of several star imports one may have brought it."""
    name = module.resolve(node)
    guesses = [name] if name else []
    if isinstance(node, cst.Name) and name is None:
        guesses = [f"{place}.{node.value}" for place in _PLACES]
    for guess in guesses:
        place, _, last = guess.rpartition(".")
        if place in _PLACES and last[:1].isupper() and _has_rate(guess) and module.is_named(node, guess):
            yield guess


def default_rate(name: str, release: Release) -> str | None:
    """The rate of the optimizer class *name* on *release* where none is given, as it is written."""
    told = api.signature(f"keras.optimizers.{name.rpartition('.')[2]}", "", release.keras)
    return api.default(told, "learning_rate") if told else None


def _has_rate(name: str) -> bool:
    """Whether *name* is an optimizer with a default rate; ``Optimizer`` and wrappers have none."""
    return any(default_rate(name, release) is not None for release in (NEWEST_KERAS2, NEWEST))
