"""One way in which an object may have come about."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.values.kinds import Frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.values.parts import Path


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A model of another file.

    Attributes:
        anew: whether each run of the place makes another model, with weights of its own.
        plain: whether it trains as models of Keras do, and logs nothing by the name of validation.
        there: the file that gives it, if it is seen how the model is made, and how it came about there, maybe
            from yet another file.
        given: whether that file gives it to a parameter.
        path: where it stands in what the call here gives, which may be a tuple or dictionary.
    """

    anew: bool
    plain: bool
    there: tuple[Engine, Origin] | None = field(default=None, repr=False)
    given: bool = False
    path: Path = ()

    @property
    def files(self) -> Iterator[Engine]:
        """The files it goes through, the one that makes it last."""
        step = self.there
        while step is not None:
            yield step[0]
            step = step[1].elsewhere.there if step[1].elsewhere is not None else None


@dataclass(frozen=True, slots=True)
class Origin:
    """One way in which an object may have come about.

    Attributes:
        name: its class by canonical name, ``keras.metrics.Mean``; of a class of the module, the API
            class that it is derived from.
        node: the call that makes it, or the expression where it is first seen, such as ``self.model``
            in a callback.
        local: the class of the module that is instantiated.
        frames: the calls of functions of the module inside which it is made, the outermost first.
        overridden: the names that its class defines itself where that is a class of another file; ``None``
            where a base of it is not known.
        elsewhere: what is known of a model that another file makes; ``None`` for all others.
    """

    name: str
    node: cst.CSTNode
    local: cst.ClassDef | None = None
    frames: tuple[Frame, ...] = ()
    overridden: frozenset[str] | None = frozenset()
    elsewhere: Elsewhere | None = None

    @property
    def is_made(self) -> bool:
        """Whether the code shows how it is made; else of its class nothing but the family is known."""
        return isinstance(self.node, (cst.Call, cst.ClassDef))


Origins = tuple[Origin, ...] | None
"""The alternatives; ``None`` where some is not known, empty where nothing but ``None`` is there."""
