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


# Calls of what a ``functools.partial`` gave, and of attributes: what the partial has comes first.
OTHER_NAMES = [
    ("partial(MC, 'm')('loss', mode='min')", "'m' 'loss' mode='min'"),
    ("make = partial(MC, mode='min')\nmake('m', mode='max')", "mode='min' 'm' mode='max'"),
    ("make = partial(MC, **k)\nmake('m')", "'m' ..."),
    ("make = partial(MC, 'm')\nagain = partial(make, mode='min')\nagain(a=1)", "'m' mode='min' a=1"),
    ("class A:\n    make = partial(MC, 'm')\n    def f(self): self.make(mode='min')", "'m' mode='min'"),
    ("class A:\n    make = staticmethod(MC)\n    def f(self): self.make('m')", "'m'"),
    ("class A:\n    make = MC\nclass B(A):\n    def f(self): self.make('m')", "'m'"),
    ("class A:\n    make = MC\nA.make('m')", "'m'"),
    ("class A:\n    def g(self): self.p = partial(MC)\n    def f(self): self.p('m')", "'m'"),
    ("class A:\n    def g(self): self.p = MC\n    def f(self): self.p('m')", "'m'"),
]
# Calls of what may be something else.
OF_OTHERS = [
    "make = partial(MC, 'm')\nmake = other\nmake(verbose=1)",
    "make = partial(MC, 'm')\ndef f(make): make(verbose=1)",
    "class A:\n    make = partial(MC, 'm')\nclass B(A):\n    make = other\ndef f(a): a.make(verbose=1)",
    "class A:\n    make = partial(MC, 'm')\n    def f(self): self.make(1)\nclass B(A):\n    make = other",
    "class A:\n    make = partial(MC, 'm')\n    def f(self): self.make(1)\na = A()\na.make = other",
    "class A:\n    make = partial(MC, 'm')\n    def f(self): self.make(1)\n    def g(self): self.make = o",
    "class A:\n    def g(self, MC): self.p = MC\n    def f(self): self.p('m')",
    "MAKE = make_it\nclass A:\n    make = MAKE\n    def f(self): self.make('m')",
    "def Make(*a): return MC\nclass A:\n    make = Make\n    def f(self): self.make('m')",
    "class A:\n    make = classmethod(MC)\n    def f(self): self.make('m')",
    "def partial(f, *a): return f\nmake = partial(MC, 'm')\nmake(verbose=1)",
]


@pytest.mark.parametrize(("call", "expected"), ARGUMENTS)
def test_arguments(call: str, expected: str) -> None:
    assert bound(f"x = {call}") == [expected]


@pytest.mark.parametrize(("code", "expected"), OTHER_NAMES)
def test_arguments_of_calls_by_other_names(code: str, expected: str) -> None:
    calls = [call.partial for call in module(f"{HEAD}{code}\n").calls(NAME)]
    assert [told for told, partial in zip(bound(code), calls, strict=True) if not partial] == [expected]


@pytest.mark.parametrize("code", OF_OTHERS)
def test_a_call_of_what_may_be_something_else(code: str) -> None:
    facts = module(f"{HEAD}{code}\n")
    assert all(call.partial for call in facts.calls(NAME))


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
