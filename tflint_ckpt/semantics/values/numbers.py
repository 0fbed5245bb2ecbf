"""Expressions that are numbers whatever their values: counters, lengths, what ``int`` and ``time`` return.

A number that was made a text counts too: ``str(step)``, ``str(step).zfill(3)``, ``now.strftime("%H%M")``.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Portable
from tflint_ckpt.semantics.values.kinds import Hole, Text
from tflint_ckpt.semantics.values.options import number_option
from tflint_ckpt.semantics.values.parts import EACH, Path
from tflint_ckpt.semantics.values.texts import is_number_format

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_BUILTINS = frozenset("int float len round id ord".split())
_FUNCTIONS = frozenset(
    """time.time time.perf_counter time.monotonic random.random random.randint random.randrange
    random.uniform os.getpid numpy.round numpy.around numpy.mean numpy.median numpy.std numpy.min numpy.max
    numpy.amin numpy.amax numpy.sum numpy.argmax numpy.argmin numpy.random.randint""".split()
)
"""What these return reads as a number at its end, also where it is an array."""
_COUNTERS = frozenset(("numpy.arange", "numpy.linspace"))
_ARITHMETIC = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power)
_TIME_AT_THE_END = pattern(r"%-?[YyGmdHIMSfjsuUVWw]$")
_CALLBACK = "keras.callbacks.Callback"
_HOOKS = ("on_epoch_", "on_batch_", "on_train_batch_", "on_test_batch_", "on_predict_batch_")


def with_numbers(module: Engine, text: Text) -> Text:
    """*text* with its last hole marked where what is put there is a number, as in ``f"run_{step}"``."""
    for place in reversed(range(len(text.parts))):
        part = text.parts[place]
        if isinstance(part, Hole):
            if part.number or not isinstance(part.node, cst.BaseExpression):
                return text
            marked = Hole(part.node, module.fact(Numbers).at(part.node))
            return Text((*text.parts[:place], marked, *text.parts[place + 1 :]), text.is_path)
    return text


class Numbers(Portable[bool]):
    """Whether an expression provably is a number, of Python or NumPy, that reads as one in a text."""

    def unknown(self, node: cst.CSTNode) -> bool:
        return False

    def cycle(self, node: cst.CSTNode) -> bool:
        return True  # what is counted on from itself: the other alternatives decide

    def together(self, node: cst.CSTNode, found: Iterable[bool]) -> bool:
        every = list(found)
        return bool(every) and all(every)

    def own(self, node: cst.BaseExpression, path: Path) -> bool | Passed:
        if path:
            return self._counts(node, path) if isinstance(node, cst.Call) else PASS
        if isinstance(node, (cst.Integer, cst.Float)):
            return True
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, _ARITHMETIC):
            return self.at(node.left) and self.at(node.right)
        if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, (cst.Minus, cst.Plus)):
            return self.at(node.expression)
        if isinstance(node, cst.Attribute):
            option = number_option(self.module, node, self.values(node.value))
            if option is not None:
                return option.default is None or self.at(option.default)
        return self._reads_as_one(node) if isinstance(node, cst.Call) else PASS

    def _counts(self, iterable: cst.Call, path: Path) -> bool | Passed:
        """Whether what stands at *path* in what a call counts is a number: in ``range``, ``enumerate``."""
        name = self.module.builtin(iterable.func)
        if name == "enumerate" and path == (EACH, 0):
            return True
        if path == (EACH,) and (name == "range" or self.module.is_named(iterable.func, *_COUNTERS)):
            return True
        return PASS

    def _reads_as_one(self, node: cst.Call) -> bool | Passed:
        """Whether a call gives a number, or a text that ends in one."""
        name = self.module.builtin(node.func)
        given = [argument.value for argument in node.args if argument.keyword is None and not argument.star]
        if name in _BUILTINS or self.module.is_named(node.func, *_FUNCTIONS):
            return True
        if name == "str":
            return len(given) == 1 and self.at(given[0])
        if name == "format":
            return len(given) == 2 and all(
                isinstance(value, Text) and is_number_format(value.literal or "")
                for value in self.values(given[1])
            )
        if not isinstance(node.func, cst.Attribute):
            return PASS
        if node.func.attr.value == "zfill":
            return self.at(node.func.value)
        if node.func.attr.value != "strftime":
            return PASS
        return any(
            isinstance(value, Text) and _TIME_AT_THE_END.search(value.tail) is not None
            for argument in given[:1]
            for value in self.values(argument)
        )

    def augmented(self, binding: Binding, use: cst.Name, path: Path) -> bool:
        statement = self.module.parent(binding.node)
        if path or not isinstance(statement, cst.AugAssign) or not isinstance(binding.node, cst.Name):
            return False
        return self.at(statement.value) and self.at(binding.node)

    def parameter(self, binding: Binding, use: cst.Name, path: Path) -> bool:
        """Whether Keras gives a number: the epoch, the batch."""
        function = binding.scope.node
        if path or not isinstance(function, cst.FunctionDef):
            return False
        if not function.name.value.startswith(_HOOKS) or not self._is_callback(function):
            return False
        parameters = function.params.params
        return len(parameters) > 1 and parameters[1].name.value == binding.name

    def _is_callback(self, function: cst.FunctionDef) -> bool:
        owner = self.module.enclosing_class(function)
        return owner is not None and _CALLBACK in classes.ancestry(self.module, owner)
