"""Functions that only refuse a release."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.refusing import only_refuses

FUNCTIONS = [
    ("def f(o):\n    if not hasattr(o, 'lr'):\n        raise ValueError('no lr')\n    return o.lr", True),
    ("def f(o):\n    if hasattr(o, 'lr'):\n        return o.lr\n    return o.learning_rate", False),
    ("def f(o):\n    return o.lr", False),
    ("def f(o):\n    try:\n        return o.lr\n    except AttributeError:\n        raise", False),
    ("def f(o):\n    if not hasattr(o, 'lr'):\n        o.lr = 1\n    return o.lr", False),
]


@pytest.mark.parametrize(("code", "expected"), FUNCTIONS)
def test_only_refuses(code: str, expected: bool) -> None:
    facts = module(code)
    (node,) = facts.facts.functions
    assert only_refuses(facts, node) is expected
