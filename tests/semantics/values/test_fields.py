"""Dataclasses and named tuples that are made dictionaries, as arguments of a call are."""

from __future__ import annotations

import pytest

from tests.lint import module

HEAD = """\
from dataclasses import KW_ONLY, asdict, dataclass, field
from typing import NamedTuple
from keras.optimizers import Adam
@dataclass
class C:
    a: float = 0.1
    b: str = 'x'
"""
TUPLE = "class T(NamedTuple):\n    a: int\n    b: str = 'y'\n"
# What ``Adam`` is given; ``...`` where more may come.
ARGUMENTS = {
    "of a dataclass": ("Adam(**asdict(C()))", "a=0.1 b='x'"),
    "by vars": ("Adam(**vars(C(0.2)))", "a=0.2 b='x'"),
    "by its dictionary": ("c = C(b='z')\nAdam(**c.__dict__)", "a=0.1 b='z'"),
    "of a named tuple": (f"{TUPLE}Adam(**T(3)._asdict())", "a=3 b='y'"),
    "in a dictionary": ("Adam(**{**asdict(C()), 'c': 1})", "a=0.1 b='x' c=1"),
    "by a variable": ("options = asdict(C())\nAdam(**options)", "a=0.1 b='x'"),
    "in an attribute": (
        "class A:\n    def g(self): self.c = C()\n    def f(self): Adam(**vars(self.c))",
        "a=0.1 b='x'",
    ),
    "from a function": ("def make():\n    return C(0.3)\nAdam(**asdict(make()))", "a=0.3 b='x'"),
    "with a default that is made": (
        "@dataclass\nclass D:\n    a: int = 1\n    b: T = field(default_factory=T)\nAdam(**asdict(D()))",
        "a=1 ...",
    ),
    "changed": ("c = C()\nc.a = 1\nAdam(**asdict(c))", "b='x' ..."),
    "changed unseen": ("c = C()\nsetattr(c, name, 1)\nAdam(**asdict(c))", "..."),
    "one of two": ("Adam(**asdict(C() if test else C(0.2)))", "..."),
    "made of others": ("Adam(**asdict(C(**others)))", "..."),
    "with a constructor": (
        "@dataclass\nclass D:\n    a: int = 1\n    def __post_init__(self): ...\nAdam(**asdict(D()))",
        "...",
    ),
    "of a plain class": ("class D:\n    a: int = 1\nAdam(**vars(D()))", "..."),
    "of an unknown class": ("from other import D\nAdam(**asdict(D()))", "..."),
    "a parameter": ("def f(c): Adam(**asdict(c))", "..."),
    "another vars": ("def vars(x): return {}\nAdam(**vars(C()))", ""),
    "a method of the same name": ("Adam(**asdict(C()._asdict()))", "..."),
}


@pytest.mark.parametrize(("code", "expected"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments(code: str, expected: str) -> None:
    facts = module(f"{HEAD}{code}\n")
    [call] = facts.calls("keras.optimizers.Adam")
    told = [f"{each.name}={facts.text(each.value)}" for each in call.arguments] + ["..."] * call.open
    assert " ".join(told) == expected
