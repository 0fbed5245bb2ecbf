"""What ``*args`` and ``**kwargs`` hold, and what is passed on by them: as Python says."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

HELD = [
    ("def f(*args): show(args[0])\nf('a', 'b')", "a"),
    ("def f(a, *args): show(args)\nf('a', 'b', 'c')", "<2>"),
    ("def f(a, *args): show(args[-1])\nf('a', 'b', 'c')", "c"),
    ("def f(*args):\n    a, *b = args\n    show(a)\nf('a', 'b')", "a"),
    ("def f(*args):\n    for a in args: show(a)\nf('a', 'b')", "a b"),
    ("def f(*args, **kw): show(kw['x'])\nf(1, x='a')", "a"),
    ("def f(*args, **kw): show(kw)\nf(1, x='a', **{'y': 2})", "{x,y}"),
    ("def f(x, **kw): show(kw)\nf(x=1, y=2)", "{y}"),
    ("def f(x, /, **kw): show(kw)\nf(1, x=2)", "{x}"),
    ("def f(**kw): show(kw.get('x', 'b'))\nf(y='a')", "b"),
    ("def f(**kw):\n    kw['x'] = 'b'\n    show(kw['x'])\nf(x='a')", "a b"),
    ("def f(**kw):\n    kw.update(x='b')\n    show(kw['x'])\nf(x='a')", "a b"),
    ("def f(**kw): show({**kw, 'x': 'b'}['x'])\nf(x='a')", "b"),
    ("def f(*args):\n    args = ('z',)\n    show(args[0])\nf('a')", "z"),
    ("def f(*args): show(args)\nf(*[1, 2], 3)", "<3>"),
    ("def f(*args): show(args)\nf(*(x for x in [1]))", "?"),
    ("def f(*args): show(args[0])\nf('a')\nf('b')", "a b"),
    ("class A:\n    def m(self, *args): show(args[0])\nA().m('a', 'b')", "a"),
    ("class A:\n    def m(self, *args): show(args[0])\nA.m(A(), 'a', 'b')", "a"),
    ("class A:\n    @staticmethod\n    def m(*args): show(args[0])\nA.m('a')", "a"),
    ("class A:\n    @classmethod\n    def m(cls, *args): show(args[0])\nA.m('a')", "a"),
    ("class A:\n    def __init__(self, *args): show(args[0])\nA('a')", "?"),
    ("f = lambda *a: show(a[0])\nf('x')", "x"),
    ("from functools import partial\ndef f(*a): show(a[0])\npartial(f, 'x')('y')", "x"),
]
PASSED_ON = [
    ("def g(a, b=2): show(b)\ndef f(*args, **kw): g(*args, **kw)\nf(1, b=3)", "3"),
    ("def g(a, b=2): show(a)\ndef f(*args): g(*args)\nf('a')", "a"),
    ("def g(a, b=2): show(b)\ndef f(*args): g(*args)\nf('a')", "2"),
    ("def g(a, b=2): show(b)\ndef f(*args): g(*args[1:])\nf('x', 'a', 'b')", "?"),
    ("def g(a, b=2): show(b)\ndef f(**kw): g(1, **dict(kw, b=4))\nf(b=3)", "4"),
    ("def g(a, *, b=2): show(b)\ndef f(**kw):\n    kw.setdefault('b', 5)\n    g(1, **kw)\nf()", "?"),
    ("def h(a): show(a)\ndef g(*args): h(*args)\ndef f(*args): g(*args)\nf('a')", "a"),
    (
        "class A:\n    def __init__(self, p): show(p)\nclass B(A):\n"
        "    def __init__(self, *args): super().__init__(*args)\nB('a')",
        "?",
    ),
]


@pytest.mark.parametrize(("code", "expected"), [*HELD, *PASSED_ON])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected
