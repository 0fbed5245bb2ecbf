"""What attributes hold: what Python shows must be among the answers, and ``?`` where it cannot be known."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared


def of(body: str, shown: str = "show(A().x)", before: str = "") -> str:
    """A class ``A`` with *body*, two lines of which are divided by ``|``, and what is shown then."""
    lines = "".join(f"    {line}\n" for line in body.split("|"))
    return f"{before}class A:\n{lines}{shown}"


INIT = "def __init__(self, **k):|    self.x = 1|"
# What the body of the class says, and what its methods do to an object of it.
OBJECTS = {
    "set in the constructor": (of(INIT), "1"),
    "set twice": (of(f"{INIT}    self.x = 2"), "1 2"),
    "set in the body": (of("x = 1"), "1"),
    "the constructor covers the body": (of(f"x = 1|{INIT}"), "1"),
    "a method may not have run": (of("x = 1|def s(self): self.x = 2"), "2 1"),
    "nor may a branch": (of("x = 1|def __init__(self, c=0):|    if c: self.x = 2"), "2 1"),
    "nor a loop": (of("x = 1|def __init__(self):|    for i in (): self.x = 2"), "2 1"),
    "nor what is tried": (
        of("x = 1|def __init__(self):|    try: int('a'); self.x = 2|    except ValueError: pass"),
        "2 1",
    ),
    "nor a function in it": (of("x = 1|def __init__(self):|    def later(): self.x = 2"), "2 1"),
    "a context has run": (
        of("x = 1|def __init__(self):|    self.x, self.y = 2, 3"),
        "2",
    ),
    "the base's constructor": (
        "class B:\n    def __init__(self): self.x = 1\n"
        "" + of("def s(self): self.x = 2").replace("A:", "A(B):"),
        "2 1",
    ),
    "a subclass has another": (
        "class B:\n    x = 1\n    def t(self): show(self.x)\nclass A(B):\n    x = 2\nA().t()",
        "?",
    ),
    "a subclass sets another": (
        "class B:\n    x = 1\n    def t(self): show(self.x)\nclass A(B):\n"
        "    def __init__(self): self.x = 2\nA().t()",
        "?",
    ),
    "deleted": (of("x = 2|def __init__(self):|    self.x = 1|    del self.x"), "?"),
    "added to": (of(f"{INIT}    self.x += 4"), "?"),
    "a loop's target": (of(f"{INIT}    for self.x in (4, 5): pass"), "?"),
    "the rest of a list": (of(f"{INIT}    *self.x, y = 1, 2"), "?"),
    "by another name of self": (of(f"{INIT}    me = self|    me.x = 3"), "?"),
    "by a method whose self has another name": (
        of(f"{INIT}|def s(this): this.x = 3", "a = A()\na.s()\nshow(a.x)"),
        "?",
    ),
    "from outside": (of(INIT, "a = A()\na.x = 4\nshow(a.x)"), "?"),
    "a property": (of("@property|def x(self): return 1"), "1"),
    "one that may end without": (of("@property|def x(self):|    if not self: return 1"), "1 None"),
    "one with a setter": (
        of(
            "y = 1|@property|def x(self): return self.y|@x.setter|def x(self, v): self.y = v",
            "a = A()\na.x = 3\nshow(a.x)",
        ),
        "?",
    ),
}
UNSEEN = {
    "setattr with any name": (
        of(f"{INIT}    for a, b in k.items(): setattr(self, a, b)", "show(A(x=2).x)"),
        "?",
    ),
    "setattr with this name": (of(f"{INIT}    setattr(self, 'x', 2)"), "?"),
    "setattr with another name": (of(f"{INIT}    setattr(self, 'y', 2)"), "1"),
    "setattr from outside": (of(INIT, "a = A()\nsetattr(a, 'x', 2)\nshow(a.x)"), "?"),
    "setattr of another class": (
        of(INIT, "class B:\n    def __init__(self, n): setattr(self, n, 2)\nB('x')\nshow(A().x)"),
        "1",
    ),
    "setattr of a module": (of(INIT, "import os\nsetattr(os, f'{os.sep}x', 2)\nshow(A().x)"), "1"),
    "object.__setattr__": (of(f"{INIT}    object.__setattr__(self, 'x', 2)"), "?"),
    "its dictionary updated": (of(f"{INIT}    self.__dict__.update(k)", "show(A(x=2).x)"), "?"),
    "an item of its dictionary": (of(f"{INIT}    self.__dict__['x'] = 3"), "?"),
    "another dictionary": (of(f"{INIT}    self.__dict__ = k", "show(A(x=2).x)"), "?"),
    "vars": (of(f"{INIT}    vars(self).update(k)", "show(A(x=2).x)"), "?"),
    "its dictionary read": (of(f"{INIT}    print(self.__dict__, vars(self))"), "1"),
    "a hook that sets": (
        of(f"{INIT}|def __setattr__(self, n, v): object.__setattr__(self, n, v + 1)"),
        "?",
    ),
    "a hook that reads": (of(f"{INIT}|def __getattribute__(self, n): return 7"), "?"),
}
CLASSES = {
    "the body": (of("x = 1", "show(A.x)"), "1"),
    "set on the class": (of("x = 1", "A.x = 3\nshow(A.x)"), "?"),
    "set on a subclass": (of("x = 1", "class B(A): pass\nB.x = 3\nshow(A.x)\nshow(B.x)"), "1; ?"),
    "by a class method": (
        of("x = 1|@classmethod|def s(cls): cls.x = 2", "A.s()\nshow(A.x)\nshow(A().x)"),
        "?; ?",
    ),
    "by type(self)": (of("x = 1|def s(self): type(self).x = 3", "A().s()\nshow(A.x)\nshow(A().x)"), "?; ?"),
    "by __class__": (of("x = 1|def s(self): self.__class__.x = 3", "A().s()\nshow(A.x)"), "?"),
    "by a decorator": (of("x = 1", "show(A.x)", "def d(c):\n    c.x = 4\n    return c\n@d\n"), "?"),
    "another class in its place": (
        of("x = 1", "show(A.x)", "def d(c): return type('B', (), {'x': 4})\n@d\n"),
        "?",
    ),
    "a member of an enumeration": ("import enum\nclass A(enum.Enum):\n    x = 1\nshow(A.x)", "?"),
    "one that is a number": ("from enum import IntEnum\nclass A(IntEnum):\n    x = 1\nshow(A.x)", "?"),
    "one that is a text": ("import enum\nclass A(str, enum.Enum):\n    x = 'a'\nshow(f'{A.x}')", "⟨…⟩"),
}
DATA = "from dataclasses import dataclass, field\n@dataclass\n"
FIELDS = {
    "given, and by default": (of("x: int = 1", "show(A().x)\nshow(A(2).x)\nshow(A(x=3).x)", DATA), "1; 2; 3"),
    "the second": (of("x: int = 1|y: int = 2", "show(A(7).y)\nshow(A(7, 8).y)", DATA), "2; 8"),
    "not one without a type": (of("y = 3|x: int = 1", "show(A(7).x)", DATA), "7"),
    "one that may be there": (of("if True:|    x: int = 1|y: int = 2", "show(A(7).y)", DATA), "?"),
    "made later": (of("x: list = field(default_factory=list)", "show(A().x)", DATA), "?"),
    "not in the constructor": (of("x: int = field(default=1, init=False)", "show(A().x)", DATA), "?"),
    "set after it": (of("x: int = 1|def __post_init__(self): self.x = 4", "show(A().x)", DATA), "4"),
    "set by name": (of("x: int = 1", "a = A()\nsetattr(a, 'x', 5)\nshow(a.x)", DATA), "?"),
    "loaded": (
        of(
            "x: int = 1|def load(self, d):|    for k in d: setattr(self, k, d[k])",
            "a = A()\na.load({'x': 9})\nshow(a.x)",
            DATA,
        ),
        "?",
    ),
    "of a base": (of("x: int = 1", "@dataclass\nclass B(A):\n    x: int = 2\nshow(B().x)", DATA), "?"),
    "a named tuple": (
        "from typing import NamedTuple\nclass A(NamedTuple):\n    x: int = 1\nshow(A().x)\nshow(A(5).x)\n"
        "show(A()._replace(x=3).x)",
        "1; 5; ?",
    ),
}
CASES = [
    pytest.param(*case, id=f"{of_}: {name}")
    for of_, cases in (("object", OBJECTS), ("unseen", UNSEEN), ("class", CLASSES), ("field", FIELDS))
    for name, case in cases.items()
]


@pytest.mark.parametrize(("code", "expected"), CASES)
def test_what_it_holds(code: str, expected: str) -> None:
    assert compared(code) == expected
