"""Which way a program goes as it is written."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.switches import AsItStands

# The code, what stands in ``c.py``, and which way the test goes that is shown.
SWITCHES = [
    ("USE = True\nshow(USE)", "", True),
    ("USE = False\nshow(not USE)", "", True),
    ("USE = False\nshow(USE or other)", "", None),
    ("USE = True\nshow(USE or other)", "", True),
    ("USE = 1\nshow(USE)", "", None),
    ("USE = True\nUSE = False\nshow(USE)", "", None),
    ("def f():\n    use = True\n    show(use)", "", None),
    ("def f(use):\n    show(use)", "", None),
    ("USE = bool(other)\nshow(USE)", "", None),
    ("from c import USE\nshow(USE)", "USE = True", True),
    ("from c import *\nshow(USE)", "USE = False", False),
    ("import c\nshow(c.USE)", "USE = False", False),
    ("import c\nc.USE = True\nshow(c.USE)", "USE = False", None),
    ("from c import USE\nshow(USE)", "USE = False\nif other:\n    USE = True", None),
    ("from c import USE\nshow(USE)", "from os import environ\nUSE = 'USE' in environ", None),
]


@pytest.mark.parametrize(("code", "other", "expected"), SWITCHES)
def test_a_switch_counts_as_it_stands(code: str, other: str, expected: bool | None) -> None:
    facts, node = marked(code, c=other)
    assert facts.fact(AsItStands).test(node, ()) is expected


def test_another_file_may_set_it() -> None:
    facts, node = marked("from c import USE\nshow(USE)", c="USE = False", d="import c\nc.USE = True")
    assert facts.fact(AsItStands).test(node, ()) is None
