"""What the loaders that may return more than one dataset return for one call."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from tflint_ckpt.semantics.datasets import api
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.values.parts import ANY, EACH, Path
from tflint_ckpt.syntax.forms import keyword

PARTS = ("training", "validation")
"""The values of ``subset`` for which a loader of Keras returns one dataset."""


def gives(call: cst.Call, name: str, path: Path, is_part: Callable[[cst.BaseExpression], bool]) -> bool:
    """Whether the source *name* surely gives a dataset at *path* of what this *call* returns.

    *path* holds the indices and keys by which the result is taken apart; empty for the result itself.
    *is_part* says of a ``subset`` that is no literal whether it is one of :data:`PARTS`.
    """
    if name == api.TFDS_LOAD:
        return _tensorflow_datasets(call, path)
    if name in api.KERAS_LOADERS:
        return _keras_loader(call, path, is_part)
    return not path


def _keras_loader(call: cst.Call, path: Path, is_part: Callable[[cst.BaseExpression], bool]) -> bool:
    """A pair for ``subset="both"``, else one dataset."""
    if any(argument.star for argument in call.args):
        return False
    subset = keyword(call, "subset")
    if subset is None or is_none(subset) or _text(subset) not in (None, "both"):
        return not path
    if _text(subset) == "both":
        return path in ((0,), (1,))
    return not path and is_part(subset)


def _tensorflow_datasets(call: cst.Call, path: Path) -> bool:
    """One dataset, a list or a dictionary of them by ``split``, paired with the info by ``with_info``."""
    if any(argument.star for argument in call.args) or keyword(call, "batch_size") is not None:
        return False
    if (info := keyword(call, "with_info")) is not None:
        if not isinstance(info, cst.Name) or info.value not in ("True", "False"):
            return False
        if info.value == "True":
            if not path or path[0] != 0:
                return False
            path = path[1:]
    split = keyword(call, "split")
    if split is None and len(call.args) > 1 and call.args[1].keyword is None:
        split = call.args[1].value
    if split is None:
        return len(path) == 1 and isinstance(path[0], str) and path[0] != EACH
    if isinstance(split, (cst.List, cst.Tuple)):
        place = path[0] if len(path) == 1 else None
        return place in (ANY, EACH) or (isinstance(place, int) and place < len(split.elements))
    return _text(split) is not None and not path


def _text(node: cst.BaseExpression) -> str | None:
    value = node.evaluated_value if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)) else None
    if isinstance(node, cst.FormattedString):
        return "f"
    return value if isinstance(value, str) else None
