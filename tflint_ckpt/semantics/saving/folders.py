"""Calls that write a file and raise where its folder is missing.

Which do was run on TensorFlow 2.11, 2.15 and 2.21 (Keras 2 and 3). Those that make the folder are not
here: ``model.save`` of HDF5 and of a SavedModel, ``tf.train.Checkpoint.save``, ``Dataset.save``, and
``ModelCheckpoint`` from 2.12 on.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import arguments
from tflint_ckpt.semantics.contracts import FILES, Content, apis, argument_of, given_to
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import is_self_or_cls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

ARRAYS = apis(Content.ARRAYS, writes=True)
_SAVE_MODEL = apis(Content.MODEL, writes=True)
_PORTABLE = ".weights.h5"
_HDF5 = (".h5", ".hdf5", ".keras")
"""What Keras 2 writes weights to as HDF5; Keras 3 refuses all but ``.weights.h5``."""


class Kind(Enum):
    """What writes the file, and so what is raised on which release."""

    MODEL = "the native format, .keras"
    WEIGHTS = ".weights.h5"
    WEIGHTS_KERAS2 = "HDF5 weights that Keras 3 refuses"
    LOGGER = "CSVLogger"
    CACHE = "the cache of a dataset"
    ARRAY = "NumPy"
    FIGURE = "Matplotlib"
    PICTURE = "Pillow"


_KINDS = {Content.ARRAYS: Kind.ARRAY, Content.LOG: Kind.LOGGER}


@dataclass(frozen=True, eq=False, slots=True)
class Writing:
    """A call that needs the folder of its file to be there.

    Attributes:
        node: the call.
        path: the expression of the file.
        kind: what writes it.
    """

    node: cst.Call
    path: cst.BaseExpression
    kind: Kind


class Writings:
    """Every call of a module that raises where the folder of its file is missing.

    Attributes:
        every: they.
        calls: their nodes.
    """

    def __init__(self, module: Module) -> None:
        self.every = tuple(_writings(module))
        self.calls = frozenset(writing.node for writing in self.every)


def _writings(module: Module) -> Iterator[Writing]:
    for contract in FILES:
        for call in module.calls(contract.api) if contract.makes_folder is False else ():
            path = argument_of(call, contract.argument)
            if path is not None and not call.partial and not call.inherited:
                yield Writing(call.node, path.value, _KINDS[contract.content])
    for operation in module.datasets.operations("cache"):
        filename = operation.argument("filename")
        if filename is not None:
            yield Writing(operation.call, filename, Kind.CACHE)
    for node, _ in module.method_calls("savefig"):  # of pyplot, a figure, or a grid of seaborn
        figure = given_to(node, "matplotlib.pyplot.savefig", "fname")
        if figure is not None:
            yield Writing(node, figure, Kind.FIGURE)
    for node, attribute in module.method_calls("save"):
        picture = given_to(node, "PIL.Image.Image.save", "fp")
        if picture is not None and module.made_by(attribute.value, "PIL.Image"):
            yield Writing(node, picture, Kind.PICTURE)
    for node, attribute in module.method_calls("save", "save_weights"):
        if _may_be_model(module, attribute):
            call = arguments.bind(module, node, f"keras.Model.{attribute.attr.value}")
            yield from _of_model(module, call, attribute.attr.value)
    for call in module.calls(*_SAVE_MODEL):
        yield from _of_model(module, call, "save")


def _of_model(module: Module, call: arguments.Call, method: str) -> Iterator[Writing]:
    """The saving of a model or of its weights, where every suffix it may get is of one kind."""
    path = argument_of(call, "filepath")
    if path is None or call.open or call.argument("save_format") is not None:
        return
    values = module.evaluate(path.value)
    kind = agreed(_kind(value, method) for value in values)
    if kind is None and not any(isinstance(value, Text) for value in values):
        from tflint_ckpt.semantics.values.options import CommandLine

        kind = agreed(_kind(value, method) for value in module.fact(CommandLine).of(path.value))
    if kind is not None:
        yield Writing(call.node, path.value, kind)


def _kind(value: object, method: str) -> Kind | None:
    tail = value.tail if isinstance(value, Text) else ""
    if method == "save":
        return Kind.MODEL if tail.endswith(".keras") else None
    if tail.endswith(_PORTABLE):
        return Kind.WEIGHTS
    return Kind.WEIGHTS_KERAS2 if tail.endswith(_HDF5) else None


def _may_be_model(module: Module, attribute: cst.Attribute) -> bool:
    """Whether a method is that of a Keras model: it is proved to be one, or nothing says otherwise.

    The suffixes and the names of the methods are those of Keras alone.
    """
    receiver = attribute.value
    origins = module.objects.origins(receiver)
    if origins:
        return module.is_instance(receiver, "keras.Model") and not any(
            module.objects.overrides(one, attribute.attr.value, receiver) for one in origins
        )
    if module.resolve(receiver) is not None or isinstance(receiver, cst.Call):
        return False
    return not is_self_or_cls(receiver)
