"""One place that says what the code runs on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_ckpt.target import Target

    LineName = Callable[[int], str]

METADATA, CONTAINER, TESTED, TOLD = 0, 1, 2, 3
"""What a place in a folder is: what the project requires, an image that it runs in, what it is tested on, and
the commands that its users are told to type."""

ASKED, USED, ADDONS = 0, 1, 2
"""What a place in a file itself is: a release that it asks for, what only TensorFlow 1 has, or an import of
``tensorflow_addons``; the rank among those of the file."""


class Source:
    """One place that was looked at, and what it says.

    Attributes:
        place: for the user: ``setup.py:4``, or ``models/export.py:3 (tf_keras, in 1 of 50 modules)``.
        target: the releases that are installed by it; ``None`` where it is about ``tf.keras`` alone.
        legacy: whether ``tf.keras`` is Keras 2 on any release; ``None`` where it is about releases.
        rank: which of the sources of one folder is believed first, the smallest.
        strength: of requirements ``PIN``, ``BOUND`` or ``ANY``; see ``requirement``.
        oldest: the oldest TensorFlow that requirements allow.
        weak: whether it is the word of a few modules, and so decides for their own folder only.
        won: whether the target follows from it.
    """

    __slots__ = ("legacy", "oldest", "place", "rank", "strength", "target", "weak", "won")

    def __init__(
        self,
        place: str,
        target: Target | None = None,
        *,
        legacy: bool | None = None,
        rank: int = 0,
        strength: int = 0,
        oldest: tuple[int, int] = (2, 0),
        weak: bool = False,
    ) -> None:
        self.place = place
        self.target = target
        self.legacy = legacy
        self.rank = rank
        self.strength = strength
        self.oldest = oldest
        self.weak = weak
        self.won = False

    @property
    def says(self) -> str:
        """What it says, for the user."""
        if self.target is not None:
            return f"TensorFlow {self.target.tensorflow} (Keras {self.target.keras})"
        return "tf.keras is Keras 2" if self.legacy else "tf.keras is what TensorFlow brings"


def rank_of(group: int, strength: int) -> int:
    """Where requirements stand among those of their folder.

    A pin of the project comes before its bounds, these before what an image or a test has. A requirement
    that takes any release says least, and what users are told little more.
    """
    from tflint_ckpt.evidence.requirement import ANY, PIN

    if group == TOLD:
        return 4
    if strength == ANY:
        return 5 + group
    if group == METADATA:
        return 0 if strength == PIN else 1
    return 1 + group
