"""Trainings that go on from a best file, with a checkpoint that does not know how good it is."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.order import places, surely_after
from tflint_ckpt.semantics.paths.checkpoints import best_is_set
from tflint_ckpt.semantics.paths.own_files import never_true
from tflint_ckpt.semantics.paths.same_file import Sameness, same_file
from tflint_ckpt.semantics.saving.files import LOADERS
from tflint_ckpt.semantics.values.kinds import Text, Unknown, as_text
from tflint_ckpt.syntax.forms import JUMPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

_BACKUP = "keras.callbacks.BackupAndRestore"
_EXITS = ("sys.exit", "os._exit")


def resumed_from(module: Module, checkpoint: Call) -> cst.Call | None:
    """What makes a training go on from the file that *checkpoint* writes, if the checkpoint begins anew.

    A ``load_weights`` or ``load_model`` of that file before the first fit that it is given to, or a
    ``BackupAndRestore`` in one of those fits.
    """
    path = _path(module, argument_of(checkpoint, "filepath"))
    fits = module.training.fits_of(checkpoint.node) if path is not None else None
    if path is None or not fits or best_is_set(module):
        return None
    for call, model in _loads(module, path):
        if _never_runs(module, call):
            continue
        later = [fit for fit in fits if _is_before(module, call, fit, model, checkpoint)]
        earlier = [fit for fit in fits if fit not in later]
        if later and not any(_may_be_before(module, fit, call) for fit in earlier):
            return call
    return next((call for fit in fits for call in _backups(fit)), None)


def _path(module: Module, argument: object) -> Text | None:
    """The one path that an argument is, if Keras fills nothing in."""
    value = getattr(argument, "value", None)
    path = _text(module, value) if isinstance(value, cst.BaseExpression) else None
    return path if path is not None and not any("{" in part.text for part in path.pieces) else None


def _text(module: Module, node: cst.BaseExpression) -> Text | None:
    """The one path that *node* is; all of it may be unknown: ``args.weights`` names a file, too."""
    only = module.only(node)
    if isinstance(only, Unknown) and isinstance(node, cst.Attribute):
        targets = module.facts.attribute_targets
        return None if any(one.attr.value == node.attr.value for one, _ in targets) else as_text(only, node)
    return only if isinstance(only, Text) else None


def _loads(module: Module, path: Text) -> Iterator[tuple[cst.Call, cst.BaseExpression | None]]:
    """The calls that load the file *path*, those of weights with the model that gets them."""
    for call, func in module.method_calls("load_weights"):
        if call.args and not call.args[0].star and _is_file(module, call.args[0].value, path):
            yield call, func.value
    for loader in module.calls(*LOADERS):
        argument = argument_of(loader, "filepath", "path")
        if argument is not None and _is_file(module, argument.value, path):
            yield loader.node, None


def _is_file(module: Module, node: cst.BaseExpression, path: Text) -> bool:
    read = _text(module, node)
    return read is not None and same_file(module, path, read) is Sameness.SAME


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
        return precedes(module.facts, call, fit.node) and not _leaves(module, call, fit.node)
    function = module.enclosing_function(call)
    makers = {frame[0] for origin in fit.model for frame in origin.frames}
    if function is not None and function in makers:
        return True
    loads = places(module, call)
    after = [any(surely_after(module, one, load) for load in loads) for one in places(module, fit.node)]
    made_anew = module.facts.scopes[checkpoint.node] is module.facts.scopes[fit.node]
    return any(after) if made_anew else all(after)


def _leaves(module: Module, call: cst.CSTNode, fit: cst.CSTNode) -> bool:
    """Whether the block of *call* is left before the fit: ``if test: load(); evaluate(); return``."""
    around = set(module.ancestors(fit))
    for above in module.ancestors(call):
        if above in around:
            return False
        last = above.body[-1] if isinstance(above, cst.IndentedBlock) and above.body else None
        small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else None
        if isinstance(small, JUMPS):
            return True
        if isinstance(small, cst.Expr) and isinstance(small.value, cst.Call):
            func = small.value.func
            if module.is_named(func, *_EXITS) or module.builtin(func) in ("exit", "quit"):
                return True
    return False


def _may_be_before(module: Module, fit: Fit, call: cst.Call) -> bool:
    """Whether the checkpoint has seen an epoch before the file is loaded, so that it knows a best value."""
    if module.facts.scopes[call] is not module.facts.scopes[fit.node]:
        return True
    return not precedes(module.facts, call, fit.node)


def _backups(fit: Fit) -> Iterator[cst.Call]:
    """The ``BackupAndRestore`` among the callbacks of a fit."""
    yield from (each.node for each in fit.callbacks or () if each.name == _BACKUP and each.always)
