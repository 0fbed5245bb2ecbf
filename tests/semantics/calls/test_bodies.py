"""What a piece of code runs: the functions of the project that it calls."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.bodies import run_by

CASES = [
    ("def f(): pass\nf()", ["f"]),
    ("def f(): g()\ndef g(): f()\nf()", ["g", "f"]),
    ("def f(): pass\nh = f\nh()", ["f"]),
    ("class A:\n    def __init__(self): self.g()\n    def g(self): pass\nA()", ["g", "__init__"]),
    ("class A:\n    def run(self): pass\ndef f(a): a.run()\nf(b)", ["f", "run"]),
    ("class A:\n    def run(self): pass\ndef f(a): a.stop()\nf(b)", ["f"]),
    ("from other import far, Far\nfar()", ["far", "near"]),
    ("from other import far, Far\nFar()", ["__init__"]),
    ("import other\nx = other.Far()\nx.go()", ["__init__", "go"]),
    ("def f(): pass\nprint(f)", []),
    ("import os\nos.getcwd()", []),
]
OTHER = """\
def far(): near()
def near(): pass
class Far:
    def __init__(self): pass
    def go(self): pass
"""


@pytest.mark.parametrize(("code", "expected"), CASES)
def test_run_by(code: str, expected: list[str]) -> None:
    facts = module(code, other=OTHER)
    found = run_by(facts, facts.tree) or ()
    assert [body.name.value for _, body in found[1:] if isinstance(body, cst.FunctionDef)] == expected


def test_too_many() -> None:
    code = "".join(f"def f{n}(): pass\nf{n}()\n" for n in range(50))
    facts = module(code)
    assert run_by(facts, facts.tree) is None
