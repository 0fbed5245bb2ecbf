"""``tf.data`` pipelines: which values provably are datasets, and by which operations they were made.

A dataset has one chain for each way it may have come about (branches, callers of a function). What is
not proved to be a dataset has none. :mod:`tflint_ckpt.semantics.datasets.readers` looks the other way:
what goes on with a dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.calls.arguments import spread
from tflint_ckpt.semantics.contracts import DATASET, place
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.evidence import Evidence
from tflint_ckpt.semantics.datasets.sources import PARTS, gives
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import Binding, Scope
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Inference
from tflint_ckpt.semantics.values.kinds import Constant, Frames, Text
from tflint_ckpt.semantics.values.members import Function
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_MOST_CHAINS = 12
"""More alternatives than this are one chain of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method call on a dataset: ``.batch(8)``.

    Attributes:
        name: the method.
        call: the call, whose ``func`` is the attribute.
        frames: the calls of functions of the module inside which it is made, where those were followed.
    """

    name: str
    call: cst.Call
    frames: Frames = field(default=(), compare=False)

    @property
    def receiver(self) -> cst.BaseExpression:
        """The dataset it is called on."""
        assert isinstance(self.call.func, cst.Attribute)
        return self.call.func.value

    def argument(self, name: str) -> cst.BaseExpression | None:
        """What is given to the parameter *name*, by keyword or at its position; ``None`` if nothing is."""
        return argument(self.call, name, place(f"{DATASET}.{self.name}", name))

    @property
    def function(self) -> cst.BaseExpression | None:
        """The function that it runs on elements, if it is one of :data:`api.FUNCTIONS`."""
        return self.argument(api.FUNCTIONS[self.name]) if self.name in api.FUNCTIONS else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a dataset begins.

    Attributes:
        name: canonical name of what made it; ``None`` where it is a dataset of unknown origin, to
            which any operations may have been applied already.
        node: the call, or the expression of unknown origin.
        inputs: for ``zip`` and the like, the chains of each dataset it is made of.
        assumed: while a loop is being followed, that the answer to an open question is a dataset.
        made: where another file makes it, the call there, of which nothing but its text means something here;
            *node* then is what stands for it here.
        there: that file, where it is known which.
    """

    name: str | None
    node: cst.CSTNode
    inputs: tuple[tuple[Chain, ...], ...] = ()
    assumed: bool = False
    made: cst.CSTNode | None = field(default=None, repr=False, compare=False)
    there: Engine | None = field(default=None, repr=False, compare=False)

    @property
    def brought(self) -> bool:
        """Whether another file makes it."""
        return self.made is not None


@dataclass(frozen=True, slots=True)
class Chain:
    """One way in which a dataset may have come about.

    Attributes:
        source: where it begins.
        operations: the operations in the order in which they are applied.
    """

    source: Source
    operations: tuple[Operation, ...] = ()

    @property
    def frames(self) -> tuple[Frames, ...]:
        """For each operation the calls inside which it is made: one line of code may be run with several."""
        return tuple(operation.frames for operation in self.operations)

    def then(self, operation: Operation) -> Chain:
        """This chain with one more operation."""
        return Chain(self.source, (*self.operations, operation))

    def has(self, *names: str) -> bool:
        """Whether one of its operations is one of these methods."""
        return any(operation.name in names for operation in self.operations)


Chains = tuple[Chain, ...]


class Datasets(Inference[Chains]):
    """The datasets of one module."""

    skips_none = True
    in_order = True
    brings_objects = True

    def __init__(self, module: Engine) -> None:
        super().__init__(module)
        self.evidence = Evidence(module)

    def chains(self, node: cst.BaseExpression) -> Chains:
        """Every way in which *node* may have come about; empty unless it is proved to be a dataset."""
        return self.at(node)

    def operations(self, *names: str) -> Iterator[Operation]:
        """Calls of the methods *names* on what provably is a dataset, in source order."""
        for call, attribute in self.module.method_calls(*names):
            if self.chains(attribute.value) or self.chains(call):
                yield Operation(attribute.attr.value, call)

    def before(self, operation: Operation) -> Chains:
        """The chains of the dataset that *operation* is called on."""
        made = self.chains(operation.call)
        return tuple(Chain(chain.source, chain.operations[:-1]) for chain in made)

    def number(self, node: cst.BaseExpression | None, frames: Frames = ()) -> int | None:
        """The integer that *node* is whatever way the code takes, ``-1`` for ``AUTOTUNE``."""
        if node is None:
            return None
        if self.module.is_named(node, *api.AUTOTUNE):
            return -1
        found = agreed(
            value.value if isinstance(value, Constant) else None
            for value in self.module.evaluate(node, frames)
        )
        return found if type(found) is int else None

    # How alternatives add up

    def unknown(self, node: cst.CSTNode) -> Chains:
        return ()

    def cycle(self, node: cst.CSTNode) -> Chains:
        """One assumed chain, which the open question drops if nothing else answers it."""
        return (Chain(Source(None, node, assumed=True)),)

    def together(self, node: cst.CSTNode, found: Iterable[Chains]) -> Chains:
        every: list[Chain] = []
        for chains in found:
            if not chains:
                return ()
            every += chains
        return tuple(every)

    def settled(self, node: cst.BaseExpression, path: Path, found: Chains) -> Chains:
        return _settled(found, node)

    def brought(self, found: Chains, use: cst.CSTNode) -> Chains:
        """The operations keep their calls, of which only names and literal arguments mean something here."""
        defined = self.called_elsewhere(use) if found and isinstance(use, cst.Call) else None
        there = defined.module if defined is not None else None
        arrived: list[Chain] = []
        for chain in found:
            begun = chain.source
            made = begun.made or begun.node
            source = Source(begun.name, use, begun.inputs, made=made, there=there)
            arrived.append(Chain(source, chain.operations))
        return tuple(arrived)

    # What makes datasets, and proves them

    def own(self, node: cst.BaseExpression, path: Path) -> Chains | Passed:
        if isinstance(node, cst.Call):
            name = self.module.resolve(node.func)
            if name in api.SOURCES:
                inputs = self._inputs(node) if name in api.COMBINING else ()
                given = gives(spread(self.module, node), name, path, self._is_part)
                return (Chain(Source(name, node, inputs)),) if given else ()
        return PASS

    def _is_part(self, subset: cst.BaseExpression) -> bool:
        values = self.module.evaluate(subset, self.frames)
        return all(isinstance(value, Text) and value.literal in PARTS for value in values)

    def binding(self, binding: Binding, use: cst.Name, path: Path) -> Chains:
        found = super().binding(binding, use, path)
        if not found and not path and self.evidence.proves(binding):
            return (Chain(Source(None, binding.node)),)
        return found

    def variable(self, node: cst.Name, home: Scope, path: Path, found: Chains) -> Chains:
        if not found and not path and self.evidence.narrowed(node):
            return (Chain(Source(None, node)),)
        return found

    def parameter(self, binding: Binding, use: cst.Name, path: Path) -> Chains:
        """What the calls in the module give, though others may give other datasets."""
        function = binding.scope.node
        if not isinstance(function, cst.FunctionDef):
            return ()
        values = [self.argument(binding, call) for call in self.evidence.callers(function)]
        given = (value for value in values if path or not is_none(value))
        found = self.together(use, (self.inside((), one, path) if one is not None else () for one in given))
        if found and self.evidence.called_elsewhere(function):
            return (Chain(Source(None, binding.node)),)
        return found

    def returned(self, function: Function, call: cst.Call, path: Path) -> Chains:
        found = super().returned(function, call, path)
        if not found and not path and isinstance(function, cst.FunctionDef):
            return (Chain(Source(None, call)),) if self.evidence.annotates(function.returns) else ()
        return found

    def called(self, node: cst.Call, path: Path) -> Chains:
        if path or not isinstance(node.func, cst.Attribute) or node.func.attr.value not in api.OPERATIONS:
            return ()
        operation = Operation(node.func.attr.value, node, self.frames)
        made = self.at(node.func.value)
        if not made and self.evidence.autotuned(node):
            made = (Chain(Source(None, node.func.value)),)
        return tuple(chain.then(operation) for chain in made)

    def _inputs(self, node: cst.Call) -> tuple[Chains, ...]:
        """The chains of each dataset given to ``zip`` and the like; one empty entry where unknown."""
        given = [argument.value for argument in node.args if not argument.star]
        if len(given) < len(node.args) or not given:
            return ((),)
        if isinstance(given[0], (cst.Tuple, cst.List)):
            given = [element.value for element in given[0].elements]
        return tuple(self.at(value) for value in given)


def _settled(chains: Chains, node: cst.CSTNode) -> Chains:
    """*chains* without repetition; what was only assumed of *node* itself counts if something proves it."""
    own = [chain for chain in chains if chain.source.assumed and chain.source.node is node]
    if len(own) == len(chains):
        return ()
    unknown = Source(None, node)
    found = [Chain(unknown, chain.operations) if chain in own else chain for chain in chains]
    settled = tuple({(chain, chain.frames): chain for chain in found}.values())
    return settled if len(settled) <= _MOST_CHAINS else (Chain(unknown),)
