"""What is known of a model that another file of the project makes."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.objects.origin import Elsewhere, Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.definitions import Defined
    from tflint_ckpt.semantics.engine import Engine

TRAINING = frozenset("fit fit_generator make_train_function train_function".split())
"""What a class may define that decides whether validation is part of training."""
VALIDATION = pattern(r"[\"']val_")
"""A text that begins as the names of validation do."""
NAMED = pattern(r"\bname\s*=\s*f?[\"']val_")
"""A metric, maybe one of a layer, that has the name of one of validation."""
_REPLACED = pattern(
    r"\.(?:train_step|train_function|make_train_function|fit)\b\s*=(?!=)|\.add_metric\b\s*(?:=(?!=)|\()"
)
_NOT_ANEW = pattern(r"\b(?:load_weights|set_weights|load_model|clone_model|model_from_\w+|from_config)\b")


def elsewhere(
    origin: Origin, use: cst.CSTNode, defined: Defined | None, *, given: bool = False
) -> Elsewhere:
    """What is to be said of *origin*, seen in the file of *defined*, where *use* gets it.

    *given* says that a call there gives it to a parameter.
    """
    if defined is None:
        return Elsewhere(False, False)
    there, known = defined.module, origin.elsewhere
    text = there.source.text
    anew = isinstance(use, cst.Call) and _NOT_ANEW.search(text) is None and _made_by(origin, defined)
    plain = _is_plain(there, origin) and not (NAMED.search(text) or _REPLACED.search(text))
    if known is not None:
        seen = (there, origin) if known.there else None
        return Elsewhere(anew and known.anew, plain and known.plain, seen, given)
    return Elsewhere(anew and origin.is_made, plain and origin.is_made, (there, origin), given)


def maker(module: Engine, origin: Origin) -> tuple[Engine, Origin] | None:
    """The file that makes the object *origin*, seen in *module*, and how; ``None`` where that is not seen."""
    while origin.elsewhere is not None:
        if origin.elsewhere.there is None:
            return None
        module, origin = origin.elsewhere.there
    return module, origin


def _made_by(origin: Origin, defined: Defined) -> bool:
    """Whether what is called makes the model, each time it is called."""
    called = defined.node
    if isinstance(called, cst.ClassDef):
        return origin.node is called
    if isinstance(called, cst.FunctionDef) and called.decorators:
        return False  # such as one that keeps what was returned
    frames = [frame for frame in origin.frames if frame[0] is not called]
    place = frames[0][1] if frames else origin.node
    return defined.module.enclosing_function(place) is called


def _is_plain(there: Engine, origin: Origin) -> bool:
    if origin.overridden is None or TRAINING & origin.overridden:
        return False
    if origin.local is None or VALIDATION.search(there.source.text) is None:
        return True  # nor in a class
    every = (origin.local, *classes.ancestry(there, origin.local))
    own = (one for one in every if isinstance(one, cst.ClassDef))
    return not any(VALIDATION.search(there.text_of_definition(one)) for one in own)
