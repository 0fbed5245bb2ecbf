"""Which types an annotation allows, as the code writes them and as they are imported."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.semantics.values.agreed import agreed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.names.scopes import Binding

_SEVERAL = ("Optional", "Union", "Annotated", "Final")


def allowed_types(module: Code, node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The types that an annotation allows, ``None`` left out; what is quoted, parsed.

    A quoted annotation that is no expression is given as it is.
    """
    if isinstance(node, cst.SimpleString):
        text = node.evaluated_value
        try:
            parsed = cst.parse_expression(text if isinstance(text, str) else "0")
        except cst.ParserSyntaxError:
            yield node
        else:
            yield from allowed_types(module, parsed)
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        yield from allowed_types(module, node.left)
        yield from allowed_types(module, node.right)
    elif isinstance(node, cst.Subscript) and base_name(module, node) in _SEVERAL:
        for element in node.slice[:1] if base_name(module, node) == "Annotated" else node.slice:
            if isinstance(element.slice, cst.Index):
                yield from allowed_types(module, element.slice.value)
    elif not (isinstance(node, cst.Name) and node.value == "None"):
        yield node


def base_name(module: Code, node: cst.Subscript) -> str:
    """The last part of the name of a generic type: ``Union`` of ``typing.Union[…]``; empty without one."""
    return (module.resolve(node.value) or dotted(node.value) or "").rsplit(".", 1)[-1]


def is_typed(module: Code, annotation: cst.Annotation | None, *wanted: str) -> bool:
    """Whether an annotation allows nothing but the classes *wanted*, by canonical name, and ``None``."""
    found = list(allowed_types(module, annotation.annotation)) if annotation is not None else []
    return bool(found) and all(
        module.is_named(each, *wanted) or _quoted_name(module, each) in wanted for each in found
    )


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
