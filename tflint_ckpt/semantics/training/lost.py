"""What is lost when a call behind a training raises: the model, if nothing has saved it by then."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.semantics.training.training import Training

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.training.fits import Fit

_SAVING = ("save", "save_weights", "export")
_KEEPING = ("Checkpoint", "BackupAndRestore", "save_model")


def saved_behind(module: Engine) -> Iterator[tuple[Fit, list[cst.Call]]]:
    """The trainings whose model is saved only later in the same scope, and the calls between."""
    if any(word in module.source.text for word in _KEEPING):
        return  # callbacks that save, or may
    scopes = module.facts.scopes
    fits = module.fact(Training).fits
    for fit in fits:
        beside = [each for each in fits if scopes[each.node] is scopes[fit.node]]
        model = module.text(fit.receiver).strip()
        saves = [
            call
            for call, attribute in module.method_calls(*_SAVING)
            if module.text(attribute.value).strip() == model and scopes[call] is scopes[fit.node]
        ]
        if len(beside) != 1 or not saves or not all(follows(module.facts, each, fit.node) for each in saves):
            continue
        yield fit, [call for call in module.facts.calls if _is_between(module, fit.node, call, saves)]


def _is_between(module: Engine, fit: cst.Call, call: cst.Call, saves: list[cst.Call]) -> bool:
    return follows(module.facts, call, fit) and all(follows(module.facts, each, call) for each in saves)


def lost_by(module: Engine, node: cst.Call) -> Fit | None:
    """The training of the same scope before *node* whose model is saved only behind it."""
    return next((fit for fit, between in saved_behind(module) if node in between), None)
