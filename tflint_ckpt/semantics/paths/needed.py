"""Up to where in a file its folders are needed: by a save where it stands, by a callback when it is used."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.objects import families

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.sites import Frames
    from tflint_ckpt.semantics.module import Module


def needed_until(module: Module, call: cst.Call) -> int | None:
    """Offset of the last place from which *call* is run, or of the last training that gets the callback.

    ``None`` where the code does not tell: a function that others may call, a dataset that is read somewhere.
    """
    runs: list[tuple[cst.Call, Frames]] = [(call, ())]
    if module.is_instance(call, families.CALLBACK):
        runs = [(fit.node, fit.frames) for fit in module.training.fits_of(call) or ()]
    elif isinstance(call.func, cst.Attribute) and call.func.attr.value == "cache":
        return None
    places: list[int] = []
    for node, known in runs:
        for frames in module.call_sites.contexts(node, known):
            outermost = frames[0][1] if frames else node
            if module.enclosing_function(outermost) is not None:
                return None
            places.append(module.span(outermost)[0])
    return max(places, default=None)
