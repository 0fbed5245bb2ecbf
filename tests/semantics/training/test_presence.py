"""Whether an expression is something, or ``None``."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.presence import Presence

HEAD = "import numpy as np\nimport tensorflow as tf\nfrom sklearn.model_selection import train_test_split\n"
HEAD += "from batches import Batches, load\n"
# What an expression is: something, nothing, or what the code does not tell.
EXPRESSIONS = [
    ("None", False),
    ("(x, y)", True),
    ("[x]", True),
    ("[]", None),
    ("x[:5]", True),
    ("x[5]", None),
    ("np.zeros(3)", True),
    ("tf.data.Dataset.range(3)", True),
    ("Batches(x)", True),
    ("loader.load()", True),
    ("load()", None),
    ("x", None),
    ("None if c else None", False),
    ("(x, y) if c else None", None),
    ("(x, y) if None is None else None", True),
    ("None if np.zeros(3) is None else (x, y)", True),
    ("(x, y) if None is not None else None", False),
]
CODE = [
    ("a, b = train_test_split(x)\nshow(b)", True),
    ("a, b = (x, None)\nshow(b)", False),
    ("def f():\n    return x, (x, y)\na, b = f()\nshow(b)", True),
    ("def f():\n    return x, None\na, b = f()\nshow(b)", False),
    ("def f():\n    print(1)\nshow(f())", None),
    ("def f(c):\n    if c:\n        return (x, y)\nshow(f(1))", True),
    ("def f(c):\n    if c:\n        return (x, y)\nshow(f(d))", None),
    ("USE = False\ndef f():\n    if USE:\n        return (x, y)\n    return None\nshow(f())", False),
    ("class D:\n    def get(self):\n        return None\nshow(D().get())", False),
]


SHOWN = [(f"show({each})", expected) for each, expected in EXPRESSIONS]


@pytest.mark.parametrize(("code", "expected"), [*SHOWN, *CODE])
def test_presence(code: str, expected: bool | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Presence).at(node) is expected
