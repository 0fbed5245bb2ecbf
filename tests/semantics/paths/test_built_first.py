"""The statement that gives a model its weights before they are loaded."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.edits import splice
from tflint_ckpt.semantics.paths.built_first import built_first

LOAD = "m.load_weights('a')\n"
FIRST = [
    (f"x, y = data()\n{LOAD}m.fit(x, y)", "m(x[:1])"),
    (f"x = data()\n{LOAD}m.fit(x=x, y=y)", "m(x[:1])"),
    (f"x, y = data()\n{LOAD}m.fit(x, y)\nm.fit(x, y, epochs=3)", "m(x[:1])"),
    (f"def f(m, x, y):\n    {LOAD}    m.fit(x, y)", "m(x[:1])"),
    # not there, or no array
    (f"{LOAD}x, y = data()\nm.fit(x, y)", ""),
    (f"x = data()\n{LOAD}m.fit(x)", ""),
    (f"x = [a, b]\n{LOAD}m.fit(x, y)", ""),
    (f"x = {{'a': a}}\n{LOAD}m.fit(x, y)", ""),
    (f"x = data()\n{LOAD}m.fit(*x)", ""),
    (f"x = data()\n{LOAD}m.fit(x / 2, y)", ""),
    (f"x, z = data()\n{LOAD}m.fit(x, y)\nm.fit(z, y)", ""),
    (f"x = data()\n{LOAD}n.fit(x, y)", ""),
    ("x = data()\nif m.load_weights('a'):\n    pass\nm.fit(x, y)", ""),
    ("x = data()\nself.m.load_weights('a')\nself.m.fit(x, y)", ""),
    (f"x = data()\nprint(1); {LOAD}m.fit(x, y)", ""),
]


@pytest.mark.parametrize(("code", "expected"), FIRST)
def test_built_first(code: str, expected: str) -> None:
    facts = module(code)
    (reader,) = calls(facts, "load_weights")
    found = built_first(facts, reader)
    assert (found[0] if found else "") == expected
    if found:
        before = "    " if code.startswith("def") else ""
        assert f"{before}{expected}\n{before}m.load_weights" in splice(code, [found[1]])
