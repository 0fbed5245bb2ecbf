"""Tests for the files that make up one of TensorFlow's own checkpoints: ``net.ckpt.index``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.paths.roles import Role, file_argument
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.paths.uses import uses_of
from tflint_ckpt.semantics.values.kinds import Piece, Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ENDING = pattern(r"(\.index|\.data-00000-of-00001)$")
_NO_CHECKPOINT = pattern(r"\.(h5|hdf5|keras)(\.index|\.data-00000-of-00001)$")
_ASKING = frozenset("exists lexists isfile is_file Exists".split())
"""Functions that only ask whether a file is there, by their last names."""


@dataclass(frozen=True, slots=True)
class OwnFileTest:
    """A question whether one of TensorFlow's own files is there: ``os.path.exists(path + ".index")``.

    Attributes:
        call: the question.
        argument: what it is asked about.
        text: the path, without the ending.
        ending: the string token in which the ending is written.
        edit: what takes the ending away.
    """

    call: cst.Call
    argument: cst.BaseExpression
    text: Text
    ending: cst.CSTNode
    edit: Edit


class OwnFileTests:
    """All such questions of a module, asked for once."""

    def __init__(self, module: Module) -> None:
        self.every = tuple(_own_file_tests(module))


def _own_file_tests(module: Module) -> Iterator[OwnFileTest]:
    """Each such question whose ending serves for nothing else, in source order."""
    for call in module.facts.calls:
        found = file_argument(module, call) if last_name(call.func) in _ASKING else None
        if found is None:
            continue
        text = module.only(found[0])
        match = _ENDING.search(text.tail) if isinstance(text, Text) else None
        if match is None or not isinstance(text, Text):
            continue
        length = len(match[0])
        taken = _taken(module, text, length)
        if taken is not None and _is_only_asked(module, taken[0]):
            yield OwnFileTest(call, found[0], _cut(text, length), *taken)


def _taken(module: Module, text: Text, length: int) -> tuple[cst.CSTNode, Edit] | None:
    """The token of the last *length* characters, and the edit that takes them away."""
    template = Template(text)
    size = len(template.text)
    places = [template.written(module, place) for place in range(size - length, size)]
    known = [place for place in places if place is not None]
    if len(known) < length or len({id(place[0]) for place in known}) != 1:
        return None
    token = known[0][0]
    above = module.parent(token)
    if isinstance(token, cst.SimpleString) and len(token.evaluated_value) == length:
        if not (isinstance(above, cst.BinaryOperation) and isinstance(above.operator, cst.Add)):
            return None
        return token, Edit(module.path, module.full_span(above.left)[1], module.full_span(token)[1], "")
    return token, Edit(module.path, known[0][1].start, known[-1][1].end, "")


def _is_only_asked(module: Module, token: cst.CSTNode) -> bool:
    uses = uses_of(module, token)
    return bool(uses) and all(
        use.role is Role.TEST and use.call is not None and last_name(use.call.func) in _ASKING for use in uses
    )


def never_true(module: Module, test: cst.BaseExpression) -> bool:
    """Whether *test* needs a file that nobody writes: an index beside an HDF5 or ``.keras`` file."""
    if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
        return never_true(module, test.left) or never_true(module, test.right)
    binding = module.sole_binding(test)
    if binding is not None and isinstance(binding.value, cst.Call) and not binding.index:
        test = binding.value
    if not (isinstance(test, cst.Call) and last_name(test.func) in _ASKING):
        return False
    found = file_argument(module, test)
    return found is not None and module.surely(
        found[0], lambda value: isinstance(value, Text) and _NO_CHECKPOINT.search(value.tail)
    )


def without_ending(text: Text) -> Text:
    """The path of one of TensorFlow's own checkpoints, given that of one of its files; others as they are."""
    match = _ENDING.search(text.tail)
    return text if match is None else _cut(text, len(match[0]))


def _cut(text: Text, length: int) -> Text:
    """*text* without its last *length* characters, which are known."""
    parts = list(text.parts)
    while length and parts:
        last = parts.pop()
        assert isinstance(last, Piece)
        if len(last.text) > length:
            parts.append(last.cut(0, len(last.text) - length))
            break
        length -= len(last.text)
    return Text(tuple(parts), text.is_path)
