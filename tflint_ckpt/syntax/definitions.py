"""Adding a class or function of one's own at the top level of a file."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind
from tflint_ckpt.syntax.forms import is_import
from tflint_ckpt.syntax.lines import next_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def top_level_import(module: Code, name: str) -> Binding | None:
    """The one binding of *name*, where that is an import at the top level that always runs."""
    found = module.facts.module.bindings.get(name, [])
    if len(found) != 1 or found[0].kind is not BindingKind.IMPORT:
        return None
    statement = module.parent(found[0].node)
    line = module.parent(statement) if statement is not None else None
    return found[0] if line is not None and module.parent(line) is module.tree else None


def import_of(module: Code, node: cst.BaseExpression) -> Binding | None:
    """The import at the top level that a dotted name begins with."""
    while isinstance(node, cst.Attribute):
        node = node.value
    return top_level_import(module, node.value) if isinstance(node, cst.Name) else None


def define(
    module: Code, name: str, code: str, after: Iterable[Binding], at: cst.CSTNode
) -> tuple[Edit, ...] | None:
    """Edits after which *name* is what *code* defines, where *at* runs; none where it is that already.

    *code* is a class or function, with ``\\n`` and without one at its end. It goes behind the imports in
    which *after* stand, and those that follow without a break. ``None`` where *name* means something
    else, or *at* stands before that place.
    """
    if module.facts.scopes[at].lookup(name) is not None or name in module.facts.module.bindings:
        return () if _is_defined(module, name, code, at) else None
    place = _behind_imports(module, list(after))
    if place is None or place > module.span(at)[0]:
        return None
    text, newline = module.source.text, module.source.newline
    rest = text[place:]
    blank = rest[: len(rest) - len(rest.lstrip("\r\n"))].count(newline)
    lines = ["", "", *code.split("\n"), *[""] * max(0, 2 - blank)]
    return (Edit(module.path, place, place, "".join(line + newline for line in lines)),)


def _is_defined(module: Code, name: str, code: str, at: cst.CSTNode) -> bool:
    found = module.facts.module.bindings.get(name, [])
    if module.facts.scopes[at].lookup(name) is not module.facts.module or len(found) != 1:
        return False
    node = found[0].node
    written = "\n".join(module.text(node).splitlines())
    return written == code and precedes(module.facts, node, at)


def _behind_imports(module: Code, after: list[Binding]) -> int | None:
    """Offset of the line behind the imports that bind *after*, and those that follow at once."""
    body = module.tree.body
    around = {above for binding in after for above in module.ancestors(binding.node)}
    last = max((place for place, line in enumerate(body) if line in around), default=None)
    if last is None:
        return None
    while last + 1 < len(body) and is_import(body[last + 1]):
        last += 1
    return next_line(module.source.text, module.span(body[last])[1])
