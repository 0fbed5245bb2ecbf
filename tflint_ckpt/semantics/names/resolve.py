"""Qualified names: what an expression such as ``tf.keras.callbacks.ModelCheckpoint`` refers to.

Every spelling of a Keras name becomes one canonical name, ``keras.callbacks.ModelCheckpoint``; the
spelling itself is kept apart, since it decides which Keras runs (``tf_keras`` is always Keras 2).
"""

from __future__ import annotations

import sys

import libcst as cst

from tflint_ckpt.asking.imports import joined
from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.semantics.names.canonical import HANDED_ON, PUBLIC, canonical
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Binding, BindingKind, Scope, Scopes
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PUBLIC = tuple(f"{root}." for root in PUBLIC)
_FAMILIES = ("keras", "tensorflow", "tf_keras")


class Names:
    """Resolves expressions of one module to dotted names as they are imported, and to canonical ones.

    *handed_on* gives the API that a name is which is imported from another file of the project.
    """

    def __init__(self, facts: Scopes, handed_on: Callable[[str], str | None] = lambda name: None) -> None:
        self._facts = facts
        self._handed_on = handed_on
        self._known: dict[cst.CSTNode, frozenset[str]] = {}
        self._replaced: frozenset[str] = frozenset()
        targets = [target for target, _ in facts.attribute_targets]
        replaced = {name for target in targets for name in self._names(target)}
        self._replaced = frozenset(replaced.union(self._set_by_name()))
        """APIs that the file assigns something else to, as in ``tf.keras.callbacks.X = Mine``."""
        self._known.clear()

    def _set_by_name(self) -> Iterator[str]:
        """APIs in whose place a call puts something: ``setattr``, or that of a test's ``monkeypatch``."""
        for call in self._facts.calls:
            if last_name(call.func) == "setattr" and len(call.args) > 1:
                name = call.args[1].value
                if isinstance(name, cst.SimpleString):
                    for owner in self._names(call.args[0].value):
                        yield f"{owner}.{name.evaluated_value!s}"

    def _is_replaced(self, name: str) -> bool:
        return any(name == each or name.startswith(f"{each}.") for each in self._replaced)

    def resolve(self, node: cst.CSTNode) -> str | None:
        """The canonical name of an expression, or ``None`` where the code does not prove one.

        Two sources (``try``/``except ImportError``) must agree. A local definition of a name shadows
        an import. A name that star imports may have brought has no single answer here; ask
        :meth:`is_named`.
        """
        names = self._names(node)
        if len(names) != 1:
            return None
        return next(iter(names))

    def is_named(self, node: cst.CSTNode, *wanted: str) -> bool:
        """Whether an expression is one of the canonical names *wanted*."""
        names = self._names(node)
        return bool(names) and not names.isdisjoint(wanted)

    def names(self, node: cst.CSTNode) -> frozenset[str]:
        """The canonical names of an expression: several only where star imports may have brought it."""
        return self._names(node)

    def spelled(self, node: cst.CSTNode) -> str | None:
        """The dotted name as imported, ``tensorflow.keras.Model``, where it is the only one."""
        names = self._spellings(node, 0)
        return next(iter(names)) if len(names) == 1 else None

    def imports(self, *families: str) -> bool:
        """Whether the file imports anything from the canonical packages *families*."""
        return not self._packages.isdisjoint(families)

    @cached_property
    def _packages(self) -> frozenset[str]:
        """The canonical packages that something is imported from."""
        found: set[str] = set()
        for scope in self._facts.each_scope:
            imported = [each.imported for bindings in scope.bindings.values() for each in bindings]
            found.update((*scope.star_imports, *filter(None, imported)))
        for name in [name for name in found if name.rpartition(".")[2] in HANDED_ON]:
            if name.partition(".")[0] not in ELSEWHERE:
                found.add(self._handed_on(name) or name)
        return frozenset(canonical(name).split(".")[0] for name in found)

    def spellings(self, node: cst.CSTNode) -> frozenset[str]:
        """Every dotted name as imported that the expression may be, where the file has several imports."""
        return self._spellings(node, 0)

    def _names(self, node: cst.CSTNode) -> frozenset[str]:
        known = self._known.get(node)
        if known is None:
            spellings = self._spellings(node, 0)
            known = frozenset(map(canonical, spellings))
            if (len(known) > 1 and not self._only_stars(node)) or any(map(self._is_replaced, known)):
                known = frozenset()
            self._known[node] = known
        return known

    def _only_stars(self, node: cst.CSTNode) -> bool:
        while isinstance(node, cst.Attribute):
            node = node.value
        return isinstance(node, cst.Name) and self._facts.scopes[node].lookup(node.value) is None

    def _spellings(self, node: cst.CSTNode, depth: int) -> frozenset[str]:
        if isinstance(node, cst.Attribute):
            below = self._spellings(node.value, depth)
            last = node.attr.value
            if len(below) == 1 and last in HANDED_ON:
                [name] = below
                if name.partition(".")[0] not in ELSEWHERE:
                    return frozenset((self._handed_on(f"{name}.{last}") or f"{name}.{last}",))
            return frozenset(f"{name}.{last}" for name in below)
        if isinstance(node, cst.Name) and depth < 8:
            return self._of_name(node, depth)
        return frozenset()

    def _of_name(self, node: cst.Name, depth: int) -> frozenset[str]:
        scope = self._facts.scopes.get(node)
        if scope is None:
            return frozenset()
        home = scope.lookup(node.value)
        if home is None:
            return self._from_stars(scope, node.value)
        found: set[str] = set()
        for binding in visible(self._facts, node, home):
            if is_none(binding.value) and binding.kind is BindingKind.ASSIGNMENT:
                continue  # ``except ImportError: tf = None``: an attribute of None proves the other one
            names = self._of_binding(binding, depth)
            if not names:
                return frozenset()
            found |= names
        return frozenset(found)

    def _of_binding(self, binding: Binding, depth: int) -> frozenset[str]:
        if binding.imported is not None:
            imported = binding.imported
            if imported.partition(".")[0] in ELSEWHERE or imported.rpartition(".")[2] not in HANDED_ON:
                return frozenset((imported,))
            return frozenset((self._handed_on(imported) or imported,))
        value = binding.assigned
        return self._spellings(value, depth + 1) if value is not None else frozenset()

    def _from_stars(self, scope: Scope, name: str) -> frozenset[str]:
        stars = []
        current: Scope | None = scope
        while current is not None:
            stars += current.star_imports
            current = current.parent
        stars = [star for star in stars if star.split(".")[0] not in sys.stdlib_module_names]
        families = [star for star in stars if star.split(".")[0] in _FAMILIES]
        if stars and name in HANDED_ON and stars[-1:] != families[-1:]:
            is_other = stars[-1].partition(".")[0] not in ELSEWHERE
            known = self._handed_on(joined(stars[-1], name)) if is_other else None
            return frozenset((known,)) if known is not None else frozenset()
        if families and stars[-1] != families[-1]:
            return frozenset()  # what comes later may bring the name too
        return _known(frozenset(f"{star}.{name}" for star in families))


def _known(spellings: frozenset[str]) -> frozenset[str]:
    """Those that the public API of Keras has, or once had, of what several star imports may have brought."""
    if len(spellings) < 2 or not all(each.startswith(_PUBLIC) for each in spellings):
        return spellings
    from tflint_ckpt.semantics.api import presence

    return frozenset(each for each in spellings if presence(each, canonical(each))) or spellings


def visible(facts: Scopes, node: cst.Name, home: Scope) -> list[Binding]:
    """The bindings in *home* that the use *node* may mean.

    A use in the scope itself, or in a comprehension or class body in it, sees those that reach it; a
    function or lambda runs later, and may see all that are not gone when it is defined.
    """
    bindings = home.bindings[node.value]
    if len(bindings) == 1 and not home.is_class:
        return bindings
    inner = None
    scope: Scope | None = facts.scopes[node]
    while scope is not None and scope is not home:
        if not isinstance(scope.node, _INLINE):
            inner = scope
        scope = scope.parent
    if inner is not None:
        from tflint_ckpt.semantics.names.later import left_for

        return left_for(facts, inner, node.value, home)
    from tflint_ckpt.semantics.names.reaching import reaching

    found = reaching(facts, bindings, node)
    if not found and home.is_class and node.value in home.module.bindings:
        # A class body that has not bound the name yet reads the module's, past any function around.
        return visible(facts, node, home.module)
    return found


_INLINE = (*COMPREHENSIONS, cst.ClassDef)


def is_none(node: cst.CSTNode | None) -> bool:
    """Whether a node is the literal ``None``."""
    return isinstance(node, cst.Name) and node.value == "None"
