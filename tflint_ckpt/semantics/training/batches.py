"""The batches that a generator or a ``Sequence`` of the module hands to a model."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.functions.generator_objects import generator_object
from tflint_ckpt.semantics.values.kinds import Instance
from tflint_ckpt.syntax.walk import own_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_SEQUENCES = ("keras.utils.Sequence", "keras.utils.PyDataset", "keras.utils.data_utils.Sequence")


@dataclass(frozen=True, slots=True)
class Batches:
    """What makes batches.

    Attributes:
        function: the generator function, or the method ``__getitem__``; ``None`` for a generator expression.
        values: the expressions that are a batch each.
        is_generator: whether it is a generator, and not a ``Sequence``.
    """

    function: cst.FunctionDef | None
    values: tuple[cst.BaseExpression, ...]
    is_generator: bool


def batches_of(module: Module, data: cst.BaseExpression) -> Batches | None:
    """What makes the batches that *data* of a model has, where that is certain."""
    made = generator_object(module, data)
    if made is not None and made.function is not None:
        return Batches(made.function, tuple(_yielded(made.function)), True)
    if made is not None and isinstance(made.node, cst.GeneratorExp):
        return Batches(None, (made.node.elt,), True)
    values = module.evaluate(data)
    value = values[0] if len(values) == 1 else None
    owner = classes.local_class(module, value.call.func) if isinstance(value, Instance) else None
    if owner is None or not any(base in _SEQUENCES for base in classes.ancestry(module, owner)):
        return None
    method = classes.methods(owner).get("__getitem__")
    if method is None or method.decorators:
        return None
    return Batches(method, tuple(_returned(method)), False)


def lists_in(batch: cst.BaseExpression, *, itself: bool) -> Iterator[cst.List]:
    """The lists that are written in a batch, the outer ones first; *itself*: the batch may be one, too.

    Lists of literal numbers and texts are no lists of arrays.
    """
    if not isinstance(batch, (cst.List, cst.Tuple)):
        return
    given = [element.value for element in batch.elements]
    if isinstance(batch, cst.List) and itself and given and not any(map(_is_literal, given)):
        yield batch
    for each in given:
        yield from lists_in(each, itself=True)


def _is_literal(node: cst.BaseExpression) -> bool:
    return isinstance(node, (cst.BaseNumber, cst.BaseString, cst.UnaryOperation))


def _yielded(function: cst.FunctionDef) -> Iterator[cst.BaseExpression]:
    for node in own_body(function):
        if isinstance(node, cst.Yield) and isinstance(node.value, cst.BaseExpression):
            yield node.value


def _returned(function: cst.FunctionDef) -> Iterator[cst.BaseExpression]:
    for node in own_body(function):
        if isinstance(node, cst.Return) and node.value is not None:
            yield node.value
