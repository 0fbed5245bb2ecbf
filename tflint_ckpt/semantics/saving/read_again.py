"""Does the module itself load the model again that it saves whole, and with which objects of its own?"""

from __future__ import annotations

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.contracts import argument_of
from tflint_ckpt.semantics.paths.suffix import ends_in
from tflint_ckpt.semantics.saving.files import MODEL_SUFFIXES, Action, FileCall, file_calls, literals
from tflint_ckpt.semantics.saving.whole import WholeSave
from tflint_ckpt.semantics.values.kinds import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

SCOPES = ("custom_object_scope", "CustomObjectScope", "get_custom_objects")
"""With these, a file may make any name known. They are not looked at any further."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What becomes of a file of a whole model.

    Attributes:
        load: the ``load_model`` that surely reads it, and is given no objects; ``None`` where none does.
    """

    load: FileCall | None


def knows_own_names(module: Module) -> bool:
    """Whether the file may tell Keras of names besides its own."""
    return any(word in module.source.text for word in SCOPES)


def unaided(module: Module, save: WholeSave) -> Reading | None:
    """What reads the model of *save*, with nothing but the names that Keras knows.

    ``None`` where the file is none of a whole model, or is read as weights, with ``custom_objects``, or in a
    ``try``.
    """
    values = module.evaluate(save.path)
    texts = [value for value in values if isinstance(value, Text)]
    if len(texts) < len(values) or not all(ends_in(text, *MODEL_SUFFIXES) for text in texts):
        return None
    names = {text.literal for text in texts} - {None}
    loads = list(file_calls(module, Action.LOAD))
    same = [load for load in loads if names & literals(module, load)]
    alone = [load for load in same or loads if not _is_aided(module, load)]
    if loads and not alone:
        return None
    as_weights = any(names & literals(module, read) for read in file_calls(module, Action.LOAD_WEIGHTS))
    if as_weights and not same:
        return None
    path = texts[0].literal if len(texts) == 1 else None
    is_one = path is not None and "{" not in path
    return Reading(next((load for load in alone if is_one and literals(module, load) == names), None))


def _is_aided(module: Module, load: FileCall) -> bool:
    call = load.call
    return (
        call.open
        or argument_of(call, "custom_objects") is not None
        or is_guarded(module, call.node, "TypeError", "ValueError")
    )
