"""Random programs over one variable, for the test of reaching definitions.

Every assignment of ``x`` gives a number of its own; ``show(place, x)`` notes what ``x`` is there;
``c()``, ``r()`` and ``fail()`` decide at random on branches, passes and exceptions.
"""

from __future__ import annotations

import contextlib
import random
from types import TracebackType

Outcome = tuple[int, object]


class Failure(Exception):  # noqa: N818
    """What ``fail()`` raises."""


class _Enough(BaseException):
    """Ends a run that does not end by itself."""


class _Writer:
    def __init__(self, source: random.Random) -> None:
        self.random = source
        self.assigned = 0
        self.shown = 0

    def value(self) -> int:
        self.assigned += 1
        return self.assigned

    def show(self, what: str = "x") -> str:
        self.shown += 1
        return f"show({self.shown}, {what})"

    def block(self, depth: int, *, loop: bool, function: bool) -> list[str]:
        """Some statements, one level deeper."""
        made: list[str] = []
        for _ in range(self.random.randint(1, 3)):
            made += self.statement(depth, loop=loop, function=function)
        return [f"    {line}" for line in made]

    def statement(self, depth: int, *, loop: bool, function: bool) -> list[str]:
        small = [
            f"x = {self.value()}",
            self.show(),
            self.show(),
            f"x: int = {self.value()}",
            f"y, x = 0, {self.value()}",
            f"{self.show(f'(x := {self.value()})')}; {self.show()}",
            f"{self.show(f'x if c() else (x := {self.value()})')}; {self.show()}",
            f"c() and (x := {self.value()}); {self.show()}",
            f"[{self.show()} for _ in r()]",
            f"[(x := {self.value()}) for _ in r() if {self.show()} or c()]; {self.show()}",
            "if c(): del x",
            "fail()",
            "raise Failure",
        ]
        if loop:
            small += ["break", "if c(): break", "continue", "if c(): continue"]
        if function:
            small += ["return", "if c(): return"]
        if depth == 0 or self.random.random() < 0.45:
            return [self.random.choice(small)]
        inside = self.block(depth - 1, loop=loop, function=function)
        other = self.block(depth - 1, loop=loop, function=function)
        passed = self.block(depth - 1, loop=True, function=function)
        last = self.block(depth - 1, loop=False, function=False)
        return self.random.choice(
            [
                ["if c():", *inside],
                ["if c():", *inside, "else:", *other],
                ["if c():", *inside, f"elif (x := {self.value()}) and c():", *other],
                ["for _ in r():", *passed],
                ["for _ in r():", *passed, "else:", *other],
                [f"for x in ({self.value()},)[:c()]:", *passed],
                ["while c():", *passed],
                [f"while (x := {self.value()}) and c():", *passed, "else:", *other],
                ["try:", *inside, "except Failure:", *other],
                ["try:", *inside, "except Failure:", *other, "else:", *last],
                ["try:", *inside, "except Failure:", *other, "finally:", *last],
                ["try:", *inside, "finally:", *last],
                ["try:", *inside, "except Failure as x:", "    pass"],
                ["with suppress():", *inside],
                ["with suppress() as x:", *inside],
                ["match c():", "    case 0:", *(f"    {line}" for line in inside)],
                ["match c():", "    case x if c():", *(f"    {line}" for line in inside), self.show()],
                ["class C:", f"    x = {self.value()}", f"    {self.show()}", self.show()],
            ]
        )


def program(source: random.Random) -> str:
    """A program of some ten statements that parses, in a function or at the top level."""
    while True:
        writer = _Writer(source)
        function = source.random() < 0.5
        body = [*writer.block(3, loop=False, function=function), f"    {writer.show()}"]
        text = "\n".join(["def f():", "    x = 0", *body, "f()", ""])
        if not function:
            text = "\n".join(["if True:", "    x = 0", *body, ""])
        try:
            compile(text, "program", "exec")
        except SyntaxError:  # such as two cases that match anything
            continue
        return text


def run(text: str, source: random.Random) -> set[Outcome]:
    """What the uses in *text* saw in one run, decided by *source*."""
    outcomes: set[Outcome] = set()
    left = 400

    def tick() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _Enough

    def show(place: int, value: object) -> bool:
        outcomes.add((place, value))
        tick()
        return False

    def c() -> bool:
        tick()
        return source.random() < 0.5

    def r() -> range:
        tick()
        return range(source.randint(0, 2))

    def fail() -> None:
        if source.random() < 0.4:
            raise Failure

    class suppress:  # noqa: N801
        def __enter__(self) -> str:
            return "entered"

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> bool:
            return kind is Failure and source.random() < 0.3

    names = {"show": show, "c": c, "r": r, "fail": fail, "Failure": Failure, "suppress": suppress}
    with contextlib.suppress(_Enough, Failure, NameError):
        exec(compile(text, "program", "exec"), names)
    return outcomes
