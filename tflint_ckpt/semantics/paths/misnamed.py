"""Checkpoints of Keras whose path does not end in the suffix that Keras 3 goes by."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.paths.checkpoints import needed_suffix, spaced_suffix, weights_only
from tflint_ckpt.semantics.paths.endings import Endings, endings
from tflint_ckpt.semantics.paths.roles import CHECKPOINT
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Argument, Call
    from tflint_ckpt.semantics.module import Module

_ACCEPTED = (".weights.h5", ".keras", ".h5")
"""What some Keras 3 takes, weights or whole model."""


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A ``ModelCheckpoint`` whose every path has another suffix than the one it needs.

    Attributes:
        call: the call that builds it.
        argument: its ``filepath``.
        texts: the paths.
        weights_only: what it saves; ``None`` where the code does not tell, and the suffix fits neither.
        by_default: whether the paths are defaults of options.
    """

    call: Call
    argument: Argument
    texts: tuple[Text, ...]
    weights_only: bool | None
    by_default: bool = False

    @property
    def shown(self) -> str:
        """The path for a message; the first one, if there are several."""
        return f"'{self.texts[0].shown}'" + ", by default," * self.by_default

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
        argument = argument_of(call, "filepath")
        if argument is None:
            if call.open or call.partial:
                module.not_judged[code] += 1
            continue
        found = _endings(module, call, argument, only)
        if any(_is_spaced(module, text, only) for text in found.wrong):
            continue  # a space in the suffix is a defect of its own
        if found.wrong:
            yield Misnamed(call, argument, found.wrong, only, found.by_default)
        elif found.is_open or only is None:
            module.not_judged[code] += 1


def _endings(module: Module, call: Call, argument: Argument, only: bool | None) -> Endings:
    suffixes = _ACCEPTED if only is None else (needed_suffix(only),)
    return endings(module, call.node, argument.value, suffixes)


def named_keras(module: Module) -> Iterator[tuple[Call, Argument, str]]:
    """The checkpoints of whole models with a path in ``.keras``, that path, and how a message shows it, in
    source order."""
    for call in module.calls(CHECKPOINT):
        argument = argument_of(call, "filepath")
        if argument is None or weights_only(module, call) is not False:
            continue
        values = module.evaluate(argument.value)
        texts = [value for value in values if isinstance(value, Text)]
        known = len(texts) == len(values) and all(ends_in(text, ".keras") for text in texts)
        if known and not is_guarded(module, call.node, "ValueError", "TypeError"):
            yield call, argument, texts[0].shown


def _is_spaced(module: Module, text: Text, only: bool | None) -> bool:
    return only is not None and spaced_suffix(module, Template(text), only) is not None
