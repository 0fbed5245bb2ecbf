"""What a function gives back, and what of it can be followed."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module

HEAD = "import functools\nimport tensorflow as tf\n"

# A function f, and what it may return; None where that is not known.
RETURNED = [
    ("def f():\n    return 1", "1"),
    ("def f():\n    if t:\n        return 1\n    return 2", "1 2"),
    ("def f():\n    for a in b:\n        return a\n    return None", "a None"),
    ("def f():\n    def g():\n        return 1\n    return g", "g"),
    ("def f():\n    g = lambda: 3\n    return g()", "g()"),
    ("@functools.lru_cache\ndef f():\n    return 1", "1"),
    ("@tf.function\ndef f():\n    return 1", "1"),
    ("class A:\n    @staticmethod\n    def f():\n        return 1", "1"),
    ("def f():\n    pass", ""),
    # a generator, a coroutine, or wrapped by who knows what
    ("def f():\n    yield 1\n    return 2", None),
    ("async def f():\n    return 1", None),
    ("@unknown\ndef f():\n    return 1", None),
    ("@tf.function\n@unknown\ndef f():\n    return 1", None),
]


@pytest.mark.parametrize(("code", "expected"), RETURNED)
def test_returns(code: str, expected: str | None) -> None:
    facts = module(HEAD + code)
    node = next(one for one in facts.facts.functions if one.name.value == "f")
    assert isinstance(node, cst.FunctionDef)
    found = facts.returns(node)
    assert (None if found is None else " ".join(map(facts.text, found))) == expected
