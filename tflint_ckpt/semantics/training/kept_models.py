"""Models that go on learning from fold to fold of a cross-validation, and are tested there."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.calls.bodies import run_by
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.training.events import TRAINING
from tflint_ckpt.semantics.training.folds import Folds, folds_of, rows_of
from tflint_ckpt.semantics.training.kept_weights import METHODS, TESTING, Held, goes_on
from tflint_ckpt.syntax.forms import is_self
from tflint_ckpt.syntax.walk import descend, own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.objects.origin import Origin

_TESTS = (cst.If, cst.IfExp, cst.Match, cst.BooleanOperation, cst.ExceptHandler, cst.ExceptStarHandler)


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
    seen = set[tuple[cst.For, Held]]()
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
            if goes_on(module, folds, held, origins):
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


def _held(module: Module, node: cst.BaseExpression, frames: Frames, outer: int) -> Held | None:
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


def _is_one(module: Module, folds: Folds, held: Held) -> bool:
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
    if any(is_self(node) and _is_handed_on(module, node) for node in descend(owner.body)):
        return False  # others have the object as well
    above = set(module.ancestors(targets[0]))
    return not any(code in above for _, code in run_by(module, folds.loop.body) or ())


def _is_handed_on(module: Module, node: cst.CSTNode) -> bool:
    """Whether more than an attribute of ``self`` is asked for, but for ``super(Trial, self)``."""
    above = module.parent(node)
    call = module.call_given(node)
    is_super = call is not None and module.builtin(call.func) == "super"
    return not is_super and not isinstance(above, (cst.Attribute, cst.Param))


def _are_models(module: Module, origins: tuple[Origin, ...], receiver: cst.BaseExpression) -> bool:
    """Whether it is surely a model of Keras that trains as those do, with what it has learned before."""
    return bool(origins) and all(
        families.is_a(one.name, families.MODEL)
        and (one.is_made if one.elsewhere is None else one.elsewhere.plain)
        and not any(module.objects.overrides(one, method, receiver) for method in METHODS)
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


def _tested(module: Module, folds: Folds, node: cst.Call, frames: Frames, held: Held) -> Iterator[_Rows]:
    """The rows of each test of the model in a pass of the loop."""
    assert isinstance(node.func, cst.Attribute)
    validated = argument_of(bind(module, node, f"keras.Model.{node.func.attr.value}"), "validation_data")
    if validated is not None:
        yield rows_of(module, folds, validated.value, frames)
    for call, attribute in module.method_calls(*TESTING):
        for inside in module.call_sites.contexts(call):
            places = [call, *(site for _, site in inside)]
            if not any(folds.loop in module.ancestors(place) for place in places):
                continue
            if any(_chooses_folds(module, folds, place) for place in places):
                continue
            if any(_held(module, attribute.value, inside, outer) == held for outer in range(len(inside) + 1)):
                yield _rows(module, folds, call, inside)


def _chooses_folds(module: Module, folds: Folds, place: cst.CSTNode) -> bool:
    """Whether *place* is run in some passes alone: under a test of what the loop, or a pass of it, sets."""
    for child, above in module.steps(place):
        if above is folds.loop:
            return False
        if isinstance(above, (cst.If, cst.IfExp)) and child is not above.test:
            for name in descend(above.test):
                bindings = module.visible(name)
                if any(folds.loop in module.ancestors(binding.node) for binding in bindings):
                    return True
    return False


def _is_compiled(module: Module, folds: Folds, held: Held) -> bool:
    """Whether the loop itself compiles the model."""
    return any(
        folds.loop in module.ancestors(call) and _held(module, attribute.value, (), 0) == held
        for call, attribute in module.method_calls("compile")
    )
