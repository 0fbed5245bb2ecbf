"""What stands behind the dot, of objects and classes of the file: as Python says."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

CALLED = [
    ("class A:\n    def f(self): return 'a'\nshow(A().f())", "a"),
    (
        "class A:\n    def f(self): return 'a'\nclass B(A):\n    def f(self): return 'b'\n"
        "for x in (A(), B()): show(x.f())",
        "a b",
    ),
    ("class A:\n    @property\n    def f(self): return lambda: 'a'\nshow(A().f())", "?"),
    ("class A:\n    @classmethod\n    def f(cls): return 'a'\nshow(A.f())", "a"),
    (
        "def deco(f): return lambda self: 'z'\nclass A:\n    @deco\n    def f(self): return 'a'\n"
        "show(A().f())",
        "?",
    ),
    ("class A:\n    def f(self): return 'a'\nA.f = lambda self: 'b'\nshow(A().f())", "?"),
    ("class A:\n    def f(self): return self.g()\n    def g(self): return 'a'\nshow(A().f())", "a"),
    ("def a(): return 'a'\ndef b(): return 'b'\nMODELS = {'a': a, 'b': b}\nshow(MODELS['b']())", "b"),
    ("def a(): return 'a'\nMODELS = {'a': a, 'b': lambda: 'b'}\nk = 'b'\nshow(MODELS[k]())", "a b"),
    ("def a(): return 'a'\ndef b(): return 'b'\nM = {'a': a, 'b': b}\nk = 'b'\nshow(M.get(k)())", "a b"),
    ("def a(): return 'a'\ndef b(): return 'b'\nM = {'a': a}\nk = 'c'\nshow(M.get(k, b)())", "b a"),
    ("def a(): return 'a'\nM = {'a': a}\nk = 'a'\nmake = M[k]\nshow(make())", "a"),
    ("def a(): return 'a'\nM = {'a': a}\nk = 'a'\nmake = M.get(k)\nshow(make())", "a"),
    ("def a(): return 'a'\nM = {'a': a}\nk = 'c'\nmake = M.get(k, len)\nshow(make('xy'))", "?"),
    ("def a(): return 'a'\nM = {'a': a}\nk = 'a'\nmake = M[k]\nmake = lambda: 'b'\nshow(make())", "?"),
    ("def a(): return 'a'\nMODELS = {'a': a}\nMODELS['a'] = len\nshow(MODELS['a']('xy'))", "?"),
    ("def a(): return 'a'\ndef b(): return 'b'\nf = a if len('x') else b\nshow(f())", "?"),
    ("def a(): return 'a'\na = lambda: 'b'\nshow(a())", "?"),
    ("import os\ndef join(a): return 'q'\nshow(os.path.join('a'))", "a"),
]
HELD = [
    ("class A:\n    @property\n    def p(self): return 'a'\nshow(A().p)", "a"),
    ("class A:\n    def __init__(self, p): self.p = p\nshow(A('a').p)", "a"),
    ("class A:\n    def __init__(self, p): self.p, self.q = p, 'b'\nshow(A('a').q)", "b"),
    ("class A:\n    def __init__(self, p): self.p = p\na = A('a')\nb = A('b')\nshow(b.p)", "b"),
    (
        "class A:\n    def __init__(self, p): self.set(p)\n    def set(self, p): self.p = p\nshow(A('a').p)",
        "?",
    ),
    ("class A:\n    p = 'a'\nshow(A().p)\nshow(type(A()).p)", "a; ?"),
    ("class A:\n    def m(self): pass\nx = A().m\nshow(x())", "?"),
    ("class A:\n    p = 1\n    def __getattribute__(self, n): return 2\nshow(A().p)", "?"),
    (
        "class M(type):\n    def __call__(cls, *a): return super().__call__('z')\n"
        "class A(metaclass=M):\n    def __init__(self, p): self.p = p\nshow(A('x').p)",
        "?",
    ),
    (
        "class M(type): pass\nclass A(metaclass=M):\n    def __init__(self, p): self.p = p\nshow(A('x').p)",
        "x",
    ),
    (
        "import dataclasses\n@dataclasses.dataclass\nclass C:\n    p: str = 'a'\nc = C()\n"
        "e = dataclasses.replace(c, p='b')\nshow(e.p)\nshow(c.p)",
        "?; a",
    ),
    (
        "import dataclasses\n@dataclasses.dataclass\nclass C:\n    p: str\n    q: int = 2\n"
        "show(C('a').p)\nshow(C('a').q)\nshow(C(q=3, p='b').q)",
        "a; 2; 3",
    ),
    (
        "from typing import NamedTuple\nclass P(NamedTuple):\n    a: str\n    b: int = 2\n"
        "p = P('x')\nshow(p.a)\nshow(p.b)\nu, v = p\nshow(u)",
        "x; 2; ?",
    ),
]
ENUMERATED = [
    ("from enum import Enum\nclass E(Enum):\n    A = 'a'\n    B = 'b'\nshow(E.A.value)", "a"),
    ("from enum import Enum\nclass E(str, Enum):\n    A = 'a'\nshow(E.A.value)", "a"),
    ("import enum\nclass E(enum.IntEnum):\n    A = 1\nshow(E.A.value)", "1"),
    ("from enum import Enum, auto\nclass E(Enum):\n    A = auto()\nshow(E.A.value)", "?"),
    ("from enum import Enum\nclass E(Enum):\n    A = ('a', 1)\nshow(E.A.value[0])", "a"),
    (
        "from enum import Enum\nclass E(Enum):\n    A = 'a'\n    @property\n"
        "    def value(self): return 'z'\nshow(E.A.value)",
        "?",
    ),
    (
        "from enum import Enum\nclass E(Enum):\n    A = 'a'\n"
        "    def __init__(self, v): self._value_ = 'z'\nshow(E.A.value)",
        "?",
    ),
    ("from enum import Enum\nclass E(Enum):\n    A = 'a'\nx = E.A\nshow(x.value)", "?"),
    ("class E:\n    class A:\n        value = 'z'\nshow(E.A.value)", "?"),
]


@pytest.mark.parametrize(("code", "expected"), [*CALLED, *HELD, *ENUMERATED])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected
