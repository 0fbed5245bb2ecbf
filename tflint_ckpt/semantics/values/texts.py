"""Evaluating strings and paths: literals, f-strings, ``+``, ``%``, ``format``, ``join``, pathlib."""

from __future__ import annotations

from itertools import groupby, product, takewhile

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.values import path_parts
from tflint_ckpt.semantics.values.kinds import (
    MOST_ALTERNATIVES,
    Constant,
    Evaluating,
    Hole,
    Instance,
    Items,
    Piece,
    Text,
    Unknown,
    Value,
    Values,
    as_text,
)
from tflint_ckpt.semantics.values.pure_paths import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


_PATH_CLASSES = frozenset(f"pathlib.{name}" for name in ("Path", "PurePath", "PosixPath", "PurePosixPath"))
_PERCENT = pattern(
    r"%(?:\((?P<key>[^)]*)\))?(?P<flags>[#0\- +]*(?:\d+|\*)?(?:\.(?:\d+|\*)?)?)[hlL]?(?P<kind>[a-zA-Z%])"
)
_SEPARATORS = ("os.sep", "os.path.sep")
_NUMBERS = frozenset("diouxXeEfFgG")
"""The conversions of ``%`` that take numbers only."""
_NUMBER_SPEC = pattern(r":?(?:.?[<>=^])?[-+ ]?z?#?0?\d*[_,]?(?:\.\d+)?[bdeEfFgGnoxX%]")
"""A format that only numbers take. Dates have formats of their own: ``{:%Y-%m-%d}``."""
_FIELD = pattern(r"\{\{|\}\}|\{(?P<name>[^{}!:]*)(?P<conversion>![rsa])?(?P<spec>:(?:[^{}]|\{[^{}]*\})*)?\}")
_METHODS = frozenset(
    """join format joinpath as_posix replace strip lstrip rstrip lower upper removesuffix removeprefix
    with_suffix with_name resolve absolute expanduser""".split()
)
"""Methods of texts and paths; what those behind the fourth make is told in ``text_methods``."""


def literal(
    evaluator: Evaluating, node: cst.SimpleString | cst.ConcatenatedString | cst.FormattedString
) -> Values:
    """A string, adjacent strings, or an f-string."""
    if isinstance(node, cst.SimpleString):
        value = node.evaluated_value
        if isinstance(value, bytes):
            return (Constant(value, node),)
        return (Text((Piece(value, node),)),)
    if isinstance(node, cst.ConcatenatedString):
        if isinstance(node.evaluated_value, bytes):
            return (Constant(node.evaluated_value, node),)
        return _concatenated(evaluator.texts(node.left), evaluator.texts(node.right))
    from tflint_ckpt.syntax.strings import formatted_text

    found: tuple[Text, ...] = (Text(()),)
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            text = formatted_text(part, raw="r" in node.prefix.lower())
            found = _concatenated(found, (Text((Piece(text, part),)),))
        elif isinstance(part, cst.FormattedStringExpression):
            plain = part.format_spec is None and part.conversion is None and part.equal is None
            number = part.conversion is None and is_number_format(_written_spec(part.format_spec))
            hole = Hole(part.expression, number)
            inner = evaluator.texts(part.expression) if plain else (Text((hole,)),)
            found = _concatenated(found, inner)
    return found


def is_number_format(spec: str) -> bool:
    """Whether a format, with or without its colon, is one that only numbers take."""
    return _NUMBER_SPEC.fullmatch(spec) is not None


def _written_spec(parts: Sequence[cst.BaseFormattedStringContent] | None) -> str:
    """The format of a field of an f-string; braces stand for what is put into it."""
    return "".join(part.value if isinstance(part, cst.FormattedStringText) else "{}" for part in parts or ())


def _concatenated(left: Sequence[Text], right: Sequence[Text]) -> tuple[Text, ...]:
    """Every text of *left* before every one of *right*; where that is too many, *right* is a hole."""
    if len(left) * len(right) > MOST_ALTERNATIVES:
        right = (Text((Hole(None),)),)
    return tuple(one + other for one, other in product(left, right))


def joined(one: Value, other: Value, node: cst.CSTNode) -> Value:
    """``one + other`` where at least one is a text; a path cannot be added to."""
    left = (
        one.node if isinstance(one, (Unknown, Constant)) else one.call if isinstance(one, Instance) else None
    )
    right = (
        other.node
        if isinstance(other, (Unknown, Constant))
        else other.call
        if isinstance(other, Instance)
        else None
    )
    return as_text(one, left or node) + as_text(other, right or node)


def percent(evaluator: Evaluating, node: cst.BinaryOperation) -> Values:
    """``"…%s…" % values``: what a plain ``%s`` or ``%d`` takes is filled in, the rest is a hole."""
    given = node.right.elements if isinstance(node.right, cst.Tuple) else None
    values = [node.right] if given is None else [element.value for element in _before_star(given)]
    found: list[Value] = []
    for left in evaluator.of(node.left):
        template = left.literal if isinstance(left, Text) else None
        if template is None or not isinstance(left, Text):
            found.append(Unknown(node))
            continue
        only = left.parts[0] if len(left.parts) == 1 else None
        found += _filled_percent(evaluator, only if isinstance(only, Piece) else Piece(template), values)
    return tuple(found)


def _before_star(elements: Sequence[cst.BaseElement]) -> list[cst.BaseElement]:
    """Those of which one knows the place."""
    return [*takewhile(lambda element: not isinstance(element, cst.StarredElement), elements)]


def _filled_percent(
    evaluator: Evaluating, template: Piece, values: list[cst.BaseExpression]
) -> tuple[Text, ...]:
    found: tuple[Text, ...] = (Text(()),)
    position = 0
    remaining = iter(values)
    for match in _PERCENT.finditer(template.text):
        found = _concatenated(found, (Text((template.cut(position, match.start()),)),))
        position = match.end()
        if match["kind"] == "%":
            inner: tuple[Text, ...] = (Text((template.cut(match.start(), match.start() + 1),)),)
        else:
            for _ in range(match["flags"].count("*")):
                next(remaining, None)
            value = None if match["key"] is not None else next(remaining, None)
            plain = value is not None and match["kind"] in "sd" and not match["flags"]
            hole = Hole(value, match["kind"] in _NUMBERS)
            inner = evaluator.texts(value) if plain and value is not None else (Text((hole,)),)
            if hole.number:
                inner = tuple(text if text.literal is not None else Text((hole,)) for text in inner)
        found = _concatenated(found, inner)
    return _concatenated(found, (Text((template.cut(position),)),))


def call(evaluator: Evaluating, node: cst.Call, name: str | None) -> Values | None:
    """The text or path a call makes, or ``None`` where it is another kind of call."""
    if name is not None:
        function = _FUNCTIONS.get(name)
        if function is not None:
            return function(evaluator, node)
        if name in _PATH_CLASSES:
            if not node.args:
                return (Text((Piece("."),), True),)
            return _pure_path(evaluator, node, [])
    if isinstance(node.func, cst.Attribute):
        return _method(evaluator, node, node.func)
    return None


def _method(evaluator: Evaluating, node: cst.Call, func: cst.Attribute) -> Values | None:
    method = func.attr.value
    if method not in _METHODS:
        return None
    receivers = evaluator.of(func.value)
    if not all(isinstance(value, Text) for value in receivers):
        return None
    texts = [value for value in receivers if isinstance(value, Text)]
    if method == "joinpath":
        return _pure_path(evaluator, node, [func.value])
    if method == "as_posix":
        return tuple(Text(text.parts) for text in texts)
    if method == "join":
        return tuple(made for text in texts for made in _str_join(evaluator, text, node))
    if method == "format":
        return tuple(made for text in texts for made in _formatted(evaluator, text, node))
    from tflint_ckpt.semantics.values.text_methods import of_method

    return of_method(evaluator, node, method, texts)


def _str_join(evaluator: Evaluating, separator: Text, node: cst.Call) -> Values:
    if len(node.args) != 1:
        return (Unknown(node),)
    found: list[Value] = []
    for value in evaluator.of(node.args[0].value):
        if not (isinstance(value, Items) and value.complete and value.exact):
            found.append(Unknown(node))
            continue
        made: tuple[Text, ...] = (Text(()),)
        for place, element in enumerate(value.elements):
            if place:
                made = _concatenated(made, (separator,))
            made = _concatenated(made, evaluator.texts(element))
        found += made
    return tuple(found)


def _formatted(evaluator: Evaluating, template: Text, node: cst.Call) -> Values:
    """``template.format(…)``; where a field gets no argument, which raises, the hole is the call itself."""
    if any(argument.star for argument in node.args):
        return (Unknown(node),)
    positional = [argument.value for argument in node.args if argument.keyword is None]
    named = {argument.keyword.value: argument.value for argument in node.args if argument.keyword}
    found: tuple[Text, ...] = (Text(()),)
    automatic = 0
    for run in _runs(template):
        if isinstance(run, Hole):
            found = _concatenated(found, (Text((run,)),))
            continue
        position = 0
        for match in _FIELD.finditer("".join(piece.text for piece in run)):
            before = _cut(run, position, match.start())
            position = match.end()
            found = _concatenated(found, (before,))
            if match[0] in ("{{", "}}"):
                found = _concatenated(found, (_cut(run, match.start(), match.start() + 1),))
                continue
            name = match["name"]
            if name == "":
                name, automatic = str(automatic), automatic + 1
            value = _field_value(name, positional, named)
            plain = value is not None and not match["spec"] and not match["conversion"]
            number = not match["conversion"] and is_number_format(match["spec"] or "")
            hole = Hole(value or node, number)
            inner = evaluator.texts(value) if plain and value is not None else (Text((hole,)),)
            found = _concatenated(found, inner)
        found = _concatenated(found, (_cut(run, position),))
    return found


def _runs(text: Text) -> Iterator[Hole | list[Piece]]:
    """The holes of a text, and the pieces between them: a field may stand in several strings."""
    for is_hole, parts in groupby(text.parts, lambda part: isinstance(part, Hole)):
        if is_hole:
            yield from (part for part in parts if isinstance(part, Hole))
        else:
            yield [part for part in parts if isinstance(part, Piece)]


def _cut(run: list[Piece], start: int, end: int | None = None) -> Text:
    """The characters ``start:end`` of neighbouring pieces."""
    found: list[Piece] = []
    place = 0
    for piece in run:
        last = len(piece.text) if end is None else max(end - place, 0)
        kept = piece.cut(max(start - place, 0), last)
        if kept.text:
            found.append(kept)
        place += len(piece.text)
    return Text(tuple(found))


def _field_value(
    name: str, positional: list[cst.BaseExpression], named: dict[str, cst.BaseExpression]
) -> cst.BaseExpression | None:
    if name.isdigit():
        return positional[int(name)] if int(name) < len(positional) else None
    return named.get(name)


def path_division(evaluator: Evaluating, node: cst.BinaryOperation) -> Values:
    """``path / part`` of pathlib; a division of anything else is unknown.

    What is divided by a text is a path, whoever made it: nothing else takes one.
    """
    found: list[Value] = []
    for left, right in product(evaluator.of(node.left), evaluator.of(node.right)):
        if isinstance(left, Text) and left.is_path:
            found.append(normal(_path_join(left, as_text(right, node.right), is_path=True)))
        elif isinstance(right, Text) and (right.is_path or isinstance(left, (Unknown, Instance))):
            found.append(normal(_path_join(as_text(left, node.left), right, is_path=True)))
        else:
            found.append(Unknown(node))
    return tuple(found)


def _pure_path(evaluator: Evaluating, node: cst.Call, first: list[cst.BaseExpression]) -> Values:
    """The path that the call *node* puts together of *first* and its arguments."""
    if any(argument.star or argument.keyword for argument in node.args):
        return (Unknown(node),)
    parts = [*first, *(argument.value for argument in node.args)]
    made = _joined_paths(evaluator, parts, is_path=True)
    return tuple(normal(text) if isinstance(text, Text) else text for text in made)


def _joined_paths(evaluator: Evaluating, parts: list[cst.BaseExpression], *, is_path: bool = False) -> Values:
    found = evaluator.texts(parts[0])
    if is_path:
        found = tuple(Text(text.parts, True) for text in found)
    for part in parts[1:]:
        right = evaluator.texts(part)
        if len(found) * len(right) > MOST_ALTERNATIVES:
            right = (Text((Hole(part),)),)
        found = tuple(_path_join(one, other, is_path=is_path) for one, other in product(found, right))
    return found


def _path_join(left: Text, right: Text, *, is_path: bool) -> Text:
    """As ``os.path.join``: an absolute right part starts anew, an empty left part adds no slash."""
    first = right.parts[0] if right.parts else None
    if isinstance(first, Piece) and first.text.startswith("/"):
        return Text(right.parts, is_path)
    last = left.parts[-1] if left.parts else None
    if left.literal == "" or (isinstance(last, Piece) and last.text.endswith("/")):
        return Text(left.parts + right.parts, is_path)
    return Text((*left.parts, Piece("/"), *right.parts), is_path)


def _os_path_join(evaluator: Evaluating, node: cst.Call) -> Values:
    if not node.args or any(argument.keyword for argument in node.args):
        return (Unknown(node),)
    parts: list[cst.BaseExpression] = []
    for argument in node.args:
        values = evaluator.of(argument.value) if argument.star else ()
        only = values[0] if len(values) == 1 else None
        if argument.star and not (isinstance(only, Items) and only.length):
            return (Unknown(node),)
        parts += only.elements if isinstance(only, Items) else (argument.value,)
    return _joined_paths(evaluator, parts)


def _unchanged(evaluator: Evaluating, node: cst.Call) -> Values:
    """A call such as ``str(path)``, which keeps the text of its one argument."""
    if len(node.args) != 1 or node.args[0].star:
        return (Unknown(node),)
    return tuple(Text(text.parts) for text in evaluator.texts(node.args[0].value))


def attribute(evaluator: Evaluating, node: cst.Attribute, name: str | None) -> Values | None:
    """``.parent`` of a pathlib path, ``os.sep`` and ``os.path.sep``; ``None`` for any other attribute."""
    if name in _SEPARATORS:
        return (Text((Piece("/"),)),)
    if node.attr.value != "parent":
        return None
    values = evaluator.of(node.value)
    if not all(isinstance(value, Text) and value.is_path for value in values):
        return None
    from tflint_ckpt.semantics.values.path_parts import directory

    texts = [value for value in values if isinstance(value, Text)]
    found = [directory(text) for text in texts]
    return tuple(each if isinstance(each, Text) else Text((Hole(node),), True) for each in found)


_FUNCTIONS: dict[str, Callable[[Evaluating, cst.Call], Values]] = {
    "os.path.join": _os_path_join,
    "posixpath.join": _os_path_join,
    "tensorflow.io.gfile.join": _os_path_join,
    **path_parts.FUNCTIONS,
    "str": _unchanged,
    "os.fspath": _unchanged,
}
