"""What an expression provably is: an object of which class of the Keras and TensorFlow APIs, made where.

An expression has one :class:`Origin` for each way it may have come about. It is proved only where every
way is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import replace
from tflint_ckpt.semantics.calls import arguments, classes
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.calls.reached import api_called
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.origin import Origin, Origins
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Inference
from tflint_ckpt.semantics.values.kinds import Frame
from tflint_ckpt.semantics.values.parts import EACH, Path, is_index
from tflint_ckpt.syntax.forms import is_self, is_self_or_cls, is_super

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.objects.model_evidence import ModelEvidence

__all__ = ["Instances", "Origin", "made"]

_MOST_ORIGINS = 16
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


class Instances(Inference[Origins]):
    """The objects of one module."""

    skips_none = True
    in_order = True
    brings_objects = True

    @cached_property
    def _deriving(self) -> set[cst.ClassDef]:
        """The classes whose bases are being looked for in other files."""
        return set()

    @cached_property
    def evidence(self) -> ModelEvidence:
        """What shows by its use that something is a model."""
        from tflint_ckpt.semantics.objects.model_evidence import ModelEvidence

        return ModelEvidence(self.module)

    def origins(self, node: cst.BaseExpression, frames: Iterable[Frame] = ()) -> tuple[Origin, ...]:
        """Every way in which *node* may have come about; empty unless all are known.

        ``None`` as an alternative does not count: what is done with the object proves the others.
        *frames* are calls of functions of the module whose arguments their parameters have.
        """
        return self.inside(tuple(frames), node) or ()

    def instance_of(self, node: cst.BaseExpression) -> str | None:
        """The narrowest class that all alternatives of *node* belong to, by canonical name."""
        return families.shared([origin.name for origin in self.origins(node)])

    def is_instance(self, node: cst.BaseExpression, *wanted: str) -> bool:
        """Whether *node* provably is an object of one of these classes or families: ``keras.Model``."""
        name = self.instance_of(node)
        return name is not None and families.is_a(name, *wanted)

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
            return origin.overridden is None or method in origin.overridden
        bases = classes.ancestry(self.module, origin.local)
        mine = [origin.local] if not (receiver is not None and is_super(receiver)) else []
        mine += [base for base in bases if isinstance(base, cst.ClassDef)]
        if is_self(receiver):
            mine += self.module.subclasses(origin.local)
        return None in bases or any(method in classes.names(self.module, one) for one in mine)

    # How alternatives add up

    def unknown(self, node: cst.CSTNode) -> Origins:
        return None

    def cycle(self, node: cst.CSTNode) -> Origins:
        return ()  # what follows from itself adds nothing

    def together(self, node: cst.CSTNode, found: Iterable[Origins]) -> Origins:
        every: list[Origin] = []
        for origins in found:
            if origins is None:
                return None
            every += origins
        return tuple(every)

    def settled(self, node: cst.BaseExpression, path: Path, found: Origins) -> Origins:
        if not found and not path and isinstance(node, cst.Attribute):
            place = self.evidence.proved_attribute(node)
            found = (Origin(families.MODEL, place),) if place is not None else found
        if found is None:
            return None
        if path and isinstance(node, cst.Call):
            found = tuple(_at(each, node, path) for each in found)
        distinct = tuple(dict.fromkeys(found))
        return distinct if len(distinct) <= _MOST_ORIGINS else None

    def brought(self, found: Origins, use: cst.CSTNode) -> Origins:
        """Models only, and of them no more than :class:`Elsewhere`: how they are made stands there."""
        if found is None or not all(families.is_a(each.name, families.MODEL) for each in found):
            return None
        from tflint_ckpt.semantics.calls.definitions import Defined
        from tflint_ckpt.semantics.objects.elsewhere import elsewhere

        seen = use.func if isinstance(use, cst.Call) else use
        defined = self.called_elsewhere(use) if isinstance(use, cst.Call) else None
        if defined is None and isinstance(seen, cst.BaseExpression):
            definition = self._definition(seen)
            defined = Defined(definition.module, definition.binding.node) if definition else None
        given = defined is None and self.giving is not None and isinstance(use, cst.Name)
        if given and self.giving is not None:
            defined = Defined(self.giving, use)
        return tuple(
            Origin(
                families.MODEL,
                seen,
                overridden=each.overridden,
                elsewhere=elsewhere(each, use, defined, given=given),
            )
            for each in found
        )

    @staticmethod
    def may_bring(text: str, name: str) -> bool:
        from tflint_ckpt.semantics.objects.model_classes import may_be_model

        return may_be_model(text, name)

    def peer(self, module: Engine) -> Instances:
        return module.fact(Instances)

    def object_of(self, node: cst.ClassDef, path: Path) -> Origins:
        return self._instance(node, node) if not path else None

    # What Keras makes, and keeps in attributes

    def own(self, node: cst.BaseExpression, path: Path) -> Origins | Passed:
        if is_none(node):
            return ()
        if is_self(node) and not path:
            return self._self(node)
        if isinstance(node, cst.Call):
            made = self.class_made(node)
            if made is not None:
                return (Origin(made, node, frames=self.frames),) if not path else None
        return PASS

    def binding(self, binding: Binding, use: cst.Name, path: Path) -> Origins:
        found = super().binding(binding, use, path)
        if found is None and not path and self.evidence.proves(binding):
            return (Origin(families.MODEL, binding.node),)
        return found

    def entered(self, binding: Binding, use: cst.Name, path: Path) -> Origins:
        found = self.at(binding.value) if binding.value and not path and not binding.index else None
        return found if found and all(one.name in _ENTERED for one in found) else None

    def attribute(self, node: cst.Attribute, path: Path) -> Origins:
        receiver = node.value
        if is_self_or_cls(receiver):
            owner = self.module.enclosing_class(node)
            if owner is None or self._sets(owner, node.attr.value):
                return None
        for (name, family), (place, made) in _ATTRIBUTES.items():
            fits = len(path) == len(place) and (not place or is_index(path[0]))
            if name != node.attr.value or not fits:
                continue
            holders = self.at(receiver)
            if holders and all(
                families.is_a(one.name, family) and not self.overrides(one, name) for one in holders
            ):
                return (Origin(made, node, frames=self.frames),)
        return None

    def called(self, node: cst.Call, path: Path) -> Origins:
        if path:
            return None
        local = classes.local_class(self.module, node.func)
        if local is not None:
            return self._instance(local, node)
        if self.module.builtin(node.func) == "super" and not node.args:
            owner = self.module.enclosing_class(node)
            return self._instance(owner, owner) if owner is not None else None
        if isinstance(node.func, cst.Attribute):
            for (method, family), made in _METHODS.items():
                if node.func.attr.value == method:
                    holders = self.at(node.func.value)
                    if holders and all(families.is_a(one.name, family) for one in holders):
                        return (Origin(made, node, frames=self.frames),)
        return None

    def _self(self, node: cst.Name) -> Origins | Passed:
        """``self`` in a method of a class that derives from an API class."""
        function = self.module.enclosing_function(node)
        while function is not None and not isinstance(self.module.facts.scopes[function].node, cst.ClassDef):
            function = self.module.enclosing_function(function)
        if function is None or not function.params.params or function.params.params[0].name.value != "self":
            return PASS
        owner = self.module.facts.scopes[function].node
        return self._instance(owner, owner) if isinstance(owner, cst.ClassDef) else None

    def _sets(self, owner: cst.ClassDef, attribute: str) -> bool:
        """Whether a class of the module, or one it derives from, sets ``self.attribute`` itself."""
        family = {owner, *classes.ancestry(self.module, owner), *self.module.subclasses(owner)}
        return any(
            target.attr.value == attribute and self.module.enclosing_class(target) in family
            for target, _ in self.module.facts.attribute_targets
        )

    def class_made(self, call: cst.Call) -> str | None:
        """The class of the API that *call* makes an object of, by the name that is called."""
        name = self.module.resolve(call.func)
        if name is None:
            return self._by_another_name_made(call) or self._of_stars(call.func)
        return families.made_by(name)

    def _by_another_name_made(self, call: cst.Call) -> str | None:
        """The same where a ``functools.partial`` is called, or an attribute that has the class.

        Of those classes whose arguments are read as :func:`arguments.bind` gives them.
        """
        name = api_called(self.module, call)
        made = families.made_by(name) if name is not None else None
        if name is None or made is None or name.startswith("keras.applications."):
            return made
        return made if families.is_a(made, families.LAYER, families.CALLBACK, families.OPTIMIZER) else None

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
                names = frozenset().union(*(classes.names(self.module, one) for one in every))
                overridden = names if None not in bases else None
                return (Origin(made, node, local, self.frames, overridden),)
        return self._of_base_elsewhere(every, node)

    def _of_base_elsewhere(self, every: list[cst.ClassDef], node: cst.CSTNode) -> Origins:
        """An object of a class of the module that is derived from a model of another file."""
        if every[0] in self._deriving:
            return None  # classes that derive from each other
        self._deriving.add(every[0])
        try:
            for base in (item.value for one in every for item in one.bases if not item.star):
                found = self._definition(base)
                if found is None or not isinstance(found.binding.node, cst.ClassDef):
                    continue
                above = self.peer(found.module).object_of(found.binding.node, ())
                if not above or not all(families.is_a(one.name, families.MODEL) for one in above):
                    continue
                from tflint_ckpt.semantics.objects.origin import Elsewhere

                names = frozenset().union(*(classes.names(self.module, one) for one in every))
                seen = node.func if isinstance(node, cst.Call) else every[0].name
                known = above[0].overridden
                overridden = names | known if known is not None else None
                unseen = Elsewhere(False, False)
                return (Origin(families.MODEL, seen, overridden=overridden, elsewhere=unseen),)
        finally:
            self._deriving.discard(every[0])
        return None


def _at(origin: Origin, call: cst.Call, path: Path) -> Origin:
    """*origin*, which stands at *path* in what *call* gives, with that if another file makes it."""
    if origin.elsewhere is None or origin.node is not call.func:
        return origin
    return replace(origin, elsewhere=replace(origin.elsewhere, path=path))


def made(origins: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """*origins*, where it is in sight how each of them is made; else empty."""
    return origins if all(origin.is_made for origin in origins) else ()
