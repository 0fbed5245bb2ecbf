"""TFC503 save-format-argument."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.another_suffix import WEIGHTS_SUFFIX, weights_fix
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Keyword
from tflint_ckpt.semantics.calls.arguments import Argument
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.endings import endings
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.files import MODEL_SUFFIXES, Action, FileCall, file_calls
from tflint_ckpt.semantics.saving.weights import is_sharded
from tflint_ckpt.semantics.values.kinds import Constant, Text

_ARGUMENTS = ("save_format", "options", "signatures", "save_traces")
_FORMATS = {
    "h5": (".h5", ".hdf5"),
    "hdf5": (".h5", ".hdf5"),
    "keras": (".keras",),
}
"""What the suffix alone means on Keras 2 as well (``saving_api.save_model``, ``saving_utils`` of 2.15)."""


_FOLDERS = ("tf", "tensorflow")
"""What asks for a SavedModel, or for a checkpoint of TensorFlow's own: nobody names an HDF5 file there."""
_IGNORED = "goes by the suffix, and warns that it is deprecated"
_REFUSED = "raises ValueError unless the path ends in .keras, .h5 or .hdf5, and nothing is saved"
_INSTEAD = {
    "save_format": "remove save_format; the suffix tells Keras 3 the format",
    "signatures": "write the folder that is served with tf.saved_model.save(model, folder, signatures=…)",
    "options": "leave options out, which are for a SavedModel folder or a TensorFlow checkpoint",
    "save_traces": "leave save_traces out: a file of Keras 3 has no traces",
}
_FOR_A_FOLDER = (
    "remove save_format, and end the path in .keras; model.export(path) writes the folder that is served"
)


class SaveFormatArgument(Rule):
    """`save_format=` and `options=` of `save` and `save_weights` are gone in Keras 3.

    ## What it does
    Reports `save_format`, `options`, `signatures` and `save_traces` in calls of `model.save`,
    `model.save_weights` and `keras.models.save_model`.

    ## Why
    Keras 3 takes the format from the suffix. `save_weights(…, save_format="h5")` raises `TypeError`, and
    `save(…, options=…)` `ValueError`, even where the value is `None`; both usually in the last lines of a
    script, after hours of training. `save_format` of `save` is ignored with a warning where the path ends in
    `.keras`, `.h5` or `.hdf5`, and raises `ValueError` with any other path: `save_format="tf"` asks for a
    folder, and so is reported whatever the path is.

    ## When it is silent
    A receiver that is not provably a model of Keras. `save_format` of `save` where the path does not end in a
    suffix of Keras 3, or the code does not tell it, and that is not `"tf"`: the path is for
    [model-save-suffix](model-save-suffix.md). Code under a test of the installed release.

    ## Fix safety
    The fix removes the argument. It is safe where it says what the suffix says already, or is `None`; else it
    is left to a person. So it is for `save_weights` where the call would still raise on Keras 3: the path
    does not end in `.weights.h5`, and [save-weights-suffix](save-weights-suffix.md) does not change that
    safely.

    ## References
    - [Whole-model saving](https://keras.io/api/models/model_saving_apis/model_saving_and_loading/)
    """

    code = "TFC503"
    name = "save-format-argument"
    summary = "save_format= or options= of save and save_weights"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Keyword(*_ARGUMENTS),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such argument."""
        for file in file_calls(module, Action.SAVE, Action.SAVE_WEIGHTS):
            if file.call.inherited or is_guarded(module, file.call.node, "TypeError", "ValueError"):
                continue
            for argument in file.call.arguments:
                if argument.name not in _ARGUMENTS:
                    continue
                outcome = _on_keras3(module, file, argument)
                if outcome is None:
                    module.not_judged[self.code] += 1
                    continue
                what = f"{file.name}({argument.name}=…)"
                outcomes = (on_keras2(None, "takes it"), outcome)
                yield from self.judged(module, argument.node, what, outcomes, _fix(module, file, argument))


def _on_keras3(module: Module, file: FileCall, argument: Argument) -> Outcome | None:
    if file.action is Action.SAVE_WEIGHTS:
        return on_keras3(Severity.ERROR, "raises TypeError, and nothing is saved")
    if argument.name != "save_format":
        return on_keras3(Severity.ERROR, "raises ValueError, and nothing is saved")
    said = _says(module, argument)
    if said in (None, ""):
        return None
    taken = _ends_in(module, file, *MODEL_SUFFIXES)
    if taken:
        return on_keras3(Severity.WARNING, _IGNORED)
    # A path without a suffix and another format: model-save-suffix says all that there is to say.
    return on_keras3(Severity.ERROR, _REFUSED) if said in _FOLDERS else None


def _fix(module: Module, file: FileCall, argument: Argument) -> Fix:
    from tflint_ckpt.syntax.arguments import remove_argument

    title = f"remove {argument.name}"
    if not _is_idle(module, file, argument):
        advice = _INSTEAD[argument.name or ""]
        if file.action is Action.SAVE and _says(module, argument) in _FOLDERS:
            advice = _FOR_A_FOLDER
        return Fix(Applicability.MANUAL, advice)
    if file.action is Action.SAVE_WEIGHTS and not _is_written_then(module, file):
        return Fix(Applicability.MANUAL, f"{title}, and end the path in {WEIGHTS_SUFFIX}")
    edits = remove_argument(module, argument.node) if not argument.unpacked else ()
    return Fix(Applicability.SAFE if edits else Applicability.MANUAL, title, edits)


def _is_written_then(module: Module, file: FileCall) -> bool:
    """Whether Keras 3 takes the path of `save_weights`, as it is or as save-weights-suffix makes it."""
    if file.path is None:
        return False
    call, path = file.call.node, file.path.value
    ending = endings(module, call, path, (WEIGHTS_SUFFIX,))
    if ending.is_open or not ending.wrong:
        return not ending.is_open
    if is_sharded(file.call) or is_guarded(module, call, "OSError", "IOError"):
        return False  # the other rule has nothing to say
    return weights_fix(module, call, path, ending.wrong).applicability is Applicability.SAFE


def _is_idle(module: Module, file: FileCall, argument: Argument) -> bool:
    """Whether Keras 2 does the same without the argument."""
    said = _says(module, argument)
    if said == "":
        return True
    if argument.name != "save_format" or said is None:
        return False
    if said in _FOLDERS:
        known = (".h5", ".hdf5", ".keras")
        return file.action is Action.SAVE_WEIGHTS and _ends_in(module, file, *known) is False
    return _ends_in(module, file, *_FORMATS.get(said, ())) is True


def _says(module: Module, argument: Argument) -> str | None:
    """What the argument is: a format, empty for ``None``; ``None`` where the code does not tell."""
    values = module.evaluate(argument.value)
    if len(values) != 1:
        return None
    value = values[0]
    if isinstance(value, Constant) and value.value is None:
        return ""
    return value.literal if isinstance(value, Text) else None


def _ends_in(module: Module, file: FileCall, *suffixes: str) -> bool | None:
    """Whether every path ends in one of *suffixes*, or none does; ``None`` where that is open."""
    if file.path is None:
        return None
    ways = module.call_sites.contexts(file.call.node)
    values = [value for frames in ways for value in module.evaluate(file.path.value, frames)]
    answers = {ends_in(value, *suffixes) if isinstance(value, Text) else None for value in values}
    return answers.pop() if len(answers) == 1 and suffixes else None
