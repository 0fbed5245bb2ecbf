"""TFC504 load-unsupported-format."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.files import (
    MODEL_SUFFIXES,
    WEIGHTS_READ,
    Action,
    file_calls,
    wrong_ending,
)
from tflint_ckpt.semantics.values.kinds import Instance

_RAISES = on_keras3(Severity.ERROR, "raises ValueError: File format not supported")
_WEIGHTS = (on_keras2(None, "reads a checkpoint of TensorFlow's own"), _RAISES)
_MODEL = (on_keras2(None, "reads a SavedModel folder"), _RAISES)
_LATEST = "tensorflow.train.latest_checkpoint"
_LATEST_FINDS = "tf.train.latest_checkpoint finds TensorFlow's own checkpoints only"
_SAVE_WEIGHTS = Fix(Applicability.MANUAL, "save the weights as .weights.h5, and load that file by its name")
_SAVE_MODEL = Fix(
    Applicability.MANUAL,
    "save the model as .keras, and load that file; keras.layers.TFSMLayer reads a SavedModel",
)


class LoadUnsupportedFormat(Rule):
    """Keras 3 cannot load what Keras 2 wrote as a SavedModel folder or as a TensorFlow checkpoint.

    ## What it does
    Reports `load_model(path)` with a path that ends in none of `.keras`, `.h5`, `.hdf5`, and
    `model.load_weights(path)` with one that ends in none of `.weights.h5`, `.h5`, `.hdf5`, `.keras`; also
    `load_weights(tf.train.latest_checkpoint(…))`, which finds TensorFlow's own checkpoints only.

    ## Why
    Keras 3 raises `ValueError: File format not supported`. What a script trains may be saved in time, and be
    out of reach for the script that evaluates it.

    ## When it is silent
    A receiver that is not provably a model of Keras; a path whose end the code does not tell; `hf://` paths;
    a module that uses Orbax, whose folders Keras 3 reads; code under a test of the release, and code
    that waits for the exception.

    ## Fix safety
    There is no fix at the reader: the file has to be written in another format. Where the same file is
    written by a `ModelCheckpoint`, `save_weights` or `save` in the module, the fix of
    [checkpoint-weights-suffix](checkpoint-weights-suffix.md),
    [save-weights-suffix](save-weights-suffix.md) or [model-save-suffix](model-save-suffix.md) changes the
    reader as well. A SavedModel that nobody can write again is read by `keras.layers.TFSMLayer`, and a
    TensorFlow checkpoint by `tf.train.Checkpoint(model=model).restore(path)` in Keras 2.

    ## References
    - [Whole-model loading](https://keras.io/api/models/model_saving_apis/model_saving_and_loading/)
    - [TFSMLayer](https://keras.io/api/layers/backend_specific_layers/tfsm_layer/)
    """

    code = "TFC504"
    name = "load-unsupported-format"
    summary = "load_model of a folder, or load_weights of a TensorFlow checkpoint"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    presets = ("recommended", "keras3")
    requires = (Name("load_model", "load_weights"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call that reads such a file."""
        if "orbax" in module.source.text.lower():
            return  # Keras 3 reads the folders of Orbax
        for file in file_calls(module, Action.LOAD, Action.LOAD_WEIGHTS):
            weights = file.action is Action.LOAD_WEIGHTS
            outcomes, advice = (_WEIGHTS, _SAVE_WEIGHTS) if weights else (_MODEL, _SAVE_MODEL)
            if weights and file.path is not None and _is_latest(module, file.path.value):
                if not is_guarded(module, file.call.node, "ValueError"):
                    yield from self.judged(module, file.path.value, _LATEST_FINDS, outcomes, advice)
                continue
            suffixes = WEIGHTS_READ if weights else MODEL_SUFFIXES
            found = wrong_ending(module, self.code, suffixes, file)
            if found is not None and not any(text.shown.startswith("hf://") for text in found.texts):
                what = f"{found.shown} ends in none of {', '.join(suffixes[:4])}"
                yield from self.judged(module, found.path.value, what, outcomes, advice)


def _is_latest(module: Module, path: cst.BaseExpression) -> bool:
    values = module.evaluate(path)
    return all(isinstance(value, Instance) and module.is_named(value.call.func, _LATEST) for value in values)
