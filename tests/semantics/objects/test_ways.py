"""The calls that lead to a place."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.ways import ways


@pytest.mark.parametrize(
    ("code", "other", "expected"),
    [
        ("show()", "", ["show()"]),
        ("def f(): show()\nf()", "", ["f() > show()"]),
        ("def f(): show()\ndef g(): f()\ng()\nf()", "", ["g() > f() > show()", "f() > show()"]),
        ("def f(): show()", "", ["show()"]),
        ("def f(): show()", "from train import f\nf()", ["f() > show()"]),
        ("def f(): show()", "from train import f\ndef g(): f()\ng()", ["g() > f() > show()"]),
        ("def f(): show()\nuse(f)", "", ["show()"]),
        ("class A:\n    def f(self): show()", "from train import A\na = A()\na.f()", ["a.f() > show()"]),
        ("def f():\n    f()\n    show()\nf()", "", ["f() > show()"]),
    ],
)
def test_ways(code: str, other: str, expected: list[str]) -> None:
    facts = module(code, other=other)
    found = ways(facts, calls(facts, "show")[0])
    assert [" > ".join(there.text(node).strip() for there, node in way) for way in found] == expected
