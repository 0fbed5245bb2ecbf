"""TFC506 restore-unchecked."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints, Restore
from tflint_ckpt.semantics.saving.latest import (
    is_written_before,
    latest_of,
    may_restore_nothing,
    resumes,
)
from tflint_ckpt.semantics.saving.matched import is_of_one_kind
from tflint_ckpt.semantics.saving.mistaken import unused_successor
from tflint_ckpt.semantics.saving.status import Status, values_are_asserted
from tflint_ckpt.syntax.status import CHECK, check_status


class RestoreUnchecked(Rule):
    """The status of `restore` is thrown away: what is not in the file keeps its initial values in silence.

    ## What it does
    Reports `restore` or `read` of a `tf.train.Checkpoint` whose result nothing looks at, or which is only
    printed.

    ## Why
    Objects are matched by the names they were given, `model` in `Checkpoint(model=…)`. What finds no
    counterpart in the file is left as it is: no exception, on any release, only lines in the log when the
    program ends. `Checkpoint(net=…)` restores nothing at all of a file that `Checkpoint(model=…)` wrote.

    ## When it is silent
    Where an `assert_` method is called on the status, at once or through a variable; where it is returned
    or handed on; where an `assert` right behind it looks at values; after `expect_partial()`, which says
    that the difference is meant; where the same checkpoint object was saved before in the same run, so that
    the names agree; where the latest checkpoint is restored, and the module writes that very object or goes
    on to train, so that the file is of an earlier run of the same code; and where restore-none has said the
    same and more.

    ## Fix safety
    The fix calls `assert_existing_objects_matched()` on the status. It raises `AssertionError` where a
    variable that is there already is not in the file, so it is unsafe: code that lives with that stops. It
    is offered only where the path cannot be `None`, and where the module itself wrote the file, from objects
    made by the very calls that make those that are restored, models with an input or variables. Elsewhere
    it is left to you: the call raises as well where the path is `None`, and on Keras 3 where the optimizer
    was built for other variables.
    `assert_consumed()` says more, and fails on Keras 2 where the optimizer has not built its slots yet.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    - [tf.train.Checkpoint.restore](https://www.tensorflow.org/api_docs/python/tf/train/Checkpoint#restore)
    """

    code = "TFC506"
    name = "restore-unchecked"
    summary = "nothing checks the status of Checkpoint.restore: what was not restored stays unnoticed"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("Checkpoint"), Name("restore", "read"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each restore whose status is thrown away."""
        for restore in module.fact(Checkpoints).restores:
            if restore.status is not Status.DISCARDED or values_are_asserted(module, restore.node):
                continue
            if not _is_known(module, restore):
                message = (
                    "nothing checks what was restored: what is not in the file keeps its initial values, and "
                    "no exception says so"
                )
                advice = Fix(Applicability.MANUAL, f"call {CHECK}() where all of it must be in the file")
                fix = check_status(module, restore.node) if is_of_one_kind(module, restore) else advice
                yield self.finding(module, restore.node, Severity.INFO, message, fix)


def _is_known(module: Module, restore: Restore) -> bool:
    """Whether the file is one of the same code, or another rule says more of *restore*."""
    if all(is_written_before(module, restore.node, each) for each in restore.checkpoints):
        return unused_successor(module, restore) is None  # which is what should be restored
    if latest_of(module, restore) and resumes(module, restore):
        return True
    return may_restore_nothing(module, restore)
