"""A path put together by ``+``, ``%`` or an f-string, taken apart at its slashes and written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_CONVERSION = pattern(r"%(?P<spec>[#0\- +]*\d*(?:\.\d+)?[a-zA-Z%])")


@dataclass(frozen=True, slots=True)
class Known:
    """Characters that stand in a string."""

    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """An expression whose value comes between them.

    Attributes:
        node: the expression.
        kind: how it gets there: ``+``, ``f`` (a field of an f-string), or ``%``.
        code: how it is written there: ``{name:>3}``, ``%03d``; for ``+`` the expression itself.
        plain: whether its text is its value as it is: no format, no conversion.
    """

    node: cst.BaseExpression
    kind: str
    code: str
    plain: bool


Bit = Known | Given
Part = tuple[Bit, ...]
"""What stands between two slashes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A path as its parts between slashes, none of which holds a slash but the first, a known folder.

    Attributes:
        parts: the parts, at least two.
        quote: the quote that its strings are written in.
    """

    parts: tuple[Part, ...]
    quote: str


def path_parts(
    module: Code, node: cst.BaseExpression, is_folder: Callable[[cst.BaseExpression], bool]
) -> Parts | None:
    """The parts of the path that *node* puts together; ``None`` for anything else, or where there is but one.

    A part ends at a slash in a string, or behind an expression that surely ends in one by *is_folder*.
    Neighbouring parts that are known whole are one. Remote and Windows paths are not taken apart.
    """
    bits = list(_bits(module, node))
    quotes = {each for each in _quotes(node) if each}
    plain = len(quotes) == 1 and quotes <= {"'", '"'}
    if not plain or not any(isinstance(bit, Given) for bit in bits) or None in bits:
        return None
    whole = "\0".join(bit.text for bit in bits if isinstance(bit, Known))
    if "\\" in whole or "//" in whole or "\n" in whole or any(quote in whole for quote in quotes):
        return None
    parts = _merged(_split([bit for bit in bits if bit is not None], is_folder))
    bare = parts[0] in ((Known("/"),), (Known("."),))  # the root, or where the script runs
    if len(parts) < (3 if bare else 2) or not all(parts):
        return None
    return Parts(tuple(parts), quotes.pop())


def _split(bits: list[Bit], is_folder: Callable[[cst.BaseExpression], bool]) -> list[list[Bit]]:
    parts: list[list[Bit]] = [[]]
    for bit in bits:
        if isinstance(bit, Given):
            parts[-1].append(bit)
            parts += [[]] if bit.plain and is_folder(bit.node) else []
            continue
        first, *others = bit.text.split("/")
        if first:
            parts[-1].append(Known(first))
        parts += ([Known(other)] if other else [] for other in others)
    if not parts[0]:
        parts[0] = [Known("")]  # an absolute path
    return parts


def _merged(parts: list[list[Bit]]) -> list[Part]:
    """Neighbours that are known whole, as one; the last part stays alone."""
    found: list[Part] = []
    for place, part in enumerate(parts):
        known = "".join(bit.text for bit in part if isinstance(bit, Known))
        whole = all(isinstance(bit, Known) for bit in part)
        before = found[-1] if found else ()
        last = place + 1 == len(parts)
        if part and whole and not last and len(before) == 1 and isinstance(before[0], Known):
            found[-1] = (Known(f"{before[0].text}/{known}"),)
        else:
            found.append((Known(known),) if part and whole else tuple(part))
    if found[0] == (Known(""),):
        found[0] = (Known("/"),)
    return found


def _bits(module: Code, node: cst.BaseExpression) -> Iterator[Bit | None]:
    """The bits of an expression in order; ``None`` for what cannot be taken apart."""
    if isinstance(node, cst.SimpleString):
        spelled = node.raw_value == node.evaluated_value and node.prefix.lower() in ("", "r", "u")
        yield Known(node.raw_value) if spelled else None
    elif isinstance(node, cst.ConcatenatedString):
        yield from _bits(module, node.left)
        yield from _bits(module, node.right)
    elif isinstance(node, cst.FormattedString):
        yield from _fields(module, node)
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        yield from _bits(module, node.left)
        yield from _bits(module, node.right)
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Modulo):
        yield from _conversions(module, node)
    else:
        yield _given(module, node, "+", module.text(node), True)


def _given(module: Code, node: cst.BaseExpression, kind: str, code: str, plain: bool) -> Given | None:
    """``None`` for what could not stand among other arguments: ``f"{a, b}"``, a comment."""
    bare = isinstance(node, cst.Tuple) and not module.written(node).lpar
    return None if bare or "#" in module.text(node) else Given(node, kind, code, plain)


def _fields(module: Code, node: cst.FormattedString) -> Iterator[Bit | None]:
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            yield Known(part.value.replace("{{", "{").replace("}}", "}"))
        elif isinstance(part, cst.FormattedStringExpression):
            plain = part.format_spec is None and part.conversion is None and part.equal is None
            yield _given(module, part.expression, "f", module.text(part), plain)


def _conversions(module: Code, node: cst.BinaryOperation) -> Iterator[Bit | None]:
    given = node.right
    values = [element.value for element in given.elements] if isinstance(given, cst.Tuple) else [given]
    if not isinstance(node.left, cst.SimpleString) or node.left.raw_value != node.left.evaluated_value:
        yield None
        return
    text, place = node.left.raw_value, 0
    for match in _CONVERSION.finditer(text):
        yield Known(text[place : match.start()])
        place = match.end()
        if match["spec"] == "%":
            yield Known("%")
        else:
            value = values.pop(0) if values else None
            plain = match["spec"] == "s"
            yield _given(module, value, "%", match[0], plain) if value is not None else None
    rest = text[place:]
    yield Known(rest) if "%" not in rest and not values else None


def _quotes(node: cst.BaseExpression) -> Iterator[str]:
    if isinstance(node, cst.SimpleString):
        yield node.quote
    elif isinstance(node, cst.FormattedString):
        yield node.start.lstrip("rRfF")
    elif isinstance(node, (cst.ConcatenatedString, cst.BinaryOperation)):
        yield from _quotes(node.left)
        yield from _quotes(node.right)


def written(module: Code, part: Part, quote: str) -> str | None:
    """*part* as an expression in the style it had; ``None`` where two styles meet in it."""
    kinds = {bit.kind for bit in part if isinstance(bit, Given)}
    if not kinds:
        return f"{quote}{''.join(bit.text for bit in part if isinstance(bit, Known))}{quote}"
    if len(part) == 1 and isinstance(part[0], Given) and part[0].plain:
        return module.text(part[0].node)
    if len(kinds) > 1:
        return None
    kind = kinds.pop()
    if kind == "+":
        return " + ".join(bit.code if isinstance(bit, Given) else f"{quote}{bit.text}{quote}" for bit in part)
    if kind == "f":
        inside = (bit.code if isinstance(bit, Given) else _escaped(bit.text, "{}") for bit in part)
        return f"f{quote}{''.join(inside)}{quote}"
    inside = (bit.code if isinstance(bit, Given) else _escaped(bit.text, "%") for bit in part)
    values = [module.text(bit.node) for bit in part if isinstance(bit, Given)]
    simple = len(values) == 1 and re.fullmatch(r"[\w.]+", values[0])
    given = values[0] if simple else f"({', '.join(values)}{',' if len(values) == 1 else ''})"
    return f"{quote}{''.join(inside)}{quote} % {given}"


def _escaped(text: str, special: str) -> str:
    for character in special:
        text = text.replace(character, character * 2)
    return text
