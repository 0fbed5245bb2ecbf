"""Following an object forward, step by step, from the expression that makes it.

Through variables, attributes of ``self``, lists and dictionaries, arguments and results of functions of
the module. Order counts only where a list gets the object: what reads the list before, in the same
function, does not see it.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls.sites import CallSites, Frames
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, Scope
from tflint_ckpt.semantics.names.stored import is_stored
from tflint_ckpt.semantics.objects.uses import Kind, Use
from tflint_ckpt.semantics.objects.variables import QUIET, Variables
from tflint_ckpt.semantics.values.parts import ANY, Path, key, may_be, place_set, within
from tflint_ckpt.syntax.forms import is_self

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_MOST_STEPS = 600
_ADDERS = frozenset("append add appendleft".split())
_COPIES = frozenset("copy values items".split())
_HANDING_ON = frozenset("list tuple set sorted reversed iter enumerate zip".split())
_READING = frozenset("print len isinstance type id repr str hasattr getattr bool callable".split())
_NOWHERE = (
    cst.Expr,
    cst.Comparison,
    cst.ComparisonTarget,
    cst.UnaryOperation,
    cst.If,
    cst.While,
    cst.Assert,
    cst.Del,
    cst.FormattedStringExpression,
    cst.CompIf,
)
"""What reads a value and lets go of it."""


_Place = tuple[cst.CSTNode, Path, Frames]


@dataclass(slots=True)
class Following:
    """One flow.

    Attributes:
        module: the file.
        variables: its variables.
        frames: the calls inside which it begins.
        queue: the places that are still to be looked at.
        seen: those that were, or will be.
        shared: variables and attributes whose list another variable is, too.
    """

    module: Engine
    variables: Variables
    frames: Frames
    queue: list[_Place] = field(default_factory=list)
    seen: set[_Place] = field(default_factory=set)
    shared: set[cst.CSTNode] = field(default_factory=set)

    def run(self, node: cst.CSTNode, path: Path = ()) -> Iterator[Use]:
        self._push(node, path, self.frames)
        steps = 0
        while self.queue:
            steps += 1
            place = self.queue.pop()
            if steps > _MOST_STEPS:
                yield Use(Kind.ESCAPE, place[0])
                return
            yield from self._step(*place)

    def _push(self, node: cst.CSTNode, path: Path, frames: Frames) -> None:
        place = node, path, frames
        if place not in self.seen:
            self.seen.add(place)
            self.queue.append(place)

    def _step(self, node: cst.CSTNode, path: Path, frames: Frames) -> Iterator[Use]:
        """Look at what stands around an expression that is the object, or holds it at *path*."""
        parent = self.module.parent(node)
        if isinstance(parent, cst.Attribute):
            yield from self._attribute(parent, path, frames)
        elif isinstance(parent, cst.Call):  # called itself
            yield Use(Kind.ESCAPE if path else Kind.CALL, parent, frames=frames)
        elif isinstance(parent, cst.Arg):
            yield from self._argument(node, parent, path, frames)
        elif isinstance(parent, (cst.Element, cst.StarredElement, cst.DictElement)):
            yield from self._element(node, parent, path, frames)
        elif isinstance(parent, (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.NamedExpr)):
            yield from self._assigned(node, parent, path, frames)
        elif isinstance(parent, (cst.For, cst.CompFor)) and node is parent.iter:
            yield from self._iterated(node, path, frames)
        elif isinstance(parent, cst.Subscript) and node is parent.value:
            self._subscript(parent, path, frames)
        elif isinstance(parent, (cst.IfExp, cst.BooleanOperation)):
            if node is not getattr(parent, "test", None):
                self._push(parent, path, frames)
        elif isinstance(parent, cst.BinaryOperation) and path:
            self._push(parent, (ANY, *path[1:]), frames)
        elif isinstance(parent, (cst.ListComp, cst.SetComp, cst.GeneratorExp)) and node is parent.elt:
            self._push(parent, (ANY, *path), frames)
        elif isinstance(parent, cst.Return):
            yield from self._returned(parent, path, frames)
        elif not isinstance(parent, _NOWHERE):
            yield Use(Kind.ESCAPE, node, frames=frames)

    # Attributes and methods

    def _attribute(self, attribute: cst.Attribute, path: Path, frames: Frames) -> Iterator[Use]:
        parent = self.module.parent(attribute)
        called = isinstance(parent, cst.Call) and parent.func is attribute
        name = attribute.attr.value
        if not path:
            stored = isinstance(parent, (cst.AssignTarget, cst.AugAssign, cst.Del)) or (
                isinstance(parent, cst.AnnAssign) and parent.target is attribute
            )
            if called and isinstance(parent, cst.Call):
                yield Use(Kind.METHOD, parent, frames=frames)
            else:
                yield Use(Kind.SET if stored else Kind.ATTRIBUTE, attribute, frames=frames)
        elif called and name in _COPIES and parent is not None:
            self._push(parent, (ANY, *path[1:]) if name != "items" else (ANY, 1, *path[1:]), frames)
        elif called and name == "pop" and parent is not None:
            self._push(parent, path[1:], frames)
        elif not (called and name in QUIET):
            yield Use(Kind.ESCAPE, attribute, frames=frames)

    # Containers

    def _element(self, node: cst.CSTNode, element: cst.CSTNode, path: Path, frames: Frames) -> Iterator[Use]:
        group = self.module.parent(element)
        assert group is not None
        bound = self.variables.bound_to(node)
        for binding in bound:  # ``a, b = x, y``
            yield from self._binding(binding, path, frames)
        if bound:
            return
        if isinstance(element, cst.StarredElement):
            self._push(group, (ANY, *path[1:]), frames)
        elif isinstance(element, cst.DictElement):
            literal = self.module.literal(element.key)
            self._push(group, (literal or ANY, *path), frames)
        elif isinstance(group, (cst.List, cst.Tuple)) and not any(
            isinstance(item, cst.StarredElement) for item in group.elements
        ):
            place = next(index for index, item in enumerate(group.elements) if item is element)
            self._push(group, (place, *path), frames)
        else:
            self._push(group, (ANY, *path), frames)

    def _subscript(self, node: cst.Subscript, path: Path, frames: Frames) -> None:
        if not path:
            return  # an item of the object is not the object
        if any(isinstance(part.slice, cst.Slice) for part in node.slice):
            self._push(node, (ANY, *path[1:]), frames)
        elif may_be(path[0], key(node)):
            self._push(node, path[1:], frames)

    def _iterated(self, node: cst.CSTNode, path: Path, frames: Frames) -> Iterator[Use]:
        if not path:
            return
        bindings = self.variables.bound_to(node)
        if not bindings:
            yield Use(Kind.ESCAPE, node, frames=frames)
        for binding in bindings:
            rest = within(path[1:], binding.index)
            if rest is not None:
                yield from self._binding(binding, rest, frames)

    def _into(
        self, container: cst.BaseExpression, path: Path, frames: Frames, added: cst.CSTNode
    ) -> Iterator[Use]:
        """*container* gets the object at *path*: follow the container from there."""
        module = self.module
        if isinstance(container, cst.Attribute):
            yield from self._stored(container, path, frames)
            return
        home = module.home(container)
        if home is None or not isinstance(container, cst.Name):
            yield Use(Kind.ESCAPE, container, frames=frames)
            return
        for binding in module.visible(container):
            yield from self._binding(binding, path, frames, after=added)
            if binding.kind is BindingKind.PARAMETER:
                yield from self._into_argument(binding, path, frames, added)
            elif binding.kind is BindingKind.AUGMENTED:
                continue
            elif binding.assigned is None:
                yield Use(Kind.ESCAPE, container, frames=frames)
            elif isinstance(binding.value, (cst.Name, cst.Attribute)) and binding.value not in self.shared:
                self.shared.add(binding.value)
                yield from self._into(binding.value, path, frames, added)

    def _into_argument(
        self, binding: Binding, path: Path, frames: Frames, added: cst.CSTNode
    ) -> Iterator[Use]:
        """A list that came in by a parameter gets the object: the caller's list has it too."""
        function = binding.scope.node
        sites = self._sites(function, frames)
        if sites is None:
            yield Use(Kind.ESCAPE, binding.node, frames=frames)
            return
        for call, outer in sites:
            given = self.module.fact(CallSites).bound_argument(function, call, binding.name)
            if isinstance(given, (cst.Name, cst.Attribute)):
                yield from self._into(given, path, outer, call)
            elif not isinstance(given, (cst.List, cst.Dict, cst.ListComp)):
                yield Use(Kind.ESCAPE, call, frames=frames)

    # Variables

    def _assigned(
        self, node: cst.CSTNode, statement: cst.CSTNode, path: Path, frames: Frames
    ) -> Iterator[Use]:
        if isinstance(statement, cst.AugAssign):
            if path and node is statement.value:
                yield from self._into(statement.target, (ANY, *path[1:]), frames, statement)
            for binding in self.variables.bound_to(statement.value):
                if path and node is statement.target and binding.node is node:
                    yield from self._binding(binding, path, frames)
            return
        if isinstance(statement, cst.AnnAssign) and node is statement.target:
            return
        for binding in self.variables.bound_to(node):
            rest = within(path, binding.index)
            if rest is not None:
                yield from self._binding(binding, rest, frames)
        if isinstance(statement, cst.NamedExpr):
            self._push(statement, path, frames)
            return
        targets = (
            [target.target for target in statement.targets]
            if isinstance(statement, cst.Assign)
            else [statement.target]
            if isinstance(statement, cst.AnnAssign)
            else []
        )
        for target in targets:
            if isinstance(target, cst.Attribute):
                yield from self._stored(target, path, frames)
            elif isinstance(target, cst.Subscript):
                yield from self._into(target.value, (place_set(target), *path), frames, statement)
            elif isinstance(target, (cst.Tuple, cst.List)):
                yield from self._unpacked(target, path, frames)

    def _unpacked(self, target: cst.Tuple | cst.List, path: Path, frames: Frames) -> Iterator[Use]:
        """``self.a, self.b = f()``; names are bindings, and followed as such."""
        for place, element in enumerate(target.elements):
            if isinstance(element.value, cst.Attribute) and path:
                if path[0] in (place, ANY):
                    yield from self._stored(element.value, path[1:], frames)
            elif isinstance(element, cst.StarredElement) or not isinstance(element.value, cst.Name):
                yield Use(Kind.ESCAPE, target, frames=frames)

    def _binding(
        self, binding: Binding, path: Path, frames: Frames, after: cst.CSTNode | None = None
    ) -> Iterator[Use]:
        """Follow what reads a variable that has the object; *after* is what put it into the variable."""
        module = self.module
        if binding.scope.is_class:
            yield Use(Kind.ESCAPE, binding.node, frames=frames)
            return
        top = binding.scope is module.facts.module
        if top and self._is_public(binding):
            yield Use(Kind.ESCAPE, binding.node, path=path, frames=frames)
        seen = [binding]
        if after is not None:  # ``a += b`` leaves the list as it is
            others = binding.scope.bindings[binding.name]
            seen += [one for one in others if one.kind is BindingKind.AUGMENTED and one is not binding]
        for one in seen:
            for use in self.variables.reads(one) if not path else self.variables.reads_of_elements(one):
                if after is None or not self._is_before(use, after, binding.scope):
                    self._push(use, path, () if top else frames)

    def _is_public(self, binding: Binding) -> bool:
        """Whether other files may read a variable of the module."""
        sites = self.module.fact(CallSites)
        return not sites.is_script or sites.exported(binding.name)  # who asks others asks last

    def _is_before(self, use: cst.CSTNode, added: cst.CSTNode, home: Scope) -> bool:
        """Whether *use* sees a list before *added* puts something into it, or is part of that."""
        facts = self.module.facts
        if added in self.module.ancestors(use):
            return True
        return facts.scopes[use] is home and follows(facts, added, use)

    # Attributes of self

    def _stored(self, target: cst.Attribute, path: Path, frames: Frames) -> Iterator[Use]:
        """``self.x`` has the object: follow every ``self.x`` of the class."""
        from tflint_ckpt.semantics.calls.callers import family, receives
        from tflint_ckpt.semantics.values import attributes

        module = self.module
        owner = module.enclosing_class(target)
        if not is_self(target.value) or owner is None:
            yield Use(Kind.ESCAPE, target, frames=frames)
            return
        relatives = family(module, owner)
        if attributes.is_read_elsewhere(module, relatives, target.attr.value):
            yield Use(Kind.ESCAPE, target, frames=frames)
            return
        for node in module.attributes(target.attr.value):
            ours = receives(module, node.value, relatives)
            written = is_stored(module, node)
            if ours is None and not (written or module.resolve(node) is not None):
                yield Use(Kind.ESCAPE, node, frames=frames)
            elif ours and not written:
                self._push(node, path, ())

    # Functions

    def _sites(self, function: cst.CSTNode, frames: Frames) -> list[tuple[cst.Call, Frames]] | None:
        """The calls of *function* with what they stand in: the one that is followed, or all there are."""
        if frames and frames[-1][0] is function:
            return [(frames[-1][1], frames[:-1])]
        if not isinstance(function, cst.FunctionDef):
            return None
        sites = self.module.fact(CallSites).in_sight(function)
        return [(call, ()) for call in sites] if sites is not None else None

    def _returned(self, statement: cst.Return, path: Path, frames: Frames) -> Iterator[Use]:
        function = self.module.enclosing_function(statement)
        sites = self._sites(function, frames) if function is not None else None
        if sites is None or function is None or self.module.returns(function) is None:
            yield Use(Kind.ESCAPE, statement, path=path, frames=frames)
            return
        for call, outer in sites:
            self._push(call, path, outer)

    def _argument(self, node: cst.CSTNode, given: cst.Arg, path: Path, frames: Frames) -> Iterator[Use]:
        call = self.module.parent(given)
        if not isinstance(call, cst.Call):
            yield Use(Kind.ESCAPE, node, frames=frames)
            return
        func = call.func
        if isinstance(func, cst.Attribute) and not given.star and not given.keyword:
            method = func.attr.value
            place = next(index for index, item in enumerate(call.args) if item is given)
            if method in _ADDERS and len(call.args) == 1 and self._is_container(func.value):
                yield from self._into(func.value, (ANY, *path), frames, call)
                return
            if method == "insert" and place == 1 and self._is_container(func.value):
                yield from self._into(func.value, (ANY, *path), frames, call)
                return
            if method == "extend" and path and self._is_container(func.value):
                yield from self._into(func.value, (ANY, *path[1:]), frames, call)
                return
        builtin = self.module.builtin(func)
        if builtin in _READING:
            return
        if builtin in _HANDING_ON and path and not given.star:
            self._handed_on(builtin, call, given, path, frames)
            return
        if builtin == "dict" and given.keyword is not None:
            self._push(call, (given.keyword.value, *path), frames)
            return
        function = self.module.fact(CallSites).run_by(call)
        if function is not None and not given.star:
            yield from self._parameter(function, call, node, path, frames)
            return
        yield Use(Kind.ARGUMENT, call, given, path, frames)

    def _handed_on(
        self, builtin: str | None, call: cst.Call, given: cst.Arg, path: Path, frames: Frames
    ) -> None:
        place: Path = ()
        if builtin in ("enumerate", "zip"):
            place = (1 if builtin == "enumerate" else list(call.args).index(given),)
        self._push(call, (ANY, *place, *path[1:]), frames)

    def _is_container(self, node: cst.BaseExpression) -> bool:
        """Whether ``node.append(x)`` adds to a list, as far as one can tell: no object of an API."""
        return self.module.instance_of(node) is None and self.module.resolve(node) is None

    def _parameter(
        self, function: cst.FunctionDef, call: cst.Call, node: cst.CSTNode, path: Path, frames: Frames
    ) -> Iterator[Use]:
        if len(frames) > 5 or any(frame[1] is call for frame in frames):
            yield Use(Kind.ESCAPE, call, frames=frames)
            return
        scope = self.module.facts.scopes[function.body]
        for name, bindings in scope.bindings.items():
            for binding in bindings:
                if binding.kind is not BindingKind.PARAMETER:
                    continue
                if self.module.fact(CallSites).bound_argument(function, call, name) is node:
                    yield from self._binding(binding, path, (*frames, (function, call)))
                    return
        yield Use(Kind.ESCAPE, call, frames=frames)
