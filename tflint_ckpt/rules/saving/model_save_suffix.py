"""TFC502 model-save-suffix."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity, unsafe
from tflint_ckpt.records import replace
from tflint_ckpt.rules.another_suffix import BY_DEFAULT, by_hand, folder_for
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Name, Passed
from tflint_ckpt.rules.whole_model import TOO_EARLY, WEIGHTS, keras_fix, writes_no_keras
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.instances import made
from tflint_ckpt.semantics.paths.renaming import rename_suffix
from tflint_ckpt.semantics.saving.files import MODEL_SUFFIXES, Action, WrongEnding, wrong_endings
from tflint_ckpt.semantics.values.kinds import Constant, Text

_SUFFIX = ".keras"
_RAISES = on_keras3(Severity.ERROR, "raises ValueError, and nothing is saved")
_FOLDER = on_keras2(None, "writes a SavedModel folder")
_HDF5 = on_keras2(None, "writes HDF5, whatever the name")
_NOT_NATIVE = ("include_optimizer", "options", "signatures", "save_traces")
"""What Keras 2 refuses together with `.keras`: "not supported with the native Keras format" (run on 2.15)."""
_FOLDER_READERS = (
    "tensorflow.saved_model.load",
    "tensorflow.lite.TFLiteConverter.from_saved_model",
    "keras.layers.TFSMLayer",
)
_SERVING = "or model.export(…) where the folder is served and not loaded by Keras"


class ModelSaveSuffix(Rule):
    """`model.save` to a folder, or to an ending that Keras 3 does not know, raises when training is over.

    ## What it does
    Reports `model.save(path)` and `keras.models.save_model(model, path)` with a path that ends in none of
    `.keras`, `.h5`, `.hdf5`.
    A path that an option gives (`argparse`, `absl.flags`, click, Typer, `os.environ.get`) is judged by the
    default of the option, and the message says so.

    ## Why
    Keras 2 writes a SavedModel folder for such a path. Keras 3 no longer writes SavedModel with `save`; it
    raises `ValueError: Invalid filepath extension for saving`, usually in the last lines of a script, after
    hours of training. `.H5` in capitals is no suffix that it knows, either.

    ## When it is silent
    A receiver that is not provably a model of Keras; a class with a `save` of its own; a path whose end the
    code does not tell; `zipped=False`, which writes a folder on purpose; `hf://` paths; code under a test of
    the installed release.

    ## Fix safety
    The fix writes `.keras`, wherever the same file is named, makes its folder where nothing does, as a
    SavedModel did, and drops a `save_format`. It is unsafe: a SavedModel folder may be what TensorFlow
    Serving, TFLite or `tf.saved_model.load` need, for which `model.export(path)` is the call. Where the file
    itself reads the folder in such a way, or the call has an argument that does not go with `.keras`
    (`options`, `signatures`, `include_optimizer`, `save_traces`), it is left to you; so is a model of a class
    without `get_config`, or of one that `load_model` is not told of; and so is a target with a release before
    TensorFlow 2.13, which writes HDF5 under that name.

    ## References
    - [Whole-model saving](https://keras.io/api/models/model_saving_apis/model_saving_and_loading/)
    - [Model export](https://keras.io/api/models/model_saving_apis/export/)
    """

    code = "TFC502"
    name = "model-save-suffix"
    summary = "model.save to a folder or an ending that Keras 3 does not write"
    keras2 = None
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("recommended", "keras3")
    requires = (Either(Passed(".save.filepath.0=any", ".save.path.0=any"), Name("save_model")),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call whose path has another ending."""
        for found in wrong_endings(module, self.code, MODEL_SUFFIXES, Action.SAVE):
            if _is_folder_on_purpose(module, found):
                continue
            what = f"{found.shown} ends in none of {', '.join(MODEL_SUFFIXES)}"
            outcomes = (_HDF5 if _is_hdf5(module, found.file.call) else _FOLDER, _RAISES)
            fix = unsafe(_fix(module, found), BY_DEFAULT) if found.by_default else _fix(module, found)
            yield from self.judged(module, found.path.value, what, outcomes, fix)


def _is_folder_on_purpose(module: Module, found: WrongEnding) -> bool:
    if any(text.shown.startswith("hf://") for text in found.texts):
        return True
    zipped = found.file.call.argument("zipped")
    values = module.evaluate(zipped.value) if zipped else ()
    return any(not (isinstance(value, Constant) and value.value) for value in values)


def _is_hdf5(module: Module, call: Call) -> bool:
    argument = call.argument("save_format")
    return argument is not None and module.literal(argument.value) == "h5"


def _fix(module: Module, found: WrongEnding) -> Fix:
    if writes_no_keras(module):
        return Fix(Applicability.MANUAL, f"{TOO_EARLY}, {_SERVING}")
    call = found.file.call
    renaming = rename_suffix(module, call.node, found.texts, _SUFFIX)
    dropped = _without_format(module, call)
    if not renaming.edits or dropped is None or _needs_a_folder(module, found):
        advice = f"write a path of a file that ends in {_SUFFIX}, {_SERVING}"
        return Fix(Applicability.MANUAL, by_hand(renaming, advice) if not renaming.edits else advice)
    folder = folder_for(module, call.node, found.path.value)
    receiver = found.file.receiver
    models = made(module.objects.origins(receiver)) if receiver is not None else ()
    also = f"; {_SERVING}"
    fix = keras_fix(
        module, renaming, found.texts[0], models or None, instead=WEIGHTS, folder=folder, also=also
    )
    if fix.applicability is Applicability.MANUAL:
        return fix
    return replace(fix, edits=(*fix.edits, *dropped))


def _needs_a_folder(module: Module, found: WrongEnding) -> bool:
    """Whether the call, or a reader of what it writes, is one that a file of Keras would not do for."""
    if any(found.file.call.argument(name) for name in _NOT_NATIVE):
        return True
    paths = {text.shown for text in found.texts}
    for reader in module.calls(*_FOLDER_READERS):
        path = argument_of(reader, "export_dir", "saved_model_dir", "filepath")
        values = module.evaluate(path.value) if path else ()
        if any(isinstance(value, Text) and value.shown in paths for value in values):
            return True
    return False


def _without_format(module: Module, call: Call) -> tuple[Edit, ...] | None:
    """Edits that drop ``save_format``, which would win over the suffix; ``None`` where it cannot be."""
    from tflint_ckpt.syntax.arguments import remove_argument

    argument = call.argument("save_format")
    if argument is None:
        return ()
    return remove_argument(module, argument.node) or None
