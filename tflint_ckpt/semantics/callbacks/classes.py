"""The classes of a file that derive from Keras' Callback, through bases of this file and of others."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.definitions import Definitions
from tflint_ckpt.semantics.calls.overrides import owner_of
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

BASE = "keras.callbacks.Callback"
_NEUTRAL = ("abc.ABC", "typing.Generic", "builtins.object")
"""Bases that neither define nor call a method of a callback."""
_DEEPEST = 12


@dataclass(frozen=True, eq=False, slots=True)
class Ancestor:
    """A class of the project, with the file that it is in."""

    module: Engine = field(repr=False)
    node: cst.ClassDef


@dataclass(frozen=True, eq=False, slots=True)
class CallbackClass:
    """A class of the file that provably derives from a callback of Keras.

    Attributes:
        module: the file.
        node: the class.
        line: itself and the classes of the project behind it, the nearest first.
        bases: the classes of Keras that it derives from, by canonical name.
        closed: whether every base is in ``line`` or ``bases``, so that nothing else has methods of it.
    """

    module: Engine = field(repr=False)
    node: cst.ClassDef
    line: tuple[Ancestor, ...]
    bases: frozenset[str]
    closed: bool

    def has(self, name: str) -> bool:
        """Whether the body of a class of the project gives it *name*, or one of its methods sets it."""
        return any(name in classes.names(each.module, each.node) or _sets(each, name) for each in self.line)

    def method(self, name: str) -> tuple[Ancestor, cst.FunctionDef] | None:
        """The method *name* and the class of the project that has it; ``None`` where none has one."""
        for each in self.line:
            if name in classes.names(each.module, each.node):
                found = classes.methods(each.node).get(name)
                return (each, found) if found is not None else None
        return None


class CallbackClasses:
    """The callback classes of one file, in source order; a fact of a module."""

    def __init__(self, module: Engine) -> None:
        self.module = module

    def __iter__(self) -> Iterator[CallbackClass]:
        return iter(self._known.values())

    def of(self, node: cst.CSTNode | None) -> CallbackClass | None:
        """The class *node* as a callback; ``None`` where it is not proved to be one."""
        return self._known.get(node) if isinstance(node, cst.ClassDef) else None

    def around(self, node: cst.CSTNode) -> CallbackClass | None:
        """The callback class of which *node* stands in a method."""
        function = self.module.enclosing_function(node)
        while function is not None:
            owner = owner_of(self.module, function)
            if owner is not None:
                return self.of(owner)
            function = self.module.enclosing_function(function)
        return None

    def with_heirs(self, callback: CallbackClass) -> list[CallbackClass]:
        """The class, and the callback classes of the file that derive from it."""
        return [each for each in self if any(one.node is callback.node for one in each.line)]

    def uses_of_self(self, name: str) -> Iterator[tuple[CallbackClass, cst.Attribute]]:
        """Every ``self.name`` in the methods of callback classes, with the class."""
        for node in self.module.attributes(name):
            if is_self(node.value):
                found = self.around(node)
                if found is not None:
                    yield found, node

    @cached_property
    def _known(self) -> dict[cst.ClassDef, CallbackClass]:
        found = {}
        for node in self.module.facts.classes:
            callback = self._callback(node)
            if callback is not None:
                found[node] = callback
        return found

    def _callback(self, node: cst.ClassDef) -> CallbackClass | None:
        line: dict[cst.ClassDef, Ancestor] = {}
        bases: set[str] = set()
        closed = _follow(self.module, node, line, bases, 0)
        if not bases or any(classes.is_replaced(each) for each in line):
            return None
        return CallbackClass(self.module, node, tuple(line.values()), frozenset(bases), closed)


def _follow(
    module: Engine, node: cst.ClassDef, line: dict[cst.ClassDef, Ancestor], bases: set[str], depth: int
) -> bool:
    """Add *node* and what is behind it to *line* and *bases*; whether every base is known."""
    line[node] = Ancestor(module, node)
    closed = not node.keywords and depth < _DEEPEST
    for argument in node.bases if depth < _DEEPEST else ():
        base = argument.value.value if isinstance(argument.value, cst.Subscript) else argument.value
        name = module.resolve(base) or ""
        local = classes.local_class(module, base)
        if families.is_a(name, families.CALLBACK) and name.startswith("keras."):
            bases.add(families.concrete(name))
        elif argument.star:
            closed = False
        elif local is not None:
            closed &= local in line or _follow(module, local, line, bases, depth + 1)
        elif not (name in _NEUTRAL or module.builtin(base) == "object"):
            closed &= _follow_import(module, base, line, bases, depth)
    return closed


def _follow_import(
    module: Engine,
    base: cst.BaseExpression,
    line: dict[cst.ClassDef, Ancestor],
    bases: set[str],
    depth: int,
) -> bool:
    """The same for a base of another file of the project."""
    spelled = module.spelled(base)
    found = module.fact(Definitions).of(spelled) if spelled is not None else None
    node = found.binding.node if found is not None else None
    if found is None or not isinstance(node, cst.ClassDef):
        return False
    return node in line or _follow(found.module, node, line, bases, depth + 1)


def _sets(owner: Ancestor, name: str) -> bool:
    """Whether a method of a class sets ``self.name``."""
    return any(
        target.attr.value == name
        and isinstance(target.value, cst.Name)
        and target.value.value == "self"
        and owner.module.enclosing_class(target) is owner.node
        for target, _ in owner.module.facts.attribute_targets
    )
