"""TFC807 input-shape-argument."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.dispensable import has_effect
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.place_in_model import Place, place_of
from tflint_ckpt.target import NEWEST

_ARGUMENTS = ("input_shape", "input_dim")
_LAYERS = "keras.layers"


class InputShapeArgument(Rule):
    """A layer is given the shape of its input: Keras 3 wants an `Input` as the first layer.

    ## What it does
    Reports `input_shape=` and `input_dim=` of layers of Keras, on a target with Keras 3.

    ## Why
    Keras 3 still takes them, and warns each time: `Do not pass an input_shape/input_dim argument to a
    layer`. A layer other than the first never needed them. For a recurrent layer `input_dim` was the size of
    one time step on Keras 2; Keras 3 takes it for the whole shape, so that the first layer of a `Sequential`
    raises `ValueError: expected ndim=3, found ndim=2`. For `Conv1D` and `Bidirectional` both do that.

    ## When it is silent
    On Keras 2, and so on layers of `tf_keras`. Where the argument is one of the layer itself
    (`Embedding(input_dim=…)` is the size of the vocabulary), of a function (`ResNet50(input_shape=…)`) or of
    a class of your own.

    ## Fix safety
    On a layer that is called at once, or is not the first of a `Sequential` (in its list, or added to it),
    the argument does nothing: removing it is safe. `input_dim=n` of a layer of steps becomes
    `input_shape=(None, n)`, which is what Keras 2 made of it: safe. Elsewhere there is no automatic fix:
    `keras.Input(shape=…)` has to become the first element of the `Sequential`. The model and its weights stay
    the same.

    ## References
    - [The Sequential model](https://keras.io/guides/sequential_model/)
    """

    code = "TFC807"
    name = "input-shape-argument"
    summary = "input_shape= given to a layer, where Keras 3 wants an Input first"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Keyword(*_ARGUMENTS),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument of a layer."""
        for call in module.facts.calls:
            for argument in call.args:
                given = argument.keyword.value if argument.keyword else ""
                name = _layer(module, call) if given in _ARGUMENTS else None
                if name is None or _is_its_own(name, given) or is_guarded(module, call):
                    continue
                plain = name.rpartition(".")[2]
                is_step = given == "input_dim" and (plain in _STEPS or families.is_a(name, families.RNN))
                if is_step and any(each.keyword and each.keyword.value == _LENGTH for each in call.args):
                    continue  # TFC804 has both
                what = f"{given}= on {plain}"
                place = place_of(module, call)
                begins = is_step and place in (Place.LISTED, Place.ADDED)
                on_2, on_3 = on_keras2(None, "takes it"), on_keras3(Severity.INFO, _DOES[place])
                if begins:
                    on_3 = on_keras3(Severity.ERROR, _NO_STEPS)
                    on_2 = on_keras2(None, "raises ValueError, too") if plain in _STEPS else on_2
                fix = _fix(module, place, argument, is_step=is_step)
                yield from self.judged(module, argument, what, (on_2, on_3), fix)


_LENGTH = "input_length"
_STEPS = ("Bidirectional", "Conv1D")
"""Layers of steps for which ``input_dim`` was the whole shape on Keras 2, too."""
_NO_STEPS = "takes it for the whole shape, without the time steps, and raises ValueError"
_FIRST = "builds the same model, with a warning"
_DOES = {
    Place.LISTED: _FIRST,
    Place.ADDED: _FIRST,
    Place.LATER: "warns and ignores it: the layer already has its input",
    Place.UNKNOWN: "warns; only the first layer of a Sequential needs it",
}
"""What Keras 3 makes of the argument there."""


def _fix(module: Module, place: Place, argument: cst.Arg, *, is_step: bool) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument, rename_argument, replace

    given = argument.keyword.value if argument.keyword else ""
    if place is Place.LATER:
        edits = () if has_effect(argument.value) else remove_argument(module, argument)
        return Fix(Applicability.SAFE if edits else Applicability.MANUAL, f"remove {given}", edits)
    size = module.text(argument.value)
    if is_step and place is not Place.UNKNOWN:
        shape = f"(None, {size})"
        edits = (*rename_argument(module, argument, "input_shape"), replace(module, argument.value, shape))
        return Fix(Applicability.SAFE, f"write input_shape={shape}", edits)
    shape = size if given == "input_shape" else f"(None, {size})" if is_step else f"({size},)"
    begin = f"begin the Sequential with keras.Input({shape})"
    if place is Place.UNKNOWN:
        begin = f"leave {given} out where the layer is called on a tensor, else {begin}"
    return Fix(Applicability.MANUAL, begin)


def _layer(module: Module, call: cst.Call) -> str | None:
    """The class of Keras' own layers that *call* builds; of several star imports one may have brought it."""
    name = module.resolve(call.func)
    if name is None and isinstance(call.func, cst.Name):
        guess = f"{_LAYERS}.{call.func.value}"
        name = guess if module.is_named(call.func, guess) else None
    if name is None or name.rpartition(".")[0] != _LAYERS or not families.is_a(name, families.LAYER):
        return None
    spelled = module.spelled(call.func) or ""
    return None if spelled.partition(".")[0] == "tf_keras" else name  # Keras 2, whatever the target


def _is_its_own(name: str, argument: str) -> bool:
    """Whether the layer has a parameter of this name, or is no layer that has an input; or is not known."""
    told = api.signature(name, "", NEWEST.keras)
    return told is None or name.endswith(".InputLayer") or told.parameter(argument) is not None
