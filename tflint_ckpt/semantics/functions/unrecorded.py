"""Models that predict while a tape records: Keras 2 cannot, and on Keras 3 it is not on the tape."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.functions.tapes import Tape, Tapes
from tflint_ckpt.semantics.functions.traced import Traced
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.scopes import dotted
from tflint_ckpt.semantics.objects.families import MODEL
from tflint_ckpt.syntax.walk import descend

PREDICTING = ("predict", "predict_on_batch")
VARIABLES = ("trainable_variables", "trainable_weights")
_HARMLESS = frozenset((*PREDICTING, *VARIABLES, "optimizer", "name"))
"""Attributes of a model with which nothing is computed that a tape would record."""


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A model that predicts under a tape.

    Attributes:
        call: the call of ``predict``.
        gradient: the call that asks for the gradients of this model, with which nothing else is computed
            under the tape; ``None`` where there is no such call.
    """

    call: cst.Call
    gradient: cst.Call | None


def unrecorded(module: Module) -> Iterator[Unrecorded]:
    """The calls of ``predict`` under a tape that records."""
    traced, tapes = module.fact(Traced), module.fact(Tapes).tapes
    for bound, _ in module.calls_on(MODEL, *PREDICTING):
        call = bound.node
        above = list(module.ancestors(call))
        own = [
            tape
            for tape in tapes
            if tape.block.body in above and traced.home(call) is traced.home(tape.call) and _records(tape)
        ]
        if not own or any(isinstance(each, cst.With) and _stops(each) for each in above):
            continue
        assert isinstance(call.func, cst.Attribute)
        model = dotted(call.func.value)
        asked = [
            one
            for tape in own
            for one in tape.gradients
            if model is not None and gradients_of(module, one) == model and not _computes(module, tape, model)
        ]
        yield Unrecorded(call, asked[0] if asked else None)


def _records(tape: Tape) -> bool:
    """Whether a tape surely records what is done with variables."""
    return not any(
        argument.star or (argument.keyword is not None and argument.keyword.value != "persistent")
        for argument in tape.call.args
    )


def _stops(block: cst.With) -> bool:
    """Whether a ``with`` is ``tape.stop_recording()``."""
    return any(
        isinstance(item.item, cst.Call)
        and isinstance(item.item.func, cst.Attribute)
        and item.item.func.attr.value == "stop_recording"
        for item in block.items
    )


def gradients_of(module: Module, call: cst.Call) -> str | None:
    """The model of whose trainable variables a call of ``tape.gradient`` asks the gradients."""
    given = [argument for argument in call.args if not argument.star]
    named = [each for each in given if each.keyword is not None and each.keyword.value == "sources"]
    sources = named[0].value if named else given[1].value if len(given) > 1 else None
    sources = (module.assigned(sources) or sources) if sources is not None else None
    if isinstance(sources, cst.Attribute) and sources.attr.value in VARIABLES:
        return dotted(sources.value)
    return None


def _computes(module: Module, tape: Tape, model: str) -> bool:
    """Whether anything else under the tape may compute with the model."""
    last = model.rpartition(".")[2]
    for node in descend(tape.block.body):
        if isinstance(node, cst.Call) and _calls_with(module, node, last):
            return True
        if isinstance(node, (cst.Name, cst.Attribute)) and dotted(node) == model:
            above = module.parent(node)
            if not (isinstance(above, cst.Attribute) and above.attr.value in _HARMLESS):
                return True
    return False


def _calls_with(module: Module, call: cst.Call, last: str) -> bool:
    """Whether *call* runs a function of the module that mentions the model, or one that cannot be seen."""
    called = module.call_sites.run_by(call)
    if called is None:
        func = call.func
        return isinstance(func, cst.Attribute) and dotted(func.value) == "self"
    return any(isinstance(node, cst.Attribute) and node.attr.value == last for node in descend(called)) or (
        any(isinstance(node, cst.Name) and node.value == last for node in descend(called))
    )
