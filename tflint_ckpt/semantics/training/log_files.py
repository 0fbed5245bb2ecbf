"""Logs of ``CSVLogger`` that a training empties: ``fit`` opens the file anew unless it is told to append."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.monitors import CHECKPOINT
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.objects.ways import ways
from tflint_ckpt.semantics.order import places, surely_after
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.overwritten import loop_of, may_keep
from tflint_ckpt.semantics.paths.same_file import Sameness, same_file
from tflint_ckpt.semantics.paths.shape import marks_of, shape
from tflint_ckpt.semantics.training.resumed import BACKUP, goes_on_from
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import argument, last_name
from tflint_ckpt.syntax.statements import always_before, statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.ways import Place
    from tflint_ckpt.semantics.training.fits import Fit

LOGGER = "keras.callbacks.CSVLogger"
_HANDING = frozenset("str print len join abspath dirname Path fspath normpath expanduser".split())
"""Functions that make a path of another, or show it."""
_PATHS = (cst.Name, cst.Attribute, cst.BaseString, cst.BinaryOperation, cst.Call)
"""What may be a path."""


class Again(Enum):
    """Why the file has epochs when a training begins."""

    RESUMED = "it goes on from an earlier run"
    TWICE = "an earlier fit has written them"
    LOOP = "the pass of a loop before has written them"


@dataclass(frozen=True, slots=True)
class Emptied:
    """A log that is lost.

    Attributes:
        call: the call that makes the ``CSVLogger`` which empties the file.
        why: why there are epochs in it.
        place: what shows that, with its file: what loads a model, an earlier ``fit``, the loop.
        goes_on: whether the same model is trained on, so that one log of all is what is wanted.
    """

    call: Call
    why: Again
    place: Place
    goes_on: bool


@dataclass(frozen=True, slots=True)
class _Log:
    """A ``CSVLogger`` that does not append, its file and the fits that write it, all in this module."""

    call: Call
    path: Text
    fits: tuple[Fit, ...]


def emptied_logs(module: Module) -> Iterator[Emptied]:
    """Each log whose epochs are surely lost, once for each callback."""
    is_set = any(target.attr.value == "append" for target, _ in module.facts.attribute_targets)
    if is_set or module.attributes("filename") or may_keep(module):
        return  # ``pd.read_csv(log.filename)`` between two trainings
    logs = list(_logs(module))
    for log in logs:
        found = _resumed(module, log) or _twice(module, log, logs) or _looped(module, log)
        if found is not None:
            yield found


def _logs(module: Module) -> Iterator[_Log]:
    for call in module.calls(LOGGER):
        given = argument_of(call, "filename")
        if given is None or argument_of(call, "append") is not None:
            continue
        if call.open or call.partial or call.inherited:
            continue
        path = module.only(given.value)
        fits = module.training.fits_everywhere(call.node) if isinstance(path, Text) else None
        if isinstance(path, Text) and fits and all(fit.module is module for fit in fits):
            yield _Log(call, path, fits)


# Trainings that go on from an earlier run


def _resumed(module: Module, log: _Log) -> Emptied | None:
    loads = (_load(module, log, each) for each in module.calls(CHECKPOINT))
    shown = _backup(log) or next(filter(None, loads), None)
    if shown is None or not all(_is_unread(module, log, fit.node) for fit in log.fits):
        return None
    return Emptied(log.call, Again.RESUMED, (module, shown), goes_on=True)


def _backup(log: _Log) -> cst.Call | None:
    """A ``BackupAndRestore`` beside the log, both with paths that are the same in each run."""
    for fit in log.fits if log.path.literal is not None else ():
        for each in fit.callbacks or ():
            given = argument(each.node, "backup_dir", 0) if each.name == BACKUP and each.always else None
            if given is not None and each.module.literal(given) is not None:
                return each.node
    return None


def _load(module: Module, log: _Log, checkpoint: Call) -> cst.Call | None:
    """What loads a file of *checkpoint* before the fits of *log*, all that the module has.

    What another fit has trained before is loaded from there, and the log may be that of the second alone.
    """
    mine = {fit.node for fit in log.fits}
    if any(fit.node not in mine for fit in module.training.fits):
        return None
    for fit in log.fits:
        if not any(each.node is checkpoint.node and each.always for each in fit.callbacks or ()):
            return None
    given = argument_of(checkpoint, "filepath")
    path = module.only(given.value) if given is not None else None
    if not isinstance(path, Text) or not _marks(module, log.path) <= _marks(module, path) - {""}:
        return None
    found = goes_on_from(module, checkpoint)
    return found.node if found is not None else None


def _marks(module: Module, path: Text) -> set[str]:
    """What is not known of *path*: a run that loads from a folder has it from an earlier one."""
    return set(marks_of(shape(path, module.fact(Fillings).mark)))


# Several trainings of one run


def _twice(module: Module, log: _Log, logs: list[_Log]) -> Emptied | None:
    for other in logs if log.path.literal is not None else ():
        if same_file(module, log.path, other.path) is not Sameness.SAME:
            continue
        for earlier in other.fits:
            for later in log.fits:
                if _is_before(module, earlier, later) and _is_unread(module, log, later.node):
                    models = set(later.models)
                    goes_on = bool(models) and models == set(earlier.models)
                    return Emptied(log.call, Again.TWICE, (module, earlier.node), goes_on)
    return None


def _is_before(module: Module, earlier: Fit, later: Fit) -> bool:
    """Whether *later* surely runs after *earlier* in the same scope, and no loop has both."""
    one, other = earlier.node, later.node
    if one is other or earlier.frames != later.frames or not follows(module.facts, other, one):
        return False
    return always_before(module, statement_of(module, one), other)


def _looped(module: Module, log: _Log) -> Emptied | None:
    for fit in log.fits if log.path.literal is not None else ():
        for way in ways(module, fit.node, fit.frames):
            at = loop_of(way)
            if at is None or at[0][0] is not module:
                continue
            loop = at[0][1]
            if _is_unread(module, log, loop):
                return Emptied(log.call, Again.LOOP, at[0], _is_trained_on(module, fit, loop))
    return None


def _is_trained_on(module: Module, fit: Fit, loop: cst.CSTNode) -> bool:
    """Whether each pass of *loop* trains the model of *fit*, which was made before."""
    made = [one.frames[0][1] if one.frames else one.node for one in fit.model]
    beside = module.enclosing_function(fit.node) is module.enclosing_function(loop)
    return beside and bool(made) and not any(loop in module.ancestors(one) for one in made)


def _is_unread(module: Module, log: _Log, trains: cst.CSTNode) -> bool:
    """Whether nothing that may run before *trains* gets the path of the log: all who do come after it."""
    for call in module.facts.calls:
        if _is_harmless(module, call):
            continue
        func = call.func
        given = [each.value for each in call.args if isinstance(each.value, _PATHS)]
        given += [func.value] if isinstance(func, cst.Attribute) and isinstance(func.value, _PATHS) else []
        values = (module.only(each) for each in given)
        is_given = any(isinstance(value, Text) and _is_same(module, log, value) for value in values)
        if is_given and not _comes_after(module, call, trains):
            return False
    return True


def _comes_after(module: Module, call: cst.Call, trains: cst.CSTNode) -> bool:
    """Whether *call* only runs when each training at *trains* is done."""
    trainings = places(module, trains)
    return all(surely_after(module, one, other) for one in places(module, call) for other in trainings)


def _is_harmless(module: Module, call: cst.Call) -> bool:
    """Whether a call makes a logger, or hands a path on to code that is seen."""
    if last_name(call.func) in _HANDING or module.is_named(call.func, LOGGER):
        return True
    return module.call_sites.run_by(call) is not None


def _is_same(module: Module, log: _Log, path: Text) -> bool:
    return bool(path.parts) and same_file(module, log.path, path) in (Sameness.SAME, Sameness.ALIKE)
