"""Trainings that go on from a numbered file, and begin to count their epochs anew.

``fit`` counts from ``initial_epoch``, which is 0 unless it is given: a ``ModelCheckpoint`` with the epoch in
its path then writes over the files of the earlier run, and schedules by epoch start again (run on Keras 2.10,
2.15, 3.3 and 3.15).
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.monitors import CHECKPOINT
from tflint_ckpt.semantics.paths.checkpoints import path_is_set_again
from tflint_ckpt.semantics.paths.written_to import written_path
from tflint_ckpt.semantics.training.resumed import BACKUP, goes_on_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.written_to import Written
    from tflint_ckpt.semantics.training.fits import Fit
    from tflint_ckpt.semantics.training.resumed import Resumed

_FIELD = pattern(r"\{([^{}:!]*)[^{}]*\}")
_LOOPS = (cst.For, cst.While)


@dataclass(frozen=True, slots=True)
class CountedAnew:
    """A training whose files have the numbers of those that it goes on from.

    Attributes:
        checkpoint: the call that makes the callback which writes them.
        resumed: what loads one of them.
        fit: the first training then.
    """

    checkpoint: Call
    resumed: Resumed
    fit: Fit


def counted_anew(module: Module) -> Iterator[CountedAnew]:
    """Each such checkpoint whose path has the epoch, and nothing else that differs from run to run."""
    if path_is_set_again(module):
        return
    for checkpoint in module.calls(CHECKPOINT):
        given = argument_of(checkpoint, "filepath")
        if given is None or checkpoint.open or checkpoint.partial or checkpoint.inherited:
            continue
        if not _is_numbered(written_path(module, given.value)):
            continue
        fits = module.training.fits_everywhere(checkpoint.node)
        if not fits or not all(_counts_from_zero(module, fit) for fit in fits):
            continue
        resumed = goes_on_from(module, checkpoint)
        if resumed is not None:
            yield CountedAnew(checkpoint, resumed, fits[0])


def _is_numbered(path: Written | None) -> bool:
    """Whether Keras fills in the epoch alone; a loss in the name keeps the files of two runs apart."""
    fields = _FIELD.findall("".join(part.text for part in path.path.pieces)) if path is not None else []
    return set(fields) == {"epoch"}


def _counts_from_zero(module: Module, fit: Fit) -> bool:
    """Whether *fit* surely has no ``initial_epoch``, by itself or by a ``BackupAndRestore``.

    A loop around it may count by itself.
    """
    if fit.call.open or argument_of(fit.call, "initial_epoch") is not None or fit.callbacks is None:
        return False
    if any(each.name == BACKUP for each in fit.callbacks):
        return False
    return not any(isinstance(above, _LOOPS) for above in module.ancestors(fit.node))
