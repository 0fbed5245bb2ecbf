"""Calls of the public API of Keras, and what is raised where one lacks an argument."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.keras_api.reader import Version
from tflint_ckpt.keras_api.signature import ParameterKind, Signature
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.arguments import Argument, Call, bind
from tflint_ckpt.semantics.calls.stand_ins import STAND_INS
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.canonical import PUBLIC
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.target import NEWEST_KERAS2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_CATEGORICAL = "to_categorical"
_OTHER_CALLABLES = ("keras.callbacks.ModelCheckpoint",)
"""Whose arguments other rules are about."""
_PUBLIC = tuple(f"{root}." for root in PUBLIC)


def api_calls(module: Module) -> Iterator[tuple[Call, str, str]]:
    """Calls of the API with the class or function, and the method, that is called."""
    for node in module.facts.calls:
        if not any(argument.keyword or argument.star == "**" for argument in node.args):
            continue
        name, spelled = module.resolve(node.func), module.spelled(node.func) or ""
        if name is None or not name.startswith("keras.") or name in _OTHER_CALLABLES:
            continue
        if spelled.startswith(_PUBLIC):
            yield bind(module, node, name), name, ""
    for call, _ in module.calls_on(families.MODEL, *api.TRAINING):
        yield call, families.MODEL, call.name.rpartition(".")[2]
    for call, name in module.calls_on(families.OPTIMIZER, "apply_gradients"):
        if not name.startswith(f"{STAND_INS}."):  # on Keras 3 they cannot even be built
            yield call, families.OPTIMIZER, "apply_gradients"


def third_of_to_categorical(module: Module) -> Iterator[tuple[Call, Argument]]:
    """Calls of ``to_categorical`` with a ``dtype`` by its place, which is the third."""
    for node in module.call_index.named(f"keras.utils.{_CATEGORICAL}"):
        call = bind(module, node, f"keras.utils.{_CATEGORICAL}")
        argument = call.argument("", position=2)
        if argument is not None and argument.name is None and not call.open:
            yield call, argument


def lacks(call: Call, told: Signature | None, name: str) -> bool:
    """Whether the call does not give a parameter that has to be given, so that Python itself refuses it."""
    parameter = told.parameter(name) if told else None
    places = [place for place in range(len(call.arguments)) if told and api.positional(told, place) == name]
    given = call.argument(name, position=places[0] if places else None)
    return parameter is not None and parameter.required and given is None


def raised(told: Signature | None, keras: Version) -> str:
    """The exception: where Python itself does not refuse an argument, Keras does."""
    kinds = [parameter.kind for parameter in told.parameters] if told else []
    return "ValueError" if ParameterKind.KWARGS in kinds and keras >= KERAS3 else "TypeError"


def reads_no_generator(module: Module, call: Call, method: str, argument: Argument) -> bool:
    """Whether *argument* says how a generator is read, and the data is a ``tf.data.Dataset``, or arrays, with
    which the targets are given."""
    old = api.signature(families.MODEL, f"{method}_generator", NEWEST_KERAS2.keras) if method else None
    if old is None or argument.name is None or old.parameter(argument.name) is None:
        return False
    if method in ("fit", "evaluate") and argument_of(call, "y") is not None:
        return True
    data = argument_of(call, "x")
    return data is not None and bool(module.datasets.chains(data.value))
