"""Following an expression back to what it comes from: one walk through the language for all kinds of value.

Variables, branches, containers, functions, methods, attributes and parameters mean the same whether a text,
an object or a dataset goes through them. :class:`Inference` follows them all; a kind of value is a subclass
that says what it makes of the literals, operators and API calls at the end (:meth:`Inference.own` and the
hooks below it), and how alternatives add up (:meth:`Inference.together`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial

import libcst as cst

from tflint_ckpt.semantics.calls.definitions import Defined, Definition, Definitions, Useful
from tflint_ckpt.semantics.calls.named import is_property
from tflint_ckpt.semantics.calls.receivers import Receivers
from tflint_ckpt.semantics.calls.set_members import SetMembers
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.names.rebound import Rebound
from tflint_ckpt.semantics.names.resolve import is_none, visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.values import members
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.answers import PASS, Answers, Passed, R
from tflint_ckpt.semantics.values.changes import is_attribute_changed, is_changed
from tflint_ckpt.semantics.values.decided import Decided
from tflint_ckpt.semantics.values.elements import elements, got
from tflint_ckpt.semantics.values.foreign import foreign_parts, may_be_another
from tflint_ckpt.semantics.values.kinds import Frames, Instance
from tflint_ckpt.semantics.values.parts import ANY, EACH, Path, is_display, is_index, key
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

MOST_CALLERS = 12
"""Calls of one function whose arguments are all looked at."""
_PASSING = frozenset("list tuple set sorted reversed iter".split())
"""Builtins that hand on the elements of what they get."""


class Inference(Answers[R]):
    """What expressions of one module may come from, for one kind of value."""

    def peer(self, module: Engine) -> Inference[R]:
        """The inference for the same kind of value in another file."""
        return module.fact(type(self))

    def _step(self, node: cst.BaseExpression, path: Path) -> R:
        own = self.own(node, path)
        if own is not PASS:
            return own
        if isinstance(node, cst.Name):
            return self._name(node, path)
        if isinstance(node, cst.Call):
            return self._call(node, path)
        if isinstance(node, cst.Attribute):
            elsewhere = self._imported(node, path)
            return elsewhere if elsewhere is not PASS else self._attribute(node, path)
        if isinstance(node, cst.IfExp):
            frames = self.frames if self._decides else ()
            return self.all(self.module.fact(Decided).arms(node, frames), path, node)
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            return self.all((node.left, node.right), path, node)
        if isinstance(node, cst.NamedExpr):
            return self.at(node.value, path)
        if isinstance(node, cst.Subscript):
            return self._subscript(node, path)
        return self._part(node, path) if path else self.unknown(node)

    @property
    def _decides(self) -> bool:
        """Whether what the calls around are given may decide on a test: not while calls are looked for."""
        return bool(self.frames) and self.callers

    # Other files

    def _imported(self, node: cst.BaseExpression, path: Path) -> R | Passed:
        """What another file of the project gives to a name that is imported from it."""
        definition = self._definition(node)
        if definition is None or definition.binding.kind is not BindingKind.ASSIGNMENT:
            return PASS
        binding = definition.binding
        assert binding.value is not None
        if may_be_another(self.module, node, definition, path):
            return self.unknown(node)
        found = self.peer(definition.module).inside((), binding.value, (*binding.index, *path))
        return self.brought(found, node)

    def _returned_elsewhere(self, call: cst.Call, path: Path) -> R | Passed:
        """What a function or class of another file gives for *call*, whatever it is given."""
        defined = self.called_elsewhere(call)
        if defined is None:
            return PASS
        peer = self.peer(defined.module)
        if isinstance(defined.node, cst.FunctionDef):
            return self.brought(peer.result(defined.node, path), call)
        if isinstance(defined.node, cst.ClassDef):
            return self.made_elsewhere(defined.module, defined.node, call, path)
        return PASS

    def made_elsewhere(self, there: Engine, node: cst.ClassDef, call: cst.Call, path: Path) -> R:
        """What *call* gives, which calls a class of another file."""
        return self.brought(self.peer(there).object_of(node, path), call)

    def called_elsewhere(self, call: cst.Call) -> Defined | None:
        """What another file of the project defines and *call* calls: a function, class or method."""
        definition = self._definition(call.func)
        if definition is not None:
            return Defined(definition.module, definition.binding.node)
        if not isinstance(call.func, cst.Attribute) or not self.callers:
            return None
        owner = self._owner(call.func.value) or self._made_elsewhere(call.func.value)[0]
        if owner is None or not isinstance(owner.binding.node, cst.ClassDef):
            return None
        name, receivers = call.func.attr.value, owner.module.fact(Receivers)
        method = receivers.method(owner.binding.node, name)
        if method is None or is_property(owner.module, method):
            return None
        is_other = receivers.is_replaced(method) or self.module.fact(SetMembers).sets(name)
        return None if is_other else Defined(owner.module, method)

    def _made_elsewhere(self, node: cst.BaseExpression) -> tuple[Definition | None, cst.Call | None]:
        """The class of another file that *node*, a variable, attribute or call, is an object of.

        With the call that makes the object.
        """
        if not self.callers or is_self(node) or not isinstance(node, (cst.Name, cst.Attribute, cst.Call)):
            return None, None
        values = self.values(node) if not isinstance(node, cst.Call) else ()
        only = values[0] if len(values) == 1 else None
        made = only.call if isinstance(only, Instance) else node if isinstance(node, cst.Call) else None
        return (self._owner(made.func), made) if made is not None else (None, None)

    def _definition(self, node: cst.BaseExpression) -> Definition | None:
        """What another file defines that *node* names, if it may be what is looked for, or give it."""
        return self._defined(node, self.may_bring)

    def _owner(self, node: cst.BaseExpression) -> Definition | None:
        """The same of what has attributes and methods, which may hold it whatever it is itself."""
        return self._defined(node, None)

    def _defined(self, node: cst.BaseExpression, is_useful: Useful | None) -> Definition | None:
        spelled = self.module.spelled(node) if isinstance(node, (cst.Name, cst.Attribute)) else None
        if spelled is None or not self.callers or self.module.resolve(node) is None:
            return None  # the last where this file puts something in its place
        return self.module.fact(Definitions).of(spelled, is_useful)

    @staticmethod
    def may_bring(text: str, name: str) -> bool:
        """Whether what a file with *text* calls *name* may say something; asked before the file is parsed."""
        return True

    def result(self, function: cst.FunctionDef, path: Path) -> R:
        """What a function returns, whatever it is given."""
        kept, self.frames = self.frames, ()
        try:
            returned = self.module.returns(function)
            if not returned:
                return self.unknown(function)
            return self._given_back(function, returned, path, function)
        finally:
            self.frames = kept

    def object_of(self, node: cst.ClassDef, path: Path) -> R:
        """What calling a class gives."""
        return self.unknown(node)

    # Variables

    def _name(self, node: cst.Name, path: Path) -> R:
        home = self.module.home(node)
        if home is None:
            return self.unknown(node)
        bindings = visible(self.module.facts, node, home)
        if len(bindings) > 1 and self._decides:
            bindings = self.module.fact(Decided).visible(bindings, node, home, self.frames)
        is_made_here = any(is_display(binding.value) and not binding.index for binding in bindings)
        if path and (is_made_here or is_changed(self.module, node.value, home)):
            return self._part(node, path)  # with what is appended later
        found = (
            self.binding(binding, node, path)
            for binding in bindings
            if not (self.skips_none and not path and _is_set_to_none(binding))
        )
        every = self.together(node, found)
        if home is self.module.facts.module and any(map(partial(self._rebound.may_be, node), bindings)):
            every = self.together(node, (every, self.unknown(node)))
        return self.variable(node, home, path, every)

    @cached_property
    def _rebound(self) -> Rebound:
        return self.module.fact(Rebound)

    def binding(self, binding: Binding, use: cst.Name, path: Path) -> R:
        """What one binding gives to the variable *use*."""
        if binding.kind is BindingKind.PARAMETER:
            return self._parameter(binding, use, path)
        if binding.kind is BindingKind.IMPORT:
            elsewhere = self._imported(use, path)
            return elsewhere if elsewhere is not PASS else self.unknown(use)
        if binding.value is None:
            return self.unknown(use)
        if binding.kind is BindingKind.ASSIGNMENT:
            return self.at(binding.value, (*binding.index, *path))
        if binding.kind is BindingKind.CONTEXT:
            return self.entered(binding, use, path)
        if binding.kind is BindingKind.AUGMENTED:
            return self.augmented(binding, use, path)
        if binding.kind in (BindingKind.LOOP, BindingKind.OTHER):  # the latter with a value: a comprehension
            return self.at(binding.value, (EACH, *binding.index, *path))
        return self.unknown(use)

    def _parameter(self, binding: Binding, use: cst.Name, path: Path) -> R:
        """The argument of the call that is followed; outside of one, those of all calls there can be."""
        function = binding.scope.node
        for place in range(len(self.frames) - 1, -1, -1):
            if self.frames[place][0] is function:
                return self._given(binding, self.frames[place][1], use, path, self.frames[:place])
        sites = None
        if self.callers and isinstance(function, (cst.FunctionDef, cst.Lambda)):
            sites = self.module.fact(CallSites).in_sight(function)
        if not sites or len(sites) > MOST_CALLERS:
            return self.parameter(binding, use, path)
        values = [self.argument(binding, site) for site in sites]
        return self.together(
            use,
            (
                self.unknown(use) if value is None else self.inside((), value, path)
                for value in values
                if path or not (self.skips_none and is_none(value))
            ),
        )

    def _given(self, binding: Binding, call: cst.Call, use: cst.Name, path: Path, frames: Frames) -> R:
        """What *call*, seen from *frames*, gives to a parameter."""
        value = self.argument(binding, call)
        return self.inside(frames, value, path) if value is not None else self.unknown(use)

    def argument(self, binding: Binding, call: cst.Call) -> cst.BaseExpression | None:
        """What *call* gives to a parameter, its default included; ``None`` where that cannot be seen."""
        function = binding.scope.node
        value = self.module.fact(CallSites).bound_argument(function, call, binding.name)
        if value is None and members.is_first(self.module, function, binding.name):
            return members.receiver(call)
        return value

    # Containers

    def _subscript(self, node: cst.Subscript, path: Path) -> R:
        if any(isinstance(part.slice, cst.Slice) for part in node.slice):
            return self.at(node.value, (EACH, *path[1:])) if path else self.unknown(node)
        return self.part_of(node, self.at(node.value, (key(node), *path)))

    def _part(self, node: cst.BaseExpression, path: Path) -> R:
        """What stands at *path* in a list, tuple, dictionary or comprehension."""
        place, rest = path[0], path[1:]
        if isinstance(node, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
            return self.at(node.elt, rest) if is_index(place) else self.unknown(node)
        if isinstance(node, cst.DictComp):
            return self.at(node.value, rest) if place != EACH else self.unknown(node)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            sides = (node.left, node.right)
            return self.all(sides, (EACH, *rest), node) if is_index(place) else self.unknown(node)
        return self.together(node, elements(self, node, path))

    # Functions and methods

    def _call(self, node: cst.Call, path: Path) -> R:
        functions = members.called(self, node)
        if functions:
            return self.together(node, (self.returned(function, node, path) for function in functions))
        found = got(self, node, path)
        if found is not PASS:
            return found
        if path:
            passed = self._handed_on(node, path)
            if passed is not None:
                return passed()
        elsewhere = self._returned_elsewhere(node, path)
        return elsewhere if elsewhere is not PASS else self.called(node, path)

    def returned(self, function: members.Function, call: cst.Call, path: Path) -> R:
        """What a function of the module returns for *call*: every ``return``, its parameters filled in."""
        returned = self.module.returns(function)
        if returned is None:
            return self.unknown(call)
        if any(frame[0] is function for frame in self.frames):
            return self.cut(call)
        kept, self.frames = self.frames, (*self.frames, (function, call))
        try:
            if self._decides:
                returned = self.module.fact(Decided).returns(function, returned, self.frames)
            return self._given_back(function, returned, path, call)
        finally:
            self.frames = kept

    def _given_back(
        self, function: members.Function, returned: list[cst.BaseExpression], path: Path, of: cst.CSTNode
    ) -> R:
        """What a call gives that returns any of *returned*, or ends without."""
        found = self.all(returned, path, of)
        nothing = () if path or not returned else self.nothing(of)
        if not nothing or not self.module.may_give_none(function):
            return found
        if self._decides and self.module.fact(Decided).never_ends(function, self.frames):
            return found
        return self.together(of, (found, *nothing))

    def _handed_on(self, node: cst.Call, path: Path) -> Callable[[], R] | None:
        """What hands on the elements of a container: ``sorted``, ``enumerate``, ``zip``, ``d.values()``."""
        func = node.func
        if isinstance(func, cst.Attribute):
            if node.args:
                return None
            if func.attr.value == "values":
                return lambda: self.at(func.value, (ANY, *path[1:]))
            if func.attr.value == "items" and path[1:2] == (1,):
                return lambda: self.at(func.value, (ANY, *path[2:]))
            return None
        name = self.module.builtin(func)
        given = [argument.value for argument in node.args if not argument.star and not argument.keyword]
        if name is None or not given:
            return (lambda: self._part(node, path)) if name == "dict" else None
        if name in _PASSING and is_index(path[0]):
            return lambda: self.at(given[0], (EACH, *path[1:]))
        if name == "enumerate" and path[1:2] == (1,):
            return lambda: self.at(given[0], (EACH, *path[2:]))
        place = path[1] if len(path) > 1 else None
        if name == "zip" and isinstance(place, int) and -len(given) <= place < len(given):
            return lambda: self.at(given[place], (EACH, *path[2:]))
        return (lambda: self._part(node, path)) if name == "dict" else None

    # Attributes

    def _attribute(self, node: cst.Attribute, path: Path) -> R:
        found = members.attribute(self, node)
        if found is None:
            elsewhere = self._attribute_elsewhere(node, path)
            return elsewhere if elsewhere is not PASS else self.attribute(node, path)
        is_made_here = any(is_display(part.value) and not part.index for part in found)
        if path and (is_made_here or is_attribute_changed(self.module, node.attr.value)):
            return self._part(node, path)
        every = self.together(node, (self._held(part, node, path) for part in found))
        return self.held(node, [part.value for part in found], every)

    def _attribute_elsewhere(self, node: cst.Attribute, path: Path) -> R | Passed:
        """What an attribute holds of a class that another file defines, or of an object of it."""
        owner, made = self._owner(node.value), None
        if owner is None and self.module.spelled(node.value) is None:
            owner, made = self._made_elsewhere(node.value)
        if owner is None:
            return PASS
        parts = foreign_parts(self.module, owner, node.attr.value, made)
        if not parts:
            return PASS
        peer = self.peer(owner.module)
        found: list[R] = []
        for part in parts:
            place = (*part.index, *path)
            is_here = part.is_given and made is not None
            there = None if is_here else self.brought(peer.inside((), part.value, place), node)
            found.append(there if there is not None else self.at(part.value, place))
        return self.together(node, found)

    def _held(self, part: members.Held, node: cst.Attribute, path: Path) -> R:
        """What one place gives to an attribute: an assignment, or a property that is read."""
        if isinstance(part.value, cst.FunctionDef):
            kept, self.frames = self.frames, ()
            try:
                return self._given_back(part.value, self.module.returns(part.value) or [], path, node)
            finally:
                self.frames = kept
        frames = self.frames if part.frames is None else part.frames
        return self.inside(frames, part.value, (*part.index, *path))


class Portable(Inference[R]):
    """An inference whose answers mean the same in every file: there is no node in them."""

    def brought(self, found: R, use: cst.CSTNode) -> R:
        return found


class Agreeing(Inference[R | None]):
    """An inference whose answer is what all ways agree on; ``None`` where they do not."""

    def unknown(self, node: cst.CSTNode) -> R | None:
        return None

    def together(self, node: cst.CSTNode, found: Iterable[R | None]) -> R | None:
        return agreed(found)


def _is_set_to_none(binding: Binding) -> bool:
    return binding.kind is BindingKind.ASSIGNMENT and not binding.index and is_none(binding.value)

