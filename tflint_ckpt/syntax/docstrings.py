"""Renaming the entry of a parameter in a docstring: Google, numpy and reST style."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_HEADER = pattern(
    r"[ \t]*(?:Args|Arguments|Parameters|Params|Other Parameters|Keyword Arg(?:ument)?s)[ \t]*:?[ \t]*$"
)
_SECTION = pattern(r"[ \t]*[A-Z]\w*(?: [A-Z]?\w+)?:$")
_UNDERLINE = pattern(r"[ \t]*-{3,}[ \t]*\r?\n?$")


def rename_entry(module: Code, node: cst.FunctionDef | cst.ClassDef, old: str, new: str) -> tuple[Edit, ...]:
    """Edits that rename the entry of the parameter *old* in the docstring of *node*.

    In the entry's description the name is renamed where it stands in backticks. Prose stays.
    """
    literal = docstring(node)
    if literal is None:
        return ()
    start, end = module.span(literal)
    text = module.source.text[start:end]
    places = sorted({*_fields(text, old), *_entries(text, old)})
    return tuple(Edit(module.path, start + place, start + place + len(old), new) for place in places)


def docstring(node: cst.FunctionDef | cst.ClassDef) -> cst.SimpleString | None:
    """The string that documents a function or class, where it is a single literal."""
    body = node.body.body
    first: cst.CSTNode | None = body[0] if body else None
    if isinstance(first, cst.SimpleStatementLine):
        first = first.body[0]
    if isinstance(first, cst.Expr) and isinstance(first.value, cst.SimpleString):
        return first.value
    return None


def _fields(text: str, old: str) -> Iterator[int]:
    """Offsets of the name in ``:param str name:``, ``:type name:`` and ``@param name:``."""
    field = re.compile(
        rf"^[ \t]*(?:[^\n:@]*\"\"\"|[^\n:@]*''')?[ \t]*[:@](?:param|parameter|arg|argument|key|keyword|type)"
        rf"[ \t]+(?:[^\n:]*[ \t])?(?P<name>{re.escape(old)})[ \t]*:",
        re.MULTILINE,
    )
    for match in field.finditer(text):
        yield match.start("name")


def _entries(text: str, old: str) -> Iterator[int]:
    """Offsets of the name in the entries of a section such as ``Args:`` or ``Parameters``."""
    name = re.escape(old)
    entry = re.compile(
        rf"[ \t]*(?:[-*][ \t]+)?(?:\w+[ \t]*,[ \t]*)*(?P<quote>`{{0,2}})(?P<name>{name})(?P=quote)"
        r"(?:[ \t]*,[ \t]*\w+)*[ \t]*(?::|\(|-|=|$)"
    )
    quoted = re.compile(rf"(`{{1,2}})(?P<name>{name})\1(?!`)")
    lines = text.splitlines(keepends=True)
    offset = 0
    inside = False
    depth: int | None = None
    for place, line in enumerate(lines):
        content = line.rstrip()
        indent = len(content) - len(content.lstrip())
        underlined = place + 1 < len(lines) and _UNDERLINE.match(lines[place + 1]) is not None
        if _HEADER.match(content):
            inside, depth = True, None
        elif underlined or _SECTION.match(content):
            inside = False
        elif inside and content.strip():
            match = entry.match(content)
            if match is not None:
                depth = indent
                yield offset + match.start("name")
                for more in quoted.finditer(content, match.end("name") + len(match["quote"])):
                    yield offset + more.start("name")
            elif depth is not None and indent > depth:
                for more in quoted.finditer(content):
                    yield offset + more.start("name")
            else:
                depth = None
        offset += len(line)
