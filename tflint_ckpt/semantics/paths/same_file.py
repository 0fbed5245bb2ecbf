"""Do two paths name one file, for all that the code tells of both?"""

from __future__ import annotations

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.shape import HOLE, marks_of, normal, shape
from tflint_ckpt.semantics.values.kinds import Hole, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ROOTED = lazy_pattern(r"/|[A-Za-z]:")
_PART = lazy_pattern("\\{[^{}]*\\}|\0[\U000f0000-\U0010ffff]?")
"""A field that Keras fills in, or an unknown part with its mark."""


class Sameness(Enum):
    """What is known of two paths."""

    SAME = "the same file"
    ONE_OF = "one of the files that a template makes"
    ALIKE = "the same words in another place, such as a parameter of that name in two functions"
    PERHAPS = "what is not known of one may hold what the other says"
    OTHER = "another file"


def same_file(module: Module, one: Text, other: Text) -> Sameness:
    """Compare the path *other* with *one*, which may have fields that Keras fills in.

    An unknown part is the same as another only if both are one expression of the same variables. The known
    characters must agree: ``folder + "first.h5"`` is never ``folder + "best.h5"``, whatever the folder is.
    """
    if one.literal is not None and other.literal is not None and "{" not in one.literal + other.literal:
        return _of_literals(normal(one.literal), normal(other.literal))
    mark = module.fact(Fillings).mark
    left, right = normal(shape(one, mark)), normal(shape(other, mark))
    if left == right:
        return Sameness.SAME if all(marks_of(left)) else _in_words(module, one, other)
    shared = set(marks_of(left)) & set(marks_of(right)) - {""}
    if re.fullmatch(_pattern(left, set(), opened=False), right) and all(marks_of(left)):
        return Sameness.ONE_OF
    if _in_words(module, one, other) is Sameness.ALIKE:
        return Sameness.OTHER if _differ(module, left, right) else Sameness.ALIKE
    opened = re.fullmatch(_pattern(left, shared), right) or re.fullmatch(_pattern(right, shared), left)
    if opened is None or _differ(module, left, right):
        return Sameness.OTHER
    return Sameness.PERHAPS


def _of_literals(one: str, other: str) -> Sameness:
    """The same for two paths that are known whole; a relative one may be in the folder of the other."""
    if one == other:
        return Sameness.SAME
    rooted, relative = (one, other) if _ROOTED.match(one) else (other, one)
    if _ROOTED.match(rooted) and not _ROOTED.match(relative) and rooted.endswith(f"/{relative}"):
        return Sameness.PERHAPS
    return Sameness.OTHER


def _pattern(path: str, kept: set[str], *, opened: bool = True) -> str:
    """A pattern for what *path* may be: a field is a part of a name, an unknown part anything at all.

    An unknown part whose mark is in *kept*, or any where it is not *opened*, stands for itself.
    """
    found, end = "", 0
    for match in _PART.finditer(path):
        found += re.escape(path[end : match.start()])
        end = match.end()
        if match[0].startswith("{"):
            found += "[^/]*"
        elif opened and (not match[0][1:] or match[0][1:] not in kept):
            found += "(?s:.*)"
        else:
            found += re.escape(match[0])
    return found + re.escape(path[end:])


def _in_words(module: Module, one: Text, other: Text) -> Sameness:
    """Whether two paths are written in the same words, unknown parts included."""
    left, right = _words(module, one), _words(module, other)
    fits = left == right or re.fullmatch(_pattern(left, set(), opened=False), right)
    return Sameness.ALIKE if fits else Sameness.PERHAPS


def _words(module: Module, text: Text) -> str:
    """The path with the expression of each unknown part in its place; never equal where there is none."""
    written = []
    for number, part in enumerate(text.parts):
        if not isinstance(part, Hole):
            written.append(part.text)
        elif part.node is None:
            written.append(f"{HOLE}{id(text)}.{number}{HOLE}")
        else:
            written.append(f"{HOLE}{' '.join(module.text(part.node).split())}{HOLE}".replace("/", "\1"))
    return normal("".join(written))


def _differ(module: Module, left: str, right: str) -> bool:
    """Whether the first unknown parts of two paths, with which both begin, are known to differ."""
    begins = [_PART.match(path) for path in (left, right)]
    marks = [match[0][1:] for match in begins if match is not None and match[0].startswith(HOLE)]
    if len(marks) != 2 or not all(marks):
        return False
    rests = [path[len(mark) + 1 :] for path, mark in zip((left, right), marks, strict=True)]
    return rests[0] == rests[1] and module.fact(Fillings).differ(*marks)
