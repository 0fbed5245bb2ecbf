"""What ``os.path`` makes of a path: its folder or name, written otherwise, or seen from the root."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.values.kinds import Evaluating, Hole, Piece, Text, Unknown, Value, Values
from tflint_ckpt.semantics.values.pure_paths import climbs, normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_VARIABLE = pattern(r"\$(?:\w+|\{[^{}]*\})")
"""What ``expandvars`` may put something else for."""


def _normpath(evaluator: Evaluating, node: cst.Call) -> Values:
    if len(node.args) != 1 or node.args[0].star:
        return (Unknown(node),)
    texts = evaluator.texts(node.args[0].value)
    return tuple(Unknown(node) if climbs(text) else normal(text, is_path=False) for text in texts)


def _expandvars(evaluator: Evaluating, node: cst.Call) -> Values:
    """What stands for a variable of the environment is a hole."""
    if len(node.args) != 1 or node.args[0].star:
        return (Unknown(node),)
    found = []
    for text in evaluator.texts(node.args[0].value):
        parts: list[Piece | Hole] = []
        for part in text.parts:
            place = 0
            for match in _VARIABLE.finditer(part.text) if isinstance(part, Piece) else ():
                assert isinstance(part, Piece)
                parts += (part.cut(place, match.start()), Hole(node))
                place = match.end()
            parts.append(part.cut(place) if isinstance(part, Piece) else part)
        found.append(Text(tuple(parts), text.is_path))
    return tuple(found)


def _dirname(evaluator: Evaluating, node: cst.Call) -> Values:
    if len(node.args) != 1 or node.args[0].star:
        return (Unknown(node),)
    return tuple(
        directory(value) if isinstance(value, Text) else Unknown(node)
        for value in evaluator.of(node.args[0].value)
    )


def directory(text: Text) -> Value:
    """``os.path.dirname`` of a text; unknown where a hole after the last slash may hold another one."""
    for place in range(len(text.parts) - 1, -1, -1):
        part = text.parts[place]
        if isinstance(part, Hole):
            return Unknown(part.node)
        slash = part.text.rfind("/")
        if slash >= 0:
            head = Text((*text.parts[:place], part.cut(0, slash)), text.is_path)
            if head.literal is not None and not head.literal.strip("/"):  # the root, with all its slashes
                return Text((*text.parts[:place], part.cut(0, slash + 1)), text.is_path)
            slashes = len(head.tail) - len(head.tail.rstrip("/"))
            return Text(without_end(head.parts, slashes), text.is_path)
    return Text((Piece("."),) if text.is_path else (), text.is_path)


def without_end(parts: tuple[Piece | Hole, ...], count: int) -> tuple[Piece | Hole, ...]:
    """*parts* without the last *count* characters, which are known."""
    while count:
        last = parts[-1]
        assert isinstance(last, Piece)
        taken = min(count, len(last.text))
        left = () if taken == len(last.text) else (last.cut(0, len(last.text) - taken),)
        parts = (*parts[:-1], *left)
        count -= taken
    return parts


def basename(text: Text) -> Text:
    """``os.path.basename`` of a text; a hole before which no slash shows stands for the end of what it is."""
    for place in range(len(text.parts) - 1, -1, -1):
        part = text.parts[place]
        slash = part.text.rfind("/") if isinstance(part, Piece) else -1
        if isinstance(part, Piece) and slash >= 0:
            return Text((part.cut(slash + 1), *text.parts[place + 1 :]))
    return Text(text.parts)


def from_root(text: Text) -> Text | None:
    """The absolute path of a text: to the code it is the same path; ``None`` where it leaves out ``..``."""
    return None if climbs(text) else normal(text, is_path=text.is_path)


def _of_one(change: Callable[[Text], Text | None]) -> Callable[[Evaluating, cst.Call], Values]:
    """The values of a call that makes another text of the one that it is given."""

    def values(evaluator: Evaluating, node: cst.Call) -> Values:
        if len(node.args) != 1 or node.args[0].star:
            return (Unknown(node),)
        texts = evaluator.texts(node.args[0].value)
        return tuple(change(Text(text.parts)) or Unknown(node) for text in texts)

    return values


def _folder(evaluator: Evaluating, node: cst.Call) -> Values:
    """A folder that only the run knows, as a path of pathlib."""
    return (Text((Hole(node),), True),)


FUNCTIONS: dict[str, Callable[[Evaluating, cst.Call], Values]] = {
    "os.path.dirname": _dirname,
    "os.path.normpath": _normpath,
    "os.path.expandvars": _expandvars,
    "os.path.basename": _of_one(basename),
    "os.path.abspath": _of_one(from_root),
    "os.path.realpath": _of_one(from_root),
    "os.path.expanduser": _of_one(lambda text: text),  # a home folder is as good by its short name
    "pathlib.Path.cwd": _folder,
    "pathlib.Path.home": _folder,
}
