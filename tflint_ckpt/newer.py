"""Syntax of a newer Python than the one that runs the linter, which LibCST reads on all of them.

What no Python reads is told in the same words on all of them, as far as they say the same.
"""

from __future__ import annotations

import sys

from tflint_ckpt.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

Release = tuple[int, int]


def is_newer(text: str, running: Release = sys.version_info[:2]) -> bool:
    """Whether *text*, which the parser of the Python *running* refuses, has syntax that came after it.

    LibCST lets a few things pass that no Python does, such as a string that ends its file in ``"\\N{"``.
    So it is believed only where it finds something that the running Python cannot know.
    """
    from tflint_ckpt import limits

    if running >= _NEWEST or not limits.is_surely_flat(text):
        return False
    import libcst

    from tflint_ckpt.parseable import parseable
    from tflint_ckpt.syntax.parse import parse
    from tflint_ckpt.syntax.walk import descend

    try:
        tree = parse(parseable(text))
        return any(_since(tree, node) > running for node in descend(tree))
    except (libcst.ParserSyntaxError, RecursionError, MemoryError):
        return False


_NEWEST = (3, 14)
_OLD = (3, 0)


def reason(error: SyntaxError) -> str:
    """What a Python says of a text that it does not read, in the words that most of them have for it."""
    said = str(error.msg)
    for pattern, words in _WORDS:
        if re.match(pattern, said):
            return words
    return said


_WORDS = (
    (r"invalid syntax\. Did you mean '", "invalid syntax"),
    (r"Did you mean to use 'from \.\.\. import", "invalid syntax"),
    (r"Expected one or more names after 'import'", "invalid syntax"),
    (r"f-string: invalid syntax\. Perhaps", "invalid syntax. Perhaps you forgot a comma?"),
    (r"f-string: invalid syntax", "invalid syntax"),
    (r"f-string: empty expression not allowed", "f-string: valid expression required before '}'"),
    (r"f-string: (?:invalid|missing) conversion character", "f-string: invalid conversion character"),
    (
        r"non-default argument follows default argument",
        "parameter without a default follows parameter with a default",
    ),
)
"""What Pythons from 3.10 to 3.14 say: the beginning, and what the others say."""


def _since(tree: cst.Module, node: cst.CSTNode) -> Release:
    """The first Python that reads what *node* adds to the nodes below it."""
    import libcst as cst

    if isinstance(node, (cst.FunctionDef, cst.ClassDef, cst.TypeAlias)):
        params = node.type_parameters
        if params is not None and any(param.default is not None for param in params.params):
            return 3, 13
        return (3, 12) if params is not None or isinstance(node, cst.TypeAlias) else _OLD
    if isinstance(node, (cst.ExceptHandler, cst.ExceptStarHandler)):
        if isinstance(node.type, cst.Tuple) and not node.type.lpar:
            return 3, 14
        return _OLD if isinstance(node, cst.ExceptHandler) else (3, 11)
    if isinstance(node, cst.TemplatedString):
        return 3, 14
    if isinstance(node, cst.FormattedString):
        return (3, 12) if _is_free(tree, node) else _OLD
    if isinstance(node, cst.Index) and node.star:
        return 3, 11
    if isinstance(node, cst.Param) and node.annotation is not None:
        return (3, 11) if isinstance(node.annotation.annotation, cst.StarredElement) else _OLD
    return _OLD


def _is_free(tree: cst.Module, node: cst.FormattedString) -> bool:
    """Whether an f-string has in its braces what only PEP 701 allows: its own quotes, ``\\``, comments."""
    import libcst as cst

    forbidden = [node.quote[0] if len(node.quote) == 1 else node.quote, "\\", "#"]
    if len(node.quote) == 1:
        forbidden.append("\n")
    for part in node.parts:
        if isinstance(part, cst.FormattedStringExpression):
            code = tree.code_for_node(part)
            if any(each in code for each in forbidden):
                return True
    return False
