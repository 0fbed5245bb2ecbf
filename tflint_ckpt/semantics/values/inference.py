"""Following an expression back to what it comes from: one walk through the language for all kinds of value.

Variables, branches, containers, functions, methods, attributes and parameters mean the same whether a text,
an object or a dataset goes through them. :class:`Inference` follows them all; a kind of value is a subclass
that says what it makes of the literals, operators and API calls at the end (:meth:`Inference.own` and the
hooks below it), and how alternatives add up (:meth:`Inference.together`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import libcst as cst

from tflint_ckpt.light_functools import cached_property, partial
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.names.rebound import Rebound
from tflint_ckpt.semantics.names.resolve import is_none, visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope
from tflint_ckpt.semantics.values import members, namespaces
from tflint_ckpt.semantics.values.across import Across
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.answers import PASS, Passed, R
from tflint_ckpt.semantics.values.elements import copied_by, elements, got
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Items, Mapping
from tflint_ckpt.semantics.values.parts import ANY, EACH, Path, chosen, is_display, is_index, key

MOST_CALLERS = 12
"""Calls of one function whose arguments are all looked at."""
_PASSING = frozenset("list tuple set sorted reversed iter".split())
"""Builtins that hand on the elements of what they get."""


class Inference(Across[R]):
    """What expressions of one module may come from, for one kind of value.

    Attributes:
        copies_deeply: whether what stands in a deep copy counts as what stands in the original.
    """

    copies_deeply = False

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
            from tflint_ckpt.semantics.values.decided import Decided

            frames = self.frames if self._decides else ()
            return self.all(self.module.fact(Decided).arms(node, frames), path, node)
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            if self.skips_none and not path and self._is_nothing(node.left):
                return self.at(node.right, path)
            return self.all((node.left, node.right), path, node)
        if isinstance(node, cst.NamedExpr):
            return self.at(node.value, path)
        if isinstance(node, cst.Subscript):
            return self._subscript(node, path)
        return self._part(node, path) if path else self.unknown(node)

    # Variables

    def _name(self, node: cst.Name, path: Path) -> R:
        home = self.module.home(node)
        if home is None:
            elsewhere = self._imported(node, path) if self.module.facts.module.star_imports else PASS
            return elsewhere if elsewhere is not PASS else self.unknown(node)
        bindings = visible(self.module.facts, node, home)
        if len(bindings) > 1 and self._decides:
            from tflint_ckpt.semantics.values.decided import Decided

            bindings = self.module.fact(Decided).visible(bindings, node, home, self.frames)
        is_made_here = any(is_display(binding.value) and not binding.index for binding in bindings)
        if path and (is_made_here or self._is_changed(node.value, home)):
            return self._part(node, path)  # with what is appended later
        found = (
            self.binding(binding, node, path)
            for binding in bindings
            if not (self.skips_none and not path and self._gives_none(binding, len(bindings) > 1))
        )
        every = self.together(node, found)
        if home is self.module.facts.module and any(map(partial(self._rebound.may_be, node), bindings)):
            every = self.together(node, (every, self.unknown(node)))
        return self.variable(node, home, path, every)

    def _is_changed(self, name: str, home: Scope | None) -> bool:
        """Whether something may change what a variable of *home* holds, or, without one, an attribute."""
        from tflint_ckpt.semantics.values.changes import is_attribute_changed, is_changed

        if home is None:
            return is_attribute_changed(self.module, name)
        return is_changed(self.module, name, home)

    @cached_property
    def _rebound(self) -> Rebound:
        return self.module.fact(Rebound)

    def _gives_none(self, binding: Binding, beside_others: bool) -> bool:
        """Whether a binding gives ``None``: an assignment, or, *beside_others*, the default in all calls."""
        if binding.kind is BindingKind.ASSIGNMENT:
            return not binding.index and is_none(binding.value)
        if binding.kind is not BindingKind.PARAMETER or not beside_others or not is_none(binding.value):
            return False
        function = binding.scope.node
        calls: Sequence[cst.Call] = [call for around, call in self.frames if around is function][-1:]
        if not calls and self.callers and isinstance(function, (cst.FunctionDef, cst.Lambda)):
            calls = self.module.fact(CallSites).in_sight(function) or ()
        return bool(calls) and all(is_none(self.argument(binding, call)) for call in calls)

    def _is_nothing(self, node: cst.BaseExpression) -> bool:
        """Whether *node* surely is ``None``."""
        return all(isinstance(value, Constant) and value.value is None for value in self.values(node))

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
            entered = self._entered(binding.value, (*binding.index, *path))
            return entered if entered is not PASS else self.entered(binding, use, path)
        if binding.kind is BindingKind.AUGMENTED:
            return self.augmented(binding, use, path)
        if binding.kind in (BindingKind.LOOP, BindingKind.OTHER):  # the latter with a value: a comprehension
            return self.at(binding.value, (EACH, *binding.index, *path))
        return self.unknown(use)

    def _entered(self, node: cst.BaseExpression, path: Path) -> R | Passed:
        """What ``with node as …`` gives, where the module says so."""
        from tflint_ckpt.semantics.values.contexts import entering, yielded

        manager = yielded(self.module, node)
        if manager is not None and isinstance(node, cst.Call):
            return self.run(*manager, node, path)
        method = entering(self, node)
        return self.result(method, path) if method is not None else PASS

    def run(self, function: cst.FunctionDef, node: cst.BaseExpression, call: cst.Call, path: Path) -> R:
        """What *node* in *function* is when *call* calls that."""
        if any(frame[0] is function for frame in self.frames):
            return self.cut(call)
        return self.inside((*self.frames, (function, call)), node, path)

    def _parameter(self, binding: Binding, use: cst.Name, path: Path) -> R:
        """The argument of the call that is followed; outside of one, those of all calls there can be."""
        function = binding.scope.node
        for place in range(len(self.frames) - 1, -1, -1):
            if self.frames[place][0] is function:
                return self._given(binding, self.frames[place][1], use, path, self.frames[:place])
        sites = None
        if self.callers and isinstance(function, (cst.FunctionDef, cst.Lambda)):
            sites = self.module.fact(CallSites).in_sight(function) or self.calls_elsewhere(function, use)
        if not sites or len(sites) > MOST_CALLERS:
            return self.parameter(binding, use, path)
        values = [(site, self.argument(binding, site)) for site in sites]
        return self.together(
            use,
            (
                self._given(binding, site, use, path, ())
                if value is None or self.is_elsewhere(site)
                else self.inside((), value, path)
                for site, value in values
                if path or not (self.skips_none and is_none(value))
            ),
        )

    def _given(self, binding: Binding, call: cst.Call, use: cst.Name, path: Path, frames: Frames) -> R:
        """What *call*, seen from *frames*, gives to a parameter."""
        value = self.argument(binding, call)
        if value is not None and value is not binding.value and self.is_elsewhere(call):
            return self.from_elsewhere(value, call, use, path)
        if value is None:
            return self._among_others(binding, call, use, path, frames)
        return self.inside(frames, value, path) if value is not None else self.unknown(use)

    def _among_others(self, binding: Binding, call: cst.Call, use: cst.Name, path: Path, frames: Frames) -> R:
        """What *call* gives to a parameter by ``*args`` or ``**kwargs``, or to one that is such."""
        if not self.callers:
            return self.unknown(use)
        from tflint_ckpt.semantics.values.rest import passed_on, rest

        if self.is_elsewhere(call):
            return self.rest_from_elsewhere(binding, call, use, path)
        several = rest(self.module, binding, call, frames)
        if several is not None:
            return self.several(several, use, path, frames)
        value = passed_on(self.module, binding, call, frames)
        return self.inside(frames, value, path) if value is not None else self.unknown(use)

    def several(self, value: Items | Mapping, use: cst.Name, path: Path, frames: Frames) -> R:
        """What stands at *path* in the list or dictionary *value* that a parameter is."""
        nodes = chosen(value, path[0]) if path else None
        if not nodes:
            return self.unknown(use)
        return self.together(use, [self.inside(frames, node, path[1:]) for node in nodes])

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
        stored = members.chosen_from(self, node.func) if not isinstance(node.func, cst.Attribute) else []
        if stored and all(map(self._is_seen, stored)):
            return self.together(node, [self._by_another_name(each, node, path) for each in stored])
        found = got(self, node, path, self._imported)
        if found is not PASS:
            return found
        if path:
            passed = self._handed_on(node, path)
            if passed is not None:
                return passed()
        elsewhere = self._returned_elsewhere(node, path)
        return elsewhere if elsewhere is not PASS else self.called(node, path)

    def _is_seen(self, func: cst.BaseExpression) -> bool:
        """Whether *func* is a function of the module, or something that another file defines."""
        return self.module.local_function(func) is not None or self._owner(func) is not None

    def _by_another_name(self, func: cst.BaseExpression, call: cst.Call, path: Path) -> R:
        """What *call* gives if it calls *func*: ``MODELS[name](…)``."""
        function = self.module.local_function(func)
        if function is not None:
            return self.returned(function, call, path)
        kept, self.instead = self.instead, (call, func)
        try:
            found = self._returned_elsewhere(call, path)
        finally:
            self.instead = kept
        return found if found is not PASS else self.called(call, path)

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
                from tflint_ckpt.semantics.values.decided import Decided

                returned = self.module.fact(Decided).returns(function, returned, self.frames)
            return self._given_back(function, returned, path, call)
        finally:
            self.frames = kept

    def given_by(self, made: cst.Call, path: Path) -> R:
        kept, self.frames = self.frames, ()
        try:
            functions = members.called(self, made)
            if not functions:
                return self.unknown(made)
            return self.together(made, [self.returned(each, made, path) for each in functions])
        finally:
            self.frames = kept

    def _handed_on(self, node: cst.Call, path: Path) -> Callable[[], R] | None:
        """What hands on the elements of a container: ``sorted``, ``enumerate``, ``zip``, ``d.values()``."""
        func, copied = node.func, copied_by(self.module, node, deeply=self.copies_deeply)
        if copied is not None:
            return lambda: self.at(copied, path)
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
        if found is None and (named := members.member(self.module, node)) is not None:
            found = [named]
        if found is None:
            given = namespaces.given(self, node)
            if given is not None:
                return self.inside(given[1], given[0], path)
            elsewhere = self._attribute_elsewhere(node, path)
            return elsewhere if elsewhere is not PASS else self.attribute(node, path)
        is_made_here = any(is_display(part.value) and not part.index for part in found)
        if path and (is_made_here or self._is_changed(node.attr.value, None)):
            return self._part(node, path)
        if self.skips_none and not path:  # ``self.model = None`` in the constructor, to be set later
            found = [part for part in found if part.index or not is_none(part.value)] or found
        every = self.together(node, (self._held(part, node, path) for part in found))
        return self.held(node, [part.value for part in found], every)

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
