"""Models that go on learning from fold to fold of a cross-validation, and are tested with what they learned.

Neither ``compile`` nor ``clear_session`` gives back the first weights (run on Keras 2.10, 2.15 and 3.15).
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.uses import Kind, Use
from tflint_ckpt.semantics.training.calls import is_harmless
from tflint_ckpt.semantics.training.events import TRAINING
from tflint_ckpt.semantics.training.folds import Folds, folds_of, rows_of
from tflint_ckpt.semantics.training.models import seen_here
from tflint_ckpt.syntax.forms import is_self, last_name
from tflint_ckpt.syntax.walk import children, descend, own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.scopes import Scope
    from tflint_ckpt.semantics.objects.origin import Origin

_TESTING = tuple(
    "evaluate predict predict_on_batch test_on_batch evaluate_generator predict_generator".split()
)
_LEAVING = "compile summary save save_weights export get_weights to_json count_params get_config"
_METHODS = frozenset((*TRAINING, *_TESTING, *_LEAVING.split()))
"""Methods of a model that leave its weights as they are, but for training."""
_ATTRIBUTES = frozenset(
    """name history metrics_names input_shape output_shape optimizer loss metrics stop_training input
    output inputs outputs""".split()
)
_SETTING = frozenset(
    """set_weights load_weights clone_model load_model from_config model_from_json model_from_config restore
    assign assign_sub assign_add scatter_update set_value batch_set_value variables_initializer
    global_variables_initializer reset_default_graph initialize from_pretrained exec eval setattr getattr
    restore_or_initialize load_own_variables""".split()
)
"""Words of code that gives weights to a model, or to a part of one, or may well do so."""
_SETTING_AS_METHODS = frozenset(("run", "read", "build", "__init__"))
"""The same: of a session of TensorFlow 1, of ``tf.train.Checkpoint``, of what is made anew."""
_FREEZING = "trainable"
_DEFINITIONS = (BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.IMPORT)
_ENDING = frozenset("exit quit _exit abort".split())
_TESTS = (cst.If, cst.IfExp, cst.Match, cst.BooleanOperation, cst.ExceptHandler, cst.ExceptStarHandler)
_FUNCTIONS = (cst.FunctionDef, cst.Lambda, cst.ClassDef)
_MOST_FUNCTIONS = 40

_Held = tuple["Scope | cst.ClassDef", str]
"""A variable in its scope, or an attribute of the object in whose method the loop is, in its class."""


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """A model that is trained in each fold, and tested there.

    Attributes:
        model: the expression for it where it is trained.
        trained: the call that trains it.
        folds: the loop.
        compiled: whether a pass of the loop compiles it anew, which gives it no other weights.
    """

    model: cst.BaseExpression
    trained: cst.Call
    folds: Folds
    compiled: bool


def kept_models(module: Module) -> Iterator[Kept]:
    """Each model that is kept, once for each loop over folds."""
    seen = set[tuple[cst.For, _Held]]()
    loops = dict[cst.For, Folds | None]()
    for node, attribute in module.method_calls(*TRAINING):
        for frames in module.call_sites.contexts(node):
            found = _around(module, node, frames, loops)
            if found is None:
                continue
            folds, outer = found
            held = _held(module, attribute.value, frames, len(outer))
            if held is None or (folds.loop, held) in seen or not _is_one(module, folds, held):
                continue
            origins = module.objects.origins(attribute.value, frames)
            if not _are_models(module, origins, attribute.value):
                continue
            trained = _rows(module, folds, node, frames)
            tests = _tested(module, folds, node, frames, held)
            if len(trained) != 1 or not any(_are_apart(rows, trained) for rows in tests):
                continue
            if _goes_on(module, folds, held, origins):
                seen.add((folds.loop, held))
                yield Kept(attribute.value, node, folds, _is_compiled(module, folds, held))


def _around(
    module: Module, node: cst.CSTNode, frames: Frames, loops: dict[cst.For, Folds | None]
) -> tuple[Folds, Frames] | None:
    """The loop over folds each pass of which surely runs *node*, and the calls inside which it is run."""
    place = node
    for depth in range(len(frames), -1, -1):
        for child, above in module.steps_within(place):
            if isinstance(above, _TESTS) and child is not getattr(above, "test", None):
                return None
            if isinstance(above, cst.For) and child is above.body:
                if above not in loops:
                    loops[above] = folds_of(module, above)
                folds = loops[above]
                if folds is not None:
                    return folds, frames[:depth]
        if depth:
            function, site = frames[depth - 1]
            if _may_return_before(module, function, place):
                return None
            place = site
    return None


def _may_return_before(module: Module, function: cst.CSTNode, place: cst.CSTNode) -> bool:
    """Whether *function* may be left before it comes to *place*."""
    return not isinstance(function, cst.FunctionDef) or any(
        isinstance(node, cst.Return)
        and node not in module.ancestors(place)
        and not follows(module.facts, node, place)
        for node in own_body(function)
    )


def _held(module: Module, node: cst.BaseExpression, frames: Frames, outer: int) -> _Held | None:
    """The variable that *node*, run inside *frames*, stands for in the function of the loop, or around it."""
    while isinstance(node, cst.Name):
        home, visible = module.home(node), module.visible(node)
        inner = [function for function, _ in frames[outer:]]
        if home is None or not visible:
            return None
        if home.node not in inner:
            return home, node.value
        if len(visible) != 1 or visible[0].kind is not BindingKind.PARAMETER or home.node is not inner[-1]:
            return None
        given = module.bound_argument(*frames[-1], node.value)
        if given is None:
            return None
        node, frames = given, frames[:-1]
    if isinstance(node, cst.Attribute) and is_self(node.value):
        owner = module.enclosing_class(node)
        calls = [call.func for _, call in frames[outer:]]
        if owner is not None and all(
            isinstance(each, cst.Attribute) and is_self(each.value) for each in calls
        ):
            return owner, node.attr.value
    return None


def _is_one(module: Module, folds: Folds, held: _Held) -> bool:
    """Whether the variable has one object in all passes: nothing in the loop, or in a function, sets it."""
    home, name = held
    if isinstance(home, cst.ClassDef):
        return _is_set_once(module, folds, home, name)
    for binding in home.bindings[name]:
        function = module.enclosing_function(binding.node)
        own = home.node if isinstance(home.node, cst.FunctionDef) else None
        if folds.loop in module.ancestors(binding.node) or function is not own:
            return False
        if binding.kind is BindingKind.IMPORT:  # where it is made, functions may give it weights
            return False
    return True


def _is_set_once(module: Module, folds: Folds, owner: cst.ClassDef, name: str) -> bool:
    """Whether one place sets the attribute *name* of *owner*, and no pass of the loop comes to it."""
    targets = [target for target, _ in module.facts.attribute_targets if target.attr.value == name]
    if len(targets) != 1 or not is_self(targets[0].value) or module.enclosing_class(targets[0]) is not owner:
        return False
    if module.enclosing_class(folds.loop) is not owner or module.fact(SetMembers).hides(name):
        return False
    above = set(module.ancestors(targets[0]))
    for code in _run(module, folds.loop):
        if code in above or any(
            is_self(node) and not isinstance(module.parent(node), cst.Attribute) for node in descend(code)
        ):
            return False
    return True


def _are_models(module: Module, origins: tuple[Origin, ...], receiver: cst.BaseExpression) -> bool:
    """Whether it is surely a model of Keras that trains as those do, with what it has learned before."""
    return bool(origins) and all(
        families.is_a(one.name, families.MODEL)
        and (one.is_made if one.elsewhere is None else one.elsewhere.plain)
        and not any(module.objects.overrides(one, method, receiver) for method in _METHODS)
        for one in origins
    )


# What it is trained and tested with


_Rows = dict[cst.Name, set[str]]


def _are_apart(tested: _Rows, trained: _Rows) -> bool:
    """Whether it is tested with other rows of what it is trained on, as far as that can be seen."""
    if len(tested) != 1 or set(tested) == set(trained):
        return False
    (one,), (other,) = tested.values(), trained.values()
    return "" in one | other or not one.isdisjoint(other)


def _rows(module: Module, folds: Folds, call: cst.Call, frames: Frames) -> _Rows:
    """Which rows of a fold a call of a method of the model gets."""
    assert isinstance(call.func, cst.Attribute)
    bound = bind(module, call, f"keras.Model.{call.func.attr.value}")
    data = argument_of(bound, "x", "generator") or bound.argument(position=0)
    return rows_of(module, folds, data.value, frames) if data is not None else {}


def _tested(module: Module, folds: Folds, node: cst.Call, frames: Frames, held: _Held) -> Iterator[_Rows]:
    """The rows of each test of the model in a pass of the loop."""
    assert isinstance(node.func, cst.Attribute)
    validated = argument_of(bind(module, node, f"keras.Model.{node.func.attr.value}"), "validation_data")
    if validated is not None:
        yield rows_of(module, folds, validated.value, frames)
    for call, attribute in module.method_calls(*_TESTING):
        for inside in module.call_sites.contexts(call):
            places = [call, *(site for _, site in inside)]
            if not any(folds.loop in module.ancestors(place) for place in places):
                continue
            if any(_held(module, attribute.value, inside, outer) == held for outer in range(len(inside) + 1)):
                yield _rows(module, folds, call, inside)


# Whether its weights stay


def _goes_on(module: Module, folds: Folds, held: _Held, origins: tuple[Origin, ...]) -> bool:
    """Whether nothing that a pass of the loop runs, as far as it may be, gives the model other weights."""
    run = list(_run(module, folds.loop))
    if len(run) > _MOST_FUNCTIONS or _is_left(folds.loop):
        return False
    if any(_may_set(module, node) for code in run for node in descend(code)):
        return False
    home, name = held
    for use in module.uses(name, home) if not isinstance(home, cst.ClassDef) else ():
        if folds.loop in module.ancestors(use):
            parent = module.parent(use)
            if isinstance(parent, cst.Del):
                return False
            if not all(_is_quiet(module, folds, one, ()) for one in module.flows.of(use)):
                return False
    for origin in (seen_here(module, each) for each in origins):
        makers = tuple(function for function, _ in origin.frames)
        uses = module.flows.of(origin.node, origin.frames)
        if not all(_is_quiet(module, folds, one, makers) for one in uses):
            return False
    return _knows_callbacks(module, run)


def _may_set(module: Module, node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Call):
        return not _is_known(module, node.func)
    if isinstance(node, cst.WithItem):
        func = node.item.func if isinstance(node.item, cst.Call) else None
        return func is None or module.local_function(func) is not None or not _is_known(module, func)
    if isinstance(node, cst.Attribute):
        return node.attr.value in _SETTING or node.attr.value in _SETTING_AS_METHODS
    return isinstance(node, cst.Name) and node.value in _SETTING


def _is_known(module: Module, func: cst.BaseExpression) -> bool:
    """Whether a call runs what has a name: a function, a class, a method, an object of Keras."""
    if isinstance(func, cst.Attribute):
        return True
    if isinstance(func, cst.Name):
        kinds = [binding.kind for binding in module.visible(func)]
        return all(kind in _DEFINITIONS for kind in kinds) or bool(module.objects.origins(func))
    return isinstance(func, cst.Call) and (module.resolve(func.func) or "").startswith(
        ("keras.", "tensorflow.")
    )


def _run(module: Module, loop: cst.For) -> Iterator[cst.CSTNode]:
    """The body of *loop*, and the functions of the file that it may run."""
    queue, seen = [loop.body], set[cst.CSTNode]()
    while queue and len(seen) <= _MOST_FUNCTIONS:
        code = queue.pop()
        yield code
        for node in descend(code):
            function = module.call_sites.run_by(node) if isinstance(node, cst.Call) else None
            if function is not None and function not in seen:
                seen.add(function)
                queue.append(function.body)


def _is_left(loop: cst.For) -> bool:
    """Whether a pass may leave *loop*, or the rest of itself."""
    queue: list[tuple[cst.CSTNode, bool]] = [(loop.body, False)]
    while queue:
        node, deeper = queue.pop()
        if isinstance(node, cst.Return) or (isinstance(node, (cst.Break, cst.Continue)) and not deeper):
            return True
        if isinstance(node, cst.Call) and last_name(node.func) in _ENDING:
            return True
        if not isinstance(node, _FUNCTIONS):
            deeper = deeper or isinstance(node, (cst.For, cst.While))
            queue += [(child, deeper) for child in children(node)]
    return False


def _is_quiet(module: Module, folds: Folds, use: Use, makers: tuple[cst.CSTNode, ...]) -> bool:
    """Whether a use surely gives the model no weights but by training, while the loop is run."""
    function = module.enclosing_function(use.node)
    around = module.enclosing_function(folds.loop)
    inside = folds.loop in module.ancestors(use.node) or any(
        folds.loop in module.ancestors(call) for _, call in use.frames
    )
    elsewhere = function is not around and function not in makers
    elsewhere |= any(isinstance(above, cst.Lambda) for above in module.ancestors(use.node))
    if use.kind is Kind.SET and use.name == _FREEZING:
        return False  # it may learn nothing
    if use.kind is Kind.ESCAPE:
        return not inside and (_is_binding(module, use.node) or follows(module.facts, use.node, folds.loop))
    if use.kind is Kind.ARGUMENT:
        known = isinstance(use.node, cst.Call) and is_harmless(module, use.node)
        return known or (not inside and not elsewhere and follows(module.facts, use.node, folds.loop))
    if use.kind is Kind.METHOD and use.name in _METHODS:
        return True
    if use.kind is Kind.ATTRIBUTE and use.name in _ATTRIBUTES:
        return True
    if not inside and not elsewhere:
        return not _is_held_on(module, use.node) or follows(module.facts, use.node, folds.loop)
    return use.kind is Kind.CALL


def _is_held_on(module: Module, node: cst.CSTNode) -> bool:
    """Whether a part of a model, or a method of it, gets to where other code may use it."""
    for child, above in module.steps(node):
        if isinstance(above, cst.Call) and child is not above.func:
            if module.builtin(above.func) not in ("len", "print") and not is_harmless(module, above):
                return True
        elif isinstance(above, (cst.BaseSmallStatement, cst.For)):
            return not isinstance(above, (cst.Expr, cst.For, cst.Assert)) and child is not getattr(
                above, "target", None
            )
        elif isinstance(above, (cst.List, cst.Dict, cst.Set, cst.NamedExpr)):
            return True
    return False


def _is_binding(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* is a variable of the module, which other files may read."""
    return isinstance(node, cst.Name) and isinstance(
        module.parent(node), (cst.AssignTarget, cst.AnnAssign, cst.Assign)
    )


def _knows_callbacks(module: Module, run: list[cst.CSTNode]) -> bool:
    """Whether each fit of a pass has only callbacks of Keras, without functions: others may set weights."""
    for fit in module.training.fits:
        if any(above in run for above in module.ancestors(fit.node)):
            for one in fit.callbacks or (() if fit.callbacks is not None else (None,)):
                if one is None or one.local is not None or not one.name.startswith("keras.callbacks."):
                    return False
                if one.name == "keras.callbacks.LambdaCallback":
                    return False
    return True


def _is_compiled(module: Module, folds: Folds, held: _Held) -> bool:
    """Whether the loop itself compiles the model."""
    return any(
        folds.loop in module.ancestors(call) and _held(module, attribute.value, (), 0) == held
        for call, attribute in module.method_calls("compile")
    )
