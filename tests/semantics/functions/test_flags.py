"""Which way a test goes."""

from __future__ import annotations

import pytest

from tests.lint import module
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


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ("f(1)", False),
        ("f(1, training=True)", True),
        ("f(1, True)\nf(2, training=True)", True),
        ("f(1)\nf(1, training=True)", None),
        ("f(1, training=flag)", None),
        ("ds.map(f)", False),
        ("", False),
    ],
)
def test_what_other_files_give(calls: str, expected: bool | None) -> None:
    code = "def f(x, training=False):\n    show(training)\n"
    facts = module(code, other=f"from train import f\n{calls}\n")
    (call,) = (call for call in facts.facts.calls if facts.text(call.func) == "show")
    assert truth(facts, call.args[0].value) is expected
