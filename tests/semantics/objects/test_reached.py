"""Whether what an expression gives ends up in a call of some method."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.objects.reached import reaches

REACHES = [
    ("m.add_loss(show(a))", True),
    ("m.add_loss(2 * show(a))", True),
    ("m.add_loss(tf.reduce_mean(show(a) + 1))", True),
    ("x = show(a)\nm.add_loss(x)", True),
    ("x = show(a) * 2\ny = x + 1\nm.add_loss(y)", True),
    ("show(a)", False),
    ("m.add_loss(f(show(a)))", False),
    ("x = show(a)\nm.add_metric(x)", False),
    ("x = show(a)\nx = b\nm.add_loss(x)", False),
    ("m.add_loss(b)\nshow(a)", False),
]


@pytest.mark.parametrize(("code", "expected"), REACHES)
def test_reaches(code: str, expected: bool) -> None:
    facts, node = marked(f"import tensorflow as tf\n{code}")
    call = facts.parent(facts.parent(node) or node)
    assert call is not None
    assert reaches(facts, call, "add_loss") is expected
