"""TFC505 restore-none."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints, Restore
from tflint_ckpt.semantics.saving.latest import begins_training, latest_of, may_restore_nothing, resumes
from tflint_ckpt.semantics.saving.places import mistaken_prefix
from tflint_ckpt.syntax.status import restore_if_any


class RestoreNone(Rule):
    """`restore(latest_checkpoint(…))` does nothing, and says nothing, where there is no checkpoint.

    ## What it does
    Reports `restore` or `read` of a `tf.train.Checkpoint` that is given `tf.train.latest_checkpoint(…)` or
    `manager.latest_checkpoint`, where the code neither asks whether there is one nor checks the status.

    ## Why
    Both are `None` where the folder is empty, is not there, or is misspelled. `restore(None)` is no error:
    it returns a status and leaves every variable as it was initialized. The run goes on with random
    weights, on every release. `expect_partial()` checks nothing; each of the `assert_` methods raises
    `AssertionError: No checkpoint specified (save_path=None); nothing is being restored`.

    A program that trains after the restore has none in its first run, and must begin without it: there it is
    information, since no run that was meant loses anything. Only one that was to go on, and whose folder has
    moved, begins anew, and shows its first losses again. A program that does not train has no such run: it
    evaluates or exports random weights, which is a warning.

    `latest_checkpoint` wants the folder. Given the prefix of the files, `latest_checkpoint("out/ckpt")`
    behind `checkpoint.save("out/ckpt")`, it looks for a folder of that name, and is always `None`: an error,
    also where the code asks.

    ## When it is silent
    Where the path, or `latest_checkpoint` of the same folder, is tested anywhere in the file, before or after
    (`if path:`, `path or …`, `assert path`); where the restore stands under `os.path.exists` or a listing of
    that folder, at once or through a variable; where an `assert_` method is called on the status, or the
    status is returned or handed on; and where the file has written a checkpoint before it restores, in some
    round of a loop or unconditionally. A status that is only printed, a flag (`if resume:`), and a save under
    a condition of its own show nothing.

    ## Fix safety
    Where the module writes what is restored, or trains after it, the first run has no checkpoint, and must
    not stop: the fix puts the restore under `if path:`, where it is a statement of its own, so that the code
    says so. It is unsafe, since what else to do without a checkpoint is the author's to say. Where
    the restore only reads what another program wrote, going on without it is hardly meant: there it is left
    to you, who can raise an exception, or call `assert_existing_objects_matched()` on the status.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    - [tf.train.latest_checkpoint](https://www.tensorflow.org/api_docs/python/tf/train/latest_checkpoint)
    """

    code = "TFC505"
    name = "restore-none"
    summary = "the latest checkpoint is restored, and nothing asks whether there is one"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("Checkpoint"), Name("latest_checkpoint"), Name("restore", "read"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each restore that may be given ``None``."""
        for restore in module.fact(Checkpoints).restores:
            latest = latest_of(module, restore)
            prefixes = [mistaken_prefix(module, each) for each in latest]
            if prefixes and None not in prefixes:
                yield self._of_prefix(module, restore, [each.node for each in prefixes if each is not None])
            elif may_restore_nothing(module, restore):
                message = (
                    "latest_checkpoint is None where there is no checkpoint, and restoring None changes "
                    "nothing and raises nothing: the run "
                )
                begins = begins_training(module, restore)
                message += (
                    "begins anew, also where the folder is only misspelled"
                    if begins
                    else "goes on with the weights it has"
                )
                stop = Fix(Applicability.MANUAL, "stop where latest_checkpoint is None, with an exception")
                fix = restore_if_any(module, restore) if resumes(module, restore) else stop
                severity = Severity.INFO if begins else Severity.WARNING
                yield self.finding(module, restore.node, severity, message, fix)

    def _of_prefix(self, module: Module, restore: Restore, saves: list[cst.Call]) -> Finding:
        message = (
            f"latest_checkpoint is given the prefix of the files ({module.where(*saves)}), and wants their "
            "folder: it is always None, and restoring None changes nothing and raises nothing"
        )
        fix = Fix(Applicability.MANUAL, "give latest_checkpoint the folder: os.path.dirname(…) of the prefix")
        return self.finding(module, restore.node, Severity.ERROR, message, fix)
