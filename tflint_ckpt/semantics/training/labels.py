"""Of which kind the labels are that a fit gets: integers, or one-hot vectors."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass, replace
from tflint_ckpt.semantics.calls.arguments import Argument, Call, bind
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.datasets.chains import Chain, Datasets, Operation
from tflint_ckpt.semantics.objects.instances import Instances
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.answers import PASS, Passed
from tflint_ckpt.semantics.values.array_calls import SPLIT, split_from
from tflint_ckpt.semantics.values.draws import drawn_by
from tflint_ckpt.semantics.values.inference import Agreeing
from tflint_ckpt.semantics.values.kinds import Instance, Text
from tflint_ckpt.semantics.values.parts import Path
from tflint_ckpt.syntax.forms import only_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.fits import Fit

_LOADERS = tuple(
    f"keras.{place}.{kind}_dataset_from_directory"
    for place in ("utils", "preprocessing", "preprocessing.image", "preprocessing.text")
    for kind in ("image", "text", "audio")
)
_GENERATOR = "keras.preprocessing.image.ImageDataGenerator"
_FLOWS = ("flow_from_directory", "flow_from_dataframe")
_ONE_HOT = ("keras.utils.to_categorical", "keras.utils.np_utils.to_categorical", "tensorflow.one_hot")
_SLICES = "tensorflow.data.Dataset.from_tensor_slices"
_ENCODER = "sklearn.preprocessing.LabelEncoder"
_ENCODING = frozenset(("fit_transform", "transform"))
_DRAWN = "numpy.random.randint"
_COPYING = ("numpy.array", "numpy.asarray", "numpy.ravel")
_KEEPING_ARRAYS = frozenset("astype copy ravel flatten squeeze".split())
"""Methods of an array that leave its numbers alone."""
_LABELLED = tuple(
    f"keras.datasets.{name}.load_data"
    for name in ("mnist", "fashion_mnist", "cifar10", "cifar100", "imdb", "reuters")
)
"""Data sets whose labels are integers."""
_KEEPING = frozenset("cache prefetch shuffle take skip repeat with_options shard snapshot".split())
"""Operations of a dataset that leave its elements as they are."""


class Kind(Enum):
    """How a label says which class it is."""

    INTEGER = "integers"
    ONE_HOT = "one-hot vectors"


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a fit.

    Attributes:
        kind: how they say which class it is.
        source: the call that makes them.
        how: what they are, for a message: ``label_mode="int"``, ``to_categorical``.
        given: the argument that says so, where there is one.
        mode: the name of that argument, given or not; empty where there is none.
    """

    kind: Kind
    source: cst.Call
    how: str
    given: Argument | None = None
    mode: str = ""

    @property
    def is_generator(self) -> bool:
        """Whether they come from an ``ImageDataGenerator``, whose shapes Keras does not know beforehand."""
        return self.mode == "class_mode"


def labels_of(module: Engine, fit: Fit) -> Labels | None:
    """The labels that a fit surely gets; ``None`` where that is not known, or there are several kinds."""
    x = argument_of(fit.call, "x", "generator")
    y = argument_of(fit.call, "y")
    if fit.call.open or x is None:
        return None
    if y is not None and not (isinstance(y.value, cst.Name) and y.value.value == "None"):
        return module.fact(LabelArrays).inside(fit.frames, y.value)
    chains = module.fact(Datasets).chains(x.value)
    if chains:
        return _same([_of_chain(module, chain) for chain in chains])
    return _same([_of_generator(module, value) for value in module.evaluate(x.value, fit.frames)])


def _same(found: list[Labels | None]) -> Labels | None:
    """The first of *found*, if all are of its kind."""
    return found[0] if agreed(labels.kind if labels is not None else None for labels in found) else None


class LabelArrays(Agreeing[Labels]):
    """The labels in the arrays of one module."""

    def together(self, node: cst.CSTNode, found: Iterable[Labels | None]) -> Labels | None:
        return _same(list(found))

    def brought(self, found: Labels | None, use: cst.CSTNode) -> Labels | None:
        return replace(found, source=use) if found is not None and isinstance(use, cst.Call) else None

    def own(self, node: cst.BaseExpression, path: Path) -> Labels | Passed | None:
        if isinstance(node, cst.Subscript) and not path:
            return self._indexed(node)
        if not isinstance(node, cst.Call):
            return PASS
        name = self.module.resolve(node.func) or ""
        if name in _LABELLED:
            known = path in ((0, 1), (1, 1))
            return Labels(Kind.INTEGER, node, name.rpartition(".")[0]) if known else None
        if name == SPLIT and path:
            given = split_from(node, path)
            return self.at(given) if given is not None else None
        if path:
            return PASS
        if name in _ONE_HOT:
            return Labels(Kind.ONE_HOT, node, name.rpartition(".")[2])
        is_drawn = _DRAWN in (name, name or drawn_by(self.module, node, self.frames))
        if is_drawn and self.module.fact(Shapes).rank(node) == 1:
            return Labels(Kind.INTEGER, node, name or self.module.text(node.func))
        if name in _COPYING and node.args and not node.args[0].star:
            return self.at(node.args[0].value)
        return PASS

    def called(self, node: cst.Call, path: Path) -> Labels | None:
        func = node.func
        if path or not isinstance(func, cst.Attribute):
            return None
        if func.attr.value in _KEEPING_ARRAYS:
            return self.at(func.value)
        made = self.module.only(func.value, self.frames) if func.attr.value in _ENCODING else None
        if isinstance(made, Instance) and self.module.is_named(made.call.func, _ENCODER):
            return Labels(Kind.INTEGER, node, _ENCODER.rpartition(".")[2])
        return None

    def _indexed(self, node: cst.Subscript) -> Labels | Passed | None:
        """A part of the labels, and ``np.eye(10)[labels]``."""
        whole = node.value
        if isinstance(whole, cst.Call) and self.module.is_named(whole.func, "numpy.eye"):
            return Labels(Kind.ONE_HOT, whole, "numpy.eye")
        return self.at(whole) if isinstance(only_index(node), cst.Slice) else PASS


def _of_chain(module: Engine, chain: Chain) -> Labels | None:
    """What ``image_dataset_from_directory`` or two arrays give, if nothing on the way changes it."""
    made = chain.source.node
    if chain.source.brought:
        return None
    if chain.source.name == _SLICES:
        array = sliced_labels(module, chain)
        return module.fact(LabelArrays).at(array) if array is not None else None
    if chain.source.name not in _LOADERS or not isinstance(made, cst.Call):
        return None
    if not all(_keeps_labels(module, operation) for operation in chain.operations):
        return None
    call = bind(module, made, f"keras.utils.{chain.source.name.rpartition('.')[2]}")
    labels = argument_of(call, "labels")
    if labels is not None and not _text(module, labels.value):
        return None
    kinds = {"int": Kind.INTEGER, "binary": Kind.INTEGER, "categorical": Kind.ONE_HOT}
    return _by_mode(module, call, "label_mode", "int", kinds)


def sliced_labels(module: Engine, chain: Chain) -> cst.BaseExpression | None:
    """The array of labels in ``from_tensor_slices((x, y))``, if nothing but batching changes them."""
    made = chain.source.node
    if chain.source.brought or chain.source.name != _SLICES or not isinstance(made, cst.Call):
        return None
    pair = made.args[0].value if len(made.args) == 1 and module.parent(made) is not None else None
    if not isinstance(pair, cst.Tuple) or len(pair.elements) != 2:
        return None
    rest = (step for step in chain.operations if step.name not in ("batch", "padded_batch"))
    return pair.elements[1].value if all(_keeps_labels(module, step) for step in rest) else None


def _of_generator(module: Engine, value: object) -> Labels | None:
    """What ``ImageDataGenerator().flow_from_directory(…)`` gives."""
    func = value.call.func if isinstance(value, Instance) else None
    if not isinstance(value, Instance) or not isinstance(func, cst.Attribute):
        return None
    made = module.fact(Instances).origins(func.value) if func.attr.value in _FLOWS else ()
    if not made or not all(
        one.name == _GENERATOR and not module.fact(Instances).overrides(one, func.attr.value) for one in made
    ):
        return None
    call = bind(module, value.call, f"{_GENERATOR}.{func.attr.value}")
    kinds = {"sparse": Kind.INTEGER, "binary": Kind.INTEGER, "categorical": Kind.ONE_HOT}
    return _by_mode(module, call, "class_mode", "categorical", kinds)


def _by_mode(module: Engine, call: Call, name: str, default: str, kinds: dict[str, Kind]) -> Labels | None:
    if call.open:
        return None
    given = argument_of(call, name)
    mode = _text(module, given.value) if given is not None else default
    kind = kinds.get(mode or "")
    return Labels(kind, call.node, f'{name}="{mode}"', given, name) if kind is not None else None


def _text(module: Engine, node: cst.BaseExpression) -> str | None:
    return agreed(value.literal if isinstance(value, Text) else None for value in module.evaluate(node))


def _keeps_labels(module: Engine, operation: Operation) -> bool:
    """Whether an operation leaves the labels alone: ``map(lambda x, y: (f(x), y))`` does."""
    if operation.name in _KEEPING:
        return True
    function = operation.function if operation.name == "map" else None
    local = function if isinstance(function, cst.Lambda) else None
    found = local if local is not None or function is None else module.local_function(function)
    if found is None or len(found.params.params) != 2:
        return False
    second = found.params.params[1].name.value
    returned = module.returns(found)
    return bool(returned) and all(_is_second(module, node, second) for node in returned or ())


def _is_second(module: Engine, node: cst.BaseExpression, parameter: str) -> bool:
    if not isinstance(node, cst.Tuple) or len(node.elements) != 2:
        return False
    label = node.elements[1].value
    return isinstance(label, cst.Name) and label.value == parameter and len(module.bindings(label)) == 1
