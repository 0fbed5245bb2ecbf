"""One function of another file, called from here with one thing and with another."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.values.kinds import Constant, Text

OTHER = """\
def pick(kind, size=8):
    if kind == "big":
        return "big.h5"
    return "small.h5"
def size(flag):
    n = 32 if flag else 8
    return n
"""


@pytest.mark.parametrize("turned", [False, True])
def test_answers_within_one_call_are_not_those_within_another(turned: bool) -> None:
    code = """
from other import pick, size
def name(kind):
    return pick(kind)
def number(flag):
    return size(flag)
a = name("big")
b = name("small")
c = number(True)
d = number(False)
"""
    facts = module(code, other=OTHER)
    calls = {facts.text(call): call for call in facts.facts.calls}
    expected = {
        'name("big")': "big.h5",
        'name("small")': "small.h5",
        "number(True)": 32,
        "number(False)": 8,
    }
    for text in reversed(expected) if turned else expected:
        (value,) = facts.evaluate(calls[text])
        assert isinstance(value, (Constant, Text))
        found = value.literal if isinstance(value, Text) else value.value
        assert found == expected[text]
