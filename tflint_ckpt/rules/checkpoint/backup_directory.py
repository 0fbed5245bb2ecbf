"""TFC121 backup-shares-directory."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.keras_api.boundaries import BACKUP_REMOVES_DIRECTORY
from tflint_ckpt.rules.outcomes import on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.outputs import Output, outputs
from tflint_ckpt.semantics.paths.shape import PathTemplate, lies_in, marks_of, normal, shape
from tflint_ckpt.semantics.values.kinds import Constant, as_texts
from tflint_ckpt.syntax.forms import last_name

_BACKUPS = ("keras.callbacks.BackupAndRestore", "keras.callbacks.experimental.BackupAndRestore")
_MAKERS = ("makedirs", "mkdir")


class BackupSharesDirectory(Rule):
    """`BackupAndRestore` on a folder that holds other files: Keras 3 deletes them all when training ends.

    ## What it does
    Reports a `BackupAndRestore` whose folder is that of another output of the same code, or one above it:
    the path of a `ModelCheckpoint` or `CSVLogger`, the folder of a `TensorBoard` or
    `tf.train.CheckpointManager`, what `model.save`, `save_weights` or `np.save` write to.

    ## Why
    When training ends the callback cleans up. Keras 2 removes its own files only. Keras 3 removes the
    whole folder with everything in it: checkpoints, logs, models. It happens when all went well, and
    without a word.

    ## When it is silent
    Where one of the two folders is not known; where both are built from the same unknown part, such as
    `os.path.join(run, "backup")` and `os.path.join(run, "m.keras")`, the parts that are known decide. With
    `delete_checkpoint=False` nothing is removed. Two functions that do not hold each other, and branches
    that exclude each other, are no single run. What is saved after training, into a folder that is made
    anew, is not lost.

    ## Fix safety
    None is offered: a run that was interrupted would not be found again in another folder. The message
    names a folder of its own that will do.

    ## References
    - [BackupAndRestore](https://keras.io/api/callbacks/backup_and_restore/)
    """

    code = "TFC121"
    name = "backup-shares-directory"
    summary = "BackupAndRestore on a folder that holds other outputs, which Keras 3 removes whole"
    keras2 = None
    keras3 = Severity.ERROR
    presets = ("recommended", "keras3")
    fixes = (Applicability.MANUAL,)
    requires = (Name("BackupAndRestore"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each backup whose folder holds something else."""
        for call in module.calls(*_BACKUPS):
            argument = argument_of(call, "backup_dir")
            folder = _path(module, argument.value) if argument is not None else None
            deletes = _deletes(module, call)
            if argument is None or folder is None or deletes is None:
                module.not_judged[self.code] += 1
                continue
            found = [each for each in outputs(module) if _is_lost(module, call, folder, each)]
            if deletes and not found and marks_of(folder.shape):
                module.not_judged[self.code] += 1
            elif deletes and found:
                yield from self.judged(
                    module, argument.node, _what(module, folder, found), (_OUTCOME,), _fix(folder)
                )


_OUTCOME = on_keras3(
    Severity.ERROR,
    "removes the whole folder, with all that is in it, when training ends",
    since=BACKUP_REMOVES_DIRECTORY,
)


def _path(module: Module, node: cst.BaseExpression) -> PathTemplate | None:
    """The one path that *node* is; what is not known of it can be told apart from other such parts."""
    found = as_texts(module.evaluate(node), node)
    if len(found) != 1:
        return None
    path = PathTemplate(found[0], shape(found[0], module.fact(Fillings).mark))
    return path if all(marks_of(path.shape)) else None


def _deletes(module: Module, call: Call) -> bool | None:
    """Whether the callback cleans up when training ends; ``None`` where the code does not tell."""
    if classes.overrides(module, call, frozenset(("on_train_end",))):
        return None
    argument = call.argument("delete_checkpoint")
    if argument is None:
        # The third positional argument is another one from release to release.
        several = sum(each.name is None for each in call.arguments) > 2
        return None if call.open or call.partial or several else True
    values = module.evaluate(argument.value)
    only = values[0] if len(values) == 1 else None
    return bool(only.value) if isinstance(only, Constant) else None


def _is_lost(module: Module, backup: Call, folder: PathTemplate, output: Output) -> bool:
    """Whether *output* is written to *folder*, in the same run, so that it is gone or has no place."""
    path = _path(module, output.path)
    if path is None or not lies_in(path, folder, itself=output.is_folder):
        return False
    if not module.fact(Fillings).is_one(normal(folder.shape), output.call):
        return False
    around = [module.enclosing_function(node) for node in (backup.node, output.call)]
    if around[0] is not around[1]:
        return None in around and not output.at_once
    if precedes(module.facts, output.call, backup.node):
        return True
    if not precedes(module.facts, backup.node, output.call):
        return False
    return not output.at_once or not _is_made_anew(module, backup, path)


def _is_made_anew(module: Module, backup: Call, path: PathTemplate) -> bool:
    """Whether the folder of a file that is saved after training may be there again."""
    made_by_keras = path.text.tail.lower().endswith((".h5", ".hdf5")) and not path.text.tail.endswith(
        ".weights.h5"
    )
    return made_by_keras or any(
        last_name(node.func) in _MAKERS and not precedes(module.facts, node, backup.node)
        for node in module.facts.calls
    )


def _what(module: Module, folder: PathTemplate, found: list[Output]) -> str:
    writers = dict.fromkeys(f"{each.name} ({module.where(each.call)})" for each in found)
    return f'BackupAndRestore works in "{folder.text.shown}", and so does {" and ".join(writers)}'


def _fix(folder: PathTemplate) -> Fix:
    own = f"{folder.text.shown.rstrip('/')}/backup"
    return Fix(Applicability.MANUAL, f'give it a folder of its own, such as "{own}"')
