"""What another file of the project gives for a call, and for what a class here has from there."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tests.semantics.python_says import written

INIT = "class C:\n    def __init__(self, p='d'): self.p = p\n"
# Code that shows something of "there", that file, and what may be shown.
CALLS = [
    ("from there import f\nshow(f('a'))", "def f(x): return x + '.h5'", "a.h5"),
    ("from there import f\nshow(f(y='b', x='a'))", "def f(x, y='c'): return x + y", "ab"),
    ("from there import f\ndef g(z): show(f(z))\ng('a')", "def f(x): return x + '.h5'", "a.h5"),
    ("from there import f\nshow(f(f('a')))", "def f(x): return x + '1'", "a11"),
    ("from there import f\na, b = f('a')\nshow(b)", "def f(x): return 'q', x", "a"),
    ("from there import f\nshow(f('a'))", "def g(x): return x + '2'\ndef f(x): return g(x)", "a2"),
    ("import there\nshow(there.f('a'))", "def f(x):\n    if x == 'a': return 'b'\n    return 'c'", "b c"),
    ("from there import *\nshow(f('a'))", "def f(x): return x", "a"),
    ("import there\nfor x in there.L: show(x)", "L = ['a', 'b']", "a b"),
    ("import there\nshow(there.x.y)", "class C:\n    y = 'a'\nx = C()", "a"),
    # What cannot be seen, or leads back
    ("from there import f\nshow(f('a'))", "@deco\ndef f(x): return x", "?"),
    ("from there import f\nshow(f('a'))", "async def f(x): return x", "?"),
    ("from there import f\nshow(f('a'))", "def f(x): yield x", "?"),
    ("from there import f\nshow(f('a'))", "def f(x): return f(x)", "?"),
    (
        "from there import f\nshow(f('a'))\ndef g(x): return x",
        "from train import g\ndef f(x): return g(x)",
        "?",
    ),
    ("from there import X\nY = X\nshow(X)", "from train import Y\nX = Y", "?"),
    ("from there import f\nf = lambda x: 'z'\nshow(f('a'))", "def f(x): return x", "?"),
]
CLASSES = [
    ("from there import C\nshow(C('a').p)", INIT, "a"),
    ("from there import C\nc = C(p='a')\nshow(c.p)", INIT, "a"),
    ("from there import C\nshow(C(*x).p)", INIT, "?"),
    ("from there import C\nshow(C().m('a'))", "class C:\n    def m(self, p): return p", "a"),
    ("from there import make\nshow(make().p)", f"{INIT}def make(): return C('a')", "a"),
    ("from there import E\nshow(E.A.value)", "from enum import Enum\nclass E(Enum):\n    A = 'a'", "a"),
    ("from there import E\nshow(E.A.value)", "class E:\n    class A:\n        value = 'a'", "?"),
]


@pytest.mark.parametrize(("code", "there", "expected"), [*CALLS, *CLASSES])
def test_what_another_file_gives(code: str, there: str, expected: str) -> None:
    facts, node = marked(code, there=there)
    assert written(facts.evaluate(node)) == expected
