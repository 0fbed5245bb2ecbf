"""What an expression provably is: an object of which class of the Keras and TensorFlow APIs, made where.

An expression has one :class:`Origin` for each way it may have come about. It is proved only where every
way is known; a parameter of a function, whose callers nobody follows here, is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls import arguments, classes
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.names.resolve import is_none, visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.model_evidence import ModelEvidence
from tflint_ckpt.semantics.objects.parts import ANY, EACH, Path, chosen, is_display, is_index, key
from tflint_ckpt.semantics.values.kinds import Items, Mapping

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.evaluate import Frame

_DEEPEST = 40
_MOST_ORIGINS = 16


@dataclass(frozen=True, slots=True)
class Origin:
    """One way in which an object may have come about.

    Attributes:
        name: its class by canonical name, ``keras.metrics.Mean``; of a class of the module, the API
            class that it is derived from.
        node: the call that makes it, or the expression where it is first seen, such as ``self.model``
            in a callback.
        local: the class of the module that is instantiated.
        frames: the calls of functions of the module inside which it is made, the outermost first.
    """

    name: str
    node: cst.CSTNode
    local: cst.ClassDef | None = None
    frames: tuple[Frame, ...] = ()

    @property
    def is_made(self) -> bool:
        """Whether the code shows how it is made; else of its class nothing but the family is known."""
        return isinstance(self.node, (cst.Call, cst.ClassDef))


Origins = tuple[Origin, ...] | None
"""The alternatives; ``None`` where some is not known, empty where nothing but ``None`` is there."""

_ATTRIBUTES = {
    ("optimizer", families.MODEL): ((), families.OPTIMIZER),
    ("metrics", families.MODEL): ((EACH,), families.METRIC),
    ("layers", families.MODEL): ((EACH,), families.LAYER),
    ("model", families.CALLBACK): ((), families.MODEL),
}
"""What an attribute that Keras sets holds: where in it, and of which class."""

_METHODS = {("get_layer", families.MODEL): families.LAYER}
_ENTERED = frozenset(("tensorflow.GradientTape", "tensorflow.Session", "tensorflow.InteractiveSession"))
"""Classes whose ``__enter__`` returns the object itself."""
_PASSING = frozenset("list tuple set sorted reversed iter".split())


class Instances:
    """The objects of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.evidence = ModelEvidence(module)
        self._known: dict[tuple[cst.CSTNode, Path], Origins] = {}
        self._active: set[tuple[cst.CSTNode, Path, tuple[Frame, ...]]] = set()
        self._frames: tuple[Frame, ...] = ()
        self._cut = False

    def origins(self, node: cst.BaseExpression, frames: Iterable[Frame] = ()) -> tuple[Origin, ...]:
        """Every way in which *node* may have come about; empty unless all are known.

        ``None`` as an alternative does not count: what is done with the object proves the others.
        *frames* are calls of functions of the module whose arguments their parameters have.
        """
        kept, self._frames = self._frames, tuple(frames)
        try:
            return self._at(node, ()) or ()
        finally:
            self._frames = kept

    def instance_of(self, node: cst.BaseExpression) -> str | None:
        """The narrowest class that all alternatives of *node* belong to, by canonical name."""
        return families.shared([origin.name for origin in self.origins(node)])

    def calls_on(self, family: str, *methods: str) -> Iterator[tuple[Call, str]]:
        """Calls of *methods* on what provably is of *family*, with the class of the receiver.

        The :class:`Call` is bound as those of functions are. Methods that a class of the module
        overrides are left out: there another signature counts.
        """
        for node, attribute in self.module.method_calls(*methods):
            receiver = attribute.value
            found = self.origins(receiver)
            name = families.shared([origin.name for origin in found])
            if name is None or not families.is_a(name, family):
                continue
            method = attribute.attr.value
            if any(self.overrides(origin, method, receiver) for origin in found):
                continue
            yield arguments.bind(self.module, node, f"{name}.{method}"), name

    def overrides(self, origin: Origin, method: str, receiver: cst.CSTNode | None = None) -> bool:
        """Whether *method* of an object may be that of a class of the module, or of an unknown base."""
        if origin.local is None:
            return False
        bases = classes.ancestry(self.module, origin.local)
        mine = [origin.local] if not (receiver is not None and _is_super(receiver)) else []
        mine += [base for base in bases if isinstance(base, cst.ClassDef)]
        if isinstance(receiver, cst.Name) and receiver.value == "self":
            mine += self.module.subclasses(origin.local)
        return None in bases or any(method in classes.names(self.module, one) for one in mine)

    # Following an expression back

    def _at(self, node: cst.BaseExpression, path: Path) -> Origins:
        if not self._frames and (node, path) in self._known:
            return self._known[node, path]
        place = (node, path, self._frames)
        if place in self._active:
            self._cut = True
            return ()  # what follows from itself adds nothing
        if len(self._active) > _DEEPEST:
            self._cut = True
            return None
        cut, self._cut = self._cut, False
        self._active.add(place)
        try:
            found = _distinct(self._dispatch(node, path))
        finally:
            self._active.discard(place)
        if not self._frames and (not self._cut or not self._active):
            self._known[node, path] = found
        self._cut = bool(self._active) and (cut or self._cut)
        return found

    def _dispatch(self, node: cst.BaseExpression, path: Path) -> Origins:
        if is_none(node):
            return ()
        if isinstance(node, cst.Name):
            return self._name(node, path)
        if isinstance(node, cst.Call):
            return self._call(node, path)
        if isinstance(node, cst.Attribute):
            return self._attribute(node, path)
        if isinstance(node, cst.IfExp):
            return self._all((node.body, node.orelse), path)
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            return self._all((node.left, node.right), path)
        if isinstance(node, cst.NamedExpr):
            return self._at(node.value, path)
        if isinstance(node, cst.Subscript):
            return self._subscript(node, path)
        if path:
            return self._part(node, path)
        return None

    def _all(self, nodes: Iterable[cst.BaseExpression], path: Path) -> Origins:
        """The origins of all *nodes*; ``None`` where one of them is not known."""
        found: list[Origin] = []
        for node in nodes:
            origins = self._at(node, path)
            if origins is None:
                return None
            found += origins
        return tuple(found)

    # Parts of containers

    def _subscript(self, node: cst.Subscript, path: Path) -> Origins:
        if any(isinstance(part.slice, cst.Slice) for part in node.slice):
            return self._at(node.value, (EACH, *path[1:])) if path else None
        return self._at(node.value, (key(node), *path))

    def _part(self, node: cst.BaseExpression, path: Path) -> Origins:
        """What stands at *path* in a list, tuple, dictionary or comprehension."""
        place, rest = path[0], path[1:]
        if isinstance(node, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
            return self._at(node.elt, rest) if is_index(place) else None
        if isinstance(node, cst.DictComp):
            return self._at(node.value, rest) if place != EACH else None
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            return self._all((node.left, node.right), (EACH, *rest)) if is_index(place) else None
        found: list[Origin] = []
        for value in self.module.evaluate(node, self._frames):
            nodes = chosen(value, place) if isinstance(value, (Items, Mapping)) else None
            origins = self._all(nodes, rest) if nodes is not None else None
            if origins is None:
                return None
            found += origins
        return tuple(found)

    # Variables

    def _name(self, node: cst.Name, path: Path) -> Origins:
        module = self.module
        if node.value == "self" and not path:
            return self._self(node)
        scope = module.facts.scopes.get(node)
        home = scope.lookup(node.value) if scope else None
        if home is None:
            return None
        bindings = visible(module.facts, node, home)
        if path and any(is_display(binding.value) and not binding.index for binding in bindings):
            return self._part(node, path)  # with what is appended later
        found: list[Origin] = []
        for binding in bindings:
            origins = self._binding(binding, path)
            if origins is None:
                return None
            found += origins
        return tuple(found)

    def _binding(self, binding: Binding, path: Path) -> Origins:
        found = self._bound(binding, path)
        if found is None and not path and self.evidence.proves(binding):
            return (Origin(families.MODEL, binding.node),)
        return found

    def _bound(self, binding: Binding, path: Path) -> Origins:
        if binding.kind is BindingKind.PARAMETER:
            return self._parameter(binding, path)
        if binding.value is None:
            return None
        if binding.kind is BindingKind.ASSIGNMENT:
            return self._at(binding.value, (*binding.index, *path))
        if binding.kind is BindingKind.CONTEXT:
            entered = self._at(binding.value, ()) if not path and not binding.index else None
            return entered if entered and all(one.name in _ENTERED for one in entered) else None
        if binding.kind is BindingKind.LOOP or _is_comprehension(binding):
            return self._at(binding.value, (EACH, *binding.index, *path))
        return None

    def _parameter(self, binding: Binding, path: Path) -> Origins:
        """The argument of the call that is being followed; outside of one, nobody knows who calls."""
        for place in range(len(self._frames) - 1, -1, -1):
            function, call = self._frames[place]
            if function is binding.scope.node:
                value = self.module.bound_argument(function, call, binding.name)
                kept, self._frames = self._frames, self._frames[:place]
                try:
                    return self._at(value, path) if value is not None else None
                finally:
                    self._frames = kept
        return None

    def _self(self, node: cst.Name) -> Origins:
        """``self`` in a method of a class that derives from an API class."""
        function = self.module.enclosing_function(node)
        while function is not None and not isinstance(self.module.facts.scopes[function].node, cst.ClassDef):
            function = self.module.enclosing_function(function)
        if function is None or not function.params.params or function.params.params[0].name.value != "self":
            return None
        owner = self.module.facts.scopes[function].node
        return self._instance(owner, owner) if isinstance(owner, cst.ClassDef) else None

    # Attributes

    def _attribute(self, node: cst.Attribute, path: Path) -> Origins:
        found = self._attribute_of(node, path)
        place = self.evidence.proved_attribute(node) if not found and not path else None
        return (Origin(families.MODEL, place),) if place is not None else found

    def _attribute_of(self, node: cst.Attribute, path: Path) -> Origins:
        receiver = node.value
        if isinstance(receiver, cst.Name) and receiver.value in ("self", "cls"):
            assigned = self.module.attribute_parts(node)
            if path and any(is_display(value) for value, index in assigned or () if not index):
                return self._part(node, path)
            if assigned:
                return self._parts(assigned, path)
            owner = self.module.enclosing_class(node)
            if owner is None or self._sets(owner, node.attr.value):
                return None
        for (name, family), (place, made) in _ATTRIBUTES.items():
            fits = len(path) == len(place) and (not place or is_index(path[0]))
            if name != node.attr.value or not fits:
                continue
            holders = self._at(receiver, ())
            if holders and all(
                families.is_a(one.name, family) and not self.overrides(one, name) for one in holders
            ):
                return (Origin(made, node, frames=self._frames),)
        return None

    def _parts(self, assigned: Iterable[tuple[cst.BaseExpression, tuple[int, ...]]], path: Path) -> Origins:
        found: list[Origin] = []
        for value, index in assigned:
            origins = self._at(value, (*index, *path))
            if origins is None:
                return None
            found += origins
        return tuple(found)

    def _sets(self, owner: cst.ClassDef, attribute: str) -> bool:
        """Whether a class of the module, or one it derives from, sets ``self.attribute`` itself."""
        family = {owner, *classes.ancestry(self.module, owner), *self.module.subclasses(owner)}
        return any(
            target.attr.value == attribute and self.module.enclosing_class(target) in family
            for target, _ in self.module.facts.attribute_targets
        )

    # Calls

    def _call(self, node: cst.Call, path: Path) -> Origins:
        name = self.module.resolve(node.func)
        made = families.made_by(name) if name is not None else self._of_stars(node.func)
        if made is not None:
            return (Origin(made, node, frames=self._frames),) if not path else None
        function = self.module.local_function(node.func)
        if function is not None:
            return self._returned(function, node, path)
        local = classes.local_class(self.module, node.func)
        if local is not None:
            return self._instance(local, node) if not path else None
        if isinstance(node.func, cst.Name):
            return self._builtin(node, path)
        return self._method(node, path) if isinstance(node.func, cst.Attribute) else None

    def _of_stars(self, func: cst.BaseExpression) -> str | None:
        """A model class or ``load_model`` that one of several star imports may have brought."""
        for model in ("Sequential", "Model"):
            if self.module.is_named(func, f"keras.{model}", f"keras.models.{model}"):
                return f"keras.{model}"
        return families.MODEL if self.module.is_named(func, "keras.models.load_model") else None

    def _instance(self, local: cst.ClassDef, node: cst.CSTNode) -> Origins:
        """An object of a class of the module: of the first API class that it is derived from."""
        bases = classes.ancestry(self.module, local)
        every = [local, *(base for base in bases if isinstance(base, cst.ClassDef))]
        if any("__new__" in classes.names(self.module, one) or classes.is_replaced(one) for one in every):
            return None
        for base in bases:
            made = families.made_by(base) if isinstance(base, str) else None
            if made is not None:
                return (Origin(made, node, local, self._frames),)
        return None

    def _returned(self, function: cst.FunctionDef, call: cst.Call, path: Path) -> Origins:
        """What a function of the module returns for this call: every ``return`` must be known."""
        returned = self.module.returns(function)
        if returned is None:
            return None
        if any(frame[0] is function for frame in self._frames):
            self._cut = True
            return ()
        kept, self._frames = self._frames, (*self._frames, (function, call))
        try:
            return self._all(returned, path)
        finally:
            self._frames = kept

    def _builtin(self, node: cst.Call, path: Path) -> Origins:
        """``super()``, and what hands on the elements of a container: ``sorted``, ``enumerate``, ``zip``."""
        name = self.module.builtin(node.func)
        if name == "super" and not node.args:
            owner = self.module.enclosing_class(node)
            return self._instance(owner, owner) if owner is not None and not path else None
        given = [argument.value for argument in node.args if not argument.star and not argument.keyword]
        if not given or not path:
            return None
        if name in _PASSING and is_index(path[0]):
            return self._at(given[0], (EACH, *path[1:]))
        if name == "enumerate" and path[1:2] == (1,):
            return self._at(given[0], (EACH, *path[2:]))
        if name == "zip" and len(path) > 1 and isinstance(path[1], int) and path[1] < len(given):
            return self._at(given[path[1]], (EACH, *path[2:]))
        return self._part(node, path) if name == "dict" else None

    def _method(self, node: cst.Call, path: Path) -> Origins:
        """``metrics.values()`` and ``.items()`` of a known dictionary, ``model.get_layer(…)``."""
        assert isinstance(node.func, cst.Attribute)
        name, receiver = node.func.attr.value, node.func.value
        if name == "values" and path and not node.args:
            return self._at(receiver, (ANY, *path[1:]))
        if name == "items" and path[1:2] == (1,) and not node.args:
            return self._at(receiver, (ANY, *path[2:]))
        for (method, family), made in _METHODS.items():
            if name == method and not path:
                holders = self._at(receiver, ())
                if holders and all(families.is_a(one.name, family) for one in holders):
                    return (Origin(made, node, frames=self._frames),)
        return None


def made(origins: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """*origins*, where it is in sight how each of them is made; else empty."""
    return origins if all(origin.is_made for origin in origins) else ()


def _is_comprehension(binding: Binding) -> bool:
    """Whether a binding is the target of a comprehension; of that kind, only those have a value."""
    return binding.kind is BindingKind.OTHER and binding.value is not None


def _is_super(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "super"


def _distinct(origins: Origins) -> Origins:
    if origins is None:
        return None
    found = tuple(dict.fromkeys(origins))
    return found if len(found) <= _MOST_ORIGINS else None
