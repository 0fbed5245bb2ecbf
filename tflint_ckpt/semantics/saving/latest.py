"""The latest checkpoint of a folder, which is ``None`` where there is none, and who asks about that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.saving.checkpoints import Checkpoint, Checkpoints, Restore, Save
from tflint_ckpt.semantics.saving.places import Place, directory, is_latest, places
from tflint_ckpt.semantics.saving.proofs import WRITING, is_sure, may_be_of, tests_for_it
from tflint_ckpt.semantics.saving.status import Status, is_asked
from tflint_ckpt.syntax.forms import keyword, last_name, operators
from tflint_ckpt.syntax.statements import always_before, statement_of
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_TRAINING = frozenset("fit fit_generator train_on_batch apply_gradients minimize".split())
_TESTS = (cst.If, cst.While, cst.IfExp, cst.Assert)
_LOOPS = (cst.For, cst.While)
_DEEPEST = 5
_BEGIN = "on_train_begin"


@dataclass(slots=True)
class _Followed:
    """Where the value of an expression comes from, through variables, attributes and parameters.

    Attributes:
        values: the expressions that give it.
        passed: the names and attributes on the way.
        complete: whether those are all.
    """

    values: list[cst.BaseExpression] = field(default_factory=list)
    passed: list[cst.BaseExpression] = field(default_factory=list)
    complete: bool = True


def sources(module: Module, node: cst.BaseExpression) -> tuple[cst.BaseExpression, ...] | None:
    """The expressions that give *node* its value, through variables; ``None`` if not all are seen.

    Of a parameter, what its callers give it; where not all callers are in sight, its default, if that is
    ``None``: any other path is named by a caller on purpose.
    """
    found = _Followed()
    _follow(module, node, found)
    return tuple(found.values) if found.complete and found.values else None


def _follow(module: Module, node: cst.BaseExpression, found: _Followed, depth: int = 0) -> None:
    values: list[cst.BaseExpression] | None
    if isinstance(node, cst.IfExp):
        values = [node.body, node.orelse]
    elif isinstance(node, cst.Attribute) and node.attr.value != "latest_checkpoint":
        values = module.attribute_values(node)
        found.passed.append(node)
    elif isinstance(node, cst.Name) and not is_none(node):
        values = _values_of(module, node)
        found.passed.append(node)
    elif isinstance(node, cst.Call) and (function := module.local_function(node.func)) is not None:
        values = module.returns(function)
    else:
        found.values.append(node)
        return
    if not values or depth >= _DEEPEST:
        found.complete = False
        return
    for value in values:
        _follow(module, value, found, depth + 1)


def _values_of(module: Module, node: cst.Name) -> list[cst.BaseExpression] | None:
    """What a variable may hold; ``None`` where some of that is not in sight."""
    values: list[cst.BaseExpression] = []
    for binding in module.visible(node):
        if binding.kind is BindingKind.PARAMETER:
            given = _given(module, binding)
        elif binding.kind is BindingKind.ASSIGNMENT and binding.value is not None:
            given = _parts(module, binding.value, binding.index)
        else:
            given = None
        if given is None:
            return None
        values += given
    return values


def _parts(
    module: Module, value: cst.BaseExpression, index: Sequence[int]
) -> list[cst.BaseExpression] | None:
    """What stands at *index* in a tuple, or in each that a function of the module returns."""
    if not index:
        return [value]
    size = len(value.elements) if isinstance(value, cst.Tuple) else 0
    if isinstance(value, cst.Tuple) and -size <= index[0] < size:
        return _parts(module, value.elements[index[0]].value, index[1:])
    function = module.local_function(value.func) if isinstance(value, cst.Call) else None
    returned = module.returns(function) if function is not None else None
    parts = [_parts(module, one, index) if isinstance(one, cst.Tuple) else None for one in returned or ()]
    known = [one for part in parts if part is not None for one in part]
    return known if known and None not in parts else None


def _given(module: Module, parameter: Binding) -> list[cst.BaseExpression] | None:
    """What a parameter is given by its callers, or its default where that is ``None``."""
    function = parameter.scope.node
    calls = module.call_sites.in_sight(function) if isinstance(function, cst.FunctionDef) else None
    given = [module.bound_argument(function, call, parameter.name) for call in calls or ()]
    known = [value for value in given if value is not None]
    if known and len(known) == len(given):
        return known
    default = parameter.value
    return [default] if default is not None and is_none(default) else None


def latest_of(module: Module, restore: Restore) -> tuple[cst.BaseExpression, ...]:
    """The looks for the latest checkpoint that give *restore* its path, if nothing but they and None do."""
    found = sources(module, restore.path) if restore.path is not None else None
    latest = tuple(one for one in found or () if not is_none(one))
    return latest if all(is_latest(module, one) for one in latest) else ()


def may_restore_nothing(module: Module, restore: Restore) -> bool:
    """Whether *restore* is given the latest checkpoint, and nothing shows that there is one.

    The status is not checked, the code does not ask for the path, and has not written to its folder before.
    """
    latest = latest_of(module, restore)
    if not latest or restore.status not in (Status.DISCARDED, Status.PARTIAL):
        return False
    return not is_looked_at(module, restore) and not _is_there(module, restore, latest)


def is_looked_at(module: Module, restore: Restore) -> bool:
    """Whether the code asks if there is a checkpoint, anywhere the restore or its reader can see it.

    It tests the path where that may be the latest checkpoint, or ``latest_checkpoint``, before or after; or
    the restore stands under a look at the folder. A test of anything else says nothing.
    """
    found = _Followed()
    if restore.path is not None:
        _follow(module, restore.path, found)
    uses = [use for name in found.passed for use in _same_variable(module, name)]
    read = [place for one in found.values for place in places(module, one)]
    asked = [use for use in uses if is_asked(module, use) and _may_be_latest(module, use)]
    if asked or any(
        is_latest(module, node) and is_asked(module, node) and may_be_of(read, _asked(module, node))
        for node in module.facts.scopes
    ):
        return True
    return any(
        isinstance(above, _TESTS) and tests_for_it(module, above.test, read)
        for above in module.ancestors(restore.node)
    )


def _asked(module: Module, node: cst.CSTNode) -> tuple[Place, ...]:
    return places(module, node) if isinstance(node, cst.BaseExpression) else ()


def _same_variable(module: Module, node: cst.BaseExpression) -> list[cst.Name] | list[cst.Attribute]:
    if isinstance(node, cst.Attribute):
        text = module.text(node)
        return [one for one in module.attributes(node.attr.value) if module.text(one) == text]
    assert isinstance(node, cst.Name)
    home = module.home(node)
    return module.uses(node.value, home) if home is not None else []


def _may_be_latest(module: Module, node: cst.BaseExpression) -> bool:
    found = _Followed()
    _follow(module, node, found)
    return any(is_latest(module, one) for one in found.values)


def resumes(module: Module, restore: Restore) -> bool:
    """Whether a run without a checkpoint is meant to begin anew, as the first one must.

    The module writes what *restore* reads into, the very object, or something is trained after it. The file
    then is of an earlier run of the same code.
    """
    restored = set(restore.checkpoints)
    if any(restored & set(save.checkpoints) for save in module.fact(Checkpoints).saves):
        return True
    return begins_training(module, restore)


def begins_training(module: Module, restore: Restore) -> bool:
    """Whether something is trained after *restore*, in its function or where that is called."""
    function = module.enclosing_function(restore.node)
    calls = module.call_sites.in_sight(function) if function is not None else None
    places = (restore.node, *(calls or ()))
    if any(_trains_after(module, place, call) for place in places for call in module.facts.calls):
        return True
    return function is not None and _is_begin(module, function)


def has_trained(module: Module, restore: Restore) -> bool:
    """Whether something may be trained before *restore*, in its function, where that is called, or in a loop
    around it."""
    function = module.enclosing_function(restore.node)
    calls = (module.call_sites.in_sight(function) if function is not None else None) or ()
    return any(
        _trains_before(module, place, call)
        for place in (restore.node, *calls)
        for call in module.facts.calls
        if call not in calls  # what it trains itself comes after
    )


def _trains_before(module: Module, place: cst.Call, call: cst.Call) -> bool:
    facts = module.facts
    if facts.scopes[call] is not facts.scopes[place] or call is place:
        return False
    around = {*module.ancestors(call)}
    looped = any(isinstance(above, _LOOPS) and above in around for above in module.ancestors(place))
    return (looped or precedes(facts, call, place)) and module.fact(_Trainers).trains(call)


def _is_begin(module: Module, function: cst.FunctionDef) -> bool:
    """Whether *function* is what Keras calls before it trains, or such a function calls it."""
    ways, seen = [function], {function}
    while ways:
        one = ways.pop()
        if one.name.value == _BEGIN:
            return True
        above = {module.enclosing_function(call) for call in module.call_sites.calls_of(one).calls}
        ways += [each for each in above if each is not None and each not in seen]
        seen |= set(ways)
    return False


def _trains_after(module: Module, place: cst.Call, call: cst.Call) -> bool:
    """Whether *call* runs after *place*, in the same scope, and trains: itself, or the function it calls."""
    facts = module.facts
    if facts.scopes[call] is not facts.scopes[place] or not precedes(facts, place, call):
        return False
    if place in module.ancestors(call):
        return False
    return module.fact(_Trainers).trains(call)


class _Trainers:
    """The functions of a module that train, or call one that does; answers are kept."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._known: dict[cst.FunctionDef, bool] = {}

    def trains(self, call: cst.Call) -> bool:
        """Whether *call* trains: itself, or the function it calls or is handed, or one that this calls."""
        if last_name(call.func) in _TRAINING:
            return True
        functions = [self._module.call_sites.callee(call)]
        functions += (self._module.local_function(each.value) for each in call.args)  # ``strategy.run(step)``
        return any(each is not None and self._does(each) for each in functions)

    def _does(self, function: cst.FunctionDef) -> bool:
        if function not in self._known:
            self._known[function] = False  # while it is looked through
            inside = (node for node in descend(function.body) if isinstance(node, cst.Call))
            self._known[function] = any(map(self.trains, inside))
        return self._known[function]


def written(module: Module, restore: Restore) -> Iterator[Save]:
    """The places of the module that may write the file *restore* reads; nothing unless it can be told."""
    found = sources(module, restore.path) if restore.path is not None else None
    known = [one for one in found or () if not is_none(one)]
    if len(known) != 1:
        return
    path = known[0]
    for save in module.fact(Checkpoints).saves:
        if path is save.node or directory(module, save) in places(module, path):
            yield save


def is_surely_given(module: Module, restore: Restore) -> bool:
    """Whether the path that *restore* is given cannot be ``None``.

    It is a text, or what a checkpoint's ``save`` returned; or the restore stands under a test of it.
    """
    if restore.path is None:
        return False
    found = sources(module, restore.path)
    saves = [save.node for save in module.fact(Checkpoints).saves if save.manager is None]
    if found and all(one in saves or module.is_text(one) for one in found):
        return True
    for child, above in module.steps(restore.node):
        if isinstance(above, (cst.If, cst.IfExp)) and child is above.body:
            inside = list(descend(above.test))
            if any(_tells(module, restore, node) for node in inside):
                asking = [operator for node in inside for operator in operators(node)]
                return not any(isinstance(operator, (cst.Not, cst.Is)) for operator in asking)
    return False


def _tells(module: Module, restore: Restore, node: cst.CSTNode) -> bool:
    """Whether *node*, in a test, says that there is a checkpoint."""
    path = restore.path
    same = isinstance(node, cst.Name) and isinstance(path, cst.Name) and node.value == path.value
    return same or is_latest(module, node)


def is_written_before(module: Module, node: cst.Call, checkpoint: Checkpoint) -> bool:
    """Whether *checkpoint* itself has been saved when *node* runs.

    It is saved before in the same scope, or in a function that is always called before; where *node* is in
    a function, the same of every call of that.
    """
    saves = [save.node for save in module.fact(Checkpoints).saves if checkpoint in save.checkpoints]
    return _are_before(module, saves, node)


def _is_there(module: Module, restore: Restore, paths: tuple[cst.BaseExpression, ...]) -> bool:
    """Whether the code has written a checkpoint, for all it says of the folders, when *restore* runs."""
    read = {place for path in paths for place in places(module, path)}
    saves = {save.node: directory(module, save) for save in module.fact(Checkpoints).saves}
    writing = [node for node, _ in module.method_calls(*WRITING) if _may_be(saves.get(node), read)]
    inside = {module.enclosing_function(node) for node in writing}
    # Of ``trainer.save()``, a method of the file that writes itself, its body says when it does.
    writers = [node for node in writing if module.call_sites.callee(node) not in inside - {None}]
    for node, _ in module.method_calls("fit"):
        if keyword(node, "callbacks") is not None:
            writers.append(node)
    return _are_before(module, writers, restore.node, surely=True)


def _may_be(written: Place | None, read: set[Place]) -> bool:
    """Whether a folder may be one of those that are read; those that are not known may be any."""
    known = all(isinstance(place, str) for place in read) and bool(read) and isinstance(written, str)
    return not known or written in read


def _are_before(module: Module, writers: Sequence[cst.Call], node: cst.Call, *, surely: bool = False) -> bool:
    """Whether one of *writers* is run before *node*, or before each call of the function *node* is in.

    *surely* asks that no condition of its own may keep it from running.
    """
    if any(_is_before(module, each, node, surely) for each in writers):
        return True
    function = module.enclosing_function(node)
    callers = module.call_sites.calls_of(function).calls if function is not None else ()
    return bool(callers) and all(
        any(_is_before(module, each, caller, surely) for each in writers) for caller in callers
    )


def _is_before(
    module: Module, writer: cst.Call, node: cst.Call, surely: bool, deepest: int = _DEEPEST
) -> bool:
    facts = module.facts
    if surely and not is_sure(module, writer, node):
        return False
    if facts.scopes[writer] is facts.scopes[node]:
        return writer is not node and precedes(facts, writer, node)
    function = module.enclosing_function(writer)
    sites = module.call_sites
    calls = sites.calls_of(function).calls if function is not None and deepest else ()
    return any(
        always_before(module, statement_of(module, call), node)
        or (
            facts.scopes[call] is not facts.scopes[node]
            and _is_before(module, call, node, surely, deepest - 1)
        )
        for call in calls
        if call is not node and sites.run_by(call) is function
    )
