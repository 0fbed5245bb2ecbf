"""TFC102 checkpoint-missing-makedirs."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import (
    CHECKPOINT_DIRECTORY_MADE,
    CHECKPOINT_SUFFIX_CHECKED,
)
from tflint_ckpt.keras_api.history import FIRST, LAST
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.checkpoints import refused_until, weights_only
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.made_elsewhere import is_made_elsewhere, may_be_made_elsewhere
from tflint_ckpt.semantics.paths.shape import PathTemplate, shown, templates
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.rules.missing_folder import Earlier

HDF5 = (".h5", ".hdf5")
_REFUSED = (
    "refuses the ending of the path first; with a right one, it makes the folder at its first save, "
    "after an epoch"
)


class CheckpointMissingMakedirs(Rule):
    """Nothing makes the folder that `ModelCheckpoint` writes to, and that shows after the first epoch.

    ## What it does
    Reports a `ModelCheckpoint` whose path lies in a relative folder that the code names, where nothing in
    the file makes that folder, or shows that it is there.

    ## Why
    Nothing is written, and no folder is looked for, before the end of the first epoch. Before TensorFlow
    2.12 weights in HDF5 (`save_weights_only=True` with `.h5`, `.weights.h5` or `.hdf5`) then raise
    `FileNotFoundError`, and the epoch is lost. Everything else, and every later release, makes the folder
    at the first save: a folder that cannot be written shows only then.

    ## When it is silent
    Where a call makes the folder or one in it (`os.makedirs`, `Path.mkdir`, `tf.io.gfile.makedirs`, a
    helper, `!mkdir`, an archive that is unpacked there before the training), where something else lists,
    reads or writes there before, and where any call that cannot be looked into is handed it. The file of
    the checkpoint itself, read back somewhere, shows nothing. Where the project ships the folder, seen from
    its root or from the script: some file in it that Git would track, such as `weights/.gitkeep`; and
    where another file of the project makes it: one that this one imports, one that imports it, or one that
    is run from the same place. Folders that come as parameters without a caller in sight, flags or from the
    environment, absolute folders, those below the home folder or on mounted drives, remote stores, and
    Kaggle's `../input` are the user's, and so are attributes that are set by name (`setattr`). A bare file
    name needs no folder.

    ## Fix safety
    The fix inserts `os.makedirs(…, exist_ok=True)` before the statement, with the expression that the path
    itself uses, up to the first placeholder; it is safe, since making a folder early changes nothing
    else. There is none where that expression cannot be written again: it holds a call with effects, such
    as the time, or a variable that exists only inside of the statement; or it may fail outside of the
    condition that guards the call, as `runs[0]` does where `runs` is empty.

    ## References
    - [ModelCheckpoint](https://keras.io/api/callbacks/model_checkpoint/)
    - [os.makedirs](https://docs.python.org/3/library/os.html#os.makedirs)
    """

    code = "TFC102"
    name = "checkpoint-missing-makedirs"
    summary = "nothing makes the folder that ModelCheckpoint writes to"
    keras2 = Severity.WARNING
    keras3 = Severity.INFO
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (Name("ModelCheckpoint"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each checkpoint in a folder that nothing makes."""
        if _sets_filepath(module):
            return  # the path that the constructor got may not be the one that is used
        earlier: Earlier | None = None
        for call in module.calls("keras.callbacks.ModelCheckpoint"):
            argument = argument_of(call, "filepath")
            if argument is None or call.inherited:
                continue
            paths = templates(module.evaluate(argument.value), module.fact(Fillings).mark)
            if (
                paths is None
                or any(path.starts_unknown for path in paths)
                or any(may_be_made_elsewhere(module, path, argument.value) for path in paths)
            ):
                module.not_judged[self.code] += 1
                continue
            fails = [path for path in paths if _fails(module, call, path)]
            missing = tuple(_missing(module, call, paths, fails))
            if missing:
                from tflint_ckpt.rules.missing_folder import Earlier

                earlier = earlier or Earlier(module)
                outcomes = _outcomes(module, call, paths, missing, fails)
                before = earlier.before(call.node, missing, fixed=True)
                fix = before.fix if before else _fix(module, call, argument.value, paths, fails)
                earlier.add(call.node, missing, fix)
                what = f"nothing in this file makes {shown(missing)}"
                yield from self.judged(module, argument.node, what, outcomes, fix)


def _sets_filepath(module: Module) -> bool:
    """Whether the path of a checkpoint is changed after it was built."""
    return any(
        target.attr.value == "filepath" and not is_self(target.value)
        for target, _ in module.facts.attribute_targets
    )


def _missing(
    module: Module, call: Call, paths: tuple[PathTemplate, ...], fails: list[PathTemplate]
) -> Iterator[str]:
    """The folders of *paths* that nothing makes; where that raises, those that Keras fills in as well."""
    from tflint_ckpt.semantics.paths.directories import Directories

    for path in paths:
        folder = path.directory if path in fails else path.stable_directory
        if not folder or not path.is_own or module.fact(Directories).has(folder, call.node):
            continue
        if not is_made_elsewhere(module, folder):
            yield folder


def _fails(module: Module, call: Call, path: PathTemplate) -> bool:
    """Whether some release that the file runs on raises where the folder is missing."""
    fails = any(release.keras < CHECKPOINT_DIRECTORY_MADE for release in module.target.releases)
    return fails and path.text.tail.endswith(HDF5) and weights_only(module, call) is True


def _outcomes(
    module: Module,
    call: Call,
    paths: tuple[PathTemplate, ...],
    missing: tuple[str, ...],
    fails: list[PathTemplate],
) -> tuple[Outcome, ...]:
    """What happens where the folders *missing* are not there, to which the paths *fails* may belong."""
    late = "makes it only when it saves: a path that cannot be written shows after an epoch of training"
    failing = [path for path in fails if path.directory in missing]
    # A folder that is named by a placeholder cannot be made before.
    harm = None if failing and all("{" in folder for folder in missing) else Severity.INFO
    late = late if harm else "makes it when it saves"
    since = CHECKPOINT_DIRECTORY_MADE if failing else FIRST
    until = refused_until(module, call, paths)
    raises = on_keras2(
        Severity.WARNING,
        "raises FileNotFoundError at the end of the first epoch, where it saves weights as HDF5",
        until=CHECKPOINT_DIRECTORY_MADE,
    )
    return (
        *((raises,) if failing else ()),
        Outcome(harm, late, since=since, until=CHECKPOINT_SUFFIX_CHECKED),
        *((on_keras3(harm, _REFUSED, until=until),) if until > CHECKPOINT_SUFFIX_CHECKED else ()),
        *((Outcome(harm, late, since=until),) if until < LAST else ()),
    )


def _fix(
    module: Module,
    call: Call,
    node: cst.BaseExpression,
    paths: tuple[PathTemplate, ...],
    fails: list[PathTemplate],
) -> Fix:
    if any("{" in path.directory for path in fails):
        return Fix(Applicability.MANUAL, "put the placeholder into the file name, or make each folder")
    from tflint_ckpt.rules.missing_folder import folder_fix

    return folder_fix(module, call.node, node, paths, " training")
