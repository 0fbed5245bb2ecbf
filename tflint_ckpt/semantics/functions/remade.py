"""Traced functions that a loop makes anew in every pass, each to be traced again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.overrides import decorators, owner_of
from tflint_ckpt.semantics.functions.passed import Passed
from tflint_ckpt.semantics.functions.traced import Function, Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Binding, BindingKind, Scope, dotted
from tflint_ckpt.semantics.values.kinds import Items
from tflint_ckpt.syntax.walk import descend

_LOOPS = (cst.For, cst.While, *COMPREHENSIONS)
_PLAIN = ("staticmethod", "classmethod")
_LOSSES = ("keras.losses.", "tensorflow.losses.")
_OWN = (cst.List, cst.Dict, cst.Set, cst.Lambda, cst.Await, cst.NamedExpr, *COMPREHENSIONS)
"""What is another one each time, or may be."""
_DEFINITIONS = (BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.IMPORT)
_FEW = 5
"""TensorFlow warns of a function that has been traced so often; fewer passes may be meant."""
_MOST_HOPS = 3


@dataclass(frozen=True, slots=True)
class Remade:
    """One such function.

    Attributes:
        place: the name of the definition, or the call of ``tf.function``.
        name: what is made a ``tf.function``, for a message.
        loop: the loop.
        within: the function that makes it, where the loop calls that function; else ``None``.
        call: that call.
    """

    place: cst.CSTNode
    name: str
    loop: cst.CSTNode
    within: cst.FunctionDef | None = None
    call: cst.Call | None = None


def remade(module: Module) -> Iterator[Remade]:
    """The functions that are the same in each pass of a loop, so that making them once would do."""
    search = _Search(module)
    for function in module.facts.functions:
        if function.decorators and search.traced.decorator(function) is not None:
            yield from search.of(function, function.name, function.name.value)
    for call in module.facts.calls:
        if search.traced.makes_function(call.func) and (given := search.traced.wrapped(call)) is not None:
            yield from search.of(call, call, module.text(given))


class _Search:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.traced = module.fact(Traced)
        self._set = {target for target, _ in module.facts.attribute_targets}

    def of(self, made: cst.CSTNode, place: cst.CSTNode, name: str) -> Iterator[Remade]:
        """What makes the function of *made*, a definition or a call of ``tf.function``, again and again."""
        if isinstance(self.module.parent(made), cst.Arg) or self._has_condition(made):
            return
        uses = self._calls(made)
        if not uses:
            yield from self._returned(made, place, name)
            return
        needed = self._needed(made)
        passed = Passed(self.module, uses)
        loop = self._loop(made)
        if loop is not None:
            if (
                self._goes_round(loop)
                and self._are_same(needed, loop)
                and any(loop in self._above(use) for use in uses)
                and not passed.differ(passed.names, loop)
            ):
                yield Remade(place, name, loop)
            return
        maker = self._maker(made)
        if maker is None or not any(self.traced.home(use) is maker for use in uses):
            return
        found = next(self._loops_calling(maker, needed, passed, passed.names, _MOST_HOPS), None)
        if found is not None:
            yield Remade(place, name, found[0], maker, found[1])

    def _returned(self, made: cst.CSTNode, place: cst.CSTNode, name: str) -> Iterator[Remade]:
        """The same of a function that its maker returns, for the calls that are made of it there."""
        maker = self._maker(made)
        if maker is None or not self._is_all(made, self.module.returns(maker) or ()):
            return
        needed = self._needed(made)
        for call in self.module.call_sites.calls_of(maker).calls:
            loop, uses = self._loop(call), self._calls(call)
            given = self._given(maker, call, needed) if uses else None
            if given is None or self._has_condition(call):
                continue
            passed = Passed(self.module, uses)
            if loop is None:
                found = self._further(call, uses, given, passed)
                if found is not None:
                    yield Remade(place, name, found[0], maker, found[1])
                    return
            elif (
                self._goes_round(loop)
                and self._are_same(given, loop)
                and any(loop in self._above(use) for use in uses)
                and not passed.differ(passed.names, loop)
            ):
                yield Remade(place, name, loop, maker, call)
                return

    def _further(
        self, call: cst.Call, uses: list[cst.Call], given: list[cst.Name], passed: Passed
    ) -> tuple[cst.CSTNode, cst.Call] | None:
        """The loop that calls the function in which *call* gets the traced one, and *uses* it."""
        around = self._maker(call)
        if around is None or not any(self.traced.home(use) is around for use in uses):
            return None
        return next(self._loops_calling(around, given, passed, passed.names, _MOST_HOPS), None)

    def _is_all(self, made: cst.CSTNode, returned: Sequence[cst.BaseExpression]) -> bool:
        """Whether the function of *made* is what is *returned*, and used for nothing else."""
        if not isinstance(made, cst.FunctionDef):
            return list(returned) == [made]
        scope, name = self.module.facts.scopes[made], made.name.value
        if scope.is_class or len(scope.bindings.get(name, ())) != 1:
            return False
        return len(returned) > 0 and set(self.module.uses(name, scope)) == set(returned)

    def _loops_calling(
        self,
        maker: cst.FunctionDef,
        needed: list[cst.Name],
        passed: Passed,
        arguments: list[cst.Name],
        hops: int,
    ) -> Iterator[tuple[cst.CSTNode, cst.Call]]:
        """The loops that call *maker* with the same *needed* in each pass, by way of other functions too.

        Not those whose passes give the traced function other Python values as its *arguments*.
        """
        for call in self.module.call_sites.calls_of(maker).calls:
            given = self._given(maker, call, needed)
            if given is None or self._has_condition(call):
                continue
            further_arguments = passed.carried(arguments, maker, call)
            loop = self._loop(call)
            if loop is not None:
                if (
                    self._goes_round(loop)
                    and self._are_same(given, loop)
                    and not passed.differ(further_arguments, loop)
                ):
                    yield loop, call
                continue
            further = self._maker(call)
            if further is not None and further is not maker and hops:
                yield from self._loops_calling(further, given, passed, further_arguments, hops - 1)

    # What makes it, and what uses it

    def _maker(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        """The function whose every run evaluates *node*; ``None`` for one that may be kept or traced."""
        home = self.traced.home(node)
        if not isinstance(home, cst.FunctionDef) or home.name.value == "__init__":
            return None
        if self.traced.is_traced(home) or not set(decorators(self.module, home)) <= set(_PLAIN):
            return None
        return home

    def _calls(self, made: cst.CSTNode) -> list[cst.Call]:
        """The calls of the function, where it is used for nothing else; else nothing."""
        parent, alone = self.module.parent(made), self.module.call_of(made)
        if alone is not None:
            return [alone]
        if isinstance(made, cst.FunctionDef):
            scope, name, target = self.module.facts.scopes[made], made.name.value, None
        elif isinstance(parent, cst.Assign) and len(parent.targets) == 1:
            target = parent.targets[0].target
            if not isinstance(target, cst.Name):
                return []
            scope, name = self.module.facts.scopes[target], target.value
        else:
            return []
        if scope.is_class or len(scope.home(name).bindings.get(name, ())) != 1 or scope.home(name) != scope:
            return []
        uses = [use for use in self.module.uses(name, scope) if use is not target]
        calls = [call for call in map(self.module.call_of, uses) if call is not None]
        return calls if len(calls) == len(uses) else []

    # Loops and conditions

    def _above(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes above *node* in the function that evaluates it."""
        for child, above in self.module.steps(node):
            if isinstance(above, (cst.FunctionDef, cst.Lambda)) and child is above.body:
                return
            yield above

    def _loop(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The innermost loop that evaluates *node* in each pass."""
        child = node
        for above in self._above(node):
            if isinstance(above, (cst.For, cst.While)) and child is above.body:
                return above
            if isinstance(above, COMPREHENSIONS) and child is not above.for_in:
                return above
            if isinstance(above, cst.ClassDef):
                return None
            child = above
        return None

    def _has_condition(self, node: cst.CSTNode) -> bool:
        """Whether a condition, or a class that is made with it, stands between *node* and its loop."""
        for above in self._above(node):
            if isinstance(above, _LOOPS):
                return False
            if isinstance(above, (cst.If, cst.IfExp, cst.BooleanOperation, cst.Try, cst.ClassDef)):
                return True
        return False

    def _goes_round(self, loop: cst.CSTNode) -> bool:
        """Whether *loop* may have more than a few passes, and is not left in the first one."""
        if isinstance(loop, (cst.For, cst.While)):
            body = loop.body.body if isinstance(loop.body, cst.IndentedBlock) else ()
            lines = [line for line in body if isinstance(line, cst.SimpleStatementLine)]
            if any(isinstance(each, (cst.Break, cst.Return)) for line in lines for each in line.body):
                return False
        if isinstance(loop, cst.While):
            return True
        over = loop.iter if isinstance(loop, cst.For) else loop.for_in.iter  # type: ignore[attr-defined]
        return not self._is_short(over)

    def _is_short(self, over: cst.BaseExpression) -> bool:
        if isinstance(over, cst.Call) and self.module.builtin(over.func) == "enumerate" and over.args:
            return self._is_short(over.args[0].value)
        if isinstance(over, cst.Call) and self.module.builtin(over.func) == "range" and over.args:
            last = over.args[min(len(over.args), 2) - 1].value
            number = self.module.datasets.number(last)
            return number is not None and number < _FEW
        values = self.module.evaluate(over)
        shown = [value for value in values if isinstance(value, Items) and value.exact]
        return any(len(value.elements) < _FEW for value in shown)

    # What it needs

    def _needed(self, made: cst.CSTNode) -> list[cst.Name]:
        """The names from outside that decide what the function is."""
        if isinstance(made, cst.FunctionDef):
            return [*_names(made.decorators), *self._free(made, set())]
        assert isinstance(made, cst.Call)
        given = self.traced.wrapped(made)
        function = self.traced.meant(given) if given is not None else None
        outside = [name for name in _names([made]) if not self._is_within(name, made)]
        return [*outside, *(self._free(function, set()) if function is not None else ())]

    def _is_within(self, name: cst.Name, node: cst.CSTNode) -> bool:
        """Whether *name* is a parameter or the like of a lambda that is part of *node*."""
        scope = self.module.facts.scopes[name].lookup(name.value)
        return scope is not None and node in self.module.ancestors(scope.node)

    def _free(self, function: Function, seen: set[cst.CSTNode]) -> list[cst.Name]:
        """The names in *function* that mean variables around it, those of functions it uses included."""
        seen.add(function)
        found: list[cst.Name] = []
        for name in _names([function.body]):
            scope = self.module.facts.scopes[name].lookup(name.value)
            is_set = (
                self.module.parent(name) in self._set
            )  # an effect of the function, which it does not need
            if is_set or scope is None or self._is_inside(scope, function):
                continue
            nodes = [binding.node for binding in scope.bindings[name.value]]
            local = nodes[0] if len(nodes) == 1 and isinstance(nodes[0], cst.FunctionDef) else None
            if local is None:
                found.append(name)
            elif local not in seen:
                found += self._free(local, seen)
        return found

    def _is_inside(self, scope: Scope | None, function: Function) -> bool:
        while scope is not None:
            if scope.node is function:
                return True
            scope = scope.parent
        return False

    def _given(self, maker: cst.FunctionDef, call: cst.Call, needed: list[cst.Name]) -> list[cst.Name] | None:
        """The names in *call* of *maker* that decide on *needed*; ``None`` where that may always be new."""
        found: list[cst.Name] = []
        for name in needed:
            scope = self.module.facts.scopes[name].lookup(name.value)
            if scope is None or scope.node is not maker:
                if self._is_reset(name):
                    return None
                found.append(name)
                continue
            bindings = scope.bindings[name.value]
            if all(binding.kind in _DEFINITIONS for binding in bindings):
                continue
            alike = self._alike(bindings)
            further = self._given(maker, call, _names([alike])) if alike is not None else None
            if further is not None:
                found += further
                continue
            if [binding.kind for binding in bindings] != [BindingKind.PARAMETER] or self._is_reset(name):
                return None
            given = self._argument(maker, call, name.value)
            if given is None or any(isinstance(node, cst.Call) for node in descend(given)):
                return None
            found += _names([given])
        return found

    def _alike(self, bindings: Sequence[Binding]) -> cst.BaseExpression | None:
        """The value of the one binding, where that is as good as any other that is made of the same names.

        So are a number, and a loss of Keras, which keeps nothing from one call to the next.
        """
        only = bindings[0] if len(bindings) == 1 else None
        if only is None or only.kind is not BindingKind.ASSIGNMENT or only.value is None or only.index:
            return None
        parts = list(descend(only.value))
        named = [self.module.resolve(node.func) or "" for node in parts if isinstance(node, cst.Call)]
        is_alike = all(each.startswith(_LOSSES) for each in named) and not self._has_condition(only.node)
        return only.value if is_alike and not any(isinstance(node, _OWN) for node in parts) else None

    def _argument(self, maker: cst.FunctionDef, call: cst.Call, name: str) -> cst.BaseExpression | None:
        """What *call* gives to a parameter of *maker*: to ``self`` what its method is called on."""
        first = maker.params.params[0].name.value if maker.params.params else ""
        is_method = owner_of(self.module, maker) is not None
        if is_method and name == first and isinstance(call.func, cst.Attribute):
            return call.func.value
        return self.module.bound_argument(maker, call, name)

    def _are_same(self, needed: Iterable[cst.Name], loop: cst.CSTNode) -> bool:
        """Whether no pass of *loop* gives the variables *needed* other values."""
        for name in needed:
            scope = self.module.facts.scopes[name].lookup(name.value)
            bindings = scope.bindings[name.value] if scope is not None else []
            if self._is_reset(name) or any(
                loop in self.module.ancestors(binding.node)
                for binding in bindings
                if binding.kind not in _DEFINITIONS
            ):
                return False
        return True

    def _is_reset(self, name: cst.Name) -> bool:
        """Whether *name* is part of ``self.model``, an attribute that is set outside of ``__init__``."""
        above = self.module.parent(name)
        attribute = above.attr.value if isinstance(above, cst.Attribute) else None
        for target, _ in self.module.facts.attribute_targets:
            if target.attr.value == attribute and dotted(target):
                function = self.module.enclosing_function(target)
                if function is None or function.name.value not in ("__init__", "build"):
                    return True
        return False


def _names(nodes: Iterable[cst.CSTNode]) -> list[cst.Name]:
    return [node for one in nodes for node in descend(one) if isinstance(node, cst.Name)]
