"""TFC511 save-missing-directory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import SAVE_DIRECTORY_MADE_UNTIL
from tflint_ckpt.rules.missing_folder import Earlier, folder_fix
from tflint_ckpt.rules.outcomes import Outcome, on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Api, Either, Name, Passed
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.made_elsewhere import (
    is_made_elsewhere,
    is_missing_below_root,
    may_be_made_elsewhere,
)
from tflint_ckpt.semantics.paths.shape import HOLE, PathTemplate, shown, templates
from tflint_ckpt.semantics.saving.by_default import missing_by_default
from tflint_ckpt.semantics.saving.folders import ARRAYS, Kind, Writing, Writings
from tflint_ckpt.semantics.saving.missing_folders import missing_folders

_RAISES = "raises FileNotFoundError when it saves"
OUTCOMES: dict[Kind, tuple[Outcome, ...]] = {
    Kind.MODEL: (
        on_keras2(None, "makes it", until=SAVE_DIRECTORY_MADE_UNTIL),
        on_keras2(Severity.WARNING, _RAISES, since=SAVE_DIRECTORY_MADE_UNTIL),
        on_keras3(Severity.WARNING, _RAISES),
    ),
    Kind.WEIGHTS: (Outcome(Severity.WARNING, _RAISES),),
    Kind.WEIGHTS_KERAS2: (on_keras2(Severity.WARNING, _RAISES),),
    Kind.LOGGER: (
        on_keras2(Severity.WARNING, "raises NotFoundError at the end of the first epoch"),
        on_keras3(Severity.WARNING, "raises FileNotFoundError when training begins"),
    ),
}
"""What Keras does where the folder is missing. TensorFlow and NumPy do the same on every release."""
ALWAYS = {
    Kind.CACHE: "the first pass over the dataset raises NotFoundError",
    Kind.ARRAY: "NumPy raises FileNotFoundError",
    Kind.FIGURE: "Matplotlib raises FileNotFoundError",
    Kind.PICTURE: "Pillow raises FileNotFoundError",
}
_BY_HAND = Fix(Applicability.MANUAL, "make the folder with os.makedirs(…, exist_ok=True) before")
_ERRORS = ("OSError", "IOError", "FileNotFoundError", "EnvironmentError", "NotFoundError")


class SaveMissingDirectory(Rule):
    """Nothing makes the folder that is saved to: the run ends there, as a rule after training.

    ## What it does
    Reports `model.save` to `.keras`, `save_weights` to HDF5, `CSVLogger`, `Dataset.cache(file)`, `np.save`,
    `np.savez`, `np.savetxt`, `savefig` of Matplotlib and `save` of an image of Pillow with a path in a
    relative folder that the code names, where nothing in the file makes that folder, or shows that it is
    there, nor does a file that it imports, or that imports it. Also in one to which an option of the command
    line leads by default, if nothing of the project may make it, and in one below the folder of the file
    (`__file__`), or below what `os.environ.get` says or the code, if the project makes that; and where a
    function of another file, without Keras, writes so behind the training and before the model is saved.

    ## Why
    None of them makes the folder. Saving the model comes after the training, which is lost with it. On
    Keras 2 a `CSVLogger` costs the first epoch; on Keras 3 it stops the training before that.
    `model.save` to `.keras` makes the folder before TensorFlow 2.13, and not since.

    ## When it is silent
    For what makes the folder itself: `model.save` to `.h5` or to a SavedModel, TensorFlow checkpoints
    (`.ckpt`), `tf.train.Checkpoint.save`, `TensorBoard`, and a `ModelCheckpoint` to the same folder. Where
    a call makes the folder or one in it, or something else lists, reads or writes there before; where any
    call that cannot be looked into is handed it. A file that the module writes itself, read back somewhere,
    shows nothing. Where the project ships the folder, seen from its root or from the script: some file in it
    that Git would track; and where another file of the project makes it: one that this one imports, one that
    imports it, or one that is run from the same place. Folders that come as parameters without a caller in
    sight, as flags without a default or from the environment, absolute folders, those below the home folder
    or on mounted drives, remote stores, and Kaggle's `../input` are the user's. A bare file name needs no
    folder. In a `try` that catches the exception, too. Of several files in one folder, all saved one after
    the other, the first is reported.

    ## Fix safety
    The fix inserts `os.makedirs(…, exist_ok=True)` before the statement, with the expression that the path
    itself uses; it is safe, since making a folder early changes nothing else. There is none where that
    expression cannot be written again, as with checkpoint-missing-makedirs.

    ## References
    - [Saving models](https://keras.io/guides/serialization_and_saving/)
    - [os.makedirs](https://docs.python.org/3/library/os.html#os.makedirs)
    """

    code = "TFC511"
    name = "save-missing-directory"
    summary = "nothing makes the folder that a model, weights, a log or arrays are saved to"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.SAFE, Applicability.MANUAL)
    requires = (
        Either(
            Passed(
                *(".save.filepath.0=any", ".save.fp.0=any", ".save_weights.filepath.0=any"),
                *(".cache.filename.0=any", ".savefig.fname.0=any"),
            ),
            Name("save_model", "CSVLogger"),
            Api(*ARRAYS),
        ),
    )

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each file in a folder that nothing makes."""
        if not module.imports("tensorflow", "keras"):
            return
        every = module.fact(Writings).every
        earlier = Earlier(module)
        for writing in every:
            if is_expected(module, writing.node) or is_handled(module, writing.node, *_ERRORS):
                continue
            paths = templates(module.evaluate(writing.path), module.fact(Fillings).mark)
            calls = [each.node for each in every]
            if paths is None or any(_is_open(module, path, writing, calls) for path in paths):
                default = missing_by_default(module, writing, calls)
                if default:
                    yield from self._found(module, writing, (default,), _BY_HAND, by_default=True)
                else:
                    module.not_judged[self.code] += 1
                continue
            folders = missing_folders(module, writing.node, paths, calls)
            missing = tuple(each for each in folders if not is_made_elsewhere(module, each))
            missing += tuple(path.stable_directory for path in paths if path.starts_unknown)
            before = earlier.before(writing.node, missing) if missing else None
            if not missing or (before is not None and before.kind is writing.kind):
                continue  # the run never gets here, or the folder is there by then
            fix = before.fix if before is not None else folder_fix(module, writing.node, writing.path, paths)
            for finding in self._found(module, writing, missing, fix):
                earlier.add(writing.node, missing, fix, writing.kind)
                yield finding
        yield from self._in_other_files(module)

    def _found(
        self,
        module: Module,
        writing: Writing,
        missing: tuple[str, ...],
        fix: Fix,
        *,
        by_default: bool = False,
    ) -> Iterator[Finding]:
        from tflint_ckpt.semantics.training.lost import lost_by

        is_alone = not by_default and not any(each.startswith(HOLE) for each in missing)
        what = f"nothing in {'this file' if is_alone else 'the project'} makes {shown(missing)}"
        what += ", where this leads if no option is given" if by_default else ""
        if writing.kind in OUTCOMES:
            yield from self.judged(module, writing.path, what, OUTCOMES[writing.kind], fix)
            return
        message = f"{what}: {ALWAYS[writing.kind]}"
        lost = lost_by(module, writing.node) if writing.kind is not Kind.CACHE else None
        if lost is not None:
            message += f", and the model is lost that fit trained before ({module.where(lost.node)})"
        yield self.finding(module, writing.path, Severity.WARNING, message, fix)

    def _in_other_files(self, module: Module) -> Iterator[Finding]:
        """Findings where a function of a file without Keras is called between a training and its saving."""
        from tflint_ckpt.semantics.saving.written_behind import written_behind
        from tflint_ckpt.semantics.training.fits import where

        for found in written_behind(module):
            place = where(module, [(found.there, found.writing.node)])
            message = (
                f"nothing in the project makes {shown(found.missing)}, to which this writes ({place}): "
                f"{ALWAYS[found.writing.kind]}, and the model is lost that fit trained before "
                f"({module.where(found.fit)})"
            )
            yield self.finding(module, found.call.func, Severity.WARNING, message, _BY_HAND, of=found.call)


def _is_open(module: Module, path: PathTemplate, writing: Writing, calls: Sequence[cst.Call]) -> bool:
    """Whether the code does not tell the folder, or writes braces into it that somebody may fill in."""
    if "{" in path.directory:
        return True
    if path.starts_unknown:
        return not is_missing_below_root(module, path, writing.path, calls)
    return may_be_made_elsewhere(module, path, writing.path)
