"""Which bindings of a name a use of it may see: reaching definitions, by running the scope abstractly.

One pass over a scope for one name. The state is the set of bindings that may hold; it is joined where
branches meet and run around a loop until it no longer grows. A statement of a ``try`` may raise at any
point, so its handlers start from every state of its body. Branches without the name, and without a
jump, are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Binding, Scopes
from tflint_ckpt.syntax.forms import is_endless
from tflint_ckpt.syntax.walk import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SUPPRESSING = ("suppress", "raises", "assertRaises", "assertRaisesRegex")

State = frozenset[Binding] | None
"""The bindings that may hold at a point; ``None`` where it is never reached."""


Taken = Callable[[cst.If], "bool | None"]
"""Whether the body of an ``if`` is run, not what stands behind ``else``; ``None`` where both may be."""


def reaching(
    facts: Scopes, bindings: list[Binding], use: cst.Name, taken: Taken | None = None
) -> list[Binding]:
    """The bindings, all of one name and one scope, that *use* may see; the last in the source first.

    *use* is run when that scope is: not in a function inside it. Empty where the name is not bound yet, or
    where *use* stands in an arm that is not *taken*.
    """
    name, scope = bindings[0].name, bindings[0].scope
    if taken is not None:
        seen = _Run(facts, bindings, taken).states().get(use, ())
        return [binding for binding in reversed(bindings) if binding in seen]
    known = facts.reached.get((scope, name))
    if known is None:
        known = facts.reached[scope, name] = _Run(facts, bindings).states()
    return [binding for binding in reversed(bindings) if binding in known.get(use, ())]


def _join(*states: State) -> State:
    reached = [state for state in states if state is not None]
    return frozenset().union(*reached) if reached else None


@dataclass(slots=True)
class _Loop:
    """The states in which a loop is left by ``break``, or begun again by ``continue``."""

    breaks: State = None
    continues: State = None


@dataclass(slots=True)
class _Run:
    """The abstract run of one scope for one name.

    Attributes:
        taken: which arms of an ``if`` are run, where that is known.
        live: the nodes that hold a binding or use of the name, or a jump, somewhere below.
        seen: the state at each use.
        loop: the innermost loop.
        trying: for each enclosing ``try``, every state that its body had so far.
        settled: the state that a loop ended with when it was last run. Run again, inside another loop, it is
            begun with no less, so that it need not be found step by step once more: nested loops would
            take twice as long with each that is added.
        way: how the ``finally`` blocks around were come to, each of whose ways is run on its own.
    """

    facts: Scopes
    bindings: list[Binding]
    taken: Taken | None = None
    by_node: dict[cst.CSTNode, Binding] = field(init=False)
    live: set[cst.CSTNode] = field(init=False)
    seen: dict[cst.CSTNode, State] = field(default_factory=dict)
    loop: _Loop = field(default_factory=_Loop)
    trying: list[State] = field(default_factory=list)
    settled: dict[tuple[cst.CSTNode, tuple[int, ...]], State] = field(default_factory=dict)
    way: tuple[int, ...] = ()

    def states(self) -> dict[cst.CSTNode, frozenset[Binding]]:
        """The bindings that each use may see."""
        name, home = self.bindings[0].name, self.bindings[0].scope.node
        self.by_node = {binding.node: binding for binding in self.bindings}
        self.live = set()
        self._enliven(self.by_node, home)
        self._enliven(self.facts.named(name), home)
        elsewhere = frozenset(binding for binding in self.bindings if self._is_elsewhere(binding, home))
        start = frozenset(binding for binding in self.bindings if isinstance(binding.node, cst.Param))
        if isinstance(home, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            self._visit(home.body, start)
        elif isinstance(home, cst.Module):
            self._in_order(home.body, start)
        else:
            self._visit(home, start)
        return {use: state | elsewhere for use, state in self.seen.items() if state is not None}

    def _enliven(self, nodes: Iterable[cst.CSTNode], home: cst.CSTNode) -> None:
        for node in nodes:
            above: cst.CSTNode | None = node
            while above is not None and above not in self.live:
                self.live.add(above)
                above = self.facts.parents.get(above) if above is not home else None

    def _is_elsewhere(self, binding: Binding, home: cst.CSTNode) -> bool:
        """Whether a binding is made, through ``global`` or ``nonlocal``, when some function is called."""
        child, node = binding.node, self.facts.parents.get(binding.node)
        while node is not None and node is not home:
            if isinstance(node, (cst.FunctionDef, cst.Lambda)) and child is node.body:
                return True
            child, node = node, self.facts.parents.get(node)
        return False

    def _visit(self, node: cst.CSTNode | None, state: State) -> State:
        """Run *node* from *state*; the state when it is done."""
        if node is None or state is None:
            return state
        if node not in self.live and node not in self.facts.jumping:
            return state
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node, state)
        return self._bound(node, self._in_order(children(node), state))

    def _in_order(self, nodes: Iterable[cst.CSTNode], state: State) -> State:
        for node in nodes:
            state = self._visit(node, state)
        return state

    def _bound(self, node: cst.CSTNode, state: State) -> State:
        """The state after *node*, which binds the name if it is the node of a binding."""
        binding = self.by_node.get(node)
        if binding is None or state is None:
            return state
        state = frozenset((binding,))
        for place, states in enumerate(self.trying):
            self.trying[place] = _join(states, state)
        return state

    def _name(self, node: cst.Name, state: State) -> State:
        self.seen[node] = _join(self.seen.get(node), state)
        return self._bound(node, state)

    def _import(self, node: cst.Import | cst.ImportFrom, state: State) -> State:
        return state if isinstance(node.names, cst.ImportStar) else self._in_order(node.names, state)

    def _assign(self, node: cst.Assign | cst.AnnAssign, state: State) -> State:
        state = self._visit(node.value, state)
        if isinstance(node, cst.Assign):
            return self._in_order(node.targets, state)
        self._visit(node.annotation, state)
        return self._visit(node.target, state)

    def _aug_assign(self, node: cst.AugAssign, state: State) -> State:
        after = self._visit(node.value, state)
        binding = self.by_node.get(node.target)
        if binding is None:
            return self._visit(node.target, after)
        self.seen[node.target] = _join(self.seen.get(node.target), after)
        return self._bound(node.target, after)

    def _named(self, node: cst.NamedExpr, state: State) -> State:
        return self._visit(node.target, self._visit(node.value, state))

    def _function(self, node: cst.FunctionDef | cst.Lambda, state: State) -> State:
        """A definition: its body is run later."""
        before = [] if isinstance(node, cst.Lambda) else list(node.decorators)
        state = self._in_order([*before, node.params], state)
        if isinstance(node, cst.FunctionDef):
            state = self._visit(node.returns, state)
        return self._bound(node, state)

    def _class(self, node: cst.ClassDef, state: State) -> State:
        state = self._in_order([*node.decorators, *node.bases, *node.keywords, node.body], state)
        return self._bound(node, state)

    def _boolean(self, node: cst.BooleanOperation, state: State) -> State:
        state = self._visit(node.left, state)
        return _join(state, self._visit(node.right, state))

    def _comparison(self, node: cst.Comparison, state: State) -> State:
        first, *others = node.comparisons
        state = self._in_order([node.left, first], state)
        for other in others:
            state = _join(state, self._visit(other, state))
        return state

    def _if_exp(self, node: cst.IfExp, state: State) -> State:
        state = self._visit(node.test, state)
        return _join(self._visit(node.body, state), self._visit(node.orelse, state))

    def _comprehension(self, node: cst.CSTNode, state: State) -> State:
        assert isinstance(node, COMPREHENSIONS)
        results = [node.key, node.value] if isinstance(node, cst.DictComp) else [node.elt]
        return self._comp_for(node.for_in, results, state)

    def _comp_for(self, node: cst.CompFor, results: list[cst.BaseExpression], state: State) -> State:
        state = _join(self._visit(node.iter, state), self.settled.get((node, self.way)))
        while True:
            inside = self._visit(node.target, state)
            out = state
            for condition in node.ifs:
                inside = self._visit(condition, inside)
                out = _join(out, inside)
            if node.inner_for_in is not None:
                inside = self._comp_for(node.inner_for_in, results, inside)
            else:
                inside = self._in_order(results, inside)
            grown = _join(out, inside)
            if grown == state:
                self.settled[node, self.way] = state
                return state
            state = grown

    def _assert(self, node: cst.Assert, state: State) -> State:
        state = self._visit(node.test, state)
        self._visit(node.msg, state)
        return state

    def _expression(self, node: cst.Expr, state: State) -> State:
        state = self._visit(node.value, state)
        return None if node in self.facts.exits else state

    def _leave(self, node: cst.Return | cst.Raise, state: State) -> State:
        self._in_order(children(node), state)
        return None

    def _break(self, node: cst.Break, state: State) -> State:
        self.loop.breaks = _join(self.loop.breaks, state)
        return None

    def _continue(self, node: cst.Continue, state: State) -> State:
        self.loop.continues = _join(self.loop.continues, state)
        return None

    def _if(self, node: cst.If, state: State) -> State:
        out: State = None
        arm: cst.If | cst.Else | None = node
        while isinstance(arm, cst.If):
            state = self._visit(arm.test, state)
            known = self.taken(arm) if self.taken is not None else None
            if known is not False:
                out = _join(out, self._visit(arm.body, state))
            state = None if known else state
            arm = arm.orelse
        return _join(out, self._visit(arm, state))

    def _for(self, node: cst.For, state: State) -> State:
        return self._looped(node, self._visit(node.iter, state), node.target, endless=False)

    def _while(self, node: cst.While, state: State) -> State:
        return self._looped(node, state, node.test, endless=is_endless(node))

    def _looped(self, node: cst.For | cst.While, state: State, head: cst.CSTNode, *, endless: bool) -> State:
        """A loop: *head*, the target or test, is run before each pass."""
        outer = self.loop
        state = _join(state, self.settled.get((node, self.way)))
        while True:
            self.loop = _Loop()
            begun = self._visit(head, state)
            done = begun if isinstance(node, cst.While) else state
            after = self._visit(node.body, begun)
            left = self.loop
            grown = _join(state, after, left.continues)
            if grown == state:
                break
            state = grown
        self.loop = outer
        self.settled[node, self.way] = state
        return _join(None if endless else self._visit(node.orelse, done), left.breaks)

    def _with(self, node: cst.With, state: State) -> State:
        state = self._in_order(node.items, state)
        suppressing = any(_suppresses(item) for item in node.items)
        self.trying.append(state)
        after = self._visit(node.body, state)
        inside = self.trying.pop()
        return _join(after, inside) if suppressing else after

    def _try(self, node: cst.Try | cst.TryStar, state: State) -> State:
        outer, self.loop = self.loop, _Loop() if node.finalbody is not None else self.loop
        self.trying.append(state)  # for the ``finally``: what any part of the statement had
        self.trying.append(state)  # for the handlers: what the body had
        after = self._visit(node.body, state)
        raised = self.trying.pop()
        after = self._visit(node.orelse, after)
        for handler in node.handlers:
            raised = self._visit(handler.type, raised)
            named = self._visit(handler.name, raised)
            after = _join(after, self._visit(handler.body, named))
        left = self.trying.pop()
        if node.finalbody is None:
            return after
        inner, self.loop = self.loop, outer
        way = self.way
        ended = []
        for number, begun in enumerate((left, inner.breaks, inner.continues, after)):
            self.way = (*way, number)
            ended.append(self._visit(node.finalbody, begun))
        self.way = way
        outer.breaks = _join(outer.breaks, ended[1])
        outer.continues = _join(outer.continues, ended[2])
        return ended[3]

    def _match(self, node: cst.Match, state: State) -> State:
        state = self._visit(node.subject, state)
        out: State = None
        for case in node.cases:
            begun = self._visit(case.pattern, state)
            guarded = self._visit(case.guard, begun)
            out = _join(out, self._visit(case.body, guarded))
            always = isinstance(case.pattern, cst.MatchAs) and case.pattern.pattern is None
            missed = guarded if case.guard is not None else None
            state = missed if always else _join(missed, state, begun)
        return _join(out, state)


def _suppresses(item: cst.WithItem) -> bool:
    """Whether a ``with`` item may swallow the exception that ends its body."""
    func = item.item.func if isinstance(item.item, cst.Call) else None
    name = func.attr.value if isinstance(func, cst.Attribute) else getattr(func, "value", None)
    return name in _SUPPRESSING


_HANDLERS: dict[type[cst.CSTNode], Callable[[_Run, Any, State], State]] = {
    cst.Name: _Run._name,
    cst.ImportAlias: _Run._bound,
    cst.Import: _Run._import,
    cst.ImportFrom: _Run._import,
    cst.Assign: _Run._assign,
    cst.AnnAssign: _Run._assign,
    cst.AugAssign: _Run._aug_assign,
    cst.NamedExpr: _Run._named,
    cst.FunctionDef: _Run._function,
    cst.Lambda: _Run._function,
    cst.ClassDef: _Run._class,
    cst.BooleanOperation: _Run._boolean,
    cst.Comparison: _Run._comparison,
    cst.IfExp: _Run._if_exp,
    cst.ListComp: _Run._comprehension,
    cst.SetComp: _Run._comprehension,
    cst.DictComp: _Run._comprehension,
    cst.GeneratorExp: _Run._comprehension,
    cst.Assert: _Run._assert,
    cst.Expr: _Run._expression,
    cst.Return: _Run._leave,
    cst.Raise: _Run._leave,
    cst.Break: _Run._break,
    cst.Continue: _Run._continue,
    cst.If: _Run._if,
    cst.For: _Run._for,
    cst.While: _Run._while,
    cst.With: _Run._with,
    cst.Try: _Run._try,
    cst.TryStar: _Run._try,
    cst.Match: _Run._match,
}
