"""The calls in other files that are being followed into a module."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.values.kinds import Frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine


class CallsFromElsewhere:
    """The calls in other files of functions of one module that are being followed.

    Attributes:
        asking: for each call the file that it stands in, and the calls inside which it is made there.
        around: the latter of all of them, and those around these in turn, in whichever file: they tell kept
            answers within one call from those within another.
    """

    def __init__(self, module: Engine) -> None:
        self.asking: dict[cst.Call, tuple[Engine, Frames]] = {}
        self.around: Frames = ()

    def enter(self, call: cst.Call, there: Engine, frames: Frames) -> Frames:
        """Follow *call*, made inside *frames* in the file *there*; what :meth:`leave` needs."""
        kept = self.around
        self.asking[call] = there, frames
        self.around = (*kept, *frames, *there.fact(CallsFromElsewhere).around)
        return kept

    def leave(self, call: cst.Call, kept: Frames) -> None:
        """*call* has been followed."""
        del self.asking[call]
        self.around = kept
