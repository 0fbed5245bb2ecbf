"""Random programs of classes that call each other's methods, and what CPython says of their calls."""

from __future__ import annotations

import random
import sys
from types import FrameType
from typing import Any

Seen = tuple[int, str, int, object]
"""The line and the name of a function, the line that called it, and what its parameter ``a`` was."""

CLASSES = ("A", "B", "C", "D")
_FILE = "program"
_MOST_CALLS = 300


class _Enough(BaseException):
    """Ends a statement that calls too much."""


class Program:
    """A program: definitions, and statements that call them; each call gives another number."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._given = 1000
        self._lines = ["from functools import partial", "def f(a=0): pass"]
        self._lines += ["def h(a=0):", f"    return f({self._number()})"]
        for place in range(len(CLASSES)):
            self._class(place)
        self._defined = len(self._lines)
        statements = [self._random.choice(self._anywhere(len(CLASSES))) for _ in range(6)]
        statements += [f"t = {self._random.choice(CLASSES)}(1)", f"t.m({self._number()})"]
        statements += ["g = t.m", f"g({self._number()})", "again = f", f"again({self._number()})"]
        self._lines += [*statements, "if __name__ == '__main__': pass"]

    @property
    def text(self) -> str:
        """The source text."""
        return "\n".join([*self._lines, ""])

    def _number(self) -> str:
        self._given += 1
        return str(self._given)

    def _anywhere(self, known: int) -> list[str]:
        """Calls that may stand anywhere behind the first *known* classes."""
        number = self._number
        found = [f"f({number()})", f"h({number()})", f"partial(f, {number()})()"]
        found.append(f"(lambda a: f({number()}))(0)")
        for each in CLASSES[:known]:
            found += [
                f"{each}({number()}).m({number()})",
                f"{each}.s({number()})",
                f"{each}(1).s({number()})",
            ]
            found += [f"{each}.c({number()})", f"{each}.m({each}(1), {number()})", f"{each}(a={number()})"]
            found += [f"{each}(2).p", f"partial({each}, {number()})()"]
        return found

    def _class(self, place: int) -> None:
        name, number = CLASSES[place], self._number
        bases = self._random.sample(CLASSES[:place], min(place, self._random.choice([0, 1, 1, 2])))
        self._lines += [f"class {name}({', '.join(bases)}):", "    z = 1"]
        heads = {"s": ("@staticmethod", "a=0"), "c": ("@classmethod", "cls, a=0"), "p": ("@property", "self")}
        for method in ("__init__", "m", "n", "s", "c", "p"):
            if bases and self._random.random() < 0.35:
                continue
            decorator, parameters = heads.get(method, ("", "self, a=0"))
            self._lines += [f"    {decorator}"] if decorator else []
            self._lines.append(f"    def {method}({parameters}):")
            body = self._anywhere(place)
            if method not in ("s", "c"):
                own = [f"self.m({number()})", f"self.n({number()})", f"self.s({number()})", "self.p"]
                body += [*own, *own, f"type(self)({number()})"]
            if method == "c":
                body += [f"cls({number()})", f"cls.s({number()})"] * 3
            if bases and method not in ("s", "p"):
                first = "cls" if method == "c" else "self"
                body += [f"super().{method}({number()})", f"super({name}, {first}).{method}({number()})"] * 3
            self._lines += [f"        {self._random.choice(body)}" for _ in range(2)]

    def run(self) -> list[Seen] | None:
        """The calls that CPython makes; ``None`` where it refuses the classes."""
        seen: list[Seen] = []
        left = _MOST_CALLS

        def trace(frame: FrameType, event: str, argument: object) -> None:
            nonlocal left
            if event != "call" or frame.f_code.co_filename != _FILE:
                return
            left -= 1
            if left < 0:
                raise _Enough
            caller = frame.f_back
            while caller is not None and caller.f_code.co_filename != _FILE:
                caller = caller.f_back
            if caller is not None:
                code = frame.f_code
                seen.append((code.co_firstlineno, code.co_name, caller.f_lineno, frame.f_locals.get("a")))

        names: dict[str, Any] = {"__name__": "program"}
        try:
            exec(compile("\n".join(self._lines[: self._defined]), _FILE, "exec"), names)
        except TypeError:  # no order of the bases
            return None
        before = sys.gettrace()
        for place in range(self._defined, len(self._lines)):
            statement = compile("\n" * place + self._lines[place], _FILE, "exec")
            left = _MOST_CALLS
            sys.settrace(trace)
            try:
                exec(statement, names)
            except (_Enough, TypeError, AttributeError, NameError):
                pass  # what it called until then counts
            finally:
                sys.settrace(before)
        return seen
