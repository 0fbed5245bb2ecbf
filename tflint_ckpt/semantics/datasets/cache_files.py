"""Files that several datasets are cached in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.onward import conditions
from tflint_ckpt.semantics.values.kinds import Frames
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_REMOVING = ("rmtree", "os.remove", "unlink", "gfile.remove", "gfile.rmtree", "rm -r", "TemporaryDirectory")


@dataclass(frozen=True, slots=True)
class Shared:
    """Two caches in one file.

    Attributes:
        name: the name of the file.
        first: the cache, or the call of a function that makes one, that comes first in the source.
        second: the other one.
    """

    name: str
    first: cst.Call
    second: cst.Call


@dataclass(frozen=True, slots=True)
class _Cached:
    name: str
    call: cst.Call
    data: frozenset[str]


def shared_files(module: Module) -> Iterator[Shared]:
    """Each pair of different datasets that are cached in the same file, whose name the code tells.

    None where the module removes files, or makes folders for a while.
    """
    if any(word in module.source.text for word in _REMOVING):
        return
    found = [each for operation in module.datasets.operations("cache") for each in _cached(module, operation)]
    for one, other in combinations(found, 2):
        if one.name != other.name or one.call is other.call or one.data & other.data:
            continue
        if conditions(module, one.call) == conditions(module, other.call):
            yield Shared(one.name, one.call, other.call)


def _cached(module: Module, cache: Operation) -> Iterator[_Cached]:
    """What a cache keeps in which file: once for each call of the function that it stands in."""
    filename = cache.argument("filename")
    if filename is None:
        return
    function = module.enclosing_function(cache.call)
    sites = module.call_sites.in_module(function) if function is not None else None
    if function is None or not sites or len(sites) < 2:
        yield from _in_file(module, cache.call, filename, module.datasets.before(cache), ())
        return
    for site in sites:
        made = module.datasets.inside(((function, site),), cache.call)
        chains = tuple(Chain(chain.source, chain.operations[:-1]) for chain in made)
        yield from _in_file(module, site, filename, chains, ((function, site),))


def _in_file(
    module: Module, call: cst.Call, filename: cst.BaseExpression, chains: tuple[Chain, ...], frames: Frames
) -> Iterator[_Cached]:
    name = module.literal(filename, frames)
    here = all(module.parent(step.call) is not None for chain in chains for step in chain.operations)
    if name and chains and here and all(chain.source.name is not None for chain in chains):
        yield _Cached(name, call, frozenset(_written(module, chain, frames) for chain in chains))


def _written(module: Module, chain: Chain, frames: Frames) -> str:
    """How a chain is written, with what parameters are given: the same data is written alike."""
    nodes = [chain.source.node, *(argument for step in chain.operations for argument in step.call.args)]
    names = [step.name for step in chain.operations]
    given = [text for node in nodes for text in _given(module, node, frames)]
    return " ".join((*map(module.text, nodes), *names, *given))


def _given(module: Module, node: cst.CSTNode, frames: Frames) -> Iterator[str]:
    """What the parameters that *node* names are given by the calls that are followed."""
    for name in descend(node):
        binding = module.sole_binding(name)
        for function, call in frames if binding is not None else ():
            if binding is not None and binding.scope.node is function:
                value = module.bound_argument(function, call, binding.name)
                yield module.text(value) if value is not None else ""
