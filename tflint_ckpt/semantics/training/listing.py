"""The callbacks of a fit: which objects stand in its list, also where another file makes it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.calls.sites import CallSites, Frames
from tflint_ckpt.semantics.calls.used_elsewhere import CallsElsewhere
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects import families
from tflint_ckpt.semantics.objects.flow import Flows, Kind, Use
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.training.callbacks import Callback, Callbacks
from tflint_ckpt.semantics.training.calls import fit_method, is_harmless
from tflint_ckpt.semantics.values.changes import is_changed
from tflint_ckpt.semantics.values.evaluate import Evaluator
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Mapping, Unknown, Value
from tflint_ckpt.semantics.values.parts import ANY, Path, key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.definitions import Defined, Definition
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding

_CONDITIONAL = (
    *(cst.If, cst.For, cst.While, cst.Try, cst.TryStar, cst.Match, cst.FunctionDef, cst.Lambda),
    *(cst.ListComp, cst.SetComp),
)
_DEEPEST = 8
_ADDING = ("append", "insert", "extend")


def listed(module: Engine, node: cst.BaseExpression | None, frames: Frames, fit: cst.Call) -> Callbacks:
    """The callbacks that the argument *node* of the call *fit* holds."""
    if node is None:
        return ()
    known = module.fact(_Listed).known
    if (node, frames, fit) not in known:
        found = _Listing(module, frames, fit).of(node, always=True, depth=0)
        known[node, frames, fit] = tuple(dict.fromkeys(found)) if found is not None else None
    return known[node, frames, fit]


class _Listed:
    """The callbacks of a module's fits, as far as they were asked for: each rule on callbacks does."""

    def __init__(self, module: Engine) -> None:
        self.known: dict[tuple[cst.BaseExpression, Frames, cst.Call], Callbacks] = {}


@dataclass(frozen=True, slots=True)
class _Listing:
    """One way to a list of callbacks.

    Attributes:
        module: the file.
        frames: the calls inside which the list is made.
        fit: what gets the list, or returns it to another file; ``None`` for a variable that others import.
        variable: the place that binds this variable, or the call that gives the list to another file.
    """

    module: Engine
    frames: Frames
    fit: cst.CSTNode | None
    variable: cst.CSTNode | None = None

    def of(self, node: cst.BaseExpression, *, always: bool, depth: int) -> list[Callback] | None:
        values = self.module.evaluate(node, self.frames)
        if depth > _DEEPEST:
            return None
        found: list[Callback] = []
        for value in values:
            some = self._value(value, always and len(values) == 1, depth)
            if some is None:
                return None
            found += some
        return found

    def _value(self, value: Value, always: bool, depth: int) -> list[Callback] | None:
        if isinstance(value, Constant) and value.value is None:
            return []
        if isinstance(value, Instance):
            return self._instance(value.call, always)
        if isinstance(value, Unknown) and isinstance(value.node, cst.BaseExpression):
            return self._elsewhere(value.node, always, depth)
        if isinstance(value, Items) and not value.complete:
            return self._with_others(value, always, depth)
        if not (isinstance(value, Items) and self._is_all(value)):
            return None
        found: list[Callback] = []
        for element in value.elements:
            some = self.of(element, always=always and self._surely_in(element, value), depth=depth + 1)
            if some is None:
                return None
            found += some
        return found

    def _instance(self, call: cst.Call, always: bool) -> list[Callback] | None:
        origins = self.module.fact(Instances).origins(call, self.frames)
        if not origins:
            return self._elsewhere(call, always, 0)
        if len(origins) != 1 or not families.is_a(origins[0].name, families.CALLBACK):
            return None
        origin = origins[0]
        if origin.node is not call:
            return None
        return [Callback(self.module, call, origin.name, origin.local, always)]

    def _surely_in(self, element: cst.BaseExpression, items: Items) -> bool:
        """Whether an element stands in the list as it was made, or is added wherever the fit is reached."""
        parent = self.module.parent(element)
        group = self.module.parent(parent) if isinstance(parent, cst.Element) else None
        if group is not None and (items.exact or group is items.node):
            return True
        if group is not None and not isinstance(self.module.parent(group), cst.Arg):
            return False  # a list of its own, which is added somewhere
        around = set(self.module.ancestors(self.fit)) if self.fit is not None else ()
        return not any(
            isinstance(above, _CONDITIONAL) and above not in around
            for above in self.module.ancestors(element)
        )

    def _is_all(self, items: Items) -> bool:
        """Whether nothing out of sight may change the list."""
        if isinstance(items.node, (cst.Tuple, cst.Set)):
            return True
        elements = frozenset(items.elements)
        return all(
            self._is_seen(use, elements) or self._is_later(use, items.node)
            for use in self.module.fact(Flows).of(items.node)
        )

    def _is_later(self, use: Use, made: cst.CSTNode) -> bool:
        """Whether a use is behind the fit, in the scope in which the list is *made*."""
        facts = self.module.facts
        if self.fit is None or facts.scopes[made] is not facts.scopes[self.fit]:
            return False
        return follows(facts, use.node, self.fit)

    def _is_seen(self, use: Use, elements: frozenset[cst.BaseExpression]) -> bool:
        if use.kind is Kind.METHOD and isinstance(use.node, cst.Call):
            func = use.node.func
            method = func.attr.value if isinstance(func, cst.Attribute) else ""
            if method in ("append", "insert"):
                return bool(use.node.args) and use.node.args[-1].value in elements
            if method == "extend":
                added = self.module.evaluate(use.node.args[0].value) if len(use.node.args) == 1 else ()
                return all(isinstance(one, Items) and elements.issuperset(one.elements) for one in added)
            return method in ("copy", "count", "index", "sort", "reverse")
        if use.kind is Kind.ARGUMENT and isinstance(use.node, cst.Call):
            return use.node is self.variable or is_harmless(self.module, use.node)
        # Who gets the list by a return that is not followed here makes it anew by each call.
        is_known = isinstance(use.node, cst.Return) or use.node is self.variable
        is_added = isinstance(self.module.parent(use.node), cst.BinaryOperation)  # which makes a list anew
        return use.kind is not Kind.ESCAPE or is_known or is_added

    # Other files, and what is no list

    def _elsewhere(self, node: cst.BaseExpression, always: bool, depth: int) -> list[Callback] | None:
        """The callbacks in *node*, of which the values of this file say nothing."""
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            return self._each((node.left, node.right), always, depth)
        if isinstance(node, cst.Subscript):
            return self._entries(node.value, key(node), always, depth)
        if isinstance(node, cst.Call):
            return self._called(node, always, depth)
        defined = self.module.fact(Evaluator).assigned_elsewhere(node)
        if defined is not None:
            return self._variable(defined, node, always, depth)
        binding = self.module.sole_binding(node)
        if binding is not None and binding.kind is BindingKind.PARAMETER and isinstance(node, cst.Name):
            return self._given(binding, node, always, depth)
        if binding is None or binding.kind is not BindingKind.ASSIGNMENT or not binding.index:
            return None
        made = binding.value
        return self._returned(made, binding.index, always, depth) if isinstance(made, cst.Call) else None

    def _given(self, binding: Binding, node: cst.Name, always: bool, depth: int) -> list[Callback] | None:
        """The callbacks in what the calls in other files give to a parameter, and nobody adds to here."""
        module, function = self.module, binding.scope.node
        calls = module.fact(Evaluator).calls_elsewhere(function, node)
        uses = [use for read in module.fact(Flows).reads(binding) for use in module.fact(Flows).of(read)]
        if not calls or self.frames or not all(self._is_left(use) for use in uses):
            return None
        files = module.fact(CallsElsewhere).modules
        found: list[Callback] = []
        for call in calls:
            value = module.fact(CallSites).bound_argument(function, call, binding.name)
            there = files.get(call, module)
            listing = _Listing(there, (), call, call)
            sure = always and len(calls) == 1
            some = listing.of(value, always=sure, depth=depth + 1) if value is not None else None
            if some is None:
                return None
            found += some
        return found

    def _is_left(self, use: Use) -> bool:
        """Whether what is done with a list that a parameter holds leaves it as it is."""
        if use.kind is Kind.ARGUMENT and isinstance(use.node, cst.Call):
            return fit_method(use.node) is not None or is_harmless(self.module, use.node)
        return self._is_seen(use, frozenset())

    def _called(self, node: cst.Call, always: bool, depth: int) -> list[Callback] | None:
        func, held = node.func, node.args[0].value if len(node.args) == 1 else None
        if held is not None and self.module.builtin(func) in ("list", "tuple"):
            return self.of(held, always=always, depth=depth + 1)
        if isinstance(func, cst.Attribute) and func.attr.value == "values" and not node.args:
            return self._entries(func.value, ANY, always, depth)
        return self._returned(node, (), always, depth)

    def _with_others(self, value: Items, always: bool, depth: int) -> list[Callback] | None:
        """The callbacks in a list with all of another one, which is no list of this file: ``[*get(), a]``."""
        node = value.node
        if not isinstance(node, (cst.List, cst.Tuple)) or not self._is_all(value):
            return None
        if self.module.only(node, self.frames) != value:
            return None  # more is added later
        return self._each([element.value for element in node.elements], always, depth)

    def _each(self, nodes: Iterable[cst.BaseExpression], always: bool, depth: int) -> list[Callback] | None:
        found: list[Callback] = []
        for node in nodes:
            some = self.of(node, always=always, depth=depth + 1)
            if some is None:
                return None
            found += some
        return found

    def _returned(
        self, call: cst.Call, index: tuple[int, ...], always: bool, depth: int
    ) -> list[Callback] | None:
        """The callbacks that *call*, of a function or class of another file, gives at *index*."""
        values = self.module.fact(Evaluator)
        called = values.called_elsewhere(call) or values.class_elsewhere(call)
        if called is None or len(index) > 1:
            return None
        if isinstance(called.node, cst.ClassDef):
            return _own_class(called, call, always) if not index else None
        added = self._added_to(call, index)
        if added is None or not isinstance(called.node, cst.FunctionDef):
            return None
        given = _given_back(called.module, called.node, index, always, depth)
        more = self._each(added, False, depth) if given is not None else None
        return [*given, *more] if given is not None and more is not None else None

    def _variable(
        self, defined: Definition, node: cst.BaseExpression, always: bool, depth: int
    ) -> list[Callback] | None:
        binding, there = defined.binding, defined.module
        if binding.value is None or binding.index or _is_extended(self.module, defined, node):
            return None
        return _Listing(there, (), None, binding.node).of(binding.value, always=always, depth=depth + 1)

    def _entries(
        self, node: cst.BaseExpression, place: int | str, always: bool, depth: int
    ) -> list[Callback] | None:
        """The callbacks in the dictionary *node*, of this file or another one, whose key is *place*."""
        there, held = self.module, node
        defined = there.fact(Evaluator).assigned_elsewhere(node)
        if defined is not None:
            binding, there = defined.binding, defined.module
            if is_changed(there, binding.name, binding.scope) or _is_extended(self.module, defined, node):
                return None
            held = binding.value or node
        value = there.only(held, self.frames if there is self.module else ())
        if not isinstance(value, Mapping) or not value.complete:
            return None
        entries = [each.value for each in value.entries if place in (ANY, each.key)]
        return replace(self, module=there, variable=None)._each(entries, always, depth) if entries else None

    def _added_to(self, made: cst.Call, path: Path) -> list[cst.BaseExpression] | None:
        """What is put into the list that *made* gives at *path*; ``None`` where more may be done to it."""
        found: list[cst.BaseExpression] = []
        for use in self.module.fact(Flows).of(made, (), path):
            call = use.node if use.kind is Kind.METHOD and isinstance(use.node, cst.Call) else None
            if call is not None and call.args and use.name in _ADDING:
                found.append(call.args[-1].value)
            elif not (self._is_seen(use, frozenset()) or self._is_later(use, made)):
                return None
        return found


def _given_back(
    there: Engine, function: cst.FunctionDef, index: tuple[int, ...], always: bool, depth: int
) -> list[Callback] | None:
    """The callbacks in the list that a function of another file returns, at *index* if that is in a tuple."""
    returned = there.returns(function)
    if not returned:
        return None
    is_sure = always and len(returned) == 1 and not there.may_give_none(function)
    found: list[Callback] = []
    for node in returned:
        held: cst.BaseExpression | None = node
        for place in index:
            is_there = isinstance(held, cst.Tuple) and 0 <= place < len(held.elements)
            held = held.elements[place].value if is_there and isinstance(held, cst.Tuple) else None
        way_out = next(above for above in there.ancestors(node) if isinstance(above, cst.Return))
        listing = _Listing(there, (), way_out)
        some = listing.of(held, always=is_sure, depth=depth + 1) if held is not None else None
        if some is None:
            return None
        found += some
    return found


def _own_class(called: Defined, node: cst.Call, always: bool) -> list[Callback] | None:
    """The callback that *node* makes, of a class of another file."""
    assert isinstance(called.node, cst.ClassDef)
    origins = called.module.fact(Instances).object_of(called.node, ())
    if not origins or not families.is_a(origins[0].name, families.CALLBACK):
        return None
    return [Callback(called.module, node, origins[0].name, origins[0].local, always)]


def _is_extended(module: Engine, defined: Definition, node: cst.BaseExpression) -> bool:
    """Whether some file but that of the variable may change the list that it holds, which is *node* here."""
    name = defined.binding.name
    by_method = r"\.(?:append|extend|insert|remove|pop|clear|update)\b"
    if any(is_changed(module, each.name, each.scope) for each in module.fact(Flows).bound_to(node)):
        return True
    where = re.compile(rf"\b{re.escape(name)}(?:{by_method}|\s*(?:\+=|\[[^\]\n]*\]\s*=(?!=)))")
    if where.search(module.source.text) or (isinstance(node, cst.Name) and node.value != name):
        return True
    return module.project.somewhere(where, name, besides=defined.module.path)
