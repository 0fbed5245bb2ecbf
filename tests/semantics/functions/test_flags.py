"""Which way a test goes."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.functions.flags import truth

# Code that shows a test, and whether it holds; None where the code does not tell.
TESTS = [
    ("show(True)", True),
    ("show(0)", False),
    ("show('a')", True),
    ("show([])", None),
    ("augment = False\nshow(augment)", False),
    ("show(not True)", False),
    ("show(True and False)", False),
    ("show(False or True)", True),
    ("show(a and False)", False),
    ("show(a or True)", True),
    ("k = 'train'\nshow(k == 'train')", True),
    ("k = 'train'\nshow(k != 'train')", False),
    ("show(None is None)", True),
    (
        "class A:\n    def __init__(self):\n        self.on = True\n    def f(self):\n        show(self.on)",
        True,
    ),
    ("def f(x, training=False):\n    show(training)\nds.map(f)", False),
    ("def f(x, training=False):\n    show(not training)\nds.map(f)", True),
    ("def f(x, training=False):\n    show(training)\nf(1, training=True)", True),
    # not told
    ("show(a)", None),
    ("show(not a)", None),
    ("show(a and True)", None),
    ("show(a or False)", None),
    ("show(k == 'train')", None),
    ("show(3 > 2)", None),
    ("show(1 < 2 < 3)", None),
    ("augment = True if t else False\nshow(augment)", None),
    ("def f(x, training):\n    show(training)\nds.map(f)", None),
    ("def f(x, training=False):\n    show(training)\nf(1, training=True)\nf(2)", None),
]


@pytest.mark.parametrize(("code", "expected"), TESTS)
def test_truth(code: str, expected: bool | None) -> None:
    facts, node = marked(code)
    assert truth(facts, node) is expected
