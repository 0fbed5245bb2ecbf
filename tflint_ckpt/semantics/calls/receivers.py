"""What stands before the dot: the classes of the module in which a method or attribute is looked up.

Two ask. The call graph asks outside of any call that is being followed, and gets every class that the
receiver may have (:meth:`Receivers.classes_of`). What follows an expression asks within the calls it follows,
whose arguments count, and gets the very objects (:meth:`Receivers.owners`).
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.kinds import Instance, Unknown
from tflint_ckpt.syntax.forms import is_self_or_cls, is_super

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.answers import Answers

Classes = frozenset[cst.ClassDef]
Meant = frozenset[cst.FunctionDef | None]
_DEEPEST = 4
_RETURN_THEIR_OWN = ("keras.", "tensorflow.", "numpy.")
"""Packages whose objects do not hand out objects of the user's classes."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A class of the module, and the object of it, if that is known.

    Attributes:
        node: the class.
        made: the object, with the call that makes it.
        is_class: whether the class itself stands before the dot.
    """

    node: cst.ClassDef
    made: Instance | None = None
    is_class: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may as well be an object of a class that derives from it: ``self``."""
        return self.made is None and not self.is_class


class Receivers:
    """The classes of receivers in one module, and the methods that are found there."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._orders: dict[cst.ClassDef, tuple[cst.ClassDef, ...]] = {}

    # Classes

    def order(self, owner: cst.ClassDef) -> tuple[cst.ClassDef, ...]:
        """The class and its bases in this module in method resolution order; bases elsewhere are left out."""
        if owner not in self._orders:
            self._orders[owner] = (owner,)  # of a class that derives from itself
            bases = [base for base in map(self._base, owner.bases) if base is not None]
            self._orders[owner] = (owner, *_merged([*map(self.order, bases), tuple(bases)]))
        return self._orders[owner]

    def _base(self, argument: cst.Arg) -> cst.ClassDef | None:
        base = argument.value.value if isinstance(argument.value, cst.Subscript) else argument.value
        return classes.local_class(self.module, base) if not argument.star else None

    def with_heirs(self, owner: cst.ClassDef) -> Classes:
        """The class and the classes of the module that derive from it."""
        return frozenset((owner, *(each for each in self.module.facts.classes if owner in self.order(each))))

    def method(
        self, owner: cst.ClassDef, name: str, after: cst.ClassDef | None = None
    ) -> cst.FunctionDef | None:
        """The method *name* of an object whose class is *owner*, or the next one behind the class *after*.

        ``None`` where no class of the module has it, or has something else under that name.
        """
        order = self.order(owner)
        if after is not None:
            order = order[order.index(after) + 1 :] if after in order else ()
        for each in order:
            if name in classes.names(self.module, each):
                return classes.methods(each).get(name)
        return None

    def is_replaced(self, method: cst.FunctionDef) -> bool:
        """Whether something else may be called by the name of a method of the module."""
        from tflint_ckpt.semantics.calls.overrides import owner_of

        owner = owner_of(self.module, method)
        return owner is not None and self._is_other(owner, method.name.value)

    def _is_other(self, owner: cst.ClassDef, name: str) -> bool:
        """Whether something else is put in the place of the method *name*, in the class body or anywhere."""
        scope = self.module.facts.scopes.get(owner.body)
        bound = scope.bindings.get(name, ()) if scope is not None else ()
        if any(binding.kind is not BindingKind.FUNCTION for binding in bound):
            return True
        from tflint_ckpt.semantics.calls.set_members import SetMembers

        return self.module.fact(SetMembers).replaces(self.with_heirs(owner), name)

    @cached_property
    def _has_keras_classes(self) -> bool:
        """Whether Keras may build objects of a class of the module: of a layer, a model, a loss."""
        every = self.module.facts.classes
        bases = (base for each in every for base in classes.ancestry(self.module, each))
        return any(isinstance(base, str) and base.startswith("keras.") for base in bases)

    # Receivers

    def meant(self, node: cst.Attribute, depth: int = 0) -> Meant | None:
        """The methods of the module that *node* may mean, with ``None`` for anything else.

        No answer, ``None``, where nothing tells the class of the receiver.
        """
        name = node.attr.value
        if is_super(node.value):
            owner = self._class_of_super(node.value)
            if owner is None:
                return None
            return frozenset(self.method(each, name, after=owner) for each in self.with_heirs(owner))
        found = self.classes_of(node.value, depth)
        return frozenset(self.method(each, name) for each in found) if found is not None else None

    def _class_of_super(self, node: cst.BaseExpression) -> cst.ClassDef | None:
        assert isinstance(node, cst.Call)
        around = self.module.enclosing_class(node)
        first = node.args[0].value if node.args else None
        if first is None or self.own_class(first) is not None:
            return around
        if around is not None and isinstance(first, cst.Name) and first.value == around.name.value:
            return around  # of several classes of that name
        return classes.local_class(self.module, first)

    def classes_of(self, node: cst.BaseExpression, depth: int = 0) -> Classes | None:
        """The classes of the module that *node* may be, or be an object of; ``None`` where nothing tells.

        Empty for what surely is neither.
        """
        if isinstance(node, cst.Name) and is_self_or_cls(node):
            owner = self._class_of_self(node)
            if owner is not None:
                return self.with_heirs(owner)
        own = self.own_class(node)
        if own is not None:
            return self.with_heirs(own)
        local = classes.local_class(self.module, node)
        if local is not None:
            return frozenset((local,))
        if self._is_foreign(node):
            return frozenset()
        annotated = self._annotated(node)
        if annotated is not None:
            return annotated
        if depth > _DEEPEST:
            return None
        found: set[cst.ClassDef] = set()
        for value in self.module.evaluate_nearby(node):
            if isinstance(value, Unknown):
                return None
            made = self._made(value.call, depth) if isinstance(value, Instance) else frozenset()
            if made is None:
                return None
            found |= made
        return frozenset(found)

    def owners(self, node: cst.BaseExpression, answers: Answers[Any]) -> list[Owner]:
        """The classes of the module that *node* may be, or be an object of; empty where one is not known.

        Parameters have what the calls give them that *answers* follows.
        """
        if not is_self_or_cls(node):
            local = classes.local_class(self.module, node)
            return [Owner(local, is_class=True)] if local is not None else self._instances(node, answers)
        own = self._class_of_self(node)
        if own is None:
            return []
        home = self.module.home(node)
        followed = home is not None and any(frame[0] is home.node for frame in answers.frames)
        return (self._instances(node, answers) if followed else []) or [Owner(own)]

    def _instances(self, node: cst.BaseExpression, answers: Answers[Any]) -> list[Owner]:
        """The classes of the objects that *node* may be, with the calls that make them; or empty."""
        found: list[Owner] = []
        for value in answers.values(node):
            owner = self._class_made(value.call) if isinstance(value, Instance) else None
            if owner is None or not isinstance(value, Instance):
                return []
            found.append(Owner(owner, value))
        return found

    def _class_made(self, call: cst.Call) -> cst.ClassDef | None:
        """The class of the module that *call* surely makes an object of: ``Trainer(…)``, ``cls(…)``."""
        made = self.own_class(call.func) or classes.local_class(self.module, call.func)
        return made if made is not None and not self._is_replaced(made) else None

    def _is_replaced(self, owner: cst.ClassDef) -> bool:
        """Whether calling a class may give something else than an object of it."""
        every = self.order(owner)
        return any(
            classes.is_replaced(each)
            or "__new__" in classes.methods(each)
            or classes.has_metaclass(self.module, each)
            for each in every
        )

    def methods(self, func: cst.Attribute, answers: Answers[Any]) -> list[cst.FunctionDef | None]:
        """The methods of the module that *func* may mean within the calls that *answers* follows.

        ``None`` among them stands for anything else. Where the very objects are not known, what
        :meth:`meant` says.
        """
        name = func.attr.value
        made = self.owners(func.value, answers) if not is_super(func.value) else []
        if made and not any(owner.is_open for owner in made):
            return [self.method(owner.node, name) for owner in made]
        meant = self.meant(func)  # of ``self`` and ``super()`` what classes that derive from it have, too
        if not meant:
            return [None]
        return [*(each for each in self.module.facts.functions if each in meant), *(meant & {None})]

    def is_class(self, node: cst.BaseExpression) -> bool:
        """Whether a receiver is a class itself, so that its methods get ``self`` as an argument."""
        if self.own_class(node) is not None:
            return True
        return classes.local_class(self.module, node) is not None

    def own_class(self, node: cst.BaseExpression) -> cst.ClassDef | None:
        """The class around *node* where it is that, or one derived from it: ``cls``, ``type(self)``."""
        if isinstance(node, cst.Name):
            if node.value == "__class__":
                return self.module.enclosing_class(node)
            binding = self.module.sole_binding(node) if node.value == "cls" else None
            is_own = binding is not None and binding.kind is BindingKind.PARAMETER
            return self._class_of_self(node) if is_own else None
        held: cst.CSTNode | None = None
        if isinstance(node, cst.Attribute) and node.attr.value == "__class__":
            held = node.value
        elif isinstance(node, cst.Call) and self.module.builtin(node.func) == "type" and len(node.args) == 1:
            held = node.args[0].value
        return self._class_of_self(held) if isinstance(held, cst.Name) and is_self_or_cls(held) else None

    def _class_of_self(self, node: cst.Name) -> cst.ClassDef | None:
        """The class of the method whose parameter ``self`` or ``cls`` is."""
        home = self.module.home(node)
        function = home.node if home is not None else None
        from tflint_ckpt.semantics.calls.overrides import owner_of

        owner = owner_of(self.module, function) if isinstance(function, cst.FunctionDef) else None
        return owner or self.module.enclosing_class(node)

    def _is_foreign(self, node: cst.BaseExpression) -> bool:
        """Whether an expression is a name of another module, or what such an API returns."""
        if self.module.resolve(node) is not None:
            return True
        while isinstance(node, (cst.Call, cst.Attribute)):
            node = node.func if isinstance(node, cst.Call) else node.value
            if (self.module.resolve(node) or "").startswith(_RETURN_THEIR_OWN):
                return True
        return False

    def _annotated(self, node: cst.BaseExpression) -> Classes | None:
        """The classes of a parameter that is annotated with one of the module."""
        binding = self.module.sole_binding(node)
        if binding is None or not isinstance(binding.node, cst.Param) or binding.node.annotation is None:
            return None
        annotation = binding.node.annotation.annotation
        local = classes.local_class(self.module, annotation)
        if local is None and isinstance(annotation, cst.SimpleString):
            bound = self.module.facts.module.bindings.get(str(annotation.evaluated_value), [])
            only = bound[0].node if len(bound) == 1 else None
            local = only if isinstance(only, cst.ClassDef) else None
        return self.with_heirs(local) if local is not None else None

    def _made(self, call: cst.Call, depth: int) -> Classes | None:
        """The classes of what *call* returns."""
        own = self.own_class(call.func)
        if own is not None:
            return self.with_heirs(own)
        local = classes.local_class(self.module, call.func)
        if local is not None:
            return frozenset((local,)) if not self._is_replaced(local) else None
        name = self.module.builtin(call.func) or self.module.resolve(call.func)
        if name is not None and name.rpartition(".")[2] in _HANDING_ON:
            return None
        if name is not None and name.startswith("keras.") and name.rpartition(".")[2] in _LOADERS:
            return None if self._has_keras_classes else frozenset()
        if name is not None or self._is_foreign(call.func):
            return frozenset()
        if not isinstance(call.func, cst.Attribute) or depth > _DEEPEST:
            return None
        meant = self.meant(call.func, depth + 1)  # of ``x = x.m()`` in a loop
        found: set[cst.ClassDef] = set()
        for method in meant or (None,):
            returned = self.module.returns(method) if method is not None else None
            for node in returned or (None,):
                made = self.classes_of(node, depth + 1) if node is not None else None
                if made is None:
                    return None
                found |= made
        return frozenset(found)


_HANDING_ON = frozenset(
    "next getattr min max vars eval iter sorted reversed filter map copy deepcopy load loads get run".split()
)
"""Builtins and functions of packages that may return what they were given, a part of it, or what was kept."""
_LOADERS = ("load_model", "clone_model", "deserialize", "from_config", "model_from_json")


def _merged(orders: Iterable[tuple[cst.ClassDef, ...]]) -> list[cst.ClassDef]:
    """The orders of several bases as one, as Python merges them; some order where Python refuses."""
    left = [list(order) for order in orders if order]
    found: list[cst.ClassDef] = []
    while left:
        later = {each for order in left for each in order[1:]}
        chosen = next((order[0] for order in left if order[0] not in later), left[0][0])
        found.append(chosen)
        left = [rest for order in left if (rest := [each for each in order if each is not chosen])]
    return found
