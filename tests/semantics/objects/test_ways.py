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


def test_of_many_ways_only_the_first_are_followed() -> None:
    code = "def f(): show()\n" + "".join(f"def g{n}():\n" + "    f()\n" * 20 for n in range(20))
    code += "".join(f"def h{n}():\n" + "".join(f"    g{m}()\n" for m in range(20)) for n in range(20))
    facts = module(code + "".join(f"h{n}()\n" for n in range(20)))
    found = ways(facts, calls(facts, "show")[0])
    assert [len(way) for way in found] == [4] * 8
    assert len({way[-2] for way in found}) == 1
