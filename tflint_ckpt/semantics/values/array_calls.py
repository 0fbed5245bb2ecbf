"""The shapes of the arrays that functions and methods of NumPy, TensorFlow, Keras and scikit-learn give."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from itertools import takewhile

import libcst as cst

from tflint_ckpt.records import replace
from tflint_ckpt.semantics.contracts import given_to
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.draws import drawn_by
from tflint_ckpt.semantics.values.inference import Agreeing, Portable
from tflint_ckpt.semantics.values.kinds import Instance, Items
from tflint_ckpt.semantics.values.numbers import Numbers
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.semantics.values.shape import ITEM_SIZES, Axes, Made, Shape, common, reshaped
from tflint_ckpt.syntax.forms import argument, keywords

_SHAPED: dict[str, str | None] = {
    **{f"numpy.{name}": "float64" for name in "zeros ones empty random.random".split()},
    **{f"numpy.random.{name}": "float64" for name in "random_sample standard_normal normal uniform".split()},
    **{f"tensorflow.{name}": "float32" for name in "zeros ones random.normal random.uniform".split()},
    "numpy.random.randint": "int64",
    "numpy.random.choice": None,
    "numpy.full": None,
    "tensorflow.fill": None,
}
"""Functions that are given a shape, and of which type the numbers are; ``None``: of that of what is given."""
_BY_SIDES = ("numpy.random.rand", "numpy.random.randn")
_EACH = tuple(f"numpy.{name}" for name in "sqrt sin cos tan exp log log1p log2 log10 tanh".split())
"""Functions of each element that give floats."""
_COPYING = (
    *_EACH,
    *(f"numpy.{name}" for name in "array asarray float32 float64 abs square stack".split()),
    *(f"tensorflow.{name}" for name in "constant cast convert_to_tensor".split()),
)
"""Functions that give an array with the axes of the first argument."""
_OTHER_AXES = frozenset("axis ndmin shape".split())
"""Arguments of these by which it has others."""
_ONE_HOT = ("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical")
_EXPANDING = ("numpy.expand_dims", "tensorflow.expand_dims", "keras.ops.expand_dims")
_RESHAPING = ("numpy.reshape", "tensorflow.reshape", "keras.ops.reshape")
_KEEPING = frozenset("astype copy clip round numpy".split())
_FLATTENING = frozenset(("ravel", "flatten"))
SPLIT = "sklearn.model_selection.train_test_split"
_TABLES = (
    *(f"sklearn.datasets.load_{name}" for name in "iris wine digits diabetes breast_cancer boston".split()),
    "sklearn.datasets.fetch_california_housing",
)
"""Data sets whose ``target`` is one number a sample."""
_Part = tuple[Axes, "str | None"]
_IMAGES: tuple[_Part, _Part] = ((28, 28), "uint8"), ((), "uint8")
_TEXTS: tuple[_Part, _Part] = ((), None), ((), "int64")
_LOADED: dict[str, tuple[Axes, tuple[_Part, _Part]]] = {
    "mnist": ((60_000, 10_000), _IMAGES),
    "fashion_mnist": ((60_000, 10_000), _IMAGES),
    "cifar10": ((50_000, 10_000), (((32, 32, 3), "uint8"), ((1,), "uint8"))),
    "cifar100": ((50_000, 10_000), (((32, 32, 3), "uint8"), ((1,), "int64"))),
    "imdb": ((25_000, 25_000), _TEXTS),
    "reuters": ((None, None), _TEXTS),
    "boston_housing": ((404, 102), (((13,), "float64"), ((), "float64"))),
}
"""How many samples ``keras.datasets.….load_data()`` gives for training and testing; the axes and type of one
sample and of its label. From https://keras.io/api/datasets/."""
_PYTHON = {
    Made.NUMPY: {"int": "int64", "float": "float64"},
    Made.TENSOR: {"int": "int32", "float": "float32"},
}
"""Which type the numbers of Python have in an array."""
_LONGER = {"int": "int64", "float": "float64", "double": "float64"}
_CHOOSING = frozenset(("maxlen", "test_split"))
"""Its arguments that say how many there are."""


def split_from(node: cst.Call, path: Path) -> cst.BaseExpression | None:
    """What the part *path* of a ``train_test_split`` is a part of."""
    given = [argument.value for argument in node.args if argument.keyword is None]
    place = path[0] // 2 if len(path) == 1 and isinstance(path[0], int) else len(given)
    return given[place] if place < len(given) and not any(argument.star for argument in node.args) else None


class ArrayCalls(Agreeing[Shape], Portable["Shape | None"]):
    """What is known of the shape of what a call gives."""

    @abstractmethod
    def amount(self, node: cst.BaseExpression) -> int | None:
        """The number, whole and at least 0, that *node* is."""

    def together(self, node: cst.CSTNode, found: Iterable[Shape | None]) -> Shape | None:
        return common(found)

    def of_function(self, node: cst.Call, path: Path) -> Shape | Passed | None:
        """What a function of a library gives."""
        name = self.module.resolve(node.func) or drawn_by(self.module, node, self.frames)
        if path:
            return self._of_data(node, name, path)
        made = Made.TENSOR if name.startswith("tensorflow.") else Made.NUMPY
        first = node.args[0].value if node.args and not node.args[0].star else None
        if name in _SHAPED:
            return self._as(made, self._sides(given_to(node, name, "shape", "size", "dims")), node, name)
        if name in _BY_SIDES:
            return replace(self._lengths(node.args), made=made, dtype="float64") if node.args else None
        if name in ("numpy.arange", "numpy.linspace"):
            alone = first if name == "numpy.arange" and len(node.args) == 1 else None
            return Shape((self.amount(alone) if alone is not None else None,), made=made)
        if first is None:
            return PASS
        if name in _EXPANDING:
            axis, known = given_to(node, name, "axis"), self.at(first) or Shape((), True, made=made)
            zero = axis is not None and self.amount(axis) == 0
            return replace(known, axes=(1, *known.axes)) if zero else None
        if name in _RESHAPING:
            sides = self._sides(given_to(node, name, "shape", "newshape"))
            known = self.at(first) or Shape((), True, made=made)
            return reshaped(known, sides) if sides is not None else None
        if name not in _COPYING and name not in _ONE_HOT:
            return PASS
        found = self.at(first) if not keywords(node) & _OTHER_AXES else None
        if found is not None and name in _ONE_HOT:
            classes = given_to(node, name, "num_classes")
            count = self.amount(classes) if classes is not None else None
            single = len(found.axes) == 1 and not found.more  # of a list, too
            axes = (found.axes[0], count) if single else found.axes[:1]
            return Shape(axes, not single, made=made)
        return self._as(made, found, node, name)

    def of_method(self, node: cst.Call) -> Shape | None:
        """What a method of an array gives."""
        func = node.func
        if not isinstance(func, cst.Attribute) or self.module.resolve(func):
            return None
        found, name = self.at(func.value), func.attr.value
        if name == "reshape":
            only = node.args[0].value if len(node.args) == 1 and node.args[0].keyword is None else None
            named = any(each.keyword is not None for each in node.args)
            sides = self._sides(only) if only is not None else None if named else self._lengths(node.args)
            return reshaped(found or Shape((), True), sides) if sides is not None else None
        if found is None or found.made is Made.LIST:
            return None
        if name in _FLATTENING:
            return reshaped(found, Shape((None,)))
        if name == "astype":
            return replace(found, dtype=self._type(argument(node, "dtype", 0)))
        return found if name in _KEEPING else None

    def of_table(self, node: cst.Attribute) -> Shape | Passed | None:
        """``load_iris().target``."""
        if node.attr.value != "target":
            return PASS
        whole = self.module.only(node.value, self.frames)
        known = isinstance(whole, Instance) and self.module.resolve(whole.call.func) in _TABLES
        plain = isinstance(whole, Instance) and "as_frame" not in keywords(whole.call)
        return (Shape((None,), made=Made.NUMPY) if plain else None) if known else PASS

    def _of_data(self, node: cst.Call, name: str, path: Path) -> Shape | Passed | None:
        if name == SPLIT:
            given = split_from(node, path)
            whole = self.at(given) if given is not None else None
            return replace(whole, axes=(None, *whole.axes[1:])) if whole is not None and whole.axes else None
        if not name.startswith("keras.datasets.") or not name.endswith(".load_data"):
            return PASS
        known = _LOADED.get(name.split(".")[2])
        if known is None or len(path) != 2 or path[0] not in (0, 1) or path[1] not in (0, 1):
            return None
        axes, dtype = known[1][1 if path[1] else 0]
        count = known[0][1 if path[0] else 0] if not keywords(node) & _CHOOSING else None
        return Shape((count, *axes), False, dtype, Made.NUMPY)

    # What calls are given

    def _sides(self, node: cst.BaseExpression | None) -> Shape | None:
        """The shape that an argument says: a tuple, or the length of the only axis."""
        if isinstance(node, (cst.Tuple, cst.List)):
            return self._lengths(node.elements)
        only = self.module.only(node, self.frames) if node is not None else None
        if isinstance(only, Items):
            return Shape(tuple(map(self.amount, only.elements))) if only.length is not None else None
        length = self.amount(node) if node is not None else None
        known = node is not None and (length is not None or self.module.fact(Numbers).at(node))
        return Shape((length,)) if known else None

    def _lengths(self, sides: Sequence[cst.Arg | cst.BaseElement]) -> Shape:
        """The axes that are given one by one; who knows how many stand behind a star."""
        plain = list(takewhile(lambda each: not _is_starred(each), sides))
        return Shape(tuple(self.amount(each.value) for each in plain), len(plain) < len(sides))

    def _as(self, made: Made, found: Shape | None, node: cst.Call, name: str) -> Shape | None:
        """*found* as the shape of what the function *name* makes, of the type that it is given."""
        if found is None:
            return None
        given = given_to(node, name, "dtype")
        if given is not None:
            dtype = self._type(given)
        elif name in ("numpy.float32", "numpy.float64"):
            dtype = name.rpartition(".")[2]
        else:
            filled = given_to(node, name, "fill_value", "value", "a")
            like = self.at(filled) if filled is not None else found
            dtype = _SHAPED.get(name) or (like.dtype if like is not None else None)
            dtype = _PYTHON[made].get(dtype or "", dtype) if name not in _EACH else None
        return replace(found, dtype=dtype, made=made)

    def _type(self, node: cst.BaseExpression | None) -> str | None:
        """A type of numbers: ``np.float32``, ``"float32"``, ``float``."""
        if node is None:
            return None
        module = self.module
        name = module.builtin(node) or module.resolve(node) or module.literal(node, self.frames)
        last = (name or "").rpartition(".")[2]
        last = _LONGER.get(last, last)
        return last if last in ITEM_SIZES else None


def _is_starred(each: cst.Arg | cst.BaseElement) -> bool:
    return isinstance(each, cst.StarredElement) or (isinstance(each, cst.Arg) and bool(each.star))
