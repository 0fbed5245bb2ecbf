"""Calls of an API: which there are, and what they are given."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.values.kinds import Constant, Text, Unknown

HEAD = "import functools\nfrom functools import partial\nfrom keras.callbacks import ModelCheckpoint as MC\n"
NAME = "keras.callbacks.ModelCheckpoint"

# The arguments as bound: positional ones as themselves, ``...`` where more may come.
ARGUMENTS = [
    ("MC()", ""),
    ("MC('m')", "'m'"),
    ("MC('m', 'loss', mode='min')", "'m' 'loss' mode='min'"),
    ("MC(*a)", "..."),
    ("MC(*a, 'm')", "..."),
    ("MC('m', *a, mode='min')", "'m' mode='min' ..."),
    ("MC(**{'mode': 'min'})", "mode='min'"),
    ("MC(**dict(mode='min'), verbose=1)", "mode='min' verbose=1"),
    ("MC(**{'mode': 'min', **k})", "mode='min' ..."),
    ("MC(**k)", "..."),
    ("MC(**{k: 1})", "..."),
    ("partial(MC)", ""),
    ("partial(MC, 'm', mode='min')", "'m' mode='min'"),
    ("functools.partial(MC, verbose=1)", "verbose=1"),
]


def bound(code: str) -> list[str]:
    """Each call of ``ModelCheckpoint`` in *code* with its arguments."""
    facts = module(HEAD + code + "\n")
    return [
        " ".join(
            [
                f"{one.name}={facts.text(one.value)}" if one.name else facts.text(one.value)
                for one in call.arguments
            ]
            + ["..."] * call.open
        )
        for call in facts.calls(NAME)
    ]


@pytest.mark.parametrize(("call", "expected"), ARGUMENTS)
def test_arguments(call: str, expected: str) -> None:
    assert bound(f"x = {call}") == [expected]


# How many calls there are, and whether through a subclass.
CALLS = [
    ("MC('m')", [False]),
    ("x = [MC('m'), MC('n')]", [False, False]),
    ("MC", []),
    ("f(MC)", []),
    ("partial(f, MC)", []),
    ("partial(*MC)", []),
    ("MC('m').set_model(m)", [False]),
    ("class C(MC): pass\nC('m')", [True]),
    ("class C(MC): pass\nclass D(C): pass\nD('m')", [True]),
    ("class C(MC):\n    def on_epoch_end(self, *a): pass\nC('m')", [True]),
    ("class C(MC):\n    def __init__(self): super().__init__('m')\nC()", [True]),
    ("class C(MC):\n    def __init__(self): super(C, self).__init__('m')", [True]),
    ("class C(MC):\n    def f(self): super().f('m')", []),
    ("class C(MC):\n    def __new__(cls): pass\nC('m')", []),
    ("class C(MC):\n    __init__ = make()\nC('m')", []),
    ("class C(MC):\n    if a:\n        def __init__(self): pass\nC('m')", []),
    ("class C(MC, metaclass=M): pass\nC('m')", []),
    ("class C(MC, B): pass\nC('m')", []),
    ("class C(*MC): pass\nC('m')", []),
    ("@d\nclass C(MC): pass\nC('m')", []),
    ("class C(C): pass\nC('m')", []),
    ("class C(MC): pass\nC = 1\nC('m')", []),
]


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(code: str, expected: list[bool]) -> None:
    assert [call.inherited for call in module(f"{HEAD}{code}\n").calls(NAME)] == expected


# What a call of a local function gives to the parameter ``a``: the text of the expression.
BOUND = [
    ("def f(a): return a\nx = f('v')", "v"),
    ("def f(b, a): return a\nx = f(1, 'v')", "v"),
    ("def f(b, a='v'): return a\nx = f(1)", "v"),
    ("def f(*, a='v'): return a\nx = f()", "v"),
    ("def f(b, /, a): return a\nx = f(1, 'v')", "v"),
    ("def f(*a): return a[0]\nx = f('v')", "v"),
    ("def f(*a): return a[0]\nx = f(*more)", None),
    ("def f(*a): return a[1]\nx = f('v')", None),
    ("def f(**a): return a['a']\nx = f(a='v')", "v"),
    ("def f(**a): return a['a']\nx = f(b='v')", None),
    ("def f(**a): return a['a']\nx = f(a='v', **more)", None),
    ("def f(b, **a): return a['b']\nx = f(b='v')", None),
    ("def f(a): return a\nx = f(*['v'])", "v"),
    ("def f(a): return a\nx = f(*('v', *more))", None),
    ("def f(b, a='d'): return a\nx = f(1, *[])", "d"),
    ("def f(b, a): return a\nx = f(*more, 'v')", None),
    ("def f(a): return a\nx = f(**{'a': 'v'})", "v"),
    ("def f(a='d'): return a\nx = f(**dict(b=3))", "d"),
    ("def f(a='d'): return a\nx = f(**{'b': 3, **more})", None),
    ("def f(a='d'): return a\no = {}\nif b:\n    o['a'] = 'v'\nx = f(**o)", None),
    ("def f(a='d'): return a\no = {}\no['a'] = 'v'\nx = f(**o)", "v"),
    ("def f(a='d'): return a\no = {'a': 'v'}\no['a'] = 'w'\nx = f(**o)", None),
    ("def f(a='d'): return a\no = {'a': 'v'}\no.pop('a')\nx = f(**o)", None),
    ("def f(a): return a\nx = f()", None),
    (
        "class C:\n    def f(self, a): return a\n    def g(self):\n        global x\n        x = self.f('v')",
        "v",
    ),
    (
        "class C:\n    @staticmethod\n    def f(a): return a\n    def g(self):\n        global x\n"
        "        x = self.f('v')",
        "v",
    ),
    (
        "class C:\n    @classmethod\n    def f(cls, a): return a\n    def g(self):\n        global x\n"
        "        x = self.f('v')",
        "v",
    ),
    (
        "class C:\n    @wrap\n    def f(self, a): return a\n    def g(self):\n        global x\n"
        "        x = self.f('v')",
        None,
    ),
]


@pytest.mark.parametrize(("code", "expected"), BOUND)
def test_arguments_of_local_functions(code: str, expected: str | None) -> None:
    facts = module(code + "\n")
    [value] = facts.evaluate(assigned(facts, "x"))
    if expected is None:
        assert isinstance(value, Unknown) or (isinstance(value, Constant) and value.value is None)
    else:
        assert isinstance(value, Text)
        assert value.literal == expected


def test_method_calls_are_in_source_order() -> None:
    facts = module("a.b().c(d.c())\ne.c\nc()\n")
    assert [facts.text(call) for call, _ in facts.method_calls("c")] == ["a.b().c(d.c())", "d.c()"]
