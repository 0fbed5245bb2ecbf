"""Whole models that are written to a file, by whatever does it, and the calls that read such a file back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.arguments import Call
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.objects.instances import Origin, made
from tflint_ckpt.semantics.paths.checkpoints import weights_only
from tflint_ckpt.semantics.saving.files import Action, file_calls, literals
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module

_CHECKPOINT = "keras.callbacks.ModelCheckpoint"


@dataclass(frozen=True, eq=False, slots=True)
class WholeSave:
    """A place where a model is saved with its layers.

    Attributes:
        path: the expression that names the file.
        models: every way in which the model may have been made; empty where it is not known.
        elsewhere: the same with the file that makes it, where others of the project do.
    """

    path: cst.BaseExpression
    models: tuple[Origin, ...]
    elsewhere: tuple[tuple[Engine, Origin], ...] = ()


def whole_saves(module: Module) -> Iterator[WholeSave]:
    """The calls that save whole models, and the ``ModelCheckpoint`` callbacks that do in a ``fit``."""
    for save in file_calls(module, Action.SAVE):
        if save.path is not None and save.receiver is not None:
            origins = module.objects.origins(save.receiver)
            yield WholeSave(save.path.value, made(origins), _elsewhere(origins))
    for call in module.calls(_CHECKPOINT):
        path = argument_of(call, "filepath")
        if path is not None and weights_only(module, call) is False:
            for fit in module.training.fits_of(call.node) or ():
                yield WholeSave(path.value, fit.model, _elsewhere(fit.models))


def _elsewhere(origins: Sequence[Origin]) -> tuple[tuple[Engine, Origin], ...]:
    """The files that make the model, if other files do on each way, and how they do."""
    found: list[tuple[Engine, Origin]] = []
    for origin in origins:
        there = None
        while origin.elsewhere is not None:
            if origin.elsewhere.there is None:
                return ()
            there, origin = origin.elsewhere.there
        if there is None or not origin.is_made:
            return ()
        found.append((there, origin))
    return tuple(found)


def loads_trustingly(module: Module, saved: Sequence[Text]) -> bool:
    """Whether the module loads the file of one of the paths *saved*, and asks for no safety there.

    Where it does not name the same file, any call of ``load_model`` may be meant.
    """
    loads = list(file_calls(module, Action.LOAD))
    names = {text.literal for text in saved}
    same = [load for load in loads if literals(module, load) & names]
    return bool(loads) and all(not _is_safe(module, load.call) for load in same or loads)


def _is_safe(module: Module, call: Call) -> bool:
    """Whether ``safe_mode`` of a ``load_model`` surely is what it is where nobody says otherwise."""
    given = argument_of(call, "safe_mode")
    if given is None:
        return not call.open
    return module.is_constant(given.value, True)
