"""Which uses and bindings of a variable have to share one name."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.names.ranges import live_ranges

# Code, and for each range of the variable x the lines of its bindings and of its uses.
RANGES = [
    ("x = 1\nuse(x)", "1/2"),
    ("x = 1\nuse(x)\nx = 2\nuse(x)", "1/2 3/4"),
    ("x = 1\nif t:\n    x = 2\nuse(x)", "1,3/4"),
    ("if t:\n    x = 1\n    use(x)\nelse:\n    x = 2\n    use(x)", "2/3 5/6"),
    ("for x in y:\n    use(x)\nx = 1\nuse(x)", "1/2 3/4"),
    ("x = 1\nwhile t:\n    use(x)\n    x = 2", "1,4/3"),
    ("x = 1\ndef f():\n    return x\nx = 2", "1,4/3"),
    ("x = 1", "1/"),
]


@pytest.mark.parametrize(("code", "expected"), RANGES)
def test_ranges(code: str, expected: str) -> None:
    facts = module(code)
    home = facts.facts.module
    found = [
        ",".join(str(n) for n in sorted({line(facts, one.node) for one in found.bindings}))
        + "/"
        + ",".join(str(n) for n in sorted({line(facts, use) for use in found.uses}))
        for found in live_ranges(facts, "x", home)
    ]
    assert " ".join(found) == expected
