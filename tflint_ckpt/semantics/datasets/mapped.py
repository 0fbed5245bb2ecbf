"""What a function given to ``map`` does, as far as the module shows: draws random numbers, reads files."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.randomness import RUNNING, drawn_within, draws_at_random
from tflint_ckpt.semantics.names.scopes import all_parameters
from tflint_ckpt.semantics.values.kinds import Instance, Items
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_LOADING = (
    "tensorflow.io.",
    "tensorflow.read_file",
    "tensorflow.image.decode_",
    "tensorflow.py_function",
    "tensorflow.numpy_function",
    "tensorflow.py_func",
    "tensorflow.audio.decode_",
    "tensorflow.data.",
    "numpy.load",
    "numpy.genfromtxt",
    "keras.utils.load_img",
    "keras.preprocessing.image.load_img",
    "keras.models.",
)
_KNOWN = ("tensorflow", "keras", "numpy", "math", "functools", "random")
_SEQUENTIAL = ("keras.Sequential", "keras.models.Sequential")
_RUNNING = frozenset("apply filter flat_map interleave map scan take_while".split())
"""Operations on a dataset that run the function they are given; no tensor has a method of these names."""
_BUILTINS = frozenset(
    "abs all any bool dict divmod enumerate float int isinstance len list max min pow print range "
    "reversed round set slice sorted str sum super tuple type zip".split()
)


@dataclass(frozen=True, slots=True)
class Effects:
    """What running a function entails; ``None`` where the code does not say.

    Attributes:
        random: whether it draws random numbers, so that two runs on one element differ.
        loads: whether it reads or decodes files, or runs Python for each element.
    """

    random: bool | None
    loads: bool | None


def effects(module: Module, function: cst.BaseExpression | None) -> Effects:
    """What *function*, an argument of ``map``, does; local functions that it calls included."""
    if function is None:
        return Effects(None, None)
    return Effects(draws_at_random(module, function).random, _Reader(module).of_callable(function))


def unnamed(module: Module, function: cst.BaseExpression) -> cst.BaseExpression:
    """The lambda that a variable with no other value holds; any other *function* as it is."""
    held = module.assigned(function)
    return held if isinstance(held, cst.Lambda) else function


def effects_within(module: Module, node: cst.BaseExpression, functions: Iterable[cst.CSTNode]) -> Effects:
    """What evaluating *node* does, which stands in *functions* of a pipeline."""
    within = list(functions)
    return Effects(drawn_within(module, node, within).random, _Reader(module, within).of_body(node))


class _Reader:
    """Whether functions load anything; those in *within* are being read already."""

    def __init__(self, module: Module, within: Iterable[cst.CSTNode] = ()) -> None:
        self.module = module
        self.seen: set[cst.CSTNode] = set(within)

    def of_callable(self, node: cst.BaseExpression) -> bool | None:
        node = unnamed(self.module, node)
        function = node if isinstance(node, cst.Lambda) else self.module.local_function(node)
        if function is not None:
            if function in self.seen:
                return False
            self.seen.add(function)
            return self.of_body(function.body)
        name = self.module.resolve(node)
        if name is not None:
            known = name.split(".", maxsplit=1)[0] in _KNOWN
            return name.startswith(_LOADING) if known else None
        if isinstance(node, cst.Call) and self.module.is_named(node.func, "functools.partial") and node.args:
            return self.of_callable(node.args[0].value)
        return _any([self._of_value(value) for value in self.module.evaluate(node)])

    def of_body(self, body: cst.CSTNode) -> bool | None:
        calls = [node for node in descend(body) if isinstance(node, cst.Call)]
        given = [each.value for call in calls if self._runs(call) for each in call.args[:1]]
        return _any([*map(self._of_call, calls), *map(self.of_callable, given)])

    def _runs(self, call: cst.Call) -> bool:
        """Whether a call runs the named function that it is given first; a lambda is in the body itself."""
        given = call.args[0].value if call.args else None
        return isinstance(given, (cst.Name, cst.Attribute)) and self.module.is_named(call.func, *RUNNING)

    def _of_call(self, call: cst.Call) -> bool | None:
        func = call.func
        builtin = self.module.builtin(func)
        if builtin is not None:
            return True if builtin == "open" else False if builtin in _BUILTINS else None
        if isinstance(func, cst.Attribute) and self._is_tensor(func.value):
            if func.attr.value in _RUNNING:  # one of the datasets that ``window`` gives
                return self.of_callable(call.args[0].value) if call.args else None
            return False
        return self.of_callable(func)

    def _is_tensor(self, node: cst.BaseExpression) -> bool:
        """Whether a method is called on what a function of the pipeline was given, or made of it."""
        while isinstance(node, (cst.Attribute, cst.Subscript, cst.Call)):
            node = node.func if isinstance(node, cst.Call) else node.value
        if not isinstance(node, cst.Name) or node.value in ("self", "cls"):
            return False
        home = self.module.home(node)
        if home is None or home is self.module.facts.module:
            return False
        if isinstance(home.node, cst.FunctionDef):
            return home.node in self.seen
        return isinstance(home.node, cst.Lambda) and any(
            parameter.name.value == node.value for parameter in all_parameters(home.node.params)
        )

    def _of_value(self, value: object) -> bool | None:
        """Calling an object: a Keras layer, or a ``Sequential`` of them."""
        if not isinstance(value, Instance):
            return None
        name = self.module.resolve(value.call.func) or ""
        if name in _SEQUENTIAL and value.call.args:
            layers = self.module.evaluate(value.call.args[0].value)
            if len(layers) == 1 and isinstance(layers[0], Items) and layers[0].complete:
                inner = [self.module.evaluate(layer) for layer in layers[0].elements]
                return _any([self._of_value(each) for values in inner for each in values])
        return False if name.startswith("keras.layers.") else None


def _any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False
