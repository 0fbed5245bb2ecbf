"""What a class of the module inherits from one of another file."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tests.semantics.python_says import written

BASE = """\
class C:
    P = 'a'
    def __init__(self, p='d'): self.p = p
    def f(self): return 'f'
    def g(self): return self.f()
    @property
    def q(self): return 'q'
"""
# The body of a class ``D(C)``, what is shown of it, and what that may be.
INHERITED = [
    ("pass", "show(D.P)", "a"),
    ("pass", "show(D().P)", "a"),
    ("pass", "show(D('x').p)", "x"),
    ("pass", "show(D().f())", "f"),
    ("pass", "show(D().q)", "q"),
    ("def m(self): show(self.f())", "D().m()", "f"),
    ("def m(self): show(super().f())", "D().m()", "f"),
    ("def f(self): show(super().f())", "D().f()", "?"),
    ("def __init__(self):\n        super().__init__('z')", "show(D().p)", "z"),
    ("def __init__(self):\n        C.__init__(self, 'z')", "show(D().p)", "?"),
    ("def __init__(self): pass", "show(D().p)", "?"),
    # Another one here
    ("P = 'b'", "show(D.P)", "b"),
    ("def f(self): return 'b'", "show(D().f())", "b"),
    ("def f(self): return 'b'", "show(D().g())", "?"),
    ("pass", "D.P = 'b'\nshow(D.P)", "?"),
    ("pass", "d = D()\nd.p = 'b'\nshow(d.p)", "?"),
    ("pass", "class E(D):\n    P = 'b'\nx = E()\nshow(x.P)", "b"),
    ("pass", "class E(D): pass\nshow(E().f())", "f"),
]


@pytest.mark.parametrize(("body", "shown", "expected"), INHERITED)
def test_inherited(body: str, shown: str, expected: str) -> None:
    facts, node = marked(f"from there import C\nclass D(C):\n    {body}\n{shown}", there=BASE)
    assert written(facts.evaluate(node)) == expected


BASES = [
    ("class D(C): pass", "a"),
    ("class D(C, object): pass", "a"),
    ("from abc import ABC\nclass D(C, ABC): pass", "a"),
    ("class M: pass\nclass D(M, C): pass", "a"),
    ("class M:\n    P = 'm'\nclass D(M, C): pass", "m"),
    ("class D(C, B): pass", "?"),
    ("class D(C, unknown): pass", "?"),
    ("class D(*bases): pass", "?"),
    ("class D(make(C)): pass", "?"),
    ("C = D = 1\nclass D(C): pass", "?"),
]


@pytest.mark.parametrize(("code", "expected"), BASES)
def test_bases(code: str, expected: str) -> None:
    there = f"{BASE}class B:\n    P = 'b'\n"
    facts, node = marked(f"from there import B, C\n{code}\nshow(D.P)", there=there)
    assert written(facts.evaluate(node)) == expected
