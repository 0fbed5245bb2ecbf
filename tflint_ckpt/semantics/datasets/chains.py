"""``tf.data`` pipelines: which values provably are datasets, and by which operations they were made.

A dataset has one chain for each way it may have come about (branches, callers of a function). What is
not proved to be a dataset has none. :mod:`tflint_ckpt.semantics.datasets.readers` looks the other way:
what goes on with a dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.evidence import Evidence
from tflint_ckpt.semantics.datasets.sources import gives
from tflint_ckpt.semantics.names.resolve import is_none, visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.values.kinds import Constant

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_DEEPEST = 40
_MOST_CHAINS = 12
"""More alternatives than this are one chain of which nothing is known."""

Path = tuple[int | str, ...]
"""Where in a nested tuple or dictionary a dataset stands: indices and keys, outermost first."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method call on a dataset: ``.batch(8)``.

    Attributes:
        name: the method.
        call: the call, whose ``func`` is the attribute.
    """

    name: str
    call: cst.Call

    @property
    def receiver(self) -> cst.BaseExpression:
        """The dataset it is called on."""
        assert isinstance(self.call.func, cst.Attribute)
        return self.call.func.value

    def argument(self, name: str, position: int | None = None) -> cst.BaseExpression | None:
        """The argument given as *name* or at *position* (from 0); ``None`` if it is not given."""
        return _argument(self.call, name, position)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a dataset begins.

    Attributes:
        name: canonical name of what made it; ``None`` where it is a dataset of unknown origin, to
            which any operations may have been applied already.
        node: the call, or the expression of unknown origin.
        inputs: for ``zip`` and the like, the chains of each dataset it is made of.
        assumed: while a loop is being followed, that the answer to an open question is a dataset.
    """

    name: str | None
    node: cst.CSTNode
    inputs: tuple[tuple[Chain, ...], ...] = ()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """One way in which a dataset may have come about.

    Attributes:
        source: where it begins.
        operations: the operations in the order in which they are applied.
    """

    source: Source
    operations: tuple[Operation, ...] = ()

    def then(self, operation: Operation) -> Chain:
        """This chain with one more operation."""
        return Chain(self.source, (*self.operations, operation))

    def has(self, *names: str) -> bool:
        """Whether one of its operations is one of these methods."""
        return any(operation.name in names for operation in self.operations)


Chains = tuple[Chain, ...]


class Datasets:
    """The datasets of one module; answers are kept."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.evidence = Evidence(module)
        self._known: dict[tuple[cst.CSTNode, Path], Chains] = {}
        self._active: set[tuple[cst.CSTNode, Path]] = set()
        self._frames: list[tuple[cst.FunctionDef, cst.Call]] = []

    def chains(self, node: cst.BaseExpression) -> Chains:
        """Every way in which *node* may have come about; empty unless it is proved to be a dataset."""
        return self._at(node, ())

    def operations(self, *names: str) -> Iterator[Operation]:
        """Calls of the methods *names* on what provably is a dataset, in source order."""
        for call, attribute in self.module.method_calls(*names):
            if self.chains(attribute.value) or self.chains(call):
                yield Operation(attribute.attr.value, call)

    def before(self, operation: Operation) -> Chains:
        """The chains of the dataset that *operation* is called on."""
        made = self.chains(operation.call)
        return tuple(Chain(chain.source, chain.operations[:-1]) for chain in made)

    def number(self, node: cst.BaseExpression | None) -> int | None:
        """The integer that *node* is whatever way the code takes, ``-1`` for ``AUTOTUNE``."""
        if node is None:
            return None
        if self.module.is_named(node, *api.AUTOTUNE):
            return -1
        values = {
            value.value if isinstance(value, Constant) else None for value in self.module.evaluate(node)
        }
        found = values.pop() if len(values) == 1 else None
        return found if type(found) is int else None

    # Following an expression back

    def _at(self, node: cst.BaseExpression, path: Path) -> Chains:
        """The chains of what stands at *path* in *node*.

        Where a loop leads back to a question that is still open, the answer is one assumed chain; the
        question drops it if nothing else answers it.
        """
        key = (node, path)
        if not self._frames and key in self._known:
            return self._known[key]
        if len(self._active) > _DEEPEST:
            return ()
        if key in self._active:
            return (Chain(Source(None, node, assumed=True)),)
        self._active.add(key)
        try:
            found = _settled(self._dispatch(node, path), node)
        finally:
            self._active.discard(key)
        if not self._frames and not any(chain.source.assumed for chain in found):
            self._known[key] = found
        return found

    def _dispatch(self, node: cst.BaseExpression, path: Path) -> Chains:
        if isinstance(node, cst.Name):
            return self._name(node, path)
        if isinstance(node, cst.Call):
            return self._call(node, path)
        if isinstance(node, cst.Attribute):
            return self._all(self.module.attribute_values(node) or (), path)
        if isinstance(node, cst.IfExp):
            return self._all((node.body, node.orelse), path)
        if isinstance(node, cst.NamedExpr):
            return self._at(node.value, path)
        if isinstance(node, cst.Subscript):
            key = _key(node)
            return self._at(node.value, (key, *path)) if key is not None else ()
        if isinstance(node, (cst.Tuple, cst.List)) and path:
            place, rest = path[0], path[1:]
            starred = any(isinstance(element, cst.StarredElement) for element in node.elements)
            if isinstance(place, int) and 0 <= place < len(node.elements) and not starred:
                return self._at(node.elements[place].value, rest)
        return ()

    def _all(self, nodes: Iterable[cst.BaseExpression], path: Path) -> Chains:
        """The chains of all *nodes*, where each one that is not ``None`` is a dataset."""
        found: list[Chain] = []
        for node in nodes:
            if not path and is_none(node):
                continue
            chains = self._at(node, path)
            if not chains:
                return ()
            found += chains
        return tuple(found)

    # Variables

    def _name(self, node: cst.Name, path: Path) -> Chains:
        scope = self.module.facts.scopes.get(node)
        home = scope.lookup(node.value) if scope else None
        if home is None:
            return ()
        found: list[Chain] = []
        for binding in visible(self.module.facts, node, home):
            if binding.kind is BindingKind.ASSIGNMENT and not path and is_none(binding.value):
                continue
            chains = self._binding(binding, path)
            if not chains and not path and self.evidence.proves(binding):
                chains = (Chain(Source(None, binding.node)),)
            if not chains:
                return (Chain(Source(None, node)),) if not path and self.evidence.narrowed(node) else ()
            found += chains
        return tuple(found)

    def _binding(self, binding: Binding, path: Path) -> Chains:
        if binding.kind is BindingKind.PARAMETER:
            return self._parameter(binding, path)
        if binding.kind is BindingKind.LOOP:
            return self._loop(binding, path)
        if binding.kind is not BindingKind.ASSIGNMENT or binding.value is None:
            return ()
        return self._at(binding.value, (*binding.index, *path))

    def _loop(self, binding: Binding, path: Path) -> Chains:
        """``for ds in (train, test)``."""
        if not isinstance(binding.value, (cst.Tuple, cst.List)):
            return ()
        values = [element.value for element in binding.value.elements]
        return self._all(values, (*binding.index, *path))

    def _parameter(self, binding: Binding, path: Path) -> Chains:
        function = binding.scope.node
        if not isinstance(function, cst.FunctionDef):
            return ()
        for place in range(len(self._frames) - 1, -1, -1):
            if self._frames[place][0] is function:
                return self._argument(function, self._frames[place][1], binding.name, path, place)
        callers = self.evidence.callers(function)
        if not callers:
            return ()
        found: list[Chain] = []
        for call in callers:
            value = self.module.bound_argument(function, call, binding.name)
            if not path and value is not None and is_none(value):
                continue
            chains = self._at(value, path) if value is not None else ()
            if not chains:
                return ()
            found += chains
        if self.evidence.called_elsewhere(function):
            return (Chain(Source(None, binding.node)),) if found else ()
        return tuple(found)

    def _argument(
        self, function: cst.FunctionDef, call: cst.Call, name: str, path: Path, place: int
    ) -> Chains:
        """What the call that is being followed gives to a parameter, seen from where the call stands."""
        value = self.module.bound_argument(function, call, name)
        if value is None:
            return ()
        kept, self._frames = self._frames, self._frames[:place]
        try:
            return self._at(value, path)
        finally:
            self._frames = kept

    # Calls

    def _call(self, node: cst.Call, path: Path) -> Chains:
        name = self.module.resolve(node.func)
        if name in api.SOURCES:
            if not gives(node, name, path):
                return ()
            return (Chain(Source(name, node, self._inputs(node) if name in api.COMBINING else ())),)
        function = self.module.local_function(node.func)
        if function is not None:
            return self._result(function, node, path)
        if path or not isinstance(node.func, cst.Attribute) or node.func.attr.value not in api.OPERATIONS:
            return ()
        operation = Operation(node.func.attr.value, node)
        made = self._at(node.func.value, ())
        if not made and self.evidence.autotuned(node):
            made = (Chain(Source(None, node.func.value)),)
        return tuple(chain.then(operation) for chain in made)

    def _result(self, function: cst.FunctionDef, call: cst.Call, path: Path) -> Chains:
        """What a function of the module returns for this call: every ``return`` must be a dataset."""
        declared = not path and self.evidence.annotates(function.returns)
        returned = self.module.returns(function)
        found: Chains = ()
        if returned and not any(frame[0] is function for frame in self._frames):
            self._frames.append((function, call))
            try:
                found = self._all(returned, path)
            finally:
                self._frames.pop()
        return found or ((Chain(Source(None, call)),) if declared else ())

    def _inputs(self, node: cst.Call) -> tuple[Chains, ...]:
        """The chains of each dataset given to ``zip`` and the like; one empty entry where unknown."""
        given = [argument.value for argument in node.args if not argument.star]
        if len(given) < len(node.args) or not given:
            return ((),)
        if isinstance(given[0], (cst.Tuple, cst.List)):
            given = [element.value for element in given[0].elements]
        return tuple(self._at(value, ()) for value in given)


def _settled(chains: Chains, node: cst.CSTNode) -> Chains:
    """*chains* without repetition; what was only assumed of *node* itself counts if something proves it."""
    own = [chain for chain in chains if chain.source.assumed and chain.source.node is node]
    if len(own) == len(chains):
        return ()
    unknown = Source(None, node)
    settled = tuple(
        dict.fromkeys(Chain(unknown, chain.operations) if chain in own else chain for chain in chains)
    )
    return settled if len(settled) <= _MOST_CHAINS else (Chain(unknown),)


def _argument(call: cst.Call, name: str, position: int | None) -> cst.BaseExpression | None:
    for argument in call.args:
        if argument.keyword is not None and argument.keyword.value == name:
            return argument.value
    positional = [argument.value for argument in call.args if argument.keyword is None and not argument.star]
    if position is None or position >= len(positional):
        return None
    return positional[position]


def _key(node: cst.Subscript) -> int | str | None:
    """The literal index or key of a subscript."""
    index = node.slice[0].slice if len(node.slice) == 1 else None
    if not isinstance(index, cst.Index):
        return None
    if isinstance(index.value, cst.Integer):
        return index.value.evaluated_value
    if isinstance(index.value, cst.SimpleString):
        value = index.value.evaluated_value
        return value if isinstance(value, str) else None
    return None
