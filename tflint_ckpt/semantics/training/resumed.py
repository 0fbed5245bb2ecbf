"""Trainings that go on from a best file, with a checkpoint that does not know how good it is."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.monitors import CHECKPOINT
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.order import places, surely_after
from tflint_ckpt.semantics.paths.checkpoints import best_is_set
from tflint_ckpt.semantics.paths.own_files import never_true
from tflint_ckpt.semantics.paths.written_to import (
    Written,
    is_one_file,
    is_one_of,
    is_written_to,
    written_path,
)
from tflint_ckpt.semantics.saving.files import LOADERS
from tflint_ckpt.semantics.training.resumed_elsewhere import called_in_order, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

BACKUP = "keras.callbacks.BackupAndRestore"


@dataclass(frozen=True, slots=True)
class Resumed:
    """What makes a training go on.

    Attributes:
        node: the call that loads a file, or makes a ``BackupAndRestore``.
        called: the call in another file that runs it, and that file, where the order is seen there.
        beside: the checkpoint that writes the file, where it is another one that the same training has.
    """

    node: cst.Call
    called: tuple[Engine, cst.Call] | None = None
    beside: cst.Call | None = None


def resumed_from(module: Module, checkpoint: Call) -> Resumed | None:
    """What makes a training go on from a file of it, if *checkpoint*, of its best one, begins anew.

    A ``load_weights`` or ``load_model`` before the first fit that it is given to, of the file that it
    writes or that another checkpoint in all of those fits does, or a ``BackupAndRestore`` in one of them.
    """
    given = argument_of(checkpoint, "filepath")
    path = written_path(module, given.value) if given is not None else None
    if not is_one_file(path) or best_is_set(module):
        return None
    found = _resumed(module, checkpoint, path)
    fits = module.training.fits_everywhere(checkpoint.node) if found is None else None
    if not fits or any(fit.module is not module for fit in fits):
        return found
    return next((Resumed(call) for fit in fits for call in _backups(fit)), None)


def goes_on_from(module: Module, checkpoint: Call) -> Resumed | None:
    """The load, of any checkpoint, also of one that writes a file for each epoch, one of which is loaded."""
    given = argument_of(checkpoint, "filepath")
    return _resumed(module, checkpoint, written_path(module, given.value)) if given is not None else None


def _resumed(module: Module, checkpoint: Call, path: Written | None) -> Resumed | None:
    fits = module.training.fits_everywhere(checkpoint.node) if path is not None else None
    if path is None or not fits or any(fit.module is not module for fit in fits):
        return None
    for call, model, beside in _loads(module, path, checkpoint, fits):
        if _never_runs(module, call):
            continue
        later = [fit for fit in fits if _is_before(module, call, fit, model, checkpoint)]
        earlier = [fit for fit in fits if fit not in later]
        if later and not any(_may_be_before(module, fit, call) for fit in earlier):
            return Resumed(call, beside=beside)
        if not later and len(fits) == 1 and model is not None:
            called = called_in_order(module, call, model, fits[0].node, checkpoint.node)
            if called is not None:
                return Resumed(call, called, beside)
    return None


def _loads(
    module: Module, path: Written, checkpoint: Call, fits: tuple[Fit, ...]
) -> Iterator[tuple[cst.Call, cst.BaseExpression | None, cst.Call | None]]:
    """The calls that load the file *path*, those of weights with the model that gets them.

    Then those of what another checkpoint writes, with that, which all of *fits* have as well.
    """
    found: list[tuple[cst.Call, cst.BaseExpression, cst.BaseExpression | None]] = [
        (call, call.args[0].value, func.value)
        for call, func in module.method_calls("load_weights")
        if call.args and not call.args[0].star
    ]
    for loader in module.calls(*LOADERS):
        argument = argument_of(loader, "filepath", "path")
        if argument is not None:
            found.append((loader.node, argument.value, None))
    is_it = is_written_to if is_one_file(path) else is_one_of
    for call, node, model in found:
        if is_it(module, path, node):
            yield call, model, None
    for other in _beside(module, checkpoint, fits) if found else ():
        given = argument_of(other, "filepath")
        written = written_path(module, given.value) if given is not None else None
        for call, node, model in found if written is not None else ():
            if written is not None and is_written_to(module, written, node):
                yield call, model, other.node


def _beside(module: Module, checkpoint: Call, fits: tuple[Fit, ...]) -> Iterator[Call]:
    """The other checkpoints that each of *fits* surely has."""
    for other in module.calls(CHECKPOINT):
        if other.node is not checkpoint.node and all(
            any(each.node is other.node and each.always for each in fit.callbacks or ()) for fit in fits
        ):
            yield other


def _never_runs(module: Module, call: cst.Call) -> bool:
    """Whether *call* stands under a test that never holds: ``if os.path.exists("best.h5.index")``."""
    for child, above in module.steps(call):
        if isinstance(above, cst.If) and child is above.body and never_true(module, above.test):
            return True
    return False


def _is_before(
    module: Module, call: cst.Call, fit: Fit, model: cst.BaseExpression | None, checkpoint: Call
) -> bool:
    """Whether *fit* trains what *call* has loaded before, with a *checkpoint* that is new then."""
    same_scope = module.facts.scopes[call] is module.facts.scopes[fit.node]
    if model is None:
        is_trained = any(origin.node is call for origin in fit.model)
    else:
        made = set(module.objects.origins(model))
        is_trained = bool(made & set(fit.model))
        if not same_scope:  # seen from inside the function that makes the model
            is_trained = not {each.node for each in made}.isdisjoint(each.node for each in fit.model)
    if not is_trained:
        return False
    if same_scope:
        return precedes(module.facts, call, fit.node) and not leaves(module, call, fit.node)
    function = module.enclosing_function(call)
    makers = {frame[0] for origin in fit.model for frame in origin.frames}
    if function is not None and function in makers:
        return True
    loads = places(module, call)
    after = [any(surely_after(module, one, load) for load in loads) for one in places(module, fit.node)]
    made_anew = module.facts.scopes[checkpoint.node] is module.facts.scopes[fit.node]
    return any(after) if made_anew else all(after)


def _may_be_before(module: Module, fit: Fit, call: cst.Call) -> bool:
    """Whether the checkpoint has seen an epoch before the file is loaded, so that it knows a best value."""
    if module.facts.scopes[call] is not module.facts.scopes[fit.node]:
        return True
    return not precedes(module.facts, call, fit.node)


def _backups(fit: Fit) -> Iterator[cst.Call]:
    """The ``BackupAndRestore`` among the callbacks of a fit."""
    yield from (each.node for each in fit.callbacks or () if each.name == BACKUP and each.always)
