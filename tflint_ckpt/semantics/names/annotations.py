"""Which types an annotation allows, as the code writes them and as they are imported."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.syntax.forms import keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.names.scopes import Binding

_SEVERAL = ("Optional", "Union", "Annotated", "Final")
_HOLDING = frozenset("list List Sequence Iterable Collection Iterator set Set frozenset".split())
"""Generic types that have elements of one type; a tuple may have several."""
_MOST_STEPS = 4
"""Names of types that stand for one another, as ``Folder = Union[Text, Path]``."""


def allowed_types(
    module: Code, node: cst.BaseExpression, steps: int = _MOST_STEPS
) -> Iterator[cst.BaseExpression]:
    """The types that an annotation allows, ``None`` left out; what is quoted, parsed.

    A quoted annotation that is no expression is given as it is, as is a name behind too many others.
    """
    if isinstance(node, cst.SimpleString):
        text = node.evaluated_value
        try:
            parsed = cst.parse_expression(text if isinstance(text, str) else "0")
        except cst.ParserSyntaxError:
            yield node
        else:
            yield from allowed_types(module, parsed, steps)
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        yield from allowed_types(module, node.left, steps)
        yield from allowed_types(module, node.right, steps)
    elif isinstance(node, cst.Subscript) and base_name(module, node) in _SEVERAL:
        for element in node.slice[:1] if base_name(module, node) == "Annotated" else node.slice:
            if isinstance(element.slice, cst.Index):
                yield from allowed_types(module, element.slice.value, steps)
    elif steps and (named := _another_name_of(module, node)) is not None:
        for each in named:
            yield from allowed_types(module, each, steps - 1)
    elif not (isinstance(node, cst.Name) and node.value == "None"):
        yield node


def _another_name_of(module: Code, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """The types that a name of the file stands for; ``None`` for what is a type itself.

    ``PathLike = Union[str, Path]``, ``T = TypeVar("T", str, bytes)`` and ``Folder = NewType("Folder", str)``.
    """
    value = module.assigned(node)
    if value is None:
        return None
    if isinstance(value, (cst.Subscript, cst.BinaryOperation)):
        return [value]
    if not isinstance(value, cst.Call):
        return None
    given = [each.value for each in value.args[1:] if each.keyword is None]
    if module.is_named(value.func, "typing.NewType"):
        return given
    if module.is_named(value.func, "typing.TypeVar", "typing_extensions.TypeVar"):
        bound = keyword(value, "bound")
        return given or [bound if bound is not None else value]
    return None


def base_name(module: Code, node: cst.Subscript) -> str:
    """The last part of the name of a generic type: ``Union`` of ``typing.Union[…]``; empty without one."""
    return (module.resolve(node.value) or dotted(node.value) or "").rsplit(".", 1)[-1]


def is_typed(module: Code, annotation: cst.Annotation | None, *wanted: str) -> bool:
    """Whether an annotation allows nothing but the classes *wanted*, by canonical name, and ``None``."""
    return annotation is not None and _is_type(module, annotation.annotation, *wanted)


def _is_type(module: Code, node: cst.BaseExpression, *wanted: str) -> bool:
    found = list(allowed_types(module, node))
    return bool(found) and all(
        module.is_named(each, *wanted) or _quoted_name(module, each) in wanted for each in found
    )


def holds_typed(module: Code, annotation: cst.Annotation | None, *wanted: str) -> bool:
    """The same of the elements: ``list[keras.Model]``, ``Sequence["keras.Model"]``."""
    found = list(allowed_types(module, annotation.annotation)) if annotation is not None else []
    for each in found:
        if not isinstance(each, cst.Subscript) or base_name(module, each) not in _HOLDING:
            return False
        inner = each.slice[0].slice
        if not isinstance(inner, cst.Index) or not _is_type(module, inner.value, *wanted):
            return False
    return bool(found)


def annotation_of(module: Code, binding: Binding) -> cst.Annotation | None:
    """The annotation of the parameter or variable that *binding* gives its value; ``None`` without one."""
    node = binding.node
    if isinstance(node, cst.Param):
        return node.annotation if node.star not in ("*", "**") else None
    holder = module.parent(node)
    return holder.annotation if isinstance(holder, cst.AnnAssign) else None


def _quoted_name(module: Code, node: cst.BaseExpression) -> str | None:
    """The canonical name of a type in a quoted annotation, by what the module imports its first part as."""
    name = dotted(node)
    if name is None or node in module.facts.scopes:
        return None
    first, _, rest = name.partition(".")
    root = agreed(binding.imported for binding in module.facts.module.bindings.get(first, ()))
    return canonical(f"{root}.{rest}" if rest else root) if root else None
