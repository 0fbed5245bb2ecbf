"""Arrays that nothing writes into; what reads and what writes has its table in the tests of TFC224."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.training.kept_arrays import is_kept

HEAD = """\
import keras, pandas, sklearn
import numpy as np
from keras.applications.mobilenet import preprocess_input
"""
# What is done with the array x, and whether it is as it was.
DONE = [
    ("", True),
    ("y = x + 1", True),
    ("y = x[1:]", True),
    ("y = x[1:]\ny += 1", False),
    ("x += 1", False),
    ("def f(a, *, b=0):\n    return a[0]\ny = f(x)", True),
    ("def f(a, *, b=0):\n    return a[0]\ny = f(x)\ny[0] = 2", False),
    ("def f(a, *, b=0):\n    b[0] = a\nf(1, b=x)", False),
    ("def f(a):\n    f(a)\nf(x)", True),
    ("def f(*a):\n    return a\nf(x)", False),
    ("def f():\n    return x\n", False),
    ("f(*x)", False),
    ("x.shape = (2, 3)", False),
    ("x(1)", False),
    ("del x", True),
    ("keras.utils.normalize(x)", True),
    ("preprocess_input(x)", False),
    ("y = preprocess_input(x)", False),
    ("keras.applications.vgg16.preprocess_input(x[1:])", False),
    ("np.rollaxis(x, 2)[0] = 1", False),
    ("y = np.rollaxis(x, 2)\ny[0] = 1", False),
    ("y = np.array(x, copy=False)\ny[0] = 1", False),
    ("y = np.array(x)\ny[0] = 1", True),
    ("sklearn.preprocessing.scale(x, copy=False)", False),
    ("y = pandas.DataFrame(x)\nprint(y)", True),
    ("y = pandas.DataFrame(x)\ny.iloc[0] = 1", False),
]


@pytest.mark.parametrize(("code", "kept"), DONE)
def test_kept(code: str, kept: bool) -> None:
    inside = module(f"{HEAD}x = np.load(p)\n{code}\nseen = x\n")
    seen = assigned(inside, "seen")
    assert isinstance(seen, cst.Name)
    assert is_kept(inside, seen) is kept
