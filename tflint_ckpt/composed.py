"""Texts that are put together: whether a word may be in one. For the gate."""

from __future__ import annotations

import _ast

from tflint_ckpt.uncalled import is_unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast

    from tflint_ckpt.identifiers import Identifiers


def may_have(found: Identifiers, node: ast.expr, word: str) -> bool:
    """Whether the text that an expression is may have *word* in a part of it that the code tells.

    No such part are a number that is formatted, and a parameter that no call in the file tells. A text with
    the word stands in the file, or comes from another one.
    """
    kind = type(node)
    if kind is _ast.Constant:
        return type(node.value) is str and word in node.value  # type: ignore[attr-defined]
    parts = _parts(node)
    if parts is not None:
        return any(may_have(found, part, word) for part in parts)
    if kind is _ast.Name or kind is _ast.Attribute:
        return not is_unknown(found, node) and _is_told(found, word)
    return True


def _parts(node: ast.expr) -> list[ast.expr] | None:
    """What a text is put together of; ``None`` for what is no such text as it is written."""
    if isinstance(node, _ast.JoinedStr):
        return node.values
    if isinstance(node, _ast.FormattedValue):
        return [node.value]
    if isinstance(node, _ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, _ast.Tuple):
        return node.elts
    if isinstance(node, _ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, _ast.Call) and not node.keywords:
        func = node.func
        if isinstance(func, _ast.Name) and func.id == "str":
            return node.args
        if (
            isinstance(func, _ast.Attribute)
            and func.attr == "format"
            and isinstance(func.value, _ast.Constant)
        ):
            return [func.value, *node.args]
    return None


def _is_told(found: Identifiers, word: str) -> bool:
    """Whether some text of the file has *word*, or names of modules that may be of its project are there."""
    from tflint_ckpt.packages import ELSEWHERE

    imported = any(not packages <= ELSEWHERE for packages in found.imports.values())
    return imported or bool(found.stars) or any(word in text for text in found.strings)
