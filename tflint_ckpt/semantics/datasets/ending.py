"""Datasets that never end: by ``repeat()``, or since their generator goes on for ever."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.datasets.chains import Chain, Operation
from tflint_ckpt.semantics.datasets.traits import endless
from tflint_ckpt.semantics.functions.generators import generator_function, never_ends

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    """

    node: cst.CSTNode
    why: str
    counted: bool


def endless_by(module: Module, chain: Chain) -> Endless | None:
    """Why a chain never ends; ``None`` where it may end."""
    repeat = endless(module, chain)
    if repeat is not None and isinstance(repeat.call.func, cst.Attribute):
        after = chain.operations[chain.operations.index(repeat) + 1 :]
        counted = all(step.name in _COUNTED for step in after)
        return Endless(repeat.call.func.attr, "repeat()", counted)
    function = _generator(module, chain)
    if function is None or chain.has("take", "take_while", "apply"):
        return None
    return Endless(function.name, f"the generator {function.name.value}", False)


def _generator(module: Module, chain: Chain) -> cst.FunctionDef | None:
    """The generator function of the module that a chain begins with, if it never ends."""
    call = chain.source.node
    if chain.source.name != api.FROM_GENERATOR or not isinstance(call, cst.Call):
        return None
    given = Operation("from_generator", call).argument("generator")
    function = generator_function(module, given) if given is not None else None
    return function if function is not None and never_ends(function) else None
