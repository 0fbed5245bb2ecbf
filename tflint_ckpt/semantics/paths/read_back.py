"""Files that the module writes itself, into folders that have to be there: to read one shows no folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_HOLES = lazy_pattern(f"{HOLE}[\U000f0000-\U0010ffff]?")
_PLACEHOLDER = lazy_pattern(r"\\\{\w+(?::[^{}]*)?\\\}")
_NUMBER = r"(?:\\0|[0-9.]+)"
"""What a placeholder is replaced by, for the replacement of a pattern: a hole or a number."""
_READING = lazy_pattern(r"(?<!down)(?<!up)load|genfromtxt|^open$|read")
_ADDED = (".npy", ".npz")
"""What NumPy puts behind the name of a file that has no suffix."""


class OwnFiles:
    """The files that one module writes and does not make folders for, by the shapes of their paths."""

    def __init__(
        self, module: Module, shapes: Callable[[cst.Call, cst.BaseExpression], Iterable[str]]
    ) -> None:
        """*shapes* gives the paths that an argument of a call may be, on every way to the call."""
        self._known: set[str] = set()
        self._templates: list[re.Pattern[str]] = []
        for call, path in _written(module):
            for shape in shapes(call, path):
                bare = _HOLES.sub(HOLE, shape)
                self._known.add(bare)
                if last_name(call.func).startswith("save") and not bare.endswith(_ADDED):
                    self._known.update(bare + suffix for suffix in _ADDED)
                if "{" in bare:
                    self._templates.append(re.compile(_PLACEHOLDER.sub(_NUMBER, re.escape(bare))))

    def has(self, shapes: Iterable[str]) -> bool:
        """Whether one of *shapes*, of one path, is that of a file which the module writes."""
        bare = [_HOLES.sub(HOLE, shape) for shape in shapes]
        return any(
            one in self._known or any(template.fullmatch(one) for template in self._templates) for one in bare
        )


def _written(module: Module) -> Iterator[tuple[cst.Call, cst.BaseExpression]]:
    """The calls that write a file, with its path; a ``ModelCheckpoint`` writes when it is used."""
    from tflint_ckpt.semantics.paths.roles import CHECKPOINT
    from tflint_ckpt.semantics.saving.folders import Writings

    for writing in module.fact(Writings).every:
        yield writing.node, writing.path
    for call in module.calls(CHECKPOINT):
        path = argument_of(call, "filepath")
        if path is not None:
            yield call.node, path.value


def reads(module: Module, call: cst.Call) -> bool:
    """Whether *call* is one that reads a file, by its name; ``open`` by its mode."""
    name = last_name(call.func)
    if not _READING.search(name):
        return False
    if name != "open":
        return True
    modes = [argument.value for argument in call.args if argument.keyword is None][1:2]
    modes += [
        argument.value for argument in call.args if argument.keyword and argument.keyword.value == "mode"
    ]
    values = [value for mode in modes for value in module.evaluate(mode)]
    return all(isinstance(value, Text) and set(value.literal or "w") <= set("rbtU") for value in values)
