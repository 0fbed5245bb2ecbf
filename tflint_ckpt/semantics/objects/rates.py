"""The learning rate of optimizers: where it is read and set, and whether it follows a schedule."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.callbacks.classes import CallbackClasses
from tflint_ckpt.semantics.calls import arguments, classes
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.names.annotations import allowed_types, annotation_of
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant
from tflint_ckpt.semantics.values.numbers import Numbers
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.objects.origin import Origin

OLD, NEW = "lr", "learning_rate"
_SETTERS = ("keras.backend.set_value",)
_WRAPPERS = ("keras.mixed_precision.LossScaleOptimizer", "keras.optimizers.LossScaleOptimizer")
"""Optimizers around another one, which hand on its rate."""
_APART = (
    "tensorflow_addons.",
    "keras.optimizers.addons.",
    "keras.optimizers.legacy.",
    "keras.optimizers.schedules.",
)
"""Classes below ``keras.optimizers`` that Keras 3 does not have: nothing is known of their attributes."""
_LEGACY_SCHEDULES = ("keras.experimental.", "tensorflow.train.", "tensorflow.keras.experimental.")


@dataclass(frozen=True, eq=False, slots=True)
class RateUse:
    """A place that reads or sets the learning rate of an optimizer of Keras.

    Attributes:
        node: the attribute, ``model.optimizer.lr``, or the string in ``setattr(model.optimizer, "lr", x)``.
        name: ``lr`` or ``learning_rate``.
        is_set: whether it is assigned there, also by ``+=``.
        scheduled: whether the optimizer follows a schedule; ``None`` where that is not known, and the file
            has a schedule.
        setter: the call ``backend.set_value(model.optimizer.lr, …)`` that it is given to as the variable.
    """

    node: cst.Attribute | cst.SimpleString
    name: str
    is_set: bool
    scheduled: bool | None
    setter: cst.Call | None = None


class Rates:
    """The learning rates of one file; a fact of a module."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self.doubtful: list[cst.BaseExpression] = []
        """What may be an optimizer of a class that has an ``lr`` of its own; known when ``uses`` is."""

    @cached_property
    def uses(self) -> list[RateUse]:
        """Every use of ``lr`` and ``learning_rate`` on what provably is an optimizer of Keras."""
        found = []
        for name in (OLD, NEW):
            for node in self.module.attributes(name):
                origins = self._proved(node.value)
                if origins:
                    scheduled = self._follows_schedule(origins)
                    found.append(RateUse(node, name, node in self._targets, scheduled, self._setter(node)))
        for call in self.module.facts.calls:
            asked = self.module.builtin(call.func) in ("getattr", "setattr", "hasattr")
            text = call.args[1].value if asked and len(call.args) > 1 else None
            if isinstance(text, cst.SimpleString) and text.evaluated_value == OLD:
                origins = self._proved(call.args[0].value)
                if origins:
                    is_set = self.module.builtin(call.func) == "setattr"
                    found.append(RateUse(text, OLD, is_set, self._follows_schedule(origins)))
        return found

    def _proved(self, node: cst.BaseExpression) -> tuple[Origin, ...]:
        """The origins of an optimizer that has no ``lr`` of its own; else empty."""
        origins = self.optimizer(node)
        if any(self._has_own(origin, node) for origin in origins):
            self.doubtful.append(node)
            return ()
        return origins

    def optimizer(self, node: cst.BaseExpression, frames: Frames = ()) -> tuple[Origin, ...]:
        """Every way in which *node* came about, where all of them are optimizers of Keras; else empty."""
        from tflint_ckpt.semantics.objects.instances import Origin

        found = self.module.fact(Instances).origins(node, frames)
        if not found and (self._is_of_callback(node) or self._is_annotated(node)):
            found = (Origin(families.OPTIMIZER, node),)
        return found if all(map(_is_optimizer, found)) else ()

    def _is_of_callback(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is ``self.model.optimizer`` in a callback whose base another file defines."""
        model = node.value if isinstance(node, cst.Attribute) and node.attr.value == "optimizer" else None
        if not (isinstance(model, cst.Attribute) and model.attr.value == "model"):
            return False
        if not is_self(model.value):
            return False
        callback = self.module.fact(CallbackClasses).around(model)
        return callback is not None and not callback.has("model")

    def _is_annotated(self, node: cst.BaseExpression) -> bool:
        """Whether *node* is a parameter or variable that is annotated with an optimizer of Keras."""
        binding = self.module.sole_binding(node)
        annotation = annotation_of(self.module, binding) if binding is not None else None
        types = list(allowed_types(self.module, annotation.annotation)) if annotation is not None else []
        names = [self.module.resolve(each) or "" for each in types]
        return bool(names) and all(
            families.is_a(name, families.OPTIMIZER) and not name.startswith(_APART) for name in names
        )

    def is_scheduled(self, origin: Origin) -> bool | None:
        """Whether an optimizer is built on a schedule; ``None`` where its rate is not known."""
        if origin.name in _WRAPPERS:
            inner = self._argument(origin, "inner_optimizer", "optimizer")
            inside = self.optimizer(inner, origin.frames) if inner is not None else ()
            return agreed(self.is_scheduled(each) for each in inside)
        if not isinstance(origin.node, cst.Call) or origin.local is not None:
            return None
        bound = arguments.bind(self.module, origin.node, origin.name)
        given = argument_of(bound, NEW, OLD)
        if given is None:
            return None if bound.open else False
        return self._is_schedule(given.value, origin.frames)

    def _argument(self, origin: Origin, *names: str) -> cst.BaseExpression | None:
        if not isinstance(origin.node, cst.Call):
            return None
        given = argument_of(arguments.bind(self.module, origin.node, origin.name), *names)
        return given.value if given is not None else None

    def _is_schedule(self, node: cst.BaseExpression, frames: Frames) -> bool | None:
        made = self.module.fact(Instances).origins(node, frames)
        if made:
            return agreed(families.is_a(each.name, families.SCHEDULE) for each in made)
        values = self.module.evaluate(node, frames)
        is_number = all(isinstance(value, Constant) for value in values) or self.module.fact(Numbers).at(node)
        return False if is_number else None

    def _follows_schedule(self, origins: tuple[Origin, ...]) -> bool | None:
        answer = agreed(self.is_scheduled(origin) for origin in origins)
        return answer if answer is not None or self.has_schedules else False

    @cached_property
    def has_schedules(self) -> bool:
        """Whether the file makes or imports anything that is, or may be, a schedule."""
        module = self.module
        for call in module.facts.calls:
            name = module.resolve(call.func) or ""
            if families.is_a(name, families.SCHEDULE) or name.startswith(_LEGACY_SCHEDULES):
                return True
        return any(
            isinstance(base, str) and families.is_a(base, families.SCHEDULE)
            for node in module.facts.classes
            for base in classes.ancestry(module, node)
        )

    @cached_property
    def _targets(self) -> set[cst.CSTNode]:
        return {target for target, _ in self.module.facts.attribute_targets}

    def _setter(self, node: cst.Attribute) -> cst.Call | None:
        """The call of ``backend.set_value`` that *node* is given to as the variable."""
        argument = self.module.parent(node)
        call = self.module.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(argument, cst.Arg) or not isinstance(call, cst.Call) or argument.star:
            return None
        by_name = argument.keyword.value == "x" if argument.keyword is not None else call.args[0] is argument
        return call if by_name and self.module.is_named(call.func, *_SETTERS) else None

    # Classes with an attribute of their own

    def _has_own(self, origin: Origin, receiver: cst.BaseExpression) -> bool:
        """Whether an optimizer may be of a class of the file that has an ``lr`` itself."""
        if origin.local is not None:
            instances = self.module.fact(Instances)
            return self._gives_lr(origin.local) or instances.overrides(origin, OLD, receiver)
        return origin.node is not None and not isinstance(origin.node, cst.Call) and self._any_gives_lr

    @cached_property
    def _any_gives_lr(self) -> bool:
        """Whether an optimizer class of the file has an ``lr``: what ``model.optimizer`` is may be one."""
        module = self.module
        return any(
            self._gives_lr(node)
            for node in module.facts.classes
            for base in classes.ancestry(module, node)
            if isinstance(base, str) and families.is_a(base, families.OPTIMIZER)
        )

    def _gives_lr(self, node: cst.ClassDef) -> bool:
        above = [each for each in classes.ancestry(self.module, node) if isinstance(each, cst.ClassDef)]
        family = {node, *above, *self.module.subclasses(node)}
        if any(OLD in classes.names(self.module, each) for each in family):
            return True
        return any(
            target.attr.value == OLD and self.module.enclosing_class(target) in family
            for target in self._targets
            if isinstance(target, cst.Attribute)
        )


def _is_optimizer(origin: Origin) -> bool:
    name = origin.name
    return name in _WRAPPERS or (families.is_a(name, families.OPTIMIZER) and not name.startswith(_APART))
