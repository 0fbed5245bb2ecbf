"""The suffix of a path: what it ends in, where that is written, and writing another one."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.values.kinds import Hole, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_SUFFIX = pattern(
    r"(\.weights?)?\.\s*(h5|hdf5|hdf|he5|keras|ckpt|tf|pb|pt|pth|pkl|weights?|model)\s*$",
    re.IGNORECASE,
)
"""What the name of a file of weights or of a model ends in. Any other dot is part of the name, as in
``cnn_v1.2``."""


_IN_NUMBERS = "0123456789abcdefABCDEFinxINX+-.,_%"
"""The characters of which a formatted number is made, ``inf`` and hexadecimal ones as well."""


def ends_in(text: Text, *suffixes: str) -> bool | None:
    """Whether a path ends in one of *suffixes*, in this case; ``None`` where the code does not tell.

    A number that is formatted into it is no part of a suffix, but for the ``5`` of ``.h5``.
    """
    if text.literal is not None:
        return text.literal.endswith(suffixes)
    tail = text.tail
    if tail.endswith(suffixes):
        return True
    missing = [suffix.removesuffix(tail) for suffix in suffixes if suffix.endswith(tail)]
    hole = next(place for place in reversed(range(len(text.parts))) if isinstance(text.parts[place], Hole))
    if text.parts[hole] == Hole(text.parts[hole].node, True):
        before = Text(text.parts[:hole]).tail
        missing = [one for one in missing if _may_end_in_number(before, one)]
    return None if missing else False


def _may_end_in_number(before: str, suffix: str) -> bool:
    """Whether *before* and a number behind it may end in *suffix*, as ``x.h`` and ``5`` do in ``.h5``."""
    rest = suffix.rstrip(_IN_NUMBERS)
    if rest == suffix:
        return False
    return not rest or (bool(before) and (before.endswith(rest) or rest.endswith(before)))


def suffix_of(template: Template) -> tuple[int, int] | None:
    """Where the suffix of a path stands in the characters of *template*; empty, at the end, for none.

    ``None`` where the path does not end in the name of a file that the code gives.
    """
    name = template.text[template.file_name :]
    if not name.strip() or name.endswith(HOLE):
        return None
    for field in template.fields:
        if field.start >= template.file_name:
            start, end = field.start - template.file_name, field.end - template.file_name
            name = name[:start] + "x" * (end - start) + name[end:]
    match = _SUFFIX.search(name)
    if match is None or not match.start():
        return len(template.text), len(template.text)
    return template.file_name + match.start(), len(template.text)


def without_suffix(path: str) -> str:
    """The characters of a path, or of a shape, without the suffix of weights or of a model."""
    match = _SUFFIX.search(path)
    return path[: match.start()] if match is not None else path


def resuffixed(text: Text, suffix: str) -> str | None:
    """The file name of a path, for a message, with another suffix; ``None`` where it has no file name."""
    template = Template(text)
    place = suffix_of(template)
    return None if place is None else template.shown(template.file_name, place[0]) + suffix


def replace_suffix(module: Module, text: Text, suffix: str) -> tuple[cst.CSTNode, Edit] | None:
    """The string token in which the suffix of a path is written, and the edit that makes it *suffix*.

    ``None`` where it is not written in one token, as in ``f"{stem}.{extension}"``.
    """
    template = Template(text)
    place = suffix_of(template)
    if place is None:
        return None
    start, end = place
    last = template.written(module, len(template.text) - 1)
    first = template.written(module, start) if start < end else last
    if first is None or last is None or first[0] is not last[0]:
        return None
    written = [template.written(module, at) for at in range(start, end)]
    if any(each is None or each[1].escaped for each in written):
        return None
    begin = first[1].start if start < end else last[1].end
    return first[0], Edit(module.path, begin, last[1].end, suffix)
