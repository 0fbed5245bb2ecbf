"""What is drawn at random: one draw, and what a function draws altogether."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass, field, replace
from tflint_ckpt.semantics.functions.random_names import Draws

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


@dataclass(frozen=True, slots=True)
class Draw:
    """One thing that is drawn.

    Attributes:
        node: the call that draws, or the function that draws where it is handed on as it is.
        name: canonical name of the API: ``tensorflow.image.random_crop``, ``keras.layers.RandomFlip``.
        kind: where the numbers come from.
        seeded: whether it is given a seed.
        in_python: whether it runs in a ``tf.py_function``, which is Python each time.
        there: the other file that it stands in, and the place there; *node* then is what runs it here.
    """

    node: cst.CSTNode
    name: str
    kind: Draws
    seeded: bool = False
    in_python: bool = False
    there: tuple[Module, cst.CSTNode] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What running a function draws.

    Attributes:
        sure: what is drawn whenever it runs.
        possible: what is drawn under a condition that the code does not tell.
        known: whether nothing that it runs is out of sight.
    """

    sure: tuple[Draw, ...] = ()
    possible: tuple[Draw, ...] = ()
    known: bool = True

    @property
    def random(self) -> bool | None:
        """Whether it draws anything; ``None`` where the code does not tell."""
        if self.sure:
            return True
        return False if self.known and not self.possible else None

    def perhaps(self) -> Drawn:
        """The same, if it is not sure to run."""
        return Drawn((), (*self.sure, *self.possible), self.known)

    def in_python(self) -> Drawn:
        """The same, run by Python for each element."""
        sure, possible = (
            tuple(replace(draw, in_python=True) for draw in draws) for draws in (self.sure, self.possible)
        )
        return Drawn(sure, possible, self.known)


NOTHING = Drawn()
UNKNOWN = Drawn(known=False)


def together(found: list[Drawn]) -> Drawn:
    """What is drawn where all of *found* run."""
    sure = dict.fromkeys(draw for one in found for draw in one.sure)
    possible = dict.fromkeys(draw for one in found for draw in one.possible)
    return Drawn(tuple(sure), tuple(possible), all(one.known for one in found))


def either(found: list[Drawn]) -> Drawn:
    """What is drawn where one of *found* runs, nobody knows which."""
    every = together(found)
    if found and all(one.sure for one in found):
        return every
    return every.perhaps()
