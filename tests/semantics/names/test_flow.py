"""What stands before what in one scope."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.names.flow import follows, precedes

# Code with a call of a and one of b: whether a may run before b, and whether b only runs after a.
PLACES = [
    ("a()\nb()", True, True),
    ("b()\na()", False, False),
    ("a()\nif t:\n    b()", True, True),
    ("if t:\n    a()\nb()", True, True),
    ("if t:\n    a()\nelse:\n    b()", False, False),
    ("if t:\n    a()\nelif u:\n    b()", False, False),
    ("if a():\n    b()", True, False),
    ("x = a() if t else b()", False, False),
    ("for x in y:\n    a()\n    b()", True, False),
    ("for x in y:\n    a()\nb()", True, True),
    ("try:\n    a()\nexcept E:\n    b()", True, False),
    ("with a():\n    b()", True, False),
    ("x = a(), b()", True, False),
    ("a(b())", True, False),
    ("a(); b()", True, True),
]


@pytest.mark.parametrize(("code", "before", "after"), PLACES)
def test_places(code: str, before: bool, after: bool) -> None:
    facts = module(code)
    (first,), (second,) = calls(facts, "a"), calls(facts, "b")
    assert precedes(facts.facts, first, second) is before
    assert follows(facts.facts, second, first) is after


def test_what_runs_in_another_scope_follows_nothing() -> None:
    facts = module("a()\ndef f():\n    b()")
    (first,), (second,) = calls(facts, "a"), calls(facts, "b")
    assert not follows(facts.facts, second, first)
