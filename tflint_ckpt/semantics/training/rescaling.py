"""Where pictures are brought from 0 … 255 to 0 … 1: in arrays, pipelines, generators and layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.reached import api_called
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.generators import GENERATOR, generator_of
from tflint_ckpt.semantics.datasets.mapped import unnamed
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.training.data import given
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.inference import Agreeing
from tflint_ckpt.semantics.values.ingredients import ingredients
from tflint_ckpt.semantics.values.kinds import Constant, Instance
from tflint_ckpt.semantics.values.parts import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.training.fits import Fit

RESCALING = (
    "keras.layers.Rescaling",
    "keras.layers.experimental.preprocessing.Rescaling",
    "keras.layers.preprocessing.Rescaling",
)
_KEEPING = (
    "numpy.array", "numpy.asarray", "numpy.expand_dims", "numpy.stack", "numpy.repeat", "numpy.reshape",
    "tensorflow.cast", "tensorflow.constant", "tensorflow.convert_to_tensor", "tensorflow.expand_dims",
    "tensorflow.image.resize", "tensorflow.repeat", "tensorflow.reshape", "keras.ops.cast",
)  # fmt: skip
"""Functions that leave the scale of their first argument alone."""
_KEEPING_METHODS = frozenset(("astype", "reshape", "repeat", "copy"))
_SPLIT = "sklearn.model_selection.train_test_split"
_SCALES = (127.5, 128.0, 255.0, 256.0)


def is_255th(module: Engine, node: cst.BaseExpression | None) -> bool:
    """Whether an expression is 1/255."""
    if isinstance(node, cst.Name):
        binding = module.sole_binding(node)
        node = binding.value if binding is not None and not binding.index else None
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Divide):
        return number(module, node.left) == 1 and number(module, node.right) == 255
    value = number(module, node) if node is not None else None
    return value is not None and abs(value - 1 / 255) < 2e-5


def factor(module: Engine, node: cst.BaseExpression) -> float | None:
    """The number that an expression is, a quotient of two as well: ``1 / 255``."""
    if isinstance(node, cst.Name):
        binding = module.sole_binding(node)
        if binding is not None and not binding.index and isinstance(binding.value, cst.BinaryOperation):
            node = binding.value
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Divide):
        parts = number(module, node.left), number(module, node.right)
        return parts[0] / parts[1] if parts[0] is not None and parts[1] else None
    return number(module, node)


def number(module: Engine, node: cst.BaseExpression) -> float | None:
    """The number that *node* is whatever way the code takes."""
    values = module.evaluate(node)
    value = values[0].value if len(values) == 1 and isinstance(values[0], Constant) else None
    return value if isinstance(value, (int, float)) else None


def divides(module: Engine, node: cst.CSTNode) -> bool:
    """Whether an expression or statement divides by 255: ``x / 255.0``, ``x * (1 / 255)``, ``x /= 255``."""
    if isinstance(node, cst.BinaryOperation):
        if isinstance(node.operator, cst.Divide):
            return number(module, node.right) == 255 and number(module, node.left) != 1
        return isinstance(node.operator, cst.Multiply) and is_255th(module, node.right)
    if isinstance(node, cst.AugAssign):
        if isinstance(node.operator, cst.DivideAssign):
            return number(module, node.value) == 255
        return isinstance(node.operator, cst.MultiplyAssign) and is_255th(module, node.value)
    return False


def scales(module: Engine, nodes: Iterable[cst.CSTNode]) -> list[cst.CSTNode]:
    """What among *nodes* may bring pictures to another scale: arithmetic with 255 or 127.5, some layers."""
    found: list[cst.CSTNode] = []
    for node in nodes:
        if isinstance(node, cst.Call):
            name = api_called(module, node) or ""
            last = name.rpartition(".")[2]
            if last in ("Rescaling", "Lambda", "Normalization", "preprocess_input", "convert_image_dtype"):
                found.append(node)
        elif isinstance(node, (cst.BinaryOperation, cst.AugAssign)):
            right = node.right if isinstance(node, cst.BinaryOperation) else node.value
            operators = (cst.Divide, cst.Multiply, cst.DivideAssign, cst.MultiplyAssign)
            literal = right if isinstance(right, (cst.Integer, cst.Float)) else None
            known = literal is not None and literal.evaluated_value in _SCALES
            if isinstance(node, cst.BinaryOperation) and number(module, node.left) == 1:
                continue  # a factor: counted where something is multiplied by it
            if isinstance(node.operator, operators) and (known or divides(module, node)):
                found.append(node)
    return found


def rescaled_data(module: Module, node: cst.BaseExpression) -> cst.CSTNode | None:
    """Where the data *node* of a fit is divided by 255, where it surely is, and nothing else scales it.

    The division, or the argument ``rescale`` of a generator. ``None`` where that is not certain.
    """
    chains = module.datasets.chains(node)
    if chains:
        maps = ([step for step in chain.operations if step.name == "map"] for chain in chains)
        return agreed(_in_maps(module, each) for each in maps)
    generators = [_generator(module, value) for value in module.evaluate(node)]
    if generators and None not in generators:
        return agreed(_rescale(module, one) for one in generators if one is not None)
    return module.fact(RescaledArrays).at(node)


def rescaled_beside(module: Module, fit: Fit) -> Iterator[cst.CSTNode]:
    """Where the other data of the model of *fit* is divided by 255: for validation, evaluate and predict."""
    for other in given(module, "fit", "evaluate", "predict"):
        func = other.call.node.func
        if not isinstance(func, cst.Attribute) or module.objects.origins(func.value) != fit.model:
            continue
        place = rescaled_data(module, other.data) or module.fact(RescaledArrays).at(other.data, (0,))
        if place is not None:
            yield place


def _generator(module: Module, value: object) -> cst.Call | None:
    """The ``ImageDataGenerator(…)`` whose pictures flow from *value*."""
    return generator_of(module, value.call) if isinstance(value, Instance) else None


def _rescale(module: Module, generator: cst.Call) -> cst.CSTNode | None:
    call = module.as_call(generator, GENERATOR)
    if call is None or call.open or call.argument("preprocessing_function") is not None:
        return None
    given = call.argument("rescale")
    return given.node if given is not None and is_255th(module, given.value) else None


def _in_maps(module: Module, maps: Iterable[Operation]) -> cst.CSTNode | None:
    """The only division by 255 in the functions of a pipeline, where it is one of what they give first."""
    found: list[cst.CSTNode] = []
    for step in maps:
        function = _function(module, step.function)
        returned = module.returns(function) if function is not None else None
        if not returned:
            return None
        places = {_only_scale(module, one, function) for one in returned}
        if None in places or len(places) != 1:
            return None
        found += places.pop() or ()
    if len(found) != 1 or not (divides(module, found[0]) or is_rescaling(module, found[0])):
        return None
    return found[0]


def is_rescaling(module: Module, node: cst.CSTNode) -> bool:
    """Whether a call makes a layer that divides by 255: ``Rescaling(1 / 255)``."""
    call = module.as_call(node, *RESCALING) if isinstance(node, cst.Call) else None
    if call is None or call.open or argument_of(call, "offset") is not None:
        return False
    scale = argument_of(call, "scale")
    return scale is not None and is_255th(module, scale.value)


def _function(module: Module, given: cst.BaseExpression | None) -> cst.FunctionDef | cst.Lambda | None:
    function = unnamed(module, given) if given is not None else None
    if function is None or isinstance(function, cst.Lambda):
        return function
    return module.local_function(function)


def _only_scale(
    module: Module, returned: cst.BaseExpression, function: cst.CSTNode | None
) -> tuple[cst.CSTNode, ...] | None:
    """What brings the pictures, the first thing that a mapped function returns, to another scale."""
    if isinstance(returned, cst.Dict):
        return None
    pictures = returned.elements[0].value if isinstance(returned, cst.Tuple) else returned
    nodes = ingredients(module, pictures, of=function)
    return tuple(scales(module, nodes)) if nodes is not None else None


def parts_of(module: Module, origin: Origin) -> frozenset[cst.CSTNode] | None:
    """All the code that a model is made of: what its constructor is given, and the layers that are added."""
    added = []
    for call, attribute in module.method_calls("add"):
        if any(each.node is origin.node for each in module.objects.origins(attribute.value)):
            added += [argument.value for argument in call.args]
    return ingredients(module, origin.node, *added)


class RescaledArrays(Agreeing[cst.CSTNode]):
    """The division by 255 that an array comes from, with nothing after it that changes its scale."""

    def brought(self, found: cst.CSTNode | None, use: cst.CSTNode) -> cst.CSTNode | None:
        return None

    def own(self, node: cst.BaseExpression, path: Path) -> cst.CSTNode | Passed | None:
        if path:
            return self._split(node, path)
        if divides(self.module, node):
            assert isinstance(node, cst.BinaryOperation)
            before = ingredients(self.module, node.left)
            return node if before is None or not set(scales(self.module, before)) - {node} else None
        if isinstance(node, cst.Subscript) and any(isinstance(part.slice, cst.Slice) for part in node.slice):
            return self.at(node.value)
        if isinstance(node, cst.Call):
            if isinstance(node.func, cst.Attribute) and node.func.attr.value in _KEEPING_METHODS:
                return self.at(node.func.value)
            if self.module.is_named(node.func, *_KEEPING) and node.args and not node.args[0].star:
                return self.at(node.args[0].value)
        return PASS

    def _split(self, node: cst.BaseExpression, path: Path) -> cst.CSTNode | Passed | None:
        """The arrays that ``train_test_split`` gives two parts of each."""
        if not isinstance(node, cst.Call) or not self.module.is_named(node.func, _SPLIT):
            return PASS
        given = [argument.value for argument in node.args if argument.keyword is None and not argument.star]
        place = path[0] // 2 if isinstance(path[0], int) else len(given)
        is_there = len(path) == 1 and -len(given) <= place < len(given)
        return self.at(given[place]) if is_there else None

    def augmented(self, binding: Binding, use: cst.Name, path: Path) -> cst.CSTNode | None:
        statement = self.module.parent(binding.node)
        return statement if statement is not None and divides(self.module, statement) else None
