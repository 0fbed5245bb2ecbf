"""Methods in whose place something else is put: nobody knows then what a call of one gives."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.python_says import compared
from tflint_ckpt.semantics.calls.set_members import SetMembers

METHOD = "class A:\n    def m(self): return 1\n"

# Code that shows what a method gives, and what that may be.
GIVEN = [
    ("show(A().m())", "1"),
    ("a = A()\na.m = lambda: 5\nshow(a.m())", "?"),
    ("A.m = lambda self: 5\nshow(A().m())", "?"),
    ("setattr(A, 'm', lambda self: 5)\nshow(A().m())", "?"),
    ("object.__setattr__(a := A(), 'm', lambda: 5)\nshow(a.m())", "?"),
    ("setattr(A, 'n', lambda self: 5)\nshow(A().m())", "1"),
    ("class B(A): pass\nB.m = lambda self: 5\nshow(B().m())", "?"),
    ("class B(A): pass\nB.m = lambda self: 5\nshow(A().m())", "?"),
    ("class B: pass\nB.m = lambda self: 5\nshow(A().m())", "1"),
    ("class B:\n    def __init__(self): self.m = 3\nshow(A().m())", "1"),
    ("import os\nos.m = 5\nshow(A().m())", "1"),
    ("class B(A):\n    def __init__(self): self.m = lambda: 5\nshow(B().m())", "?"),
    ("class B(A):\n    def m(self): return super().m()\nshow(B().m())", "1"),
]
# What the body of the class does with it.
BODIES = [
    ("class A:\n    def m(self): return 1\n    def m(self): return 2\nshow(A().m())", "2"),
    ("class A:\n    def m(self): return 1\n    m = lambda self: 5\nshow(A().m())", "?"),
    ("class A:\n    def m(): return 1\n    m = staticmethod(m)\nshow(A().m())", "?"),
    ("class A:\n    def m(self): return 1\n    n = m\nshow(A().m())", "1"),
    ("class A:\n    if True:\n        def m(self): return 2\nshow(A().m())", "?"),
    ("class A:\n    def m(self): return 1\n    for m in (len,): pass\nshow(A.m('ab'))", "?"),
]


@pytest.mark.parametrize(("code", "expected"), [*((METHOD + code, said) for code, said in GIVEN), *BODIES])
def test_what_a_method_gives(code: str, expected: str) -> None:
    assert compared(code) == expected


# What sets attributes unseen, and whether ``scale`` may be one of them.
HIDDEN = [
    ("setattr(a, 'scale', 1)", True),
    ("setattr(a, 'other', 1)", False),
    ("setattr(a, name, 1)", True),
    ("vars(a)['scale'] = 1", True),
    ("vars(a)['other'] = 1", False),
    ("a.__dict__.setdefault('other', 1)", False),
    ("a.__dict__.update(other=1)", True),
    ("a.scale = 1", False),
]


@pytest.mark.parametrize(("code", "hidden"), HIDDEN)
def test_what_is_set_unseen(code: str, hidden: bool) -> None:
    assert module(code).fact(SetMembers).hides("scale", "size") is hidden
