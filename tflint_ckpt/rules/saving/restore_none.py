"""TFC505 restore-none."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.latest import may_restore_nothing, may_start_anew
from tflint_ckpt.syntax.status import check_status, check_where_restored


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

    ## When it is silent
    Where the path, or `latest_checkpoint`, is tested anywhere in the file, before or after (`if path:`,
    `path or …`, `assert path`); where the restore stands under `os.path.exists` or a listing; where an
    `assert_` method is called on the status, at once or through a variable, or the status is returned; and
    where the file has written a checkpoint before it restores.

    ## Fix safety
    The fix calls `assert_existing_objects_matched()` on the status, which raises where nothing was found,
    and where a variable that is there already is not in the file. It is unsafe: a first run that was meant
    to start without a checkpoint stops there. Where the same checkpoint is saved further down, such a run
    is likely, and the fix is left to you: write `if path:` around the restore.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    - [tf.train.latest_checkpoint](https://www.tensorflow.org/api_docs/python/tf/train/latest_checkpoint)
    """

    code = "TFC505"
    name = "restore-none"
    summary = "the latest checkpoint is restored, and nothing asks whether there is one"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("Checkpoint"), Name("latest_checkpoint"), Name("restore", "read"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each restore that may be given ``None``."""
        for restore in module.checkpoints.restores:
            if may_restore_nothing(module, restore):
                message = (
                    "latest_checkpoint is None where there is no checkpoint, and restoring None changes "
                    "nothing and raises nothing: the run goes on with the initial weights"
                )
                anew = may_start_anew(module, restore)
                fix = check_where_restored() if anew else check_status(module, restore.node)
                yield self.finding(module, restore.node, Severity.WARNING, message, fix)
