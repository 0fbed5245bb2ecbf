"""Optimizers that a module builds, with the arguments they get."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.light_functools import cache
from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.calls.reached import OtherNames, reached
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.target import NEWEST, NEWEST_KERAS2, Release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.instances import Origin

_PLACES = ("keras.optimizers", "tensorflow.optimizers")
_CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")
_TRAINING = pattern(r"\w*fit\w*\(|\w*train\w*\(|apply\w*\(|minimize|GradientTape|import \*")
"""Calls that train, or may do so: of others nobody knows what they do with the model that they are given."""
_PRIVATE = ("tensorflow.python.", "tensorflow.contrib.")


def built(module: Module) -> list[Call]:
    """Calls that build an optimizer of Keras, also through ``partial``, a plain subclass or ``super()``.

    Not those of ``keras.optimizers.legacy`` and of modules that only some releases have.
    """
    return module.fact(_Built).calls


class _Built:
    """These calls of one module."""

    def __init__(self, module: Module) -> None:
        names = {name for node in _named(module) for name in _classes(module, node)}
        self.calls = [
            call
            for call in module.calls(*sorted(names))
            if not (module.spelled(reached(module, call.node).func) or "").startswith(_PRIVATE)
        ]


def clipped_twice(module: Module) -> Iterator[tuple[Call, list[Argument]]]:
    """Optimizers that are surely told more than one way of clipping gradients, with those arguments."""
    for call in built(module):
        given = [each for name in _CLIPPING if (each := call.argument(name)) is not None]
        sure = [each for each in given if module.is_number(each.value)]
        if len(sure) > 1:
            yield call, sure


def may_train(module: Module, call: cst.Call) -> bool:
    """Whether something may be trained with the optimizer that *call* builds.

    Not where it stands in a variable of a script that nothing reads, or the script trains nothing at all.
    """
    if module.enclosing_function(call) is not None or not module.call_sites.is_script:
        return True
    statement = module.parent(call)
    targets = statement.targets if isinstance(statement, cst.Assign) else ()
    name = targets[0].target if len(targets) == 1 else None
    if isinstance(name, cst.Name):
        uses = module.uses(name.value, module.facts.module)
        if all(isinstance(module.parent(use), cst.AssignTarget) for use in uses):
            return False
    return not any(module.method_calls("compile")) or _TRAINING.search(module.source.text) is not None


def is_of_tensorflow1(module: Module, call: Call) -> bool:
    """Whether an optimizer is that of ``tf.compat.v1.keras``, which is the old one on every Keras 2."""
    return (module.spelled(reached(module, call.node).func) or "").startswith("tensorflow.compat.v1.")


def is_made_by_tensorflow1(module: Module, origin: Origin) -> bool:
    """Whether an optimizer is one that TensorFlow 2 has as ``tf.compat.v1.train``."""
    made = origin.node
    spelled = module.spelled(made.func) or "" if isinstance(made, cst.Call) else ""
    is_v1 = origin.local is None and families.is_a(origin.name, families.OPTIMIZER_V1)
    return is_v1 and spelled.startswith("tensorflow.compat.v1.")


def _named(module: Module) -> Iterator[cst.BaseExpression]:
    """Expressions by which a class may be called or derived from."""
    for call in module.facts.calls:
        yield call.func
        if call.args:
            yield call.args[0].value
    yield from (reached(module, call).func for call in module.fact(OtherNames).calls)
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


@cache
def _has_rate(name: str) -> bool:
    """Whether *name* is an optimizer with a default rate; ``Optimizer`` and wrappers have none."""
    return any(default_rate(name, release) is not None for release in (NEWEST_KERAS2, NEWEST))
