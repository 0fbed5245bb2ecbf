"""What methods of strings and of pathlib make of a text: ``replace``, ``strip``, ``with_suffix`` …"""

from __future__ import annotations

from itertools import groupby, product

import libcst as cst

from tflint_ckpt.semantics.values.kinds import (
    MOST_ALTERNATIVES,
    Evaluating,
    Hole,
    Piece,
    Text,
    Unknown,
    Values,
)
from tflint_ckpt.semantics.values.path_parts import basename, directory, from_root, without_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Parts = tuple[Piece | Hole, ...]


def of_method(evaluator: Evaluating, node: cst.Call, method: str, texts: Sequence[Text]) -> Values:
    """What the method *method* of each of *texts* gives for the call *node*."""
    if any(argument.star or argument.keyword for argument in node.args):
        return (Unknown(node),)
    given = [evaluator.texts(argument.value) for argument in node.args]
    every = list(product(texts, *given))
    if len(every) > MOST_ALTERNATIVES:
        return (Unknown(node),)
    return tuple(_made(method, text, arguments, node) or Unknown(node) for text, *arguments in every)


def _made(method: str, text: Text, given: Sequence[Text], node: cst.Call) -> Text | None:
    of_path = _OF_PATHS.get(method)
    if text.is_path:
        return of_path(text, given, node) if of_path is not None else None
    of_string = _OF_STRINGS.get(method)
    return of_string(text, given) if of_string is not None else None


# Strings


def _replaced(text: Text, given: Sequence[Text]) -> Text | None:
    """Not where a hole beside a piece may bring what is missing in it."""
    old, new = [each.literal for each in given] if len(given) == 2 else (None, None)
    if not old or new is None:
        return None
    found: list[Piece | Hole] = []
    runs = [
        (is_hole, list(parts)) for is_hole, parts in groupby(text.parts, lambda part: isinstance(part, Hole))
    ]
    for place, (is_hole, parts) in enumerate(runs):
        whole = "".join(part.text for part in parts if isinstance(part, Piece))
        begins = place and any(whole.startswith(old[at:]) for at in range(1, len(old)))
        ends = place < len(runs) - 1 and any(whole.endswith(old[:at]) for at in range(1, len(old)))
        within = 0 < place < len(runs) - 1 and whole in old
        if not is_hole and (begins or ends or within):
            return None
        found += parts if is_hole or old not in whole else [Piece(whole.replace(old, new))]
    return Text(tuple(found))


def _stripped(text: Text, given: Sequence[Text], *, left: bool = True, right: bool = True) -> Text | None:
    signs = given[0].literal if len(given) == 1 else None
    if given and signs is None:
        return None
    parts = list(text.parts)
    while right and parts and isinstance(last := parts[-1], Piece):
        kept = last.cut(0, len(last.text.rstrip(signs)))
        parts[-1:] = [kept] if kept.text else []
        if kept.text:
            break
    while left and parts and isinstance(first := parts[0], Piece):
        kept = first.cut(len(first.text) - len(first.text.lstrip(signs)))
        parts[:1] = [kept] if kept.text else []
        if kept.text:
            break
    return Text(tuple(parts))


def _without_end(text: Text, given: Sequence[Text]) -> Text | None:
    end = given[0].literal if len(given) == 1 else None
    last = text.parts[-1] if text.parts else None
    if end is None or not isinstance(last, Piece):
        return None
    if last.text.endswith(end):
        return Text((*text.parts[:-1], last.cut(0, len(last.text) - len(end))))
    return text if text.literal is not None and not text.literal.endswith(end) else None


def _without_start(text: Text, given: Sequence[Text]) -> Text | None:
    start = given[0].literal if len(given) == 1 else None
    first = text.parts[0] if text.parts else None
    if start is None or not isinstance(first, Piece):
        return None
    if first.text.startswith(start):
        return Text((first.cut(len(start)), *text.parts[1:]))
    return text if text.literal is not None and not text.literal.startswith(start) else None


def _in_case(change: Callable[[str], str]) -> Callable[[Text, Sequence[Text]], Text]:
    def made(text: Text, given: Sequence[Text]) -> Text:
        return Text(
            tuple(
                part if isinstance(part, Hole) or change(part.text) == part.text else Piece(change(part.text))
                for part in text.parts
            )
        )

    return made


# Paths


def _with_suffix(text: Text, given: Sequence[Text], node: cst.Call) -> Text | None:
    """Where no dot shows in the name, it may stand in a hole, which then is another one."""
    if len(given) != 1:
        return None
    name = basename(text)
    end = name.tail
    dot = end.rfind(".")
    if end.endswith("."):
        return None  # Python 3.14 takes it for a suffix
    kept: Parts = text.parts
    if dot > 0 or (dot == 0 and name.literal is None):
        kept = without_end(text.parts, len(end) - dot)
    elif name.literal is None:
        kept = (Hole(node),)
    return Text((*kept, *given[0].parts), True)


def _with_name(text: Text, given: Sequence[Text], node: cst.Call) -> Text | None:
    if len(given) != 1:
        return None
    folder = directory(text)
    if not isinstance(folder, Text):
        return Text((Hole(node), *given[0].parts), True)
    if folder.literal == ".":
        return Text(given[0].parts, True)
    slash = () if folder.tail.endswith("/") else (Piece("/"),)
    return Text((*folder.parts, *slash, *given[0].parts), True)


_OF_STRINGS: dict[str, Callable[[Text, Sequence[Text]], Text | None]] = {
    "replace": _replaced,
    "strip": _stripped,
    "lstrip": lambda text, given: _stripped(text, given, right=False),
    "rstrip": lambda text, given: _stripped(text, given, left=False),
    "lower": _in_case(str.lower),
    "upper": _in_case(str.upper),
    "removesuffix": _without_end,
    "removeprefix": _without_start,
}
_OF_PATHS: dict[str, Callable[[Text, Sequence[Text], cst.Call], Text | None]] = {
    "with_suffix": _with_suffix,
    "with_name": _with_name,
    "resolve": lambda text, given, node: from_root(text),
    "absolute": lambda text, given, node: from_root(text),
    "expanduser": lambda text, given, node: text,
}
