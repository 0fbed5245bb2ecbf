"""Classes: their bases by qualified name, their methods, the attributes of their instances."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.classes import (
    ancestry,
    has_metaclass,
    inherits_constructor,
    local_class,
    methods,
    names,
    overrides,
)
from tflint_ckpt.semantics.values.kinds import Text

HEAD = "import keras\nfrom keras.callbacks import Callback\n"

# The bases of the last class: local ones by name, ``?`` for an unknown one.
ANCESTRY = [
    ("class C: pass", []),
    ("class C(Callback): pass", ["keras.callbacks.Callback"]),
    ("class C(keras.Model): pass", ["keras.Model"]),
    ("class C(unknown): pass", ["?"]),
    ("class C(make()): pass", ["?"]),
    ("class C(*bases): pass", []),
    ("class B(Callback): pass\nclass C(B): pass", ["B", "keras.callbacks.Callback"]),
    ("class A: pass\nclass B(A): pass\nclass C(B, A): pass", ["B", "A"]),
    ("class C(C): pass", []),
    ("class A(B): pass\nclass B(A): pass\nclass C(A): pass", ["A", "B"]),
    ("class B: pass\nif a:\n    class B: pass\nclass C(B): pass", ["?"]),
    ("import lightning.Callback as L\nclass C(L): pass", ["lightning.Callback"]),
]


@pytest.mark.parametrize(("code", "expected"), ANCESTRY)
def test_ancestry(code: str, expected: list[str]) -> None:
    facts = module(f"{HEAD}{code}\n")
    found = ancestry(facts, facts.facts.classes[-1])
    shown = [base.name.value if isinstance(base, cst.ClassDef) else base or "?" for base in found]
    assert shown == expected


def test_methods_and_names() -> None:
    facts = module(
        """
        class C:
            a = 1
            def b(self): pass
            if c:
                def d(self): pass
            def b(self, e): pass
        """
    )
    owner = facts.facts.classes[0]
    assert list(methods(owner)) == ["b"]
    assert len(methods(owner)["b"].params.params) == 2
    assert names(facts, owner) == {"a", "b", "d"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class C: pass\nC", True),
        ("C\nclass C: pass", True),
        ("class C: pass\nC = 1\nC", False),
        ("def C(): pass\nC", False),
        ("class C: pass\na.C", False),
        ("class C: pass\ndef f(C):\n    C", False),
    ],
)
def test_local_class(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    uses = [node.value for node in facts.facts.scopes if isinstance(node, cst.Expr)]
    assert (local_class(facts, uses[-1]) is not None) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pass", True),
        ("def on_epoch_end(self, epoch): pass", True),
        ("def __init__(self): pass", False),
        ("def __new__(cls): pass", False),
        ("__init__ = other", False),
        ("from a import __init__", False),
        ("if a:\n        def __init__(self): pass", False),
    ],
)
def test_inherits_constructor(body: str, expected: bool) -> None:
    facts = module(f"{HEAD}class C(Callback):\n    {body}\n")
    assert inherits_constructor(facts, facts.facts.classes[0], "keras.callbacks.Callback") is expected


def test_overrides_are_those_of_the_class_that_is_called() -> None:
    code = f"{HEAD}class B(Callback):\n    def a(self): pass\nclass C(B): pass\nclass D(Callback): pass\n"
    facts = module(f"{code}B(), C(), D(), Callback()\n")
    found = [overrides(facts, call, frozenset("a")) for call in facts.calls("keras.callbacks.Callback")]
    assert found == [True, True, False, False]


# What ``self.path`` may be in a method; none where it cannot be told.
ATTRIBUTES = [
    ("self.path = 'a'", "", ["a"]),
    ("self.path = 'a'\n        self.path = 'b'", "", ["a", "b"]),
    ("self.path = make()", "", []),
    ("self.path += 'a'", "", []),
    ("self.path, self.b = make()", "", []),
    ("self.path, self.b = 'a', 'b'", "", ["a"]),
    ("for self.path in make(): pass", "", []),
    ("del self.path", "", []),
    ("other.path = 'a'", "", []),
    ("self.path = 'a'", "c.path = 'b'", []),
    ("self.path = 'a'", "class D:\n    def f(self):\n        self.path = 'b'", ["a"]),
    ("self.path.name = 'a'", "", []),
    ("pass", "", []),
]


@pytest.mark.parametrize(("statement", "outside", "expected"), ATTRIBUTES)
def test_attributes(statement: str, outside: str, expected: list[str]) -> None:
    made = f"class C:\n    def __init__(self):\n        {statement}\n"
    code = f"{made}    def use(self):\n        show(self.path)\n{outside}\n"
    facts = module(code)
    [call] = [call for call in facts.facts.calls if facts.text(call.func) == "show"]
    found = [value.literal for value in facts.evaluate(call.args[0].value) if isinstance(value, Text)]
    assert found == expected


METACLASSES = [
    ("class C(metaclass=M): pass", True),
    ("class C(metaclass=abc.ABCMeta): pass", False),
    ("from utils import Singleton\nclass C(metaclass=Singleton): pass", True),
    ("class M(type):\n    def __call__(cls, *a): return cls.made\nclass C(metaclass=M): pass", True),
    ("class M(type):\n    def __init__(cls, *a): pass\nclass C(metaclass=M): pass", False),
    ("class C(B, flag=True): pass", False),
    ("class C: pass", False),
]


@pytest.mark.parametrize(("code", "expected"), METACLASSES)
def test_metaclasses(code: str, expected: bool) -> None:
    facts = module(f"import abc\n{code}\n")
    assert has_metaclass(facts, facts.facts.classes[-1]) is expected
