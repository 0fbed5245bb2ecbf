"""What happens to models, and in which order: compiled, trained, frozen and set free again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass, field, replace
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.decided import Decided
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.syntax.forms import JUMPS
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module

TRAINING = ("train_on_batch", "fit", "fit_generator")
_DEEPEST = 4

_BRANCHES = (cst.If, cst.For, cst.While, cst.Try, cst.Match, cst.IfExp, cst.BooleanOperation)
PARAMETER = "parameter"
_SIBLINGS = pattern(r"(_[A-Z]\w*|_?\d+)$")
"""What tells parameters of one kind from each other: ``d_model_A``, ``d_model_2``."""

Names = frozenset[tuple[object, ...]]
"""What a model is known by: the call that makes it, inside which calls, and the variables that hold it; where
the callers of a function are not in sight, by what its parameters are called."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What a loop over the layers of a model reaches: all, all but those of a class, or some.

    Attributes:
        but: the class of layers that it leaves out, where it is one that normalizes.
        some: whether it is not known which ones are left out.
        part: how the part of a model is written that a function of another file is given, and switches:
            ``.get_layer("top")``.
        among: the slice of the layers that a loop is over.
    """

    but: str = ""
    some: bool = False
    part: str = ""
    among: tuple[str, str] | None = field(default=None, compare=False)

    @property
    def is_part(self) -> bool:
        """Whether not all layers are reached, and nobody says which are not."""
        return self.some or bool(self.part)

    def is_apart(self, other: Layers | None) -> bool:
        """Whether one is over ``layers[:n]``, and the other over ``layers[n:]``."""
        one, rest = self.among, other.among if other is not None else None
        return (
            one is not None
            and rest is not None
            and any(first == ("", last[0]) and last[1] == "" for first, last in ((one, rest), (rest, one)))
        )


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """Something that happens to a model.

    Attributes:
        names: what the model is known by.
        model: the expression for it.
        places: where it happens: the calls that lead there, and the place itself.
        layers: of a switch, which layers a loop over all of them reaches; ``None`` where there is no loop.
        frames: the calls that lead there, with the functions that they call.
        there: the other file in which it happens, and the place there, where a call of this file leads to it.
    """

    names: Names
    model: cst.BaseExpression
    places: tuple[cst.CSTNode, ...]
    layers: Layers | None = None
    frames: Frames = ()
    there: tuple[Engine, cst.CSTNode] | None = None


# What happens to models


def calls_of(module: Module, *methods: str) -> Iterator[Event]:
    for node, attribute in module.method_calls(*methods):
        for frames in module.call_sites.contexts(node):
            yield _event(module, attribute.value, node, frames)


class _Switches:
    """The switches of one module, which are asked for more than once."""

    def __init__(self, module: Module) -> None:
        self.all = tuple(_switches(module))


def switches(module: Module) -> tuple[tuple[Event, bool | None], ...]:
    """Each place where a model is frozen, ``False``, or set free; ``None`` where it may be either.

    It is all of the model, but where ``Event.layers`` says otherwise.
    """
    return module.fact(_Switches).all


def _switches(module: Module) -> Iterator[tuple[Event, bool | None]]:
    for model, value, node in _places(module):
        found_in = _layers_of(module, model)
        layers = None
        if found_in is not None:
            layers = replace(_reached(module, found_in[1], node), among=_among(module, found_in[2]))
        model = found_in[0] if found_in is not None else model
        for frames in _contexts(module, node):
            values = module.evaluate(value, frames) if value is not None else ()
            switched = agreed(bool(one.value) if isinstance(one, Constant) else None for one in values)
            event = replace(_event(module, model, node, frames), layers=layers)
            yield replace(event, model=_written_out(module, model)), switched
    from tflint_ckpt.semantics.training.switched_elsewhere import switched_elsewhere

    def layers_of(there: Module, node: cst.BaseExpression) -> cst.BaseExpression | None:
        found = _layers_of(there, node)
        return found[0] if found is not None else None

    def part(there: Module, node: cst.BaseExpression) -> tuple[cst.BaseExpression, str] | None:
        return part_of(_written_out(there, node))

    for model, call, known, is_some, name, there in switched_elsewhere(module, _places, layers_of, part):
        for frames in _contexts(module, call):
            layers = Layers(some=is_some, part=name) if is_some or name else None
            event = _event(module, model, call, frames)
            names = frozenset((*each, name) for each in event.names) if name else event.names
            yield replace(event, names=names, layers=layers, there=there), known


def _contexts(module: Module, node: cst.CSTNode) -> Iterator[Frames]:
    """The calls inside which *node* may be run, but for those that rule it out: ``freeze(m, False)``."""
    decided = module.fact(Decided)
    return (frames for frames in module.call_sites.contexts(node) if decided.is_run(node, frames))


def _places(
    module: Module,
) -> list[tuple[cst.BaseExpression, cst.BaseExpression | None, cst.CSTNode]]:
    """Each place where ``trainable`` of something is set, and to what."""
    found: list[tuple[cst.BaseExpression, cst.BaseExpression | None, cst.CSTNode]] = [
        (target.value, value, target)
        for target, value in module.facts.attribute_targets
        if target.attr.value == "trainable"
    ]
    for call in module.facts.calls:
        if module.builtin(call.func) == "setattr" and len(call.args) == 3:
            receiver, name, given = (each.value for each in call.args)
            if isinstance(name, cst.SimpleString) and name.evaluated_value == "trainable":
                found.append((receiver, given, call))
    return found


def _written_out(module: Module, node: cst.BaseExpression) -> cst.BaseExpression:
    """``model.get_layer("base")`` for a variable that is set to it once."""
    binding = module.sole_binding(node)
    if binding is None or binding.kind is not BindingKind.ASSIGNMENT or binding.index:
        return node
    return binding.value if isinstance(binding.value, cst.Call) and part_of(binding.value) else node


def part_of(node: cst.BaseExpression) -> tuple[cst.BaseExpression, str] | None:
    """A model, and the name of a layer, of ``model.get_layer("base")``."""
    method = node.func if isinstance(node, cst.Call) and len(node.args) == 1 else None
    if not isinstance(method, cst.Attribute) or method.attr.value != "get_layer":
        return None
    assert isinstance(node, cst.Call)
    name, keyword = node.args[0].value, node.args[0].keyword
    if not isinstance(name, cst.SimpleString) or (keyword is not None and keyword.value != "name"):
        return None
    return method.value, f".get_layer({name.evaluated_value!r})"


def _layers_of(
    module: Module, node: cst.BaseExpression
) -> tuple[cst.BaseExpression, cst.CSTNode | None, cst.Slice | None] | None:
    """``model`` where *node* is the variable of ``for layer in model.layers``, and that loop.

    Where it is over a slice of the layers, the slice and no loop.
    """
    binding = module.sole_binding(node)
    loops = module.bindings(node) if isinstance(node, cst.Name) else []
    binding = next((one for one in loops if _is_around(module, one.node, node)), binding)
    value = binding.value if binding is not None and binding.kind is BindingKind.LOOP else None
    part = value.slice[0].slice if isinstance(value, cst.Subscript) else None
    sliced = part if isinstance(part, cst.Slice) else None
    value = value.value if sliced is not None and isinstance(value, cst.Subscript) else value
    if binding is None or not isinstance(value, cst.Attribute) or value.attr.value != "layers":
        return None
    loop = module.parent(binding.node) if sliced is None else None
    return value.value, loop, sliced


def _among(module: Module, sliced: cst.Slice | None) -> tuple[str, str] | None:
    """How both ends of a slice without a step are written."""
    if sliced is None or sliced.step is not None:
        return None
    first, last = (module.text(end) if end is not None else "" for end in (sliced.lower, sliced.upper))
    return first, last


def _reached(module: Module, loop: cst.CSTNode | None, node: cst.CSTNode) -> Layers:
    """Which layers a loop over all of them switches, by the tests around *node* and what leaves the loop."""
    if not isinstance(loop, cst.For) or any(isinstance(one, JUMPS) for one in descend(loop.body)):
        return Layers(some=True)
    between = list(takewhile(lambda above: above is not loop, module.ancestors(node)))
    tests = [above for above in between if isinstance(above, _BRANCHES)]
    if not tests:
        return Layers()
    if len(tests) > 1 or not isinstance(tests[0], cst.If) or tests[0].body not in between:
        return Layers(some=True)
    but = _excluded(module, tests[0].test)
    return Layers(but=but, some=not but)


def _excluded(module: Module, test: cst.BaseExpression) -> str:
    """``BatchNormalization`` of ``not isinstance(layer, BatchNormalization)``; empty for any other test."""
    call = test.expression if isinstance(test, cst.UnaryOperation) else None
    if not isinstance(call, cst.Call) or module.builtin(call.func) != "isinstance" or len(call.args) != 2:
        return ""
    assert isinstance(test, cst.UnaryOperation)
    name = (module.resolve(call.args[1].value) or "").rpartition(".")[2]
    return name if isinstance(test.operator, cst.Not) and name.endswith("Normalization") else ""


def _is_around(module: Module, target: cst.CSTNode, node: cst.CSTNode) -> bool:
    loop = module.parent(target)
    return isinstance(loop, cst.For) and loop in module.ancestors(node)


# Which model it is


def _event(module: Module, model: cst.BaseExpression, node: cst.CSTNode, frames: Frames) -> Event:
    names = frozenset(names_of(module, model, frames))
    return Event(names, model, (*(call for _, call in frames), node), frames=frames)


def names_of(
    module: Module, node: cst.BaseExpression, frames: Frames, depth: int = 0
) -> Iterator[tuple[object, ...]]:
    for origin in module.objects.origins(node, frames):
        away = origin.elsewhere.there if origin.elsewhere is not None else None
        # of ``model, base = build()`` of another file, both are made by one call here
        yield (origin.node, origin.frames) if away is None else (origin.node, origin.frames, away[1].node)
    if isinstance(node, cst.Attribute):
        yield module.enclosing_class(node), module.text(node)
    layer = part_of(node)
    if layer is not None:
        for name in names_of(module, layer[0], frames, depth):
            yield *name, layer[1]
    if isinstance(node, cst.Subscript) and isinstance(node.value, cst.Attribute):  # ``model.layers[0]``
        part = module.text(node)[len(module.text(node.value.value)) :]
        for name in names_of(module, node.value.value, frames, depth):
            yield *name, part
    if not isinstance(node, cst.Name):
        return
    home = module.home(node)
    behind = _written_out(module, node)
    if behind is not node:
        yield from names_of(module, behind, frames, depth)
        if home is not None and any(function is home.node for function, _ in frames):
            return  # in another call of the function, the variable has another layer
    given = [*_given(module, node, frames)] if depth < _DEEPEST else []
    if not given:
        yield home, node.value
    if (
        home is not None
        and not frames
        and any(one.kind is BindingKind.PARAMETER for one in home.bindings[node.value])
    ):
        yield PARAMETER, _SIBLINGS.sub("", node.value)
    for call, value, outer in given:
        yield home, node.value, call  # the same parameter is another model in another call
        yield from names_of(module, value, outer, depth + 1)


def _given(
    module: Module, node: cst.Name, frames: Frames
) -> Iterator[tuple[cst.Call, cst.BaseExpression, Frames]]:
    """What a parameter is given by the calls that are followed, with the call, and the calls around that."""
    home = module.home(node)
    for binding in home.bindings[node.value] if home is not None else ():
        for place, (function, call) in enumerate(frames):
            if binding.kind is BindingKind.PARAMETER and function is binding.scope.node:
                value = module.bound_argument(function, call, binding.name)
                if value is not None:
                    yield call, value, frames[:place]


def is_same(one: Event, other: Event) -> bool:
    return bool(one.names & other.names)


# In which order


def happens_before(module: Module, first: Event, second: Event) -> bool | None:
    """Whether *first* happens before *second*; ``None`` where their order is not known, as in a loop."""
    facts = module.facts
    for one in first.places:
        for other in second.places:
            if one is not other and facts.scopes[one] is facts.scopes[other]:
                before, after = precedes(facts, one, other), precedes(facts, other, one)
                return before if before is not after else None
    return None
