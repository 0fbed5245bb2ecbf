"""Where in nested lists, tuples and dictionaries an object stands."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Items, Mapping
from tflint_ckpt.syntax.forms import only_index

Path = tuple[int | str, ...]
"""Where in nested tuples or dictionaries an object stands: indices and keys, outermost first."""
ANY: str = "[*]"
"""The part of a path for what an unknown index or key gives: any element of a list, any value."""
EACH: str = "*"
"""The part of a path for what iterating gives: each element of a list, never a value of a dictionary."""


def chosen(value: Items | Mapping, place: int | str) -> list[cst.BaseExpression] | None:
    """The elements that *place* may mean; ``None`` where it may mean one that cannot be seen."""
    if isinstance(value, Mapping):
        entries = [entry.value for entry in value.entries if place in (ANY, entry.key)]
        return entries if value.complete and entries else None
    if not value.complete or not is_index(place):
        return None
    if isinstance(place, str) or not value.exact:
        return list(value.elements)
    size = len(value.elements)
    return [value.elements[place]] if -size <= place < size else None


def key(node: cst.Subscript) -> int | str:
    """The literal index or key of a subscript; :data:`ANY` for another one, a slice included.

    An index may be one that is counted from the end, and so below 0.
    """
    index = only_index(node)
    if isinstance(index, cst.Index) and isinstance(index.value, cst.Integer):
        return index.value.evaluated_value
    if isinstance(index, cst.Index) and isinstance(index.value, cst.UnaryOperation):
        sign, number = index.value.operator, index.value.expression
        if isinstance(sign, cst.Minus) and isinstance(number, cst.Integer):
            return -number.evaluated_value
    if isinstance(index, cst.Index) and isinstance(index.value, cst.SimpleString):
        value = index.value.evaluated_value
        return value if isinstance(value, str) else ANY
    return ANY


def place_set(node: cst.Subscript) -> int | str:
    """Where an assignment to a subscript puts something; :data:`ANY` too for what is counted from the end."""
    place = key(node)
    return ANY if isinstance(place, int) and place < 0 else place


def may_be(place: int | str, asked: int | str) -> bool:
    """Whether the part *asked* of a container may be what stands at *place*.

    What is counted from the end may be any of those that are counted from the front.
    """
    from_end = isinstance(place, int) and isinstance(asked, int) and (place < 0) != (asked < 0)
    return from_end or place in (ANY, EACH, asked) or asked in (ANY, EACH)


def is_index(place: int | str) -> bool:
    """Whether a part of a path may mean an element of a list."""
    return isinstance(place, int) or place in (ANY, EACH)


def is_display(node: cst.CSTNode | None) -> bool:
    return isinstance(node, (cst.List, cst.Dict, cst.Set)) or (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in ("dict", "list")
    )


def within(path: Path, index: tuple[int, ...]) -> Path | None:
    """What is left of *path* in the part *index* of a tuple; ``None`` where it is in another part.

    What is counted from the end may be any of those that are counted from the front.
    """
    for place in index:
        is_open = place < 0 and bool(path) and isinstance(path[0], int)
        if not path or (path[0] not in (place, ANY, EACH) and not is_open):
            return None
        path = path[1:]
    return path
