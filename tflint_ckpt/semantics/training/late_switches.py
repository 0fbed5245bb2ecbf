"""Layers that are frozen or set free after the compile, in a training that does not notice.

What is trained is what was trainable in ``compile`` on Keras 2, in the first training after it on Keras 3
(run on Keras 2.15, 3.3 and 3.15); on Keras 2 so with ``run_eagerly`` and a ``train_step`` of the model's own,
too. So of a model that another library makes it need not be known what was trainable before: on Keras 2 a
switch after the compile does nothing either way.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.objects import families, not_models
from tflint_ckpt.semantics.objects.flow import Kind
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.order import is_run_by, is_sure, surely_after
from tflint_ckpt.semantics.training.compiles import Compile
from tflint_ckpt.semantics.training.events import (
    TRAINING,
    Event,
    Layers,
    calls_of,
    is_same,
    switches,
)
from tflint_ckpt.semantics.training.frozen import goes_into_another
from tflint_ckpt.semantics.training.given import trains_as_keras_does
from tflint_ckpt.semantics.training.parts_elsewhere import is_part
from tflint_ckpt.semantics.values.kinds import Instance, Items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding

    Place = tuple[Engine, cst.CSTNode]

_DEEPEST = 40


@dataclass(frozen=True, eq=False, slots=True)
class Late:
    """A switch that comes too late.

    Attributes:
        node: where the layer is frozen or set free.
        layer: the expression for it.
        model: the expression for the model that is trained.
        frees: whether it is set free, rather than frozen.
        compiled: the last compile before.
        trained: the training that goes on as before.
        begun: whether the model was trained between the compile and the switch.
        layers: which layers, where it is a loop over them that switches each.
        there: the places in other files of the switch and of the compile, where they stand in others: *node*
            then is the call that leads to the switch, and *compiled* the one that gives the model.
    """

    node: cst.CSTNode
    layer: cst.BaseExpression
    model: cst.BaseExpression
    frees: bool
    compiled: cst.CSTNode
    trained: cst.CSTNode
    begun: bool
    layers: Layers | None
    there: tuple[Place | None, Place | None] = (None, None)


def late_switches(module: Module) -> Iterator[Late]:
    """The first switch between a compile and a training that comes too late, for each such training."""
    every = list(switches(module))
    compiles = list(calls_of(module, "compile")) if every else []
    trainings = list(calls_of(module, *TRAINING)) if every else []
    seen = set[cst.CSTNode]()
    for training in trainings:
        found = _Story(module, every, compiles, trainings, training).first()
        if found is not None and found.node not in seen:
            seen.add(found.node)
            yield found


def frozen_before(module: Module, compiled: Compile) -> list[Event]:
    """Where the model of *compiled*, or a model in it, is surely frozen as a whole before that."""
    every = list(switches(module))
    found: list[Event] = []
    for event in calls_of(module, "compile") if every else ():
        story = _Story(module, every, [], [], event)
        models = story.models() if event.places[-1] is compiled.node else ()
        for one, value in every if len(models) == 1 else ():
            is_whole = value is False and one.layers is None and _is_sure(module, one.places[-1])
            if is_whole and story.has_before(one, models[0]):
                found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Story:
    """What happens to one model before one training of it."""

    module: Module
    switches: list[tuple[Event, bool | None]]
    compiles: list[Event]
    trainings: list[Event]
    training: Event

    def first(self) -> Late | None:
        origins = self.models()
        compiled = self._last_compile(origins[0]) if len(origins) == 1 else None
        away = self._compile_elsewhere(origins[0]) if compiled is None and len(origins) == 1 else None
        compiled = away[0] if away is not None else compiled
        if not origins:
            compiled = self._compile_of_library()
        if compiled is None:
            return None
        between = [
            (event, value)
            for event, value in self.switches
            if self._follows(event, compiled) and self._follows(self.training, event)
        ]
        for event, value in between:
            if away is not None:
                concerns = self._was_frozen(event, away[1])
            else:
                concerns = self._concerns(event, origins[0]) if origins else self._is_part(event.model)
            if value is None or not concerns:
                continue
            if not value and self._is_for_another(event):
                return None
            if away is not None:
                others = (one for one, _ in between if one is not event)
                changes = value and not any(self._was_frozen(one, away[1]) for one in others)
            else:
                changes = self._changes(event, value, compiled, origins[0] if origins else None)
            if changes:
                begun = any(
                    is_same(one, self.training) and self._follows(one, compiled) and self._follows(event, one)
                    for one in self.trainings
                )
                return Late(
                    event.places[-1],
                    event.model,
                    self.training.model,
                    value,
                    compiled.places[-1],
                    self.training.places[-1],
                    begun,
                    event.layers,
                    (event.there, (away[1].module, away[1].node) if away is not None else None),
                )
            if event.layers is None or not event.layers.some:
                return None
        return None

    def _last_compile(self, origin: Origin) -> Event | None:
        """The compile that is in effect, where all are in sight, in one straight line with the training."""
        mine = [one for one in self.compiles if is_same(one, self.training)]
        compiles, known = self._compiles(origin), {one.places[-1] for one in mine}
        if compiles is None or any(one.node not in known for one in compiles):
            return None
        before = [one for one in mine if self._follows(self.training, one)]
        if not before or any(one not in before and not self._follows(one, self.training) for one in mine):
            return None
        last = before[0]
        for one in before[1:]:
            last = one if self._follows(one, last) else last
        return last if self._is_plain(last) else None

    def _compiles(self, origin: Origin) -> tuple[Compile, ...] | None:
        """Every compile of a model; ``None`` where some are out of sight, or in another file."""
        compiles = self.module.training.life(origin).compiles
        if compiles is not None:
            return compiles
        from tflint_ckpt.semantics.training.compiled_elsewhere import compiles_here

        return compiles_here(self.module, origin)

    def has_before(self, event: Event, origin: Origin) -> bool:
        """Whether a switch surely comes before what is looked at, of the model or a part of it, and lasts."""
        if not self._follows(self.training, event) or not self._concerns(event, origin):
            return False
        return not any(
            value is not False and not self._follows(event, other) and self._concerns(other, origin)
            for other, value in self.switches
        )

    def _compile_elsewhere(self, origin: Origin) -> tuple[Event, Compile] | None:
        """The only compile of a model in the other file that makes it, and the call here that gives it."""
        call = self.training.places[-1]
        if origin.elsewhere is None or not isinstance(call, cst.Call):
            return None
        from tflint_ckpt.semantics.training.compiled_elsewhere import only_compile

        made = self.module.parent(origin.node)
        known = only_compile(self.module, origin)
        if known is None or not isinstance(made, cst.Call) or not self._is_as_usual(known):
            return None
        for frames in self.module.call_sites.contexts(made):
            event = Event(frozenset(), made, (*(one for _, one in frames), made), frames=frames)
            if self._follows(self.training, event):
                return event, known
        return None

    def _was_frozen(self, event: Event, compiled: Compile) -> bool:
        """Whether what is switched here was frozen where the model is compiled, in another file."""
        there = compiled.module
        frozen = frozen_before(there, compiled) if isinstance(there, Module) else []
        if frozen and is_same(event, self.training):
            return True
        return any(is_part(self.module, event.model, self.training.model, there, one.model) for one in frozen)

    def _compile_of_library(self) -> Event | None:
        """The only compile of a model that another library makes: ``model = library.Detector(…)``.

        That it is one of Keras is shown by an optimizer of Keras that it is compiled with.
        """
        module = self.module
        mine = [one for one in self.compiles if is_same(one, self.training)]
        binding = module.sole_binding(self.training.model)
        made = binding.value if binding is not None and not binding.index else None
        if len(mine) != 1 or binding is None or not isinstance(made, cst.Call):
            return None
        call = mine[0].places[-1]
        if module.resolve(made.func) is None or not isinstance(call, cst.Call) or is_guarded(module, call):
            return None
        if not any(module.objects.is_instance(each.value, families.OPTIMIZER) for each in call.args):
            return None
        if not_models.imports_others(module) or not self._follows(self.training, mine[0]):
            return None
        return None if self._is_given_on(binding, mine[0]) else mine[0]

    def _is_given_on(self, binding: Binding, compiled: Event) -> bool:
        """Whether the model is given to something between its compile and the training: a second compile?"""
        facts, start, end = self.module.facts, compiled.places[-1], self.training.places[-1]
        return any(
            follows(facts, use, start)
            and follows(facts, end, use)
            and not isinstance(self.module.parent(use), cst.Attribute)
            for use in self.module.uses(binding.name, binding.scope)
        )

    def _is_for_another(self, event: Event) -> bool:
        """Whether a model is frozen for one around it, which is compiled next, as in a GAN."""
        others = [one for one in self.compiles if not is_same(one, self.training)]
        return any(self._follows(one, event) for one in others) and goes_into_another(self.module, event)

    def _is_part(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is the variable that is trained, or an attribute of it: ``model.backbone``."""
        while isinstance(node, (cst.Subscript, cst.Attribute, cst.Call)):
            node = node.func if isinstance(node, cst.Call) else node.value
        binding = self.module.sole_binding(node)
        return binding is not None and binding is self.module.sole_binding(self.training.model)

    def _is_plain(self, compiled: Event) -> bool:
        call = compiled.places[-1]
        known = next((one for one in self.module.training.compiles if one.node is call), None)
        return isinstance(known, Compile) and self._is_as_usual(known)

    def _is_as_usual(self, known: Compile) -> bool:
        if known.call.open or not trains_as_keras_does(known):
            return False
        return known.call.argument("run_eagerly") is None and not is_guarded(known.module, known.node)

    def _follows(self, later: Event, earlier: Event) -> bool:
        return surely_after(self.module, later.places, earlier.places)

    def _changes(self, event: Event, value: bool, compiled: Event, origin: Origin | None) -> bool:
        """Whether a switch makes a difference to what was so when the model was compiled.

        What another library makes, of which there is no *origin*, may be frozen from the start.
        """
        if event.layers is not None and event.layers.some:  # what was frozen before may have been more
            frozen = [
                known
                for other, known in self.switches
                if self._follows(compiled, other)
                and not event.layers.is_apart(other.layers)
                and (is_same(other, event) or self._concerns_too(event, other, origin))
            ]
            return all(known is not value for known in frozen) and (bool(frozen) or not value)
        before = [
            (other, known)
            for other, known in self.switches
            if is_same(other, event) and not self._follows(other, event) and other is not event
        ]
        if not all(self._follows(compiled, other) for other, _ in before):
            return False
        if value:
            return self._last(before)[1] is False if before else origin is None
        return all(known is True for _, known in before)

    def _last(self, every: list[tuple[Event, bool | None]]) -> tuple[Event, bool | None]:
        last = every[0]
        for one in every[1:]:
            last = last if self._follows(last[0], one[0]) else one
        return last

    def models(self) -> tuple[Origin, ...]:
        """What the model that is trained may be."""
        return tuple(self.module.objects.origins(self.training.model, self.training.frames))

    def _concerns(self, event: Event, origin: Origin) -> bool:
        """Whether what is switched is the model, a layer of it, or a model inside it."""
        if is_same(event, self.training):
            return True
        if event.layers is not None and event.layers.part and self._is_the_model(event.model, event):
            return True
        layer = event.model
        while isinstance(layer, (cst.Subscript, cst.Attribute, cst.Call)):
            layer = layer.func if isinstance(layer, cst.Call) else layer.value
            if event.names and self._is_the_model(layer, event):
                return True
        if not isinstance(origin.node, cst.Call):
            return False
        made = {name[0] for name in event.names}
        return self._holds(origin.node, made, 0) or self._adds(origin, made)

    def _concerns_too(self, event: Event, other: Event, origin: Origin | None) -> bool:
        """Whether *other*, of the same model as *event*, may reach some of the same layers."""
        part = event.layers.part if event.layers is not None else ""
        return not part and origin is not None and self._concerns(other, origin)

    def _adds(self, origin: Origin, made: set[object]) -> bool:
        """Whether the layer is added to a model: ``model.add(base)``."""
        for use in self.module.flows.of(origin.node, origin.frames):
            call = use.node if use.kind is Kind.METHOD and isinstance(use.node, cst.Call) else None
            name = call.func.attr.value if call and isinstance(call.func, cst.Attribute) else ""
            if call is not None and name == "add" and call.args and self._is_made(call.args[0].value, made):
                return True
        return False

    def _is_the_model(self, node: cst.BaseExpression, event: Event) -> bool:
        mine = self.models()
        return bool(mine) and tuple(self.module.objects.origins(node, event.frames)) == mine

    def _holds(self, node: cst.Call, made: set[object], depth: int) -> bool:
        """Whether a model or output is made of the layer: in a list of layers, or applied on the way."""
        if depth > _DEEPEST:
            return False
        given = [argument.value for argument in node.args if not argument.star]
        for part in (node.func, *given) if depth else given:
            if self._is_made(part, made) or self._is_made(_owner(part), made):
                return True
            for value in self.module.evaluate(part):
                if isinstance(value, Items) and any(self._is_made(one, made) for one in value.elements):
                    return True
                inner = value.call if isinstance(value, Instance) else node
                if inner is not node and self._holds(inner, made, depth + 1):
                    return True
        return False

    def _is_made(self, node: cst.BaseExpression, made: set[object]) -> bool:
        return any(origin.node in made for origin in self.module.objects.origins(node))


def _is_sure(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* runs whenever the function around it does."""
    function = module.enclosing_function(node)
    return is_run_by(module, node, function) if function is not None else is_sure(module, node, module.tree)


def _owner(node: cst.BaseExpression) -> cst.BaseExpression:
    """``base`` of ``base.output``, ``base.layers[-1].output`` and ``base.get_layer("top").output``."""
    while isinstance(node, (cst.Attribute, cst.Subscript, cst.Call)):
        if isinstance(node, cst.Call) and not isinstance(node.func, cst.Attribute):
            return node
        node = node.func if isinstance(node, cst.Call) else node.value
    return node
