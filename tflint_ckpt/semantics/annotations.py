"""What an annotation says a parameter holds: a name, an object, or either."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.scopes import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.module import Module


class Annotation(Enum):
    """What an annotation says a parameter holds."""

    NAME = "name"
    OBJECT = "object"
    FOREIGN = "object of another framework"
    EITHER = "either"
    UNKNOWN = "unknown"


def of_annotation(module: Module, node: cst.Annotation | None) -> Annotation:
    """What an annotation says; ``Optional`` and ``None`` beside a type do not count."""
    if node is None:
        return Annotation.UNKNOWN
    found = set(_kinds(module, node.annotation))
    if Annotation.NAME in found and len(found) > 1:
        return Annotation.EITHER
    return next((kind for kind in Annotation if kind in found), Annotation.UNKNOWN)


def _kinds(module: Module, node: cst.BaseExpression) -> Iterator[Annotation]:
    if isinstance(node, cst.SimpleString):
        text = node.evaluated_value
        try:
            parsed = cst.parse_expression(text if isinstance(text, str) else "")
        except cst.ParserSyntaxError:
            parsed = node
        # A string is no part of the tree, so only builtins are known in it.
        yield Annotation.NAME if dotted(parsed) == "str" else Annotation.OBJECT
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        yield from _kinds(module, node.left)
        yield from _kinds(module, node.right)
    elif isinstance(node, cst.Subscript):
        yield from _subscripted(module, node)
    elif not (isinstance(node, cst.Name) and node.value == "None"):
        yield _kind(module, node)


def _subscripted(module: Module, node: cst.Subscript) -> Iterator[Annotation]:
    base = (module.resolve(node.value) or dotted(node.value) or "").rsplit(".", 1)[-1]
    if base == "Literal":
        yield Annotation.NAME
    elif base in ("Optional", "Union", "Annotated", "Final"):
        elements = node.slice[:1] if base == "Annotated" else node.slice
        for element in elements:
            if isinstance(element.slice, cst.Index):
                yield from _kinds(module, element.slice.value)
    else:
        yield Annotation.OBJECT if base in ("Callable", "Type", "type") else _kind(module, node.value)


def _kind(module: Module, node: cst.BaseExpression) -> Annotation:
    name = module.resolve(node) or dotted(node) or ""
    if name in _STRING_TYPES:
        return Annotation.NAME
    if name in ("", "typing.Any", "Any", "object", "typing.TypeVar") or name.startswith("typing."):
        return Annotation.UNKNOWN
    return Annotation.FOREIGN if name.split(".")[0] in FOREIGN else Annotation.OBJECT


_STRING_TYPES = frozenset(
    ("str", "typing.Text", "pathlib.Path", "pathlib.PurePath", "os.PathLike", "bytes", "typing.AnyStr")
)
FOREIGN = frozenset(
    "torch pytorch_lightning lightning torchvision transformers sklearn xgboost lightgbm catboost jax flax "
    "haiku mxnet paddle onnx onnxruntime django pydantic gurobipy pulp pyomo peewee sqlalchemy".split()
)
"""Packages whose models are none of Keras'."""
