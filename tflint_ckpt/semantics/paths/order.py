"""Does a reader of a file run only where the file was written before, and is its model built?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.paths.roles import last_name
from tflint_ckpt.semantics.values.kinds import Instance, Items
from tflint_ckpt.syntax.statements import always_before, statement_of
from tflint_ckpt.syntax.walk import descend

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_MOST_CALLERS = 4
_BUILDING = frozenset(
    "fit fit_generator train_on_batch evaluate predict build summary test_on_batch predict_on_batch".split()
)
"""Methods after which a model has its weights; ``summary`` raises on one that has none."""
_SHAPED = frozenset(("input_shape", "input_dim", "batch_input_shape"))
_INPUTS = ("keras.Input", "keras.layers.Input", "keras.layers.InputLayer", "keras.models.Input")


def runs_after(module: Module, writer: cst.CSTNode, reader: cst.CSTNode) -> bool:
    """Whether *writer* has run whenever *reader* runs."""
    return any(
        _before(module, first, second)
        for first in _from_callers(module, writer)
        for second in _from_callers(module, reader)
    )


def _before(module: Module, first: cst.CSTNode, second: cst.CSTNode) -> bool:
    around = {second, *module.ancestors(second)}
    return any(
        statement not in around and always_before(module, statement, second)
        for statement in _with_contexts(module, statement_of(module, first))
    )


def _with_contexts(module: Module, statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A statement, and each ``with`` that it is in the body of."""
    yield statement
    block = module.parent(statement)
    if isinstance(block, cst.SimpleStatementLine):
        yield from _with_contexts(module, block)
        return
    above = module.parent(block) if isinstance(block, cst.IndentedBlock) else None
    if isinstance(above, cst.With):
        yield from _with_contexts(module, above)


def _from_callers(module: Module, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """*node*, and the only call of the function it is in, and so on."""
    for _ in range(_MOST_CALLERS):
        yield node
        function = module.enclosing_function(node)
        if function is None or any(module.project.importing(function.name.value, besides=module.path)):
            return
        calls = [call for call in module.facts.calls if module.local_function(call.func) is function]
        if len(calls) != 1:
            return
        node = calls[0]


def tested_before(
    module: Module, tests: Sequence[cst.CSTNode], reader: cst.CSTNode, writer: cst.CSTNode
) -> bool:
    """Whether *reader* stands under a test that the file is there, and *writer* runs after it."""
    for above in module.ancestors(reader):
        if isinstance(above, cst.If) and any(above.test in (test, *module.ancestors(test)) for test in tests):
            return any(_before(module, above, later) for later in _from_callers(module, writer))
    return False


def is_built(module: Module, reader: cst.Call) -> bool:
    """Whether the model that ``load_weights`` is called on surely has its weights by then."""
    func = reader.func
    if not isinstance(func, cst.Attribute):
        return True
    for call, attribute in module.method_calls(*_BUILDING):
        same = module.text(attribute.value).strip() == module.text(func.value).strip()
        if same and _same_object(module, attribute.value, func.value) and runs_after(module, call, reader):
            return True
    values = module.evaluate(func.value)
    return all(isinstance(value, Instance) and _builds(module, value.call) for value in values)


def _same_object(module: Module, one: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    """Whether two expressions of one text are one object, as far as assignments go."""
    if isinstance(one, cst.Name) and isinstance(other, cst.Name):
        left, right = module.evaluate(one), module.evaluate(other)
        return left == right and module.facts.scopes[one].lookup(one.value) is module.facts.scopes[
            other
        ].lookup(other.value)
    return isinstance(one, cst.Attribute) and module.enclosing_class(one) is module.enclosing_class(other)


def _builds(module: Module, call: cst.Call) -> bool:
    """Whether a call gives a model that has its weights."""
    name = module.resolve(call.func) or ""
    if name.startswith("keras.applications.") or name in (
        "keras.models.load_model",
        "keras.models.clone_model",
    ):
        return True
    if name in ("keras.Model", "keras.models.Model"):
        return bool(call.args)
    if name not in ("keras.Sequential", "keras.models.Sequential"):
        return False
    layers = [argument.value for argument in call.args]
    scope = module.facts.scopes.get(call)
    layers += [
        added.args[0].value
        for added, _ in module.method_calls("add")
        if added.args and module.facts.scopes.get(added) is scope
    ]
    return any(_is_shaped(module, part) for layer in layers for part in _within(module, layer))


def _within(module: Module, layer: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    yield from descend(layer)
    for value in module.evaluate(layer) if isinstance(layer, cst.Name) else ():
        for element in value.elements if isinstance(value, Items) else ():
            yield from descend(element)


def _is_shaped(module: Module, part: cst.CSTNode) -> bool:
    if isinstance(part, cst.Arg):
        return part.keyword is not None and part.keyword.value in _SHAPED
    return isinstance(part, cst.Call) and (
        module.is_named(part.func, *_INPUTS) or last_name(part.func) in ("Input", "InputLayer")
    )
