"""The walk through the language: what Python shows must be among the answers."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

VARIABLES = {
    "walrus": ("show((x := 1))\nshow(x)", "1; 1"),
    "in a test": ("if (x := 1) and not x: x = 2\nshow(x)", "2 1"),
    "in a loop": ("n = 0\nwhile (n := n + 1) < 5: pass\nshow(n)", "? 1"),
    "in a comprehension": ("y = [(x := i) for i in (1, 2)]\nshow(x)", "1 2"),
    "a comprehension's own": ("i = 5\nx = [i for i in (1, 2)]\nshow(i)", "5"),
    "deleted and set": ("x = 1\ndel x\nx = 2\nshow(x)", "2"),
    "else of a loop": ("for x in (): pass\nelse: x = 4\nshow(x)", "4"),
    "suppressed": (
        "import contextlib\nx = 1\nwith contextlib.suppress(Exception):\n    1 / 0\n    x = 2\nshow(x)",
        "2 1",
    ),
    "tried": ("x = 1\ntry:\n    x = 2\n    1 / 0\n    x = 3\nexcept Exception: pass\nshow(x)", "3 2 1"),
    "caught": ("x = 1\ntry: 1 / 0\nexcept ZeroDivisionError as x: show(x)", "?"),
    "matched": ("x = 1\nmatch 5:\n    case x: pass\nshow(x)", "?"),
    "matched in part": ("x = 1\nmatch 4:\n    case int() as x: pass\nshow(x)", "? 1"),
    "the rest that is matched": ("x = 1\nmatch {'a': 5}:\n    case {**x}: pass\nshow(x)", "? 1"),
    "global": ("x = 1\ndef f():\n    global x\n    x = 2\nf()\nshow(x)", "2 1"),
    "nonlocal": (
        "def g():\n    x = 1\n    def f():\n        nonlocal x\n        x = 2\n    f()\n    show(x)\ng()",
        "2 1",
    ),
    "of the class, not of its methods": (
        "x = 1\nclass A:\n    x = 2\n    def f(self): return x\nshow(A().f())",
        "1",
    ),
    "an unknown context": ("import io\nwith io.StringIO() as f: show(f)", "?"),
    "counted in a loop": ("x = 0\nfor i in range(3): x += 1\nshow(x)", "? 1 0"),
    "a text that grows": ("x = 'a'\nfor i in range(3): x = x + 'b'\nshow(x)", "⟨…⟩b ab a"),
    "swapped in a loop": ("a, b = 1, 2\nfor i in range(3): a, b = b, a + b\nshow(a)", "? 3 2 1"),
}
FUNCTIONS = {
    "each return": ("def f(c):\n    if c: return 1\n    return 2\nshow(f(len('a')))", "1 2"),
    "the end": ("def f(c):\n    if c: return 1\nshow(f(len('')))", "1 None"),
    "the end of the last arm": (
        "def f(c):\n    if c == 1: return 1\n    elif c == 2: return 2\nshow(f(len('')))",
        "1 2 None",
    ),
    "no end": ("def f(c):\n    if c: return 1\n    else: return 2\nshow(f(len('')))", "1 2"),
    "a bare return": ("def f(c):\n    if c: return\n    return 1\nshow(f(len('a')))", "1 None"),
    "the end of a loop": ("def f():\n    for i in (): return 3\nshow(f())", "3 None"),
    "a loop without end": ("def f():\n    while True: return 3\nshow(f())", "3"),
    "a loop that is left": (
        "def f():\n    while True:\n        if len('a'): break\n        return 3\nshow(f())",
        "3 None",
    ),
    "an error": ("def f(c):\n    if c: return 1\n    raise ValueError\nshow(f(len('a')))", "1"),
    "an exit": ("import sys\ndef f(c):\n    if c: return 1\n    sys.exit(2)\nshow(f(len('a')))", "1"),
    "a caught error": (
        "def f():\n    try: return int('a')\n    except ValueError: pass\nshow(f())",
        "? None",
    ),
    "finally wins": ("def f():\n    try: return 1\n    finally: return 2\nshow(f())", "1 2"),
    "with": ("import io\ndef f():\n    with io.StringIO(): return 1\nshow(f())", "1"),
    "cases without the last": (
        "def f(c):\n    match c:\n        case 1: return 1\nshow(f(len('')))",
        "1 None",
    ),
    "cases with the last": (
        "def f(c):\n    match c:\n        case 1: return 1\n        case _: return 2\nshow(f(len('')))",
        "1 2",
    ),
    "the call decides": ("def f(c):\n    if c: return 1\nshow(f(True))", "1"),
    "and what is asked of it": (
        "def f(c):\n    if c: return 1\ndef g(v):\n    if v is None: return 'a'\n    return 'b'\n"
        "show(g(f(len(''))))",
        "a b",
    ),
    "a generator": ("def f(): yield 1\nshow(f())", "?"),
    "a coroutine": ("async def f(): return 1\nx = f()\nshow(x)\nx.close()", "?"),
    "wrapped": ("def d(f): return lambda: 9\n@d\ndef f(): return 1\nshow(f())", "?"),
    "kept": ("import functools\n@functools.cache\ndef f(): return 1\nshow(f())", "1"),
    "defined twice": ("def f(): return 1\ndef f(): return 2\nshow(f())", "?"),
    "defined in two arms": (
        "try:\n    import nowhere\n    def f(): return 1\nexcept ImportError:\n    def f(): return 2\n"
        "show(f())",
        "?",
    ),
    "recursive": ("def f(n): return 1 if n == 0 else n * f(n - 1)\nshow(f(4))", "1 ?"),
    "what the name has later": ("x = 1\ndef f(): return x\nx = 2\nshow(f())", "1 2"),
    "a default is what the name had": ("x = 1\ndef f(a=x): return a\nx = 2\nshow(f())", "1"),
    "another object is called": ("class A:\n    def __call__(self): return 3\na = A()\nshow(a())", "?"),
}
PARAMETERS = {
    "of all callers": ("def f(a): show(a)\nf(1)\nf(2)", "1 2"),
    "of one it is handed to": ("def f(a): show(a)\nf(1)\nfor x in map(f, [7]): pass", "?"),
    "of one that keeps it": ("def f(a): show(a)\nf(1)\nd = {'f': f}\nd['f'](9)", "?"),
    "by a text": ("class A:\n    def m(self, a): show(a)\nA().m(1)\ngetattr(A(), 'm')(8)", "?"),
    "as a decorator": ("def f(a):\n    show(a)\n    return a\nf(1)\n@f\ndef g(): pass", "?"),
    "of itself": ("def f(a):\n    show(a)\n    if a < 3: f(a + 1)\nf(1)", "? 2 1"),
    "by a subclass": ("class A:\n    def m(self, a): show(a)\nclass B(A): pass\nA().m(1)\nB().m(5)", "1 5"),
    "by super": (
        "class A:\n    def m(self, a): show(a)\nclass B(A):\n    def m(self, a): super().m(a + 4)\nA().m(1)\n"
        "B().m(1)",
        "5 1",
    ),
    "by its class": (
        "class A:\n    def __init__(self, a): show(a)\n    def o(self): return type(self)(4)\nA(1).o()",
        "4 1",
    ),
    "by position and name": (
        "def f(a, b=2): return b\nshow(f(1))\nshow(f(1, 5))\nshow(f(b=6, a=1))",
        "2; 5; 6",
    ),
    "unpacked": ("def f(a, b=2): return b\nx = (1, 5)\nshow(f(*x))", "5"),
    "behind what is unpacked": ("def f(a, b=2, c=3): return c\nx = (1, 5)\nshow(f(*x, 8))", "8"),
    "by keys": ("def f(a=1, b=2): return b\nx = {'b': 7}\nshow(f(**x))", "7"),
    "the rest": ("def f(*a):\n    show(a)\n    show(a[0])\nf(1, 2)", "<2>; 1"),
    "the rest behind others": ("def f(b, *a):\n    show(a[0])\nf(1, 2)", "2"),
    "the other keywords": ("def f(**k): show(k['a'])\nf(a=1)", "1"),
    "set anew": ("def f(a):\n    a = a + 1\n    return a\nshow(f(1))", "2"),
    "added to": ("def f(a):\n    a += 1\n    return a\nshow(f(1))", "2"),
    "None by default": ("def f(a=None): return a or 4\nshow(f())", "4"),
    "partial": (
        "from functools import partial\ndef f(a, b=1): return b\ng = partial(f, b=4)\nshow(g(1))\n"
        "show(g(1, b=5))",
        "4; 5",
    ),
    "static and of the class": (
        "class A:\n    @staticmethod\n    def s(x): return x\n    @classmethod\n    def c(cls, x): return x\n"
        "show(A.s(3))\nshow(A().c(4))",
        "3; 4",
    ),
    "unbound": ("class A:\n    def f(self, x): return x\nshow(A.f(A(), 3))", "3"),
    "of a thread": (
        "import threading\ndef f(a): show(a)\nf(1)\nt = threading.Thread(target=f, args=(5,))\nt.start()\n"
        "t.join()",
        "?",
    ),
}
CASES = [
    pytest.param(*case, id=f"{of}: {name}")
    for of, cases in (("variable", VARIABLES), ("function", FUNCTIONS), ("parameter", PARAMETERS))
    for name, case in cases.items()
]


@pytest.mark.parametrize(("code", "expected"), CASES)
def test_what_it_may_be(code: str, expected: str) -> None:
    assert compared(code) == expected
