"""Questions about expressions of one module: answers are kept, and no question goes on for ever."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.hints import Generic, TypeVar
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.values.from_elsewhere import CallsFromElsewhere
from tflint_ckpt.semantics.values.kinds import Frames, Values
from tflint_ckpt.semantics.values.parts import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding, Scope

DEEPEST = 40
"""Expressions within each other, through variables and functions."""
MOST_STEPS = 4000
"""Expressions followed to answer one question; real code takes a few dozen."""


class Passed(Enum):
    """That an expression is left to the language."""

    PASS = "pass"


PASS: Final = Passed.PASS
"""The answer of a kind of value to an expression that it leaves to the language."""
R = TypeVar("R")


class Answers(ABC, Generic[R]):
    """What expressions of one module may come from, for one kind of value; answers are kept.

    Attributes:
        module: the file.
        frames: the calls of functions of the module whose arguments their parameters have now, the
            outermost first.
        skips_none: whether a literal ``None`` among alternatives says nothing about the others.
        callers: whether a parameter is followed to every call of its function, if all are in sight.
        in_order: whether kept answers count at any depth: for what is asked in the order of the source, where
            each statement of a long chain stands on the answer for the one before.
    """

    skips_none = False
    in_order = False
    callers = True

    def __init__(self, module: Engine) -> None:
        self.module = module
        self.frames: Frames = ()
        self._known: dict[tuple[cst.CSTNode, Path, Frames], tuple[R, int]] = {}
        self._active: set[tuple[cst.CSTNode, Path, Frames]] = set()
        self._depth = self._deepest = self._steps = 0
        self._cut = False
        self._followed = module.fact(CallsFromElsewhere)

    # What a kind of value says

    @abstractmethod
    def unknown(self, node: cst.CSTNode) -> R:
        """The answer where the code does not tell what *node* is."""

    @abstractmethod
    def together(self, node: cst.CSTNode, found: Iterable[R]) -> R:
        """The answer for *node* that may be any of the alternatives *found*."""

    @abstractmethod
    def own(self, node: cst.BaseExpression, path: Path) -> R | Passed:
        """What stands at *path* in *node*, if this kind of value knows better than the language does."""

    def values(self, node: cst.BaseExpression) -> Values:
        """The values of *node*, to know containers, and objects of classes of the module, within frames."""
        return self.module.evaluate(node, self.frames)

    @abstractmethod
    def brought(self, found: R, use: cst.CSTNode) -> R:
        """*found* in another file, as it arrives at *use* in this one: no node of that file may be left."""

    def cycle(self, node: cst.CSTNode) -> R:
        """The answer to a question that is still open: *node* is reached from itself."""
        return self.unknown(node)

    def nothing(self, node: cst.CSTNode) -> tuple[R, ...]:
        """The answers to a call that may end without returning something; none where that says nothing."""
        return ()

    def called(self, node: cst.Call, path: Path) -> R:
        """What a call gives that is none of a function of the module."""
        return self.unknown(node)

    def attribute(self, node: cst.Attribute, path: Path) -> R:
        """What an attribute holds that no class of the module is seen to set."""
        return self.unknown(node)

    def parameter(self, binding: Binding, use: cst.Name, path: Path) -> R:
        """What a parameter holds where not every call of its function is in sight."""
        return self.unknown(use)

    def entered(self, binding: Binding, use: cst.Name, path: Path) -> R:
        """What ``with … as name`` gives."""
        return self.unknown(use)

    def augmented(self, binding: Binding, use: cst.Name, path: Path) -> R:
        """What ``name += …`` leaves in a variable."""
        return self.unknown(use)

    def variable(self, node: cst.Name, home: Scope, path: Path, found: R) -> R:
        """*found* of all bindings of a variable, after what else is known of the variable."""
        return found

    def held(self, node: cst.Attribute, assigned: Iterable[cst.CSTNode], found: R) -> R:
        """*found* of all that an attribute is *assigned*, after what else is known of the attribute."""
        return found

    def part_of(self, node: cst.Subscript, found: R) -> R:
        """*found* of the part of a container that a subscript means."""
        return found

    def settled(self, node: cst.BaseExpression, path: Path, found: R) -> R:
        """*found* of *node* as it is answered."""
        return found

    def lacks(self, found: R) -> bool:
        """Whether *found* leaves something open that knowing more of a call may tell."""
        return not found

    # Asking

    def at(self, node: cst.BaseExpression, path: Path = ()) -> R:
        """What stands at *path* in *node*, within the present frames."""
        place = (node, path, self.frames + self._followed.around)
        known = self._known.get(place)
        if known is not None and (self.in_order or self._depth + known[1] <= DEEPEST):
            self._deepest = max(self._deepest, self._depth + known[1])
            return known[0]
        cut, deepest = self._cut, self._deepest
        self._cut, self._deepest = False, self._depth
        found = self._follow(node, path)
        # What was cut short on the way to another answer is no answer of its own.
        if not self._cut or not (self._depth or self.frames):
            self._known[place] = found, self._deepest - self._depth
        self._cut = self._depth > 0 and (cut or self._cut)
        self._deepest = max(deepest, self._deepest)
        return found

    def inside(self, frames: Frames, node: cst.BaseExpression, path: Path = ()) -> R:
        """As :meth:`at`, within other frames."""
        kept, self.frames = self.frames, frames
        try:
            return self.at(node, path)
        finally:
            self.frames = kept

    def all(self, nodes: Iterable[cst.BaseExpression], path: Path, of: cst.CSTNode) -> R:
        """The answer for *of*, which may be any of *nodes*."""
        return self.together(
            of, (self.at(node, path) for node in nodes if path or not (self.skips_none and is_none(node)))
        )

    def cut(self, node: cst.CSTNode) -> R:
        """The answer to a question that leads back to itself; what rests on it is not kept."""
        self._cut = True
        return self.cycle(node)

    def _follow(self, node: cst.BaseExpression, path: Path) -> R:
        if not self._depth:
            self._steps = 0
        self._steps += 1
        place = (node, path, self.frames)
        if place in self._active:
            return self.cut(node)
        if self._depth > DEEPEST or self._steps > MOST_STEPS:
            self._cut = True
            return self.unknown(node)
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)
        self._active.add(place)
        try:
            return self.settled(node, path, self._step(node, path))
        finally:
            self._active.discard(place)
            self._depth -= 1

    @abstractmethod
    def _step(self, node: cst.BaseExpression, path: Path) -> R:
        """The answer, from those for the expressions that *node* gets its value from."""
