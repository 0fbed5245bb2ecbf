"""What ``with … as name`` gives: what Python gives must be among the answers."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

MANAGERS = [
    ("import contextlib\n@contextlib.contextmanager\ndef f(a):\n    yield a\nwith f('x') as y: show(y)", "x"),
    (
        "from contextlib import contextmanager as cm\n@cm\ndef f(a):\n    try:\n"
        "        yield a, 2\n    finally: pass\nwith f('x') as (y, z): show(y)\nshow(z)",
        "x; 2",
    ),
    (
        "import contextlib\n@contextlib.contextmanager\ndef f():\n    if True: yield 'a'\n"
        "    else: yield 'b'\nwith f() as y: show(y)",
        "?",
    ),
    ("import contextlib\n@contextlib.contextmanager\ndef f(): yield\nwith f() as y: show(y)", "?"),
    (
        "import contextlib\n@contextlib.contextmanager\ndef f(a):\n    a = 'z'\n    yield a\n"
        "with f('x') as y: show(y)",
        "z",
    ),
    (
        "import contextlib\n@contextlib.contextmanager\ndef f(): yield 'a'\nwith f() as x, f() as y: show(y)",
        "a",
    ),
    (
        "import contextlib\ndef twice(g): return lambda: g()\n@twice\n"
        "@contextlib.contextmanager\ndef f(): yield 'a'\nwith f() as y: show(y)",
        "?",
    ),
]
CLASSES = [
    (
        "class A:\n    def __enter__(self): return 'a'\n    def __exit__(self, *e): pass\n"
        "with A() as x: show(x)",
        "a",
    ),
    (
        "class A:\n    def __enter__(self): return ('a', 'b')\n    def __exit__(self, *e): pass\n"
        "with A() as (x, y): show(y)",
        "b",
    ),
    (
        "class A:\n    def __enter__(self): return 'a'\n    def __exit__(self, *e): pass\n"
        "class B(A): pass\nwith B() as x: show(x)",
        "a",
    ),
    (
        "class A:\n    def __enter__(self): return 'a'\n    def __exit__(self, *e): pass\n"
        "class B(A):\n    def __enter__(self): return 'b'\nwith B() as x: show(x)",
        "b",
    ),
    (
        "class A:\n    def __init__(self): self.p = 'a'\n    def __enter__(self): return self.p\n"
        "    def __exit__(self, *e): pass\na = A()\nwith a as x: show(x)",
        "a",
    ),
    ("import contextlib\nwith contextlib.nullcontext('a') as x: show(x)", "?"),
    ("import io\nwith io.StringIO('a') as x: show(x.read())", "?"),
]


@pytest.mark.parametrize(("code", "expected"), [*MANAGERS, *CLASSES])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected
