"""Variables of a module that get another value where nothing names them."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

# Code that shows a variable, and what it may be.
REBOUND = [
    ("x = 1\nexec('x = 2')\nshow(x)", "1 ?"),
    ("x = 1\nglobals()['x'] = 2\nshow(x)", "1 ?"),
    ("x = 1\nglobals().update(x=2)\nshow(x)", "1 ?"),
    ("x = 1\nlocals()['x'] = 2\nshow(x)", "1 ?"),
    ("x = 1\nvars().update(x=2)\nshow(x)", "1 ?"),
    ("x = 1\ndef f(): globals()['x'] = 2\nf()\nshow(x)", "1 ?"),
    ("x = 1\ndef f(): exec('x = 2', globals())\nf()\nshow(x)", "1 ?"),
    ("sep = 1\nfrom os import *\nshow(sep)", "1 ?"),
    ("sep = 1\ntry:\n    from os import *\nexcept ImportError: pass\nshow(sep)", "1 ?"),
    ("x = 1\nexec('x = 2')\ndef f(): return x\nshow(f())", "1 ?"),
    ("import os as x\nexec('x = 2')\nshow(x)", "?"),
    # Before it is assigned, or after it was shown.
    ("exec('x = 2')\nx = 1\nshow(x)", "1"),
    ("from os import *\nsep = 1\nshow(sep)", "1"),
    ("x = 1\nshow(x)\nexec('x = 2')", "1"),
    # What does not reach it.
    ("x = 1\nprint(globals()['x'])\nshow(x)", "1"),
    ("x = 1\ndef f():\n    exec('x = 2')\nf()\nshow(x)", "1"),
    ("def f():\n    x = 1\n    globals()['x'] = 2\n    show(x)\nf()", "1"),
    ("x = 1\ndef exec(text): pass\nexec('x = 2')\nshow(x)", "1"),
]


@pytest.mark.parametrize(("code", "expected"), REBOUND)
def test_what_a_variable_may_be(code: str, expected: str) -> None:
    assert compared(code) == expected
