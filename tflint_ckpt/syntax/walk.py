"""Which fields of a LibCST node hold code, and walking them without LibCST's visitors.

``CSTNode.children`` and ``CSTVisitor.visit`` cost about 100 µs a source line because they also visit
every piece of white space; following only the fields named here costs a few.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

_CODE_FIELDS = frozenset(
    "annotation args attr bases body bound cases cause cls comparator comparisons decorator decorators "
    "default elements elt exc expression finalbody for_in format_spec func guard handlers ifs "
    "inner_for_in item items iter key keywords kwds kwonly_params left lower msg orelse param params "
    "parts pattern patterns posonly_params returns right slice star_arg star_kwarg step subject target "
    "targets test type type_parameters upper value asname name names module star_kwarg rest".split()
)

# Without names that are no expressions (parts of imports, keywords of calls, names of attributes and
# definitions), and in source order where LibCST's own is another.
_EXCEPT: dict[str, tuple[str, ...]] = {
    "Attribute": ("value",),
    "Arg": ("value",),
    "Import": (),
    "ImportFrom": (),
    "Global": (),
    "Nonlocal": (),
    "Param": ("annotation", "default"),
    "FunctionDef": ("decorators", "params", "returns", "body"),
    "ClassDef": ("decorators", "bases", "keywords", "body"),
    "Try": ("body", "handlers", "orelse", "finalbody"),
    "ExceptHandler": ("type", "name", "body"),
    "ExceptStarHandler": ("type", "name", "body"),
    "MatchCase": ("pattern", "guard", "body"),
    "MatchKeywordElement": ("pattern",),
    "IfExp": ("body", "test", "orelse"),
    "Comment": (),
    "SimpleString": (),
    "Name": (),
    "Integer": (),
    "Float": (),
    "FormattedStringText": (),
    "TypeParameters": (),
}

NO_NODES = (str, cst.MaybeSentinel)
"""What a field has besides nodes, lists of them, and ``None``. To ask whether a value is a node costs much:
LibCST's are abstract classes."""

_fields: dict[type[cst.CSTNode], tuple[str, ...]] = {}


def code_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of *kind* that hold expressions, statements or patterns, in the order of the class."""
    fields = _fields.get(kind)
    if fields is None:
        fields = _EXCEPT.get(kind.__name__)
        if fields is None:
            fields = tuple(name for name in kind.__dataclass_fields__ if name in _CODE_FIELDS)
        _fields[kind] = fields
    return fields


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes of code directly below *node*, in the order of its fields."""
    found: list[cst.CSTNode] = []
    fields = _fields.get(type(node))
    for name in code_fields(type(node)) if fields is None else fields:
        value = getattr(node, name)
        kind = type(value)
        if kind is tuple or kind is list:
            found += value
        elif value is not None and kind not in NO_NODES:
            found.append(value)
    return found


def descend(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """*node* and every node of code below it, parents first, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))


def own_body(function: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    """As :func:`descend` the body of *function*, without the functions that are defined in it."""
    stack: list[cst.CSTNode] = [function.body]
    while stack:
        current = stack.pop()
        yield current
        if not isinstance(current, cst.FunctionDef):
            stack.extend(reversed(children(current)))
