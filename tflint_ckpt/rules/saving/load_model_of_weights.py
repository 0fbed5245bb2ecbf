"""TFC523 load-model-of-weights."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.files import Action, file_calls
from tflint_ckpt.semantics.saving.weights_alone import weights_alone
from tflint_ckpt.semantics.training.fits import where

_RAISES = "raises ValueError: No model config found in the file"
_OUTCOMES = (on_keras2(Severity.ERROR, _RAISES), on_keras3(Severity.ERROR, _RAISES))
_ADVICE = "build the model and call its load_weights, or save the whole model"


class LoadModelOfWeights(Rule):
    """`load_model` of a file to which the project saves weights alone.

    ## What it does
    Reports `load_model(path)` of a file of HDF5 (`.h5`, `.weights.h5`, `.hdf5`) where all that writes this
    file in the project is `save_weights`, or a `ModelCheckpoint` with `save_weights_only=True`; also of
    files with a number in their names (`f"fold_{k}.weights.h5"`).

    ## Why
    Such a file holds arrays, and nothing of the layers between them: `load_model` raises
    `ValueError: No model config found in the file` on each Keras. The training went well, and the
    script that is to use the model fails.

    ## When it is silent
    Where the path, or that of something else the project saves, is not known; where a whole model may be
    saved to the file as well, or a file copied, moved or fetched to its place; where Git tracks it, or a
    text beside the code names it; where what saves the weights is not surely a model of Keras; in a `try`
    that catches the exception. For other suffixes: `load_model` of a checkpoint of TensorFlow's own is
    `load-unsupported-format`.

    ## Fix safety
    There is no automatic fix: what the model is built by is known to a person only.

    ## References
    - [Weights-only saving](https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/)
    - [Whole-model loading](https://keras.io/api/models/model_saving_apis/model_saving_and_loading/)
    """

    code = "TFC523"
    name = "load-model-of-weights"
    summary = "load_model of a file that holds weights alone"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.MANUAL,)
    requires = (Name("load_model"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such ``load_model``."""
        for load in file_calls(module, Action.LOAD):
            if load.path is None or is_guarded(module, load.call.node, "ValueError"):
                continue
            found = weights_alone(module, load)
            if found is not None:
                place = where(module, [(found.module, found.call)])
                what = f"'{found.path.shown}' holds weights alone ({place})"
                fix = Fix(Applicability.MANUAL, _ADVICE)
                yield from self.judged(module, load.path.value, what, _OUTCOMES, fix, of=load.call.node)
