"""TFC510 h5-legacy."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import KERAS_FORMAT, SAVE_H5_WARNS
from tflint_ckpt.rules.another_suffix import folder_for
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Name, Passed
from tflint_ckpt.rules.whole_model import TOO_EARLY, WEIGHTS, keras_fix, writes_no_keras
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.losses import short_loss
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.instances import Origin, made
from tflint_ckpt.semantics.paths.renaming import rename_suffix
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.paths.written_before import runs_after
from tflint_ckpt.semantics.saving.files import Action, FileCall, file_calls
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.syntax.comments import is_named_above

_SUFFIX = ".keras"
_LEGACY = "writes HDF5, the legacy format, with a warning"
_KERAS2 = (
    on_keras2(None, "writes HDF5", until=SAVE_H5_WARNS),
    on_keras2(Severity.INFO, _LEGACY, since=SAVE_H5_WARNS),
)
_REFUSED = (
    on_keras2(
        Severity.ERROR,
        "raises NotImplementedError: it writes only functional and Sequential models as HDF5",
    ),
)
_TOO_EARLY = (
    on_keras2(
        Severity.WARNING, "writes HDF5 under that name, which Keras 3 refuses to load", until=KERAS_FORMAT
    ),
    on_keras2(None, "writes it", since=KERAS_FORMAT),
    on_keras3(None, "writes it"),
)
"""What becomes of a path in ``.keras``."""


class H5Legacy(Rule):
    """A whole model is saved as HDF5; Keras 3 cannot load it again if its loss has a short name.

    ## What it does
    Reports `model.save(path)` and `save_model(model, path)` with a path that ends in `.h5` or `.hdf5`; before
    TensorFlow 2.13, with one that ends in `.keras`.

    ## Why
    On Keras 3, a model that was compiled with `loss="mse"`, `"mae"`, `"mape"`, `"msle"`, `"bce"` or `"kld"`
    is written without a word, and `load_model` then raises: the file has a name for the loss that Keras does
    not know when it reads. Where a comment above asks for `.h5`, or the file is loaded with `compile=False`
    here, that is information.

    On Keras 2, HDF5 takes functional and `Sequential` models only. A model of a class derived from
    `keras.Model`, with its own `call`, raises `NotImplementedError` there, when it is trained.

    Else HDF5 works: it is the legacy format, and every release from 2.13 on warns about it. Before, it is the
    only format in one file, and a path in `.keras` gets it too, which Keras 3 refuses to load.

    ## When it is silent
    `save_weights`, whose `.weights.h5` is no legacy; `include_optimizer=False`, which saves no loss; a
    receiver that is not provably a model of Keras; a path whose end the code does not tell.

    ## Fix safety
    The fix writes `.keras`, wherever the same file is named, and makes its folder where nothing does, as
    HDF5 did. It is unsafe: the file has another name and format, which whoever reads it elsewhere must know.
    Where something in sight opens the file by other means (`h5py.File`, `open`, a process, a loader that is
    not Keras'), or the model may not be loaded from `.keras` (a class without `get_config`, a `Lambda` of a
    lambda), it is left to you. `compile=False` in `load_model` reads old files.

    ## References
    - [Whole-model saving](https://keras.io/api/models/model_saving_apis/model_saving_and_loading/)
    """

    code = "TFC510"
    name = "h5-legacy"
    summary = "a whole model that is saved as HDF5"
    keras2 = Severity.ERROR
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Either(Passed(".save.filepath.0=any", ".save.path.0=any"), Name("save_model")),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each call that writes HDF5."""
        for file in file_calls(module, Action.SAVE):
            if file.path is None or is_guarded(module, file.call.node, "ValueError", "NotImplementedError"):
                continue
            values = module.evaluate(file.path.value)
            texts = [value for value in values if isinstance(value, Text)]
            older = writes_no_keras(module)
            early = older and _all_end_in(texts, _SUFFIX) and file.call.argument("save_format") is None
            wanted = (_SUFFIX,) if early else (".h5", ".hdf5")
            if len(texts) < len(values) or not _all_end_in(texts, *wanted):
                continue
            what = f"the whole model is saved to '{texts[0].shown}'"
            if older:
                fix = Fix(Applicability.MANUAL, TOO_EARLY)
            elif module.target.keras2 and _is_subclassed(module, file):
                fix = Fix(Applicability.MANUAL, f"{WEIGHTS}; or .keras, and give load_model the class")
            else:
                renaming = rename_suffix(module, file.call.node, texts, _SUFFIX)
                folder = folder_for(module, file.call.node, file.path.value)
                models = made(module.objects.origins(file.receiver)) if file.receiver is not None else ()
                fix = keras_fix(module, renaming, texts[0], models or None, instead=WEIGHTS, folder=folder)
            outcomes = _TOO_EARLY if early else _outcomes(module, file)
            yield from self.judged(module, file.path.value, what, outcomes, fix)


def _all_end_in(texts: list[Text], *suffixes: str) -> bool:
    return all(ends_in(text, *suffixes) for text in texts)


def _outcomes(module: Module, file: FileCall) -> tuple[Outcome, ...]:
    loss = _short_loss(module, file)
    older = _REFUSED if _is_subclassed(module, file) else _KERAS2
    if loss is None:
        return *older, on_keras3(Severity.INFO, _LEGACY)
    if _is_read_uncompiled(module, file):
        return *older, on_keras3(Severity.INFO, _LEGACY)
    text = f"writes HDF5, which load_model cannot read: the model is compiled with loss={loss!r}"
    asked = is_named_above(module, file.call.node, ".h5")
    return *older, on_keras3(Severity.INFO if asked else Severity.WARNING, text)


def _is_subclassed(module: Module, file: FileCall) -> bool:
    """Whether the model is neither functional nor ``Sequential``, for sure."""
    origins = module.objects.origins(file.receiver) if file.receiver is not None else ()
    if file.call.argument("save_format") is not None:
        return False
    return bool(origins) and all(map(module.fact(Architectures).is_subclassed, origins))


def _short_loss(module: Module, file: FileCall) -> str | None:
    """The short name by which the model that is saved has its loss, where all its compiles are in sight.

    What is compiled only after it was saved is in the file without a loss. What was loaded from the same file
    is compiled as what was saved there first.
    """
    optimizer = file.call.argument("include_optimizer")
    values = module.evaluate(optimizer.value) if optimizer else ()
    if any(not (isinstance(value, Constant) and value.value) for value in values) or file.receiver is None:
        return None
    found: list[Compile] = []
    for origin in module.objects.origins(file.receiver):
        if _is_of_file(module, origin, file):
            continue
        compiles = [
            compiled
            for compiled in module.training.life(origin).compiles or ()
            if not runs_after(module, file.call.node, compiled.node)
        ]
        if not compiles:
            return None
        found += compiles
    return short_loss(found)


def _is_read_uncompiled(module: Module, file: FileCall) -> bool:
    """Whether this file loads the model again, and always without its loss: with ``compile=False``."""
    loads = [
        load
        for load in file_calls(module, Action.LOAD)
        if load.path is not None and _texts(module, load) & _texts(module, file)
    ]
    given = [load.call.argument("compile") for load in loads]
    return bool(loads) and all(one is not None and module.is_constant(one.value, False) for one in given)


def _texts(module: Module, file: FileCall) -> set[str]:
    """The paths that *file* may have, where they are known."""
    values = module.evaluate(file.path.value) if file.path is not None else ()
    return {value.literal for value in values if isinstance(value, Text) and value.literal is not None}


def _is_of_file(module: Module, origin: Origin, file: FileCall) -> bool:
    """Whether a model is loaded from the path that *file* writes."""
    loads = (each for each in file_calls(module, Action.LOAD) if each.call.node is origin.node)
    paths = [each.path.value for each in loads if each.path is not None]
    written = module.evaluate(file.path.value) if file.path is not None else ()
    texts = {value.literal for value in written if isinstance(value, Text)} - {None}
    known = [value for path in paths for value in module.evaluate(path)]
    read = [value.literal if isinstance(value, Text) else None for value in known]
    return bool(read) and texts.issuperset(read)
