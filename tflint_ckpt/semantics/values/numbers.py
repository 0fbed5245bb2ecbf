"""Expressions that are numbers whatever their values: counters, lengths, what ``int`` and ``time`` return.

A number that was made a text counts too: ``str(step)``, ``str(step).zfill(3)``, ``now.strftime("%H%M")``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.resolve import visible
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.semantics.values.kinds import Constant, Hole, Text
from tflint_ckpt.semantics.values.texts import is_number_format

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_BUILTINS = frozenset("int float len round id ord".split())
_FUNCTIONS = frozenset(
    """time.time time.perf_counter time.monotonic random.random random.randint random.randrange
    random.uniform os.getpid numpy.round numpy.around numpy.mean numpy.median numpy.std numpy.min numpy.max
    numpy.amin numpy.amax numpy.sum numpy.argmax numpy.argmin numpy.random.randint""".split()
)
"""What these return reads as a number at its end, also where it is an array."""
_COUNTERS = frozenset(("numpy.arange", "numpy.linspace"))
_ARITHMETIC = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power)
_TIME_AT_THE_END = re.compile(r"%-?[YyGmdHIMSfjsuUVWw]$")
_CALLBACK = "keras.callbacks.Callback"
_HOOKS = ("on_epoch_", "on_batch_", "on_train_batch_", "on_test_batch_", "on_predict_batch_")
_DEEPEST = 12


def is_number(module: Module, node: cst.BaseExpression) -> bool:
    """Whether *node* provably is a number, of Python or NumPy, that reads as one in a text."""
    return _Numbers(module).has(node, 0)


def with_numbers(module: Module, text: Text) -> Text:
    """*text* with its last hole marked where what is put there is a number, as in ``f"run_{step}"``."""
    for place in reversed(range(len(text.parts))):
        part = text.parts[place]
        if isinstance(part, Hole):
            if part.number or not isinstance(part.node, cst.BaseExpression):
                return text
            marked = Hole(part.node, is_number(module, part.node))
            return Text((*text.parts[:place], marked, *text.parts[place + 1 :]), text.is_path)
    return text


class _Numbers:
    """One question: whether an expression is a number, and those that it is made of."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._asked: set[Binding] = set()

    def has(self, node: cst.BaseExpression, depth: int) -> bool:
        if depth > _DEEPEST:
            return False
        if isinstance(node, cst.Name):
            return self._name(node, depth + 1)
        if isinstance(node, cst.IfExp):
            return self.has(node.body, depth + 1) and self.has(node.orelse, depth + 1)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, _ARITHMETIC):
            return self.has(node.left, depth + 1) and self.has(node.right, depth + 1)
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, (cst.Minus, cst.Plus)):
            return self.has(node.expression, depth + 1)
        if isinstance(node, cst.Call):
            return self._call(node, depth + 1)
        if isinstance(node, cst.Attribute):
            given = self._module.attribute_values(node)
            return bool(given) and all(self.has(value, depth + 1) for value in given or ())
        return all(
            isinstance(value, Constant) and type(value.value) in (int, float)
            for value in self._module.evaluate(node)
        )

    def _call(self, node: cst.Call, depth: int) -> bool:
        name = self._module.builtin(node.func)
        given = [argument.value for argument in node.args if argument.keyword is None and not argument.star]
        if name in _BUILTINS or self._module.is_named(node.func, *_FUNCTIONS):
            return True
        if name == "str":
            return len(given) == 1 and self.has(given[0], depth)
        if name == "format":
            return len(given) == 2 and all(
                isinstance(value, Text) and is_number_format(value.literal or "")
                for value in self._module.evaluate(given[1])
            )
        method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        if method == "zfill" and isinstance(node.func, cst.Attribute):
            return self.has(node.func.value, depth)
        return method == "strftime" and any(
            isinstance(value, Text) and _TIME_AT_THE_END.search(value.tail) is not None
            for argument in given[:1]
            for value in self._module.evaluate(argument)
        )

    def _name(self, node: cst.Name, depth: int) -> bool:
        home = self._module.facts.scopes[node].lookup(node.value)
        seen = visible(self._module.facts, node, home) if home is not None else []
        return bool(seen) and all(self._binding(binding, depth) for binding in seen)

    def _binding(self, binding: Binding, depth: int) -> bool:
        if binding in self._asked:
            return True  # what is counted on from itself: the other bindings decide
        self._asked.add(binding)
        value = binding.value
        if binding.kind is BindingKind.PARAMETER:
            return self._parameter(binding, depth)
        if binding.kind is BindingKind.AUGMENTED:
            statement = self._module.parent(binding.node)
            return (
                isinstance(statement, cst.AugAssign)
                and isinstance(binding.node, cst.Name)
                and self.has(statement.value, depth)
                and self.has(binding.node, depth)
            )
        if value is None:
            return False
        if binding.kind is BindingKind.ASSIGNMENT:
            return not binding.index and self.has(value, depth)
        return binding.kind in (BindingKind.LOOP, BindingKind.OTHER) and self._counts(value, binding.index)

    def _counts(self, iterable: cst.BaseExpression, index: tuple[int, ...]) -> bool:
        """Whether what stands at *index* in the elements of *iterable* is a number."""
        if not isinstance(iterable, cst.Call):
            return False
        name = self._module.builtin(iterable.func)
        if name == "enumerate":
            return index == (0,)
        return not index and (name == "range" or self._module.is_named(iterable.func, *_COUNTERS))

    def _parameter(self, binding: Binding, depth: int) -> bool:
        """Whether every call gives a number, or Keras does: the epoch, the batch."""
        function = binding.scope.node
        if not isinstance(function, cst.FunctionDef):
            return False
        if function.name.value.startswith(_HOOKS) and self._is_callback(function):
            parameters = function.params.params
            return len(parameters) > 1 and parameters[1].name.value == binding.name
        calls = self._module.call_sites.in_sight(function)
        given = [self._module.bound_argument(function, call, binding.name) for call in calls or ()]
        return bool(given) and all(value is not None and self.has(value, depth) for value in given)

    def _is_callback(self, function: cst.FunctionDef) -> bool:
        owner = self._module.enclosing_class(function)
        return owner is not None and _CALLBACK in classes.ancestry(self._module, owner)
