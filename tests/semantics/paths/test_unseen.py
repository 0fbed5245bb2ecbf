"""Who may read a variable or attribute without being seen."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.unseen import read_unseen

# Another file, other.py, and whether it may read P of train.py.
FILES = [
    ("from train import P", True),
    ("from train import (\n    f,\n    P,\n)", True),
    ("from train import P as path", True),
    ("from train import *\nprint(P)", True),
    ("from .train import *\nprint(P)", True),
    ("import train\nprint(train.P)", True),
    ("import train as t\nprint(t.P)", True),
    ("from package import P", True),
    ("from train import *\nprint(Q)", False),
    ("from train import f", False),
    ("import train\nprint(train.PATH)", False),
    ("import other as t\nprint(t.P)", False),
    ("P = 'x'", False),
    ("", False),
]
# Code that sets something by a call of show, and why it may be read unseen.
SET = [
    ("P = show()", ""),
    ("P = show()\nprint(getattr(o, 'P'))", "getattr() may read it"),
    ("P = show()\nprint(getattr(o, name))", "getattr() may read it"),
    ("P = show()\nprint(globals()[n])", "globals() may read it"),
    ("P = show()\neval(text)", "eval() may read it"),
    ("P = show()\nmodel.eval(text)", ""),
    ("P = show()\nprint(getattr(o, 'Q'))", ""),
    ("P = show()\nprint(getattr(o, 'Q', 'P'))", ""),
    ("self.P = show()\nprint(getattr(o, 'P'))", "getattr() may read it"),
    ("d['P'] = show()\nprint(getattr(o, 'P'))", ""),
]


def why(code: str, other: str = "") -> str:
    facts = module(code, other=other)
    (call,) = calls(facts, "show")
    statement = facts.parent(call)
    return read_unseen(facts, statement.targets[0].target)  # type: ignore[union-attr]


@pytest.mark.parametrize(("other", "expected"), FILES)
def test_other_files(other: str, expected: bool) -> None:
    assert why("P = show()", other) == ("other.py uses P too" if expected else "")


@pytest.mark.parametrize(
    "code", ["class A:\n    P = show()", "class A:\n    def f(self):\n        self.P = show()"]
)
def test_attributes_in_other_files(code: str) -> None:
    assert why(code, "print(a.P)") == "other.py uses P too"
    assert why(code, "print(P, a.PATH)") == ""


def test_a_local_variable_is_read_by_no_other_file() -> None:
    assert why("def f():\n    P = show()", "from train import P") == ""


@pytest.mark.parametrize(("code", "expected"), SET)
def test_by_name(code: str, expected: str) -> None:
    assert why(code) == expected
