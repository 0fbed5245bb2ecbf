"""One file for the best weights of several trainings, each of which makes its own checkpoint callback.

A new ``ModelCheckpoint`` knows nothing of what is in the file: its first epoch counts as the best and is
written over it (run on Keras 2.10, 2.15, 3.3 and 3.15). After a loop that trains a new model in each pass,
the file is that of the last one, whichever was best.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.bodies import Body, run_by
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.objects.ways import callers, ways
from tflint_ckpt.semantics.order import is_run_by, is_sure
from tflint_ckpt.semantics.paths.checkpoints import best_only, path_is_set_again
from tflint_ckpt.semantics.paths.each_pass import EachPass
from tflint_ckpt.semantics.paths.handled import Handled, HandledFiles
from tflint_ckpt.semantics.paths.makers import run_together
from tflint_ckpt.semantics.paths.model_files import files_with
from tflint_ckpt.semantics.paths.roles import CHECKPOINT, READING, WRITING, Role
from tflint_ckpt.semantics.paths.shell import foreign_lines
from tflint_ckpt.semantics.training.models import seen_here
from tflint_ckpt.semantics.values.kinds import Constant, Items, Text
from tflint_ckpt.syntax.forms import jumps_of, last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.objects.origin import Origin
    from tflint_ckpt.semantics.objects.ways import Place, Way
    from tflint_ckpt.semantics.training.fits import Fit

_FRESH = frozenset("load_model clone_model from_config model_from_json model_from_config".split())
_GOING_ON = _FRESH.union("load_weights set_weights restore read from_pretrained".split())
"""Words of code that gives a model weights of another one, or reads the file."""
_KEEPING = pattern(
    r"\b(?:shutil|subprocess|fileinput|zipfile|tarfile)\b|\bos\.(?:rename|renames|replace|system|chdir|popen|link)\b"
    r"|\.rename\(|\bchdir\b|gfile\.(?:copy|rename)|\bPopen\b|log_artifacts?\b|\.filepath\b|import_module"
)
"""Code that may keep the file under another name, or change what its name means."""
_SHELL = pattern(r"\b(?:cp|mv|cd|zip|tar|rsync|gsutil|aws)\b")

Loop = cst.For | cst.ListComp


@dataclass(frozen=True, eq=False, slots=True)
class Overwritten:
    """A file that each pass of a loop writes over, and that is read behind it.

    Attributes:
        call: the call that makes the checkpoint callback.
        path: the path of the file.
        loop: the loop, and the file it stands in.
        read: the call that reads it, and the file that stands in.
    """

    call: cst.Call
    path: str
    loop: Place
    read: Place


def overwritten_files(module: Module) -> Iterator[Overwritten]:
    """Each such file, once for each callback."""
    if path_is_set_again(module):
        return
    for call in module.calls(CHECKPOINT):
        path = argument_of(call, "filepath")
        if call.partial or call.open or call.inherited or path is None or best_only(module, call) is not True:
            continue
        if call.argument("initial_value_threshold") is not None:  # it may be told how good the others were
            continue
        values = module.evaluate(path.value)
        file = EachPass(module, values[0]) if len(values) == 1 and isinstance(values[0], Text) else None
        if file is None or not file.is_told:
            continue
        found = _overwritten(module, call.node, file)
        if found is not None:
            yield found


def _overwritten(module: Module, call: cst.Call, file: EachPass) -> Overwritten | None:
    for fit in module.training.fits_everywhere(call) or ():
        for way in ways(fit.module, fit.node, fit.frames):
            at = loop_of(way)
            if at is None:
                continue
            (there, loop), depth = at
            bodies = run_by(there, _body(loop))
            if bodies is None or not file.is_kept(bodies) or not _is_kept_out(module, call, file, bodies):
                continue
            if not _is_anew(fit, way[depth:], loop, bodies) or not _is_made_in(module, call, loop, bodies):
                continue
            read = _read_behind(module, file, (there, loop), bodies)
            if read is not None:
                return Overwritten(call, file.shown, (there, loop), read)
    return None


# The loop


def loop_of(way: Way) -> tuple[tuple[Engine, Loop], int] | None:
    """The innermost loop each pass of which surely runs the last of *way*, and at which place of it."""
    for depth in range(len(way) - 1, -1, -1):
        module, node = way[depth]
        for child, above in module.steps_within(node):
            if isinstance(above, cst.While) and child is above.body:
                return None
            if (isinstance(above, cst.For) and child is above.body) or (
                isinstance(above, cst.ListComp) and child is above.elt
            ):
                if not is_sure(module, node, _body(above)) or _is_left(above) or _is_once(module, above):
                    return None
                return (module, above), depth
        function = module.enclosing_function(node)
        if function is None or not is_run_by(module, node, function):
            return None
    return None


def _body(loop: Loop) -> cst.CSTNode:
    return loop.body if isinstance(loop, cst.For) else loop.elt


def _is_left(loop: Loop) -> bool:
    """Whether a pass may end *loop*: the last one is then the one that was looked for."""
    return any(not isinstance(jump, cst.Raise) for jump in jumps_of(_body(loop)))


def _is_once(module: Engine, loop: Loop) -> bool:
    """Whether *loop* has one pass, as far as the code says."""
    given = loop.iter if isinstance(loop, cst.For) else loop.for_in.iter
    if isinstance(given, cst.Call) and module.builtin(given.func) == "range" and len(given.args) == 1:
        values = module.evaluate(given.args[0].value)
        return any(isinstance(value, Constant) and value.value in (0, 1) for value in values)
    values = module.evaluate(given)
    return any(isinstance(value, Items) and value.length in (0, 1) for value in values)


# What a pass runs


def _is_kept_out(module: Module, call: cst.Call, file: EachPass, bodies: tuple[Body, ...]) -> bool:
    """Whether nothing that a pass runs reads the file, keeps it under another name or writes it, too."""
    files = dict.fromkeys(there for there, _ in bodies)
    if any(may_keep(there) for there in (module, *files)):
        return False
    for _, body in bodies:
        for node in descend(body):
            word = node.attr.value if isinstance(node, cst.Attribute) else ""
            word = node.value if isinstance(node, cst.Name) else word
            if word in _GOING_ON:
                return False
    for there in dict.fromkeys((module, *files)):
        for handled in _handled(there):
            if handled.call is call or not file.may_be_at(there, handled.values):
                continue
            is_test = handled.role is Role.TEST and _is_run(there, handled.call, bodies)
            if handled.role in WRITING or is_test:
                return False
    return True


def _handled(module: Engine) -> list[Handled]:
    assert isinstance(module, Module)
    return module.fact(HandledFiles).every


def may_keep(module: Engine) -> bool:
    text = module.source.text
    return _KEEPING.search(text) is not None or any(
        _SHELL.search(line) for _, line in foreign_lines(module.source)
    )


def _is_run(module: Engine, node: cst.CSTNode, bodies: tuple[Body, ...]) -> bool:
    """Whether *node* stands in what a pass runs."""
    around = {node, *module.ancestors(node)}
    return any(there is module and body in around for there, body in bodies)


def _is_anew(fit: Fit, way: Way, loop: Loop, bodies: tuple[Body, ...]) -> bool:
    """Whether each pass makes the model of *fit*."""
    module = fit.module
    models = fit.models
    return bool(models) and all(
        (one.elsewhere is None or one.elsewhere.anew)
        and not _is_copied(module, one)
        and _is_made_by_pass(module, seen_here(module, one), way, loop, bodies)
        for one in models
    )


def _is_copied(module: Engine, origin: Origin) -> bool:
    made = module.resolve(origin.node.func) if isinstance(origin.node, cst.Call) else None
    return (made or "").rpartition(".")[2] in _FRESH


def _is_made_by_pass(module: Engine, origin: Origin, way: Way, loop: Loop, bodies: tuple[Body, ...]) -> bool:
    maker: cst.CSTNode = origin.frames[0][1] if origin.frames else origin.node
    if not _is_run(module, maker, bodies):
        return False
    if loop in module.ancestors(maker):
        return is_sure(module, maker, _body(loop))
    function = module.enclosing_function(maker)
    if function is None or not is_sure(module, maker, function):
        return False
    inside = [there.enclosing_function(node) for there, node in way[1:]]
    return function in inside or _is_constructed(module, function, way, loop)


def _is_constructed(module: Engine, function: cst.CSTNode, way: Way, loop: Loop) -> bool:
    """Whether the method that *way* begins with is one of an object that the pass makes, by *function*."""
    there, call = way[0]
    owner = module.enclosing_class(function)
    if owner is None or getattr(function, "name", None) is None or not isinstance(call, cst.Call):
        return False
    if function.name.value != "__init__" or not isinstance(call.func, cst.Attribute):  # type: ignore[attr-defined]
        return False
    held = call.func.value
    made = [each.value for each in there.visible(held)] if isinstance(held, cst.Name) else [held]
    return bool(made) and all(
        isinstance(each, cst.Call)
        and loop in there.ancestors(each)
        and any(node is function for _, node in run_by(there, each) or ())
        for each in made
    )


def _is_made_in(module: Module, call: cst.Call, loop: Loop, bodies: tuple[Body, ...]) -> bool:
    """Whether each pass makes the callback, and nothing else does."""
    if loop in module.ancestors(call):
        return isinstance(loop, cst.For)
    if not _is_run(module, call, bodies):
        return False
    function = module.enclosing_function(call)
    found, is_all = callers(module, function) if function is not None else ([], False)
    return is_all and all(_is_run(there, each, bodies) for there, each in found)


# Who reads it


def _read_behind(
    module: Module, file: EachPass, place: tuple[Engine, Loop], bodies: tuple[Body, ...]
) -> Place | None:
    """The call that reads the file behind the loop, where none does before; or one of another program."""
    there, loop = place
    files = dict.fromkeys((module, there))
    outer = ways(there, loop)
    found: list[Place] = []
    for each in files:
        for handled in _handled(each):
            if handled.role not in READING or not file.may_be_at(each, handled.values):
                continue
            if len(handled.values) != 1 or not file.is_at(each, handled.values):
                return None
            if _is_last_model(each, handled.call, loop):
                return None
            if not all(_is_behind(way, one) for way in ways(each, handled.call) for one in outer):
                return None
            found.append((each, handled.call))
    if found:
        return found[0]
    return _read_by_another(module, file, dict.fromkeys((*files, *(each for each, _ in bodies))))


def _read_by_another(module: Module, file: EachPass, files: dict[Engine, None]) -> Place | None:
    """The call that reads the file in another program of the project, which writes it nowhere else.

    *files* are those of this program that are seen.
    """
    found: Place | None = None
    for there in files_with(module) or ():
        for handled in _handled(there):
            if handled.role in WRITING and file.may_be_of_another(handled.values):
                return None
            if handled.role not in READING or not file.is_at(there, handled.values):
                continue
            if len(handled.values) != 1 or there in files:
                return None
            if not run_together(module.path, there.path):
                continue
            starts = [way[0] for way in ways(there, handled.call)]
            if any(at in files or at.enclosing_function(node) is not None for at, node in starts):
                return None
            found = found or (there, handled.call)
    stem = found[0].path.rpartition("/")[2].partition(".")[0] if found is not None else ""
    imported = re.compile(rf"\b(?:import|from)\b[^\n]*\b{re.escape(stem)}\b")
    return found if not any(imported.search(each.source.text) for each in files) else None


def _is_behind(way: Way, loop: Way) -> bool:
    """Whether what *way* leads to runs only when *loop* is done, for all that both have in common."""
    for (there, one), (here, other) in zip(loop, way, strict=False):
        if one is not other:
            return there is here and follows(there.facts, other, one)
    return False


def _is_last_model(module: Engine, call: cst.Call, loop: Loop) -> bool:
    """Whether weights are read into a model that a pass made, whose own they are, or that is not seen."""
    if last_name(call.func) != "load_weights":
        return False
    origins = module.fact(Instances).origins(call.func.value) if isinstance(call.func, cst.Attribute) else ()
    makers = [seen_here(module, each) for each in origins]
    return not makers or any(
        loop in module.ancestors(one.frames[0][1] if one.frames else one.node) for one in makers
    )
