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


@pytest.mark.parametrize("turned", [False, True])
def test_nor_are_they_by_way_of_a_file_between(turned: bool) -> None:
    code = "from between import pass_on\ndef name(kind):\n    return pass_on(kind)\n"
    between = "from other import pick\ndef pass_on(kind):\n    return pick(kind)\n"
    asked = {"big": "big.h5", "small": "small.h5"}
    facts = module(code + "".join(f"name('{kind}')\n" for kind in asked), between=between, other=OTHER)
    calls = {facts.text(call): call for call in facts.facts.calls}
    for kind in reversed(asked) if turned else asked:
        (value,) = facts.evaluate(calls[f"name('{kind}')"])
        assert isinstance(value, Text)
        assert value.literal == asked[kind]
