"""Comments in the way of an edit: what a person wrote is not removed with the code it stands in."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.patterns import re
from tflint_ckpt.syntax.lines import line_end, line_start
from tflint_ckpt.syntax.statements import statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def loses_comment(module: Code, edits: Iterable[Edit]) -> bool:
    """Whether a comment of *module* would be in none of the texts that *edits* put in."""
    own = [edit for edit in edits if edit.path == module.path]
    added = "\n".join(edit.text for edit in own)
    text = module.source.text
    return any(
        text[start:end] not in added
        for edit in own
        if "#" in text[edit.start : edit.end]
        for start, end in module.comments
        if edit.start <= start and end <= edit.end
    )


def is_named_beside(module: Code, node: cst.CSTNode, word: str) -> bool:
    """Whether a comment names *word*: on a line of *node*, or directly above it or above its statement."""
    text = module.source.text
    start, end = module.span(node)
    first = line_start(text, start)
    above = line_start(text, module.span(statement_of(module, node))[0])
    spans = [(_begin_of_comments(text, first), line_end(text, end)), (_begin_of_comments(text, above), above)]
    if not any("#" in text[begin:stop] for begin, stop in spans):
        return False  # as for most: the file need not be taken apart
    named = re.compile(rf"\b{re.escape(word)}\b")
    return any(
        begin <= at < stop and named.search(text, at, until)
        for at, until in module.comments
        for begin, stop in spans
    )


def is_named_above(module: Code, node: cst.CSTNode, word: str) -> bool:
    """Whether the comments between *node*, or a block that it is in, and the code above name *word*."""
    text = module.source.text
    named = re.compile(rf"(?<!\w){re.escape(word)}\b")
    for above in (node, *module.ancestors(node)):
        start = module.span(above)[0] if isinstance(above, (cst.BaseStatement, cst.BaseSmallStatement)) else 0
        for at, until in reversed(module.comments):
            if until <= start:
                if text[until:start].strip():
                    break
                if named.search(text, at, until):
                    return True
                start = at
    return False


def _begin_of_comments(text: str, line: int) -> int:
    """Where the lines that hold nothing but a comment begin, right above the one that begins at *line*."""
    while line:
        above = line_start(text, line - (2 if text[line - 2 : line] == "\r\n" else 1))
        if not text[above:line].lstrip().startswith("#"):
            break
        line = above
    return line
