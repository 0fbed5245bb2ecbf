"""Python lists and numbers where a model is given data."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.python_data import may_be_list, python_data

HEAD = "import numpy as np\n"
PARSER = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--x', "

# Code that shows data: what it is, and whether some way shows a list that is written out.
DATA = [
    ("show([1, 2, 3])", "list uniform 1", True),
    ("show([[1, 2], [3, 4]])", "list uniform 2", True),
    ("show([[1, 2], [3]])", "list 2", True),
    ("show(['a', 'b'])", "texts list uniform 1", True),
    ("x = [1, 2]\nshow(x)", "list uniform 1", True),
    ("show([i / 10 for i in range(9)])", "list uniform 1", True),
    ("xs = [1.0, 2.0]\nshow([2 * x + 1 for x in xs])", "list uniform 1", True),
    ("xs = [i for i in range(9)]\nshow([x for x in xs])", "list uniform 1", True),
    ("show([i / 10 for i in numbers])", None, True),
    ("show([i for i in range(9) for i in numbers])", None, True),
    ("show(list(range(9)))", "list uniform 1", False),
    ("show((1, 2))", "list uniform 1", True),
    ("show(a.tolist())", "list 1", False),
    ("show(3)", "uniform 0", False),
    ("show('a')", "texts uniform 0", False),
    # numbers that are calculated, or come from a caller or the command line
    ("n = int(a)\nshow([n, n + 1])", "list uniform 1", True),
    ("def f(x): show([x, x * 2])\nf(3.0)\nf(float(a))", "list uniform 1", True),
    (
        f"{PARSER}type=float, default=1.5)\nargs = p.parse_args()\nshow([args.x, args.x / 2])",
        "list uniform 1",
        True,
    ),
    (f"{PARSER}type=int, required=True)\nargs = p.parse_args()\nshow([args.x])", "list uniform 1", True),
    (f"{PARSER}type=float, default=0.1)\ndef f(x): show([x])\nf(p.parse_args().x)", "list uniform 1", True),
    (f"{PARSER}type=float)\nargs = p.parse_args()\nshow([args.x])", None, True),
    (f"{PARSER}type=float, default=a)\nargs = p.parse_args()\nshow([args.x])", None, True),
    (f"{PARSER}default=1.5)\nargs = p.parse_args()\nshow([args.x])", None, True),
    ("def f(x): show([x])\nf(3.0)\nf(a)", None, True),
    ("def f(x): show([x])\nf(np.float32(3))", None, True),
    ("def f(x): show([x])\nuse(f)", None, True),
    ("def f(x): show([f(x)])\nf(f(x))", None, True),
    # arrays, or not known
    ("show(np.array([1, 2]))", None, False),
    ("show([np.array([1]), np.array([2])])", None, True),
    ("show(a)", None, False),
    ("show([a, b])", None, True),
    ("x = [1, 2] if t else a\nshow(x)", None, True),
    ("show({'x': [1]})", None, False),
    ("show([])", None, True),
]


@pytest.mark.parametrize(("code", "expected", "some"), DATA)
def test_data(code: str, expected: str | None, some: bool) -> None:
    facts, node = marked(HEAD + code)
    found = python_data(facts, node)
    told = None
    if found is not None:
        words = {"texts": found.texts, "list": found.is_list, "uniform": found.uniform}
        told = " ".join([*(word for word, holds in words.items() if holds), str(found.depth)])
    assert told == expected
    assert may_be_list(facts, node) is some
