"""Whether an argument can be taken away unseen."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.dispensable import is_dispensable

HEAD = "from functools import partial\nfrom keras.callbacks import ModelCheckpoint as M\n"
TABLE = [
    ("M('a', x=1)", True),
    ("M('a', x=N * 2)", True),
    ("M('a', x=ask())", False),
    ("M('a', x=(n := 1))", False),
    ("def g():\n    M('a', x=(yield))", False),
    ("try:\n    M('a', x=1)\nexcept TypeError:\n    pass", False),
    ("try:\n    M('a', x=1)\nexcept:\n    pass", False),
    ("try:\n    M('a', x=1)\nexcept KeyError:\n    pass", True),
    ("M('a', **{'x': 1})", True),
    ("M('a', **dict(x=1))", True),
    ("o = {'x': 1}\nM('a', **o)", True),
    ("o = {}\no['x'] = 1\nM('a', **o)", True),
    ("o = {'x': 1}\nM('a', **o)\nprint(o)", False),
    ("o = {'x': 1}\nM('a', **o)\nM('b', **o)", False),
    ("base = {'x': 1}\no = {**base}\nM('a', **o)", False),
    ("def o():\n    return {'x': 1}\nM('a', **o())", False),
    ("partial(M, x=1)('a')", True),
    ("m = partial(M, x=1)\nm('a')", True),
    ("m = partial(M, x=1)\nm('a')\nm('b')", False),
    ("class A:\n    m = partial(M, x=1)\n    def f(self): self.m('a')", True),
    ("m = partial(M, x=ask())\nm('a')", False),
    ("o = {'x': 1}\nm = partial(M, **o)\nm('a')", False),
]


@pytest.mark.parametrize(("code", "expected"), TABLE)
def test_it_matters_to_nothing_else(code: str, expected: bool) -> None:
    facts = module(HEAD + dedent(code) + "\n")
    call = next(facts.calls("keras.callbacks.ModelCheckpoint"))
    argument = call.argument("x")
    assert argument is not None
    assert is_dispensable(facts, call, argument) is expected
