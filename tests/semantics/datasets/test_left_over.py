"""Operations of a dataset that are called in vain, and once more below."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.datasets.chains import Operation
from tflint_ckpt.semantics.datasets.left_over import begin_of, called_again, is_inert
from tflint_ckpt.syntax.forms import last_name

HEAD = "import tensorflow as tf\nds = tf.data.Dataset.range(9)\n"
# What stands below the dataset in lines 3 and further; the line on which the first operation is called again.
AGAIN = [
    ("ds.batch(2)\nds = ds.batch(2)", 4),
    ("ds.batch(2)\nds = ds.batch(3)", 4),
    ("ds.batch(2)\nds = ds.map(f).batch(3)", 4),
    ("ds.map(f)\nds = ds.map(f)", 4),
    ("ds.map(f)\nds = ds.map(map_func=f)", 4),
    ("ds.map(f)\nds = ds.map(g)", None),
    ("ds.map(f)\nds = ds.map()", None),
    ("ds.batch(2)\nds = ds.unbatch().batch(3)", None),
    ("ds.batch(2)\nds = ds.flat_map(f).batch(3)", None),
    ("ds.batch(2)\nds = ds.cache()", None),
    ("ds.batch(2)\nother = tf.data.Dataset.range(3).batch(2)", None),
    ("other = ds.cache()\nother.batch(2)\nds = other.batch(2)", 5),
    ("ds.batch(2)\nnames.batch(2)", None),
]


@pytest.mark.parametrize(("code", "expected"), AGAIN)
def test_called_again(code: str, expected: int | None) -> None:
    facts = module(f"{HEAD}{code}\n")
    call = facts.facts.every(cst.Expr)[0].value
    assert isinstance(call, cst.Call)
    again = called_again(facts, Operation(last_name(call.func), call))
    assert (line(facts, again.call) if again is not None else None) == expected


INERT = [
    ("ds.batch(2)", True),
    ("ds.cache().prefetch(n)", True),
    ("ds.take(2).repeat(count=None)", True),
    ("ds.map(f)", False),
    ("ds.shuffle(9)", False),
    ("ds.map(f).batch(2)", False),
    ("ds.batch(size())", False),
    ("ds.batch(n := 2)", False),
    ("ds.batch(2).take(ask())", False),
    ("make().batch(2)", False),
    ("self.ds.batch(2)", True),
    ("batch(2)", False),
]


@pytest.mark.parametrize(("code", "expected"), INERT)
def test_is_inert(code: str, expected: bool) -> None:
    facts = module(f"x = {code}\n")
    call = facts.facts.calls[0]
    assert is_inert(call) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("ds.a().b()", "ds"), ("self.ds.a()", "self.ds"), ("make().a()", "make()"), ("f(x)", "f(x)")],
)
def test_begin_of(code: str, expected: str) -> None:
    facts = module(f"x = {code}\n")
    assert facts.text(begin_of(facts.facts.calls[0])) == expected
