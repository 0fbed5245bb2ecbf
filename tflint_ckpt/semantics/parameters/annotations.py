"""What an annotation says a parameter holds: a name, a path, an object, or either of them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.names.scopes import dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.code import Code


class Annotation(Enum):
    """What an annotation says a parameter holds."""

    NAME = "name"
    PATH = "path"
    OBJECT = "object"
    FOREIGN = "object of another framework"
    EITHER = "either"
    UNKNOWN = "unknown"


def of_annotation(module: Code, node: cst.Annotation | None) -> Annotation:
    """What an annotation says; ``None`` beside a type does not count, nor ``str`` beside ``Path``."""
    if node is None:
        return Annotation.UNKNOWN
    found = {_kind(name) for name in type_names(module, node.annotation)}
    if Annotation.PATH in found:
        found.discard(Annotation.NAME)
    if found & {Annotation.NAME, Annotation.PATH} and len(found) > 1:
        return Annotation.EITHER
    return next((kind for kind in Annotation if kind in found), Annotation.UNKNOWN)


def type_names(module: Code, node: cst.BaseExpression) -> Iterator[str]:
    """The canonical name of each type that an annotation allows, ``None`` left out.

    ``""`` for what has no name; a name in a quoted annotation stays as it is written.
    """
    from tflint_ckpt.semantics.names.annotations import allowed_types, base_name

    for each in allowed_types(module, node):
        if isinstance(each, cst.Subscript):
            base = base_name(module, each)
            yield base if base != "Literal" else "str" if _are_texts(each) else ""
        else:
            yield module.resolve(each) or dotted(each) or ""


def _are_texts(node: cst.Subscript) -> bool:
    """Whether all values of ``Literal[…]`` are strings."""
    return all(
        isinstance(each.slice, cst.Index) and isinstance(each.slice.value, cst.SimpleString)
        for each in node.slice
    )


def _kind(name: str) -> Annotation:
    last = name.rsplit(".", 1)[-1]
    if last in _STRING_TYPES:
        return Annotation.NAME
    if last in _PATH_TYPES:
        return Annotation.PATH
    if last in ("", "Any", "object") or (name.startswith("typing.") and last != "Callable"):
        return Annotation.UNKNOWN
    return Annotation.FOREIGN if name.split(".", 1)[0] in FOREIGN else Annotation.OBJECT


_STRING_TYPES = frozenset(("str", "Text", "AnyStr"))
_PATH_TYPES = frozenset(
    "Path PurePath PosixPath WindowsPath PurePosixPath PureWindowsPath PathLike StrPath FilePath".split()
)
FOREIGN = frozenset(
    "torch pytorch_lightning lightning torchvision transformers sklearn xgboost lightgbm catboost jax flax "
    "haiku mxnet paddle onnx onnxruntime django pydantic gurobipy pulp pyomo peewee sqlalchemy".split()
)
"""Packages whose models are none of Keras'."""
