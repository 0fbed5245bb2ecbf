"""What may happen to an object."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.sites import Frames
from tflint_ckpt.semantics.values.parts import Path


class Kind(Enum):
    """What happens to an object at a place."""

    METHOD = "a method of it is called"
    CALL = "it is called itself"
    ATTRIBUTE = "an attribute of it is read"
    SET = "an attribute of it is set"
    ARGUMENT = "it is given to a function that is not of the module"
    ESCAPE = "nobody knows"


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that happens to an object.

    Attributes:
        kind: what.
        node: the call, the attribute, or the expression that could not be followed.
        argument: the argument by which it is given.
        path: where in that argument, or in what leaves the file, it stands; empty for the object itself.
        frames: the calls of functions of the module inside which it happens, the outermost first.
    """

    kind: Kind
    node: cst.CSTNode
    argument: cst.Arg | None = None
    path: Path = ()
    frames: Frames = ()

    @property
    def name(self) -> str:
        """The method that is called, or the attribute that is read or set; empty for any other use."""
        node = self.node.func if isinstance(self.node, cst.Call) else self.node
        return node.attr.value if isinstance(node, cst.Attribute) else ""
