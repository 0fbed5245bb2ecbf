"""Checkpoints of Keras whose path does not end in the suffix that Keras 3 goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.paths.checkpoints import needed_suffix, spaced_suffix, weights_only
from tflint_ckpt.semantics.paths.roles import CHECKPOINT
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.values.kinds import Text, Values

if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.evaluate import Frame

_MOST_CALLERS = 16
_ACCEPTED = (".weights.h5", ".keras", ".h5")
"""What some Keras 3 takes, weights or whole model."""
_WEIGHTS_END = re.compile(r"\.weights[\"']")
"""A text to which somebody adds ``.h5``."""


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A ``ModelCheckpoint`` whose every path has another suffix than the one it needs.

    Attributes:
        call: the call that builds it.
        argument: its ``filepath``.
        texts: the paths.
        weights_only: what it saves; ``None`` where the code does not tell, and the suffix fits neither.
    """

    call: Call
    argument: Argument
    texts: tuple[Text, ...]
    weights_only: bool | None

    @property
    def shown(self) -> str:
        """The path for a message; the first one, if there are several."""
        return f"'{self.texts[0].shown}'"

    def ends_in(self, *suffixes: str) -> bool:
        """Whether all paths end in one of *suffixes*."""
        return all(ends_in(text, *suffixes) for text in self.texts)


def misnamed(module: Module, code: str, *, weights: bool) -> Iterator[Misnamed]:
    """The misnamed checkpoints of weights, or those of whole models, in source order.

    A checkpoint of which the code does not tell what it saves counts as one of a whole model, which is what
    Keras saves if it is not asked for anything. A path that cannot be judged is counted once for rule
    *code*. Left out are calls that are meant to fail, or to run on one Keras only.
    """
    for call in module.calls(CHECKPOINT):
        only = weights_only(module, call)
        if (only is True) is not weights or is_guarded(module, call.node, "ValueError", "TypeError"):
            continue
        argument = call.argument("filepath", position=0)
        if argument is None:
            if call.open or call.partial:
                module.not_judged[code] += 1
            continue
        suffixes = _ACCEPTED if only is None else (needed_suffix(only),)
        bad, open_ones = _judged(module, call, argument, suffixes)
        if bad and any(_is_spaced(module, text, only) for text in bad):
            continue  # a space in the suffix is a defect of its own
        if bad:
            yield Misnamed(call, argument, bad, only)
        elif open_ones or only is None:
            module.not_judged[code] += 1


def _is_spaced(module: Module, text: Text, only: bool | None) -> bool:
    return only is not None and spaced_suffix(module, Template(text), only) is not None


def _judged(
    module: Module, call: Call, argument: Argument, suffixes: tuple[str, ...]
) -> tuple[tuple[Text, ...], bool]:
    """The paths of the ways to *call* in which all have another suffix; whether some way is open."""
    bad: list[Text] = []
    is_open = False
    values = module.evaluate(argument.value)
    answer = _verdict(module, values, suffixes)
    if answer is None:
        for frames in _ways(module, call.node):
            inside = module.evaluate(argument.value, frames)
            answer = _verdict(module, inside, suffixes)
            if answer is False:
                bad += (value for value in inside if isinstance(value, Text))
            is_open |= answer is None
        return tuple(dict.fromkeys(bad)), is_open or not bad
    texts = tuple(value for value in values if isinstance(value, Text))
    return (texts if answer is False else ()), False


def _ways(module: Module, node: cst.Call) -> Iterator[tuple[Frame, ...]]:
    """The calls in the module of the function that *node* is in."""
    function = module.enclosing_function(node)
    if function is None:
        return
    callers = [call for call in module.facts.calls if module.local_function(call.func) is function]
    for caller in callers[:_MOST_CALLERS]:
        yield ((function, caller),)


def _verdict(module: Module, values: Values, suffixes: tuple[str, ...]) -> bool | None:
    """Whether every path ends in one of *suffixes*, or none does; ``None`` where that is open."""
    answers = {_ends(module, value, suffixes) if isinstance(value, Text) else None for value in values}
    return answers.pop() if len(answers) == 1 else None


def _ends(module: Module, text: Text, suffixes: tuple[str, ...]) -> bool | None:
    answer = ends_in(text, *suffixes)
    if answer is None and text.tail == ".h5":
        # ``f"{name}.h5"`` is fine where the name ends in ``.weights``; then some string of the project does.
        sources = [module.source, *module.project.mentioning(".weights", besides=module.path)]
        if not any(_WEIGHTS_END.search(source.text) for source in sources):
            return False
    return answer
