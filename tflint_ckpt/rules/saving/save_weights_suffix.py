"""TFC501 save-weights-suffix."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity, unsafe
from tflint_ckpt.rules.another_suffix import BY_DEFAULT, WEIGHTS_SUFFIX, weights_fix
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Method
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.files import Action, wrong_endings
from tflint_ckpt.semantics.saving.weights import is_sharded
from tflint_ckpt.semantics.values.kinds import Text

_OUTCOMES = (
    on_keras2(None, "takes the ending for a format"),
    on_keras3(Severity.ERROR, "raises ValueError, and nothing is saved"),
)


class SaveWeightsSuffix(Rule):
    """`save_weights` to a path that does not end in `.weights.h5` raises on Keras 3, when training is over.

    ## What it does
    Reports `model.save_weights(path)` on what provably is a Keras model, with any other ending: `.h5`,
    `.hdf5`, `.ckpt`, `.keras`, or none, as where the path ends in a number: `f"state_{step:03d}"`.
    A path that an option gives (`argparse`, `absl.flags`, click, Typer, `os.environ.get`) is judged by the
    default of the option, and the message says so.

    ## Why
    Keras 2 takes the ending as a hint: `.h5` is HDF5, anything it does not know a checkpoint of TensorFlow's
    own. Keras 3 has one format for weights and raises `ValueError: The filename must end in .weights.h5`,
    usually in the last lines of a script, after hours of training. `.weights.h5` is written and read by
    every release.

    ## When it is silent
    A receiver that is not provably a model of Keras; a class with a `save_weights` of its own; a path whose
    end the code does not tell; `max_shard_size`; code under a test of the installed release.

    ## Fix safety
    As for [checkpoint-weights-suffix](checkpoint-weights-suffix.md): the ending changes wherever the same
    file is named. Safe on Keras 3, where the call cannot run, if every use of the file is seen and goes on
    working; unsafe where a release of Keras 2 runs the code; left to you where a reader would still want the
    old file. TensorFlow's own checkpoints make their folder and HDF5 does not, so that the fix makes it too.

    ## References
    - [Saving weights](https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/)
    """

    code = "TFC501"
    name = "save-weights-suffix"
    summary = "save_weights to a path that does not end in .weights.h5"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Method("save_weights"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call whose path has another ending."""
        for found in wrong_endings(module, self.code, (WEIGHTS_SUFFIX,), Action.SAVE_WEIGHTS):
            if is_sharded(found.file.call):
                continue
            fix = weights_fix(module, found.file.call.node, found.path.value, found.texts)
            fix = unsafe(fix, BY_DEFAULT) if found.by_default else fix
            if fix.edits and _is_for_tensorflow(module, found.file.call):
                fix = Fix(Applicability.MANUAL, f"remove save_format, and end the path in {WEIGHTS_SUFFIX}")
            what = f"{found.shown} does not end in {WEIGHTS_SUFFIX}{_made(module, found.file.receiver)}"
            yield from self.judged(module, found.path.value, what, _OUTCOMES, fix)


def _made(module: Module, receiver: cst.BaseExpression | None) -> str:
    """Where the model is made, if another file makes it: nothing here may show that it is one."""
    origins = module.objects.origins(receiver) if receiver is not None else ()
    if len(origins) != 1 or origins[0].elsewhere is None:
        return ""
    from tflint_ckpt.semantics.objects.elsewhere import maker
    from tflint_ckpt.semantics.training.fits import where

    made = maker(module, origins[0])
    return f" (the model is made in {where(module, [(made[0], made[1].node)])})" if made is not None else ""


def _is_for_tensorflow(module: Module, call: Call) -> bool:
    """Whether ``save_format`` asks for another format than the ending: it has to go first."""
    argument = call.argument("save_format")
    values = module.evaluate(argument.value) if argument is not None else ()
    return any(isinstance(value, Text) and value.literal != "h5" for value in values)
