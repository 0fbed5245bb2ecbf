"""Giving what a call calls a shorter or a longer name."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.callee import rename_callee

# ``long_name`` becomes ``name``: lines that are aligned move five columns to the left.
BECOMES = [
    ("long_name()", "name()"),
    ("long_name(x, y)", "name(x, y)"),
    ("long_name(x,\n          y)", "name(x,\n     y)"),
    ("o.long_name(x,\n            y,\n            z=1)", "o.name(x,\n       y,\n       z=1)"),
    ("a = o.long_name(x,\r\n                y)", "a = o.name(x,\r\n           y)"),
    ("long_name( x,\n           y )", "name( x,\n      y )"),
    ("long_name(x,  # one\n          # two\n          y)", "name(x,  # one\n     # two\n     y)"),
    ("long_name(x,\n\n          y)", "name(x,\n\n     y)"),
    ("long_name(x,\n          y\n          )", "name(x,\n     y\n     )"),
    ("long_name(x,\n          y\n         )", "name(x,\n     y\n    )"),
    ("if 1:\n\tlong_name(x,\n\t          y)", "if 1:\n\tname(x,\n\t     y)"),
    # what is nested in an argument that moves
    ("long_name(x, [1,\n              2])", "name(x, [1,\n         2])"),
    ("long_name(x,\n          y=[1,\n             2])", "name(x,\n     y=[1,\n        2])"),
    ("long_name(x,\n          y=[\n    1])", "name(x,\n     y=[\n    1])"),
]

# Only the name changes.
STAYS = [
    "long_name(\n    x,\n    y)",
    "long_name(\n          x,\n          y)",
    "long_name(x,\n    y)",
    "long_name(x,\n        y)",
    "long_name(x,\n            y)",
    "long_name(x,\n            [1,\n             2])",
    "long_name(x, [\n    1,\n])",
    "long_name(x,\n    y\n)",
    "if 1:\n\tlong_name(x,\n\t\t\ty)",
    "if 1:\n\tlong_name(x,\n              y)",
    "long_name(\tx,\n           y)",
    'long_name("""x\n          y""")',
    "long_name('x\\\n          y')",
    'long_name(f"""x\n          {y}""")',
    "long_name(x)\nf(\n          y)",
    "long_name \\\n         (x,\n          y)",
]


def renamed(before: str, new: str, *others: Edit, old: str = "long_name") -> str:
    facts = module(before)
    call = next(call for call in facts.facts.calls if old in facts.text(call.func))
    name = call.func.attr if isinstance(call.func, cst.Attribute) else call.func
    assert isinstance(name, cst.Name)
    text = before
    for edit in sorted(rename_callee(facts, call, name, new, others), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert renamed(before, "name") == after
    assert renamed(after, "long_name", old="name") == before


@pytest.mark.parametrize("before", STAYS)
def test_the_lines_stay(before: str) -> None:
    assert renamed(before, "name") == before.replace("long_name", "name")


def test_a_longer_name() -> None:
    assert renamed("long_name(x,\n          y)", "longer_name") == "longer_name(x,\n            y)"


def test_a_string_over_several_lines_stays_between_lines_that_move() -> None:
    before = 'long_name(x,\n          """a\n          b""",\n          y)'
    assert renamed(before, "name") == 'name(x,\n     """a\n          b""",\n     y)'


def test_a_line_that_goes_away_is_not_moved() -> None:
    before = "long_name(x,\n          y,\n          z)"
    start = before.index("          y")
    gone = Edit("train.py", start, before.index("          z"), "")
    assert renamed(before, "name", gone) == "name(x,\n     z)"


def test_a_line_that_is_added_is_aligned() -> None:
    before = "long_name(x,\n          y)"
    place = before.index("\n          y")
    added = Edit("train.py", place, place, "\n          z,")
    assert renamed(before, "name", added) == "name(x,\n     z,\n     y)"
