"""What the methods of a class do with what one of them keeps in ``self``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.parameters.kept import of_attribute

# What the constructor does with the parameter, what another method does, and what that proves.
KEPT = [
    ("self.m = m", "self.m.fit(x)", ["ATTRIBUTE"]),
    ("self.m = m", "self.m(x)", ["CALLED"]),
    ("self.m = m", "self.m.fit(x)\n        return self.m(x)", ["ATTRIBUTE", "CALLED"]),
    ("self.m = m", "return self.m", []),
    ("self.m = m", "return self.m.lower()", []),  # a text has that, too
    ("self.m = m", "other.m.fit(x)", []),
    ("self.m = m", "self.m = build()\n        self.m.fit(x)", []),
    ("self.m = self.n = m", "self.m.fit(x)", []),
    ("self.m = build(m)", "self.m.fit(x)", []),
    ("other.m = m", "other.m.fit(x)", []),
    ("n = m", "n.fit(x)", []),
]


@pytest.mark.parametrize(("kept", "done", "expected"), KEPT)
def test_what_is_kept_is_what_the_methods_take_it_for(kept: str, done: str, expected: list[str]) -> None:
    facts = module(
        f"class T:\n    def __init__(self, m):\n        {kept}\n    def go(self, x):\n        {done}\n"
    )
    function = facts.facts.functions[0]
    (use,) = facts.uses("m", facts.facts.scopes[function.body])
    assert [found.proof.name for found in of_attribute(facts, use)] == expected


def test_another_class_says_nothing() -> None:
    facts = module(
        "class T:\n    def __init__(self, m):\n        self.m = m\n"
        "class U:\n    def go(self, x):\n        self.m.fit(x)\n"
    )
    (use,) = facts.uses("m", facts.facts.scopes[facts.facts.functions[0].body])
    assert list(of_attribute(facts, use)) == []
