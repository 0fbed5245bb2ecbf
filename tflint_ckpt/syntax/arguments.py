"""Editing the arguments of a call, or the entries of a dictionary, in the layout they have."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.lines import (
    begins_line,
    indentation,
    line_end,
    line_start,
    next_line,
    rest_of_line,
)
from tflint_ckpt.syntax.quotes import in_quotes_of
from tflint_ckpt.syntax.statements import remove_statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def remove_argument(module: Code, node: cst.CSTNode) -> tuple[Edit, ...]:
    """Edits that remove an ``Arg`` of a call, an element of a dictionary or list, or an imported name, with
    its comma.

    Comments and the layout of the others stay; a trailing comma stays if there was one. Of a key that is
    set by assignment, the whole ``Assign``. Empty where *node* is none of these, or a comment stands
    inside it.
    """
    if isinstance(node, cst.Assign):
        return (remove_statement(module, node),)
    parent = module.parent(node)
    siblings: Sequence[cst.CSTNode]
    if isinstance(parent, cst.Call):
        siblings = parent.args
    elif isinstance(parent, (cst.Dict, cst.List)):
        siblings = parent.elements
    elif isinstance(parent, cst.ImportFrom) and not isinstance(parent.names, cst.ImportStar):
        siblings = parent.names
    else:
        return ()
    start, end = _removed(module, siblings, next(i for i, item in enumerate(siblings) if item is node))
    if _has_comment(node):
        return ()
    return (Edit(module.path, start, end, ""),)


def _has_comment(node: cst.CSTNode) -> bool:
    """Whether a comment stands inside an argument or entry, its comma and what follows that aside."""
    stack = [child for child in node.children if not isinstance(child, (cst.Comma, _WHITE_SPACE))]
    while stack:
        current = stack.pop()
        if isinstance(current, cst.Comment):
            return True
        stack.extend(current.children)
    return False


_WHITE_SPACE = (cst.SimpleWhitespace, cst.ParenthesizedWhitespace)


def _removed(module: Code, siblings: Sequence[cst.CSTNode], place: int) -> tuple[int, int]:
    text = module.source.text
    node = siblings[place]
    start, end = module.span(node)
    after_comma = _after_comma(module, node)
    last = place + 1 == len(siblings)
    before = module.span(siblings[place - 1])[1] if place else None
    if begins_line(text, start):
        rest = rest_of_line(text, after_comma)
        if rest.startswith("#"):
            return start, text.index("#", after_comma)
        if not rest:
            if last and after_comma == end and before is not None and "#" not in text[before:start]:
                return before, end  # the new last argument loses its comma, as the old one had none
            return line_start(text, start), next_line(text, after_comma)
    if not last:
        following = module.span(siblings[place + 1])[0]
        if not rest_of_line(text, after_comma) and place:
            return _after_comma(module, siblings[place - 1]), after_comma
        if "#" not in text[after_comma:following]:
            return start, following
        return start, after_comma
    if before is not None and "#" not in text[before:start]:
        return before, end
    return start, after_comma


def _after_comma(module: Code, node: cst.CSTNode) -> int:
    """The offset just after the comma of an argument, or after the argument if it has none."""
    end = module.span(node)[1]
    comma = getattr(node, "comma", None)
    return module.span(comma)[1] if isinstance(comma, cst.Comma) else end


def add_argument(module: Code, call: cst.Call, name: str, value: str) -> tuple[Edit, ...]:
    """Edits that add ``name=value`` behind the other arguments of *call*, in their layout.

    Empty where the layout leaves no certain place: a comment ends the last argument's line without a
    comma, or the only argument is a bare generator expression. The caller makes sure that no ``**kwargs``
    may bring *name* as well.
    """
    only = call.args[0].value if len(call.args) == 1 else None
    if isinstance(only, cst.GeneratorExp) and not module.written(only).lpar:
        return ()
    return _appended(module, call, call.args, f"{name}={value}")


def add_element(module: Code, node: cst.List | cst.Tuple | cst.Call, value: str) -> tuple[Edit, ...]:
    """Edits that add *value* behind the other elements of a bracketed list or tuple; see `add_argument`."""
    if isinstance(node, cst.Call):
        return _appended(module, node, node.args, value)
    if isinstance(node, cst.Tuple) and (not module.written(node).lpar or len(node.elements) < 2):
        return ()
    return _appended(module, node, node.elements, value)


def add_entry(module: Code, node: cst.Dict, entry: str) -> tuple[Edit, ...]:
    """Edits that add ``key: value`` behind the entries of a dictionary that has some; see `add_argument`."""
    return _appended(module, node, node.elements, entry)


def _are_one_a_line(module: Code, items: Sequence[cst.CSTNode]) -> bool:
    """Whether these are several elements of a list, and each but the first begins a line of its own."""
    text = module.source.text
    return (
        len(items) > 1
        and isinstance(items[0], cst.Element)
        and all(begins_line(text, module.span(item)[0]) for item in items[1:])
    )


def _appended(
    module: Code, node: cst.BaseExpression, items: Sequence[cst.CSTNode], added: str
) -> tuple[Edit, ...]:
    text = module.source.text
    added = in_quotes_of(module, added)
    closing = module.span(node)[1] - 1
    if isinstance(node, cst.Tuple):
        closing = module.full_span(node)[1] - 1
    if not items:
        opening = closing - len(text[:closing]) + len(text[:closing].rstrip())
        inside = text[opening:closing]
        if "\n" in inside or "\r" in inside or text[opening - 1] not in "([":
            return ()  # a comment, or an empty layout of its own
        return (Edit(module.path, opening, closing, added),)
    last = items[-1]
    start, end = module.span(last)
    after = _after_comma(module, last)
    if "#" in text[end:after] or (after == end and "#" in text[end:closing]):
        return ()
    if after == end and _are_one_a_line(module, items) and not text[end:closing].strip():
        return (Edit(module.path, end, end, f",{module.source.newline}{indentation(text, start)}{added}"),)
    one_a_line = begins_line(text, start) and begins_line(text, closing)
    if one_a_line:
        comma = "," if after == end else ""
        trailing = "," if after != end else ""
        place = line_end(text, after)
        newline = text[place : next_line(text, place)]
        code = f"{newline}{indentation(text, start)}{added}{trailing}"
        edits = (Edit(module.path, place, place, code),)
        if not comma:
            return edits
        if place == end:
            return (Edit(module.path, end, end, comma + code),)
        return (Edit(module.path, end, end, comma), *edits)
    if "#" in text[after:closing]:
        return ()
    if after != end:
        return (Edit(module.path, after, after, f" {added},"),)
    return (Edit(module.path, end, end, f", {added}"),)


def rename_argument(module: Code, node: cst.CSTNode, name: str) -> tuple[Edit, ...]:
    """Edits that give a keyword ``Arg``, or a ``DictElement`` whose key is a plain string, another name.

    Empty where *node* is neither: a positional argument, an assignment to a key.
    """
    if isinstance(node, cst.Arg) and node.keyword is not None:
        start, end = module.span(node.keyword)
        return (Edit(module.path, start, end + _padding(module, end, len(name) - (end - start)), name),)
    if isinstance(node, cst.DictElement) and isinstance(node.key, cst.SimpleString) and not node.key.prefix:
        quote = node.key.quote
        return (Edit(module.path, *module.span(node.key), f"{quote}{name}{quote}"),)
    return ()


def _padding(module: Code, end: int, longer: int) -> int:
    """How many of the blanks behind a keyword that align its ``=`` a longer name takes up; one stays."""
    text = module.source.text
    blanks = len(text[end : end + 80]) - len(text[end : end + 80].lstrip(" "))
    return max(0, min(longer, blanks - 1)) if text.startswith("=", end + blanks) else 0


def replace(module: Code, node: cst.CSTNode, text: str) -> Edit:
    """An edit that puts *text* in the place of an expression, its own parentheses included."""
    start, end = module.full_span(node)
    return Edit(module.path, start, end, text)
