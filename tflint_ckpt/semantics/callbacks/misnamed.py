"""Methods that look like hooks of a callback and are none: nothing ever calls them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.callbacks.classes import CallbackClass, CallbackClasses
from tflint_ckpt.semantics.callbacks.hooks import HOOKS, takes
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.arguments import Argument, Call
from tflint_ckpt.semantics.objects import families

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_WORDS = {
    "begin": "begins began begun beginning start starts started starting",
    "end": "ends ended ending finish finishes finished stop stops stopped complete completed over",
    "epoch": "epochs",
    "batch": "batches step steps iteration iterations iter minibatch",
    "test": "tests testing validation val valid validate eval evaluate evaluation",
    "predict": "predicts prediction predictions predicting",
    "train": "training fit",
}
_MEANING = {word: meant for meant, words in _WORDS.items() for word in words.split()}
"""What other libraries, and people, call the words of the hooks."""
_OTHERS = ("on_episode_begin", "on_episode_end", "on_action_begin", "on_action_end")
"""Hooks of Keras-RL, which calls ``on_step_end`` of any callback of Keras as well."""
_FARTHEST = 2
"""Letters that a misspelled hook may have too many, too few or wrong."""


@dataclass(frozen=True, eq=False, slots=True)
class Misnamed:
    """Something that nothing calls.

    Attributes:
        place: where its name stands.
        name: the name.
        meant: the hook that was meant; ``None`` where nothing tells.
        argument: the argument of ``LambdaCallback`` that it is.
        fits: whether it can be called as Keras calls the hook that was meant.
        taken: whether the callback has that hook already.
    """

    place: cst.CSTNode
    name: str
    meant: str | None
    argument: Argument | None
    fits: bool
    taken: bool


def misnamed(module: Module) -> Iterator[Misnamed]:
    """Every method of a callback class, and argument of ``LambdaCallback``, that is nearly a hook."""
    for callback in module.fact(CallbackClasses):
        for name, method in classes.methods(callback.node).items():
            meant = nearest(name)
            if meant is None or not callback.closed or method.decorators or _is_called(module, name):
                continue
            if not any(_may_be_anothers(module, each, meant) for each in _family(module, callback)):
                yield Misnamed(method.name, name, meant, None, _fits(method, meant), taken=False)
    for call in module.calls(families.LAMBDA_CALLBACK):
        for argument in call.arguments:
            name = argument.name or ""
            meant = nearest(name)
            keys = int(isinstance(argument.node, cst.DictElement))
            if name in HOOKS or _is_called(module, name, keys) or not (meant or name.startswith("on_")):
                continue
            fits = meant is not None and _fits(_function(module, argument), meant)
            place = argument.node
            if isinstance(place, cst.Arg) and place.keyword is not None:
                place = place.keyword
            yield Misnamed(place, name, meant, argument, fits, taken=_has(call, meant))


def nearest(name: str) -> str | None:
    """The hook that *name*, which is none, was probably meant to be."""
    if name in HOOKS or not name.lower().startswith("on"):
        return None
    words = [_MEANING.get(word, word) for word in _split(name)]
    if words[-1:] in (["begin"], ["end"]):
        inside = words[1:-1]
        if "epoch" in inside and "test" not in inside:
            inside = ["epoch"]  # ``on_train_epoch_end`` of Lightning
        if inside == ["batch"] and "batch" not in name.lower():
            inside = ["train", "batch"]  # ``on_step_end``
        for each in (inside, [word for word in inside if word != "epoch"]):
            joined = "_".join(("on", *each, words[-1]))
            if joined in HOOKS:
                return joined
    squeezed = name.lower().replace("_", "")
    near = sorted((_distance(squeezed, hook.replace("_", "")), hook) for hook in HOOKS)
    (least, hook), (second, _) = near[:2]
    return hook if least <= _FARTHEST and least < second and len(squeezed) > 2 * _FARTHEST + 4 else None


def _split(name: str) -> list[str]:
    """The words of a name: ``on``, ``epoch``, ``end`` of ``on_epoch_end`` and of ``onEpochEnd``."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)]


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed to make one of the other."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        previous, row[0] = row[0], place
        for at, wanted in enumerate(other, 1):
            previous, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, previous + (letter != wanted))
    return row[-1]


def _is_called(module: Module, name: str, keys: int = 0) -> bool:
    """Whether the project uses *name* otherwise than to define it: calls it, or has it in a string.

    *keys* is in how many strings it is known to be no use.
    """
    if module.attributes(name) or len(re.findall(rf"[\"']{name}[\"']", module.source.text)) > keys:
        return True
    used = re.compile(rf"\.{name}\b|[\"']{name}[\"']")
    return module.project.somewhere(used, name, besides=module.path)


def _family(module: Module, callback: CallbackClass) -> list[CallbackClass]:
    return module.fact(CallbackClasses).with_heirs(callback)


def _may_be_anothers(module: Module, callback: CallbackClass, meant: str) -> bool:
    """Whether a class is written for another library too: it has the hook as well, or those of Keras-RL."""
    return callback.has(meant) or any(map(callback.has, _OTHERS)) or module.imports("rl")


def _function(module: Module, argument: Argument) -> cst.FunctionDef | cst.Lambda | None:
    value = argument.value
    return value if isinstance(value, cst.Lambda) else module.local_function(value)


def _fits(function: cst.FunctionDef | cst.Lambda | None, meant: str) -> bool:
    hook = HOOKS[meant]
    bound = isinstance(function, cst.FunctionDef) and _has_self(function)
    return function is not None and all(
        takes(function.params, hook, form, bound=bound) for form in (hook.keras2, hook.keras3)
    )


def _has_self(function: cst.FunctionDef) -> bool:
    first = function.params.params[:1]
    return bool(first) and first[0].name.value == "self"


def _has(call: Call, meant: str | None) -> bool:
    return call.open or call.argument(meant or "") is not None
