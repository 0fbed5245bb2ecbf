"""Whether a function may choose the names of its parameters."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.overrides import decorators, is_dictated, is_injected, is_stub, owner_of

HEAD = "import abc\nimport functools\nimport pytest\nimport torch\nfrom tensorflow import keras\n"

# Code with a function f that has a parameter x, and whether an interface gave it its name.
DICTATED = [
    ("class A(keras.layers.Layer):\n    def f(self, x): pass", True),
    ("class A(torch.nn.Module):\n    def f(self, x): pass", True),
    ("class A(Unknown):\n    def f(self, x): pass", True),
    ("class A(abc.ABC):\n    @abc.abstractmethod\n    def f(self, x): pass", True),
    ("class B:\n    def f(self, x): pass\nclass A(B):\n    def f(self, x): return x", True),
    ("def f(x): return x", False),
    ("class A:\n    def f(self, x): return x", False),
    ("class A:\n    @staticmethod\n    def f(x): return x", False),
    ("class A:\n    @property\n    def f(self, x=1): return x", False),
    ("@functools.lru_cache\ndef f(x): return x", False),
]
# The body of a function, and whether it is there for its name only.
STUBS = [
    ("pass", True),
    ("...", True),
    ("'''It does.'''", True),
    ("raise NotImplementedError", True),
    ("raise NotImplementedError('f')", True),
    ("'''It does.'''\n    raise NotImplementedError()", True),
    ("return x", False),
    ("raise ValueError(x)", False),
    ("x = 1", False),
    ("return", False),
]


def function(code: str):  # type: ignore[no-untyped-def]
    facts = module(HEAD + code)
    return facts, next(node for node in reversed(facts.facts.functions) if node.name.value == "f")


@pytest.mark.parametrize(("code", "expected"), DICTATED)
def test_is_dictated(code: str, expected: bool) -> None:
    facts, node = function(code)
    assert is_dictated(facts, node, "x") is expected


@pytest.mark.parametrize(("body", "expected"), STUBS)
def test_is_stub(body: str, expected: bool) -> None:
    _, node = function(f"def f(x):\n    {body}\n")
    assert is_stub(node) is expected


def test_who_owns_and_decorates_a_method() -> None:
    facts, node = function(
        "class A:\n    @functools.wraps(g)\n    @mine\n    @a[0]\n    def f(self, x): pass"
    )
    owner = owner_of(facts, node)
    assert owner is not None
    assert owner.name.value == "A"
    assert decorators(facts, node) == ["functools.wraps", "mine", ""]
    facts, node = function("class A:\n    def g(self):\n        def f(x): pass")
    assert owner_of(facts, node) is None


def test_what_pytest_fills() -> None:
    facts, node = function("@pytest.fixture\ndef f(x): return x")
    assert is_injected(facts, node)
    facts, node = function("def f(x): return x")
    assert not is_injected(facts, node)
