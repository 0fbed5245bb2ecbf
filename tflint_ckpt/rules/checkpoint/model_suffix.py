"""TFC106 checkpoint-model-suffix."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.keras_api.boundaries import (
    CHECKPOINT_KERAS_FORMAT,
    CHECKPOINT_MODEL_H5_ACCEPTED,
    KERAS_FORMAT,
)
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, OnKeras2, Passed
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.checkpoints import best_only
from tflint_ckpt.semantics.paths.misnamed import Misnamed, misnamed, named_keras

_SUFFIX = ".keras"
_WEIGHTS = "save the weights only, save_weights_only=True, to a path that ends in .weights.h5"
_RAISES = "raises ValueError when the callback is built, before training"
_LEGACY = "writes the legacy HDF5 format"
_ENDING = "give a whole model .keras on TensorFlow 2.15 and later, .h5 before"
_NOT_WEIGHTS = "writes a whole model, which load_weights cannot read from a file of this name"


class CheckpointModelSuffix(Rule):
    """A checkpoint of a whole model that does not end in `.keras` raises on Keras 3.

    ## What it does
    Reports a `ModelCheckpoint` that saves whole models (which it does unless `save_weights_only=True`) to a
    path with any other ending: `.h5`, `.hdf5`, `.weights.h5`, `.ckpt`, or none; before TensorFlow 2.15, those
    that do end in `.keras`.
    A path that an option gives (`argparse`, `absl.flags`, click, Typer, `os.environ.get`) is judged by the
    default of the option, and the message says so.

    ## Why
    Keras 2 writes HDF5 for `.h5` and `.hdf5`, and a SavedModel folder for an ending it does not know. Keras 3
    raises `ValueError` where the callback is built. From 3.8 on it takes `.h5` again, but a model that was
    compiled with a short name for its loss (`mse`, `mae`, …) is then written and cannot be loaded. A whole
    model in a file that is called `.weights.h5` is taken for one of weights by `load_weights`, which fails.

    `.keras` is right from TensorFlow 2.15 on. Before 2.13, the callback writes HDF5 under that name, which
    Keras 3 refuses to load; on 2.13 and 2.14 the first save raises `ValueError` with `save_best_only=True`.
    `.h5` is right there, and what ends in `.keras` and fails is reported.

    ## When it is silent
    About the loss, unless every fit that gets the callback is in sight, and what its model is compiled with.
    A path whose end the code does not tell. A path that is picked from several, of which one is right.
    Code under a test of the installed release, and code that waits for the exception.

    ## Fix safety
    The fix changes the ending, at the string it is written in, and wherever the same file is loaded, tested
    for or removed. It is safe where no release of the target can build the callback, if every use of the
    file is in sight and goes on working. It is unsafe where some release runs the code, since files of the
    old name may be on disk; and, or left to you, under the conditions named for
    [checkpoint-weights-suffix](checkpoint-weights-suffix.md). Where the model that is saved is not in sight,
    it is unsafe, and left to you if some release runs the code. A model of a class without `get_config`, or
    with such a layer, cannot be made again from the file on Keras 3: the weights are all that can be saved,
    and that is left to you. So is a `Lambda` of a lambda, which `load_model` refuses from `.keras`, where the
    code runs. Where the code does not tell whether weights or whole models are saved, it is left to a person.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [Whole-model saving](https://keras.io/api/models/model_saving_apis/model_saving_and_loading/)
    """

    code = "TFC106"
    name = "checkpoint-model-suffix"
    summary = "a checkpoint of a whole model that does not end in .keras"
    keras2 = Severity.WARNING
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Name("ModelCheckpoint"),
        Either(
            OnKeras2(Name("ModelCheckpoint")),  # to some of which .keras is new
            Passed("ModelCheckpoint.filepath.0=!.keras", "ModelCheckpoint.save_weights_only.4=any"),
            Base("ModelCheckpoint"),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call whose path has another ending."""
        for found in misnamed(module, self.code, weights=False):
            outcomes = _outcomes(module, found)
            what = f"{found.shown} does not end in {_SUFFIX}"
            if found.weights_only is None:
                what += ", nor in .weights.h5"
            fix = _by_hand(module) if _is_older(module) else _fix(module, found, outcomes)
            if found.by_default:
                from tflint_ckpt.rules.another_suffix import BY_DEFAULT

                fix = unsafe(fix, BY_DEFAULT)
            yield from self.judged(module, found.argument.value, what, outcomes, fix)
        for call, argument, shown in named_keras(module) if _is_older(module) else ():
            what = f"the whole model is saved to '{shown}'"
            outcomes = _too_early(best_only(module, call) is True)
            yield from self.judged(module, argument.value, what, outcomes, _by_hand(module))


def _too_early(best: bool) -> tuple[Outcome, ...]:
    """What becomes of a path in ``.keras``, where only the best model is saved, or each one."""
    refused = (Severity.ERROR, "raises ValueError at the first save") if best else (None, "writes it")
    return (
        on_keras2(
            Severity.WARNING, "writes HDF5 under that name, which Keras 3 refuses to load", until=KERAS_FORMAT
        ),
        on_keras2(*refused, since=KERAS_FORMAT, until=CHECKPOINT_KERAS_FORMAT),
        on_keras2(None, "writes it", since=CHECKPOINT_KERAS_FORMAT),
        on_keras3(None, "writes it"),
    )


def _is_older(module: Module) -> bool:
    """Whether the target has a release on which ``.keras`` is the wrong ending."""
    return any(release.keras < CHECKPOINT_KERAS_FORMAT for release in module.target.releases)


def _by_hand(module: Module) -> Fix:
    older = all(release.keras < CHECKPOINT_KERAS_FORMAT for release in module.target.releases)
    return Fix(
        Applicability.MANUAL, "end the name in .h5, which is what can be written there" if older else _ENDING
    )


def _outcomes(module: Module, found: Misnamed) -> tuple[Outcome, ...]:
    if found.ends_in(".weights.h5"):
        return (
            on_keras2(Severity.WARNING, _NOT_WEIGHTS),
            on_keras3(Severity.ERROR, _RAISES, until=CHECKPOINT_MODEL_H5_ACCEPTED),
            on_keras3(Severity.WARNING, _NOT_WEIGHTS, since=CHECKPOINT_MODEL_H5_ACCEPTED),
        )
    keras2: tuple[Outcome, ...] = (on_keras2(None, "writes a SavedModel folder"),)
    if found.ends_in(".h5", ".hdf5"):
        keras2 = (
            on_keras2(None, "writes HDF5", until=CHECKPOINT_KERAS_FORMAT),
            on_keras2(Severity.INFO, _LEGACY, since=CHECKPOINT_KERAS_FORMAT),
        )
    if not found.ends_in(".h5"):
        return *keras2, on_keras3(Severity.ERROR, _RAISES)
    return *keras2, on_keras3(Severity.ERROR, _RAISES, until=CHECKPOINT_MODEL_H5_ACCEPTED), _h5(module, found)


def _h5(module: Module, found: Misnamed) -> Outcome:
    """What becomes of ``.h5`` where Keras 3 takes it for a whole model again."""
    from tflint_ckpt.semantics.losses import fitted_short_loss

    loss = fitted_short_loss(module, found.call.node)
    if loss is None:
        return on_keras3(Severity.INFO, _LEGACY, since=CHECKPOINT_MODEL_H5_ACCEPTED)
    text = f"writes HDF5, from which load_model cannot restore a model compiled with loss={loss!r}"
    return on_keras3(Severity.WARNING, text, since=CHECKPOINT_MODEL_H5_ACCEPTED)


def _fix(module: Module, found: Misnamed, outcomes: tuple[Outcome, ...]) -> Fix:
    from tflint_ckpt.rules.whole_model import keras_fix
    from tflint_ckpt.semantics.paths.renaming import rename_suffix
    from tflint_ckpt.semantics.saving.reloading import saved_models

    if found.weights_only is None:
        return Fix(Applicability.MANUAL, "write .weights.h5 for weights, .keras for a whole model")
    never_ran = all(
        outcome.severity is Severity.ERROR
        for release in module.target.releases
        for outcome in outcomes
        if outcome.holds(release)
    )
    renaming = rename_suffix(module, found.call.node, found.texts, _SUFFIX)
    models = saved_models(module, found.call.node)
    return keras_fix(module, renaming, found.texts[0], models, instead=_WEIGHTS, never_ran=never_ran)
