"""TFC525 resume-without-optimizer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import Outcome
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.lost_optimizers import LostOptimizer, lost_optimizers

_OUTCOME = Outcome(
    Severity.WARNING, "starts it anew after each restart, with 0 iterations and without moments"
)
_KEYWORD = "optimizer"


class ResumeWithoutOptimizer(Rule):
    """The checkpoint that training goes on from holds the model, and not the optimizer.

    ## What it does
    Reports a `tf.train.Checkpoint` that is saved and, at the start of the training, restored, where a loop
    trains a model of it by `apply_gradients` of an optimizer that is not in it.

    ## Why
    A model that is compiled brings its optimizer into the checkpoint. One that a loop makes for itself is
    there only if the checkpoint gets it. After a restart Adam has no moments, and a schedule of the learning
    rate begins at step 0; the loss jumps, and `assert_existing_objects_matched()` passes.

    ## When it is silent
    Where the optimizer may be in the checkpoint, in a model, or saved in another way: where anything but the
    loop gets it, or its `variables` are read; where the checkpoint is never saved, or is not read before the
    first training; for `SGD`, which has no moments unless it is told; where the weights are not surely those
    of a model that the checkpoint has.

    ## Fix safety
    The fix adds `optimizer=…` to the checkpoint. It is unsafe: files that were written before have none.
    Where the optimizer is not surely made before the checkpoint, it is for a person.

    ## References
    - [Training checkpoints](https://www.tensorflow.org/guide/checkpoint)
    """

    code = "TFC525"
    name = "resume-without-optimizer"
    summary = "a checkpoint that training goes on from, without the optimizer that trains"
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("Checkpoint"), Name("restore", "read"), Name("apply_gradients"))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such checkpoint."""
        for found in lost_optimizers(module):
            what = (
                f"the optimizer of {found.model} ({module.where(found.made)}) is not in this checkpoint, "
                f"from which training goes on ({module.where(found.restore.node)})"
            )
            call = found.checkpoint.node
            yield from self.judged(module, call.func, what, (_OUTCOME,), _fix(module, found), of=call)


def _fix(module: Module, found: LostOptimizer) -> Fix:
    from tflint_ckpt.syntax.arguments import add_argument
    from tflint_ckpt.syntax.statements import always_before, statement_of

    title = f"give the checkpoint {_KEYWORD}={module.text(found.optimizer)}"
    call, optimizer = found.checkpoint.node, found.optimizer
    binding = module.sole_binding(optimizer)
    is_there = binding is not None and always_before(module, statement_of(module, found.made), call)
    if not is_there or _KEYWORD in found.checkpoint.objects or not isinstance(optimizer, cst.Name):
        return Fix(Applicability.MANUAL, title)
    edits = add_argument(module, call, _KEYWORD, optimizer.value)
    return Fix(Applicability.UNSAFE if edits else Applicability.MANUAL, title, edits)
