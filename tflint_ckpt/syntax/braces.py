"""Doubling the braces of a field, so that building the string leaves it for whoever formats it next."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.paths.templates import Field, Template

_SIMPLE = pattern(r"\{[ \t]*(?P<name>\w+)[ \t]*(?P<rest>(![rsa])?(:.*)?)\}", re.DOTALL)


def keep_field(module: Code, node: cst.FormattedStringExpression) -> tuple[Edit, ...]:
    """Edits that double the braces of a field of an f-string; empty where it is no plain name.

    Empty too beside another brace: ``f"{{{epoch}}}"`` would get too many of them.
    """
    start, end = module.span(node)
    text = module.source.text
    match = _SIMPLE.fullmatch(text[start:end])
    if match is None or _beside_doubled(module, node):
        return ()
    return (Edit(module.path, start, end, f"{{{{{match['name']}{match['rest']}}}}}"),)


def _beside_doubled(module: Code, node: cst.FormattedStringExpression) -> bool:
    string = module.parent(node)
    assert isinstance(string, cst.FormattedString)
    place = next(index for index, part in enumerate(string.parts) if part is node)
    before = string.parts[place - 1] if place else None
    after = string.parts[place + 1] if place + 1 < len(string.parts) else None
    return (isinstance(before, cst.FormattedStringText) and before.value.endswith("{")) or (
        isinstance(after, cst.FormattedStringText) and after.value.startswith("}")
    )


def double_fields(
    module: Code, template: Template, fields: Iterable[Field], within: cst.CSTNode
) -> tuple[Edit, ...]:
    """Edits that double the braces of *fields* where they are written, in whatever kind of string.

    *within* is the call of ``format`` that takes the fields. Empty where one of them is written nowhere,
    stands beside another brace, or goes through another call of ``format`` before.
    """
    edits = []
    for field in fields:
        if template.text[: field.start].endswith("{") or template.text.startswith("}", field.end):
            return ()
        for place in (field.start, field.end - 1):
            written = template.written(module, place)
            if written is None or is_formatted(module, written[0], within):
                return ()
            start, end = written[1].start, written[1].end
            edits.append(Edit(module.path, start, start, module.source.text[start:end]))
    return tuple(edits)


def single_braces(module: Code, template: Template, start: int, end: int) -> tuple[Edit, ...]:
    """Edits that make ``{name:format}`` of the characters ``start:end``, which are ``{{name:format}}``.

    Spaces around the name go too. Empty where they are written nowhere, or in a string that ``format``
    takes first.
    """
    name_end = min(place for place in (template.text.find(c, start) for c in ":!}") if place >= 0)
    removed = [start, end - 1]
    removed += (place for place in range(start + 2, name_end) if template.text[place].isspace())
    edits = []
    for place in sorted(removed):
        written = template.written(module, place)
        if written is None or is_formatted(module, written[0]):
            return ()
        edits.append(Edit(module.path, written[1].start, written[1].end, ""))
    return tuple(edits)


def write_field(module: Code, template: Template, start: int, end: int, field: str) -> tuple[Edit, ...]:
    """Edits that put *field*, such as ``{epoch:02d}`` or its name alone, for the characters ``start:end``.

    Empty where they are not written in one string, or in one that ``format`` takes first.
    """
    first, last = template.written(module, start), template.written(module, end - 1)
    if first is None or last is None or first[0] is not last[0] or is_formatted(module, first[0]):
        return ()
    if isinstance(first[0], cst.FormattedStringText):
        field = field.replace("{", "{{").replace("}", "}}")
    return (Edit(module.path, first[1].start, last[1].end, field),)


def is_formatted(module: Code, token: cst.CSTNode, within: cst.CSTNode | None = None) -> bool:
    """Whether a string token stands in the receiver of a call of ``format``, below *within*."""
    for child, above in module.steps(token):
        if above is within:
            return False
        called = isinstance(above, cst.Call) and child is above.func
        if called and isinstance(child, cst.Attribute) and child.attr.value == "format":
            return True
    return False
