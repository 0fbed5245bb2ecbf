"""Datasets that never end: by ``repeat()``, or since their generator goes on for ever."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.traits import endless
from tflint_ckpt.semantics.functions.generators import generator_function, never_ends

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module

_COUNTED = frozenset(
    "batch cache enumerate map padded_batch prefetch shard shuffle skip with_options".split()
)
"""Operations behind which TensorFlow still knows that a dataset is endless."""


@dataclass(frozen=True, slots=True)
class Endless:
    """Why a dataset never ends.

    Attributes:
        node: the ``repeat``, or the generator function.
        why: in words: ``repeat()``.
        counted: whether TensorFlow knows it from the dataset alone, by its cardinality.
        there: the file that has it; ``None`` where it is another one, and not known which.
    """

    node: cst.CSTNode
    why: str
    counted: bool
    there: Engine | None = field(repr=False, compare=False)


def endless_by(module: Module, chain: Chain) -> Endless | None:
    """Why a chain never ends; ``None`` where it may end."""
    repeat = endless(module, chain)
    if repeat is not None and isinstance(repeat.call.func, cst.Attribute):
        after = chain.operations[chain.operations.index(repeat) + 1 :]
        counted = all(step.name in _COUNTED for step in after)
        node = repeat.call.func.attr
        files = (module, chain.source.there)
        there = next((each for each in files if each is not None and repeat.call in each.facts.scopes), None)
        return Endless(node, "repeat()", counted, there)
    function = _generator(module, chain)
    if function is None or chain.has("take", "take_while", "apply"):
        return None
    return Endless(function.name, f"the generator {function.name.value}", False, module)


def _generator(module: Module, chain: Chain) -> cst.FunctionDef | None:
    """The generator function of the module that a chain begins with, if it never ends."""
    call = chain.source.node
    if chain.source.name != api.FROM_GENERATOR or not isinstance(call, cst.Call) or chain.source.brought:
        return None
    given = Operation("from_generator", call).argument("generator")
    function = generator_function(module, given) if given is not None else None
    return function if function is not None and never_ends(function) else None
