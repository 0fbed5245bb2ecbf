"""TFC105 checkpoint-weights-suffix."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Severity, unsafe
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Base, Either, Name, Passed
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.misnamed import Misnamed, misnamed

_SUFFIX = ".weights.h5"


class CheckpointWeightsSuffix(Rule):
    """A checkpoint of weights that does not end in `.weights.h5` raises on Keras 3.

    ## What it does
    Reports a `ModelCheckpoint` with `save_weights_only=True` whose path has any other ending: `.h5`,
    `.hdf5`, `.ckpt`, `.keras`, or none.
    A path that an option gives (`argparse`, `absl.flags`, click, Typer, `os.environ.get`) is judged by the
    default of the option, and the message says so.

    ## Why
    Keras 2 takes the ending as a hint: `.h5` is HDF5, anything it does not know a checkpoint of TensorFlow's
    own. Keras 3 has one format for weights, and raises `ValueError` where the callback is built.
    `.weights.h5` is written and read by every release.

    ## When it is silent
    A path whose end the code does not tell. A path that is picked from several, of which one is right.
    Code under a test of the installed release, and code that waits for the exception.

    ## Fix safety
    The fix changes the ending, at the string it is written in, and wherever the file is loaded, tested for,
    copied into a folder or removed. Two paths name one file where their folders are the same expression and
    the known characters of the name agree. A test for TensorFlow's own `….index` becomes one for the file.
    It is safe on Keras 3, where the callback could not be built, if every use of the file is in sight and
    goes on working. It is unsafe where files of the old name may be on disk: a release of Keras 2 runs the
    code, something reads the file before it is written, or asks for its index; where a listing or a pattern
    may look for it; where another file of the project names it, or may get its path from a function.

    It is left to you where something would want the old file still: `tf.train.latest_checkpoint` and
    `Checkpoint.restore`, a pattern or a test of names for the old ending, `h5py.File`, `open`, a process, a
    function that cannot be seen, a path that may mean the same file, a model that is loaded before it is
    built. The message names the first of them.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [Saving weights](https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/)
    """

    code = "TFC105"
    name = "checkpoint-weights-suffix"
    summary = "a checkpoint of weights that does not end in .weights.h5"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (
        Name("ModelCheckpoint"),
        Either(Passed("ModelCheckpoint.save_weights_only.4=any"), Base("ModelCheckpoint")),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call whose path has another ending."""
        for found in misnamed(module, self.code, weights=True):
            from tflint_ckpt.rules.another_suffix import BY_DEFAULT, suffix_fix
            from tflint_ckpt.semantics.paths.renaming import rename_suffix

            outcomes = (
                on_keras2(None, f"writes {_format(found)}"),
                on_keras3(Severity.ERROR, "raises ValueError when the callback is built, before training"),
            )
            renaming = rename_suffix(module, found.call.node, found.texts, _SUFFIX)
            fix = suffix_fix(renaming, found.texts[0], _SUFFIX, never_ran=not module.target.keras2)
            fix = unsafe(fix, BY_DEFAULT) if found.by_default else fix
            what = f"save_weights_only=True, and {found.shown} does not end in {_SUFFIX}"
            yield from self.judged(module, found.argument.value, what, outcomes, fix)


def _format(found: Misnamed) -> str:
    """What Keras 2 takes the ending for."""
    if found.ends_in(".keras"):
        return "the weights in the format of whole models"
    return "HDF5" if found.ends_in(".h5", ".hdf5") else "a checkpoint of TensorFlow's own"
