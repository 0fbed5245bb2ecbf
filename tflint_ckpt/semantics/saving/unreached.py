"""Layers that ``tf.train.Checkpoint`` does not find on Keras 3: those in a list or a dictionary.

Source: run on Keras 3.3, 3.10 and 3.15 with TensorFlow 2.16 and 2.21. Keras 3 keeps a list, dictionary or set
that is set on a layer or model in a container of its own, which ``model.weights`` and ``save_weights`` go
through and a checkpoint does not; a tuple it does go through. ``assert_consumed`` and
``assert_existing_objects_matched`` pass all the same. An optimizer in the checkpoint writes the variables
that it trains, which only one gets back that is built before the restore. Keras 2 writes everything.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.models.weighted import has_weights, makes_weights
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.saving.layer_classes import class_of, family_of
from tflint_ckpt.syntax.forms import is_self, last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.objects.origin import Origin

_DEEPEST = 3
"""Layers within layers."""
_ADDING = ("append", "extend", "insert", "update", "setdefault")
_WALKING = frozenset(("enumerate", "zip", "reversed", "len", "range", "iter", "sorted", "list"))
_VIEWS = frozenset(("items", "values", "keys", "get", "index", "pop"))
_TRACKING = frozenset(("setattr", "_track_trackable", "_trackable_children", "__setattr__", "_tracker"))
"""What makes a checkpoint find more, or may."""
_MAKING = ("list", "dict")


@dataclass(frozen=True, slots=True)
class Unreached:
    """Layers that a class keeps where a checkpoint does not find them.

    Attributes:
        home: the file of the class.
        owner: the class.
        attribute: the attribute of ``self`` that holds the list or dictionary.
        value: what is assigned to it.
        layer: a layer in it, or what makes each of them.
        changes: whether it is assigned or changed anywhere else.
    """

    home: Module
    owner: cst.ClassDef
    attribute: str
    value: cst.BaseExpression
    layer: cst.BaseExpression
    changes: bool

    @property
    def is_mapping(self) -> bool:
        """Whether it is a dictionary."""
        called = self.value.func if isinstance(self.value, cst.Call) else None
        return isinstance(self.value, (cst.Dict, cst.DictComp)) or last_name(called) == "dict"


def unreached(module: Module, model: Origin) -> Iterator[Unreached]:
    """The layers of *model*, given to a checkpoint in *module*, that the file will not hold."""
    home, origin = module, model
    while origin.elsewhere is not None and origin.elsewhere.there is not None:
        there, origin = origin.elsewhere.there
        if not isinstance(there, Module):
            return
        home = there
    made = class_of(home, origin.node) if isinstance(origin.node, cst.Call) else None
    if origin.local is not None:
        yield from _Search().of_class(home, origin.local)
    elif made is not None:
        yield from _Search().of_class(*made)
    elif isinstance(origin.node, cst.Call):
        yield from _of_parts(home, origin)


def _of_parts(module: Module, model: Origin) -> Iterator[Unreached]:
    """The same of the layers that a functional or ``Sequential`` model is made of."""
    from tflint_ckpt.semantics.saving.parts import Parts

    search = _Search()
    for call in module.facts.calls:
        made = class_of(module, call)
        if made is not None and family_of(*made) is not None and module.fact(Parts).has(model, call):
            yield from search.of_class(*made)


class _Search:
    """A search through the classes of one model."""

    def __init__(self) -> None:
        self._seen: set[cst.ClassDef] = set()

    def of_class(self, home: Module, owner: cst.ClassDef, depth: int = 0) -> Iterator[Unreached]:
        """What *owner* keeps so, and the layers that it makes."""
        if owner in self._seen or depth > _DEEPEST or family_of(home, owner) is None:
            return
        self._seen.add(owner)
        line = [owner, *(base for base in classes.ancestry(home, owner) if isinstance(base, cst.ClassDef))]
        if any(_TRACKING & _names(home, each) for each in line):
            return
        for target, value in home.facts.attribute_targets:
            if value is None or not is_self(target.value) or home.enclosing_class(target) not in line:
                continue
            name = target.attr.value
            if not _is_container(home, value):
                layer = None
            else:
                layer = next((each for each in _elements(value) if _is_weighted(home, each)), None)
                layer = layer or next(_added(home, line, name), None)
            if layer is not None and _is_only_walked(home, line, name):
                changes = any(_changes(home, use, value) for use in _uses(home, line, name))
                yield Unreached(home, owner, name, value, layer, changes)
            part = class_of(home, value) if isinstance(value, cst.Call) else None
            if part is not None:
                yield from self.of_class(*part, depth + 1)


def _names(home: Module, owner: cst.ClassDef) -> set[str]:
    """What the class defines and calls."""
    called = {last_name(call.func) for call in home.facts.calls if home.enclosing_class(call) is owner}
    return classes.names(home, owner) | {each for each in called if each}


def _is_container(home: Module, value: cst.BaseExpression) -> bool:
    if isinstance(value, cst.Call):
        return home.builtin(value.func) in _MAKING
    return isinstance(value, (cst.List, cst.ListComp, cst.Dict, cst.DictComp))


def _elements(value: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """What a list or dictionary holds, as it is written."""
    if isinstance(value, (cst.List, cst.Tuple)):
        yield from (each.value for each in value.elements if isinstance(each, cst.Element))
    elif isinstance(value, cst.Dict):
        yield from (each.value for each in value.elements if isinstance(each, cst.DictElement))
    elif isinstance(value, (cst.ListComp, cst.GeneratorExp)):
        yield value.elt
    elif isinstance(value, cst.DictComp):
        yield value.value
    elif isinstance(value, cst.Call):
        for argument in value.args:
            if argument.keyword is not None:
                yield argument.value
            elif not argument.star:
                yield from _elements(argument.value)


def _is_weighted(home: Module, node: cst.BaseExpression, depth: int = 0) -> bool:
    if has_weights(home, node):
        return True
    if isinstance(node, cst.Name):
        return _is_local_layer(home, node, depth)
    if not isinstance(node, cst.Call) or depth > _DEEPEST:
        return False
    made = class_of(home, node)
    if made is None:
        name = home.resolve(node.func) or ""
        if name.rpartition(".")[2] != "Sequential" or not node.args:
            return False
        return any(_is_weighted(home, each, depth + 1) for each in _elements(node.args[0].value))
    return family_of(*made) is not None and makes_weights(*made)


def _is_local_layer(home: Module, node: cst.Name, depth: int) -> bool:
    """Whether a variable is such a layer, which nothing but lists and calls of it get."""
    binding = home.sole_binding(node)
    if binding is None or binding.kind is not BindingKind.ASSIGNMENT or binding.index:
        return False
    if not isinstance(binding.value, cst.Call) or not _is_weighted(home, binding.value, depth + 1):
        return False
    for use in home.uses(node.value, binding.scope):
        parent = home.parent(use)
        if use is binding.node or (isinstance(parent, cst.Call) and parent.func is use):
            continue
        if not isinstance(parent, (cst.Element, cst.Arg)) or not _adds(home, parent):
            return False
    return True


def _adds(home: Module, part: cst.CSTNode) -> bool:
    """Whether an element or argument stands in a list, or in a call that adds it to one."""
    around = home.parent(part)
    if isinstance(around, cst.Call):
        return isinstance(around.func, cst.Attribute) and around.func.attr.value in _ADDING
    return isinstance(around, cst.List)


def _uses(home: Module, line: list[cst.ClassDef], name: str) -> Iterator[cst.Attribute]:
    """Where methods of the classes of *line* name ``self.name``."""
    for node in home.attributes(name):
        if is_self(node.value) and home.enclosing_class(node) in line:
            yield node


def _added(home: Module, line: list[cst.ClassDef], name: str) -> Iterator[cst.BaseExpression]:
    """The layers with variables that are added to the list or dictionary in ``self.name``."""
    for use in _uses(home, line, name):
        method, call = home.method_on(use)
        if call is not None and method in _ADDING:
            given = [argument.value for argument in call.args if not argument.star]
            every = [each for value in given for each in (value, *_elements(value))]
            yield from (each for each in every if _is_weighted(home, each))
        parent = home.parent(use)
        around = home.parent(parent) if isinstance(parent, cst.Subscript) and parent.value is use else None
        statement = home.parent(around) if isinstance(around, cst.AssignTarget) else None
        if isinstance(statement, cst.Assign) and _is_weighted(home, statement.value):
            yield statement.value
        if isinstance(parent, cst.AugAssign) and parent.target is use:
            yield from (each for each in _elements(parent.value) if _is_weighted(home, each))


def _changes(home: Module, use: cst.Attribute, value: cst.BaseExpression) -> bool:
    """Whether the container in ``self.name`` is another one, or holds something else, behind this use."""
    parent = home.parent(use)
    if isinstance(parent, (cst.AssignTarget, cst.AnnAssign)):
        statement = parent if isinstance(parent, cst.AnnAssign) else home.parent(parent)
        return getattr(statement, "value", None) is not value
    if isinstance(parent, cst.Attribute):
        return parent.attr.value in _ADDING or parent.attr.value == "pop"
    return isinstance(parent, cst.AugAssign) or (
        isinstance(parent, cst.Subscript) and isinstance(home.parent(parent), cst.AssignTarget)
    )


def _is_only_walked(home: Module, line: list[cst.ClassDef], name: str) -> bool:
    """Whether all that becomes of the container is that layers are added, and called in turn."""
    return all(_is_walk(home, use) for use in _uses(home, line, name))


def _is_walk(home: Module, use: cst.Attribute) -> bool:
    parent = home.parent(use)
    if isinstance(parent, (cst.AssignTarget, cst.AnnAssign, cst.For, cst.CompFor, cst.AugAssign)):
        return True
    if isinstance(parent, (cst.If, cst.While, cst.Comparison, cst.ComparisonTarget, cst.UnaryOperation)):
        return True
    if isinstance(parent, cst.Subscript):
        return parent.value is use
    if isinstance(parent, cst.Attribute):
        return parent.attr.value in _ADDING or parent.attr.value in _VIEWS
    call = home.parent(parent) if isinstance(parent, cst.Arg) else None
    return isinstance(call, cst.Call) and home.builtin(call.func) in _WALKING
